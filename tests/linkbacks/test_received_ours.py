import unicodedata

import pytest

from plugins.linkbacks.ours import our_pages
from plugins.linkbacks.received import received_id
from tests.linkbacks.receiving import CASE, OURS, PAGE, SITE, TARGET

KOREAN = "responses/한글-답변/"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        pytest.param(TARGET, PAGE, id="as it is"),
        pytest.param(TARGET.replace("https", "http"), PAGE, id="http"),
        pytest.param(TARGET.replace("https", "HTTPS"), PAGE, id="scheme in capitals"),
        pytest.param(TARGET.replace("answers.", "www.answers."), PAGE, id="www"),
        pytest.param(TARGET.replace("answers.mogwanaru", "Answers.MOGWANARU"), PAGE, id="host in capitals"),
        pytest.param(TARGET.replace(".example", ".example:443"), PAGE, id="usual port"),
        pytest.param(TARGET.rstrip("/"), PAGE, id="no closing slash"),
        pytest.param(f"{TARGET}index.html", PAGE, id="index.html"),
        pytest.param(f"{TARGET}#promises", PAGE, id="fragment"),
        pytest.param(f"{TARGET}#!x", PAGE, id="fragment with an exclamation mark"),
        pytest.param(f"{TARGET}?utm_source=kakao&utm_medium=a", PAGE, id="tracking"),
        pytest.param(f"{TARGET}?fbclid=1#a", PAGE, id="tracking and fragment"),
        pytest.param(TARGET.replace("response/", "re%73ponse/"), PAGE, id="needless escape"),
        pytest.param(f"  {TARGET}\n", PAGE, id="blanks around"),
        pytest.param(f"{SITE}/{CASE}", CASE, id="case"),
        pytest.param(f"{SITE}/{KOREAN}", KOREAN, id="Hangul"),
        pytest.param(f"{SITE}/responses/%ED%95%9C%EA%B8%80-%EB%8B%B5%EB%B3%80/", KOREAN, id="Hangul escaped"),
        pytest.param(f"{SITE}/responses/%ed%95%9c%ea%b8%80-%eb%8b%b5%eb%b3%80", KOREAN, id="escaped in small letters"),
        pytest.param(f"{SITE}/{unicodedata.normalize('NFD', KOREAN)}", KOREAN, id="Hangul as a Mac writes it"),
        pytest.param(f"{TARGET}?page=2", "", id="another parameter"),
        pytest.param(f"{SITE}/", "", id="home"),
        pytest.param(f"{SITE}/responses/other/", "", id="no such page"),
        pytest.param(f"{SITE}/cases/mg-2026-001/", "", id="a case's number in small letters is another address"),
        pytest.param(TARGET.replace("answers.", "evil-answers."), "", id="another host"),
        pytest.param(TARGET.replace("https://", "https://evil.example/"), "", id="our address in a path"),
        pytest.param(TARGET.replace("https://", "https://me@"), "", id="credentials"),
        pytest.param(TARGET.replace("https", "ftp"), "", id="another scheme"),
        pytest.param("http://[", "", id="no address"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_page_is_known_in_every_spelling_that_leads_to_it(address, page):
    assert OURS.page_of(address) == page


def test_a_site_below_a_path_of_its_host_has_its_own_pages():
    ours = our_pages("https://company.example/answers/", [PAGE])

    assert ours.page_of(f"http://company.example/answers/{PAGE}?utm_source=a") == PAGE
    assert ours.page_of(f"https://company.example/{PAGE}") == ""
    assert [ours.is_ours(f"https://company.example/{path}") for path in ("answers/x", "answersx", "")] == [
        True,
        False,
        False,
    ]


def test_a_linkback_has_one_id_for_all_spellings_of_its_source():
    ids = {
        received_id(source, PAGE)
        for source in ("https://www.blog.example/1/", "http://blog.example/1", "https://m.blog.example/1?utm_source=x")
    }

    assert len(ids) == 1
