"""What became of a pair, in one Korean sentence for whoever sent it. Pure."""

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
        return f"{target}: {by}을 {delivery.endpoint.url}로 보낼 수 있습니다(아직 보내지 않음)."
    if delivery.outcome is Outcome.DELIVERED:
        if telling.was_sent:
            return f"{target}: {by}으로 알렸습니다."
        return f"{target}: 이미 알렸습니다{f'({by})' if by else ''}."
    return f"{target}: {_ADVICE[delivery.outcome]} ({delivery.why})"
