"""The plugin's settings, read once."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class SyndicationConfig:
    """Settings named ``SYNDICATION_…``. Both stand in every id: once published, they never change.

    Attributes:
        id_domain: The authority of tag URIs; "" for the domain of the site's address. A site that moves writes its
            first domain here, so that no reader sees old entries as new.
        id_date: A day, month or year on which that domain was ours.
    """

    id_domain: str = ""
    id_date: str = "2026"
