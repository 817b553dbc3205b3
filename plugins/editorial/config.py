"""The plugin's settings, read once."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class EditorialConfig:
    """Settings named ``EDITORIAL_…``.

    Attributes:
        own_domains: Mail domains that are ours and may be shown; their subdomains too.
    """

    own_domains: tuple[str, ...] = ()
