import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.urls import ascii_url, canonical_url, host_of, is_web_address, page_identity, redacted

WORDS = st.text(alphabet="abcXYZ019-_.~%모과루é +", min_size=1, max_size=12)
NAMES = st.text(alphabet="abcdefgh", min_size=1, max_size=5).map(lambda name: f"z{name}")
URLS = st.builds(
    lambda scheme, www, host, port, path, query, fragment: (
        f"{scheme}://{www}{host}{port}"
        + "".join(f"/{piece}" for piece in path)
        + ("?" + "&".join(f"{k}={v}" for k, v in query) if query else "")
        + fragment
    ),
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["", "www.", "m.", "WWW."]),
    st.sampled_from(["blog.example", "cafe.shop.example", "한글.example", "Example.COM"]),
    st.sampled_from(["", ":8080"]),
    st.lists(WORDS.map(lambda word: word.replace(" ", "%20")), max_size=3),
    st.lists(st.tuples(NAMES, WORDS.map(lambda word: word.replace(" ", "+"))), max_size=3),
    st.sampled_from(["", "#top", "#!/route"]),
)


@given(URLS)
def test_cleaning_an_address_twice_changes_nothing_more(url):
    once = canonical_url(url)

    assert canonical_url(once) == once


@given(URLS)
def test_cleaning_an_address_keeps_the_page(url):
    assert page_identity(canonical_url(url)) == page_identity(url)


@given(URLS, st.sampled_from(["utm_source=rss", "fbclid=x", "fromRss=true", "NaPm=ct%3D1", "UTM_Campaign=%EA"]))
def test_tracking_does_not_make_another_page(url, tracking):
    base, mark, fragment = url.partition("#")
    tracked = base + ("&" if "?" in base else "?") + tracking + mark + fragment

    assert page_identity(tracked) == page_identity(url)


@given(URLS)
def test_what_goes_on_the_wire_is_ascii_and_stays_so(url):
    wire = ascii_url(url)

    assert wire.isascii()
    assert ascii_url(wire) == wire


@given(st.one_of(URLS, st.text(st.characters(min_codepoint=33, max_codepoint=126)).map("http://a.example:80".__add__)))
def test_the_short_way_to_the_wire_leads_where_the_long_one_does(url):
    if is_web_address(url):
        # With a fragment no address takes the short way, and none goes out with its fragment.
        assert ascii_url(url) == ascii_url(f"{url}#")


@pytest.mark.parametrize("path", ["/", "/a?b=c", "/a?", "/?", "//x", "/a%20b", "/a[1]", "/'", "/a;b", "/~x?a=?"])
@pytest.mark.parametrize(
    "host", ["a.example", "a.example:80", "a.example:8080", "a.example:080", "a.example.", "A.example"]
)
def test_the_short_way_drops_and_keeps_what_the_long_one_does(host, path):
    url = f"http://{host}{path}"

    assert ascii_url(url) == ascii_url(f"{url}#")


@given(URLS, NAMES)
def test_another_parameter_makes_another_page(url, name):
    base, mark, fragment = url.partition("#")
    other = base + ("&" if "?" in base else "?") + f"{name}=another" + mark + fragment

    assert page_identity(other) != page_identity(url)


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://dalbit.blog.example/217?utm_source=rss", "https://dalbit.blog.example/217"),
        ("HTTPS://Blog.Example:443/a?b=1&utm_medium=x&c=2#top", "https://blog.example/a?b=1&c=2"),
        ("http://blog.example", "http://blog.example/"),
        ("https://ad.example/mg?ref=1", "https://ad.example/mg?ref=1"),
        ("https://한글.example/글", "https://xn--bj0bj06e.example/글"),
        ("https://app.example/#!/post/1", "https://app.example/#!/post/1"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_an_address_is_shown_clean(url, clean):
    assert canonical_url(url) == clean


@pytest.mark.parametrize(
    "other",
    [
        "http://bori.blog.example/entry/88",
        "https://www.bori.blog.example/entry/88/",
        "https://m.bori.blog.example/entry/88?fbclid=xyz",
        "https://bori.blog.example/%65ntry/88#comments",
    ],
)
def test_spellings_of_one_page_are_one(other):
    assert page_identity(other) == page_identity("https://bori.blog.example/entry/88")


@pytest.mark.parametrize(
    "other",
    [
        "https://bori.blog.example/entry/89",
        "https://bori.blog.example/entry/88?no=2",
        "https://bori.blog.example:8443/entry/88",
        "https://dalbit.blog.example/entry/88",
        "https://bori.blog.example/Entry/88",
    ],
)
def test_other_pages_are_others(other):
    assert page_identity(other) != page_identity("https://bori.blog.example/entry/88")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "//a.example/",
        "a.example",
        "http://",
        "http://u:p@a.example/",
        "http://a.example:x/",
        "http://a b.example/",
        "http://a.example\\@b.example/",
        "",
    ],
)
def test_what_is_no_web_address(url):
    assert not is_web_address(url)


def test_a_redacted_address_tells_where_but_no_value():
    told = redacted("https://me:pw@hooks.example/feed/T0a1b2c3d4e5f6g7h8i9j0k?feed=s3cret&user=bori&flag#x")

    assert told == "https://hooks.example/feed/…?feed=…&user=…&…"


def test_a_host_is_told_in_its_own_letters():
    assert host_of("https://xn--bj0bj06e.example/a") == "한글.example"
