"""What this plugin needs to know of the site, read once from Pelican's settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.core.errors import SettingError


@dataclass(frozen=True, kw_only=True, slots=True)
class CasesConfig:
    """The build's instant and how a reader reaches us.

    Attributes:
        as_of: The instant the build speaks of; nothing after it has happened yet.
        contact_form_url: "" where readers write a mail instead.
        contact_email: Where mail goes when the answering person has no address.
    """

    as_of: datetime
    contact_form_url: str
    contact_email: str


def read_config(settings: Mapping[str, Any]) -> CasesConfig:
    """Return the configuration in Pelican's settings.

    Raises:
        SettingError: ``AS_OF`` is missing or not an aware ISO time. A build never asks the clock.
    """
    try:
        as_of = datetime.fromisoformat(str(settings["AS_OF"]))
    except (KeyError, ValueError) as error:
        advice = "빌드의 기준 시각이 없습니다. `invoke build --as-of 2026-11-22T09:00+09:00`처럼 만들어 주세요."
        raise SettingError("AS_OF", "missing or not an ISO time", advice=advice) from error
    if as_of.tzinfo is None:
        raise SettingError("AS_OF", "no zone", advice="기준 시각에 시간대가 없습니다. 뒤에 +09:00을 붙여 주세요.")
    return CasesConfig(
        as_of=as_of,
        contact_form_url=str(settings.get("CONTACT_FORM_URL") or ""),
        contact_email=str(settings.get("CONTACT_EMAIL") or ""),
    )
