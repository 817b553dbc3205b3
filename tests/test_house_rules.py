"""What the style guide asks for and a machine can see."""

import ast
import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "plugins").rglob("*.py"))
# A module above 300 lines stands here with its reason.
LONG_FOR_A_REASON: dict[str, str] = {
    "plugins/core/model.py": "all public nouns in one place, documented",
    "plugins/inbox/model.py": "all private nouns in one place, documented",
}
# A class that cannot be frozen stands here with its reason.
FILLED_ONCE = {
    "PersonView": "people, cases and posts point at each other; filled once before anything is rendered",
    "CaseView": "as PersonView",
}


@cache
def text_of(path):
    return path.read_text(encoding="utf-8")


@cache
def defined_in(path):
    """The docstring of a module, its decorated classes and the names of its functions: parsed once for all rules."""
    tree = ast.parse(text_of(path))
    nodes = list(ast.walk(tree))
    # Not the tree: three hundred of them would fill the memory of every worker.
    functions = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    decorators = [(n.name, decorator) for n in nodes if isinstance(n, ast.ClassDef) for decorator in n.decorator_list]
    return ast.get_docstring(tree), decorators, functions


def named(path):
    return path.relative_to(ROOT).as_posix()


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


# Each rule is one test of all modules: one for each of them would be a fifth of all tests, their time the framework's.
def test_a_module_has_at_most_300_lines_or_a_reason():
    lines = {named(path): text_of(path).count("\n") for path in MODULES}

    assert {name: n for name, n in lines.items() if n > 300 and name not in LONG_FOR_A_REASON} == {}


def test_a_reason_for_length_is_withdrawn_with_the_length():
    needless = [
        name
        for name in LONG_FOR_A_REASON
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8").count("\n") <= 300
    ]

    assert needless == []


def test_a_module_says_what_it_is_for():
    assert [named(path) for path in MODULES if text_of(path).strip() and not defined_in(path)[0]] == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "misc", "manager"}

    assert [named(path) for path in MODULES if path.stem in drawers] == []


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "hooks.py"], ids=named)
def test_hooks_translate_and_delegate(path):
    text = path.read_text(encoding="utf-8")

    assert text.count("\n") <= 120
    assert not re.search(r"^(import re|from re )", text, re.MULTILINE)


def test_a_dataclass_is_frozen_with_named_fields_and_slots():
    missing = []
    for path in MODULES:
        for name, decorator in defined_in(path)[1]:
            if "dataclass" in ast.unparse(decorator):
                wanted = {"kw_only=True", "slots=True"} | (set() if name in FILLED_ONCE else {"frozen=True"})
                found = {ast.unparse(keyword) for keyword in getattr(decorator, "keywords", [])}
                missing.append((named(path), name, wanted - found))

    assert missing
    assert [one for one in missing if one[2]] == []


def test_a_function_is_named_for_what_comes_out():
    forbidden = re.compile(r"_?(get|do|process|check_and)_")
    # The names of others: http.server's and SQLAlchemy's methods that we override.
    theirs = {"do_GET", "process_bind_param", "process_result_value"}
    names = [(named(path), name) for path in MODULES for name in defined_in(path)[2]]

    assert [(path, name) for path, name in names if forbidden.match(name) and name not in theirs] == []


def test_tests_use_no_mock_and_patch_nothing():
    # Put together here, so that this file does not find itself.
    words = ("mock" + ".patch", "monkeypatch" + ".setattr", "unittest" + ".mock")
    tests = sorted((ROOT / "tests").rglob("*.py"))

    assert [named(p) for p in tests if any(word in p.read_text(encoding="utf-8") for word in words)] == []


def test_nothing_of_a_machine_is_committed():
    machine = re.compile(r"(?:^|[^\w.])/(?:work|farm)/(?:main|shared|steering|in)\b|\.\./" + "shared/")
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if machine.search(text) and path != Path(__file__):
            found.append(named(path))

    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_is_pinned_and_hashed_and_names_no_registry(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][a-z0-9._-]*==[^\\\n]+ \\$", text, re.MULTILINE)
    packages = re.findall(r"^[a-zA-Z0-9]", text, re.MULTILINE)

    assert len(pinned) == len(packages) > 0
    assert not re.search(r"https?://|--index-url|--extra-index-url|--trusted-host", text)


def test_the_dev_lock_holds_everything_of_the_lock():
    lines = [
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]

    assert lines[0] <= lines[1]


def test_every_plugin_is_entered_in_the_import_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = " ".join(contracts[0]["layers"])
    packages = [path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").exists()]

    assert [name for name in packages if name not in layers] == []


def test_ci_calls_the_test_command_and_tells_no_secret():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert "export CI=true" in script
    assert "make test" in script.splitlines()
    assert "set -x" not in script


def test_the_npm_lock_is_pinned_and_hashed_and_names_no_registry():
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: facts for name, facts in json.loads(text)["packages"].items() if name}

    assert packages
    assert [name for name, facts in packages.items() if not facts.get("integrity") or not facts.get("version")] == []
    assert not re.search(r"https?://|\"resolved\"", text)
