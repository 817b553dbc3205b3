import gzip
import re

import pytest

from plugins.tidy.squeeze import squeezed
from tests.theme.templates import STYLESHEETS, an_environment

(CSS,) = (path.read_text(encoding="utf-8") for path in STYLESHEETS)
TEXT = ["--ink", "--soft", "--link", "--mend"]
GROUNDS = ["--paper", "--wash"]


def the_tokens(scheme):
    """The custom properties that hold colours, in one scheme."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, flags=re.DOTALL)[:2]
    tokens = dict(re.findall(r"(--[a-z]+): (#[0-9a-f]{3,6});", light))
    return tokens | dict(re.findall(r"(--[a-z]+): (#[0-9a-f]{3,6});", dark)) if scheme == "dark" else tokens


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_stands_out_from_its_ground(scheme, ground, text):
    tokens = the_tokens(scheme)

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_button_can_be_seen(scheme, ground):
    tokens = the_tokens(scheme)

    assert contrast(tokens["--edge"], tokens[ground]) >= 3


def test_both_schemes_name_the_same_colours():
    light, dark = (
        set(re.findall(r"(--[a-z]+): #", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    )

    assert light == dark


def test_colours_are_named_once_and_used_by_name():
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)

    assert [c for c in re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) if c != "#0000"] == []


def test_korean_words_are_not_cut_and_nothing_overflows():
    body = re.search(r"\nbody \{(.*?)\}", CSS, flags=re.DOTALL)[1]

    assert "word-break: keep-all;" in body
    assert "overflow-wrap: anywhere;" in body


def test_the_one_stylesheet_is_small_as_a_reader_loads_it():
    assert len(gzip.compress(squeezed(CSS).encode(), 9, mtime=0)) <= 2.5 * 1024


def test_a_page_can_be_read_from_the_right_as_well():
    sided = (
        r"(?:^|[;{\s-])(?:left|right)\s*:|text-align:\s*(?:left|right)|float:|(?:margin|padding|border)-(?:left|right)"
    )

    assert re.findall(sided, CSS) == []


def test_nothing_moves():
    assert re.findall(r"animation|transition|@keyframes|scroll-behavior", CSS) == []


def test_every_state_has_a_shape_and_the_stylesheet_draws_it():
    words = vars(an_environment().get_template("_labels.html").module)
    states = {state for name in ("STAGE", "PROMISE_STATE", "CLOCK_STATE", "PROMISE_CHANGE") for state in words[name]}
    drawn = set(re.findall(r'^\.([a-z]+)::before \{ content: "[○◐●◇□] " / "" \}', CSS, flags=re.MULTILINE))

    # What is late says so in a frame of its own.
    assert set(words["SHAPE"]) == states - {"overdue", "over", "missed"}
    assert {shape.strip() or "mark" for shape in words["SHAPE"].values()} == drawn
