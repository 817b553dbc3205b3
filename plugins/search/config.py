"""The plugin's settings, read once."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchConfig:
    """Settings named ``SEARCH_…``.

    Attributes:
        listed: How many titles the search page lists for a reader without script; the archive holds the others.
    """

    listed: int = 500
