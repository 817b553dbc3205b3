"""A bug, a broken template and a broken settings file say where they are before the traceback."""

import runpy

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.publication.mishap import told_of
from tests.publication.projects import write_files


def raised(action):
    with pytest.raises(Exception) as found:
        action()
    return found.value


def told_of_template(root, text):
    write_files(root, {"theme/templates/page.html": text})
    env = Environment(loader=FileSystemLoader(root / "theme/templates"), undefined=StrictUndefined, autoescape=True)
    return told_of(raised(lambda: env.get_template("page.html").render()), root)


@pytest.mark.parametrize("text", ["<p>\n{% if %}\n", "<p>\n{{ nobody.name }}\n"])
def test_a_template_is_named_with_its_line(tmp_path, text):
    said = told_of_template(tmp_path, text)

    assert said.startswith("theme/templates/page.html:2: 틀에 잘못이 있어 짓지 못했습니다.")
    assert "Traceback" in said


def test_a_settings_file_is_named_with_its_line(tmp_path):
    write_files(tmp_path, {"pelicanconf.py": "A = 1\nB = (\n"})

    said = told_of(raised(lambda: runpy.run_path(str(tmp_path / "pelicanconf.py"))), tmp_path)

    assert said.startswith("pelicanconf.py:2: 설정 파일에 잘못이 있어")
    assert "SyntaxError" in said.splitlines()[1]


def test_a_bug_of_a_plugin_is_named_and_who_only_builds_is_not(tmp_path):
    write_files(
        tmp_path,
        {
            "plugins/guest.py": "def go():\n    return 1 / 0\n",
            "plugins/publication/warm.py": "def build(go):\n    go()\n",
        },
    )
    guest, warm = (runpy.run_path(str(tmp_path / "plugins" / name)) for name in ("guest.py", "publication/warm.py"))

    def build():
        warm["build"](guest["go"])

    assert told_of(raised(build), tmp_path).startswith("plugins/guest.py:2: 프로그램에 잘못이 있어")
    assert told_of(raised(lambda: warm["build"](None)), tmp_path).startswith("미리보기를 짓지 못했습니다.")
