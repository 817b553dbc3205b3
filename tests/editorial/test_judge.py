"""A finished file is searched wherever words can stand in it, and told of without repeating them."""

import json
from html import escape
from itertools import permutations

import pytest

from plugins.core.model import Affiliation, Person
from plugins.editorial.judge import allowed_of, findings_in_file, findings_in_source, patterns_in_force
from plugins.editorial.model import UNREADABLE, Level, PersonalDataError, refuse
from plugins.editorial.pieces import pieces_of

PATTERNS = patterns_in_force(())
NUMBER = "010-0000-1234"
MAIL = "someone@example.com"


def a_person(*, email: str = "haram@mogwanaru.example", phone: str = "") -> Person:
    return Person(
        slug="yun-haram",
        name="윤하람",
        role="고객이야기팀",
        affiliation=Affiliation.INHOUSE,
        org_name="",
        email=email,
        phone=phone,
        reach="",
    )


OURS = allowed_of([a_person(phone="010-0000-7777")], ["mogwanaru.example"], ["shop@mail.example"])


def judged(path: str, text: str | bytes):
    content = text.encode() if isinstance(text, str) else text
    return findings_in_file(path, content, PATTERNS, OURS)


def blocked(path: str, text: str | bytes) -> set[str]:
    return {f.rule for f in judged(path, text) if f.level is Level.BLOCK}


PLACES = {
    "text": ("a.html", f"<p>{NUMBER}</p>"),
    "text across inline elements": ("a.html", "<p>010-<b>0000</b>-<span>12</span>34</p>"),
    "text across a comment": ("a.html", "<p>010-<!-- x -->0000-1234</p>"),
    "text across a break": ("a.html", "<p>010-<br>0000-1234</p>"),
    "text across lines and indents": ("a.html", "<p>010\n      0000\n      1234</p>"),
    "entities": ("a.html", "<p>&#48;&#49;&#x30;&hyphen;0000-1234</p>"),
    "zero width entity": ("a.html", "<p>010-00&ZeroWidthSpace;00-1234</p>"),
    "title": ("a.html", f"<title>{NUMBER}</title>"),
    "table cell": ("a.html", f"<table><tr><td>{NUMBER}<td>1</table>"),
    "template": ("a.html", f"<template><p>{NUMBER}</p></template>"),
    "textarea": ("a.html", f"<textarea>{NUMBER}</textarea>"),
    "never closed": ("a.html", f"<p>{NUMBER}"),
    "never closed tag": ("a.html", f'<p title="{NUMBER}'),
    "alt": ("a.html", f'<img alt="{NUMBER}">'),
    "attribute without quotes": ("a.html", f"<img alt={NUMBER}>"),
    "attribute in capitals": ("a.html", f'<IMG ALT="{NUMBER}">'),
    "aria-label": ("a.html", f'<button aria-label="{NUMBER}"></button>'),
    "data attribute": ("a.html", f'<p data-x="{NUMBER}"></p>'),
    "id": ("a.html", f'<h2 id="{NUMBER}"></h2>'),
    "meta description": ("a.html", f'<meta name="description" content="{NUMBER}">'),
    "tel link": ("a.html", '<a href="tel:+82-10-0000-1234">x</a>'),
    "tel link encoded": ("a.html", '<a href="tel:010%2D0000%2D1234">x</a>'),
    "query encoded twice": ("a.html", '<a href="/?q=010%252D0000%252D1234">x</a>'),
    "comment": ("a.html", f"<!-- {NUMBER} -->"),
    "script": ("a.html", f'<script>var t = "{NUMBER}"</script>'),
    "style": ("a.html", f"<style>/* {NUMBER} */</style>"),
    "JSON-LD": ("a.html", '<script type="application/ld+json">{"telephone": "010\\u002d0000-1234"}</script>'),
    "iframe srcdoc": ("a.html", f'<iframe srcdoc="&lt;p&gt;{NUMBER}"></iframe>'),
    "SVG text": ("a.html", f"<svg><text>{NUMBER}</text></svg>"),
    "feed title": ("f.xml", f"<feed><title>{NUMBER}</title></feed>"),
    "feed content": ("f.xml", "<feed><content>&lt;p&gt;010-&lt;b&gt;0000&lt;/b&gt;-1234</content></feed>"),
    "feed content in CDATA": ("f.xml", "<feed><content><![CDATA[<p>010-<i>0000</i>-1234]]></content></feed>"),
    "feed content XHTML": ("f.xml", "<feed><div>010-<b>0000</b>-1234</div></feed>"),
    "feed attribute": ("f.xml", f'<feed><category term="{NUMBER}"/></feed>'),
    "feed comment": ("f.xml", f"<feed><!-- {NUMBER} --></feed>"),
    "feed instruction": ("f.xml", f"<?x {NUMBER}?><feed/>"),
    "SVG file": ("i.svg", f"<svg><desc>{NUMBER}</desc></svg>"),
    "JSON value": ("d.json", json.dumps({"a": [{"b": NUMBER}]})),
    "JSON escaped": ("d.json", '{"a": "010\\u002d0000-1234"}'),
    "JSON key": ("d.json", json.dumps({NUMBER: 1})),
    "JSON HTML": ("d.json", json.dumps({"content_html": "<p>010-<b>0000</b>-1234"})),
    "CSV": ("d.csv", f"번호,글\n1,{NUMBER}\n"),
    "plain text": ("robots.txt", f"# {NUMBER}"),
    "style sheet": ("s.css", f'p::after {{ content: "{NUMBER}" }}'),
    "byte order mark": ("d.txt", b"\xef\xbb\xbf" + NUMBER.encode()),
    "file without a suffix": ("CNAME", NUMBER),
    "file of an unknown kind": ("d.unknown", NUMBER),
    "file name": (f"images/{NUMBER}.png", b"\x89PNG\r\n\x1a\n"),
    "file name with underscores": ("images/010_0000_1234.png", b"\x89PNG\r\n\x1a\n"),
}


@pytest.mark.parametrize(("path", "text"), PLACES.values(), ids=PLACES)
def test_a_number_is_found_wherever_it_stands(path, text):
    found = blocked(path, text)

    assert found == {"PII-MOBILE"}


MAILS = {
    "mailto": '<a href="mailto:someone@example.com">x</a>',
    "mailto encoded": '<a href="mailto:someone%40example.com?subject=%5BMG-2026-001%5D">x</a>',
    "mailto cut by entities": '<a href="mailto:someone&#64;example&#46;com">x</a>',
}


@pytest.mark.parametrize("text", MAILS.values(), ids=MAILS)
def test_an_address_is_found_in_a_link_however_it_is_encoded(text):
    found = blocked("a.html", text)

    assert found == {"PII-EMAIL"}


REALISTIC = """<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>862,310줄을 지웠습니다 – 모과나루 답변</title>
<link rel="stylesheet" href="/theme/css/site.4b0101234567c0ffee11223344556677.css"
 integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC">
<meta property="article:published_time" content="2026-10-06T11:30:00+09:00">
<meta name="theme-color" content="#010101"><meta name="viewport" content="width=device-width, initial-scale=1">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "BlogPosting",
 "datePublished": "2026-10-06T11:30:00+09:00", "wordCount": 1234567890123,
 "author": {"email": "haram@mogwanaru.example"}}
</script><style>p{color:#01012345;margin:0 1.0101234567em}a::before{content:"→"}</style></head>
<body class="a1 01012345678"><!-- build 2026-11-22T09:00:00+09:00 -->
<svg viewBox="0 0 24 24"><path d="M010 0000 1234 l4111 1111 1111 1111 M12345678 8.8.4.4"/></svg>
<a href="/cases/MG-2026-001/">MG-2026-001</a> <time datetime="2026-10-04T18:30:00+09:00">2026년 10월 4일</time>
<table><tr><td>010</td><td>0000</td><td>1234</td></tr><tr><td>3,120명</td><td>3,412</td><td>292</td></tr></table>
<p>9월 28일 04:12 ~ 10월 2일, 2026-10-04, 862,310줄, 3년 9개월, 12,000원, 국번 없이 118, 1588-0000</p>
<p>떡값은 10월 17일 10:05에 계좌로 드렸습니다. 입금은 2026-10-14 11:20, 버전 4.12.0.1</p>
<a href="mailto:haram@mogwanaru.example?subject=%5BMG-2026-001%5D%20%EB%B0%98%EB%A1%A0">반론 보내기</a>
<a href="tel:+82-10-0000-7777">010-0000-7777</a> <a href="mailto:Shop%40mail.example">shop@mail.example</a>
<a href="https://dalbit.blog.example/217">달빛주머니</a>
<a href="https://cafe.example/shopkeepers/55102?page=2&amp;sort=new#c20261004">국수집둘째</a>
<img src="/images/logo@2x.png" srcset="/images/logo@2x.png 2x" alt="누리집 첫 화면" width="1200" height="630">
<a href="/contact?case=MG-2026-001&amp;kind=rebuttal">다시 열기</a></body></html>"""


def test_a_realistic_page_raises_nothing():
    found = judged("responses/mg-2026-001-response/index.html", REALISTIC)

    assert not found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", "<table><tr><td>010</td><td>0000-1234</td></tr></table>"),
        ("a.html", "<ul><li>2026</li><li>10040000</li></ul>"),
        (
            "d.json",
            '{"lines": 862310, "made_at": "2026-11-22T09:00:00+09:00", "sha256": "' + "e01012345678f9b2" * 4 + '"}',
        ),
        ("feeds/cases/MG-2026-001.atom.xml", "<feed><id>tag:mogwanaru.example,2026:mg-2026-001-response</id></feed>"),
    ],
)
def test_what_stands_apart_is_not_read_together(path, text):
    found = judged(path, text)

    assert not found


def test_our_own_people_raise_nothing():
    found = judged("a.html", "<p>haram@mogwanaru.example, +82 10 0000 7777, (010)0000-7777, shop@mail.example</p>")

    assert not found


def test_a_stranger_of_another_domain_does():
    found = blocked("a.html", "<p>haram@mogwanaru.example.com</p>")

    assert found == {"PII-EMAIL"}


def test_a_finding_names_place_line_and_label():
    (finding,) = judged("a/index.html", f"<html>\n<body>\n<p>같은 일을\n겪으신 분\n<b>{NUMBER}</b></p>")

    assert (finding.path, finding.line, finding.where) == ("a/index.html", 5, "본문")
    assert "휴대전화 번호" in finding.advice


def test_a_finding_in_a_feed_names_the_line_too():
    (finding,) = judged("f.xml", f"<feed>\n<title>x</title>\n<summary>{NUMBER}</summary>\n</feed>")

    assert finding.line == 3


@pytest.mark.parametrize(
    ("path", "text"),
    [
        *PLACES.values(),
        ("d.json", json.dumps({"P000000000000": "P000000000000"})),
        (f"{MAIL}.html", f"<p>{MAIL}"),
    ],
)
def test_no_finding_repeats_the_datum(path, text):
    findings = judged(path, text)

    error = PersonalDataError(findings)
    told = f"{findings} {error} {error.korean} {error!r} {error.__dict__}"
    assert NUMBER not in told
    assert "0000" not in told
    assert MAIL not in told


BROKEN = {
    "HTML not UTF-8": ("a.html", "<p>안녕".encode("cp949")),
    "text not UTF-8": ("a.txt", "안녕".encode("cp949")),
    "unknown kind in UTF-16": ("a.unknown", "안녕".encode("utf-16")),
    "JSON cut": ("a.json", b'{"a": '),
    "XML cut": ("a.xml", b"<feed><title>"),
    "JSON-LD cut": ("a.html", b'<script type="application/ld+json">{"a": </script>'),
}


@pytest.mark.parametrize(("path", "content"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_refused(path, content):
    found = blocked(path, content)

    assert found == {UNREADABLE}


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\xff", b"\x00\x01\x00\x00glyf", b"%PDF-1.7\n\xe2\xe3"])
def test_a_binary_file_is_passed_over(content):
    found = judged("images/a.bin", content)

    assert not found


def test_only_what_blocks_refuses():
    refuse(judged("a.html", "<p>대표 전화 02-000-0000, 사업자등록번호 000-00-00000</p>"))


def test_review_and_hint_can_be_switched_off_and_block_cannot():
    off = patterns_in_force(("PII-TEL", "PII-MOBILE"))

    assert "PII-TEL" not in {p.id for p in off}
    assert "PII-MOBILE" in {p.id for p in off}


SOURCE = f"""---
title: 답변
reach: 윤하람, haram@mogwanaru.example
gist:
  - 연락은 {NUMBER}
---

첫 줄. 제 번호는 {NUMBER} 입니다.

010-**0000**-1234 그리고 [메일](mailto:someone%40example.com), &#48;10-0000-1234

<!-- 02-000-0000 -->
"""


def test_a_source_is_judged_by_line_and_column_with_its_front_matter():
    found = findings_in_source("content/a.md", SOURCE.encode(), PATTERNS, OURS)

    assert [(f.rule, f.line, f.column) for f in found] == [
        ("PII-MOBILE", 5, 9),
        ("PII-MOBILE", 8, 12),
        ("PII-MOBILE", 10, 1),
        ("PII-EMAIL", 10, 35),
        ("PII-MOBILE", 10, 59),
        ("PII-TEL", 12, 6),
    ]


def test_a_source_that_is_not_utf8_is_refused():
    (finding,) = findings_in_source("content/a.md", "안녕".encode("cp949"), PATTERNS, OURS)

    assert finding.rule == UNREADABLE


SAID = f"<p>답을 드립니다.</p><p>{NUMBER}</p>"
SITE = {
    "a.html": "<nav>답변 정정</nav><p>답을 드립니다.</p>",
    "b.html": f"<nav>답변 정정</nav><p>{NUMBER}</p>\n<p>{NUMBER}</p><p title='{MAIL}'>둘</p>",
    "c.xml": f"<feed><title>답변</title><content>{escape(SAID)}</content>\n<content>{escape(SAID)}</content></feed>",
    "d.xml": f"<feed><content>{escape('<p>답을 드립니다.</p>')}</content></feed>",
    "e.json": json.dumps({"content": SAID, NUMBER: "답을 드립니다."}),
}


@pytest.mark.parametrize("order", list(permutations(SITE)), ids=lambda order: "".join(path[0] for path in order))
def test_what_was_seen_on_other_pages_hides_nothing(order):
    clean: set[str] = set()

    told = {path: findings_in_file(path, SITE[path].encode(), PATTERNS, OURS, clean) for path in order}

    assert told == {path: judged(path, text) for path, text in SITE.items()}
    assert {path: len(findings) for path, findings in told.items()} == {
        "a.html": 0,
        "b.html": 3,
        "c.xml": 2,
        "d.xml": 0,
        "e.json": 2,
    }


def test_what_was_seen_and_held_nothing_is_not_searched_again():
    clean: set[str] = set()
    findings_in_file("a.html", SITE["a.html"].encode(), PATTERNS, OURS, clean)

    asked: list[str] = []
    pieces_of(".html", SITE["a.html"], lambda text: asked.append(text) or text not in clean)

    assert asked
    assert set(asked) <= clean


LINES = "환불 계좌는 하늘은행\n000-0000-0000-00"
SPELLED = "0<b>1</b>0-0000-1234"


@pytest.mark.parametrize(
    "files",
    [
        # In an attribute a line ends; in a paragraph it is a blank, and then this is an account.
        {"a.html": f'<p title="{LINES}">하나</p><p>{LINES}</p>'},
        {"a.json": json.dumps({"t": LINES}), "b.html": f"<p>{LINES}</p>"},
        {"a.txt": LINES, "b.xml": f"<feed><t>{LINES}</t></feed>"},
        # What is unpacked as HTML may be the same text again.
        {"a.json": '{"t": "AT&T; 010-0000-1234"}'},
        {"a.json": '{"t": "x <a\\n010-0000-1234"}'},
        {"a.xml": "<feed><t>AT&amp;T; 010-0000-1234</t></feed>"},
        {"a.txt": SPELLED, "b.json": json.dumps({"t": SPELLED})},
        {"a.html": f"<!-- {SPELLED} --><p>둘</p>", "b.xml": f"<feed><t>{escape(SPELLED)}</t></feed>"},
    ],
)
def test_a_text_that_is_clean_in_one_reading_is_searched_in_every_other(files):
    clean: set[str] = set()

    told = {path: findings_in_file(path, text.encode(), PATTERNS, OURS, clean) for path, text in files.items()}

    assert told == {path: judged(path, text) for path, text in files.items()}
    assert any(told.values())


LONG = "저희가 확인한 것을 하나하나 적어 드립니다. " * 4


def test_a_long_text_that_was_clean_hides_no_other_that_begins_alike():
    clean: set[str | bytes] = set()
    files = {
        "a.html": f"<p>{LONG}</p>",
        "b.html": f"<p>{LONG}{NUMBER}</p>",
        # Half a character, as a program may write it.
        "c.json": json.dumps({"t": f"{LONG}\ud800"}),
        "d.json": json.dumps({"t": f"{LONG}\ud800 {NUMBER}"}),
        "e.html": f"<p>{LONG}</p>",
    }

    told = {path: findings_in_file(path, text.encode(), PATTERNS, OURS, clean) for path, text in files.items()}

    assert told == {path: judged(path, text) for path, text in files.items()}
    assert [path for path, findings in told.items() if findings] == ["b.html", "d.json"]
    assert not any(LONG.strip() in known for known in clean if isinstance(known, str))
