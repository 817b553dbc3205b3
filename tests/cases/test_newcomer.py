import pytest

from plugins.cases.newcomer import draft_person
from plugins.cases.records import read_records
from plugins.core.errors import DeskError
from tests.cases.content import content

FACTS = {"name": "새봄", "role": "확인: '답'을 봅니다", "email": "Sae.Bom@test.example"}


def test_a_new_person_can_sign_and_confirm_at_once(tmp_path):
    folder = content(tmp_path)

    path = draft_person(tmp_path, **FACTS)

    person = read_records(folder).person("새봄")
    assert path.name == "sae-bom.md"
    assert (person.role, person.affiliation, person.reach) == (FACTS["role"], "inhouse", "새봄, Sae.Bom@test.example")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({"name": ""}, "--name", id="no name"),
        pytest.param({"role": " "}, "--role", id="no role"),
        pytest.param({"email": "새봄"}, "--email", id="no address"),
        pytest.param({"name": "윤하람"}, "이미 있는 사람입니다(content/people/yun-haram.md)", id="there already"),
        pytest.param({"email": "yun-haram@test.example"}, "이미 있는 파일입니다", id="a file there already"),
    ],
)
def test_a_person_who_cannot_be_written_is_refused_and_nothing_is(tmp_path, facts, said):
    people = content(tmp_path) / "people"
    before = sorted(people.iterdir())

    with pytest.raises(DeskError) as error:
        draft_person(tmp_path, **FACTS | facts)

    assert said in error.value.korean
    assert sorted(people.iterdir()) == before


def test_an_empty_field_of_few_values_names_them(tmp_path):
    folder = content(tmp_path)
    (folder / "people/gap.md").write_text("---\nname: 갑\nrole: 을\naffiliation:\nreach: 병\n---\n", encoding="utf-8")

    with pytest.raises(DeskError) as error:
        read_records(folder)

    assert (
        "affiliation: 꼭 있어야 하는데 비어 있습니다. 쓸 수 있는 값: inhouse 사내 · agency 대행사 · contractor 협력사."
        in error.value.korean
    )
