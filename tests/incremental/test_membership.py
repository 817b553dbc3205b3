"""What Pelican asks again and again is answered once, and as it would have been."""

from plugins.incremental.membership import Members, settle


class Post:
    """A post that counts how often its address is put together."""

    def __init__(self, slug: str) -> None:
        self.slug, self.asked = slug, 0

    @property
    def url(self) -> str:
        """The address; as Pelican's, it is the remembered one where there is one."""
        if hasattr(self, "override_url"):
            return str(self.override_url)
        self.asked += 1
        return f"{self.slug}/"


class Equal:
    """Something that equals everything of its kind."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equal)

    __hash__ = None  # type: ignore[assignment]


def test_a_settled_address_is_put_together_once() -> None:
    posts = [Post("a"), Post("b")]

    settle([*posts, None])

    assert [post.url for post in posts for _ in range(3)] == ["a/"] * 3 + ["b/"] * 3
    assert [post.asked for post in posts] == [1, 1]


def test_an_address_that_was_given_stays() -> None:
    post = Post("a")
    post.override_url = "elsewhere/"  # type: ignore[attr-defined]

    settle([post])

    assert post.url == "elsewhere/"


def test_a_list_of_members_knows_them_and_those_that_came_later() -> None:
    first, later, stranger = Post("a"), Post("b"), Post("c")
    members = Members([first])

    members.append(later)

    assert first in members
    assert later in members
    assert stranger not in members


def test_what_equals_more_than_itself_is_looked_for_as_in_any_list() -> None:
    assert Equal() in Members([Equal()])
