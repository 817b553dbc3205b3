"""The values that staff write into a header, each with the Korean words for it.

A header holds the value itself: one spelling in every file, and what reads them (schemas, open data) knows no other.
Staff read the first word of each beside it; whoever writes one of its words is told the value that is meant.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from plugins.core.errors import suggestion
from plugins.core.korean import particle, quoted
from plugins.core.model import (
    Affiliation,
    ComplainantView,
    Consent,
    CorrectionClass,
    CorrectionLevel,
    Fault,
    FoundBy,
    Origin,
    RebuttalPlace,
    Stage,
    Stance,
    StoryConsent,
    StoryOutcome,
)

# First the word that is shown; then what readers see of it, and what people type.
WORDS: Mapping[type[StrEnum], Mapping[str, tuple[str, ...]]] = MappingProxyType({
    Stage: {
        "received": ("접수", "접수함", "접수됨"),
        "investigating": ("확인 중", "조사 중"),
        "answered": ("답변", "답변함", "답함"),
        "acting": ("고치는 중", "조치 중", "진행 중"),
        "reopened": ("다시 엶", "다시 열림", "재개"),
        "disputed": ("이견", "다툼"),
        "referred": ("넘김", "이관"),
        "resolved": ("해결", "해결됨", "마무리", "끝남"),
        "declined": ("조치 없음", "조치하지 않음", "거절"),
        "merged": ("합침", "병합"),
        "withdrawn": ("거둠", "철회"),
    },
    Stance: {
        "accept": ("저희 잘못", "저희 잘못을 인정합니다", "인정", "동의", "잘못", "우리 잘못"),
        "partial": ("일부", "일부를 인정합니다", "일부 인정"),
        "disagree": ("생각이 다름", "저희는 다르게 봅니다", "다르게 봄"),
        "undetermined": ("아직 모름", "아직 판단하지 못했습니다", "모름", "미정"),
    },
    Affiliation: {
        "inhouse": ("사내", "직원"),
        "agency": ("대행사",),
        "contractor": ("협력사", "외주"),
    },
    Origin: {
        "complaint": ("불만 글", "불만"),
        "self-disclosed": ("저희가 먼저 밝힘", "먼저 밝힘", "자진 공개"),
        "press": ("언론 보도", "언론"),
        "regulator": ("관계 기관", "기관"),
    },
    Fault: {
        "ours": ("저희 잘못", "잘못", "우리 잘못", "회사"),
        "partial": ("일부 저희 잘못", "일부"),
        "misunderstanding": ("오해",),
        "third-party": ("다른 곳의 잘못", "남의 잘못"),
        "disagreement": ("서로 다르게 봄", "생각이 다름"),
        "unclear": ("아직 모름", "모름"),
    },
    Consent: {
        "none": ("여쭙지 않음", "글 주소를 싣는 것을 여쭙지 않았습니다"),
        "asked": ("여쭈어 둠", "글 주소를 실어도 되는지 여쭈어 두었습니다"),
        "granted": ("허락하심", "글 주소를 실어도 된다고 하셨습니다", "허락", "동의"),
        "refused": ("거절하심", "글쓴이가 주소를 싣지 않기를 바라셨습니다", "거절"),
    },
    RebuttalPlace: {
        "open": ("반론을 받음", "반론을 받습니다", "받음"),
        "posted": ("반론을 실음", "반론을 아래에 실었습니다", "실음"),
        "declined": ("반론을 원하지 않으심", "반론을 원하지 않으셨습니다", "거절"),
    },
    CorrectionClass: {
        "fact": ("사실",),
        "number": ("수", "숫자"),
        "name": ("이름",),
        "date": ("날짜",),
        "quote": ("옮긴 말", "인용"),
        "attribution": ("누구의 말인지",),
        "image": ("그림", "사진"),
        "omission": ("빠뜨린 것", "누락"),
        "clarification": ("뜻을 분명히 함", "설명 보탬"),
        "law-ordered": ("법에 따른 정정",),
    },
    CorrectionLevel: {
        "minor": ("작은 정정", "사소", "작음"),
        "material": ("중요한 정정", "보통", "중요"),
        "serious": ("심각한 정정", "심각"),
    },
    FoundBy: {
        "complainant": ("불만을 쓰신 분", "글쓴이"),
        "reader": ("읽으신 분", "독자"),
        "staff": ("저희 직원", "직원", "저희"),
        "press": ("언론",),
        "regulator": ("관계 기관", "기관"),
        "court": ("법원",),
    },
    StoryOutcome: {
        "resolved": ("풀림", "풀렸습니다", "해결"),
        "partly": ("일부만 풀림", "일부만 풀렸습니다", "일부"),
        "not-resolved": ("풀리지 않음", "풀리지 않았습니다"),
    },
    ComplainantView: {
        "agrees": ("풀렸다고 하심", "풀렸다고 하십니다"),
        "partly": ("일부만 풀렸다고 하심", "일부만 풀렸다고 하십니다", "일부"),
        "disagrees": ("풀리지 않았다고 하심", "풀리지 않았다고 하십니다"),
        "no-answer": ("답이 없으심", "여쭈었고 답을 받지 못했습니다", "답 없음"),
        "not-asked": ("여쭙지 않음", "여쭙지 않았습니다"),
    },
    StoryConsent: {
        "named": ("이름을 밝힘", "이름을 밝혀 싣는 데 동의하셨습니다", "실명"),
        "anonymous": ("이름을 밝히지 않음", "본래 이름을 밝히지 않고 싣는 데 동의하셨습니다", "익명"),
        "public-only": ("공개된 글만", "공개된 글에 있는 것만 옮겼습니다"),
        "refused": (
            "거절하심",
            "이야기로 옮기는 것을 바라지 않으셔서 저희가 한 일만 적었습니다",
            "거절",
        ),
    },
})  # fmt: skip


def told(values: Iterable[StrEnum]) -> str:
    """Return values with their Korean words, as they stand beside a key: ``answered 답변 · acting 고치는 중``."""
    return " · ".join(f"{value} {word}" if (word := word_of(value)) else str(value) for value in values)


def word_of(value: StrEnum) -> str:
    """Return the Korean word that is shown of a value, "" where staff never write one of its kind."""
    return WORDS.get(type(value), {}).get(value.value, ("",))[0]


def advice_on(text: str, kind: type[StrEnum]) -> str:
    """Return what to tell whoever wrote a text that is no value, or none at all."""
    if not text:
        return f"꼭 있어야 하는데 비어 있습니다. 쓸 수 있는 값: {told(kind)}."
    if value := meant(text, kind):
        return f"{quoted(text, '은')} {value}{particle(value, '이라고')} 적어 주세요."
    return f"{quoted(text, '이라는')} 값은 없습니다.{suggestion(text, kind)} 쓸 수 있는 값: {told(kind)}."


def meant(text: str, kind: type[StrEnum]) -> str:
    """Return the value that a Korean word means, "" where it means none."""
    typed = "".join(text.split()).rstrip(".")
    words = WORDS.get(kind, {}).items()
    return next((value for value, names in words if typed in {"".join(name.split()) for name in names}), "")
