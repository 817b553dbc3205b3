import copy
import re

import pytest

from plugins.desk.manual import asked_for, command_list, command_manual
from tasks import namespace

# The words of invoke's own frame.
ENGLISH = ("Usage", "Options", "Docstring", "Available", "=STRING", "=INT", "Core")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], ""),
        (["--list"], ""),
        (["--help"], ""),
        (["--help", "draft"], "draft"),
        (["draft", "response"], None),
        (["draft"], None),
    ],
)
def test_a_manual_is_wanted_only_where_one_is_asked_for(words, wanted):
    assert asked_for(words) == wanted


def test_the_list_names_every_command_in_the_order_of_the_day():
    lines = command_list(namespace).splitlines()

    told = [line.split()[0] for line in lines if line.startswith("  ")]
    assert told == [name.replace("_", "-") for name in namespace.tasks]
    assert told[0] == "collect"


@pytest.mark.parametrize("name", ["", *sorted(namespace.task_names)])
def test_no_manual_shows_the_english_frame(name):
    told = command_manual(namespace, name) if name else command_list(namespace)

    assert [word for word in ENGLISH if word in told] == []
    assert told.startswith("쓰는 법: invoke")


def test_every_option_says_what_it_is_for():
    silent = [
        (context.name, flags)
        for context in copy.deepcopy(namespace).to_contexts()
        for flags, said in context.help_tuples()
        if not said
    ]

    assert silent == []


def test_a_manual_speaks_korean_and_of_the_command_as_it_was_asked_for():
    usage, _, said, *_ = command_manual(namespace, "분류").splitlines()

    assert usage == "쓰는 법: invoke 분류 <번호> [--선택지 값]…"
    assert " / " not in said


@pytest.mark.parametrize("name", sorted(namespace.task_names))
def test_every_place_on_a_command_line_has_a_korean_name(name):
    usage = command_manual(namespace, name).partition("\n")[0]

    assert re.findall("<[^가-힣]+>", usage) == []
