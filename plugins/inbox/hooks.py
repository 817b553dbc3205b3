"""The inbox's face to Pelican: refuses a wrong ``INBOX_*`` setting. Nothing of the inbox takes part in a build."""

from pelican import Pelican, signals

from plugins.core.settings import read_settings
from plugins.inbox.config import PREFIX, InboxConfig, check_config


def check_settings(pelican: Pelican) -> None:
    """Stop the build at a setting that is misspelt or makes no sense.

    Raises:
        SettingError: One is.
    """
    check_config(read_settings(InboxConfig, PREFIX, pelican.settings))


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(check_settings)
