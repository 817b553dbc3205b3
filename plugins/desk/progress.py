"""How `invoke collect` shows where it is: a bar for each source on a terminal, a plain line for each one elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

# More bars than fit on a small terminal would scroll; then one bar counts the sources.
MOST_BARS = 16


@contextmanager
def shown_progress(sources: Sequence[Any], out: TextIO) -> Iterator[Callable[[Any], None]]:
    """Yield what is to be called with the report of each source as it is done.

    Args:
        sources: Those of ``sources.toml``, in order; ``key`` and ``name`` of each are shown.
    """
    if not out.isatty():
        yield lambda report: print(line_of(report), file=out, flush=True)
        return
    # Loading rich takes longer than most commands.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    # Names of sources are theirs, not markup.
    text = [TextColumn("{task.description}", markup=False), BarColumn(bar_width=24)]
    said = TextColumn("{task.fields[said]}", markup=False, table_column=Column(ratio=1, no_wrap=True))
    with Progress(*text, MofNCompleteColumn(), TimeElapsedColumn(), said, console=Console(file=out)) as progress:
        whole = progress.add_task("모두", total=len(sources), said="")
        bars = {}
        if len(sources) <= MOST_BARS:
            bars = {source.key: progress.add_task(source.name, total=1, said="읽는 중") for source in sources}

        def done(report: Any) -> None:
            progress.advance(whole)
            if report.key in bars:
                progress.update(bars[report.key], completed=1, said=words_of(report))
            elif report.error:
                progress.console.print(line_of(report), markup=False, highlight=False)

        yield done


def line_of(report: Any) -> str:
    """Return what one source gave, in one line."""
    return f"  {report.name}: {words_of(report)}"


def words_of(report: Any) -> str:
    """Return what one source gave, without its name."""
    match str(report.outcome):
        case "not-due":
            return "아직 때가 아님"
        case "disabled":
            return "쉬는 수집처"
        case "failed":
            return "실패"
        case "unchanged":
            return "달라진 것 없음"
        case "empty":
            return "글이 없음"
    new = f", 새 언급 {len(report.new)}건" if report.new else ""
    revised = f", 고친 언급 {len(report.revised)}건" if report.revised else ""
    return f"항목 {report.entries}개{new}{revised}"
