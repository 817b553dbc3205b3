import io
import json
from dataclasses import replace
from datetime import UTC, datetime

from plugins.desk.inbox_commands import show_inbox
from plugins.desk.showing import Around, hasty_first
from plugins.desk.terminal import print_json, print_table
from plugins.inbox.kinds import Urgency
from plugins.inbox.model import Decided, InboxItem, InboxState, Watch
from plugins.inbox.spikes import Spike
from tests.inbox.builders import NOW, a_mention

QUIET = Around(urgent=(), others=(), curve=None, promises=(), case="")
WATCHED = Decided(decision=Watch(until=NOW.date()), who="윤하람", at=NOW)
HASTY = replace(QUIET, urgent=(Urgency.HARM,))


def test_what_is_loud_stands_on_top_of_the_list(capsys):
    loud = Spike(brand="모과나루", count=7, hours=3, usual=0.5, curve=(0, 1, 6))

    show_inbox([(InboxItem(mention=a_mention(), state=InboxState.WAITING), QUIET)], [loud], "waiting")

    first, second = capsys.readouterr().out.splitlines()
    assert first == "시끄럽습니다: 모과나루 3시간에 7건 (평소 0.5건) ▁▂█"
    assert a_mention().id in second


def test_what_cannot_wait_is_listed_before_what_is_merely_worse(capsys):
    worse = InboxItem(mention=a_mention(url="https://a.example/1", score=0.9), state=InboxState.WAITING)
    unsafe = InboxItem(mention=a_mention(url="https://a.example/2", score=0.6), state=InboxState.WAITING)

    show_inbox(hasty_first([worse, unsafe], [QUIET, HASTY]), [], "waiting")

    first, second = capsys.readouterr().out.splitlines()
    assert unsafe.mention.id in first
    assert "개인정보나 안전" in first
    assert worse.mention.id in second


def test_what_came_back_is_listed_before_what_cannot_wait():
    unsafe = InboxItem(mention=a_mention(url="https://a.example/2"), state=InboxState.WAITING)
    back = InboxItem(mention=a_mention(url="https://a.example/1"), state=InboxState.WAITING, history=(WATCHED,))

    assert hasty_first([unsafe, back], [HASTY, QUIET]) == ((back, QUIET), (unsafe, HASTY))


def test_the_day_in_the_list_is_the_day_it_was_in_korea(capsys):
    late = a_mention(published_on=datetime(2026, 11, 19, 23, 12, tzinfo=UTC))

    show_inbox([(InboxItem(mention=late, state=InboxState.WAITING), QUIET)], [], "waiting")

    assert "\t2026-11-20\t" in capsys.readouterr().out


def test_a_time_for_a_script_is_korean_and_says_so():
    out = io.StringIO()

    print_json({"at": datetime(2026, 11, 19, 23, 12, tzinfo=UTC)}, out)

    assert json.loads(out.getvalue()) == {"at": "2026-11-20T08:12:00+09:00"}


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_a_person_reads_what_each_column_is():
    screen = Screen()

    print_table(("번호", "불만 점수"), [("m-1", "0.70")], screen)

    assert "불만 점수" in screen.getvalue()


def test_on_a_narrow_terminal_what_is_typed_again_stays_whole(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    screen = Screen()
    row = ("m-3c0bf709", "0.53", "지켜보다 돌아옴", "2026-10-22", "qna.example", "모과나루 탈퇴", "MG-2026-001", "안전")

    print_table(("번호", "불만 점수", "상태", "쓴 날", "곳", "제목", "사건", "서두를 까닭"), [row], screen)

    assert "m-3c0bf709" in screen.getvalue()
    assert "2026-10-22" in screen.getvalue()
