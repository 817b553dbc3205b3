"""The gate over a whole folder, the same judgement over sources, and how Pelican is stopped."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from plugins.core.errors import SettingError
from plugins.core.model import Affiliation, Person
from plugins.core.personal_data import Allowed
from plugins.core.site import Site
from plugins.editorial.check import check_sources
from plugins.editorial.gate import pass_gate
from plugins.editorial.hooks import judge_output, remember_our_own
from plugins.editorial.model import Level, PersonalDataError
from tests.demo import DEMO

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "010-0000-1234"


def a_folder(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def a_person(phone: str) -> Person:
    return Person(
        slug="yun-haram",
        name="윤하람",
        role="",
        affiliation=Affiliation.INHOUSE,
        org_name="",
        email="haram@mogwanaru.example",
        phone=phone,
        reach="",
    )


def a_site(**changes: object) -> Site:
    facts = {
        "name": "모과나루 답변",
        "brand": "모과나루",
        "url": "https://answers.mogwanaru.example",
        "description": "답합니다",
        "case_prefix": "MG",
        "contact_email": "shop@mail.example",
        "own_domains": ("mogwanaru.example",),
    }
    return Site(**{**facts, **changes})


def run(output: Path, people: tuple[Person, ...] = (), **settings: object) -> None:
    places = {"OUTPUT_PATH": str(output), "PATH": str(output / "content")}
    everything = {**places, "SITE": a_site(), "CONTACT_EMAIL": "shop@mail.example", **settings}
    context = {**everything, "people": tuple(SimpleNamespace(person=person) for person in people)}
    remember_our_own([SimpleNamespace(settings=everything, context=context)])
    judge_output(SimpleNamespace(settings=everything))


def test_a_clean_folder_passes_and_says_what_a_person_should_look_at(tmp_path):
    folder = a_folder(tmp_path, {"index.html": "<p>대표 전화 02-000-0000</p>", "robots.txt": "User-agent: *"})

    found = pass_gate(folder, Allowed())

    assert [(f.rule, f.level) for f in found] == [("PII-TEL", Level.REVIEW)]


def test_every_blocking_file_is_told_at_once_in_order(tmp_path):
    folder = a_folder(tmp_path, {"b/index.html": f"<p>{NUMBER}", ".well-known/x.json": f'"{NUMBER}"', "z.txt": "맑음"})

    with pytest.raises(PersonalDataError) as error:
        pass_gate(folder, Allowed())

    assert [f.path for f in error.value.findings] == [".well-known/x.json", "b/index.html"]
    assert error.value.exitcode == 2


def test_a_rule_switched_off_is_silent(tmp_path):
    folder = a_folder(tmp_path, {"index.html": "<p>대표 전화 02-000-0000</p>"})

    found = pass_gate(folder, Allowed(), ("PII-TEL",))

    assert not found


def test_pelican_is_stopped_by_a_number_in_the_output(tmp_path):
    folder = a_folder(tmp_path, {"index.html": f"<p>{NUMBER}"})

    with pytest.raises(PersonalDataError):
        run(folder)


def test_people_domains_and_the_contact_address_of_the_site_pass(tmp_path):
    folder = a_folder(
        tmp_path, {"index.html": f"<p>{NUMBER}, a@mogwanaru.example, b@agency.example, shop@mail.example"}
    )

    run(folder, (a_person(NUMBER),), EDITORIAL_OWN_DOMAINS=["agency.example"])


def test_without_the_cases_plugin_nobody_is_ours(tmp_path):
    folder = a_folder(tmp_path, {"index.html": f"<p>{NUMBER}"})
    settings = {"OUTPUT_PATH": str(folder), "PATH": str(folder / "content")}
    remember_our_own([SimpleNamespace(settings=settings, context={})])

    with pytest.raises(PersonalDataError):
        judge_output(SimpleNamespace(settings=settings))


def test_a_misspelt_setting_is_refused(tmp_path):
    with pytest.raises(SettingError) as error:
        run(tmp_path, EDITORIAL_OWN_DOMAIN=["x.example"])

    assert "EDITORIAL_OWN_DOMAINS" in str(error.value)


def test_sources_are_judged_with_the_path_staff_know(tmp_path):
    folder = a_folder(
        tmp_path / "content",
        {"responses/a.md": f"---\ntitle: a\nstatus: draft\n---\n{NUMBER}\n", "figures/f.csv": f"a,{NUMBER}\n"},
    )

    found = check_sources(folder, Allowed())

    assert [(f.path, f.line) for f in found] == [("content/figures/f.csv", 1), ("content/responses/a.md", 5)]


def test_one_file_alone_can_be_judged(tmp_path):
    folder = a_folder(tmp_path, {"a.md": NUMBER})

    (finding,) = check_sources(folder / "a.md", Allowed())

    assert finding.level is Level.BLOCK


def test_the_demo_content_raises_nothing_of_its_own_people():
    found = check_sources(DEMO / "content", Allowed(domains=("mogwanaru.example",)))

    assert [f.korean for f in found if f.level is Level.BLOCK] == []


def test_what_stands_on_many_pages_is_found_on_each(tmp_path):
    page = f"<p>맑은 글</p><p>{NUMBER}</p>"
    folder = a_folder(tmp_path, {"0.html": "<p>맑은 글</p>", "a.html": page, "b.html": page})

    with pytest.raises(PersonalDataError) as error:
        pass_gate(folder, Allowed())

    assert [f.path for f in error.value.findings] == ["a.html", "b.html"]


def test_a_datum_is_told_once_with_every_place_and_never_itself(tmp_path):
    pages = {f"{n}.html": f"<p>{NUMBER} 또 {NUMBER.replace('-', ' ')}</p>" for n in range(3)}
    folder = a_folder(tmp_path, {**pages, "z.html": "<p>010-0000-5678</p>"})

    with pytest.raises(PersonalDataError) as error:
        pass_gate(folder, Allowed())

    first, second = error.value.korean.splitlines()
    assert first.startswith("0.html:1: ")
    assert first.endswith("같은 것이 있는 곳: 0.html:1, 1.html:1, 2.html:1.")
    assert second.startswith("z.html:1: ")
    assert "0000" not in error.value.korean


def test_a_datum_on_every_page_names_ten_of_them(tmp_path):
    folder = a_folder(tmp_path, {f"{n:02}.html": f"<p>{NUMBER}" for n in range(30)})

    with pytest.raises(PersonalDataError) as error:
        pass_gate(folder, Allowed())

    assert error.value.korean.endswith("10.html:1 들 29곳.")


CONF = """
import sys
sys.path.insert(0, {root!r})
SITEURL, PATH, THEME, TIMEZONE, DEFAULT_LANG = "", "content", "simple", "Asia/Seoul", "ko"
PLUGINS, PLUGIN_PATHS = ["plugins.editorial.hooks"], ["."]
"""


@pytest.mark.parametrize(("number", "code"), [(NUMBER, 2), ("2026-10-04", 0)])
def test_a_whole_build_ends_with_the_gates_word_and_without_the_number(tmp_path, number, code):
    source = f"Title: 안녕하세요\nDate: 2026-10-06 11:30\n\n연락은 {number}\n"
    a_folder(tmp_path, {"content/hello.md": source, "conf.py": CONF.format(root=str(ROOT))})

    done = subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "conf.py", "-o", "out", "--fatal", "errors"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code, done.stderr
    assert NUMBER not in done.stdout + done.stderr
