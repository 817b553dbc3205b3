"""What publishing needs to know of a settings file, read without Pelican, so that commands start quickly."""

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.core.settings import read_settings

# The gate, under either name that Pelican would load it by.
GATE = frozenset({"plugins.editorial", "plugins.editorial.hooks"})

# The plugin for fast builds, likewise.
INCREMENTAL = frozenset({"plugins.incremental", "plugins.incremental.hooks"})


@dataclass(frozen=True, kw_only=True, slots=True)
class DeployConfig:
    """The settings ``DEPLOY_*``: a folder or an rsync target, "" for a dry run."""

    target: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishSettings:
    """Where to, under which address, and whether the gate is on."""

    target: str
    site_url: str
    is_gated: bool


def settings_of(path: Path) -> Mapping[str, Any]:
    """Return the upper-case names of a settings file.

    Raises:
        DeskError: The file itself refuses, e.g. because ``site.toml`` cannot be read.
    """
    return {name: value for name, value in runpy.run_path(str(path)).items() if name.isupper()}


def publish_settings(settings: Mapping[str, Any]) -> PublishSettings:
    """Return what publishing needs of a settings file.

    Raises:
        SettingError: A setting ``DEPLOY_…`` is unknown or not a text.
    """
    return PublishSettings(
        target=read_settings(DeployConfig, "DEPLOY", settings).target,
        site_url=str(settings.get("SITEURL", "")),
        is_gated=not GATE.isdisjoint(str(plugin) for plugin in settings.get("PLUGINS", ())),
    )
