from datetime import UTC, datetime

import pytest

from plugins.core.errors import SettingError
from plugins.core.site import read_site

LINES = {
    "name": '"달빛 답변"',
    "brand": '"달빛"',
    "url": '"https://answers.dalbit.example/"',
    "description": '"불만에 답합니다."',
    "case_prefix": '"DB"',
    "contact_email": '"help@dalbit.example"',
}


def a_site_file(folder, **changes):
    lines = {key: value for key, value in (LINES | changes).items() if value is not None}
    path = folder / "site.toml"
    path.write_text("\n".join(f"{key} = {value}" for key, value in lines.items()), encoding="utf-8")
    return path


def test_a_site_file_becomes_a_site(tmp_path):
    site = read_site(a_site_file(tmp_path, own_domains='["dalbit.example"]'))

    assert (site.url, site.domain) == ("https://answers.dalbit.example", "answers.dalbit.example")
    assert (site.own_domains, site.contact_form_url, site.as_of) == (("dalbit.example",), "", None)


def test_the_instant_of_a_demo_keeps_its_zone(tmp_path):
    site = read_site(a_site_file(tmp_path, as_of="2026-11-22T09:00:00+09:00"))

    assert site.as_of == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"brnad": '"달빛"'}, "brand를 뜻하셨나요?", id="misspelt"),
        pytest.param({"brand": None}, "비어 있습니다", id="missing"),
        pytest.param({"brand": '""'}, "비어 있습니다", id="empty"),
        pytest.param({"brand": "3"}, "값의 꼴이 다릅니다", id="another type"),
        pytest.param({"as_of": "2026-11-22T09:00:00"}, "시간대를 붙여", id="no zone"),
        pytest.param({"brand": '"닫지 않음'}, "째 줄", id="not TOML"),
    ],
)
def test_a_site_file_that_cannot_be_used_is_refused_in_one_sentence(tmp_path, changes, said):
    with pytest.raises(SettingError) as error:
        read_site(a_site_file(tmp_path, **changes))

    assert said in error.value.korean
    assert "\n" not in error.value.korean


def test_a_missing_site_file_is_told_with_what_to_do(tmp_path):
    with pytest.raises(SettingError) as error:
        read_site(tmp_path / "site.toml")

    assert "`invoke init`" in error.value.korean
