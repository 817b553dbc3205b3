"""What this plugin reads of the settings, once."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class IncrementalConfig:
    """The settings ``INCREMENTAL_…``.

    Attributes:
        cache: Folder of what is remembered, relative to the project; it may be deleted at any time.
        workers: How many processes share the work; 0 for one on each core, 1 where plugins do not bear a fork.
        owns_output: Nobody else writes into the output folder: what no build wrote is taken away.
        watched: Somebody edits: what the short way needs is kept in memory.
    """

    cache: str = "cache/incremental"
    workers: int = 0
    owns_output: bool = False
    watched: bool = False
