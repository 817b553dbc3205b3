"""The Korean words that feeds carry where no template speaks: titles, subtitles and categories."""

from plugins.core.model import PostKind

# What feed readers show beside a post; the word itself is the term.
KIND_LABELS = {
    PostKind.RESPONSE: "답변",
    PostKind.CORRECTION: "정정",
    PostKind.PROGRESS: "진행 상황",
    PostKind.STORY: "이야기",
}
KIND_SUBTITLES = {
    PostKind.RESPONSE: "불만 하나에 처음으로 내용을 갖춰 드리는 답입니다.",
    PostKind.CORRECTION: "저희가 쓴 글에서 무엇이 틀렸고 무엇이 맞는지 적습니다.",
    PostKind.PROGRESS: "약속한 날에 달라진 것과 그대로인 것을 적습니다.",
    PostKind.STORY: "처음부터 끝까지 있었던 일과 그 뒤로 바뀐 것을 적습니다.",
}
PROMISES = "약속"
PROMISES_SUBTITLE = "무엇을 약속했고, 지켰는지, 옮겼는지, 거두었는지, 기한을 넘겼는지 적습니다."
PROMISE_LABELS = {
    "made": "약속했습니다",
    "kept": "지켰습니다",
    "kept-late": "늦게 지켰습니다",
    "moved": "날짜를 옮겼습니다",
    "withdrawn": "거두었습니다",
    "overdue": "기한이 지났습니다",
}
WITHDRAWN = "거둔 글입니다"


def under(title: str, site: str) -> str:
    """Return a feed's title: what it is of, and whose."""
    return f"{title} – {site}"
