"""What publishing needs to know of a settings file, read without Pelican, so that commands start quickly."""

import runpy
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.core.errors import DeskError, SettingError
from plugins.core.korean import quoted
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
        DeskError: It cannot be run, or refuses itself, e.g. because ``site.toml`` cannot be read.
    """
    with readable(path.parent):
        return {name: value for name, value in runpy.run_path(str(path.resolve())).items() if name.isupper()}


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """Turn a slip in a settings file of this folder into one sentence that names its line.

    Raises:
        SettingError: Instead of the exception of the block. What plugins raise on the way is a bug and stays one.
    """
    try:
        yield
    except DeskError:
        raise
    except Exception as error:
        if (place := _slip(error, folder.resolve())) is None:
            raise
        raise SettingError(place, f"{type(error).__name__}: {error}", advice=_advice(error)) from error


def _slip(error: Exception, folder: Path) -> str | None:
    if isinstance(error, SyntaxError):
        file, line = Path(error.filename or ""), error.lineno or 0
    else:
        frames = reversed(traceback.extract_tb(error.__traceback__))
        frame = next((frame for frame in frames if Path(frame.filename).is_relative_to(folder)), None)
        if frame is None:
            return None
        file, line = Path(frame.filename), frame.lineno or 0
    return f"{file.name}:{line}" if file.parent == folder else None


def _advice(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        text = (error.text or "").strip()
        return f"설정 파일의 이 줄을 읽을 수 없습니다: {text} 따옴표와 괄호를 닫았는지 확인해 주세요."
    if isinstance(error, NameError):
        return f"{quoted(str(error.name), '은')} 모르는 이름입니다. 글자로 된 값이면 따옴표로 감싸 주세요."
    return f"이 줄에서 설정을 읽다가 멈췄습니다({type(error).__name__}: {error}). 값을 확인해 주세요."


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
