"""Received linkbacks as staff see them: a table, plain data, and what would become public."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from plugins.core.errors import suggestion
from plugins.core.korean import moment
from plugins.desk.arguments import UsageError
from plugins.desk.terminal import is_agreed, print_json, print_table

STATE_WORDS = {"pending": "기다림", "accepted": "올림", "hidden": "내림", "queued": "확인 전"}
ALL = {"all": "모두"}
HIDDEN_WORDS = {
    "gone": "글이 영영 없어짐(410)",
    "not-found": "글이 세 번 내리 없음(404)",
    "no-link": "링크가 사라짐",
}
WAY_WORDS = {"jf2": "목록(JF2)", "feed": "수집", "by-hand": "추가", "webmention": "받는 곳"}
FATE_WORDS = {
    "pending": "새로 기다림", "accepted": "허용 목록이라 올림", "same": "그대로", "hidden": "내림", "dropped": "버림",
    "later": "나중에 다시",
}  # fmt: skip
LONGEST_CELL = 40
RECORD_FIELDS = ("accepted_at", "accepted_by", "hidden_at", "hidden_why")


def state_named(text: str) -> str:
    """Return the state that a word names, in English or Korean; ``all`` for every one."""
    known = {word.replace(" ", ""): state for state, word in {**STATE_WORDS, **ALL}.items()}
    known |= {state: state for state in {**STATE_WORDS, **ALL}}
    word = "".join(text.split()).lower()
    if word not in known:
        names = ", ".join(f"{state} {korean}" for state, korean in {**STATE_WORDS, **ALL}.items())
        hint = suggestion(word, known) or f" 있는 것: {names}."
        raise UsageError(text, "unknown state", advice=f"없는 상태입니다.{hint}")
    return known[word]


def named(ids: str) -> list[str]:
    """Return the ids that staff typed."""
    return [word for word in ids.replace(",", " ").split() if word]


def show(everything: Sequence[Any], state: str, *, json: bool) -> None:
    """Print what was received, as ``linkbacks.deciding.items`` gives it."""
    found = [item for item in everything if state in ("all", item.state)]
    if json:
        print_json([plain(item) for item in found], sys.stdout)
        return
    print_table(
        ("번호", "상태", "우리 글", "곳", "글쓴이", "제목", "옮길 글"), [row(item) for item in found], sys.stdout
    )
    if not found:
        print("기다리는 엮인글이 없습니다." if state == "pending" else "그런 엮인글이 없습니다.", file=sys.stderr)
    queued = sum(1 for item in everything if item.state == "queued")
    if queued and state == "pending":
        print(f"아직 확인하지 않은 것이 {queued}건 있습니다. `invoke linkbacks --pull`로 확인합니다.", file=sys.stderr)


def row(item: Any) -> tuple[str, ...]:
    """Return one received linkback as a line of the table."""
    if item.heard:
        return ("", STATE_WORDS[item.state], item.heard.target, item.heard.source, "", "", item.heard.error)
    thing = item.pending or item.record
    why = STATE_WORDS[item.state]
    if item.pending and item.pending.is_edit:
        why = f"{why} (고쳐짐)"
    if item.state == "hidden":
        why = f"{why}: {HIDDEN_WORDS[item.record.hidden_why]}"
    facts = thing.facts
    place = facts.place or thing.source
    return (thing.id, why, thing.page, place, facts.author, facts.title, short(facts.excerpt))


def short(text: str) -> str:
    """Return a text short enough for a cell."""
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def plain(item: Any) -> dict[str, Any]:
    """Return one received linkback as plain data for a script."""
    pending, record = item.pending, item.record
    if item.heard:
        return {"state": item.state, **asdict(item.heard)}
    thing = pending or record
    told: dict[str, Any] = {"id": thing.id, "state": item.state, "source": thing.source, "page": thing.page}
    told |= asdict(thing.facts)
    for noun, names in ((pending, ("way", "verified_at", "landed", "is_edit")), (record, RECORD_FIELDS)):
        told |= {name: getattr(noun, name) for name in names} if noun else {}
    return told


def agree(pending: Any, *, yes: bool) -> None:
    """Show what would become public and go on only with a yes."""
    # The list of commands loads this module, and nothing of linkbacks.
    from plugins.linkbacks.showing import written_at  # noqa: PLC0415

    facts, at = pending.facts, written_at(pending.facts.published_on)
    print(f"아래 내용이 {pending.page} 아래에 공개됩니다.")
    for name, value in (
        ("주소", pending.source),
        ("제목", facts.title or "없음"),
        ("글쓴이", facts.author or "없음"),
        ("곳", facts.place or "없음"),
        ("쓴 날", moment(at) if at else "모름"),
        ("옮긴 글", facts.excerpt or "없음"),
        ("온 길", f"{WAY_WORDS[pending.way]}, {moment(pending.verified_at)}에 확인"),
    ):
        print(f"  {name}: {value}")
    if pending.landed:
        print(f"  ! 주소가 다른 곳으로 넘어갑니다: {pending.landed}")
    if pending.is_edit:
        print("  ! 올린 뒤에 고쳐진 글입니다. 달라진 것은 이미 내렸습니다.")
    if not yes and not is_agreed("이대로 올릴까요?"):
        raise UsageError(pending.id, "not agreed", advice="올리지 않았습니다.")
