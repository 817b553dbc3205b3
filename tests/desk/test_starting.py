"""How much a command brings in before it does anything: staff wait for it each time."""

import os
import subprocess
import sys

import pytest

from plugins.desk.commandline import commands_in
from tasks import COMMANDS, namespace
from tests.site.trees import a_tree

# Whole libraries, and our own modules that bring much.
HEAVY = (
    "aiohttp sqlalchemy alembic lxml bs4 feedparser pelican jinja2 babel markdown docutils PIL selectolax icalendar"
    " rich nh3"
    " plugins.core.model plugins.cases.records plugins.editorial plugins.inbox.store plugins.inbox.tables"
    " plugins.inbox.scoring plugins.inbox.matching plugins.linkbacks plugins.publication.build"
).split()


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    root = a_tree(tmp_path_factory.mktemp("starting"), is_cold=True)
    assert imported(root, "collect")
    return root


def imported(root, *words):
    """The modules that a command imports, as Python itself tells."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "invoke", *words],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.build
@pytest.mark.parametrize(
    ("words", "needed", "spared"),
    [
        # Nothing has changed, so nothing is read.
        pytest.param(
            ["collect", "--force"],
            {"plugins.inbox.collect", "plugins.edge.connections"},
            ["plugins.inbox.feeds"],
            id="collect",
        ),
        pytest.param(["sources"], {"plugins.inbox.polls"}, ["plugins.edge.http"], id="sources"),
        pytest.param(["--list"], {"plugins.desk.filters"}, ["plugins.edge.http", "plugins.inbox"], id="list"),
    ],
)
def test_a_command_brings_nothing_in_that_it_does_not_need(tree, words, needed, spared):
    brought = imported(tree, *words)

    assert needed <= brought
    assert [name for name in (*HEAVY, *spared) if any(f"{each}.".startswith(f"{name}.") for each in brought)] == []


@pytest.mark.build
def test_a_command_leaves_the_modules_of_the_others_out(tree):
    brought = imported(tree, "sources")

    # The module of the command itself is loaded by its name, which Python does not tell; it shares one with others.
    assert {name for name in brought if name.endswith("_commands")} == {"plugins.desk.inbox_commands"}


def test_the_list_names_every_command_as_it_names_itself():
    assert {(name, alias) for _, name, alias in COMMANDS} == {
        (name, alias) for name, aliases in namespace.task_names.items() for alias in aliases
    }


@pytest.mark.parametrize("words", [["inbox", "--json"], ["접수함"], ["inbox", "posts"]])
def test_only_what_is_named_is_loaded(words):
    names = {"inbox", *words[1:]} - {"--json"}

    assert set(commands_in(COMMANDS, words).task_names) == names


@pytest.mark.parametrize("words", [[], ["--list"], ["inbx"], ["--help", "inbox"]])
def test_all_are_loaded_where_none_is_named(words):
    assert set(commands_in(COMMANDS, words).task_names) == set(namespace.task_names)
