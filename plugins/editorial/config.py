"""The plugin's settings, read once."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class EditorialConfig:
    """Settings named ``EDITORIAL_…``.

    Attributes:
        own_domains: Mail domains that are ours and may be shown; their subdomains too.
        rules_off: Ids of review and hint rules this site does without. Block rules cannot be switched off.
    """

    own_domains: tuple[str, ...] = ()
    rules_off: tuple[str, ...] = ()
