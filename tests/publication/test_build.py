import fcntl
import subprocess
import sys

import pytest

from plugins.core.errors import BuildError, ContentError
from plugins.publication.build import build
from plugins.publication.workshop import BuildBugError
from tests.publication.projects import AS_OF, a_project, snapshot, write_files

pytestmark = pytest.mark.build


def built(root, **changes):
    options = {"settings_file": "pelicanconf.py", "as_of": AS_OF, "output": root / "output"} | changes
    return build(root, **options)


def a_plugin(text):
    return {"settings": 'PLUGINS = [*PLUGINS, "plugins.guest"]\n', "files": {"plugins/guest.py": text}}


def test_a_build_reports_its_pages_and_writes_them(tmp_path):
    root = a_project(tmp_path)

    report = built(root)

    assert (report.pages, report.feeds, report.removed) == (2, 0, ())
    assert report.changed == ("about/index.html", "index.html", "theme/site.css")
    assert "반갑습니다" in (root / "output/about/index.html").read_text(encoding="utf-8")


def test_a_second_build_changes_nothing(tmp_path):
    root = a_project(tmp_path)
    built(root)
    before = {path: path.stat().st_mtime_ns for path in (root / "output").rglob("*")}

    report = built(root)

    assert report.changed == report.removed == ()
    assert {path: path.stat().st_mtime_ns for path in (root / "output").rglob("*")} == before


def test_a_page_whose_source_is_gone_is_taken_away_and_a_strange_file_stays(tmp_path):
    root = a_project(tmp_path, files={"content/pages/old.md": "---\ntitle: 옛 글\n---\n\n글\n"})
    built(root)
    write_files(root, {"output/CNAME": "answers.test.example"})
    (root / "content/pages/old.md").unlink()

    report = built(root)

    assert report.removed == ("old/index.html",)
    assert not (root / "output/old").exists()
    assert (root / "output/CNAME").exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("[없는 글](/nowhere/)", "/nowhere/ 주소의 쪽이 없습니다", id="dangling"),
        pytest.param("[없는 자리](/about/#gone)", "#gone 자리가 없습니다", id="anchor"),
        pytest.param("[없는 글](https://answers.test.example/gone/)", "gone/ 주소의 쪽이 없습니다", id="absolute"),
        pytest.param("[없는 글]({filename}gone.md)", "gone.md", id="filename"),
    ],
)
def test_a_dangling_link_leaves_the_output_as_it_was(tmp_path, body, said):
    root = a_project(tmp_path)
    built(root)
    before = snapshot(root / "output")
    write_files(root, {"content/pages/bad.md": f"---\ntitle: 나쁜 글\n---\n\n{body}\n"})

    with pytest.raises((ContentError, BuildError)) as error:
        built(root, strict=True)

    assert said in error.value.korean
    assert snapshot(root / "output") == before
    assert not list((root / "cache").glob("staging-*"))


def test_a_refusal_of_a_receiver_is_told_in_its_own_sentence(tmp_path):
    plugin = """
from pelican import signals
from plugins.core.errors import BuildError
def refuse(pelican):
    raise BuildError("content/x.md", "no", advice="전화번호가 있습니다.")
def register():
    signals.finalized.connect(refuse)
"""
    root = a_project(tmp_path, **a_plugin(plugin))

    with pytest.raises(BuildError) as error:
        built(root)

    assert error.value.korean == "content/x.md: 전화번호가 있습니다."
    assert not (root / "output").exists()


def test_a_plugin_that_does_not_import_stops_the_build(tmp_path):
    root = a_project(tmp_path, **a_plugin("import a_module_that_is_not_there\n"))

    with pytest.raises(BuildError) as error:
        built(root)

    assert "plugins.guest" in error.value.korean


def test_a_plugin_that_does_not_register_keeps_its_traceback(tmp_path):
    root = a_project(tmp_path, **a_plugin("def register():\n    raise KeyError('SETTING_NAME')\n"))

    with pytest.raises(BuildBugError) as error:
        built(root)

    assert "KeyError: 'SETTING_NAME'" in str(error.value)


@pytest.mark.parametrize(
    "reaching",
    [
        pytest.param("import socket; socket.create_connection(('127.0.0.1', 9))", id="network"),
        pytest.param("import sqlite3; sqlite3.connect(':memory:')", id="database"),
    ],
)
def test_a_build_that_reaches_out_is_stopped(tmp_path, reaching):
    plugin = f"""
from pelican import signals
def reach(pelican):
    {reaching}
def register():
    signals.finalized.connect(reach)
"""
    root = a_project(tmp_path, **a_plugin(plugin))

    with pytest.raises(BuildBugError) as error:
        built(root)

    assert "BuildReachedOutError" in str(error.value)


def test_a_misspelt_name_in_a_page_header_stops_the_build_with_a_sentence(tmp_path):
    root = a_project(tmp_path, files={"content/pages/broken.md": "---\ntitle: [열린 괄호\n---\n\n글\n"})

    with pytest.raises(BuildError) as error:
        built(root)

    assert "broken.md" in error.value.korean


def test_a_draft_gets_no_page(tmp_path):
    root = a_project(tmp_path, files={"content/pages/soon.md": "---\ntitle: 곧\nstatus: draft\n---\n\n글\n"})

    built(root)

    assert "soon/index.html" not in snapshot(root / "output")


def test_a_second_build_at_the_same_time_is_refused_in_one_sentence(tmp_path):
    root = a_project(tmp_path)
    (root / "cache").mkdir()

    with (root / "cache/build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildError) as error:
            built(root)

    assert error.value.korean == "build.lock: 다른 빌드가 돌고 있습니다. 끝난 뒤에 다시 해 주세요."


def test_an_instant_without_a_zone_is_refused(tmp_path):
    with pytest.raises(BuildError):
        built(tmp_path, as_of=AS_OF.replace(tzinfo=None))


def test_the_rendering_ends_with_code_2_and_one_sentence_when_refused(tmp_path):
    root = a_project(tmp_path, settings='PLUGINS = [*PLUGINS, "plugins.gone"]\n')
    command = [sys.executable, "-m", "plugins.publication.render", "--settings", "pelicanconf.py"]
    command += ["--output", str(tmp_path / "out"), "--as-of", AS_OF.isoformat()]

    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
