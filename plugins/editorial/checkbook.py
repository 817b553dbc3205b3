"""Which function looks at which check of ``rules/checks.toml``. A test holds both lists against each other."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from plugins.editorial import apology, byline, casework, legal, mending, promising, quoting
from plugins.editorial.sheets import CaseSheet, PostSheet, Spot

POST_CHECKS: Mapping[str, tuple[Callable[[PostSheet], Iterator[Spot]], ...]] = MappingProxyType(
    {
        "APO-1": (apology.responsibility,),
        "APO-2": (apology.repair,),
        "APO-3": (apology.regret,),
        "APO-4": (apology.explanation,),
        "APO-5": (apology.no_recurrence,),
        "SEC-1": (apology.sections,),
        "TITLE-1": (quoting.title,),
        "SCCT-1": (apology.protect_first,),
        "SCCT-5": (legal.known_first,),
        "ISO-4": (apology.unconditional,),
        "PIPA-1": (legal.breach_notice,),
        "PIPA-2": (legal.in_time,),
        "PIPA-3": (legal.known_parts_now,),
        "PIPA-4": (legal.told_each,),
        "PIPA-5": (legal.possible_breach,),
        "PIPA-8": (legal.statutory_word,),
        "NET-2": (legal.users_told,),
        "NET-4": (apology.evidence,),
        "GDPR-1": (legal.gdpr_notice,),
        "GDPR-2": (legal.authority_clock,),
        "EC-3": (apology.outside,),
        "DEF-2": (quoting.right_of_reply,),
        "DEF-3": (legal.press_claim,),
        "QUO-1": (quoting.unsourced,),
        "QUO-2": (quoting.too_much,),
        "COR-1": (mending.both_said,),
        "COR-2": (mending.lateness,),
        "COR-4": (mending.reason,),
        "COR-5": (mending.elsewhere,),
        "COR-6": (mending.silent_edit,),
        "COR-7": (mending.called_clarification,),
        "COR-8": (mending.misled,),
        "COR-9": (mending.stale_translation,),
        "TIME-1": (promising.next_word,),
        "TIME-3": (promising.promise_table, promising.far_promise),
        "TIME-4": (promising.moved_in_silence,),
        "TIME-5": (promising.asked,),
        "TIME-6": (promising.promised_past,),
        "TIME-7": (promising.no_embargo,),
        "TIME-8": (promising.next_day,),
        "COPY-4": (quoting.long_sentences,),
        "WHO-1": (byline.human,),
        "WHO-2": (byline.reachable,),
        "WHO-3": (byline.approved,),
        "APPROVAL-1": (byline.approval_times,),
    }
)
# What a translation is held against. What it says was judged in its original, by sections that it has in other words;
# wording and personal data are judged in every text.
TRANSLATED = frozenset({"COR-6", "COR-9"})
CASE_CHECKS: Mapping[str, Callable[[CaseSheet], Iterator[Spot]]] = MappingProxyType(
    {
        "TIME-2": casework.overdue,
        "TIME-9": casework.silence,
        "TIME-10": casework.undecided,
        "FAULT-1": casework.contradicted,
        "SCCT-3": casework.history,
        "PIPA-7": casework.report_clock,
        "PIPA-10": casework.clocks,
        "NET-1": casework.incident_clock,
        "QUO-3": casework.unquotable,
        "QUO-5": casework.members_only,
    }
)
