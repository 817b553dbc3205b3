"""Edits as people and programs make them, at random, to a generated site: each leaves the tree changed, or says not."""

import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

WORDS = ("살구", "보리", "나루", "바람", "모과", "달빛", "우물", "가마", "소반", "두레")


class Tree:
    """A site's sources, the hour it is built for, and what chance does to them."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.as_of = datetime.fromisoformat("2026-11-22T09:00+09:00")
        self.number = 0

    def files(self, pattern: str) -> list[Path]:
        return sorted(path for path in self.root.glob(pattern) if path.is_file())

    def one(self, pattern: str) -> Path | None:
        found = self.files(pattern)
        return self.chance.choice(found) if found else None

    def post(self) -> Path | None:
        return self.one(f"content/{self.chance.choice(('responses', 'progress', 'progress', 'corrections'))}/*.md")

    def word(self) -> str:
        self.number += 1
        return f"{self.chance.choice(WORDS)}{self.number}"

    def change(self, path: Path | None, pattern: str, new: Callable[[re.Match[str]], str]) -> None:
        """Replace the first match in a file; a file without one stays as it is."""
        if path is not None:
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(pattern, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")


def body(tree: Tree) -> None:
    tree.change(tree.post(), r"\Z", lambda _: f"\n{tree.word()}를 **다시** 보았습니다. <b>{tree.word()}</b> & 끝.\n")


def title(tree: Tree) -> None:
    tree.change(tree.post(), r"^title: .*$", lambda _: f"title: {tree.word()} 소식 {tree.word()}")


def tags(tree: Tree) -> None:
    tree.change(
        tree.post(), r"^tags: .*$", lambda _: f"tags: [{tree.chance.choice(WORDS)}, {tree.chance.choice(WORDS)}새]"
    )


def slug(tree: Tree) -> None:
    path = tree.one("content/progress/*.md")
    if path is not None:
        path.rename(path.with_name(f"{path.stem[:14]}-{tree.number}x.md"))
        tree.number += 1


def status(tree: Tree) -> None:
    path = tree.one("content/progress/*.md")
    if path is not None and "\nstatus: draft\n" in path.read_text(encoding="utf-8"):
        tree.change(path, r"^status: draft\n", lambda _: "")
    else:
        tree.change(path, r"^legal_basis: none\n", lambda found: found[0] + "status: draft\n")


def gist(tree: Tree) -> None:
    tree.change(tree.post(), r"^  - .*다\.$", lambda _: f"  - {tree.word()}를 고쳤습니다.")


def topic(tree: Tree) -> None:
    tree.change(tree.one("content/cases/*.md"), r"^topic: .*$", lambda _: f"topic: {tree.chance.choice(WORDS)}")


def link(tree: Tree) -> None:
    target = tree.one("content/responses/*.md")
    if target is not None:
        tree.change(tree.post(), r"\Z", lambda _: f"\n[{tree.word()}]({{filename}}/responses/{target.name})\n")


def broken_link(tree: Tree) -> None:
    tree.change(tree.post(), r"\Z", lambda _: f"\n[없는 글]({{filename}}/responses/no-{tree.number}.md)\n")


def new_post(tree: Tree) -> None:
    path = tree.one("content/progress/*.md")
    if path is not None:
        tree.number += 1
        new = path.with_name(f"{path.stem[:11]}-new-{tree.number}.md")
        new.write_bytes(path.read_bytes())
        tree.change(new, r"^title: .*$", lambda _: f"title: 새 글 {tree.word()}")
        tree.change(new, r"^promise_updates:\n(?: .*\n)+", lambda _: "")


def delete_post(tree: Tree) -> None:
    path = tree.one("content/progress/*.md")
    if path is not None and len(tree.files("content/progress/*.md")) > 4:
        path.unlink()


def page(tree: Tree) -> None:
    path = tree.root / f"content/pages/extra-{tree.chance.randrange(3)}.md"
    if path.exists() and tree.chance.random() < 0.5:
        path.unlink()
    else:
        path.write_text(f"---\ntitle: {tree.word()}\n---\n\n{tree.word()}입니다.\n", encoding="utf-8")


def stylesheet(tree: Tree) -> None:
    path = tree.root / "theme/static/css/site.css"
    path.write_text(path.read_text(encoding="utf-8") + f"\n.x{tree.number} {{ color: red }}\n", encoding="utf-8")
    tree.number += 1


def template(tree: Tree) -> None:
    name = tree.chance.choice(("case", "person", "article", "index", "page"))
    tree.change(
        tree.root / f"theme/templates/{name}.html",
        r"{% block main %}",
        lambda found: f"{found[0]}<!-- {tree.word()} -->",
    )


def include(tree: Tree) -> None:
    name = tree.chance.choice(("_parts", "_progress", "_response"))
    tree.change(tree.root / f"theme/templates/{name}.html", r"<p", lambda found: f"<!-- {tree.word()} -->{found[0]}")


def site(tree: Tree) -> None:
    tree.change(tree.root / "site.toml", r"^description = .*$", lambda _: f'description = "{tree.word()}에 답합니다."')


def setting(tree: Tree) -> None:
    tree.change(
        tree.root / "pelicanconf.py",
        r"^CASES_PER_PAGE = .*$",
        lambda _: f"CASES_PER_PAGE = {tree.chance.choice((2, 3, 12))}",
    )


def markdown_setting(tree: Tree) -> None:
    path = tree.root / "pelicanconf.py"
    if '"markdown.extensions.nl2br": {}, ' in path.read_text(encoding="utf-8"):
        tree.change(path, r'"markdown\.extensions\.nl2br": \{\}, ', lambda _: "")
    else:
        tree.change(
            path, r'"markdown\.extensions\.extra"', lambda found: f'"markdown.extensions.nl2br": {{}}, {found[0]}'
        )


def static_file(tree: Tree) -> None:
    path = tree.root / f"content/images/note-{tree.chance.randrange(3)}.txt"
    path.parent.mkdir(exist_ok=True)
    if path.exists() and tree.chance.random() < 0.5:
        path.unlink()
    else:
        path.write_text(tree.word(), encoding="utf-8")


def touch(tree: Tree) -> None:
    for path in tree.files("content/**/*.md"):
        path.touch()


def correction(tree: Tree) -> None:
    """Correct an old response, in the words that stand in it."""
    path = tree.one("content/responses/*.md")
    if path is None:
        return
    text = path.read_text(encoding="utf-8")
    wrong = re.search(r"(\S+ \S+는 모두 \d+번이었습니다)", text)
    head = re.search(r"^case: .*\nauthor: .*\napproved_by:\n  - .*\n", text, re.MULTILINE)
    if wrong is None or head is None:
        return
    tree.number += 1
    name = f"{path.stem.removesuffix('-response')}-correction-{tree.number}"
    made = f"""---
title: 바로잡습니다 {tree.word()}
date: 2026-11-20T10:00:00+09:00
{head[0]}stage: reopened
next_update_by: 2027-01-11T10:00:00+09:00
gist:
  - 첫 답변의 수가 틀렸습니다.
corrects:
  - {path.stem}
wrong: {wrong[1]}
right: {tree.word()}번이었습니다
correction_level: {tree.chance.choice(("minor", "material"))}
legal_basis: none
---

## 왜 틀렸나

{tree.word()}를 잘못 셌습니다.
"""
    (tree.root / f"content/corrections/{name}.md").write_text(made, encoding="utf-8")


def mention(tree: Tree) -> None:
    """Accept one more mention of a case."""
    tree.number += 1
    number = tree.number
    cited = f"  - key: n{number}\n    url: https://more.example/{number}\n    title: 저도 겪었습니다\n    place: 광장\n"
    tree.change(tree.one("content/cases/*.md"), r"^promises:$", lambda found: f"{cited}{found[0]}")


def promise(tree: Tree) -> None:
    """A promise is kept, as a post of that day tells, or no longer."""
    path = tree.one("content/progress/*.md")
    if path is not None and "promise_updates" in path.read_text(encoding="utf-8"):
        tree.change(path, r"^promise_updates:\n(?: .*\n)+", lambda _: "")
    elif path is not None and (day := re.search(r"^date: (\S{10})", path.read_text(encoding="utf-8"), re.MULTILINE)):
        tree.change(
            path,
            r"^legal_basis: none$",
            lambda found: f"promise_updates:\n  - id: P1\n    kept: {day[1]}\n    proof: 보았음\n{found[0]}",
        )


def due_date(tree: Tree) -> None:
    tree.change(
        tree.one("content/cases/*.md"), r"^    due: .*$", lambda _: f"    due: 2026-11-{tree.chance.randrange(10, 29)}"
    )


def time_passes(tree: Tree) -> None:
    tree.as_of += timedelta(hours=tree.chance.choice((1, 5, 26, 24 * 9, -24 * 6)))


def person(tree: Tree) -> None:
    """Somebody changes their name, in every file that calls them by it."""
    path = tree.one("content/people/*.md")
    if path is None:
        return
    old = re.search(r"^name: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    new = tree.word()
    for file in tree.files("content/**/*.md"):
        text = file.read_text(encoding="utf-8")
        if old and old[1] in text:
            file.write_text(text.replace(old[1], new), encoding="utf-8")


def plugin(tree: Tree) -> None:
    line = '    "plugins.syndication.hooks",\n'
    path = tree.root / "pelicanconf.py"
    if line in path.read_text(encoding="utf-8"):
        tree.change(path, re.escape(line), lambda _: "")
    else:
        tree.change(path, r'^    "plugins\.cases\.hooks",\n', lambda found: found[0] + line)


EDITS: tuple[Callable[[Tree], None], ...] = (
    body,
    body,
    title,
    tags,
    slug,
    status,
    gist,
    topic,
    link,
    broken_link,
    new_post,
    delete_post,
    page,
    stylesheet,
    template,
    include,
    site,
    setting,
    markdown_setting,
    static_file,
    touch,
    correction,
    mention,
    promise,
    due_date,
    time_passes,
    person,
    plugin,
)
