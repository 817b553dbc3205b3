from datetime import UTC, datetime

import pytest

from plugins.desk.arguments import UsageError, cut_to_hour, cut_to_minute, day_of, instant, port_of, refusal

COMMANDS = ("collect", "수집", "inbox", "접수함", "triage")


def refused(said, typed=""):
    return refusal(said, COMMANDS, {"inbox": ("--state", "--source")}, typed)


@pytest.mark.parametrize(
    "text", ["2026-11-22T09:00+09:00", "2026-11-22T00:00Z", "2026-11-22T09:00", "2026-11-22 09:00"]
)
def test_an_instant_without_a_zone_is_korean(text):
    assert instant(text) == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "text"), [(instant, "어제"), (day_of, "2026-11-31"), (port_of, "0"), (port_of, "팔천")]
)
def test_what_cannot_be_read_is_refused_with_an_example(read, text):
    with pytest.raises(UsageError) as error:
        read(text)

    assert "예: " in error.value.korean


def test_now_is_cut_to_the_hour():
    assert cut_to_hour(datetime(2026, 11, 22, 9, 59, 59, 1, tzinfo=UTC)) == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_what_is_begun_now_is_dated_to_the_minute():
    now = datetime(2026, 11, 22, 9, 59, 59, 1, tzinfo=UTC)

    assert cut_to_minute(now) == datetime(2026, 11, 22, 9, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "typed", "korean"),
    [
        ("No idea what 'colect' is!", "", "colect: 없는 명령입니다. `invoke collect`를 뜻하셨나요?"),
        (
            "No idea what '오지' is!",
            "triage",
            '오지: 없는 명령입니다. 띄어 쓴 말이면 따옴표로 감싸 주세요. 예: "오지 않는 환불"',
        ),
        ("No idea what 'xyzzy' is!", "", "xyzzy: 없는 명령입니다. `invoke --list`로 모두 볼 수 있습니다."),
        (
            "invalid literal for int() with base 10: 'abc'",
            "inbox",
            "abc: 수로 읽을 수 없습니다. 예: 3. `invoke --help inbox`로 볼 수 있습니다.",
        ),
        ("No idea what '--stat' is!", "inbox", "--stat: 없는 선택지입니다. --state를 뜻하셨나요?"),
        (
            "'triage' did not receive required positional arguments: 'item'",
            "triage",
            "triage: 번호를 뒤에 적어 주세요. `invoke --help triage`로 볼 수 있습니다.",
        ),
        (
            "'note' did not receive required positional arguments: 'item', 'text'",
            "메모",
            "메모: 번호, 글을 뒤에 적어 주세요. `invoke --help 메모`로 볼 수 있습니다.",
        ),
        ("No idea what '접수하' is!", "", "접수하: 없는 명령입니다. `invoke 접수함`을 뜻하셨나요?"),
        ("Flag '--state' needed value and was not given one!", "inbox", "--state: 뒤에 값을 적어 주세요."),
        ("Flag <Argument: as_of> needed value and was not given one!", "build", "--as-of: 뒤에 값을 적어 주세요."),
        ("invalid literal for int()", "", "invoke: 명령을 읽을 수 없습니다. `invoke --list`로 볼 수 있습니다."),
    ],
)
def test_what_invoke_says_in_english_is_one_korean_sentence(said, typed, korean):
    assert refused(said, typed).korean == korean
