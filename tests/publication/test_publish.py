import subprocess
import sys
from dataclasses import replace

import pytest

from plugins.core.errors import BuildError, SettingError
from plugins.publication.publish import is_remote, publish, run_command
from plugins.publication.sent import folders_sent_to
from plugins.publication.settings import PublishSettings, publish_settings, settings_of
from tests.publication.projects import AS_OF, REPOSITORY, a_project, snapshot, write_files

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


def published(root, *, target="", run=None, remember=lambda _: (), is_dry=False):
    settings = replace(SETTINGS, target=target)
    return publish(root, settings=settings, as_of=AS_OF, run=run or FakeRun(), remember=remember, is_dry=is_dry)


def run_in(root, line):
    return subprocess.run(line, shell=True, cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.mark.build
def test_without_a_target_publishing_only_says_what_it_would_send(tmp_path):
    root = a_project(tmp_path)

    report = published(root)

    assert report.swap.new == ("about/index.html", "index.html", "theme/site.css")
    assert not (root / "records").exists()


@pytest.mark.build
def test_a_dry_run_sends_nothing_whatever_the_target(tmp_path):
    root = a_project(tmp_path)

    report = published(root, target=str(tmp_path / "www"), is_dry=True)

    assert (report.target, len(report.swap.new)) == ("", 3)
    assert [path.exists() for path in (tmp_path / "www", root / "records")] == [False, False]


@pytest.mark.build
def test_a_folder_that_holds_the_site_of_somebody_else_is_refused_and_stays_as_it_is(tmp_path):
    root, www = a_project(tmp_path), tmp_path / "www"
    write_files(www, {"robots.txt": "Sitemap: https://answers.other.example/sitemap.xml\n", "index.html": "x"})

    with pytest.raises(BuildError) as error:
        published(root, target=str(www))

    assert "다른 누리집(https://answers.other.example)" in error.value.korean
    assert sorted(snapshot(www)) == ["index.html", "robots.txt"]


@pytest.mark.build
def test_publishing_to_a_folder_brings_absolute_addresses_there(tmp_path):
    root = a_project(tmp_path)

    published(root, target=str(tmp_path / "www"))

    assert "https://answers.test.example/about/" in (tmp_path / "www/index.html").read_text(encoding="utf-8")
    assert folders_sent_to(root) == (tmp_path / "www",)


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
@pytest.mark.needs("rsync")
def test_rsync_brings_the_site_to_another_machine(tmp_path):
    root, www = a_project(tmp_path), tmp_path / "www"
    www.mkdir()
    # The other machine is this one: a shell that takes the host's name and runs the rest, as ssh would over there.
    shell = tmp_path / "as-ssh"
    shell.write_text('#!/bin/sh\nshift\nexec sh -c "$*"\n')
    shell.chmod(0o755)
    there = lambda command, text: run_command([command[0], "--rsh", str(shell), *command[1:]], text)  # noqa: E731

    published(root, target=f"host:{www}", run=there)

    assert snapshot(www) == snapshot(root / "cache/publish")


@pytest.mark.build
def test_in_a_checkout_the_records_of_a_publication_are_committed_once(tmp_path):
    root = a_project(tmp_path, files={".gitignore": "/.desk\n/cache/\n__pycache__/\n"})
    run_in(root, "git init --quiet && git config user.name x && git config user.email x@x.example")
    run_in(root, "git add --all && git commit --quiet -m one && touch theme/new.css")

    def remember(_built):
        write_files(root, {"records/published/about.json": "{}\n"})
        return ("records/published",)

    reports = [published(root, target=str(tmp_path / "www"), remember=remember) for _ in range(2)]

    assert [report.committed for report in reports] == [True, False]
    shown = run_in(root, "git show --name-only --format= HEAD && git rev-list --count HEAD && git status --porcelain")
    assert shown.split() == ["records/published.json", "records/published/about.json", "2", "??", "theme/new.css"]


@pytest.mark.build
def test_what_is_not_committed_in_content_keeps_the_target_as_it_is(tmp_path):
    root = a_project(tmp_path, files={".gitignore": "/cache/\n__pycache__/\n"})
    run_in(root, "git init --quiet && git config user.name x && git config user.email x@x.example")
    run_in(root, "git add --all && git commit --quiet -m one && echo x >> content/pages/about.md")

    with pytest.raises(BuildError) as error:
        published(root, target=str(tmp_path / "www"))

    assert "content/pages/about.md" in error.value.korean
    assert not (tmp_path / "www").exists()
    assert published(root).committed is None


@pytest.mark.build
def test_a_strange_file_in_the_rendering_is_not_sent(tmp_path):
    root, www = a_project(tmp_path), tmp_path / "www"
    write_files(root, {"cache/publish/secret.html": "x", "cache/publish/.index.html.0123456789ab.tmp": "half"})

    published(root, target=str(www))

    assert sorted(snapshot(www)) == ["about/index.html", "index.html", "theme/site.css"]


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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            'DEPLOY_TARGET = "/srv/www', '이 줄을 읽을 수 없습니다: DEPLOY_TARGET = "/srv/www 따옴표', id="quote"
        ),
        pytest.param("DEPLOY_TARGET = www", "'www'는 모르는 이름입니다", id="name"),
        pytest.param("DEPLOY_TARGET = int('x')", "설정을 읽다가 멈췄습니다(ValueError", id="value"),
    ],
)
@pytest.mark.parametrize("asked", ["pelicanconf.py", "publishconf.py"])
def test_a_slip_in_a_settings_file_is_one_sentence_with_its_line(tmp_path, line, said, asked):
    write_files(tmp_path, {"pelicanconf.py": f"SITEURL = ''\n{line}\n"})
    write_files(tmp_path, {"publishconf.py": "import runpy\nrunpy.run_path(__file__.replace('publish', 'pelican'))\n"})

    with pytest.raises(SettingError) as error:
        settings_of(tmp_path / asked)

    assert error.value.korean.startswith("pelicanconf.py:2: ")
    assert said in error.value.korean
    assert "\n" not in error.value.korean


def test_the_target_stands_where_staff_edit(tmp_path):
    for name in ("pelicanconf.py", "publishconf.py", "site.toml"):
        (tmp_path / name).write_text((REPOSITORY / name).read_text(encoding="utf-8"), encoding="utf-8")
    site = tmp_path / "site.toml"
    site.write_text(site.read_text(encoding="utf-8").replace('deploy_target = ""', 'deploy_target = "www"'))
    asked = "from pathlib import Path; from plugins.publication.settings import publish_settings, settings_of; "
    asked += f"print(publish_settings(settings_of(Path({str(tmp_path / 'publishconf.py')!r}))).target)"

    done = subprocess.run([sys.executable, "-c", asked], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("www\n", "")


def test_a_bug_in_what_a_settings_file_calls_stays_a_bug(tmp_path):
    write_files(tmp_path, {"plugins/bad.py": "int('x')\n", "conf.py": "import runpy\n"})
    with (tmp_path / "conf.py").open("a") as file:
        file.write(f"runpy.run_path({str(tmp_path / 'plugins/bad.py')!r})\n")

    with pytest.raises(ValueError, match="invalid literal"):
        settings_of(tmp_path / "conf.py")


def test_a_missing_program_is_told_as_a_failure():
    assert run_command(["a-program-that-is-not-there"], "")[0] == 127
