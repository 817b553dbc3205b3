"""The same site for Hugo: our posts, cases and pages as they are, and a theme that writes the pages that ours writes.

Hugo converts every text from its Markdown and writes every page, feed, list and record that shows a text or its
summary, so that an edit of either is seen wherever ours shows it. What takes domain code (stages, promises, dates of
change, the order of lists, waiting times and their pictures, JSON-LD of lists) is taken from our finished site
beforehand and handed over as data, and so are pages without a post's text: the ledger of promises, what changed, the
figures, subscriptions, the list of the search. That is not timed and favours Hugo. So does what it does not write: the
share pictures, the n-grams of the search index; and open data that say nothing of a text (figures, CSV, schemas) are
only copied.

The theme knows what bench/crowd.py writes: no stories, no rebuttals, and no open case where N is a multiple of four.
"""

import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
BASE = "https://answers.mogwanaru.example"
KINDS = ("responses", "corrections", "progress")
# Copied as they are.
STATIC = (
    "theme",
    "robots.txt",
    "calendar.ics",
    "badges/site.svg",
    "api/schemas",
    "api/figures.json",
    "feeds/feeds.opml",
)
# What a list shows of a page of its own; whatever stands around it is handed over as it is.
_ITEMS = re.compile(
    r'<li class="h-entry">\n<(?P<post>h\d)><a class="p-name u-url" href="(?P<post_path>[^"]+)">[^<]*</a></h\d>\n'
    r'<p class="meta">[^\n]*</p>\n<p class="p-summary">[^\n]*</p>\n</li>\n?'
    r'|<li>\n<(?P<case>h\d)><a href="(?P<case_path>/cases/MG[^"]+)">[^<]*</a></h\d>\n'
    r'<p class="meta">(?P<mark><b [^\n]*)?[^\n]*</p>\n<p class="meta">[^\n]*</p>\n</li>\n?'
    r'|<article class="row h-entry">.*?<h2><a class="p-name u-url" href="(?P<correction_path>[^"]+)">.*?</article>\n?'
    r'|<li class="h-entry">\n<h2><a class="p-name u-url" href="(?P<change_path>[^"]+)">[^<]*</a></h2>\n'
    r'<p class="meta">[^\n]*에 정정</p>\n<p><a href="(?P<by>[^"]+)">[^\n]*</p>\n</li>\n?',
    re.S,
)


def lay_out(root: Path, crowd: Path) -> None:
    """Make a Hugo site of a crowd that was built; what stood there is replaced."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(HERE / "layouts", root / "layouts")
    shutil.copytree(HERE / "data", root / "data")
    shutil.copy(HERE / "hugo.toml", root)
    output = crowd / "output"
    for name in STATIC:
        copy = shutil.copytree if (output / name).is_dir() else shutil.copy
        (root / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        copy(output / name, root / "static" / name)
    for path in output.glob("api/*.csv"):
        shutil.copy(path, root / "static/api")
    moved = _moved(output)
    _contents(root, crowd, moved)
    _data(root, crowd, moved)
    made = [*_pages(output, moved), *_feeds(output), *_records(output), *_found(output)]
    (root / "content/made").mkdir()
    for number, said in enumerate(made):
        name = "content/_index.md" if said["url"] == "/" else f"content/made/{number}.md"
        (root / name).write_text(json.dumps({"type": "made"} | said, ensure_ascii=False) + "\n", encoding="utf-8")


def _moved(output):
    """When each page last changed, by its path."""
    text = (output / "sitemap.xml").read_text(encoding="utf-8")
    found = re.findall(rf"<loc>{BASE}([^<]+)</loc>(?:<lastmod>([^<]+))?", text)
    return {unquote(path): at for path, at in found}


def _contents(root, crowd, moved):
    shutil.copytree(crowd / "content", root / "content")
    for path in (root / "content").rglob("*.md"):
        # Pelican's links, and a key that means another thing to Hugo.
        text = re.sub(r"\{filename\}([\w-]+)\.md", r"/\1/", path.read_text(encoding="utf-8"))
        text = re.sub(r"^draft:.*\n", "", text, flags=re.M)
        if path.parent.name in {"pages", "people"}:
            page = "" if path.parent.name == "pages" else "people/"
            said = _page(crowd / "output", f"/{page}{path.stem}/", moved)
            keys = ("here", "picture", "alt", "og_type", "structured", "moved", "main")
            text = text.replace("---\n", "---\n" + "".join(f"{k}: {json.dumps(said[k])}\n" for k in keys), 1)
        path.write_text(text, encoding="utf-8")


def _main(text):
    """The words of a page, and in their places the items that Hugo looks up."""
    main = re.search(r'<main id="main">\n(.*)</main>', text, re.S)[1]
    # A person's own part is written from the front matter.
    main = main.partition('<div class="row"><div class="prose">')[2].partition("</div></div>\n")[2] or main
    pieces, at = [], 0
    for found in _ITEMS.finditer(main):
        pieces.append(main[at : found.start()])
        at = found.end()
        item = next(name for name in ("post", "case", "correction", "change") if found[f"{name}_path"])
        piece = {"item": item, "path": found[f"{item}_path"].rstrip("/")}
        if item in {"post", "case"}:
            piece["level"] = found[item]
        if item == "case":
            piece |= {"case": Path(piece["path"]).name, "grouped": not found["mark"]}
        if item == "change":
            piece["by"] = found["by"]
        pieces.append(piece)
    return [*pieces, main[at:]]


def _page(output, url, moved):
    """What a page of ours says, without its items."""
    path = output / (f"{url}index.html" if url.endswith("/") else url).lstrip("/")
    text = path.read_text(encoding="utf-8")
    head = text.partition("<body>")[0]
    said = {
        name: unescape(value)
        for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
    }
    links = dict(re.findall(r'<link rel="(prev|next)" href="([^"]+)"', head))
    feeds = re.findall(r'<link rel="alternate" type="application/([^"]+)" title="([^"]*)" href="([^"]+)"', head)
    structured = re.search(r'<script type="application/ld\+json">(.*?)</script>', head)
    as_of = re.search(r"<p>(.*?) 기준입니다\. 틀린", text)
    number = re.search(r"/page/(\d+)/$", url)
    here = url.split("/")[1] or "home"
    return {
        "title": said["og:title"],
        "url": url,
        "canonical": said.get("og:url", ""),
        "here": "tags" if url.startswith("/cases/topic/") else here,
        "heading": said["og:title"],
        "summary": said["og:description"],
        "picture": said["og:image"],
        "alt": said["og:image:alt"],
        "og_type": said["og:type"],
        "structured": structured[1] if structured else "",
        "number": number[1] if number else "",
        "newer": links.get("prev", ""),
        "older": links.get("next", ""),
        "feeds": [{"type": kind, "title": unescape(title), "href": href} for kind, title, href in feeds],
        "as_of_said": as_of[1] if as_of else "",
        "moved": moved.get(url, ""),
        "main": _main(text),
    }


def _pages(output, moved):
    """Every page that is not of one text."""
    own = re.compile(rf"/(?:{'|'.join(KINDS)})/mg-|/cases/MG-|/people/.|/(?:about|contact|principles|privacy)/")
    for path in sorted(output.rglob("*.html")):
        url = "/" + path.relative_to(output).as_posix().removesuffix("index.html")
        if not own.match(url):
            said = _page(output, url, moved)
            yield said if url in moved else said | {"unlisted": True}


def _data(root, crowd, moved):
    output = crowd / "output"
    people, topics, tags = {}, {}, {}
    for path in sorted((crowd / "content/people").glob("*.md")):
        said = dict(re.findall(r"^(\w+): (.*)$", path.read_text(encoding="utf-8"), re.M))
        people[said["name"]] = {key: said[key] for key in ("role", "reach", "email")} | {"url": f"/people/{path.stem}/"}
    for href, word in re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', (output / "tags/index.html").read_text("utf-8")):
        tags[unescape(word)] = href
    text = (output / "cases/topic/index.html").read_text(encoding="utf-8")
    for topic, word in re.findall(r'<li><a href="/cases/topic/([^"]+)/">([^<]+)</a>', text):
        topics[topic] = word
    posts, cases, whole = {}, {}, {}
    for path in sorted(output.glob("api/cases/*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        page = (output / f"cases/{path.stem}/index.html").read_text(encoding="utf-8")
        feed = json.loads((output / f"feeds/cases/{path.name}").read_text(encoding="utf-8"))
        whole[path.stem] = case
        times = dict(re.findall(r'datetime="([^"]+)">([^<]+ \S+시)</time></p>\n<div>\n<p><b>불만 글', page))
        cases[path.stem] = {
            "stage": case["stage"],
            "citations": [
                one | {"published_at": at, "consent": "granted"}
                for one, at in zip(case["citations"], times, strict=True)
            ],
            "posts": [{"path": _path(one["url"]), "stage": one["stage"]} for one in case["posts"]],
            "promises": case["promises"],
            "news": [{"path": _path(one["url"])} for one in feed["items"]],
            "updated": moved[f"/cases/{path.stem}/"],
            "updated_utc": max(one["date_modified"] for one in feed["items"]),
            "picture": _picture(page),
            "account": re.search(r'<section class="row" id="account">.*?(?=<section class="h-feed">)', page, re.S)[0],
        }
        for one in feed["items"]:
            slug = Path(_path(one["url"])).name
            text = (output / f"{_path(one['url']).lstrip('/')}/index.html").read_text(encoding="utf-8")
            posts[slug] = {
                "path": _path(one["url"]),
                "updated": moved[f"{_path(one['url'])}/"],
                "updated_utc": one["date_modified"],
                "picture": _picture(text),
                "corrections": re.findall(r'<aside class="notice.*?<a href="([^"]+)/">', text, re.S),
            }
    for name, facts in (("people", people), ("topics", topics), ("tags", tags), ("posts", posts), ("cases", cases)):
        (root / f"data/{name}.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    (root / "data/open.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


def _path(url):
    return url.removeprefix(BASE).rstrip("/")


def _picture(page):
    return re.search(r'og:image" content="([^"]+)"', page)[1]


def _feeds(output):
    """Every feed that is not of one case, in each of its formats."""
    for path in sorted(output.glob("feeds/**/*.json")):
        name = path.relative_to(output / "feeds").as_posix().removesuffix(".json")
        if name.startswith("cases/"):
            continue
        feed = json.loads(path.read_text(encoding="utf-8"))
        atom = (output / f"feeds/{name}.atom.xml").read_text(encoding="utf-8")
        said = {
            "name": name,
            "title": feed["title"],
            "subtitle": feed["description"],
            "home": feed["home_page_url"],
        }
        for part in [path.with_suffix(".atom.xml"), *sorted((output / f"feeds/{name}").glob("archive/*.atom.xml"))]:
            atom = part.read_text(encoding="utf-8")
            more = re.findall(r'<link rel="(current|(?:next|prev)-archive)" href="([^"]+)"', atom)
            self = part.relative_to(output / "feeds").as_posix().removesuffix(".atom.xml")
            own = said | {
                "self": self if self != name else "",
                "updated": re.search(r"<updated>(.*?)</updated>", atom)[1],
                "links": [{"rel": rel, "href": href} for rel, href in more],
                "items": [_item(one) for one in re.findall(r"<entry>.*?</entry>", atom, re.S)],
            }
            yield _file(f"/{self}.atom.xml", "atom", feed=own)
            if self == name:
                yield _file(f"/{name}.rss.xml", "rss2", feed=own)
                yield _file(f"/{name}.json", "feed", feed=own | {"items": own["items"][: len(feed["items"])]})


def _item(entry):
    """An entry of a post is looked up, any other stands ready."""
    found = re.search(r"2026:posts/[^<]+</id>.*?href=\"([^\"]+)\"", entry[:600], re.S)
    if found and entry.startswith("<entry><id>tag:answers.mogwanaru.example,2026:posts/"):
        return {"path": _path(found[1])}
    return {
        "id": re.search(r"2026:(.*?)</id>", entry)[1],
        "url": re.search(r'href="([^"]+)"', entry)[1],
        "title": unescape(re.search(r"<title>(.*?)</title>", entry)[1]),
        "published": re.search(r"<published>(.*?)</", entry)[1],
        "updated": re.search(r"<updated>(.*?)</", entry)[1],
        "author": re.search(r"<name>(.*?)</", entry)[1],
        "tags": [unescape(word) for word in re.findall(r'label="([^"]+)"', entry)],
        "html": unescape(re.search(r'<content type="html">(.*?)</content>', entry, re.S)[1]),
    }


def _file(url, form, **said):
    return {"title": url, "url": url, "outputs": [form], "unlisted": True, **said}


def _records(output):
    for name in ("cases", "promises"):
        whole = json.loads((output / f"api/{name}.json").read_text(encoding="utf-8"))
        yield _file(f"/{name}.json", "data", whole=whole)


def _found(output):
    """The blocks of what a search shows of a page: title, path, kind, day, first words."""
    for path in sorted(output.glob("search/index/d-*.json")):
        found = []
        for title, url, label, at, said in json.loads(path.read_text(encoding="utf-8")):
            after = title[title.rindex(" (") :] if url.startswith("cases/") else ""
            page = f"/{url}" if url.count("/") > 1 else f"/pages/{url}"
            found.append({"path": page, "label": label, "at": at, "said": said, "after": after})
        yield _file(f"/{path.name}", "found", found=found)
