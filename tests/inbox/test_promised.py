import pytest

from plugins.inbox.promised import OurPromise, promises_named

NOTICE = OurPromise(case_id="MG-2026-001", id="P2", what="글을 감추면 그 순간 주인에게 메일과 문자를 보낸다")
REFUND = OurPromise(case_id="MG-2026-004", id="P1", what="두 번 빠져나간 구독료를 10월 안에 모두 돌려준다")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("글을 감추면 메일과 문자를 보내겠다더니 아무 소식도 없네요", (NOTICE,)),
        ("MG-2026-004에서 한 약속은 언제 지키나요", (REFUND,)),
        ("빠져나간 구독료를 10월 안에 돌려준다고 했잖아요", (REFUND,)),
        ("메일과 문자로 광고가 와요", ()),
        ("주인에게 메일을 보냈는데 글을 감추네요, 문자도 없이", ()),
        ("친구와 약속이 있어서 나갔다", ()),
    ],
)
def test_a_promise_is_named_by_its_words_or_its_case(text, named):
    assert promises_named(text, (NOTICE, REFUND)) == named
