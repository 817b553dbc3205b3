from dataclasses import replace

from plugins.desk.inbox_commands import show_inbox
from plugins.desk.showing import Around, hasty_first
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
