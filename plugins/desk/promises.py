"""What we promised in public, as the inbox hears of it: somebody may hold us to it."""

from collections.abc import Iterator

from plugins.desk.front import ROOT
from plugins.inbox.promised import OurPromise


def our_promises() -> Iterator[OurPromise]:
    """Yield what the case files promise; what of them cannot be read is left to ``invoke check``."""
    from plugins.cases.cited import promised  # noqa: PLC0415 - reads YAML, which a list without promises does not need

    for case_id, key, what in promised(ROOT / "content"):
        yield OurPromise(case_id=case_id, id=key, what=what)
