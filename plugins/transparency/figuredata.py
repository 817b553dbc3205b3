"""``api/figures.json``: the figures as data, in the words of the account."""

from collections.abc import Sequence
from dataclasses import asdict

from plugins.transparency.account import Figures, Share, Spread
from plugins.transparency.model import Waited
from plugins.transparency.opendata import Json, Publisher, seconds_of


def figures_document(all_time: Figures, months: Sequence[Figures], publisher: Publisher) -> Json:
    """Return ``api/figures.json``."""
    return publisher.head("figures") | {"all_time": _figures(all_time), "months": [_figures(m) for m in months]}


def _figures(figures: Figures) -> Json:
    promises, corrections = figures.promises, figures.corrections
    return {
        "month": figures.month or None,
        "heard": asdict(figures.heard) if figures.heard else None,
        "begun": figures.begun,
        "untaken": figures.untaken,
        "acknowledged": figures.acknowledged,
        "answered": figures.answered,
        "resolved": figures.resolved,
        "reopened": figures.reopened,
        "standing": dict(figures.standing),
        "waits": [_spread(spread) for spread in figures.spreads],
        "promises": {
            "kept": dict(promises.kept),
            "share": _share(promises.share),
            "open": promises.open,
            "days": dict(promises.days),
            "share_of_days": _share(promises.share_of_days),
        },
        "corrections": {
            "count": corrections.count,
            "timed": corrections.timed,
            "median_seconds": seconds_of(corrections.median),
            "worst_seconds": seconds_of(corrections.worst),
            "levels": dict(corrections.levels),
            "classes": dict(corrections.classes),
            "found_by": dict(corrections.found_by),
        },
        "faults": [{"first_stance": s, "fault": fault, "cases": count} for s, fault, count in figures.faults],
        "waivers": figures.waivers,
        "redactions": figures.redactions,
        "topics": [{"topic": t.topic, "cases": t.cases, "waiting": t.waiting} for t in figures.topics],
    }


def _spread(spread: Spread) -> Json:
    return {
        "wait": spread.wait,
        "cases": spread.cases,
        "over": spread.over,
        "waiting": spread.waiting,
        "median": _waited(spread.median),
        "ninetieth": _waited(spread.ninetieth),
        "worst": _waited(spread.worst),
    }


def _waited(waited: Waited | None) -> Json | None:
    return {"seconds": seconds_of(waited.time), "at_least": not waited.is_over} if waited else None


def _share(share: Share) -> Json:
    return {"part": share.part, "whole": share.whole, "percent": share.percent}
