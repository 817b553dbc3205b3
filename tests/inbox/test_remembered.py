import json
import stat
from dataclasses import fields

import pytest

from plugins.core.errors import SettingError
from plugins.inbox.config import read_sources
from plugins.inbox.model import Brand, Source
from plugins.inbox.remembered import _BRAND, _SOURCE, WORTH, listening_to

BRANDS = '[[brand]]\nnames = ["모과나루"]\naliases = ["Mogwanaru"]\nexclude = ["모과나루터", "ctx:강"]\n'


def written(root, count=WORTH):
    each = "".join(
        f'[[source]]\nkey = "s{n}"\nname = "곳 {n}"\nurl = "https://s{n}.example/rss"\ninterval = "{n + 5}분"\n'
        f'weight = {1 + n % 3}\nzone = "UTC"\nheaders = {{ "X-Key" = "KEY_{n}" }}\n'
        f"enabled = {str(n % 2 == 1).lower()}\n"
        for n in range(count)
    )
    path = root / "sources.toml"
    path.write_text(each + BRANDS, encoding="utf-8")
    return path


def remembered(root):
    return listening_to(root / "sources.toml", root / ".desk" / "sources.json", root=root)


def test_what_is_remembered_is_what_stands_there(tmp_path):
    path = written(tmp_path)

    first, second = remembered(tmp_path), remembered(tmp_path)

    assert first == second == read_sources(path)
    kept = tmp_path / ".desk" / "sources.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_it_is_really_remembered(tmp_path):
    written(tmp_path)
    remembered(tmp_path)
    kept = tmp_path / ".desk" / "sources.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace("곳 7", "다른 이름"), encoding="utf-8")

    assert remembered(tmp_path).sources[7].name == "다른 이름"


def test_every_fact_of_a_source_is_remembered():
    assert {*_SOURCE, "interval", "headers"} == {each.name for each in fields(Source)}
    assert set(_BRAND) == {each.name for each in fields(Brand)}


def test_a_changed_file_is_read_anew(tmp_path):
    written(tmp_path)
    remembered(tmp_path)

    written(tmp_path, count=WORTH + 1)

    assert len(remembered(tmp_path).sources) == WORTH + 1


@pytest.mark.parametrize("left", ["", "{", "[]", '{"of": 1}', "null"])
def test_a_damaged_memory_is_read_anew(tmp_path, left):
    written(tmp_path)
    remembered(tmp_path)
    (tmp_path / ".desk" / "sources.json").write_text(left)

    assert len(remembered(tmp_path).sources) == WORTH


def test_a_memory_of_another_shape_is_read_anew(tmp_path):
    written(tmp_path)
    remembered(tmp_path)
    kept = tmp_path / ".desk" / "sources.json"
    known = json.loads(kept.read_text(encoding="utf-8"))
    known["sources"] = [row[1:] for row in known["sources"]]
    kept.write_text(json.dumps(known))

    assert remembered(tmp_path).sources[0].key == "s0"


def test_few_sources_are_not_worth_a_file(tmp_path):
    written(tmp_path, count=WORTH - 1)

    assert len(remembered(tmp_path).sources) == WORTH - 1
    assert not (tmp_path / ".desk").exists()


def test_a_file_that_cannot_be_used_is_told_each_time(tmp_path):
    (tmp_path / "sources.toml").write_text("source = 3")
    for _ in range(2):
        with pytest.raises(SettingError):
            remembered(tmp_path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SettingError) as error:
        remembered(tmp_path)

    assert "파일이 없습니다" in error.value.korean
