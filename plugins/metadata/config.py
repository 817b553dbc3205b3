"""The plugin's settings, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.core.errors import SettingError
from plugins.core.settings import read_settings
from plugins.core.site import Site

# Source: IndexNow, "Verifying ownership via the key": 8 to 128 letters, digits and dashes.
_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")


@dataclass(frozen=True, kw_only=True, slots=True)
class MetadataConfig:
    """Settings named ``METADATA_…``.

    Attributes:
        font: The font of the pictures, below the theme; never copied to the output.
        cache: Where drawn pictures are kept, below the project; may be lost at any time.
        indexnow_endpoint: Who is told of changed pages where ``site.toml`` has a key.
    """

    font: str = "fonts/NanumSquareB.ttf"
    cache: str = "cache/pictures"
    indexnow_endpoint: str = "https://api.indexnow.org/indexnow"


def read_config(settings: Mapping[str, Any]) -> tuple[Site, MetadataConfig]:
    """Return whose site this is and the plugin's settings.

    Raises:
        SettingError: ``SITE`` is missing, a setting of ours is misspelt, or the IndexNow key is none.
    """
    site = settings.get("SITE")
    if not isinstance(site, Site):
        raise SettingError(
            "SITE", "missing", advice="누리집이 누구의 것인지 모릅니다. pelicanconf.py에서 site.toml을 읽어 주세요."
        )
    if site.indexnow_key and not _KEY.fullmatch(site.indexnow_key):
        advice = "IndexNow 열쇠는 영문자와 숫자, 붙임표로 8자부터 128자까지입니다. site.toml을 고쳐 주세요."
        raise SettingError("site.toml: indexnow_key", "no IndexNow key", advice=advice)
    return site, read_settings(MetadataConfig, "METADATA", settings)
