import re

import pytest

from tests.theme.templates import STYLESHEETS, TEMPLATES, an_environment

by_name = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
BASE = next(path for path in TEMPLATES if path.name == "base.html")
# What Markdown made; everything else is escaped.
CONTENT = {"article.content", "page.content", "view.content", "person_view.content"}


def without_comments(path):
    return re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@by_name
def test_a_template_has_no_script_and_no_style_of_its_own(path):
    # The one script is a file of ours, and JSON-LD is data that no browser runs.
    text = without_comments(path).replace('<script type="module" src="{{ SITEURL }}/theme/js/search.js">', "")
    text = text.replace('<script type="application/ld+json">', "")
    found = re.findall(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", text)

    assert found == []


@by_name
def test_a_template_fills_only_blocks_that_its_page_shows(path):
    # Jinja drops a block that no ancestor has, and with it what a page has to say.
    shown = set(re.findall(r"\{%-? block (\w+)", without_comments(BASE)))

    assert set(re.findall(r"\{%-? block (\w+)", without_comments(path))) <= shown


def test_a_page_that_was_taken_back_says_so_to_machines():
    environment = an_environment()
    environment.globals["_"] = str
    withdrawn = environment.get_template("withdrawn.html")
    # The module of a template runs what stands outside of its blocks, which needs a post.
    gone = "".join(withdrawn.blocks["gone"](withdrawn.new_context()))

    assert '<meta http-equiv="Status" content="410 Gone">' in gone


@by_name
def test_only_content_goes_unescaped(path):
    text = without_comments(path)

    assert set(re.findall(r"\{\{-?\s*([^}|]+?)\s*\|\s*safe", text)) <= CONTENT
    assert len(re.findall(r"\|\s*safe\b", text)) == len(re.findall(r"\{\{[^}]*\|\s*safe\s*\}\}", text))
    assert "autoescape" not in text


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLESHEETS], ids=lambda path: path.name)
def test_nothing_is_asked_of_another_host(path):
    # A rule for links that begin with http is no address.
    text = without_comments(path).replace('[href^="http"]', "")

    assert re.findall(r"https?:|url\(|@import|@font-face|(?:href|src)=\"//", text) == []


@by_name
def test_an_address_of_ours_starts_at_the_site_whatever_the_depth_of_the_page(path):
    addresses = re.findall(r'(?:href|src)="([^"]*)"', without_comments(path))

    assert [a for a in addresses if not a.startswith(("{{", "#", "mailto:"))] == []


@by_name
def test_a_template_neither_sorts_nor_counts(path):
    assert (
        re.findall(r"\|\s*(?:sort|length|count|sum|groupby|unique)\b|strftime|timedelta", without_comments(path)) == []
    )


@by_name
def test_every_template_is_valid_jinja(path):
    assert an_environment().get_template(path.name)
