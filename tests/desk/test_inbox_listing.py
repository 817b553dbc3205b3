from plugins.desk.inbox_commands import show_inbox
from plugins.inbox.model import InboxItem, InboxState
from plugins.inbox.spikes import Spike
from tests.inbox.builders import a_mention


def test_what_is_loud_stands_on_top_of_the_list(capsys):
    loud = Spike(brand="모과나루", count=7, hours=3, usual=0.5, curve=(0, 1, 6))

    show_inbox([InboxItem(mention=a_mention(), state=InboxState.WAITING)], [loud], "waiting")

    first, second = capsys.readouterr().out.splitlines()
    assert first == "시끄럽습니다: 모과나루 3시간에 7건 (평소 0.5건) ▁▂█"
    assert a_mention().id in second
