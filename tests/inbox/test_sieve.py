import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.inbox.markup import readable
from plugins.inbox.matching import find_terms, watched_terms
from plugins.inbox.sieve import sieve_of
from tests.inbox.builders import MOGWANARU

TERMS = watched_terms((MOGWANARU,))
MAY_CONCERN = sieve_of((MOGWANARU,))
WORDS = (
    "모 과 나루 모과나루 Mogwanaru ＭＯＧＷＡＮＡＲＵ MOGWA naru 에서 &#xBAA8; &#47784; <b> </b> &nbsp; ㅁㅗ ﾡ 가게 . ﬁ"
)
PIECES = [*WORDS.split(), " ", "\u200b", unicodedata.normalize("NFD", "모과나루")]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_names_us_never_falls_through_the_sieve(markup):
    named = find_terms(readable(markup), TERMS)

    assert not named or MAY_CONCERN(markup)


def test_what_lacks_a_letter_of_every_name_is_not_read():
    assert not MAY_CONCERN("배송이 늦어서 다시 물어보았더니 접수되었다는 답만 왔습니다 <p>견과</p>")


def test_no_brand_concerns_nothing():
    assert not sieve_of(())("모과나루")
