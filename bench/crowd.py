"""A site of any size for measuring: N posts in Korean of 2–3 KB, a case for every four, that the real gate lets pass.

The same N gives the same bytes. Words are made of syllables, so that no two replies are pasted from one another.
"""

import random
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-22T09:00+09:00"
# What a project is made of, beside its content.
PARTS = (
    "theme",
    "plugins",
    "site.toml",
    "sources.toml",
    "pelicanconf.py",
    "publishconf.py",
    "editorial.toml",
    "tasks.py",
)
POSTS_A_CASE = 4
CASES_A_YEAR = 900
_PEOPLE = (("kang-bora", "강보라"), ("nam-yujin", "남유진"), ("do-seyun", "도세윤"), ("ma-haneul", "마하늘"))
_TOPICS = ("refund", "delivery", "account-security", "payment", "support", "outage", "product", "price")
_TAGS = tuple(
    f"{word}{kind}"
    for word in ("환불", "배송", "로그인", "결제", "상담", "쿠폰")
    for kind in ("", " 지연", " 오류", " 안내")
)
_SYLLABLES = (
    "갈날달랄말발살알잘찰칼탈팔할걸널덜럴멀벌설얼절철컬털펄헐골놀돌롤몰볼솔올졸촐콜톨폴홀굴눌둘룰물불술울줄출쿨툴풀훌"
)
_ENDS = (
    "를 확인했습니다",
    "에 적었습니다",
    "를 다시 보았습니다",
    "에서 찾았습니다",
    "를 바꿨습니다",
    "에 넣었습니다",
    "를 셌습니다",
    "에 알렸습니다",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """The paths of one generated site, for whoever edits it; relative to its root."""

    root: Path
    posts: tuple[str, ...]
    cases: tuple[str, ...]


def a_crowd(root: Path, posts: int, *, plugins_from: Path = ROOT) -> Crowd:
    """Lay out a project of this many posts; what stood there is replaced."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for part in PARTS:
        source = plugins_from / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        elif source.exists():
            shutil.copy(source, root / part)
    shutil.copytree(plugins_from / "content" / "pages", root / "content" / "pages")
    (root / "content/people").mkdir()
    for slug, name in _PEOPLE:
        (root / f"content/people/{slug}.md").write_text(_person(slug, name), encoding="utf-8")
    for folder in ("cases", "responses", "corrections", "progress", "stories"):
        (root / "content" / folder).mkdir()
    written: list[str] = []
    cases: list[str] = []
    count = -(-posts // POSTS_A_CASE)
    for number in range(count):
        case_id, files = _case(number, count, min(POSTS_A_CASE, posts - number * POSTS_A_CASE))
        cases.append(f"content/cases/{case_id}.md")
        for path, text in files.items():
            (root / path).write_text(text, encoding="utf-8")
        written += [path for path in files if "/cases/" not in path]
    return Crowd(root=root, posts=tuple(written), cases=tuple(cases))


def _person(slug: str, name: str) -> str:
    mail = f"{slug.replace('-', '.')}@mogwanaru.example"
    return (
        f"---\nname: {name}\nrole: 고객이야기팀. 맡은 일을 끝까지 적습니다\naffiliation: inhouse\nemail: {mail}\n"
        f"reach: {name}, {mail}, 평일 10시부터 18시까지\n---\n\n{name}입니다. 맡은 일을 끝까지 적습니다.\n"
    )


class _Words:
    """Sentences of one post, from its own seed."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def noun(self) -> str:
        return "".join(self.random.choice(_SYLLABLES) for _ in range(self.random.choice((2, 3, 3, 4))))

    def sentence(self) -> str:
        number = self.random.randint(2, 97)
        return f"{self.noun()} {self.noun()} {number}개와 {self.noun()}{self.random.choice(_ENDS)}."

    def text(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def rows(self, count: int) -> str:
        return "\n".join(f"- {self.sentence()}" for _ in range(count))


def _case(number: int, of: int, posts: int) -> tuple[str, dict[str, str]]:
    year = 2026 - (of - 1 - number) // CASES_A_YEAR
    case_id = f"MG-{year}-{number % CASES_A_YEAR + 1:03}"
    words = _Words(case_id)
    # The last day leaves room for the posts before AS_OF.
    opened = datetime(year, 1, 2, 1, tzinfo=UTC) + timedelta(days=300 * (number % CASES_A_YEAR) // CASES_A_YEAR)
    slug, (_, owner), (_, other) = case_id.lower(), _PEOPLE[number % 4], _PEOPLE[(number + 1) % 4]
    tags = ", ".join(sorted({words.random.choice(_TAGS) for _ in range(2)}))
    noun, fact = words.noun(), words.noun()
    due = (opened + timedelta(days=9)).date()
    at = [opened + timedelta(days=day, hours=3) for day in (0, 2, 5, 7, 9)]
    files = {
        f"content/cases/{case_id}.md": f"""---
title: {noun} {words.noun()}가 늦어진 일
topic: {_TOPICS[number % len(_TOPICS)]}
severity: 2
fault: ours
origin: complaint
owner: {owner}
opened_at: {opened.isoformat()}
known_at: {at[0].isoformat()}
known_how: 피드에서 읽음
citations:
  - key: c1
    url: https://blog{number}.example/{number}
    title: {noun}가 아직 오지 않았다
    author: {words.noun()}
    place: {words.noun()}의 블로그
    published_on: {opened.isoformat()}
    facts: [{fact}, {noun}]
    consent: granted
promises:
  - id: P1
    what: {noun} 안내를 고친다
    who: {owner}
    due: {due}
    made_in: {slug}-response
tags: [{tags}]
---

{words.text(3)}

{words.text(3)}
"""
    }
    wrong = f"{words.noun()} {words.noun()}는 모두 {words.random.randint(3, 9)}번이었습니다"
    head = f"case: {case_id}\nauthor: {owner}\napproved_by:\n  - {other}\n"
    last = posts == 1
    files[f"content/responses/{slug}-response.md"] = f"""---
title: {noun} {words.noun()}에 대하여 저희가 확인한 것
date: {at[1].isoformat()}
{head}stage: answered
gist:
  - {noun}가 {words.random.randint(3, 20)}일 늦었고 저희가 늦게 보았습니다.
  - 안내를 {due.month}월 {due.day}일까지 고칩니다.
next_update_by: {at[2].isoformat()}
in_reply_to: c1
stance: accept
promises: [P1]
rebuttal: open
legal_basis: none
tags: [{tags}]
---

{fact}와 {noun}에 대해 쓰신 글을 {at[1].month}월 {at[1].day}일에 읽었습니다. {words.text(2)}

## 무엇을 겪으셨나

{words.text(5)} {wrong}.

## 무슨 일이 있었나

| 때 | 있었던 일 |
| --- | --- |
| {opened.month}월 {opened.day}일 09:10 | {words.sentence()} |
| {at[0].month}월 {at[0].day}일 11:40 | {words.sentence()} |

{words.text(4)}

## 저희가 잘못한 것

1. **늦게 보았습니다.** 저희가 {fact}를 {words.random.randint(2, 9)}일 동안 확인하지 않았습니다. 죄송합니다.
2. **알리지 않았습니다.** {words.text(2)}

## 사실과 다르게 알려진 것

없습니다.

## 아직 모르는 것

{words.rows(2)}

## 이미 한 일

{words.rows(3)}

## 약속

| 번호 | 무엇을 | 누가 | 언제까지 |
| --- | --- | --- | --- |
| P1 | {noun} 안내를 고칩니다 | {owner} | {due.month}월 {due.day}일 |

## 되돌려 드리는 것

{words.text(2)} 늦은 값 {words.random.randint(1, 9)},000원을 {due.month}월 {due.day}일까지 돌려드립니다.

## 지금 하실 일

없습니다.

## 다른 길

이 답과 생각이 다르시면 아래 '반론 보내기'로 보내 주세요. 고치지 않고 같은 크기로 싣습니다.
"""
    if posts > 1:
        last = posts == 2
        files[f"content/progress/{slug}-progress-1.md"] = _progress(1, at[2], at[3], head, tags, noun, words, due, last)
    if posts > 2:
        last = posts == 3
        if number % 5 == 0 and not last:
            files[f"content/corrections/{slug}-correction-1.md"] = _correction(
                slug, at[3], at[4], head, tags, wrong, words
            )
        else:
            files[f"content/progress/{slug}-progress-2.md"] = _progress(
                2, at[3], at[4], head, tags, noun, words, due, last
            )
    if posts > 3:
        files[f"content/progress/{slug}-progress-3.md"] = _progress(
            3, at[4], None, head, tags, noun, words, due, last=True
        )
    return case_id, files


def _progress(  # noqa: PLR0917 - one file a call
    number: int,
    at: datetime,
    then: datetime | None,
    head: str,
    tags: str,
    noun: str,
    words: _Words,
    due,
    last: bool,  # noqa: FBT001
) -> str:
    if last:
        kept = (
            f"\npromise_updates:\n  - id: P1\n    kept: {at.date()}\n    proof: {noun} 안내를 고치고 두 번 확인했습니다"
        )
        state = f"stage: resolved{kept}"
    else:
        state = f"stage: acting\nnext_update_by: {then.isoformat()}"
    return f"""---
title: {noun} 소식 {number}. {words.noun()} {words.noun()}를 고쳤습니다
date: {at.isoformat()}
{head}{state}
as_of: {at.isoformat()}
gist:
  - {words.sentence()}
legal_basis: none
tags: [{tags}]
---

{words.text(4)}

## 달라진 것

{words.rows(5)}

{words.text(6)}

## 이미 한 일

{words.rows(4)}

{words.text(5)}

## 아직 모르는 것

{words.rows(2)}
"""


def _correction(  # noqa: PLR0917
    slug: str, at: datetime, then: datetime, head: str, tags: str, wrong: str, words: _Words
) -> str:
    right = f"{words.noun()} {words.noun()}는 모두 {words.random.randint(20, 90)}번이었습니다"
    return f"""---
title: 바로잡습니다. {words.noun()}의 수가 틀렸습니다
date: {at.isoformat()}
{head}stage: acting
next_update_by: {then.isoformat()}
gist:
  - 첫 답변의 수가 틀렸습니다.
corrects:
  - {slug}-response
wrong: {wrong}
right: {right}
correction_class: number
correction_level: minor
found_by: staff
reported_at: {(at - timedelta(hours=20)).isoformat()}
legal_basis: none
tags: [{tags}]
---

첫 답변 가운데 한 곳이 틀렸습니다. {words.text(3)}

| 저희가 쓴 것 | 바른 것 |
| --- | --- |
| {wrong} | {right} |

## 왜 틀렸나

{words.text(5)}

## 고친 곳

{words.text(6)} 처음 쓴 문장은 지우지 않았습니다.
"""
