from dataclasses import replace
from datetime import timedelta

from plugins.inbox.identity import fingerprint
from plugins.inbox.intake import Known, possible_ids, take_in
from plugins.inbox.matching import watched_terms
from plugins.inbox.model import Sighting
from tests.inbox.builders import MOGWANARU, NOW, PAGE, an_entry

TERMS = watched_terms((MOGWANARU,))
LATER = NOW + timedelta(hours=1)


def taken(*entries, known=None, source="mentions", now=NOW):
    return take_in(entries, source=source, terms=TERMS, known=known or Known(), now=now)


def known_after(intake, *, source="mentions"):
    """What the store would know after an intake."""
    return Known(
        mentions={mention.identity: mention for mention in (*intake.new, *intake.revised)},
        sightings=tuple(s for s in intake.sightings if s.source == source),
    )


def test_an_entry_that_names_us_is_a_mention():
    intake = taken(an_entry())

    assert [(m.url, m.title, m.source, m.found_at, m.revision) for m in intake.new] == [
        (PAGE, an_entry().title, "mentions", NOW, 1)
    ]
    assert intake.new[0].matches[0].where == "title"


def test_an_entry_that_does_not_name_us_is_counted_only():
    intake = taken(an_entry(title="모과나루터 단풍길", text="강가에서"))

    assert (intake.new, intake.sightings, intake.unmatched) == ((), (), 1)


def test_the_same_entries_again_add_nothing():
    again = taken(an_entry(), known=known_after(taken(an_entry())), now=LATER)

    assert (again.new, again.revised, again.sightings, again.unchanged) == ((), (), (), 1)


def test_an_edited_entry_is_a_revision():
    edited = taken(an_entry(text="고쳤습니다."), known=known_after(taken(an_entry())), now=LATER)

    assert [(m.text, m.revision, m.revised_at, m.found_at) for m in edited.revised] == [("고쳤습니다.", 2, LATER, NOW)]
    assert edited.new == ()


def test_an_edit_that_no_longer_names_us_is_still_a_revision():
    edited = taken(an_entry(title="지웠습니다", text="지웠습니다"), known=known_after(taken(an_entry())))

    assert [m.title for m in edited.revised] == ["지웠습니다"]


def test_the_same_page_at_another_source_is_the_same_mention():
    known = replace(known_after(taken(an_entry())), sightings=())

    again = taken(an_entry(key="tag:1", text="짧게 …"), known=known, source="alerts")

    assert (again.new, again.revised, again.again) == ((), (), 1)
    assert [s.source for s in again.sightings] == ["alerts"]


def test_a_source_that_tells_more_completes_the_mention():
    first = taken(an_entry(key="tag:1", text="…", author="", published_on=None), source="alerts")

    fuller = taken(an_entry(), known=replace(known_after(first), sightings=()))

    assert [(m.text, m.author, m.revision) for m in fuller.revised] == [(an_entry().text, "보리차한잔", 2)]


def test_an_edit_at_a_source_that_tells_less_does_not_take_words_away():
    alert = an_entry(key="tag:1", text="…")
    first = taken(alert, source="alerts")
    fuller = taken(an_entry(), known=replace(known_after(first), sightings=()))
    known = Known(mentions={m.identity: m for m in fuller.revised}, sightings=first.sightings)

    edited = taken(replace(alert, text="….."), known=known, source="alerts")

    assert (edited.revised, edited.again) == ((), 1)


def test_two_entries_of_one_page_in_one_document_are_one_mention():
    intake = taken(an_entry(key="tag:1"), an_entry(key="tag:2", title="모과나루 개인정보 유출 - 보리차", text="…"))

    assert (len(intake.new), intake.again, len(intake.sightings)) == (1, 1, 2)


def test_a_source_that_changes_every_guid_brings_nothing_new():
    known = known_after(taken(an_entry(key="1")))

    assert taken(an_entry(key="2"), known=known).unchanged == 1


def test_one_guid_for_everything_loses_nothing():
    known = known_after(taken(an_entry(key="1")))

    other = taken(an_entry(key="1", link="https://b.example/2", title="모과나루 환불"), known=known)

    assert [m.title for m in other.new] == ["모과나루 환불"]


def test_an_entry_that_moved_is_the_same_mention():
    known = known_after(taken(an_entry(key="1")))

    moved = taken(an_entry(key="1", link="https://new.example/88"), known=known)

    assert (len(moved.new), len(moved.revised)) == (0, 1)


def test_an_id_that_another_page_has_is_made_longer():
    usual, longer, *_ = possible_ids(taken(an_entry()).new[0].identity)

    intake = taken(an_entry(), known=Known(taken={usual: "page somewhere.else/"}))

    assert [m.id for m in intake.new] == [longer]
    assert intake.sightings[0].mention == longer


def test_a_copy_is_folded_under_the_telling_published_first():
    text = (
        "일 년에 두어 번 들어갈까 말까 한 모과나루에 들어가려는데 비밀번호가 틀리단다."
        " 내 이름으로 글이 마흔 개 넘게 올라가 있었다."
    )
    copy = an_entry(key="c", link="https://copycat.example/1", text=text, title="[펌] 도둑맞았다", published_on=NOW)

    intake = taken(copy, an_entry(text=text, title="도둑맞았다"))

    assert [(m.url, m.copy_of) for m in intake.new] == [
        (PAGE, None),
        ("https://copycat.example/1", intake.new[0].id),
    ]


def test_an_entry_without_an_address_is_a_mention_without_one():
    mention = taken(an_entry(link="", key="1")).new[0]

    assert mention.url is None


def test_a_seen_fingerprint_of_another_page_hides_nothing():
    entry = an_entry(key="2", link="https://board.example/view?no=2")
    other = Sighting(source="mentions", entry_key="1", mention="m-1", fingerprint=fingerprint(entry), seen_at=NOW)

    assert len(taken(entry, known=Known(sightings=(other,))).new) == 1
