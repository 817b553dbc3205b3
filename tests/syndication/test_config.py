"""A setting that means nothing stops the build with a sentence."""

from datetime import UTC, datetime

import pytest

from plugins.core.errors import SettingError
from plugins.syndication.config import SyndicationConfig, checked


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id_date", "어제", "연도나 날짜를 적어 주세요."),
        ("id_date", "2026-13", "연도나 날짜를 적어 주세요."),
        ("per_archive", 0, "1보다 작지 않은 수로"),
        ("hub_url", "hub.example", "https://로 시작하는 허브의 주소를"),
        ("readers", ("Feedly",), "이름, 빈칸, 주소를 적고"),
        ("readers", ("Feedly https://feedly.com/",), "이름, 빈칸, 주소를 적고"),
        ("readers", ("Feedly javascript:{url}",), "이름, 빈칸, 주소를 적고"),
    ],
)
def test_what_means_nothing_is_refused(field, value, said):
    with pytest.raises(SettingError) as error:
        checked(SyndicationConfig(**{field: value}))

    assert said in error.value.korean
    assert f"SYNDICATION_{field.upper()}" in error.value.korean


def test_what_is_set_for_everybody_can_be_used():
    assert checked(SyndicationConfig(hub_url="https://hub.example/")).readers


@pytest.mark.parametrize(
    ("date", "began"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-15", datetime(2026, 3, 15, tzinfo=UTC)),
    ],
)
def test_an_empty_feed_says_the_day_from_which_the_site_has_its_name(date, began):
    assert SyndicationConfig(id_date=date).began == began
