from datetime import timedelta

import pytest

from plugins.inbox.kinds import Kind, Urgency, is_burst, kinds_of, urgent
from tests.inbox.builders import NOW


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("환 불해 주세요", Kind.REFUND),
        ("택배가 안 왔어요", Kind.DELIVERY),
        ("비밀번호가 틀리대요", Kind.ACCOUNT),
        ("개인 정보가 유출됐다", Kind.PERSONAL_DATA),
        ("견과에서 이물질이 나왔다", Kind.SAFETY),
        ("상담원이 불친절해요", Kind.RUDENESS),
        ("너무 비싸요", Kind.PRICE),
        ("앱이 먹통", Kind.OUTAGE),
        ("맛있어요 감사합니다", Kind.PRAISE),
        ("언제 되나요?", Kind.QUESTION),
    ],
)
def test_a_text_is_about_what_its_words_say(text, kind):
    about = {each.kind: each.words for each in kinds_of(text)}

    assert about[kind]


def test_harm_is_urgent_only_in_a_complaint():
    kinds = (Kind.SAFETY,)

    assert urgent(kinds=kinds, is_complaint=True) == (Urgency.HARM,)
    assert urgent(kinds=kinds, is_complaint=False) == ()


def test_five_within_a_day_are_a_burst():
    times = [NOW + timedelta(hours=5 * n) for n in range(5)]

    assert is_burst(times)
    assert not is_burst([NOW + timedelta(hours=7 * n) for n in range(5)])
