"""One mention as staff read it: facts, what speaks for haste, the marked text, and the same as a page of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.core.korean import moment, particle
from plugins.inbox.duplicates import shared_span
from plugins.inbox.kinds import Kind, Urgency, urgent
from plugins.inbox.marks import Sign, hourly, marks_of, pieces, told_at
from plugins.inbox.model import InboxItem, Listening, Mention, MentionId, Reasons
from plugins.inbox.promised import OurPromise, promises_named
from plugins.inbox.reasons import whole_text
from plugins.inbox.spikes import drawn
from plugins.inbox.store import InboxStore

LABELS = {"first": "먼저 볼 불만", "shown": "불만", "other": "불만 아님"}
PARTS = {"prior": "배운 글자", "lexicon": "낱말", "news": "보도 말투", "length": "길이", "staff": "우리 결정"}
HASTE = {
    "harm": "개인정보나 안전", "burst": "짧은 동안 여러 번 퍼짐", "readers": "읽는 사람이 많은 곳",
    "promise": "우리 약속을 말함", "open-case": "열린 사건과 닮음",
}  # fmt: skip
KINDS = {
    "refund": "환불", "delivery": "배송", "account": "계정", "personal-data": "개인정보", "safety": "안전",
    "rudeness": "응대", "price": "가격", "outage": "장애", "praise": "칭찬", "question": "물음",
}  # fmt: skip
TEMPLATES = Path(__file__).parent / "templates"
# How much of a shared stretch is quoted in a line of facts.
QUOTED = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What is told of a mention beside the mention itself.

    Attributes:
        others: The mentions that tell the same: the earlier one it is like first, then its copies.
        curve: First hour of the busiest day, and tellings in each hour; None for a single telling.
        promises: Promises of ours that it names.
        case: A case it may belong to, or "".
    """

    urgent: tuple[Urgency, ...]
    others: tuple[Mention, ...]
    curve: tuple[datetime, tuple[int, ...]] | None
    promises: tuple[OurPromise, ...]
    case: str


def around(item: InboxItem, store: InboxStore, listening: Listening, promises: Iterable[OurPromise]) -> Around:
    """Return what else is to be known of a mention."""
    return arounds([item], store, listening, promises)[0]


def arounds(
    items: Sequence[InboxItem], store: InboxStore, listening: Listening, promises: Iterable[OurPromise]
) -> tuple[Around, ...]:
    """Return what else is to be known of each mention, in their order."""
    promises = tuple(promises)
    weights = {source.key: source.weight for source in listening.sources}
    likes = (item.mention.reasons.like for item in items if item.mention.reasons and item.mention.reasons.like)
    known = store.named([*likes, *(copy for item in items for copy in item.copies)])
    return tuple(_around(item, known, weights, promises) for item in items)


def hasty_first(items: Sequence[InboxItem], besides: Sequence[Around]) -> tuple[tuple[InboxItem, Around], ...]:
    """Return the mentions with what is to be known of them: those that came back, those that cannot wait, the others.

    Among equals their order stays.
    """
    pairs = zip(items, besides, strict=True)
    return tuple(sorted(pairs, key=lambda pair: (not pair[0].came_back, not pair[1].urgent)))


def _around(
    item: InboxItem,
    known: Mapping[MentionId, InboxItem],
    weights: Mapping[str, float],
    promises: tuple[OurPromise, ...],
) -> Around:
    told, reasons = item.mention, item.mention.reasons
    # What it resembles may have been forgotten since.
    like = known.get(reasons.like) if reasons and reasons.like else None
    copies = [known[copy].mention for copy in item.copies if copy in known]
    times = [told_at(told), *map(told_at, copies)]
    named = promises_named(whole_text(told.title, told.text), promises)
    case = like.case_id if like and not item.case_id else ""
    seen = (told.source, *(sighting.source for sighting in item.sightings))
    return Around(
        urgent=urgent(
            kinds=[Kind(kind) for kind in reasons.kinds] if reasons else [],
            is_complaint=bool(reasons and reasons.label != "other"),
            told_at=times,
            source_weight=max(weights.get(source, 1.0) for source in seen),
            names_promise=bool(named),
            open_case=case,
        ),
        others=(*((like.mention,) if like else ()), *copies),
        curve=hourly(times),
        promises=named,
        case=case,
    )


def said_score(told: Mention) -> str:
    """Return the score with the words that speak for a complaint."""
    return f"{told.score:.2f} ({', '.join(told.evidence) or '불만의 말로 아는 낱말이 없음'})"


def said_reasons(reasons: Reasons) -> list[tuple[str, str]]:
    """Return the reasons of a score as lines for staff: (name, value)."""
    parts = ", ".join(f"{PARTS[name]} {share:+.1f}" for name, share in reasons.parts if share)
    lines = [("판단", f"{LABELS[reasons.label]} (모형 {reasons.model})"), ("점수의 까닭", parts)]
    if reasons.kinds:
        lines.append(("갈래", ", ".join(KINDS[kind] for kind in reasons.kinds)))
    if reasons.like:
        more = ", 자기 이야기를 보탬" if reasons.adds_own_story else ""
        lines.append(("닮은 글", f"{reasons.like} ({reasons.share:.0%} 같음{more})"))
    return lines


def said_around(item: InboxItem, beside: Around) -> list[tuple[str, str]]:
    """Return what speaks for haste, how it spread and where it may belong, as lines for staff."""
    lines = []
    if beside.urgent:
        lines.append(("서두를 까닭", ", ".join(HASTE[signal] for signal in beside.urgent)))
    lines += [("우리 약속", f"{promise.name}: {promise.what}") for promise in beside.promises]
    if beside.case:
        lines.append(("이을 만한 사건", f"{beside.case} (`invoke triage {item.mention.id} --attach {beside.case}`)"))
    if beside.curve:
        start, counts = beside.curve
        lines.append(("퍼진 흐름", f"{drawn(counts)} {moment(start)}부터 한 시간마다 {', '.join(map(str, counts))}건"))
    for other in beside.others:
        if span := shared_span(item.mention.text, other.text):
            words = " ".join(item.mention.text[span[0] : span[1]].split())
            shown = f"'{words[:QUOTED]}{'…' if len(words) > QUOTED else ''}'"
            lines.append(
                (
                    "같은 대목",
                    f"{other.id}{particle(other.id, '과')} {span[1] - span[0]}글자 ({span[0]}-{span[1]}) {shown}",
                )
            )
    return lines


def with_marks(told: Mention, others: Sequence[Mention] = ()) -> str:
    """Return a mention's text with our names in [[ ]], the words of the score in ** ** and what copies share in { }."""
    around = {Sign.BRAND: ("[[", "]]"), Sign.EVIDENCE: ("**", "**"), Sign.SHARED: ("{", "}")}
    edges: dict[int, tuple[list[str], list[str]]] = {}
    # Of two that begin together the longer one stands outside.
    marks = marks_of(told, others=[other.text for other in others])
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.sign)):
        before, after = around[mark.sign]
        edges.setdefault(mark.start, ([], []))[1].append(before)
        edges.setdefault(mark.end, ([], []))[0].insert(0, after)
    written, at = [], 0
    for place, (closing, opening) in sorted(edges.items()):
        written += [told.text[at:place], *closing, *opening]
        at = place
    return "".join((*written, told.text[at:]))


def as_page(told: Mention, facts: Sequence[tuple[str, str]], others: Sequence[Mention] = ()) -> str:
    """Return a page that shows a mention marked: one file, no script, nothing from elsewhere, everything escaped."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("mention.html").render(
        mention=told,
        facts=facts,
        title=pieces(told.title, marks_of(told, where="title")),
        text=pieces(told.text, marks_of(told, others=[other.text for other in others])),
    )
