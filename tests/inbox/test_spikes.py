from datetime import timedelta

from plugins.inbox.spikes import spikes
from tests.inbox.builders import NOW


def told(*hours_ago, brand="모과나루"):
    return [(brand, NOW - timedelta(hours=ago, minutes=1)) for ago in hours_ago]


def test_more_than_usual_is_a_spike_with_its_curve():
    (spike,) = spikes([*told(*range(10, 300, 20)), *told(0, 0, 0, 0, 1, 1, 2)], now=NOW)

    assert (spike.brand, spike.count, spike.curve[-3:]) == ("모과나루", 7, (1, 2, 4))


def test_as_many_as_usual_is_none():
    assert spikes(told(*range(0, 300)), now=NOW) == ()


def test_a_young_inbox_has_nothing_to_compare_with():
    assert spikes(told(0, 0, 0, 0, 0, 0, 1, 5), now=NOW) == ()


def test_brands_do_not_hide_each_other():
    loud = told(*[0] * 8, 200, brand="나루페이")

    assert [spike.brand for spike in spikes([*told(*range(0, 300)), *loud], now=NOW)] == ["나루페이"]


def test_what_lies_ahead_does_not_count():
    ahead = [("모과나루", NOW + timedelta(hours=1))] * 9

    assert spikes([*ahead, *told(100, 200)], now=NOW) == ()
