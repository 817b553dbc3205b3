"""The only way from private to public: a mention goes in, a citation comes out. Pure.

Personal data are masked before anything is cut, so that no half of a number survives. Nothing is written: staff see the
result, and what was held back, before it goes into a case file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plugins.core.model import Citation, Consent
from plugins.core.personal_data import Level, Pattern, mask, scan
from plugins.core.text import one_line, shortened
from plugins.inbox.model import Mention
from plugins.inbox.words import load_words

EXCERPT_CHARACTERS = 300
TITLE_CHARACTERS = 200
FACT_COUNT = 12

_NATIVE = (
    "열한|열두|열세|열네|열다섯|스물두|스무|스물|서른|마흔|쉰|예순|일흔|여든|아흔|한두|두어|두세|서너|너댓|대여섯|여섯|일곱|여덟|아홉|다섯"
    "|한|두|세|네|석|넉|열"
)
_UNIT = (
    "만\\s?원|천\\s?원|억\\s?원|원|개월|시간|분|초|시|일|주|달|년|월|번|명|개|건|통|줄|대|곳|장|쪽|차례|회|퍼센트|%|봉지|상자|박스|병|잔"
    "|벌|켤레|마리|그릇|가지|km|kg|g|cm|GB|MB"
)
_NUMBER = re.compile(
    rf"(?<![\d.,\w])(?:\d[\d,.]*\s?(?:{_UNIT})|(?:{_NATIVE})\s?(?:시간|시|번|명|분|개|건|통|줄|대|곳|장|쪽|달|차례|가지|해|살|봉지|상자|병))"
    r"|(?<![가-힣])(?:보름|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|하루|이틀)(?![가-힣]*날)"
)
_QUOTED = re.compile(r"[‘'“\"「『]([^‘'“\"’”「」『』\n]{2,20})[’'”\"」』]")
_LABEL = re.compile(r"\[[^\[\]]{1,30} 가림\]")
# Particles that stand only after nouns; 은, 는, 이 and 가 also end verbs.
_NOUN = re.compile(r"(?<![가-힣\w])([가-힣]{2,7}?)(을|를|에서|에게|한테|으로|이라는|라는|이랑)(?![가-힣])")
_NO_DERIVATIVES = re.compile(r"(?:^|[/ _-])nd(?:[/ _.\d-]|$)|변경\s?금지|no\s?-?deriv", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclosure:
    """What would become public, and what staff should know before it does.

    Attributes:
        notes: Korean sentences: what was masked, left out or is missing.
    """

    citation: Citation
    notes: tuple[str, ...]


def to_citation(
    mention: Mention,
    *,
    key: str,
    patterns: Iterable[Pattern],
    attached_on: date | None = None,
    excerpt_characters: int = EXCERPT_CHARACTERS,
) -> Disclosure:
    """Return what may be shown of a mention.

    Args:
        key: The citation's key in its case, e.g. ``c1``.
        patterns: Personal data, from ``core.personal_data.load_patterns``.
        attached_on: The day it joins a case that is already there; None where it opens the case.
        excerpt_characters: At most 300, whatever is asked for.
    """
    patterns = tuple(patterns)
    title = shortened(one_line(mask(mention.title, patterns)), TITLE_CHARACTERS)
    text = mask(mention.text, patterns)
    url = _public_url(mention.url, patterns)
    is_closed = forbids_derivatives(mention.license)
    citation = Citation(
        key=key,
        url=url,
        title=title,
        author=one_line(mask(mention.author, patterns)),
        place=one_line(mask(mention.place, patterns)),
        published_on=mention.published_on,
        excerpt="" if is_closed else _excerpt(text, min(excerpt_characters, EXCERPT_CHARACTERS)),
        facts=facts_of(f"{title}\n{text}", without=tuple(match.term for match in mention.matches)),
        license=one_line(mask(mention.license, patterns)),
        consent=Consent.NONE,
        attached_on=attached_on,
        archive_url="",
        removed_on=None,
        removed_by="",
    )
    return Disclosure(citation=citation, notes=tuple(_notes(mention, citation, patterns, is_closed=is_closed)))


def forbids_derivatives(license_: str) -> bool:
    """Return whether a licence, as address or in words, forbids showing a part of the text (CC …-ND)."""
    return bool(_NO_DERIVATIVES.search(license_))


def facts_of(masked: str, *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return numbers with their units, quoted words and rare nouns; at most twelve, never a sentence.

    Args:
        masked: Text in which personal data are masked already.
        without: Words that are no news, such as our own name.
    """
    text = _LABEL.sub(" ", masked)
    numbers = [one_line(match[0]).rstrip(".,") for match in _NUMBER.finditer(text)]
    quoted = [
        one_line(match[1])
        for match in _QUOTED.finditer(text)
        if match[1].count(" ") <= 1 and match[1][-1] not in ".?!다요"
    ]
    nouns = sorted(
        {m[1]: m.start() for m in _NOUN.finditer(text) if _is_noun(m[1], m[2])}.items(),
        key=lambda n: (-len(n[0]), n[1]),
    )
    words = [word for word in (*quoted, *(noun for noun, _ in nouns)) if not any(own in word for own in without)]
    room = FACT_COUNT - min(len(words), FACT_COUNT // 2)
    return tuple(dict.fromkeys((*list(dict.fromkeys(numbers))[:room], *words)))[:FACT_COUNT]


def _is_noun(stem: str, particle: str) -> bool:
    closing = (ord(stem[-1]) - 0xAC00) % 28
    if stem in load_words().common_nouns or closing == 20:  # 20 is ㅆ: 했을, 왔을 are verbs.
        return False
    return {"을": closing != 0, "를": closing == 0, "으로": closing not in (0, 8), "라는": closing == 0}.get(
        particle, True
    )


def _excerpt(masked: str, limit: int) -> str:
    if limit <= 0:
        return ""
    text = shortened(one_line(masked), limit)
    opened = text.rfind("[")
    # A label that was cut in half would read like part of the complaint.
    return text if opened <= text.rfind("]") else text[:opened].rstrip() + "…"


def _public_url(url: str | None, patterns: tuple[Pattern, ...]) -> str | None:
    if url is None or any(datum.level is Level.BLOCK for datum in scan(url, patterns)):
        return None
    return url


def _notes(mention: Mention, citation: Citation, patterns: tuple[Pattern, ...], *, is_closed: bool) -> Iterable[str]:
    for what, text in (
        ("제목", mention.title),
        ("본문", mention.text),
        ("글쓴이", mention.author),
        ("곳", mention.place),
    ):
        labels = sorted({datum.label for datum in scan(text, patterns) if datum.level is not Level.HINT})
        if labels:
            yield f"{what}에서 가렸습니다: {', '.join(labels)}."
    if is_closed:
        yield "글의 사용 조건이 변경을 허락하지 않아 본문을 옮기지 않습니다. 링크와 사실만 적습니다."
    if mention.url is None:
        yield "공개된 주소가 없습니다. 글쓴이의 허락 없이 어디에 쓴 글인지 더 밝히지 마세요."
    elif citation.url is None:
        yield "주소에 개인정보로 보이는 값이 있어 링크를 뺐습니다."
    if citation.published_on is None:
        yield "글의 날짜를 알 수 없습니다. 원문에서 확인해 주세요."
    if not citation.author:
        yield "글쓴이 이름이 없습니다. 원문에 보이는 이름이 있으면 사건 파일의 citations에 author로 적어 주세요."
