"""What headers say is put down anew only where a header, or the instant, is another."""

from types import SimpleNamespace

import pytest

from plugins.syndication.headers import Headers, world_of
from tests.syndication.builders import NOW, WRITTEN


def a_context(digest=b"1", **facts):
    return {"case_records": SimpleNamespace(digest=digest), **facts}


def test_what_was_put_down_in_the_same_world_is_not_asked_for_again():
    before = Headers(b"1")
    digest = before.digest("a.md", lambda: ("하나",))

    now = Headers(b"1", before.kept)

    assert now.digest("a.md", lambda: pytest.fail("asked")) == digest


@pytest.mark.parametrize("world", [b"2", b""], ids=["another world", "an unknown world"])
def test_in_another_world_everything_is_asked_for(world):
    before = Headers(world and b"1")
    before.digest("a.md", lambda: ("하나",))

    now = Headers(world, before.kept)

    assert now.digest("a.md", lambda: ("둘",)) == Headers().digest("a.md", lambda: ("둘",))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((a_context(b"2"), NOW), id="a header"),
        pytest.param((a_context(), WRITTEN), id="the instant"),
    ],
)
def test_the_world_is_what_headers_say_at_an_instant(other):
    assert world_of(a_context(), NOW) != world_of(*other)


@pytest.mark.parametrize(
    "context", [{}, a_context(b""), a_context(unfinished=("a draft",))], ids=["no records", "no digest", "drafts"]
)
def test_where_not_all_headers_are_known_the_world_is_not(context):
    assert world_of(context, NOW) == b""
