import re

import pytest

from tasks import namespace


@pytest.mark.parametrize("name", sorted(namespace.task_names))
def test_a_command_says_in_korean_what_it_does_and_shows_an_example(name):
    told = namespace[name].__doc__

    assert re.search(r"[가-힣]", told.split(" / ")[0])
    assert f"예: invoke {name}" in told
    assert all(re.search("[가-힣]", said) for said in namespace[name].help.values())


@pytest.mark.parametrize("name", sorted(namespace.task_names))
def test_a_command_has_a_korean_name_that_can_be_typed(name):
    assert any(re.fullmatch(r"[가-힣]+", alias) for alias in namespace.task_names[name])
