"""What every command begins with: the project, the site, its settings, and the time at which the command was typed."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from plugins.core.korean import SEOUL
from plugins.core.site import NAME, Site, read_site
from plugins.publication.settings import settings_of

ROOT = Path(__file__).resolve().parents[2]
# Exit code of a command that did a part: one source failed, its neighbours did not.
PART = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What a command may need."""

    site: Site
    settings: Mapping[str, Any]
    now: datetime

    @property
    def today(self) -> date:
        """The day it is in Korea."""
        return self.now.astimezone(SEOUL).date()


def right_now() -> datetime:
    """Return the time. The only look at the clock in the whole product."""
    return datetime.now(UTC)


def sit_down() -> Desk:
    """Return the desk as it is at this moment."""
    return Desk(site=read_site(ROOT / NAME), settings=settings_of(ROOT / "pelicanconf.py"), now=right_now())


def whose(by: str) -> str:
    """Return who decides: --by, else git's user.name, else the login."""
    if by:
        return by
    configured = subprocess.run(["git", "config", "user.name"], cwd=ROOT, capture_output=True, text=True, check=False)
    return configured.stdout.strip() or os.environ.get("USER", "")
