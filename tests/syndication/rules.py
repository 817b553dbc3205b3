"""What makes a feed valid, rule by rule, as the W3C feed validator and the RSS Advisory Board's profile have it.

Written from the rules, without the validator's code: the validator is a service, and a test asks no service.
"""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from lxml import etree

from tests.syndication.builders import STANDARDS

ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "thr": "http://purl.org/syndication/thread/1.0",
}
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
# Source: RFC 4151, 2.1.
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]+")
URI = re.compile(r"[a-z][a-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
# Elements that no reader shows and the validator warns of.
UNSAFE = frozenset(
    "applet base body embed frame frameset head html iframe link meta noframes object param script style title".split()
)
UNSAFE_ATTRIBUTE = re.compile(r"on|aria-|role$|srcdoc$")
ADDRESSES = ("href", "src", "cite", "poster", "action", "data", "srcset")


def atom_faults(content: bytes) -> list[str]:
    """What is wrong with an Atom feed."""
    root = etree.fromstring(content)
    schema = _atom_schema()
    faults = [] if schema.validate(root) else [str(error) for error in schema.error_log]
    links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in root.findall("a:link", NAMES)]
    faults += [f"two links {link}" for link in links if links.count(link) > 1]
    if "self" not in [rel for rel, *_ in links]:
        faults.append("no link to itself")
    if not root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        faults.append("no language")
    ids = [e.text for e in root.iterfind(".//a:id", NAMES)] + [
        e.get("ref") for e in root.findall("at:deleted-entry", NAMES)
    ]
    faults += [f"id twice: {i}" for i in ids if ids.count(i) > 1]
    faults += [f"no tag URI: {i}" for i in ids if not TAG_URI.fullmatch(i)]
    faults += [f"no URI: {link}" for link in root.xpath(".//@href | .//@ref") if not URI.fullmatch(link)]
    for entry in root.findall("a:entry", NAMES):
        published, updated = (entry.findtext(f"a:{name}", namespaces=NAMES) for name in ("published", "updated"))
        if updated < published or updated > root.findtext("a:updated", namespaces=NAMES):
            faults.append(f"updated {updated} before {published} or after the feed")
        texts = (entry.findtext(f"a:{name}", "", NAMES) for name in ("content", "summary"))
        faults += [fault for text in texts for fault in html_faults(text)]
        title = entry.find("a:title", NAMES)
        if title.get("type", "text") == "text":
            faults += title_faults(title.text)
    return faults


def rss_faults(content: bytes) -> list[str]:
    """What is wrong with an RSS feed."""
    root = etree.fromstring(content)
    channel = root.find("channel")
    faults = [] if root.get("version") == "2.0" else ["no version"]
    faults += [f"no {name}" for name in ("title", "link", "description", "language") if not channel.findtext(name)]
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z]{2})?", channel.findtext("language", "")):
        faults.append("no language code")
    if channel.find("a:link[@rel='self'][@type='application/rss+xml']", NAMES) is None:
        faults.append("no atom:link to itself")
    guids = [guid.text for guid in channel.iterfind("item/guid")]
    faults += [f"guid twice: {guid}" for guid in guids if guids.count(guid) > 1]
    dates = [e.text for e in channel.iterfind(".//pubDate")] + [channel.findtext("lastBuildDate")]
    faults += [f"no RFC 822 date: {date}" for date in dates if not RFC822.fullmatch(date)]
    links = [*channel.xpath(".//@href"), *(link.text for link in channel.iterfind(".//link"))]
    faults += [f"no URI: {link}" for link in links if not URI.fullmatch(link)]
    for item in channel.findall("item"):
        names = [child.tag for child in item]
        faults += [f"{name} twice" for name in set(names) - {"category"} if names.count(name) > 1]
        guid = item.find("guid")
        if guid is None or guid.get("isPermaLink") != "false" or not TAG_URI.fullmatch(guid.text):
            faults.append("no guid, or one that says it is a page")
        encoded = f"{{{NAMES['content']}}}encoded"
        if "description" not in names or (encoded in names and names.index(encoded) < names.index("description")):
            faults.append("content:encoded without a description before it")
        for text in (item.findtext("description"), item.findtext("content:encoded", "", NAMES)):
            faults += html_faults(text)
    for title in re.findall(rb"<title>(.*?)</title>", content):
        # Written so, most readers show what was meant. Source: the profile, "Character Data".
        faults += [f"not by number: {title!r}"] if re.search(rb"&(?:amp|lt);", title) else []
    return faults


def json_faults(content: bytes) -> list[str]:
    """What is wrong with a JSON Feed."""
    feed = json.loads(content)
    faults = [error.message for error in _json_schema().iter_errors(feed)]
    ids = [item["id"] for item in feed["items"]]
    faults += [f"id twice: {i}" for i in ids if ids.count(i) > 1]
    urls = [feed["home_page_url"], feed["feed_url"], *(item["url"] for item in feed["items"])]
    faults += [f"no URI: {url}" for url in urls if not URI.fullmatch(url)]
    return faults + [f for item in feed["items"] for f in html_faults(item.get("content_html", ""))]


def html_faults(html: str) -> list[str]:
    """What a reader could not show, or would follow to the wrong place."""
    reader = _Content()
    reader.feed(html)
    reader.close()
    return reader.faults


def title_faults(title: str) -> list[str]:
    """A title is plain text: nothing in it may look like a tag of HTML to a reader that guesses."""
    found = re.findall(r"</?[a-z][^>]*>|&#?\w+;", title)
    return [f"HTML in a title: {tag}" for tag in found] or ([] if title.strip() else ["empty title"])


def time_of(text: str) -> datetime:
    """The instant of an RFC 822 or RFC 3339 date."""
    return parsedate_to_datetime(text) if "," in text else datetime.fromisoformat(text.replace("Z", "+00:00"))


class _Content(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSAFE:
            self.faults.append(f"<{tag}>")
        self.faults += [f"{name} on <{tag}>" for name, _ in attrs if UNSAFE_ATTRIBUTE.match(name)]
        for name, value in attrs:
            if name in ADDRESSES:
                parts = [p.split()[0] for p in value.split(",")] if name == "srcset" else [value]
                self.faults += [f'{name}="{part}" is relative' for part in parts if not urlsplit(part).scheme]


@cache
def _atom_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(STANDARDS / "atom.rng"))


@cache
def _json_schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((STANDARDS / "jsonfeed-1.1.schema.json").read_text(encoding="utf-8")))
