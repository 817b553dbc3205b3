import pytest

from plugins.inbox.reasons import scored
from plugins.inbox.scoring import SHOW, Label, load_model, verdict_of

MODEL = load_model()
COMPLAINT = "다섯 번 전화했는데 불친절하고 환불도 안 해 줘요. 정말 최악입니다."


def value_of(text):
    return verdict_of(text, MODEL).value


def test_a_complaint_stands_above_praise_and_news():
    praise = value_of("견과가 맛있네요. 배송도 빠르고 좋아요. 추천합니다!")
    news = value_of("모과나루는 지난 3일 서울에서 가을 장터를 연다고 밝혔다. 장터에는 가게 120곳이 참가했다.")

    assert value_of(COMPLAINT) > max(praise, news)


@pytest.mark.parametrize(
    "text",
    [
        "경찰은 지난 9일 개인정보를 유출한 혐의로 김모(34)씨를 구속했다고 밝혔다.",
        '[단독] 모과나루 "피해 보상 검토"…논란 확산',
        "뭐 먹지?",
        "내일 비가 올까?",
    ],
)
def test_news_and_questions_are_not_shown_as_complaints(text):
    assert value_of(text) < SHOW


@pytest.mark.parametrize("text", [COMPLAINT, "배송이 안 와요. 고객센터는 연락도 없고 너무 화가 납니다. 환불해 주세요."])
def test_what_is_shown_carries_its_words(text):
    verdict = verdict_of(text, MODEL)

    assert verdict.label is not Label.OTHER
    assert verdict.evidence
    assert all(text[word.start : word.end] == word.text for word in verdict.evidence)


def test_the_parts_add_up_to_the_score():
    verdict = verdict_of(COMPLAINT, MODEL)

    assert sum((verdict.parts.prior, verdict.parts.lexicon, verdict.parts.news, verdict.parts.length)) == pytest.approx(
        verdict.parts.total
    )


def test_one_bad_sentence_of_a_long_text_is_found_and_shown():
    harmless = "오늘은 날씨가 맑아서 산책을 했다. 강가에는 사람이 많았다. " * 12
    text = harmless + COMPLAINT + " " + harmless

    start, end = verdict_of(text, MODEL).sentence

    assert text[start:end] in COMPLAINT


def test_what_the_staff_taught_is_a_part_of_its_own():
    taught = verdict_of(COMPLAINT, MODEL, staff=lambda text, odds: -2.0)

    assert taught.parts.staff == -2.0
    assert taught.value < verdict_of(COMPLAINT, MODEL).value


def test_the_version_names_the_files_it_was_made_of():
    assert verdict_of("", MODEL).version == MODEL.version != ""


@pytest.mark.parametrize("text", ["", " ", "\n", "ㅋ", "a" * 5000, "가 " * 3000, "🙏" * 700])
def test_any_text_has_a_score(text):
    assert 0 <= value_of(text) <= 1


def test_places_of_the_words_are_told_of_title_and_text_apart():
    title = "환불을 안 해 주는 최악의 가게"

    told = scored(title, "다섯 번 전화했습니다. 화가 납니다.")

    places = [reason.place for reason in told.reasons.evidence]
    assert {where for where, _, _ in places} <= {"title", "text"}
    assert any(title[start:end] == "최악의" for where, start, end in places if where == "title")
