"""The page of figures as a reader loads it, with many cases and with none."""

import re
from types import SimpleNamespace

from bench.transparency import NOW, made_up, the_account
from tests.nouns import a_case
from tests.theme.templates import an_environment


def the_page(account, report, template="transparency.html", **facts):
    person = SimpleNamespace(url="people/yun-haram/", person=SimpleNamespace(name="윤하람"))
    return (
        an_environment()
        .get_template(template)
        .render(
            SITE=SimpleNamespace(url="https://a.example", brand="자"),
            SITENAME="자",
            SITEURL="",
            output_file="transparency/index.html",
            as_of=NOW,
            transparency=account,
            account_people={"윤하람": person, "yun-haram": person},
            report=report,
            **facts,
        )
    )


def test_with_five_hundred_cases_the_page_stays_below_sixty_kilobytes():
    account = the_account(*made_up(500))

    page = the_page(account, account.all_time)

    assert account.all_time.figures.begun == 500
    assert len(page.encode()) < 60_000


def test_every_case_is_in_the_strip_and_in_the_table_behind_it():
    account = the_account(*made_up(500))

    for strip in account.all_time.strips:
        assert strip.over_count + strip.waiting_count == 500
        assert sum(over + waiting for _, over, waiting in strip.rows) == 500


def test_without_any_case_the_page_says_so():
    account = the_account((), ())

    page = the_page(account, account.all_time)

    assert "아직 없습니다" in page
    assert "아직 세지 않았습니다" in page
    assert "달마다 사건이 어디에 있었나: 아직 셀 것이 없습니다." in page
    assert "달마다 약속이 어떻게 되었나: 아직 셀 것이 없습니다." in page
    assert "<figure" not in page
    assert not re.search(r"\d%", re.sub(r'"[^"]*"', "", page))


def test_months_with_cases_and_without_a_promise_show_no_empty_picture():
    account = the_account((a_case(opened_at=NOW, known_at=NOW, citations=(), promises=()),), ())

    page = the_page(account, account.all_time)

    assert "달마다 약속이 어떻게 되었나: 아직 셀 것이 없습니다." in page
    assert 'id="standing-t"' in page


def test_without_any_promise_the_ledger_and_the_changes_say_so():
    account = the_account((), ())

    ledger = the_page(account, None, "promises.html", ledger=account.ledger, year=0, entries=())
    changed = the_page(account, None, "changed.html", changes=account.changes, year=0)

    assert "아직 한 약속이 없습니다." in ledger
    assert "아직 바뀐 것이 없습니다." in changed
