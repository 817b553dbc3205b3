import asyncio
import json

import pytest

from plugins.core.errors import FetchError, SettingError
from plugins.core.http import Reply
from plugins.core.site import Site
from plugins.metadata.config import read_config
from plugins.metadata.indexnow import MOST_URLS, key_file, notices, tell

ENDPOINT = "https://indexnow.example/indexnow"
KEY = "aabbccddeeff"


def a_site(**facts):
    plain = {"name": "답변", "brand": "답변", "description": "답", "case_prefix": "MG", "contact_email": "a@a.example"}
    return Site(**{**plain, "url": "https://a.example/answers", "indexnow_key": KEY, **facts})


class FakeFetch:
    def __init__(self, *statuses):
        self.asked, self._statuses = [], list(statuses)

    async def __call__(self, request):
        self.asked.append(request)
        status = self._statuses.pop(0)
        if status is None:
            raise FetchError("indexnow.example", "no connection", advice="서버에 이어지지 않습니다.")
        return Reply(url=request.url, status=status)


def test_changed_pages_are_told_by_their_public_address():
    (request,) = notices(a_site(), ENDPOINT, ["theme/css/site.css", "tags/환불/index.html", "index.html", "404.html"])

    assert (request.method, request.url) == ("POST", ENDPOINT)
    assert json.loads(request.body) == {
        "host": "a.example",
        "key": KEY,
        "keyLocation": f"https://a.example/answers/{KEY}.txt",
        "urlList": ["https://a.example/answers/", "https://a.example/answers/tags/%ED%99%98%EB%B6%88/"],
    }


@pytest.mark.parametrize(
    ("site", "changed"),
    [
        pytest.param(a_site(indexnow_key=""), ["index.html"], id="no key"),
        pytest.param(a_site(), ["feeds/all.atom.xml"], id="no page"),
    ],
)
def test_nothing_is_told_where(site, changed):
    assert notices(site, ENDPOINT, changed) == ()


def test_no_request_holds_more_than_is_allowed():
    requests = notices(a_site(), ENDPOINT, [f"{n}/index.html" for n in range(MOST_URLS + 1)])

    assert [len(json.loads(request.body)["urlList"]) for request in requests] == [MOST_URLS, 1]


@pytest.mark.parametrize(
    ("status", "failed"),
    [
        (200, ()),
        (202, ()),
        (403, ("열쇠 파일을 찾지 못했다고 합니다. 누리집이 그 주소에 올라갔는지 확인해 주세요.",)),
        (500, ("검색 엔진의 답이 500입니다.",)),
        (None, ("서버에 이어지지 않습니다.",)),
    ],
)
def test_what_is_answered_is_told(status, failed):
    said = asyncio.run(tell(FakeFetch(status), notices(a_site(), ENDPOINT, ["index.html"])))

    assert said == failed


def test_the_key_stands_in_a_file_of_its_name():
    assert key_file(KEY) == (f"{KEY}.txt", KEY.encode())


@pytest.mark.parametrize("key", ["short", "한글열쇠입니다요", "with/slash/in/it", "x" * 129])
def test_a_key_that_is_none_is_refused(key):
    with pytest.raises(SettingError, match="IndexNow"):
        read_config({"SITE": a_site(indexnow_key=key)})


def test_a_misspelt_setting_is_refused():
    with pytest.raises(SettingError, match="METADATA_FONT"):
        read_config({"SITE": a_site(), "METADATA_FONTS": "x"})
