import pytest

from plugins.core.errors import BuildError
from plugins.publication.foreign import refuse_foreign
from plugins.publication.manifest import digest

OURS = "https://answers.test.example"
THEIRS = b"User-agent: *\n\nSitemap: https://answers.other.example/below/sitemap.xml\n"


@pytest.mark.parametrize(
    ("present", "sent"),
    [
        pytest.param({}, {}, id="empty"),
        pytest.param({"index.html": b"x"}, {}, id="says nothing"),
        pytest.param({"robots.txt": b"User-agent: *\nDisallow:\n"}, {}, id="names no site"),
        pytest.param({"robots.txt": b"Sitemap: https://answers.test.example/sitemap.xml"}, {}, id="ours"),
        pytest.param({"robots.txt": THEIRS}, {"robots.txt": f"1 {digest(THEIRS)}"}, id="ours before we moved"),
    ],
)
def test_a_target_that_is_ours_or_nobodys_is_not_refused(present, sent):
    refuse_foreign("www", present, sent, OURS)


def test_a_target_that_holds_the_site_of_somebody_else_is_refused_by_its_address():
    with pytest.raises(BuildError) as error:
        refuse_foreign("www", {"robots.txt": THEIRS}, {"robots.txt": "1"}, OURS)

    assert error.value.korean.startswith("www: 다른 누리집(https://answers.other.example/below)")
