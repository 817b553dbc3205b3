"""From a title and a text to a score with everything that has to be kept to explain it later. Pure."""

from dataclasses import dataclass

from plugins.inbox.duplicates import Likeness
from plugins.inbox.kinds import kinds_of
from plugins.inbox.model import Reason, Reasons
from plugins.inbox.scoring import Label, Staff, Verdict, load_model, nothing_learned, verdict_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """What is stored of a verdict: the score, the words, and the reasons by their places."""

    value: float
    evidence: tuple[str, ...]
    reasons: Reasons


def whole_text(title: str, text: str) -> str:
    """Return what is scored and compared: the text below its title, unless it begins with it already."""
    return text if not title or text.startswith(title) else f"{title}\n{text}"


def scored(title: str, text: str, *, staff: Staff = nothing_learned, likeness: Likeness | None = None) -> Scored:
    """Return the verdict on a mention with its reasons.

    Args:
        staff: What decisions taught; ``feedback.Learned.log_odds``.
        likeness: The earlier telling it is like, if any.
    """
    whole = whole_text(title, text)
    verdict = verdict_of(whole, load_model(), staff=staff)
    shift = len(whole) - len(text)
    return Scored(
        value=verdict.value,
        evidence=tuple(dict.fromkeys(word.text for word in verdict.evidence if word.weight > 0)),
        reasons=Reasons(
            model=verdict.version,
            label=verdict.label.value,
            parts=_parts(verdict),
            sentence=_place(*verdict.sentence, shift),
            evidence=tuple(
                Reason(place=_place(word.start, word.end, shift), weight=word.weight, why=word.why)
                for word in verdict.evidence
            ),
            # News is about many things; only what is shown is told apart.
            kinds=tuple(about.kind.value for about in kinds_of(whole)) if verdict.label is not Label.OTHER else (),
            like=likeness.first if likeness else None,
            share=likeness.share if likeness else 0.0,
            adds_own_story=bool(likeness and likeness.adds_own_story),
        ),
    )


def _parts(verdict: Verdict) -> tuple[tuple[str, float], ...]:
    parts = verdict.parts
    names = ("prior", "lexicon", "news", "length", "staff")
    return tuple((name, round(getattr(parts, name), 3)) for name in names)


def _place(start: int, end: int, shift: int) -> tuple[str, int, int]:
    """Where a span of the whole stands; one that begins in the title is told as of the title."""
    if start < shift:
        return "title", start, min(end, shift - 1)
    return "text", start - shift, end - shift
