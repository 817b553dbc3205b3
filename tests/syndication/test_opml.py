"""The list of all feeds is OPML 2.0 that a feed reader takes in."""

import pytest
from lxml import etree

from plugins.syndication.opml import Outline, opml
from tests.syndication.builders import SITE

ALL = Outline(title="모두 & <전부>", address=f"{SITE}/feeds/all", page=f"{SITE}/")
TAG = Outline(title="환불", address=f"{SITE}/feeds/tags/환불", page=f"{SITE}/tags/환불/")


def test_a_list_names_every_feed_with_its_address_and_page():
    root = etree.fromstring(opml("모과나루 답변", "모과나루", [("", [ALL]), ("태그", [TAG])]))

    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "모과나루 답변"
    everything, tags = root.findall("body/outline")
    assert dict(everything.attrib) == {
        "type": "rss",
        "text": ALL.title,
        "title": ALL.title,
        "xmlUrl": f"{SITE}/feeds/all.atom.xml",
        "htmlUrl": f"{SITE}/",
    }
    assert tags.get("text") == "태그"
    assert tags.find("outline").get("xmlUrl") == f"{SITE}/feeds/tags/%ED%99%98%EB%B6%88.atom.xml"


@pytest.mark.parametrize("groups", [[], [("사건", [])]], ids=["no groups", "a group of none"])
def test_what_holds_no_feed_is_not_listed(groups):
    root = etree.fromstring(opml("모과나루", "모과나루", groups))

    assert root.find("body").findall("outline") == []
