from urllib.parse import parse_qs, unquote, urlsplit

from plugins.cases.contact import contact_for
from plugins.core.model import CaseId

CASE = CaseId("MG-2026-001")


def test_without_a_form_a_mail_carries_the_case_number_in_its_subject():
    contact = contact_for(CASE, form_url="", email="haram@mogwanaru.example")

    assert unquote(contact.rebuttal) == "mailto:haram@mogwanaru.example?subject=[MG-2026-001] 반론 보내기"


def test_a_form_gets_the_case_number_and_the_action():
    contact = contact_for(CASE, form_url="https://forms.example/f?lang=ko", email="")

    assert parse_qs(urlsplit(contact.reopen).query) == {"lang": ["ko"], "case": ["MG-2026-001"], "about": ["reopen"]}
