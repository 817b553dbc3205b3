"""What of a text is compared with others: its letters, without what is put around it when it is passed on. Pure."""

import re
import unicodedata

# Put before a text by whoever passes it on, and after it by those it is taken from; each asked only where one of its
# words stands, for most texts have none.
_PASSED_ON = tuple(
    (signs.split(), re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for signs, pattern in (
        # Before the address that marks it goes.
        ("기자", r"[가-힣]{2,4}\s*기자(?=\s*$|\s+\S+@)"),
        ("http www.", r"https?://\S+|www\.\S+"),
        ("@", r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bRT\s*@\s*[\w ]{1,20}:"),
        (
            "펌 퍼옴 퍼온 스크랩 공유 종합 단독 속보 출처",
            r"[\[(<【]\s*(?:펌|퍼옴|펌글|스크랩|공유|종합|단독|속보|출처\s*모름)\s*[\])>】]"
            r"|^\W*(?:펌|퍼온\s?글|펌글|공유합니다|출처\s*모름)\s*[):~]",
        ),
        ("보기", r"\(?더\s?보기\)?\s*$"),
        ("관련", r"\[?관련\s?기사\]?[^\n]{0,60}$"),
        ("▶ ▷ ☞", r"[▶▷☞]\s*[^▶▷☞\n]{0,40}"),
        ("저작권자 ⓒ © copyright", r"[<(\[]?\s*(?:저작권자|ⓒ|©|copyright)[^\n]{0,80}$"),
        ("전재", r"무단\s*전재[^\n]{0,80}$"),
        ("출처", r"출처\s*[:：][^\n]{0,60}$"),
        ("제보는", r"제보는[^\n]{0,40}$"),
    )
)


def letters_of(text: str) -> str:
    """Return what of a text is compared: its letters and digits, without case, width, blanks and punctuation."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    lower = text.lower()
    for signs, pattern in _PASSED_ON:
        for sign in signs:
            if sign in lower:
                lower = pattern.sub(" ", lower)
                break
    return "".join(filter(str.isalnum, lower))
