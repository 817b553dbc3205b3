"""Linkbacks to a real WordPress: Pingback and TrackBack, once each. Its Webmention is a plugin that Debian lacks."""

import signal
import subprocess
import time

import pytest

from tests.linkbacks.sending import an_answer, command, sent, serving
from tests.linkbacks.wordpress.server import HOST, running
from tests.site.trees import a_tree

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1", HOST])]


@pytest.fixture(scope="module")
def blog():
    with running() as wordpress:
        yield wordpress


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return a_tree(tmp_path_factory.mktemp("wordpress"))


@pytest.fixture
def ours():
    with serving() as web:
        yield web


def send(blog, ours, source, target, tmp_path, root):
    return sent(ours.base + source, target, ours, blog, ledger=tmp_path / "ledger", root=root)


def test_a_pingback_makes_exactly_one_comment_also_when_sent_again(blog, ours, tmp_path, root):
    post, target = blog.post("배송이 2주째 안 옵니다")
    ours.pages["/%EB%8B%B5%EB%B3%80/"] = an_answer(target)

    first = send(blog, ours, "/%EB%8B%B5%EB%B3%80/", target, tmp_path, root)
    second = send(blog, ours, "/%EB%8B%B5%EB%B3%80/", target, tmp_path, root)

    assert (first[0], first[1]["protocol"], first[1]["outcome"], first[1]["sent"]) == (0, "pingback", "delivered", True)
    assert (second[0], second[1]["outcome"], second[1]["sent"]) == (0, "delivered", False)
    ((kind, author, address, text),) = blog.comments(post)
    assert (kind, author, address) == ("pingback", "배송 지연에 대한 답변", f"{ours.base}/%EB%8B%B5%EB%B3%80/")
    # WordPress shows the words around the link.
    assert text == "[&#8230;] 글은 글에 [&#8230;]"


def test_a_trackback_arrives_in_whole_korean_sentences(blog, ours, tmp_path, root):
    blog.forget_comments()
    post, target = blog.post("환불 '보름째' & 대답 없음", rdf=True)
    ours.pages["/b/"] = an_answer(target, title="환불이 늦은 까닭 & 고칠 날짜")

    code, said = send(blog, ours, "/b/", target, tmp_path, root)

    assert (code, said["protocol"], said["outcome"]) == (0, "trackback", "delivered")
    ((kind, author, address, text),) = blog.comments(post)
    assert (kind, author, address) == ("trackback", "모과나루 답변", f"{ours.base}/b/")
    assert "환불이 늦은 까닭 &amp; 고칠 날짜" in text
    assert "늦은 까닭과 고칠 날짜" in text


def test_a_blog_that_takes_no_pings_gets_none(blog, ours, tmp_path, root):
    post, target = blog.post("조용히 두세요", ping="closed")
    ours.pages["/c/"] = an_answer(target)

    code, said = send(blog, ours, "/c/", target, tmp_path, root)

    assert (code, said["outcome"], said["sent"]) == (0, "none", False)
    assert blog.comments(post) == []


def test_two_complaints_on_one_blog_are_told_in_spite_of_its_throttle(blog, ours, tmp_path, root):
    blog.forget_comments()
    posts = [blog.post("느린 답장 하나"), blog.post("느린 답장 둘")]
    ours.pages["/d/"] = an_answer(*(target for _, target in posts))

    said = [send(blog, ours, "/d/", target, tmp_path, root)[1]["outcome"] for _, target in posts]

    assert said == ["delivered", "delivered"]
    assert [len(blog.comments(post)) for post, _ in posts] == [1, 1]


def test_a_comment_that_came_too_quickly_is_put_off_and_told_later(blog, ours, tmp_path, root):
    blog.forget_comments()
    posts = [blog.post("빠른 글 하나", rdf=True), blog.post("빠른 글 둘", rdf=True)]
    ours.pages["/e/"] = an_answer(*(target for _, target in posts))
    send(blog, ours, "/e/", posts[0][1], tmp_path, root)
    # Another machine, which does not know that this address has just commented.
    (other,) = [a_tree(tmp_path / "other")]

    code, said = send(blog, ours, "/e/", posts[1][1], tmp_path, other)
    time.sleep(16)
    again = send(blog, ours, "/e/", posts[1][1], tmp_path, other)

    assert (code, said["outcome"], said["status"]) == (75, "later", 429)
    assert (again[0], again[1]["outcome"]) == (0, "delivered")
    assert [len(blog.comments(post)) for post, _ in posts] == [1, 1]


def test_runs_at_the_same_time_make_one_comment(blog, ours, tmp_path, root):
    blog.forget_comments()
    post, target = blog.post("동시에 보내기")
    ours.pages["/f/"] = an_answer(target)
    words, options = command(f"{ours.base}/f/", target, ours, blog, ledger=tmp_path / "ledger", root=root)
    runs = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **options) for _ in range(4)]
    codes = [run.wait() for run in runs]
    for run in runs:
        run.stdout.close()

    assert codes == [0, 0, 0, 0]
    assert len(blog.comments(post)) == 1


def test_a_run_that_is_killed_never_makes_a_second_comment(blog, ours, tmp_path, root):
    blog.forget_comments()
    post, target = blog.post("보내다 멈추기")
    ours.pages["/g/"] = an_answer(target)
    words, options = command(f"{ours.base}/g/", target, ours, blog, ledger=tmp_path / "ledger", root=root)
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL, **options)
    # WordPress looks at our page while it holds our call: the second look at it is WordPress's own.
    while ours.asked.count("/g/") < 2:
        assert run.poll() is None
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    time.sleep(3)
    before = len(blog.comments(post))

    code, said = send(blog, ours, "/g/", target, tmp_path, root)

    # It was sent; that WordPress took it is seen on its page.
    assert (before, len(blog.comments(post))) == (1, 1)
    assert (code, said["outcome"], said["sent"]) == (0, "delivered", False)
