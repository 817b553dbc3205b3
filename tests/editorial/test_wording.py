"""A rule finds its own bad example and nothing in its good one; decent prose and quotations are left alone."""

import re
import unicodedata
from pathlib import Path

import pytest

from bench.teach import BLIND
from plugins.editorial.model import Level
from plugins.editorial.needles import needles_of
from plugins.editorial.rulebook import rulebook
from plugins.editorial.wording import judge_wording
from tests.demo import DEMO

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data" / "wording"
RULES = [rule for language in ("ko", "en") for rule in rulebook(language).rules]
HEARD = [heard for language in ("ko", "en") for heard in rulebook(language).heard.values()]
IDS = frozenset(rule.id for rule in (*RULES, *HEARD))
# What each category must reach on the passes that the rules and the ear were made from.
RECALL = 0.9


def above_info(text):
    return [f for f in judge_wording(text, path="a.md") if f.level is not Level.INFO]


def sentences(name):
    category = ""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            category = line[3:].strip()
        elif line[:2] in ("+ ", "- "):
            yield category, line[0] == "+", line[2:]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_alone_finds_its_bad_example_and_shows_where_and_which_words(rule):
    (finding,) = judge_wording(rule.bad, path="a.md", rules_off=IDS - {rule.id})

    assert (finding.rule, finding.category, finding.instead) == (rule.id, rule.category, rule.good)
    assert finding.words
    assert rule.bad[finding.column - 1 :].startswith(finding.excerpt)


@pytest.mark.parametrize("heard", HEARD, ids=lambda heard: heard.id)
def test_what_no_rule_knows_is_heard_as_a_warning(heard):
    found = judge_wording(heard.bad, path="a.md", rules_off=IDS - {heard.id})

    assert [(f.rule, f.category, f.level, f.instead) for f in found] == [
        (heard.id, heard.category, Level.WARN, heard.good)
    ]
    assert found[0].words
    assert heard.bad[found[0].column - 1 :].startswith(found[0].excerpt)


@pytest.mark.parametrize("rule", [*RULES, *HEARD], ids=lambda rule: rule.id)
def test_a_good_sentence_raises_nothing(rule):
    found = above_info(rule.good)

    assert found == []


def test_a_pattern_is_only_passed_over_where_it_cannot_match():
    wrong = [text for name in ("ko.first.txt", "ko.second.txt", "en.first.txt") for _, _, text in sentences(name)]
    for language in ("ko", "en"):
        book = rulebook(language)
        texts = [*wrong, *(rule.bad for rule in book.rules)]
        tried = [set(book.index.candidates(text)) for text in texts]
        lost = [
            (rule.id, text)
            for number, rule in enumerate(book.rules)
            for text, candidates in zip(texts, tried, strict=True)
            if number not in candidates and rule.pattern.search(text)
        ]

        assert lost == []


@pytest.mark.parametrize(
    ("pattern", "needles"),
    [
        ("(?:사과|사죄)드립", {"사과드립", "사죄드립"}),
        (r"불편\s*(?:을)?드렸", {"불편", "드렸"}),
        ("가?나다", {"나다"}),
        ("[ㅠㅜ]{2,}", {"ㅠ", "ㅜ"}),
        (r"\d+", set()),
    ],
)
def test_the_needles_of_a_pattern_are_what_every_match_holds(pattern, needles):
    found = needles_of(pattern)

    assert found <= needles
    assert bool(found) == bool(needles)


SEEN = sorted(path.name for path in DATA.glob("??.*.txt") if path.stem not in BLIND)


@pytest.mark.parametrize("name", SEEN)
def test_each_category_is_found_in_the_passes_that_taught(name):
    wrong: dict[str, list[bool]] = {}
    for category, is_wrong, text in sentences(name):
        if is_wrong:
            wrong.setdefault(category, []).append(category in {f.category for f in above_info(text)})
    recall = {category: sum(hits) / len(hits) for category, hits in wrong.items()}

    assert {category: value for category, value in recall.items() if value < RECALL} == {}


def measured(name):
    """Recall of each category, and the share of near misses that raise something."""
    wrong: dict[str, list[bool]] = {}
    near = []
    for category, is_wrong, text in sentences(name):
        found = {f.category for f in above_info(text)}
        if is_wrong:
            wrong.setdefault(category, []).append(category in found)
        else:
            near.append(bool(found))
    return {category: sum(hits) / len(hits) for category, hits in wrong.items()}, sum(near) / len(near)


# Nobody who made rules or taught the ear has read these passes. What they measure stands in the README beside them:
# a change may better it and must not make it worse.
UNSEEN = {"ko.tenth": (0.84, 0.66, 0.015), "en.fifth": (0.76, 0.6, 0.02)}


@pytest.mark.parametrize(("name", "floors"), UNSEEN.items(), ids=UNSEEN)
def test_a_pass_that_taught_nothing_is_judged_no_worse_than_it_was(name, floors):
    recall, false_alarms = measured(f"{name}.txt")

    assert name in BLIND
    assert sum(recall.values()) / len(recall) >= floors[0]
    assert min(recall.values()) >= floors[1]
    assert false_alarms <= floors[2]


@pytest.mark.parametrize("name", SEEN)
def test_hardly_a_near_miss_of_them_is_flagged(name):
    near = [bool(above_info(text)) for _, is_wrong, text in sentences(name) if not is_wrong]

    # What was written to teach the ear stands at 1.6 percent; everything else holds what it held before there was one.
    most = 50 if ".practice." in name else 100
    assert sum(near) <= max(1, len(near) // most)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_two_hundred_decent_sentences_raise_next_to_nothing(language):
    text = (DATA / f"decent.{language}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    flagged = [line for line in lines if above_info(line)]

    assert len(lines) >= 200
    assert len(flagged) <= len(lines) // 100


@pytest.mark.parametrize("path", sorted((DEMO / "content").rglob("*.md")), ids=lambda path: path.name)
def test_the_demo_raises_nothing(path):
    found = above_info(path.read_text(encoding="utf-8"))

    assert found == []


SEEN_THROUGH = {
    "emphasis": "고객님의 **소중한** 의견 감사드립니다.",
    "a link": "고객님의 [소중한](https://a.example) 의견 감사드립니다.",
    "a table": "| 때 | 답 |\n| --- | --- |\n| 9월 | 고객님의 소중한 의견 감사드립니다. |",
    "a heading": "## 고객님의 소중한 의견 감사드립니다",
    "a title": "---\ntitle: 고객님의 소중한 의견 감사드립니다\n---\n\n답입니다.\n",
    "the gist": "---\ngist:\n  - 고객님의 소중한 의견 감사드립니다\n---\n\n답입니다.\n",
    "a line end": "고객님의 소중한\n의견 감사드립니다.",
    "decomposed Hangul": unicodedata.normalize("NFD", "고객님의 소중한 의견 감사드립니다."),
    "zero-width characters": "고객님의 소\u200b중한 의견 감사드립니다.",
    "an entity": "고객님의&nbsp;소중한 의견 감사드립니다.",
    "HTML": "고객님의 <b>소중한</b> 의견 감사드립니다.",
}


@pytest.mark.parametrize("text", SEEN_THROUGH.values(), ids=SEEN_THROUGH.keys())
def test_a_phrase_is_found_through(text):
    found = judge_wording(text, path="a.md")

    assert "KO-BOIL-001" in {finding.rule for finding in found}


QUOTED = {
    "a quotation line": "> 고객님의 소중한 의견 감사드립니다.",
    "a quotation that runs on": "> 답은 이랬습니다.\n고객님의 소중한 의견 감사드립니다.",
    "quotation marks": '답은 "고객님의 소중한 의견 감사드립니다."였습니다.',
    "curly quotation marks": "답은 “고객님의 소중한 의견 감사드립니다.”였습니다.",
    "q": "답은 <q>고객님의 소중한 의견 감사드립니다.</q>였습니다.",
    "blockquote": "<blockquote>\n고객님의 소중한 의견 감사드립니다.\n</blockquote>",
    "code": "`고객님의 소중한 의견 감사드립니다.`",
    "a fence": "```\n고객님의 소중한 의견 감사드립니다.\n```",
    "a comment": "<!-- 고객님의 소중한 의견 감사드립니다. -->",
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED.keys())
def test_another_s_words_are_not_judged_in(text):
    found = judge_wording(text, path="a.md")

    assert found == ()


def test_a_finding_says_line_and_column_in_the_source():
    source = "---\ntitle: 답\n---\n\n첫 줄입니다.\n\n- 저희가 읽었습니다. **불편을** 드렸다면 사과드립니다.\n"
    (finding,) = above_info(source)

    assert (finding.line, finding.where) == (7, "본문")
    assert source.splitlines()[6][finding.column - 1 :].startswith(finding.excerpt)


FORMS = [
    ("퉁명스럽게 들렸다면 사과드립니다.", "conditional-apology", ("퉁명", "다면", "사과")),
    ("요금이 이중으로 청구되었습니다.", "passive", ("이중으로", "되었")),
    ("속이려던 것은 아니었습니다.", "excuse", ("던", "아니었")),
    ("수리점 직원이 부품을 빠뜨렸습니다.", "blame-shift", ("수리점", "빠뜨")),
]


@pytest.mark.parametrize(("text", "category", "words"), FORMS, ids=[form[1] for form in FORMS])
def test_a_finding_says_which_words_made_it_one(text, category, words):
    found = {finding.category: finding.words for finding in judge_wording(text, path="a.md")}

    assert all(any(word in said for said in found[category]) for word in words)


def test_a_pattern_in_which_nothing_has_case_finds_the_same_without_looking_for_case():
    rules = [rule for rule in rulebook("ko").rules if not rule.pattern.flags & re.IGNORECASE]
    text = "\n".join(f"{rule.bad}\n{rule.good}\nSNS로 Ⅻ번 ＡＳ {rule.bad.upper()}" for rule in rulebook("ko").rules)

    assert len(rules) > 100
    for rule in rules:
        ignoring = re.compile(rule.source, re.IGNORECASE)
        assert [m.span() for m in rule.pattern.finditer(text)] == [m.span() for m in ignoring.finditer(text)], rule.id


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_pattern_with_a_letter_that_has_case_ignores_it(language):
    cased = [rule for rule in rulebook(language).rules if re.search(r"[A-Za-z]{3}", re.sub(r"\\.", "", rule.source))]

    assert cased
    assert all(rule.pattern.flags & re.IGNORECASE for rule in cased if "(?P" not in rule.source)
