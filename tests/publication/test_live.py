"""A preview's pages listen: they are shown again when they were built again, and say what refused a build."""

import json

import pytest

from plugins.publication.live import Live, with_script
from plugins.publication.serve import serve_folder
from tests.listening import listening, reply_to
from tests.publication.projects import write_files

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def a_preview(folder, live):
    return listening(serve_folder(folder, 0, live=live))


def next_event(reply):
    lines = [reply.readline().decode().strip() for _ in range(3)]
    return lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))


def test_a_page_listens_and_its_file_stays_as_it_is(tmp_path):
    write_files(tmp_path, {"index.html": "<body>처음</body>"})

    with a_preview(tmp_path, Live()) as server:
        shown = reply_to(server, "/").read().decode()

    assert shown == '<body>처음<script src="/__preview__/live.js" data-built="0" defer></script></body>'
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<body>처음</body>"


def test_a_browser_is_told_of_a_page_and_of_a_refusal(tmp_path):
    write_files(tmp_path, {"index.html": "<body></body>"})
    live = Live()

    with a_preview(tmp_path, live) as server:
        reply = reply_to(server, "/__preview__/events")
        live.built(["responses/a/index.html"])
        built = next_event(reply)
        live.refused("content/responses/a.md:3: stage: 없는 값입니다.")
        refused = next_event(reply)
        live.built(everything=True)
        mended = next_event(reply)
        reply.close()

    assert built == ("built", {"all": False, "pages": ["/responses/a/"]})
    assert refused == ("refused", {"said": "content/responses/a.md:3: stage: 없는 값입니다."})
    assert mended == ("built", {"all": True, "pages": []})


def test_who_comes_while_a_build_is_refused_is_told_at_once(tmp_path):
    write_files(tmp_path, {"index.html": "<body></body>"})
    live = Live()
    live.refused("고쳐 주세요.")

    with a_preview(tmp_path, live) as server:
        reply = reply_to(server, "/__preview__/events")
        said = next_event(reply)
        reply.close()

    assert said == ("refused", {"said": "고쳐 주세요."})


@pytest.mark.parametrize(("seen", "is_news"), [("0", True), ("1", False), ("7", True)])
def test_who_asks_is_told_at_once_of_what_was_built_since_its_page_was_read(tmp_path, seen, is_news):
    write_files(tmp_path, {"index.html": "<body></body>"})
    live = Live()
    live.built(["a/index.html"])

    with a_preview(tmp_path, live) as server:
        reply = reply_to(server, f"/__preview__/events?built={seen}")
        live.refused("뒤에 옴")
        said = next_event(reply)
        reply.close()

    assert said == (("built", {"all": True, "pages": []}) if is_news else ("refused", {"said": "뒤에 옴"}))


def test_before_the_first_page_the_refusal_is_the_page(tmp_path):
    live = Live()
    live.refused("content/a.md:3: <b>틀림</b>")

    with a_preview(tmp_path, live) as server:
        reply = reply_to(server, "/")
        shown = reply.read().decode()

    assert reply.status == 503
    assert "content/a.md:3: &lt;b&gt;틀림&lt;/b&gt;" in shown
    assert "live.js" in shown


def test_a_page_without_an_end_listens_too():
    assert with_script("<p>글".encode(), built=0).endswith(b"</script>")


def test_a_refusal_lies_over_the_last_good_page_also_without_script(tmp_path):
    write_files(tmp_path, {"index.html": "<body>처음</body>"})
    live = Live()
    live.refused("content/a.md:3: <b>틀림</b>")

    with a_preview(tmp_path, live) as server:
        shown = reply_to(server, "/").read().decode()
        live.built(everything=True)
        mended = reply_to(server, "/").read().decode()

    assert '<div id="sinmungo-preview" role="alert">content/a.md:3: &lt;b&gt;틀림&lt;/b&gt;</div>' in shown
    assert "sinmungo-preview" not in mended


def test_who_looks_for_a_post_that_waits_is_told_when_it_appears(tmp_path):
    write_files(tmp_path, {"index.html": "", "404.html": "<body>없는 쪽</body>"})
    live = Live()
    live.waits = "때를 기다리는 글 1개: content/progress/a.md, 2026-11-22 22:00에 보입니다."

    with a_preview(tmp_path, live) as server:
        reply = reply_to(server, "/progress/a/")
        shown = reply.read().decode()

    assert reply.status == 404
    assert f'<div id="sinmungo-preview" role="status">{live.waits}</div>' in shown


def test_what_a_preview_page_loads_is_served(tmp_path):
    with a_preview(tmp_path, Live()) as server:
        kinds = [reply_to(server, f"/__preview__/{name}").headers["Content-Type"] for name in ("live.js", "live.css")]

    assert kinds == ["text/javascript; charset=utf-8", "text/css; charset=utf-8"]
