"""What became of a pair, in one Korean sentence for whoever sent it. Pure."""

import re

from plugins.linkbacks.model import Outcome, Protocol
from plugins.linkbacks.sources import Presence
from plugins.linkbacks.telling import Telling

PROTOCOLS = {Protocol.WEBMENTION: "웹멘션", Protocol.PINGBACK: "핑백", Protocol.TRACKBACK: "트랙백"}
_ADVICE = {
    Outcome.NONE: "알릴 방법이 없는 글입니다. 댓글로 알리려면 `invoke send --by-hand`를 쓰세요.",
    Outcome.REFUSED: "받지 않았습니다. 다시 보내지 않습니다.",
    Outcome.UNKNOWN: "보냈는지 알 수 없어 다시 보내지 않습니다. 그 글을 열어 보고, 알려졌으면 "
    "`invoke send --by-hand`로 적어 주세요.",
    Outcome.LATER: "지금은 받지 못합니다. 나중에 다시 보냅니다.",
    Outcome.WAITING: "우리 글이 아직 공개되지 않았거나 이 주소를 잇지 않습니다. 공개된 뒤에 다시 해 주세요.",
}


# The lines that the ledger may hold, and those of `edge.http` behind them.
_REASONS = (
    ("our page: (.+)", "저희 글: {}"),
    ("our page leads elsewhere", "저희 글이 다른 주소로 넘어감"),
    ("our page was withdrawn|our page says that it was withdrawn", "저희 글을 거둠"),
    (r"our page answers (\d+)", "저희 글의 답: HTTP {}"),
    ("our page is no HTML", "저희 글이 HTML이 아님"),
    ("our page is not what was built", "공개된 저희 글이 지은 것과 다름"),
    ("the link is not there", "저희 글에 그 링크가 없음"),
    ("the link is spelt otherwise there: (.+)", "저희 글에는 다르게 적혀 있음: {}"),
    ("the link stands after the first 150 KiB", "저희 글의 링크가 너무 뒤에 있음"),
    (r"the target answers (\d+)|status (\d+)", "그쪽의 답: HTTP {0}{1}"),
    ("the target advertises nothing", "그 글이 알릴 곳을 말하지 않음"),
    ("the target takes no updates any more", "그쪽이 고친 것은 받지 않음"),
    ("sent before, and nobody knows what became of it", "전에 보냈는데 어떻게 되었는지 모름"),
    ("seen on the target", "그 글에 실린 것을 봄"),
    ("not sent yet", "아직 보내지 않음"),
    ("too early", "아직 때가 아님"),
    ("another run has it", "다른 명령이 보내는 중"),
    ("answered with another page", "다른 페이지로 답함"),
    ("unreadable answer: .+", "답을 읽을 수 없음"),
    (r"fault (.+)|error (.+)", "그쪽의 답: 오류 {0}{1}"),
    ("no such host", "그런 이름의 서버가 없음"),
    ("timed out", "제때 답이 없음"),
    ("no connection", "서버에 이어지지 않음"),
    ("certificate not verified", "서버의 인증서를 확인할 수 없음"),
    ("not on the public network", "공개 인터넷 밖의 주소"),
    (r"port (\d+) is closed", "열지 않는 포트 {}"),
    ("numeric host|not a plain http\\(s\\) address|bad redirect", "열 수 없는 주소"),
    ("too many redirects", "주소를 너무 여러 번 넘김"),
    ("body over .+|content encoding .+|damaged compression", "답을 읽을 수 없음"),
)


def plan_of(telling: Telling, *, was_told: bool) -> str:
    """Return what would be sent, line by line: from where, to where, by what, in which words, and why.

    Args:
        was_told: Whether the target was told of the page before.
    """
    endpoint = telling.delivery.endpoint
    assert endpoint is not None
    lines = (
        f"{telling.linkback.target_url}: {PROTOCOLS[endpoint.protocol]}을 보낼 수 있습니다. `invoke send --approve`",
        f"    알릴 글  {telling.linkback.page_url}",
        f"    보낼 곳  {endpoint.url}",
        f"    보낼 것  {telling.payload}",
        f"    까닭     {_reason(telling, was_told=was_told)}",
    )
    return "\n".join(lines)


def _reason(telling: Telling, *, was_told: bool) -> str:
    presence = telling.showing.presence if telling.showing else Presence.LIVE
    if presence is Presence.GONE:
        return "알린 글을 거두었습니다"
    if presence is Presence.ABSENT:
        return "알린 글이 이 글을 더 잇지 않습니다"
    return "알린 답이 바뀌었습니다" if was_told else "이 글에 답했습니다"


def sentence_of(telling: Telling) -> str:
    """Return the sentence."""
    delivery, target = telling.delivery, telling.linkback.target_url
    by = PROTOCOLS[delivery.endpoint.protocol] if delivery.endpoint else ""
    if telling.needs_approval and delivery.endpoint:
        return f"{target}: {by}을 {delivery.endpoint.url}에 보낼 수 있습니다(아직 보내지 않음)."
    if delivery.outcome is Outcome.DELIVERED:
        if telling.was_sent:
            return f"{target}: {by}으로 알렸습니다."
        return f"{target}: 이미 알렸습니다{f'({by})' if by else ''}."
    return f"{target}: {_ADVICE[delivery.outcome]} ({reason_of(delivery.why)})"


def reason_of(why: str) -> str:
    """Return the English line of the ledger as staff read it; what nobody foresaw stays as it is."""
    for shape, korean in _REASONS:
        if found := re.fullmatch(shape, why):
            return korean.format(*(reason_of(part or "") for part in found.groups()))
    return why
