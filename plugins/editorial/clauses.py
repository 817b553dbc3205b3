"""What a Korean clause does: doubts, confesses, blames, promises. The words are data (``rules/words.ko.toml``).

A rule whose pattern cannot decide names one of these functions; each returns the words that made the sentence one,
or nothing. Endings and particles are the grammar of the language and stand here.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from plugins.editorial.rulebook import Rulebook

Clause = Callable[[str, re.Match[str], Rulebook], tuple[str, ...]]

# A clause begins behind a comma or a connective ending; 고 and 며 only before a blank, or 고객 would begin one.
_BOUNDARY = re.compile(r"[,;:]\s|(?:고|며|지만|는데|은데|아서|어서|여서|므로|니까|으나|거나)\s")
_COUNTERFACT = re.compile(r"[을를]?\s*(?:것입니다|텐데|것이고|겁니다)")
_MAYBE = re.compile(r"(?:셨|드렸|었|했|였|렸)을\s*(?:수도?|지도)$|[을를]\s*(?:수도?|지도)$")
_HAPPENED = re.compile(
    r"(?:이|가|은|는|도|까지)?\s*(?:있었|있음을|발생|생겼|생긴|일어났|일어난|벌어졌|벌어진|빚어|나타났|나왔|나오는|오간|불거|일었"
    r"|드러|확인되|확인됐|이어졌|계속되|초래)"
)
_DONE_TO = re.compile(r"(?:이|가)?\s*(?:된\s*것으로|되었|됐|되는|되어|돼\s|당했|당하|처리되|처리됐)")
_PASSIVE_PAST = re.compile(
    r"(?:되었|됐|되고\s*말|되는\s*(?:일|사고|문제|상황|결과|현상)|[잡걸찍섞끼실깎뽑붙묶][혔렸겼였]|[어아여려겨]졌|졌습니다|나갔|빠져나|오갔|나왔|이루어|(?:표시|기재|표기|적혀|방치|버려져|걸려)[가-힣]*\s*있었)"
)
_EVENT = re.compile(
    r"(?:는|은|된|한|던|린|난|진|[가-힣]ㄴ)\s*(?:일|문제|현상|상황|사태|결과|사고|부분|불상사|경우|사실|정황|흔적|사례)(?:이|가|도)\s*"
    r"(?:있었|드러났|밝혀졌|확인되었|확인됐|발견되었|발견됐|발생|생겼|일어났|벌어졌|빚어졌|나타났|초래되|이어졌|계속되|벌어지고\s*말)"
)
_FINAL = re.compile(r"습니다|으며|었습니다|고\s*말았")
_DONE = (
    "전달|반영|처리|파기|점검|이행|안내|공유|해결|준수|작동|확인|조치|보고|관리|보호|제공|발송|표시|기재|고지|통보|검수|설치|청소|소독|교체|수리|보관|기록"
    "|등록|입력|전송|환불|환급|배정|배치|준비|제거|차단|정산|감지|식별|수거|회수|연결|보장|존중|이관|포함|적용|실시|시행|진행|마련|구비|검사|검토|고려|지급"
)
_UNDONE = re.compile(
    r"(?:이루어지|이뤄지|지켜지|(?:" + _DONE + r")되)지"
    r"\s*(?:않았|못했|(?:않은|못한)\s*(?:채|점|부분|상태))|연락이\s*닿지\s*않|(?:되|하)지\s*않은\s*(?:채|상태)(?:로|에서)?"
)
_SUBJECT = re.compile(
    r"(?:님|분|사|측)?(?:들)?(?:께서|이|가|은|는|의|에서|에게서|로|도|께도|측|쪽|사)?(?:는|이|에서|의)?[\s,]"
)
_NOT_SO = re.compile(r"(?:이|가|은|으로)?\s*(?:아니|아닙)")
_NEGATED = re.compile(r"지(?:는|도)?\s*(?:않|말)[가-힣]*$|안\s[가-힣]*$")
_BARE = re.compile(r"[가-힣]$")
_AUXILIARIES = ("드리", "주", "보", "놓", "두", "나가", "가", "있")
_PURPOSE = re.compile(r"(?:없도록|않도록|않게|없게)")


def conditional(text: str, match: re.Match[str], book: Rulebook) -> tuple[str, ...]:
    """An apology, or the reader's feelings, that hang on an if."""
    before, if_, after = text[: match.start()], match.group(), text[match.end() :]
    regret = book.words["apology"].search(after)
    if regret is None or _COUNTERFACT.search(after[: regret.start()]):
        return ()
    feeling = _last(book.words["feeling"], _clause_of(before + if_))
    if not if_.endswith("면") and not (
        feeling and _MAYBE.search(before + if_.split("있")[0].split("모르")[0].rstrip())
    ):
        return () if "경우" not in if_ else (if_, regret.group())
    return (*((feeling,) if feeling else ()), if_, regret.group())


def harm(text: str, match: re.Match[str], book: Rulebook) -> tuple[str, ...]:
    """Harm that happened, and nobody did it."""
    if book.defs["DATE"].search(text) and book.defs["NUMBER"].search(text):
        return ()
    rest = text[match.end() :]
    if undone := _UNDONE.match(text, match.start()):
        return (undone.group(),)
    if event := _EVENT.search(text):
        return (event.group(),)
    if verb := book.words["harm_verb"].match(text, match.start()):
        told = book.defs["NUMBER"].search(text) or not _FINAL.match(text[verb.end() :])
        return () if told else (verb.group(),)
    noun = book.words["harm_noun"].match(text, match.start())
    if noun and (verb := _HAPPENED.match(text, noun.end())):
        return (noun.group(), verb.group().strip())
    if book.words["harmful"].match(text, match.start()) and (verb := _DONE_TO.match(rest)):
        return (match.group(), verb.group().strip())
    if book.words["wrongly"].match(text, match.start()) and (verb := _PASSIVE_PAST.search(rest)):
        return (match.group(), verb.group().strip())
    return ()


def blame(text: str, match: re.Match[str], book: Rulebook) -> tuple[str, ...]:
    """Somebody who is not the company as the one that failed."""
    if not _SUBJECT.match(text[match.end() :] + " ") and not book.words["failure"].match(text[match.end() :].lstrip()):
        return ()
    reader = book.words["reader"].match(match.group())
    failed = book.words["reader_failure" if reader else "failure"].search(text, match.end(), match.end() + 36)
    if failed is None or _NOT_SO.match(text, failed.end()):
        return ()
    return (match.group(), failed.group())


def bare_promise(text: str, match: re.Match[str], book: Rulebook) -> tuple[str, ...]:
    """A promise of effort: no date, no number, nobody's name, nothing that could be seen to be done."""
    if _dated(text, book):
        return ()
    clause = _clause_of(text[: match.start()])
    purpose = _PURPOSE.search(text[: match.start()])
    deed = _last(book.words["vague_deed"], clause) or (purpose.group() if purpose else "")
    if not deed and match.group().startswith("겠습") and _BARE.search(clause):
        # Whatever is promised: with no day, figure or name nobody can ask for it. What is done at once is no promise.
        deed = "" if _seen_at_once(clause, book) else clause.split()[-1]
    return (deed, match.group()) if deed and not _NEGATED.search(clause) else ()


def someday(text: str, match: re.Match[str], book: Rulebook) -> tuple[str, ...]:
    """News or a deed promised for no day in particular."""
    if book.defs["DATE"].search(text):
        return ()
    time = book.words["vague_time"].search(text, 0, match.end()) or book.words["when_done"].search(text, 0, match.end())
    told = _last(book.words["tell"], text[max(0, match.start() - 24) : match.end()])
    return (time.group(), told) if time and told and not _NEGATED.search(text[: match.start()]) else ()


def _seen_at_once(clause: str, book: Rulebook) -> bool:
    """Whether the verb at the end of a clause, or the one that an auxiliary leans on, is a deed that can be seen."""
    *_, before, last = ["", *clause.split()]
    if len(last) == 1:  # 하, 보: what is done stands before it
        return True
    leaning = last.startswith(_AUXILIARIES)
    found = [book.words["concrete_deed"].match(word) for word in ((before, last) if leaning else (last,))]
    return any(match and (len(match.group()) > 1 or len(match.string) == 1) for match in found)


def _dated(text: str, book: Rulebook) -> bool:
    return any(book.defs[name].search(text) for name in ("DATE", "NUMBER", "NAMED"))


def _clause_of(text: str) -> str:
    """Return the last clause of what stands before an ending."""
    starts = [found.end() for found in _BOUNDARY.finditer(text)]
    return text[starts[-1] :] if starts else text


def _last(words: re.Pattern[str], text: str) -> str:
    found = [match.group() for match in words.finditer(text)]
    return found[-1] if found else ""


CLAUSES: Mapping[str, Clause] = MappingProxyType(
    {"conditional": conditional, "harm": harm, "blame": blame, "bare_promise": bare_promise, "someday": someday}
)
