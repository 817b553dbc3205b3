import io
from dataclasses import replace

from plugins.desk.progress import shown_progress
from plugins.inbox.reports import SourceOutcome, SourceReport
from tests.inbox.builders import a_source

REPORT = SourceReport(key="mentions", name="언급 [모음]", outcome=SourceOutcome.COLLECTED, entries=13)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(out, *reports, sources=1):
    names = [a_source(key=f"s{n}", name=f"곳 {n}") for n in range(sources - 1)]
    with shown_progress([a_source(name="언급 [모음]"), *names], out) as done:
        for report in reports:
            done(report)
    return out.getvalue()


def test_each_source_is_a_plain_line_where_no_terminal_is():
    lines = told(io.StringIO(), REPORT, replace(REPORT, outcome=SourceOutcome.NOT_DUE))

    assert lines == "  언급 [모음]: 항목 13개\n  언급 [모음]: 아직 때가 아님\n"


def test_each_source_has_a_bar_on_a_terminal():
    shown = told(Terminal(), REPORT)

    assert "언급 [모음]" in shown
    assert "항목 13개" in shown
    assert "1/1" in shown


def test_many_sources_share_one_bar_and_failures_are_told():
    shown = told(Terminal(), replace(REPORT, outcome=SourceOutcome.FAILED, error="끊겼습니다."), sources=40)

    assert ("1/40" in shown, "언급 [모음]: 실패" in shown, "곳 3" in shown) == (True, True, False)
