"""What may be written onto a name."""

import pytest

from plugins.inbox.endings import endings_of
from plugins.inbox.words import load_words

ENDINGS = endings_of(load_words(), ["와우", "핑"])


@pytest.mark.parametrize(
    "run", ["에서만은", "이라더군요", "랍니다", "고객센터에", "둔산점", "측은", "와우", "핑이", ""]
)
def test_particles_and_nouns_of_a_name_are_known(run):
    assert ENDINGS.is_sure(run) or ENDINGS.known(run)


@pytest.mark.parametrize("run", ["트를", "터기", "핑크", "측근"])
def test_the_rest_of_a_longer_word_is_not(run):
    assert not ENDINGS.known(run)


@pytest.mark.parametrize(
    ("name", "run", "may"),
    [
        ("토스", "켈로그", False),
        ("오리온", "켈로그", True),
        ("오리온", "돔에", False),
        ("모과나루", "돔에", True),
        ("모과나루", "터에", False),
        ("모과나루", "부동산", False),
    ],
)
def test_only_a_long_name_bears_a_word_that_no_list_has(name, run, may):
    assert ENDINGS.may_be_unlisted(name, run) is may
