"""What this plugin needs to know of the site, read once from Pelican's settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.core.errors import SettingError

PER_PAGE = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class CasesConfig:
    """The build's instant and how a reader reaches us.

    Attributes:
        as_of: The instant the build speaks of; nothing after it has happened yet.
        contact_form_url: "" where readers write a mail instead.
        contact_email: Where mail goes when the answering person has no address.
        drafts: Whether drafts get pages: in a preview only, which sets it.
        per_page: How many entries a numbered page of a list holds; see ``paging``.
    """

    as_of: datetime
    contact_form_url: str
    contact_email: str
    drafts: bool = False
    per_page: int = PER_PAGE


def read_config(settings: Mapping[str, Any]) -> CasesConfig:
    """Return the configuration in Pelican's settings.

    Raises:
        SettingError: ``AS_OF`` is missing or not an aware ISO time (a build never asks the clock), or
            ``CASES_PER_PAGE`` is no number above zero.
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
        drafts=settings.get("CASES_DRAFTS") is True,
        per_page=_per_page(settings.get("CASES_PER_PAGE", PER_PAGE)),
    )


def _per_page(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        advice = f"목록 한 쪽에 몇 개를 둘지 1보다 작지 않은 수로 적어 주세요. 예: {PER_PAGE}"
        raise SettingError("CASES_PER_PAGE", f"{value!r} is no number above zero", advice=advice)
    return value
