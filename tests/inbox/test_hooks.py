import pytest
from pelican import signals
from pelican.settings import DEFAULT_CONFIG

from plugins.core.errors import SettingError
from plugins.inbox import hooks


class _Pelican:
    """As much of Pelican as a receiver of ``initialized`` sees."""

    def __init__(self, **settings):
        self.settings = {**DEFAULT_CONFIG, **settings}


def test_a_misspelt_setting_stops_the_build():
    with pytest.raises(SettingError) as error:
        hooks.check_settings(_Pelican(INBOX_KEEP_DAY=3))

    assert str(error.value).endswith("did you mean 'INBOX_KEEP_DAYS'?")


def test_good_settings_pass():
    hooks.check_settings(_Pelican(INBOX_KEEP_DAYS=30))


def test_the_plugin_listens_once_it_is_registered():
    hooks.register()
    try:
        listens = hooks.check_settings in list(signals.initialized.receivers_for(None))
    finally:
        signals.initialized.disconnect(hooks.check_settings)

    assert listens
