import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.core.errors import SettingError
from plugins.core.settings import read_settings, toml_advice


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    db_path: str
    keep_days: int = 30
    share: float = 0.5
    quiet: bool = False
    names: tuple[str, ...] = ()


def test_settings_of_a_prefix_become_a_dataclass_with_its_defaults():
    assert read_settings(Config, "INBOX", {"INBOX_DB_PATH": "a", "OTHER": 1}) == Config(db_path="a")


def test_a_list_becomes_a_tuple():
    assert read_settings(Config, "INBOX", {"INBOX_DB_PATH": "a", "INBOX_NAMES": ["b"]}).names == ("b",)


def test_a_misspelt_setting_is_refused_with_a_suggestion():
    with pytest.raises(SettingError) as error:
        read_settings(Config, "INBOX", {"INBOX_DB_PATH": "a", "INBOX_KEEP_DAY": 3})

    assert str(error.value).endswith("did you mean 'INBOX_KEEP_DAYS'?")
    assert "INBOX_KEEP_DAYS를 뜻하셨나요?" in error.value.korean


def test_a_setting_like_no_other_is_refused_without_a_suggestion():
    with pytest.raises(SettingError) as error:
        read_settings(Config, "INBOX", {"INBOX_DB_PATH": "a", "INBOX_XYZZY": 3})

    assert str(error.value).endswith("unknown")


def test_a_required_setting_that_is_missing_is_refused():
    with pytest.raises(SettingError, match="INBOX_DB_PATH"):
        read_settings(Config, "INBOX", {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("INBOX_KEEP_DAYS", "30", id="text for a number"),
        pytest.param("INBOX_KEEP_DAYS", True, id="yes for a number"),
        pytest.param("INBOX_QUIET", 1, id="number for yes"),
        pytest.param("INBOX_NAMES", "a", id="text for a list"),
    ],
)
def test_a_setting_of_another_type_than_its_default_is_refused(name, value):
    with pytest.raises(SettingError) as error:
        read_settings(Config, "INBOX", {"INBOX_DB_PATH": "a", name: value})

    assert error.value.which == name


@pytest.mark.parametrize("share", [1, 0.25])
def test_a_whole_number_is_a_number(share):
    assert read_settings(Config, "INBOX", {"INBOX_DB_PATH": "a", "INBOX_SHARE": share}).share == share


def not_utf8():
    b"\xb0\xa1".decode("utf-8")


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        pytest.param(lambda: tomllib.loads("a = 1\nb = 1 2"), "(2째 줄 7째 글자에서 막혔습니다)", id="a line"),
        pytest.param(lambda: tomllib.loads("a = ["), "(파일 끝에서 막혔습니다)", id="the end"),
        pytest.param(not_utf8, "UTF-8로 저장해 주세요.", id="no UTF-8"),
        pytest.param(lambda: Path("/").read_text(), "읽을 권한이 있는지", id="no file"),
    ],
)
def test_what_is_wrong_with_a_toml_file_is_told_without_english(reading, said):
    with pytest.raises((ValueError, OSError)) as error:
        reading()

    told = toml_advice(error.value)

    assert said in told
    assert str(error.value) not in told
