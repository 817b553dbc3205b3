"""A reader's own count: every figure again, from the published files alone. Imports nothing of ours."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

SEOUL = "+09:00"
KINDS = {"received": "unanswered", "investigating": "unanswered", "resolved": "resolved"}
KINDS |= dict.fromkeys(("declined", "merged", "withdrawn"), "closed")
KINDS |= dict.fromkeys(("answered", "acting", "reopened", "disputed", "referred"), "open")
ENDS = {"acknowledged": "acknowledged_at", "answered": "answered_at", "resolved": "resolved_at"}


def seconds(value):
    return int(value.total_seconds())


def waits(cases, name, now):
    """(seconds, whether it came) of every case, as a reader would count them."""
    found = []
    for case in cases:
        began = datetime.fromisoformat(case["began_at"])
        end = case[ENDS[name]]
        last = min(datetime.fromisoformat(case["stopped_at"]), now) if case["stopped_at"] else now
        last = datetime.fromisoformat(end) if end else last
        found.append((max(seconds(last - began), 0), bool(end)))
    return found


def spread(cases, name, now):
    found = waits(cases, name, now)
    # Those who still wait stand last; what is known of them is what they would be if everybody were answered now.
    line = sorted(time for time, came in found if came) + [None] * sum(not came for _, came in found)
    bound = sorted(time for time, _ in found)

    def at(part):
        place = int(len(line) * part + 1e-9)
        known = line[place]
        return {"seconds": bound[place] if known is None else known, "at_least": known is None}

    longest = max(((time, not came) for time, came in found), default=None)
    return {
        "wait": name,
        "cases": len(found),
        "over": sum(came for _, came in found),
        "waiting": sum(not came for _, came in found),
        "median": at(0.5) if found else None,
        "ninetieth": at(0.9) if len(found) >= 10 else None,
        "worst": longest and {"seconds": longest[0], "at_least": longest[1]},
    }


def outcome(promise, now):
    """What became of a promise, from what posts said of it; None before its first day is over."""
    first, today = date.fromisoformat(promise["first_due"]), now.date()
    whole = [u for u in promise["updates"] if u["occurrence"] is None]
    if today <= first:
        return None
    if promise["recurring"]:
        return outcome_of_days(promise, whole, today)
    last = whole[-1] if whole else None
    if last is None or last["change"] == "moved":
        return "moved" if last and date.fromisoformat(last["on"]) >= today else "overdue"
    if last["change"] == "withdrawn":
        return "withdrawn"
    late = any(u["change"] == "kept" and date.fromisoformat(u["on"]) > first for u in whole)
    return "late" if late else "in-time"


def outcome_of_days(promise, whole, today):
    if whole and whole[-1]["change"] == "withdrawn":
        return "withdrawn"
    states = [state_of_day(promise, day["day"], whole, today) for day in promise["days"] if day["has_come"]]
    for bad, said in (("overdue", "overdue"), ("withdrawn", "withdrawn"), ("open", "moved")):
        if bad in states:
            return said
    if any(u["change"] == "moved" for u in whole):
        return "moved"
    return "late" if "kept-late" in states else "in-time"


def state_of_day(promise, day, whole, today):
    own = [u for u in promise["updates"] if u["occurrence"] == day]
    if own and own[-1]["change"] == "kept":
        return "kept-late" if any(u["change"] == "kept" and u["on"] > day for u in own) else "kept"
    if own and own[-1]["change"] == "withdrawn":
        return "withdrawn"
    if whole and whole[-1]["change"] == "withdrawn" and whole[-1]["on"] <= day:
        return "withdrawn"
    until = own[-1]["on"] if own else day
    return "overdue" if today.isoformat() > until else "open"


def share(part, whole):
    return {"part": part, "whole": whole, "percent": part * 100 // whole if whole >= 10 else None}


def month(text):
    return text[:7]


def stage_at_end(case, name):
    said = [s["stage"] for s in case["steps"] if month(s["at"]) <= name]
    return KINDS[said[-1]] if said else "unanswered"


def recount(cases_file, promises_file):
    """``all_time`` and ``months`` of figures.json, without what the inbox heard."""
    now = datetime.fromisoformat(cases_file["as_of"])
    untaken = [
        {"began_at": f"{u['began_on']}T00:00:00{SEOUL}", "steps": [], "stopped_at": None, "untaken": True}
        | dict.fromkeys(ENDS.values())
        for u in cases_file["untaken"]
    ]
    cases = sorted([*cases_file["cases"], *untaken], key=lambda c: datetime.fromisoformat(c["began_at"]))
    promises = promises_file["promises"]
    names, first = [], datetime.fromisoformat(cases[0]["began_at"]) if cases else now
    first = min(first, now).replace(day=1)
    for when in [w for c in cases for w in (c["began_at"], *(s["at"] for s in c["steps"]))] + [
        p["first_due"] for p in promises if outcome(p, now)
    ]:
        first = min(first, datetime.fromisoformat(month(when) + f"-01T00:00:00{SEOUL}"))
    while month(first.isoformat()) <= month(now.isoformat()):
        names.append(month(first.isoformat()))
        first = (first + timedelta(days=32)).replace(day=1)
    return {
        "all_time": account(None, names[-1], cases, promises, now),
        "months": [account(name, name, cases, promises, now) for name in reversed(names)],
    }


def account(name, last, cases, promises, now):
    def within(text):
        return bool(text) and (name is None or month(text) == name)

    begun = [c for c in cases if within(c["began_at"])]
    shown = [c for c in begun if "untaken" not in c]
    real = [c for c in cases if "untaken" not in c]
    kept = Counter(o for p in promises if (o := outcome(p, now)) and within(p["first_due"]))
    days = Counter()
    for promise in promises:
        whole = [u for u in promise["updates"] if u["occurrence"] is None]
        for day in promise["days"]:
            if day["has_come"] and within(day["day"]):
                days[state_of_day(promise, day["day"], whole, now.date())] += 1
    kept = {kind: kept[kind] for kind in ("in-time", "late", "moved", "overdue", "withdrawn")}
    days = {kind: days[kind] for kind in ("open", "kept", "kept-late", "overdue", "withdrawn")}
    corrections = [k for c in real for k in c["corrections"] if within(k["published_at"])]
    took = sorted(k["took_seconds"] for k in corrections if k["took_seconds"] is not None)
    standing = Counter(stage_at_end(c, last) for c in cases if month(c["began_at"]) <= last)
    faults, topics, waiting = Counter(), Counter(), Counter()
    for case in shown:
        faults[case["first_stance"], case["fault"]] += 1
        topics[case["topic"]] += 1
        waiting[case["topic"]] += KINDS[case["stage"]] in ("unanswered", "open")
    signed = defaultdict(int)
    for case in real:
        own = case["waivers"] - sum(s["waivers"] for s in case["signed"])
        signed["waivers"] += own if within(case["began_at"]) else 0
        for each in case["signed"]:
            for what in ("waivers", "redactions"):
                signed[what] += each[what] if within(each["at"]) else 0
    return {
        "month": name,
        "begun": len(begun),
        "untaken": len(begun) - len(shown),
        **{what: sum(within(c[end]) for c in cases) for what, end in ENDS.items()},
        "reopened": sum(s["stage"] == "reopened" and within(s["at"]) for c in cases for s in c["steps"]),
        "standing": {kind: standing[kind] for kind in ("unanswered", "open", "resolved", "closed")},
        "waits": [spread(begun, what, now) for what in ENDS],
        "promises": {
            "kept": kept,
            "share": share(kept["in-time"], sum(kept.values())),
            "open": sum(outcome(p, now) is None for p in promises) if name is None else 0,
            "days": days,
            "share_of_days": share(days["kept"], sum(days.values())),
        },
        "corrections": {
            "count": len(corrections),
            "timed": len(took),
            "median_seconds": took[len(took) // 2] if took else None,
            "worst_seconds": took[-1] if took else None,
            **{
                many: dict(Counter(k[one] for k in corrections if k[one]))
                for many, one in (("levels", "level"), ("classes", "class"), ("found_by", "found_by"))
            },
        },
        "faults": {(stance, fault): count for (stance, fault), count in faults.items()},
        "waivers": signed["waivers"],
        "redactions": signed["redactions"],
        "topics": {topic: (count, waiting[topic]) for topic, count in topics.items()},
    }


def plain(figures):
    """Figures as the published file has them, in the shape of the count above: order and the inbox aside."""
    found = {key: value for key, value in figures.items() if key != "heard"}
    found["faults"] = {(f["first_stance"], f["fault"]): f["cases"] for f in figures["faults"]}
    found["topics"] = {t["topic"]: (t["cases"], t["waiting"]) for t in figures["topics"]}
    return found
