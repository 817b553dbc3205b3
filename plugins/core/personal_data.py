"""Personal data that must not be published: where it stands in a text, and the text with it masked.

Refuses to hold the datum: a ``Datum`` says what kind and where, so that no finding, error or log can repeat it.
Which shapes count is data (``personal_data.toml``, read once); this module normalises, matches and checks.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from pathlib import Path
from types import MappingProxyType

from plugins.core.readings import normal, readings

DATA = Path(__file__).with_suffix(".toml")
CONTEXT_CHARS = 24


class Level(StrEnum):
    """What a datum does: stop the publication, wait for a named person, or only be told."""

    BLOCK = "block"
    REVIEW = "review"
    HINT = "hint"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One shape of personal data.

    Attributes:
        source: A regular expression, matched against normalised text.
        needs: Stands in every text in which ``regex`` finds a datum, and is found in a tenth of the time.
        check: Must hold for the matched text, e.g. a checksum; None where the shape is enough.
        not_after: Where the 24 characters before a match end in this, it is no datum; likewise ``not_before`` after it.
        spaced: Also sought with every space inside a hyphenated number taken out.
        allow: Whether our own values may pass.
        mask: Korean: what to write instead.
        example: A text that must be found; ``not_example`` one that must not.
    """

    id: str
    label: str
    level: Level
    source: str
    needs: re.Pattern[str]
    check: Callable[[str], bool] | None
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    spaced: bool
    allow: bool
    mask: str
    basis: str
    example: str
    not_example: str

    @property
    def regex(self) -> re.Pattern[str]:
        """``source``, compiled when a text first needs it."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, kw_only=True, slots=True)
class Datum:
    """One place of a text, ``text[start:end]``, that holds personal data. Never the data itself."""

    pattern: str
    label: str
    level: Level
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowed:
    """What is ours to show: exact values (in any writing of the same digits), and the mail domains we own."""

    values: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()


NOTHING_ALLOWED = Allowed()


def luhn(text: str) -> bool:
    """Whether the digits of a text end in a valid card check digit. Source: ISO/IEC 7812-1, annex B."""
    digits = [int(c) for c in reversed(text) if c.isdigit()]
    doubled = (sum(divmod(2 * d, 10)) for d in digits[1::2])
    return bool(digits) and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def ipv4_public(text: str) -> bool:
    """Whether a text is an address of the public internet: not private, reserved, or for documentation."""
    try:
        return IPv4Address(text).is_global
    except ValueError:
        return False


def ipv6_public(text: str) -> bool:
    """Whether a text is a global unicast address (2000::/3), the only part in use. Source: RFC 4291, 2.4."""
    try:
        address = IPv6Address(text)
    except ValueError:
        return False
    return address in IPv6Network("2000::/3") and address.is_global


def brn(text: str) -> bool:
    """Whether ten digits are a Korean business registration number (사업자등록번호) by its check digit."""
    digits = [int(c) for c in text if c.isdigit()]
    if len(digits) != 10:
        return False
    total = sum(d * w for d, w in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=False)) + digits[8] * 5 // 10
    return (10 - total % 10) % 10 == digits[9]


def crn(text: str) -> bool:
    """Whether thirteen digits are a Korean corporation number (법인등록번호) by its check digit."""
    digits = [int(c) for c in text if c.isdigit()]
    if len(digits) != 13:
        return False
    total = sum(d * (1 + i % 2) for i, d in enumerate(digits[:12]))
    return (10 - total % 10) % 10 == digits[12]


CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"luhn": luhn, "ipv4_public": ipv4_public, "ipv6_public": ipv6_public, "brn": brn, "crn": crn}
)


@lru_cache(maxsize=1)
def load_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of ``personal_data.toml``, in the order of the file.

    A broken data file is a bug of ours and keeps its traceback: without patterns nothing may be published.
    """
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))["pattern"]
    return tuple(
        Pattern(
            id=p["id"],
            label=p["label"],
            level=Level(p["level"]),
            source=p["regex"],
            needs=re.compile(p["needs"]),
            check=CHECKS[p["check"]] if "check" in p else None,
            not_after=re.compile(p["not_after"]) if "not_after" in p else None,
            not_before=re.compile(p["not_before"]) if "not_before" in p else None,
            spaced=p.get("spaced", False),
            allow=p.get("allow", False),
            mask=p["mask"],
            basis=p["basis"],
            example=p["example"],
            not_example=p["not_example"],
        )
        for p in raw
    )


def scan(text: str, patterns: Iterable[Pattern], allowed: Allowed = NOTHING_ALLOWED) -> tuple[Datum, ...]:
    """Return every personal datum in a text, sorted by start; data of different patterns may overlap.

    Args:
        text: As it stands, in any Unicode form: the offsets of the result are offsets into it.
        allowed: Passed over by patterns that allow it.
    """
    found: dict[tuple[str, int, int], Datum] = {}
    ways = tuple(readings(text))
    for pattern in patterns:
        taken: list[Datum] = []
        for reading, for_spaced_only in ways:
            if for_spaced_only and not pattern.spaced:
                continue
            for start, end in _matches(reading.text, pattern, allowed):
                datum = Datum(
                    pattern=pattern.id,
                    label=pattern.label,
                    level=pattern.level,
                    start=reading.starts[start],
                    end=reading.ends[end - 1],
                )
                if not any(datum.start < other.end and other.start < datum.end for other in taken):
                    taken.append(datum)
        found.update({(d.pattern, d.start, d.end): d for d in taken})
    return tuple(sorted(found.values(), key=lambda d: (d.start, d.end, d.pattern)))


def mask(text: str, patterns: Iterable[Pattern], allowed: Allowed = NOTHING_ALLOWED) -> str:
    """Return the text with block and review data replaced by their labels, e.g. ``[휴대전화 번호 가림]``.

    Data that overlap become one label: that of the gravest, then of the longest.
    """
    gravity = {Level.BLOCK: 0, Level.REVIEW: 1}
    groups: list[list[Datum]] = []
    for datum in scan(text, patterns, allowed):
        if datum.level not in gravity:
            continue
        if groups and datum.start < max(d.end for d in groups[-1]):
            groups[-1].append(datum)
        else:
            groups.append([datum])
    out: list[str] = []
    at = 0
    for group in groups:
        gravest = min(group, key=lambda d: (gravity[d.level], d.start - d.end))
        out += [text[at : group[0].start], f"[{gravest.label} 가림]"]
        at = max(d.end for d in group)
    return "".join([*out, text[at:]])


def _matches(text: str, pattern: Pattern, allowed: Allowed) -> Iterator[tuple[int, int]]:
    if pattern.needs.search(text) is None:
        return
    for match in pattern.regex.finditer(text):
        start, end = match.span()
        if pattern.check is not None and not pattern.check(match.group()):
            continue
        if pattern.not_after is not None and pattern.not_after.search(text[max(0, start - CONTEXT_CHARS) : start]):
            continue
        if pattern.not_before is not None and pattern.not_before.search(text[end : end + CONTEXT_CHARS]):
            continue
        # A corporation number (110111-…) reads like a resident number; ours passes by its own check digit.
        if (pattern.allow or crn(match.group())) and _is_ours(match.group(), allowed):
            continue
        yield start, end


def _is_ours(value: str, allowed: Allowed) -> bool:
    plain = _plain(value)
    host = plain.rpartition("@")[2] if "@" in plain else ""
    ours = any(host == d or host.endswith(f".{d}") for d in map(str.lower, allowed.domains))
    return bool(host and ours) or plain in _plain_values(allowed)


@lru_cache(maxsize=8)
def _plain_values(allowed: Allowed) -> frozenset[str]:
    return frozenset(_plain(normal(value).text) for value in allowed.values if value)


def _plain(value: str) -> str:
    """The same value for every writing of it: +82 10-0000-1234 and (010) 0000 1234 are one."""
    value = re.sub(r"\s", "", value).lower()
    if re.fullmatch(r"[\d()+.\-]+", value):
        digits = re.sub(r"\D", "", value.replace("(0)", ""))
        return re.sub(r"^820?", "0", digits) if value.startswith(("+82", "82")) else digits
    return value
