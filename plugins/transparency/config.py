"""The plugin's settings, read once."""

from dataclasses import dataclass

PREFIX = "TRANSPARENCY"


@dataclass(frozen=True, kw_only=True, slots=True)
class TransparencyConfig:
    """Settings named ``TRANSPARENCY_…``.

    Attributes:
        recurring_over_cases: A topic is marked once more cases of it, with the same fault, began within the days below.
        recurring_days: How long ago such a case may have begun.
        first_page: Settled promises, or changes, on the first page of a list; older ones stand on their year's page.
        months: How many months the pictures show; the open data holds all.
    """

    recurring_over_cases: int = 3
    recurring_days: int = 90
    first_page: int = 200
    months: int = 24
