"""What is refused: one sentence, code 2, and the output as it was."""

import pytest

from tests.site.trees import a_small_tree, built, edited, invoked, small_tree, snapshot

pytestmark = pytest.mark.build
RESPONSE = "content/responses/mg-2026-001-response.md"


@pytest.fixture(scope="module")
def finished():
    """A finished site, by path."""
    return snapshot(small_tree() / "output")


def with_output(root, files):
    """Put a finished site into the output, as an earlier build would have."""
    for name, content in files.items():
        path = root / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        pytest.param(RESPONSE, "rebuttal: open", "rebutal: open", "rebuttal을 뜻하셨나요", id="misspelt key"),
        pytest.param(RESPONSE, "case: MG-2026-001", "case: MG-2026-099", "MG-2026-099", id="unknown case"),
        pytest.param(RESPONSE, "stage: answered", "stage: reopened", "stage", id="forbidden stage"),
        pytest.param(RESPONSE, "author: 윤하람", "author: 윤하랑", "윤하랑", id="missing person"),
        pytest.param(
            RESPONSE, "## 무엇을 겪으셨나", "010-2345-6789로 주세요.\n\n## 무엇을 겪으셨나", "전화", id="phone number"
        ),
        pytest.param(
            RESPONSE, "## 무엇을 겪으셨나", "[없음](/gone/)\n\n## 무엇을 겪으셨나", "/gone/", id="dangling link"
        ),
        pytest.param("site.toml", 'brand = "모과나루"', 'brnad = "모과나루"', "brand를 뜻하셨나요", id="site.toml"),
        pytest.param(
            "pelicanconf.py", "INBOX_DATABASE =", "INBOX_DATABSE =", "INBOX_DATABASE를 뜻하셨나요", id="setting"
        ),
        pytest.param("pelicanconf.py", '    "yaml_metadata",\n', "", "yaml_metadata가 빠져", id="no yaml_metadata"),
        pytest.param(
            "pelicanconf.py", '"plugins.cases.hooks"', '"plugins.case.hooks"', "plugins.case", id="misspelt plugin"
        ),
    ],
)
def test_a_mistake_is_told_in_sentences_and_changes_nothing(tmp_path, finished, name, old, new, said):
    root = with_output(a_small_tree(tmp_path), finished)
    edited(root, name, old, new)

    done = built(root)

    assert (done.returncode, snapshot(root / "output") == finished) == (2, True), done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert all(": " in line for line in done.stderr.splitlines())


def test_an_undefined_name_in_a_template_stops_the_build_with_its_traceback(tmp_path, finished):
    root = with_output(a_small_tree(tmp_path), finished)
    edited(root, "theme/templates/index.html", "{% block main %}", "{% block main %}{{ casse }}")

    done = built(root)

    assert (done.returncode, snapshot(root / "output") == finished) == (1, True)
    assert "'casse' is undefined" in done.stderr


def test_publishing_refuses_what_building_refuses(tmp_path):
    root = a_small_tree(tmp_path)
    edited(root, RESPONSE, "## 무엇을 겪으셨나", "010-2345-6789로 주세요.\n\n## 무엇을 겪으셨나")

    done = invoked(root, "publish", "--target", str(tmp_path / "www"))

    assert done.returncode == 2
    assert not (tmp_path / "www").exists()


def test_publishing_without_the_gate_is_refused(tmp_path):
    root = a_small_tree(tmp_path)
    edited(root, "pelicanconf.py", '    "plugins.editorial.hooks",\n', "")

    done = invoked(root, "publish", "--target", str(tmp_path / "www"))

    assert (done.returncode, done.stderr) == (
        2,
        "PLUGINS: 편집 점검이 꺼져 있어 발행하지 않았습니다. pelicanconf.py의 PLUGINS에 다시 넣어 주세요.\n",
    )
