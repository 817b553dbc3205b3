from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plugins.core import korean, language

SEOUL = ZoneInfo("Asia/Seoul")
AFTERNOON = datetime(2026, 9, 1, 16, 30, tzinfo=SEOUL)


@pytest.mark.parametrize("value", [AFTERNOON, date(2026, 9, 1)], ids=["a time", "a day"])
def test_korean_stays_as_korean_writes_it(value):
    said = [language.day(value, "ko"), language.moment(value, "ko")]

    assert said == [korean.day(value), korean.moment(value)]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (language.day(AFTERNOON, "en"), "September 1, 2026"),
        (language.day(date(2026, 9, 1), "en"), "September 1, 2026"),
        (language.moment(AFTERNOON, "en"), "September 1, 2026, 4:30\N{NO-BREAK SPACE}PM KST"),
        (language.moment(date(2026, 9, 1), "en"), "September 1, 2026"),
        (language.span(timedelta(days=2, hours=8, minutes=5), "en"), "2 days 8 hours"),
        (language.span(timedelta(hours=1), "en"), "1 hour"),
        (language.span(timedelta(seconds=5), "en"), "1 minute"),
    ],
)
def test_english_reads_as_english_writes_it(said, text):
    assert said == text


def test_a_day_in_korea_is_told_in_english_too():
    just_after_midnight = datetime(2026, 9, 1, 0, 5, tzinfo=SEOUL)

    assert language.day(just_after_midnight.astimezone(ZoneInfo("UTC")), "en") == "September 1, 2026"


def test_a_catalogue_is_read_by_the_language_of_its_folder(tmp_path):
    path = tmp_path / "en/LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "답"\nmsgstr "answer"\n')

    catalogues = language.read_catalogues(tmp_path)

    assert list(catalogues) == ["en"]
    assert catalogues["en"].gettext("답") == "answer"
