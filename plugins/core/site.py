"""``site.toml``: whose site this is. Everything a company changes when it begins, in one file of words.

``pelicanconf.py`` and ``tasks.py`` read it; nothing else knows the company's name.
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from plugins.core.errors import SettingError, suggestion
from plugins.core.settings import toml_advice

NAME = "site.toml"
# Keys that hold no text, and what staff read of their shape.
_SHAPES: dict[str, tuple[type, str]] = {
    "own_domains": (list, '["a.example"] 같은 목록'),
    "as_of": (datetime, "따옴표 없는 시각"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """The company and its answers site.

    Attributes:
        name: The site's name, e.g. 모과나루 답변.
        brand: The company's name as customers say it.
        url: Public address without a trailing slash.
        case_prefix: 2 to 8 capital letters, e.g. MG.
        contact_email: Where a reader reaches a human when no person is named.
        contact_form_url: "" where there is no form; then mail is offered.
        webmention_endpoint: Where a page that links to ours may say so; "" for nowhere.
        own_domains: Mail and web domains that are ours and may be shown.
        as_of: The instant the demo is built at; None for a real site (now, cut to the hour).
        naver_site_verification: What Naver's 서치어드바이저 gave to prove that the site is ours; "" for none.
        google_site_verification: The same of Google's Search Console.
        indexnow_key: Tells search engines of changed pages after publishing; "" for not telling.
        deploy_target: Where publishing brings the site; "" until that is decided.
    """

    name: str
    brand: str
    url: str
    description: str
    case_prefix: str
    contact_email: str
    contact_form_url: str = ""
    webmention_endpoint: str = ""
    own_domains: tuple[str, ...] = ()
    as_of: datetime | None = None
    naver_site_verification: str = ""
    google_site_verification: str = ""
    indexnow_key: str = ""
    deploy_target: str = ""

    @property
    def domain(self) -> str:
        """The host of the public address."""
        return urlsplit(self.url).hostname or ""


def read_site(path: Path) -> Site:
    """Return the site that ``site.toml`` describes.

    Raises:
        SettingError: The file is missing, not TOML, or a key is unknown, missing or of the wrong kind.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingError(
            path.name, "missing", advice="site.toml이 없습니다. `invoke init`으로 만들 수 있습니다."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(path.name, str(error), advice=toml_advice(error)) from error
    specs = {spec.name: spec for spec in fields(Site)}
    for key, value in raw.items():
        if key not in specs:
            raise SettingError(
                f"{path.name}: {key}", "unknown key", advice=f"모르는 열쇠입니다.{suggestion(key, specs)}"
            )
        wanted, shape = _SHAPES.get(key, (str, "따옴표로 감싼 글"))
        if not isinstance(value, wanted):
            raise SettingError(
                f"{path.name}: {key}", "wrong kind", advice=f"값의 꼴이 다릅니다. {shape}을 적어 주세요."
            )
    for key in ("name", "brand", "url", "description", "case_prefix", "contact_email"):
        if not raw.get(key):
            raise SettingError(f"{path.name}: {key}", "missing", advice="비어 있습니다. 값을 적어 주세요.")
    as_of = raw.get("as_of")
    if as_of is not None and as_of.tzinfo is None:
        raise SettingError(
            f"{path.name}: as_of", "no zone", advice="시간대를 붙여 주세요. 예: 2026-11-22T09:00:00+09:00"
        )
    raw["own_domains"] = tuple(raw.get("own_domains", ()))
    raw["url"] = raw["url"].rstrip("/")
    return Site(**raw)
