"""Every post of a site as the editor finds it: by case, and by what it corrects. Judges nothing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from plugins.core.model import Post

if TYPE_CHECKING:
    from plugins.editorial.sheets import Told


class Library:
    """Every post of a site and its text, oldest first, found by case and by what they correct."""

    def __init__(self, told: "Iterable[Told]") -> None:
        self._told = tuple(sorted(told, key=lambda t: (t.post.published_at, t.post.slug)))
        self._of_case: dict[str, list[Told]] = {}
        self._correcting: dict[str, list[Told]] = {}
        for one in self._told:
            self._of_case.setdefault(one.post.case_id, []).append(one)
            for slug in one.post.correction.corrects if one.post.correction else ():
                self._correcting.setdefault(slug, []).append(one)

    @property
    def told(self) -> "tuple[Told, ...]":
        """Every post, oldest first."""
        return self._told

    def of_case(self, case_id: str) -> "tuple[Told, ...]":
        """Return the posts of a case."""
        return tuple(self._of_case.get(case_id, ()))

    def correcting(self, slug: str) -> "tuple[Told, ...]":
        """Return the corrections that name a post."""
        return tuple(self._correcting.get(slug, ()))


class BeyondError(Exception):
    """A check asked for more than the post, its case, the posts of its case and the corrections of it."""


class OwnShelf(Library):
    """Of a library what lies beside one post: the posts of its case and the corrections that name it."""

    def __init__(self, library: Library, post: Post) -> None:
        self._library, self._post = library, post

    @property
    def told(self) -> "tuple[Told, ...]":
        """Out of reach."""
        raise BeyondError

    def of_case(self, case_id: str) -> "tuple[Told, ...]":
        """Return the posts of the post's own case."""
        if case_id != self._post.case_id:
            raise BeyondError
        return self._library.of_case(case_id)

    def correcting(self, slug: str) -> "tuple[Told, ...]":
        """Return the corrections that name the post."""
        if slug != self._post.slug:
            raise BeyondError
        return self._library.correcting(slug)
