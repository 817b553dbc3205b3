import json
import stat

import pytest

from plugins.core.errors import DeskError
from plugins.edge.alone import BusyError
from plugins.linkbacks import deciding
from plugins.linkbacks.accepted import read_records
from plugins.linkbacks.deciding import State
from plugins.linkbacks.graphemes import graphemes
from plugins.linkbacks.moderation import Sites
from plugins.linkbacks.received import Hidden, RecordError, received_id
from plugins.linkbacks.shelf import Looked, Memory, Shelf
from tests.linkbacks.receiving import NOW, PAGE, SOURCE, a_heard, a_pending, a_record, some_facts

ID = received_id(SOURCE, PAGE)
OTHER = "https://other.example/1"


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def written(shelf, **changes):
    raw = json.loads((shelf.records / f"{ID}.json").read_text(encoding="utf-8")) | changes
    (shelf.records / f"{ID}.json").write_text(json.dumps(raw), encoding="utf-8")


def test_nothing_was_received_at_first(shelf):
    assert (deciding.items(shelf), shelf.memory(), shelf.sites(), shelf.refused()) == (
        (),
        Memory(),
        Sites(),
        frozenset(),
    )


def test_a_record_comes_back_as_it_was_and_holds_public_facts_only(shelf):
    shelf.put(a_record())

    assert shelf.accepted() == (a_record(),)
    assert set(json.loads((shelf.records / f"{ID}.json").read_text(encoding="utf-8"))) == {
        "id", "source", "page", "facts", "accepted_at", "accepted_by", "hidden_at", "hidden_why",
    }  # fmt: skip


def test_what_waits_is_on_this_desk_only_and_for_its_owner(shelf, tmp_path):
    shelf.put_pending(a_pending())
    shelf.enqueue(a_heard(), page=PAGE)

    assert all(name.startswith(".desk/") for name in files(tmp_path))
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in files(tmp_path)} == {0o600}


def test_words_that_were_edited_into_a_record_are_made_safe_again(shelf):
    shelf.put(a_record())
    edited = {"title": "제\u202e목", "author": "", "place": "", "published_on": "어제", "excerpt": "가" * 400}
    written(shelf, facts=edited)

    facts = shelf.accepted()[0].facts

    assert (facts.title, facts.published_on, sum(1 for _ in graphemes(facts.excerpt))) == ("제목", "", 280)


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "javascript:alert(1)"},
        {"accepted_at": "2026-11-22T00:00:00"},
        {"hidden_why": "tired"},
        {"facts": {"titel": "x"}},
        {"facts": None},
        {"id": "r-000000000000"},
        {"id": "../../etc"},
    ],
    ids=str,
)
def test_a_record_that_cannot_be_read_is_told_and_stops_the_build(shelf, tmp_path, changes):
    shelf.put(a_record())
    written(shelf, **changes)

    with pytest.raises(RecordError) as error:
        read_records(tmp_path)

    assert error.value.korean.startswith(f"records/received/{ID}.json: ")


def test_accepting_moves_it_from_the_desk_into_git(shelf, tmp_path):
    shelf.put_pending(a_pending())

    record = deciding.accept(shelf, ID[:6], by="윤하람", at=NOW)

    assert (record, files(tmp_path)) == (a_record(), [f"records/received/{ID}.json"])


def test_accepting_what_is_not_there_is_refused(shelf):
    with pytest.raises(RecordError) as error:
        deciding.accept(shelf, "r-none", by="윤하람", at=NOW)

    assert "invoke linkbacks" in error.value.korean


def test_an_id_that_fits_several_is_asked_for_in_full(shelf):
    shelf.put_pending(a_pending())
    shelf.put_pending(a_pending(id=received_id(OTHER, PAGE), source=OTHER))

    with pytest.raises(RecordError) as error:
        deciding.accept(shelf, "r-", by="윤하람", at=NOW)

    assert ID in error.value.korean


@pytest.mark.parametrize("stands", [True, False])
def test_refusing_leaves_only_the_id(shelf, tmp_path, stands):
    if stands:
        shelf.put(a_record())
    shelf.put_pending(a_pending())

    deciding.refuse(shelf, ID, by="윤하람", at=NOW)

    assert files(tmp_path) == ["records/received/refused.txt"]
    assert (shelf.records / "refused.txt").read_text(encoding="utf-8") == f"{ID}  # 2026-11-22 윤하람\n"
    assert shelf.refused() == {ID}


def test_whoever_accepts_after_all_takes_the_refusal_back(shelf):
    deciding.refuse(shelf_with(shelf), ID, by="윤하람", at=NOW)
    shelf.put_pending(a_pending())

    deciding.accept(shelf, ID, by="차은결", at=NOW)

    assert shelf.refused() == frozenset()


def shelf_with(shelf):
    shelf.put_pending(a_pending())
    return shelf


def test_blocking_a_site_takes_away_what_came_from_it_and_nothing_else(shelf):
    shelf.put(a_record())
    shelf.put(a_record(id=received_id(OTHER, PAGE), source=OTHER))
    shelf.put_pending(a_pending(id=received_id(f"{SOURCE}0", PAGE), source=f"{SOURCE}0"))

    swept = deciding.block(shelf, "blog.example", by="윤하람", at=NOW)

    assert (swept.records, swept.pending) == (1, 1)
    assert [record.source for record in shelf.accepted()] == [OTHER]


def test_a_site_is_on_one_list_at_most_and_comes_off_again(shelf):
    shelf.list_site("allow", "blog.example", who="윤하람", at=NOW)
    shelf.list_site("block", "blog.example", who="윤하람", at=NOW)

    assert shelf.sites() == Sites(blocked=frozenset({"blog.example"}))
    assert (shelf.unlist_site("blog.example"), shelf.unlist_site("blog.example")) == (True, False)
    assert shelf.sites() == Sites()


def test_lists_may_be_written_by_hand(shelf):
    shelf.records.mkdir(parents=True)
    (shelf.records / "allow.txt").write_text(
        "# 우리 고객 모임\n\nhttps://www.bori.blog.example/entry/1   # 보리\n", encoding="utf-8"
    )

    assert shelf.sites() == Sites(allowed=frozenset({"bori.blog.example"}))


def test_a_line_that_names_no_site_is_told(shelf):
    shelf.records.mkdir(parents=True)
    (shelf.records / "block.txt").write_text("mailto:a@b.example\n", encoding="utf-8")

    with pytest.raises(RecordError):
        shelf.sites()


@pytest.mark.parametrize(
    ("typed", "site"),
    [("https://blog.naver.com/spam/12", "blog.naver.com/spam"), (ID, "bori.blog.example"), ("naver.com", "naver.com")],
)
def test_staff_name_a_site_as_they_have_it(shelf, typed, site):
    shelf.put(a_record())

    assert deciding.site_named(shelf, typed) == site


@pytest.mark.parametrize("typed", ["", "스팸", "r-none"])
def test_what_names_no_site_is_refused(shelf, typed):
    with pytest.raises(DeskError):
        deciding.site_named(shelf, typed)


def test_what_came_anew_while_we_looked_stays_in_the_queue(shelf):
    shelf.enqueue(a_heard(), page=PAGE)
    ((path, heard),) = shelf.queue()
    shelf.enqueue(a_heard(target=""), page=PAGE)

    shelf.requeue(path, heard, None)

    assert [each.target for _, each in shelf.queue()] == [""]


def test_memory_comes_back_and_a_broken_one_is_empty(shelf):
    memory = Memory(pulled_at=NOW, listed={ID: "d"}, looked={ID: Looked(at=NOW, missing=2, is_soon=True)})
    shelf.remember(memory)

    assert shelf.memory() == memory
    (shelf.desk / "memory.json").write_text("{", encoding="utf-8")
    assert shelf.memory() == Memory()


def test_only_one_command_decides_at_a_time(shelf):
    with shelf.alone(), pytest.raises(BusyError), shelf.alone():
        pass


def test_everything_is_listed_with_its_state(shelf):
    shelf.put(a_record())
    shelf.put(a_record(id=received_id(OTHER, PAGE), source=OTHER).hidden(Hidden.GONE, NOW))
    shelf.put_pending(a_pending(id=received_id("https://new.example/", PAGE), source="https://new.example/"))
    shelf.enqueue(a_heard(), page=PAGE)

    assert [item.state for item in deciding.items(shelf)] == [
        State.PENDING,
        State.ACCEPTED,
        State.HIDDEN,
        State.QUEUED,
    ]
    assert some_facts() in [item.record.facts for item in deciding.items(shelf) if item.record]
