"""The plugin's settings, read once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from plugins.core.errors import SettingError
from plugins.core.korean import quoted
from plugins.core.urls import is_web_address

PREFIX = "SYNDICATION"
PLACE = "{url}"
_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class SyndicationConfig:
    """Settings named ``SYNDICATION_…``. The first two stand in every id: once published, they never change.

    Attributes:
        id_domain: The authority of tag URIs; "" for the domain of the site's address. A site that moves writes its
            first domain here, so that no reader sees old entries as new.
        id_date: A day, month or year on which that domain was ours.
        per_archive: How many posts an archive holds. The feed itself holds at least as many, and fewer than twice as
            many, beside older posts that were changed. Once published it should not change: archives would.
        rights: What stands under every feed; "" for © and the company's name.
        hub_url: Address of a WebSub hub that is told what is new after publishing; "" for none.
        readers: Feed readers on the web to which the page of all feeds leads, each ``"name address"`` with ``{url}``
            where the feed's address goes.
    """

    id_domain: str = ""
    id_date: str = "2026"
    per_archive: int = 20
    rights: str = ""
    hub_url: str = ""
    readers: tuple[str, ...] = (
        "Feedly https://feedly.com/i/subscription/feed/{url}",
        "Inoreader https://www.inoreader.com/?add_feed={url}",
    )

    @property
    def began(self) -> datetime:
        """The first instant of ``id_date``: what an empty feed says, which knows no time of its own."""
        return datetime.fromisoformat(f"{self.id_date}-01-01"[:10]).replace(tzinfo=UTC)


def checked(config: SyndicationConfig) -> SyndicationConfig:
    """Return the configuration if it can be used.

    Raises:
        SettingError: A value of the right type means nothing.
    """
    if not _DATE.fullmatch(config.id_date):
        raise SettingError(
            f"{PREFIX}_ID_DATE",
            f"{config.id_date!r} is no date",
            advice="연도나 날짜를 적어 주세요. 예: 2026, 2026-01, 2026-01-31",
        )
    if config.per_archive < 1:
        raise SettingError(
            f"{PREFIX}_PER_ARCHIVE",
            f"{config.per_archive} is no number above zero",
            advice="1보다 작지 않은 수로 적어 주세요. 예: 20",
        )
    if config.hub_url and not is_web_address(config.hub_url):
        raise SettingError(
            f"{PREFIX}_HUB_URL",
            "no web address",
            advice="https://로 시작하는 허브의 주소를 적어 주세요. 없으면 비워 두세요.",
        )
    for reader in config.readers:
        name, _, address = reader.rpartition(" ")
        if not name or PLACE not in address or not is_web_address(address.replace(PLACE, "x")):
            said = f"{quoted(reader, '은')} 쓸 수 없습니다."
            advice = f"{said} 이름, 빈칸, 주소를 적고 피드가 들어갈 곳에 {PLACE}을 적어 주세요."
            raise SettingError(f"{PREFIX}_READERS", f"{reader!r} cannot be used", advice=advice)
    return config
