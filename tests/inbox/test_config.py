from datetime import timedelta

import pytest

from plugins.core.errors import SettingError
from plugins.core.settings import read_settings
from plugins.inbox.config import InboxConfig, check_config, read_interval, read_sources

GOOD = """
[[source]]
key = "naver"
name = "네이버"
url = "https://openapi.example/blog.xml?query=모과나루"
interval = "30분"
weight = 3
headers = { "X-Naver-Client-Id" = "NAVER_CLIENT_ID" }
[[source]]
key = "local"
path = "feeds/a.xml"
enabled = false
[[brand]]
names = ["모과나루"]
exclude = ["모과나루터"]
"""


def listened(tmp_path, text):
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return read_sources(path)


def test_sources_and_brands_are_read(tmp_path):
    heard = listened(tmp_path, GOOD)

    assert [(s.key, s.name, s.interval, s.enabled, s.language) for s in heard.sources] == [
        ("naver", "네이버", timedelta(minutes=30), True, "ko"),
        ("local", "local", timedelta(hours=1), False, "ko"),
    ]
    assert [source.weight for source in heard.sources] == [3.0, 1.0]
    assert heard.sources[0].headers == (("X-Naver-Client-Id", "NAVER_CLIENT_ID"),)
    assert (heard.brands[0].names, heard.brands[0].exclude) == (("모과나루",), ("모과나루터",))


@pytest.mark.parametrize(
    ("old", "new", "which", "advice"),
    [
        ("interval =", "intervall =", "source[1].intervall", "interval을 뜻하셨나요?"),
        ("enabled = false", "weigth = 2", "source[2].weigth", "weight를 뜻하셨나요?"),
        ("enabled = false", "weight = 0", "source[2].weight", "0보다 크고"),
        ("enabled = false", "weight = true", "source[2].weight", "0보다 크고"),
        ("enabled = false", 'weight = "3"', "source[2].weight", "0보다 크고"),
        ("exclude =", "exclud =", "brand[1].exclud", "exclude를 뜻하셨나요?"),
        ("[[brand]]", "[[brands]]", "brands", "brand를 뜻하셨나요?"),
        ("[[brand]]", "[brand]", "brand", "대괄호를 두 번"),
        ('key = "naver"', 'key = "Naver Blog"', "source[1].key", "소문자"),
        ('key = "local"', 'key = "naver"', "naver", "둘입니다"),
        ('path = "feeds/a.xml"', "", "source[2].url", "꼭 하나만"),
        ('path = "feeds/a.xml"', 'path = "a"\nurl = "https://a.example/"', "source[2].url", "꼭 하나만"),
        ("https://openapi", "https://me:pw@openapi", "source[1].url", "비밀번호가 없는"),
        ('"30분"', '"1분"', "source[1].interval", "5분"),
        ('"30분"', "30", "source[1].interval", "따옴표"),
        ('"NAVER_CLIENT_ID"', '"kX9secret"', "source[1].headers.X-Naver-Client-Id", "환경 변수"),
        ('names = ["모과나루"]', "names = []", "brand[1].names", "하나의 이름"),
        ('names = ["모과나루"]', 'names = "모과나루"', "brand[1].names", "꼴로"),
        ("enabled = false", 'enabled = "no"', "source[2].enabled", "true나 false"),
        ("[[source]]", "[[source", "sources.toml", "TOML로 읽을 수 없습니다(2째 줄 9째 글자에서 막혔습니다)"),
    ],
)
def test_a_mistake_in_sources_is_refused_with_file_and_key(tmp_path, old, new, which, advice):
    with pytest.raises(SettingError) as error:
        listened(tmp_path, GOOD.replace(old, new, 1))

    assert "sources.toml" in error.value.which
    assert error.value.which.endswith(which)
    assert advice in error.value.korean


def test_a_secret_written_by_mistake_is_not_told(tmp_path):
    with pytest.raises(SettingError) as error:
        listened(tmp_path, GOOD.replace("NAVER_CLIENT_ID", "kX9secret"))

    assert "kX9secret" not in str(error.value) + error.value.korean


def test_sources_without_a_brand_are_refused(tmp_path):
    with pytest.raises(SettingError) as error:
        listened(tmp_path, GOOD.partition("[[brand]]")[0])

    assert "감시할 이름이 없습니다" in error.value.korean


def test_missing_sources_are_one_sentence(tmp_path):
    with pytest.raises(SettingError) as error:
        read_sources(tmp_path / "sources.toml")

    assert "파일이 없습니다" in error.value.korean


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30분", 30), ("1시간", 60), ("1일", 1440), ("5m", 5), ("2h", 120), ("1d", 1440), (" 10 분 ", 10)],
)
def test_an_interval_is_read(text, minutes):
    assert read_interval(text) == timedelta(minutes=minutes)


def test_a_misspelt_setting_is_refused():
    with pytest.raises(SettingError):
        read_settings(InboxConfig, "INBOX", {"INBOX_KEEP_DAY": 3})


@pytest.mark.parametrize("settings", [{"INBOX_KEEP_DAYS": 0}, {"INBOX_EXCERPT_CHARACTERS": 301}])
def test_a_setting_without_sense_is_refused(settings):
    with pytest.raises(SettingError):
        check_config(read_settings(InboxConfig, "INBOX", settings))
