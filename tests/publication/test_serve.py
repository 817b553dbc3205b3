import socket
import struct

import pytest

from plugins.publication.serve import ServeError, serve_folder
from tests.listening import listening, reply_to
from tests.publication.projects import write_files

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def a_server(folder):
    return listening(serve_folder(folder, 0))


SITE = {
    "index.html": "처음",
    "404.html": "없는 쪽",
    "about/index.html": "소개",
    "feeds/all.atom.xml": "<feed/>",
    "feeds/all.rss.xml": "<rss/>",
    "images/a.png": "",
}


@pytest.mark.parametrize(
    ("path", "status", "kind", "text"),
    [
        ("/", 200, "text/html; charset=utf-8", "처음"),
        ("/about/", 200, "text/html; charset=utf-8", "소개"),
        ("/feeds/all.atom.xml", 200, "application/atom+xml; charset=utf-8", "<feed/>"),
        ("/feeds/all.rss.xml", 200, "application/rss+xml; charset=utf-8", "<rss/>"),
        ("/gone/", 404, "text/html; charset=utf-8", "없는 쪽"),
        ("/images/", 404, "text/html; charset=utf-8", "없는 쪽"),
        ("/../conftest.py", 404, "text/html; charset=utf-8", "없는 쪽"),
    ],
)
def test_a_folder_is_shown_as_a_static_host_would(tmp_path, path, status, kind, text):
    write_files(tmp_path, SITE)

    with a_server(tmp_path) as server:
        reply = reply_to(server, path)
        answer = reply.status, reply.headers["Content-Type"], reply.read().decode()

    assert answer == (status, kind, text)


def test_a_used_port_is_refused_in_one_sentence(tmp_path):
    with a_server(tmp_path) as server, pytest.raises(ServeError) as error:
        serve_folder(tmp_path, server.server_address[1])

    assert "번 포트: 이 포트를 쓸 수 없습니다" in error.value.korean
    assert "예: --port 8123" in error.value.korean


def test_a_number_that_is_no_port_is_refused(tmp_path):
    with pytest.raises(ServeError):
        serve_folder(tmp_path, 70000)


def test_a_browser_that_leaves_before_its_answer_prints_nothing(tmp_path, capfd):
    write_files(tmp_path, {"index.html": "가" * 3_000_000})

    with a_server(tmp_path) as server:
        browser = socket.create_connection(server.server_address)
        browser.sendall(b"GET / HTTP/1.0\r\n\r\n")
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        browser.close()
        reply_to(server, "/gone/").read()

    assert capfd.readouterr() == ("", "")
