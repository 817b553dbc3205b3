"""What must never be published is found however it is written, and what only looks like it is not."""

import re
import unicodedata
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.core.personal_data import (
    Allowed,
    Datum,
    Level,
    Pattern,
    brn,
    crn,
    ipv4_public,
    ipv6_public,
    load_patterns,
    luhn,
    mask,
    scan,
)

PATTERNS = load_patterns()


def kinds(text: str, allowed: Allowed | None = None) -> set[str]:
    return {d.pattern for d in scan(text, PATTERNS, allowed or Allowed())}


def blocked(text: str) -> set[str]:
    return {d.pattern for d in scan(text, PATTERNS) if d.level is Level.BLOCK}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.id)
def test_every_pattern_finds_its_example(pattern):
    found = scan(pattern.example, [pattern])

    assert found


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.id)
def test_no_pattern_finds_its_counter_example(pattern):
    found = scan(pattern.not_example, [pattern])

    assert not found


def test_ids_are_unique_and_all_three_levels_are_used():
    assert len({p.id for p in PATTERNS}) == len(PATTERNS) == 25
    assert {p.level for p in PATTERNS} == set(Level)


def test_a_datum_has_no_place_for_the_text_itself():
    assert [f.name for f in fields(Datum)] == ["pattern", "label", "level", "start", "end"]


HIDDEN = {
    "full-width": "연락처 ０１０－００００－１２３４ 입니다",
    "mathematical digits": "연락처 𝟎𝟏𝟎-𝟎𝟎𝟎𝟎-𝟏𝟐𝟑𝟒",
    "Arabic-Indic digits": "연락처 ٠١٠-٠٠٠٠-١٢٣٤",
    "circled digits": "연락처 ⓪①⓪-⓪⓪⓪⓪-①②③④",
    "zero width": "연락처 0\u200b10-00\u200d00-12\ufeff34",
    "soft hyphen": "연락처 010\u00ad-0000-1234",
    "keycap emoji": "연락처 0\ufe0f\u20e310-0000-1234",
    "NFD": unicodedata.normalize("NFD", "연락처는010-0000-1234입니다"),
    "en dashes": "연락처 010–0000–1234",
    "Korean vowel as dash": "연락처 010ㅡ0000ㅡ1234",
    "middle dots": "연락처 010·0000·1234",
    "arae-a dots": "연락처 010ㆍ0000ㆍ1234",
    "no-break spaces": "연락처 010\u00a00000\u00a01234",
    "spaced hyphens": "연락처 010 - 0000 - 1234",
    "every digit apart": "연락처 0 1 0 0 0 0 0 1 2 3 4",
    "every digit apart with hyphens": "연락처 0 1 0 - 0 0 0 0 - 1 2 3 4",
    "odd groups": "연락처 01 0-00 00-12 34",
    "line break": "연락처 010-\n0000-1234",
    "Hangul filler": "연락처 010\u31640000\u31641234",
    "after a list mark": "①010-0000-1234",
    "after a list hyphen": "-010-0000-1234",
    "after a full stop": "문의.010-0000-1234",
    "country code": "연락처 +82 (0)10-0000-1234",
    "country code without zero": "연락처 +82-10-0000-1234",
    "brackets": "연락처 (010) 0000-1234",
    "glued": "연락처01000001234입니다",
    "as it is said": "연락처 공일공 이삼사오 육칠팔구",
    "as it is said in one": "연락처는공일공이삼사오육칠팔구입니다",
    "said, with what may be one more digit behind": "공일공이삼사오육칠팔구이고 밤에도 됩니다",
    "said digit by digit": "공 일 공 이 삼 사 오 육 칠 팔 구",
    "said with dashes": "영일영-이삼사오-륙칠팔구",
    "said with words for dashes": "공일공에 이삼사오 다시 육칠팔구",
    "half said": "010-이삼사오-육칠팔구",
    "half written": "공일공 2345 6789",
    "said in NFD": unicodedata.normalize("NFD", "공일공 이삼사오 육칠팔구"),
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_mobile_number_is_found_however_it_is_written(text):
    found = blocked(text)

    assert "PII-MOBILE" in found


OTHERS_HIDDEN = {
    "RRN full-width": ("PII-RRN", "９９０２３０－１２３４５６７"),
    "RRN after a hyphen": ("PII-RRN", "번호-990230-1234567"),
    "RRN digits apart": ("PII-RRN", "9 9 0 2 3 0 - 1 2 3 4 5 6 7"),
    "RRN odd groups": ("PII-RRN", "99 02 30-123 4567"),
    "FRN digits apart": ("PII-FRN", "9 9 0 2 3 0 - 5 2 3 4 5 6 7"),
    "card en dashes": ("PII-CARD", "카드 4111–1111–1111–1111"),
    "card no spaces": ("PII-CARD", "card4111111111111111"),
    "card digits apart": ("PII-CARD", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
    "card of fifteen digits": ("PII-CARD", "3782 822463 10005"),
    "account with spaced hyphens": ("PII-BANK", "환불 계좌 하늘은행 000 - 0000 - 0000 - 00"),
    "account in NFD": ("PII-BANK", unicodedata.normalize("NFD", "하늘은행 00000000000000")),
    "IP at the end of a sentence": ("PII-IPV4", "접속한 곳은 8.8.4.4."),
    "IP with spaced dots": ("PII-IPV4", "접속한 곳은 8 . 8 . 4 . 4 였습니다"),
    "short IPv6": ("PII-IPV6", "주소 2400:cb00::6810:1 에서"),
    "mail glued to Hangul": ("PII-EMAIL", "메일은someone@example.com으로"),
    "mail full-width at": ("PII-EMAIL", "someone＠example.com"),
    "mail with words": ("PII-EMAIL", "someone (at) example (dot) com"),
    "mail capital": ("PII-EMAIL", "Someone@Example.COM"),
    "plate full-width": ("PII-CAR", "００가 ００００ 차량"),
    "key in capitals": ("PII-URLTOKEN", "https://example.com/o?Token=abcdef"),
}


@pytest.mark.parametrize(("pattern", "text"), OTHERS_HIDDEN.values(), ids=OTHERS_HIDDEN)
def test_other_data_are_found_however_they_are_written(pattern, text):
    found = blocked(text)

    assert pattern in found


@pytest.mark.parametrize(
    "text",
    ["02-000-0000", "공이에 삼사오에 육칠팔구이고", "공삼일 삼사오 육칠팔구", "공칠공 다시 삼사오육 다시 육칠팔구"],
)
def test_a_telephone_number_is_found_as_it_is_said(text):
    assert kinds(text) == {"PII-TEL"}


HARMLESS = {
    "date after 입금": "떡값은 입금 2026-10-14 11:20에 마쳤습니다",
    "date and hour after 입금": "입금은 2026-10-14 11시에 확인했습니다",
    "date range after 송금": "송금 기간 2026-10-14 2026-10-15",
    "Korean date after 송금": "송금은 2026년 10월 14일 11시 20분에 했습니다",
    "dotted date after 환불 계좌": "환불 계좌 확인 2026.10.14. 11:20",
    "spaced date range": "입금 2026-10-14 - 2026-10-15",
    "time stamp after 입금": "입금 20261014112000 기록",
    "amount after 은행": "하늘은행에 3120000000원을 맡겼습니다",
    "large amount": "계좌 862,310줄 가운데",
    "phone of a bank": "은행 고객센터 1588-0000",
    "version in Korean": "버전 4.12.0.1에서 고쳤습니다",
    "version with v": "v4.12.0.1",
    "version with a particle": "앱 버전은 4.12.0.1 입니다",
    "version afterwards": "4.12.0.1 판에서 고쳤습니다",
    "firmware": "결제 기계 펌웨어 2.0.11.3",
    "clause": "4.12.1.1절을 봐 주세요",
    "documentation address": "예시 주소 192.0.2.10",
    "width": "가로 1,200 세로 630",
    "width without comma": "가로 1200, 세로 630",
    "by phone": "전화로 3 번",
    "instrumental": "숫자로 3명",
    "date": "2026-10-04",
    "instant": "2026-10-04T18:30:00+09:00",
    "instant in UTC with fraction": "2026-10-04T09:30:00.123456Z",
    "two instants": "2026-10-04 18:30 2026-10-12 09:00",
    "date range": "2026-10-04 2026-10-12",
    "months": "01 02 03 04 05 06 07 08 09 10 11 12",
    "case number": "MG-2026-001",
    "post slug": "mg-2026-001-response",
    "lines": "862,310줄",
    "colour": "#4b0082 #010101 #01012345",
    "digest": "sha256 e01048213344f9b2c7d1a0f3e5b6987c01012345678deadbeef0011223344556",
    "uuid": "7f3c0101-2345-4789-8aaa-01012345678f",
    "picture for dense screens": "/images/logo@2x.png 2x",
    "package": "pelican@4.12.0",
    "media query": "@media (min-width: 40em)",
    "decimal": "0.4111111111111111",
    "age of a product": "2026년 11월 24일 생산",
    "count before a year": "10주 2026년",
    "price after a count": "30자 1200원",
    "clock": "10:20:30",
    "double colon": "a::before",
    "context key": '"@context": "https://schema.org"',
    "handle": "@모과나루",
    "identifier": "IDENTIFIER",
    "safety": "안전과 이전과 같습니다",
    "contact form": "https://answers.example/contact?case=MG-2026-001",
    "blog address": "https://blog.example/PostView?blogId=bori&logNo=223456789012",
    "social address": "https://social.example/status/1845678901234567890",
    "words that are digits": "공구 이사 오일 삼오 이사 일이 구이 육칠 팔구",
    "words that begin like a number": "일이 공교롭게 되어 이사 오일에 삼사일 일이 육칠일 늦었습니다",
    "a word that begins like a mobile number": "공일에 이사 오일 이삼일 일이 구일 늦었습니다",
    "said but too short": "공일공 이삼사오 육칠",
    "counting from nought": "영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구",
    "a date before words that are digits": "2026-10-01 이삼일 사오일 육칠일",
    "said with a nine before": "구공일 이삼사오 육칠팔구일",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_only_looks_like_it_raises_nothing(text):
    found = kinds(text)

    assert not found


def test_offsets_are_those_of_the_original_text():
    text = (
        unicodedata.normalize("NFD", "제 번호는 ")
        + "０1\u200b0 - ００００-1234"
        + unicodedata.normalize("NFD", "입니다")
    )

    (datum,) = scan(text, PATTERNS)

    assert text[datum.start : datum.end] == "０1\u200b0 - ００００-1234"


def test_one_number_is_one_datum_in_all_its_readings():
    found = scan("010 - 0000 - 1234, 010-0000-1234", PATTERNS)

    assert [d.pattern for d in found] == ["PII-MOBILE", "PII-MOBILE"]


def test_allowed_values_pass_in_any_writing_of_the_same_digits():
    allowed = Allowed(values=frozenset({"010-0000-1234", "reader@example.com"}))

    found = kinds("+82 10 0000 1234, ０１０.0000.1234, 01000001234, Reader@Example.com", allowed)

    assert not found


def test_mail_of_an_own_domain_and_of_its_subdomains_passes():
    allowed = Allowed(domains=("mogwanaru.example",))

    found = kinds("haram@mogwanaru.example, desk@answers.mogwanaru.example", allowed)

    assert not found


@pytest.mark.parametrize(
    "text", ["a@notmogwanaru.example", "a@mogwanaru.example.com", "010-0000-1235", "a@other.example"]
)
def test_only_exactly_what_is_ours_passes(text):
    allowed = Allowed(values=frozenset({"010-0000-1234"}), domains=("mogwanaru.example",))

    found = kinds(text, allowed)

    assert found


def test_a_pattern_that_allows_nothing_ignores_the_allow_list():
    found = kinds("990230-1234567", Allowed(values=frozenset({"990230-1234567"})))

    assert "PII-RRN" in found


def test_a_mask_names_what_was_there_and_leaves_the_rest():
    masked = mask("같은 일 겪으신 분 010-0000-1234 로, 또는 02-000-0000 으로 연락 주세요.", PATTERNS)

    assert masked == "같은 일 겪으신 분 [휴대전화 번호 가림] 로, 또는 [유선·인터넷 전화 가림] 으로 연락 주세요."


def test_overlapping_data_become_one_mask_of_the_gravest():
    masked = mask("주문번호 4111111111111111 입니다", PATTERNS)

    assert masked == "[신용·체크카드 번호 가림] 입니다"


def test_hints_are_not_masked():
    masked = mask("사업자등록번호 000-00-00000", PATTERNS)

    assert masked == "사업자등록번호 000-00-00000"


def test_a_masked_text_is_clean():
    text = " / ".join(p.example for p in PATTERNS if p.level is not Level.HINT)

    again = [d for d in scan(mask(text, PATTERNS), PATTERNS) if d.level is not Level.HINT]

    assert not again


@pytest.mark.parametrize(
    ("check", "text", "holds"),
    [
        (luhn, "4111 1111 1111 1111", True),
        (luhn, "4111 1111 1111 1112", False),
        (luhn, "", False),
        (ipv4_public, "8.8.4.4", True),
        (ipv4_public, "10.0.0.1", False),
        (ipv4_public, "203.0.113.9", False),
        (ipv4_public, "300.1.1.1", False),
        (ipv6_public, "2400:cb00::1", True),
        (ipv6_public, "2001:db8::1", False),
        (ipv6_public, "fe80::1", False),
        (ipv6_public, "dead::beef", False),
        (ipv6_public, "10:20:30", False),
        (brn, "000-00-00000", True),
        (brn, "000-00-00001", False),
        (brn, "000-00-0000", False),
        (crn, "000000-0000000", True),
        (crn, "000000-0000001", False),
        (crn, "000000", False),
    ],
)
def test_a_check_holds_for_valid_values_alone(check, text, holds):
    result = check(text)

    assert result is holds


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.id)
def test_how_to_mask_is_told_as_what_to_do(pattern):
    first, _, _ = pattern.mask.partition(". ")

    assert first.rstrip(".").endswith("주세요")


def found_by(pattern: Pattern, text: str) -> list[str]:
    matches = (match.group() for match in pattern.regex.finditer(text))
    return [said for said in matches if pattern.check is None or pattern.check(said)]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.id)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_pattern_needs_stands_in_whatever_it_finds(pattern, data):
    text = data.draw(st.from_regex(pattern.source))

    assert not found_by(pattern, text) or pattern.needs.search(text)


PARTS = st.sampled_from([*(p.example for p in PATTERNS), *(p.not_example for p in PATTERNS)])
GLUE = st.text(alphabet=" -–·.,/()\n\t\u200b０１２3456789①동호길로씨님은행계좌@:*", max_size=4)


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(st.tuples(PARTS, GLUE, st.integers(0, 12)), min_size=1, max_size=4))
def test_a_text_is_searched_as_if_every_pattern_were_tried(parts):
    text = "".join(said[:cut] + glue + said[cut:] for said, glue, cut in parts)
    slowly = [replace(pattern, needs=re.compile("")) for pattern in PATTERNS]

    assert scan(text, PATTERNS) == scan(text, slowly)


@pytest.mark.parametrize(("pattern", "text"), [("PII-IPV6", "2400:0:1:2:3:4:5:6"), ("PII-CARD", "4111 1111 1111 1111")])
def test_a_need_that_is_narrower_than_its_pattern_would_be_seen(pattern, text):
    (one,) = (p for p in PATTERNS if p.id == pattern)

    assert found_by(one, text)
    assert not scan(text, [replace(one, needs=re.compile("없는 말"))])
