"""The staff's whole way, in a copy of the project on loopback: publish, ask, approve, send, withdraw, send again."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.linkbacks.sending import serving
from tests.site.trees import a_tree, invoked

pytestmark = [pytest.mark.long, pytest.mark.build, pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])]
# What is sent now has happened by then.
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="hours")
SLUG = "mg-2026-003-response"


def folder_pages(folder):
    """What a host serves of a folder: a page at the address of its folder."""
    return {f"/{p.parent.relative_to(folder).as_posix()}/": p.read_text("utf-8") for p in folder.rglob("index.html")}


@pytest.fixture(scope="module")
def way(tmp_path_factory):
    folder = tmp_path_factory.mktemp("send")
    root, www = a_tree(folder), folder / "www"
    with serving() as ours, serving(host="127.0.0.2") as blog:
        blog.pages["/31"] = '<link rel="webmention" href="/end">'
        text = (root / "site.toml").read_text(encoding="utf-8")
        text = text.replace('url = "https://answers.mogwanaru.example"', f'url = "{ours.base}"')
        (root / "site.toml").write_text(text, encoding="utf-8")
        case = root / "content/cases/MG-2026-003.md"
        case.write_text(
            case.read_text(encoding="utf-8").replace("https://slowpost.blog.example/31", f"{blog.base}/31"), "utf-8"
        )
        environment = {
            "LINKBACK_ENABLED": "1",
            "EDGE_ALLOW": " ".join(web.base.removeprefix("http://") for web in (ours, blog)),
        }

        def run(*words):
            return invoked(root, *words, **environment)

        def publish():
            done = run("publish", "--target", str(www), "--as-of", TOMORROW)
            assert done.returncode == 0, done.stdout + done.stderr
            ours.pages = folder_pages(www)

        yield run, publish, ours, blog, root


def test_a_complaint_learns_of_its_answer_once_a_person_lets_it_and_of_its_end(way):
    run, publish, ours, blog, root = way

    early = run("send")
    publish()
    asked = run("send", "--json")
    (pair,) = [each["id"] for each in json.loads(asked.stdout) if each["target"] == f"{blog.base}/31"]
    before = list(blog.posts)
    approved = run("send", "--approve", pair)
    told = len(blog.posts)
    again = run("send")
    publish()
    page = ours.pages[f"/responses/{SLUG}/"]
    after_page = run("send")
    withdrawn = run("withdraw", SLUG, "--why", "글쓴이가 청하셨습니다", "--asked-by", "글쓴이", "--yes")
    publish()
    ended = run("send")

    assert "우리 글이 아직 공개되지" in early.stdout
    assert (early.returncode, before) == (75, [])
    assert "웹멘션으로 알렸습니다" in approved.stdout, approved.stdout + approved.stderr
    assert (told, len(blog.posts)) == (1, 2)
    assert f"{blog.base}/31" not in again.stdout + after_page.stdout
    assert "원글에 알림:" in page
    assert withdrawn.returncode == 0, withdrawn.stderr
    assert f"{blog.base}/31: 웹멘션으로 알렸습니다" in ended.stdout, ended.stdout + ended.stderr
    ledger = (root / f"records/linkbacks/{SLUG}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["event"] for line in ledger] == ["approved", "outcome", "outcome"]
