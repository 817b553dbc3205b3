"""The Korean words that stand on pictures and in the way to a page, as the theme says them too."""

from plugins.core.interface import LOCALE
from plugins.core.language import SOURCE, read_catalogues
from plugins.core.model import KIND_FOLDERS, PostKind, Stage

KINDS = {
    PostKind.RESPONSE: "답변",
    PostKind.CORRECTION: "정정",
    PostKind.PROGRESS: "진행 상황",
    PostKind.STORY: "이야기",
}
STAGES = {
    Stage.RECEIVED: "접수",
    Stage.INVESTIGATING: "확인 중",
    Stage.ANSWERED: "답변",
    Stage.ACTING: "고치는 중",
    Stage.REOPENED: "다시 엶",
    Stage.DISPUTED: "이견",
    Stage.REFERRED: "넘김",
    Stage.RESOLVED: "해결",
    Stage.DECLINED: "조치 없음",
    Stage.MERGED: "합침",
    Stage.WITHDRAWN: "거둠",
}
CASES, PEOPLE, MENDED = "사건", "답하는 사람", "정정 있음"
LISTS = {
    "cases/": CASES,
    **{f"{folder}/": KINDS[kind] for kind, folder in KIND_FOLDERS.items()},
    "people/": PEOPLE,
    "archive/": "달별 모음",
    "tags/": "태그",
    "cases/topic/": "주제별 사건",
    "changes/": "최근 고친 글",
}
LOCALES = {"ko": "ko_KR", "en": "en_US", "ja": "ja_JP", "zh": "zh_CN"}


def said(text: str, language: str) -> str:
    """Return Korean words in a language, as far as the theme's catalogue has them."""
    catalogue = read_catalogues(LOCALE).get(language) if language != SOURCE else None
    return catalogue.gettext(text) if catalogue else text
