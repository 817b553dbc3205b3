import pytest

from plugins.core.site import read_site
from plugins.publication.begin import QUESTIONS, BeginError, begin, keep_beginning, read_answers
from plugins.publication.manifest import RECORD
from tests.checkout import git
from tests.publication.projects import a_project, snapshot, write_files

ANSWERS = {
    "name": "달빛 답변",
    "brand": "달빛가게",
    "domain": "answers.dalbit.example",
    "prefix": "DB",
    "person": "한별",
    "role": "고객 담당",
    "email": "byeol@dalbit.example",
    "contact": "help@dalbit.example",
}


def a_demo(folder):
    demo = 'as_of = 2026-11-22T09:00:00+09:00\ndeploy_target = "www"\n'
    root = a_project(folder, files={"sources.toml": "", ".desk/inbox.sqlite3": "private"})
    (root / "site.toml").write_text((root / "site.toml").read_text(encoding="utf-8") + demo, encoding="utf-8")
    return root


def test_a_beginning_moves_the_demo_aside_and_writes_its_own_site(tmp_path):
    root = a_demo(tmp_path)

    written = begin(root, read_answers(ANSWERS))

    assert "content/people/byeol.md" in written
    assert (root / "examples/mogwanaru/content/pages/about.md").exists()
    assert not (root / ".desk").exists()
    site = read_site(root / "site.toml")
    assert (site.brand, site.url, site.case_prefix, site.as_of) == (
        "달빛가게",
        "https://answers.dalbit.example",
        "DB",
        None,
    )
    assert site.own_domains == ("answers.dalbit.example", "dalbit.example")
    # Where the demo was tried out is not where the company publishes.
    assert site.deploy_target == ""


def test_nothing_of_the_demo_is_left_in_what_a_company_begins_with(tmp_path):
    root = a_demo(tmp_path)

    begin(root, read_answers(ANSWERS))

    texts = [p.read_text(encoding="utf-8") for p in (*(root / "content").rglob("*.md"), *root.glob("*.toml"))]
    assert not [text for text in texts if "모과나루" in text or "mogwanaru" in text or "$" in text]


def test_what_the_demo_was_published_as_is_still_known_so_that_its_pages_can_be_taken_away(tmp_path):
    root = a_demo(tmp_path)
    records = {"records/published.json": '{"files": {"cases/1/index.html": "a"}}', "records/published/one.json": "{}"}
    write_files(root, records)

    begin(root, read_answers(ANSWERS))

    assert snapshot(root / "records") == {"published.json": records[str(RECORD)].encode()}
    assert sorted(snapshot(root / "examples/mogwanaru/records")) == ["published.json", "published/one.json"]


@pytest.mark.parametrize(
    ("name", "said", "left"),
    [
        pytest.param("한별", "git에 커밋했습니다", [" M theme/static/site.css"], id="named"),
        pytest.param("", "git add --all content examples site.toml sources.toml && git commit -m", None, id="nobody"),
    ],
)
def test_what_a_beginning_wrote_and_moved_is_committed_and_nothing_else(tmp_path, monkeypatch, name, said, left):
    root = a_demo(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(root, "init", "--quiet")
    for setting in (("user.name", name), ("user.email", "x@x.example"), ("user.useConfigOnly", "true")):
        git(root, "config", *setting)
    write_files(root, {".gitignore": "/cache/\n/.desk\n__pycache__/\n"})
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "처음")
    write_files(root, {"theme/static/site.css": "p {}\n"})
    begin(root, read_answers(ANSWERS))

    told = keep_beginning(root)

    assert said in told
    status = git(root, "status", "--porcelain").splitlines()
    assert status == left if left else " M site.toml" in status


def test_without_git_nothing_is_said_of_it(tmp_path):
    assert keep_beginning(tmp_path) == ""


def test_a_second_beginning_is_refused_and_changes_nothing(tmp_path):
    root = a_demo(tmp_path)
    begin(root, read_answers(ANSWERS))
    before = snapshot(root)

    with pytest.raises(BeginError) as error:
        begin(root, read_answers(ANSWERS | {"brand": "다른 가게"}))

    assert "이미 시작한" in error.value.korean
    assert snapshot(root) == before


def test_a_beginning_never_writes_over_what_stands_in_the_way(tmp_path):
    root = a_demo(tmp_path)
    (root / "examples/mogwanaru/content").mkdir(parents=True)
    before = snapshot(root)

    with pytest.raises(BeginError):
        begin(root, read_answers(ANSWERS))

    assert snapshot(root) == before


def test_a_beginning_that_fails_half_way_is_undone(tmp_path):
    root = a_demo(tmp_path)
    # A file where a folder is needed: only the last of the demo's moves meets it.
    (root / "cache").mkdir(exist_ok=True)
    (root / "records").mkdir()
    (root / "examples").mkdir()
    (root / "examples/mogwanaru").write_text("in the way")
    before = snapshot(root)

    with pytest.raises(BeginError):
        begin(root, read_answers(ANSWERS))

    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("brand", "<b>가게</b>"),
        ("domain", "우리 가게"),
        ("prefix", "db"),
        ("prefix", "TOOLONGPREFIX"),
        ("email", "byeol"),
        ("contact", "전화 주세요"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(field, value):
    with pytest.raises(BeginError) as error:
        read_answers(ANSWERS | {field: value})

    assert error.value.which == field


def test_a_contact_may_be_a_form():
    beginning = read_answers(ANSWERS | {"contact": "https://form.example/x"})

    assert (beginning.contact_form_url, beginning.contact_email) == ("https://form.example/x", "byeol@dalbit.example")


def test_every_question_has_an_example_that_would_be_accepted():
    assert read_answers({question.field: question.example for question in QUESTIONS}).prefix == "MG"
