"""The demo's own texts as the check sees them, whole or with one of them broken in one way."""

from datetime import datetime
from functools import cache, partial

from plugins.cases.casefile import read_case, read_person
from plugins.cases.consistency import Records, inconsistencies
from plugins.cases.postfile import read_post
from plugins.core.memo import Forgetful
from plugins.core.model import KIND_FOLDERS
from plugins.core.site import read_site
from plugins.editorial.check import our_own
from plugins.editorial.content import CaseText, Content, PostText
from plugins.editorial.examine import examine
from plugins.editorial.house import PLAIN
from plugins.editorial.sheets import Source
from tests.demo import DEMO

SITE = read_site(DEMO / "site.toml")
AS_OF = datetime.fromisoformat("2026-11-22T09:00:00+09:00")
RESPONSE_1 = "content/responses/mg-2026-001-response.md"
RESPONSE_2 = "content/responses/mg-2026-002-response.md"
CORRECTION_1 = "content/corrections/mg-2026-001-correction-1.md"
CORRECTION_2 = "content/corrections/mg-2026-002-correction-1.md"
PROGRESS_2 = "content/progress/mg-2026-001-progress-2.md"
STORY_1 = "content/stories/mg-2026-001-story.md"
STORY_2 = "content/stories/mg-2026-002-story.md"
CASE_1 = "content/cases/MG-2026-001.md"
CASE_2 = "content/cases/MG-2026-002.md"


class Remembered(Forgetful):
    """What was found in a text that no test has changed is found once for all tests."""

    def __init__(self):
        self._found = {}

    def recall(self, kind, key, compute):
        if (kind, key) not in self._found:
            self._found[kind, key] = compute()
        return self._found[kind, key]

    def last(self, kind):
        return self._found.get((kind, b""))

    def keep(self, kind, value):
        self._found[kind, b""] = value

    def recall_all(self, kind, keys, compute):
        return [self.recall(kind, key, partial(compute, index)) for index, key in enumerate(keys)]


REMEMBERED = Remembered()


@cache
def texts():
    """Text by path of every Markdown file of the demo."""
    files = sorted((DEMO / "content").rglob("*.md"))
    return {path.relative_to(DEMO).as_posix(): path.read_text(encoding="utf-8") for path in files}


def laid_out(changed=None, *, published=None, as_of=AS_OF):
    """Everything for the check, some files with another text, and what the records refuse."""
    everything = {**texts(), **(changed or {})}
    posts, unplaced, cases, people, pages, problems = [], [], [], [], {}, []
    for path, text in everything.items():
        found = []
        folder = path.split("/")[1]
        file = _read(path, text) if text == texts().get(path) else _parsed(path, text, found)
        problems += found
        if folder in KIND_FOLDERS.values() and file and file.is_placed:
            posts.append((file, text))
        elif folder in KIND_FOLDERS.values() and file:
            unplaced.append(file)
            pages[path] = text
        elif folder == "cases" and file:
            cases.append((file, text))
        elif folder == "people" and file:
            people.append(file)
            pages[path] = text
        else:
            pages[path] = text
    records = Records(
        people=tuple(people),
        cases=tuple(f for f, _ in cases),
        posts=tuple(f for f, _ in posts),
        unplaced=tuple(unplaced),
    )
    content = Content(
        posts=tuple(PostText(source=Source(path=f.path, text=text), post=f.post) for f, text in posts),
        cases=tuple(CaseText(source=Source(path=f.path, text=text), case=f.case) for f, text in cases),
        people=tuple(f.person for f in people),
        pages=pages,
        files={},
        published=published or {},
        as_of=as_of,
    )
    return content, (*problems, *inconsistencies(records, REMEMBERED))


def judged(changed=None, *, house=PLAIN, only=None, **world):
    """Findings of the texts that were changed (of all where none was), and what the records refuse."""
    content, problems = laid_out(changed, **world)
    allowed = our_own(content.people, SITE.own_domains, (SITE.contact_email,), house)
    paths = frozenset(only or changed or ()) or None
    return examine(content, allowed, house, only=paths, memo=REMEMBERED), problems


@cache
def _read(path, text):
    return _parsed(path, text, [])


def _parsed(path, text, problems):
    folder = path.split("/")[1]
    if folder in KIND_FOLDERS.values():
        return read_post(path, text, problems)
    if folder == "cases":
        return read_case(path, text, problems)
    return read_person(path, text, problems) if folder == "people" else None
