from dataclasses import replace

import pytest

from plugins.core.errors import BuildError, SettingError
from plugins.publication.publish import is_remote, publish, run_command
from plugins.publication.settings import PublishSettings, publish_settings, settings_of
from tests.publication.projects import AS_OF, a_project, snapshot, write_files

SETTINGS = PublishSettings(target="", site_url="https://answers.test.example", is_gated=True)
OLD_PAGE = {"content/pages/old.md": "---\ntitle: 옛 글\n---\n\n글\n"}


class FakeRun:
    """Remembers the commands and answers each with the same code."""

    def __init__(self, code=0, said=""):
        self.answer = (code, said)
        self.calls = []

    def __call__(self, command, text):
        self.calls.append((tuple(command), text))
        return self.answer


def published(root, *, target="", run=None):
    return publish(root, settings=replace(SETTINGS, target=target), as_of=AS_OF, run=run or FakeRun())


@pytest.mark.build
def test_without_a_target_publishing_only_says_what_it_would_send(tmp_path):
    root = a_project(tmp_path)

    report = published(root)

    assert report.swap.new == ("about/index.html", "index.html", "theme/site.css")
    assert not (root / "records").exists()


@pytest.mark.build
def test_publishing_to_a_folder_brings_absolute_addresses_there(tmp_path):
    root = a_project(tmp_path)

    published(root, target=str(tmp_path / "www"))

    assert "https://answers.test.example/about/" in (tmp_path / "www/index.html").read_text(encoding="utf-8")


@pytest.mark.build
def test_a_second_publication_takes_away_what_the_first_brought_and_nothing_else(tmp_path):
    root, www = a_project(tmp_path, files=OLD_PAGE), tmp_path / "www"
    published(root, target=str(www))
    write_files(www, {"CNAME": "x", "old/notes.html": "theirs"})
    (root / "content/pages/old.md").unlink()

    report = published(root, target=str(www))

    assert report.swap.removed == ("old/index.html",)
    assert {"CNAME", "old/notes.html"} <= set(snapshot(www))


@pytest.mark.build
def test_a_remote_target_is_sent_exactly_our_files_and_what_is_gone(tmp_path):
    root, run = a_project(tmp_path, files=OLD_PAGE), FakeRun()
    published(root, target="host:www", run=run)
    (root / "content/pages/old.md").unlink()

    published(root, target="host:www", run=run)

    command, listed = run.calls[-1]
    assert (command[0], command[-1]) == ("rsync", "host:www")
    assert "--delete" not in command
    assert listed == "about/index.html\nindex.html\nold/index.html\ntheme/site.css\n"


@pytest.mark.build
@pytest.mark.needs("rsync")
def test_rsync_itself_understands_what_it_is_told(tmp_path):
    root, www = a_project(tmp_path, files=OLD_PAGE), tmp_path / "www"
    # rsync reads a path without a colon as a local folder, which is all that can be tried without another machine.
    there = lambda command, text: run_command([*command[:-1], str(www)], text)  # noqa: E731
    published(root, target="host:www", run=there)
    write_files(www, {"CNAME": "x"})
    (root / "content/pages/old.md").unlink()

    published(root, target="host:www", run=there)

    assert sorted(snapshot(www)) == ["CNAME", "about/index.html", "index.html", "theme/site.css"]


@pytest.mark.build
def test_a_target_that_refuses_is_told_and_what_was_sent_is_not_recorded(tmp_path):
    root = a_project(tmp_path)

    with pytest.raises(BuildError) as error:
        published(root, target="host:www", run=FakeRun(code=255, said="ssh: no route\n"))

    assert "ssh: no route" in error.value.korean
    assert not (root / "records/published.json").exists()


@pytest.mark.build
@pytest.mark.parametrize("target", ["content", "theme/static", ".", "records"])
def test_a_folder_of_the_project_is_no_target(tmp_path, target):
    with pytest.raises(BuildError) as error:
        published(a_project(tmp_path), target=target)

    assert "프로젝트의 폴더" in error.value.korean


@pytest.mark.parametrize("change", [{"is_gated": False}, {"site_url": ""}])
def test_publishing_without_the_gate_or_an_address_is_refused(tmp_path, change):
    with pytest.raises(BuildError):
        publish(tmp_path, settings=replace(SETTINGS, **change), as_of=AS_OF, run=FakeRun())


@pytest.mark.parametrize(
    ("target", "remote"),
    [("host:www", True), ("me@host:/srv/www", True), ("rsync://host/www", True), ("/srv/a:b", False), ("www", False)],
)
def test_a_remote_target_has_a_colon_before_its_first_slash(target, remote):
    assert is_remote(target) is remote


@pytest.mark.parametrize("plugins", [["plugins.editorial"], ["plugins.cases.hooks", "plugins.editorial.hooks"]])
def test_the_gate_is_known_by_either_name(plugins):
    assert publish_settings({"PLUGINS": plugins}).is_gated


def test_a_misspelt_deploy_setting_is_refused():
    with pytest.raises(SettingError, match="DEPLOY_TARGET"):
        publish_settings({"DEPLOY_TARGETS": "www"})


def test_a_settings_file_is_read_without_pelican(tmp_path):
    (tmp_path / "conf.py").write_text("SITEURL = 'x'\nlower = 1\n")

    assert settings_of(tmp_path / "conf.py") == {"SITEURL": "x"}


def test_a_missing_program_is_told_as_a_failure():
    assert run_command(["a-program-that-is-not-there"], "")[0] == 127
