import subprocess

from plugins.inbox.traces import needles_of, past_places, public_places
from tests.inbox.builders import PAGE, a_mention

NEEDLES = needles_of(a_mention())


def a_file(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def git(root, *words):
    who = ("-c", "user.name=t", "-c", "user.email=t@t.example")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def test_a_public_file_is_found_by_address_author_title_and_sentence(tmp_path):
    a_file(tmp_path, "content/cases/MG-2026-001.md", f"---\nurl: {PAGE}/?utm_source=x\nauthor: 보리차한잔\n")
    a_file(tmp_path, "output/cases/index.html", f"<a href='{PAGE}#c'>9월 14일에 메일이 한\n통 왔습니다</a>")
    a_file(tmp_path, "content/pages/about.md", "아무 이야기도 아닙니다. https://bori.blog.example/entry/8\n")

    found = {place.path: (place.line, set(place.whats)) for place in public_places(tmp_path, NEEDLES)}

    assert found == {
        "content/cases/MG-2026-001.md": (2, {"주소", "글쓴이"}),
        "output/cases/index.html": (1, {"주소", "옮긴 글"}),
    }


def test_what_html_writes_otherwise_is_found_all_the_same(tmp_path):
    mention = a_mention(url="https://a.example/?a=1&b=2", title='"환불" 안 해 주는 가게 & 나')
    a_file(
        tmp_path,
        "output/a.html",
        '<a href="https://a.example/?a=1&amp;b=2">&#34;환불&#34; 안 해 주는 가게 &amp; 나</a>',
    )

    (place,) = public_places(tmp_path, needles_of(mention))

    assert set(place.whats) == {"주소", "제목"}


def test_the_inbox_and_pictures_are_no_public_places(tmp_path):
    a_file(tmp_path, ".desk/notes.txt", PAGE)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.png").write_bytes(b"\x89PNG\xff\xfe" + PAGE.encode())

    assert public_places(tmp_path, NEEDLES) == ()


def test_every_commit_that_brought_it_or_took_it_away_is_told_on_every_branch(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    for n, text in enumerate(("아무것도", f"url: {PAGE}", "지웠습니다")):
        a_file(tmp_path, "content/cases/하나.md", text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", f"판 {n}")
    git(tmp_path, "checkout", "-qb", "곁")
    a_file(tmp_path, "content/둘.md", "글쓴이는 보리차한잔입니다")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "곁가지")
    git(tmp_path, "checkout", "-q", "main")

    found = {past.subject: (past.whats, past.paths) for past in past_places(tmp_path, NEEDLES)}

    assert found == {
        "판 1": (("주소",), ("content/cases/하나.md",)),
        "판 2": (("주소",), ("content/cases/하나.md",)),
        "곁가지": (("글쓴이",), ("content/둘.md",)),
    }


def test_what_stands_in_code_or_in_the_demo_is_no_place_of_ours(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    for name in ("examples/mogwanaru/feeds/mentions.xml", "tests/inbox/builders.py"):
        a_file(tmp_path, name, PAGE)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "The inbox: hear a mention")

    assert (public_places(tmp_path, NEEDLES), past_places(tmp_path, NEEDLES)) == ((), ())


def test_the_folder_that_the_site_was_sent_to_is_a_public_place(tmp_path):
    a_file(tmp_path, "served/cases/index.html", PAGE)
    (tmp_path / "project").mkdir()

    (place,) = public_places(tmp_path / "project", NEEDLES, published=[tmp_path / "served"])

    assert place.path == f"{tmp_path.as_posix()}/served/cases/index.html"


def test_a_project_without_git_has_no_past(tmp_path):
    assert past_places(tmp_path, NEEDLES) == ()


def test_what_stands_everywhere_by_chance_is_not_looked_for():
    needles = needles_of(a_mention(author="보", title="환불", text="네. 그래요."))

    assert [needle.what for needle in needles] == ["주소"]
