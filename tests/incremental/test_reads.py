"""What a template reads is recorded as it reads; what cannot be asked again makes a page unknown."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from jinja2 import Environment, StrictUndefined

from plugins.incremental.asking import digest_of_reads
from plugins.incremental.pages import WatchedContext
from plugins.incremental.reads import Reads


def an_environment():
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.context_class = WatchedContext
    return environment


def rendered(source, **given):
    """Return the text, and whether a later value would have to be rendered again."""
    reads = Reads(given)
    text = an_environment().from_string(source).render({**given, "\0reads": reads})
    shapes = reads.shapes()

    def is_same(**later):
        return reads.is_known and all(
            (name in given) == (name in later)
            and (name not in given or digest_of_reads(given[name], *asked) == digest_of_reads(later[name], *asked))
            for name, asked in shapes.items()
        )

    return text, is_same


def a_post(**facts):
    own = {"title": "제목", "tags": ["하나", "둘"], "facts": {"a": 1}, "other": None, "mark": object()}
    return SimpleNamespace(**own | facts)


TEMPLATES = {
    "an attribute": ("{{ post.title }}", a_post(title="다른")),
    "an item of a list": ("{{ post.tags[0] }}", a_post(tags=["셋", "둘"])),
    "how long a list is": ("{{ post.tags|length }}", a_post(tags=["하나"])),
    "a list that is walked": ("{% for t in post.tags %}{{ t }}{% endfor %}", a_post(tags=["하나", "셋"])),
    "whether a list is empty": ("{% if post.tags %}x{% endif %}", a_post(tags=[])),
    "a slice": ("{{ post.tags[:1]|join }}", a_post(tags=["영", "둘"])),
    "the last of a list": ("{{ post.tags|last }}", a_post(tags=["하나", "셋"])),
    "a list joined": ("{{ post.tags|join(', ') }}", a_post(tags=["하나", "셋"])),
    "a list sorted by an attribute": (
        "{% for p in post.tags|sort(attribute='n') %}{{ p.n }}{% endfor %}",
        a_post(tags=[SimpleNamespace(n=2), SimpleNamespace(n=1)]),
    ),
    "a key": ("{{ post.facts.a }}", a_post(facts={"a": 2})),
    "keys that are walked": ("{% for k, v in post.facts.items() %}{{ k }}{% endfor %}", a_post(facts={"b": 1})),
    "whether a key is there": ("{{ 'a' in post.facts }}", a_post(facts={"b": 1})),
    "a key with a default": ("{{ post.facts.get('b', 0) }}", a_post(facts={"b": 5})),
    "whether an attribute is there": ("{{ post.more is defined }}", a_post(more=1)),
    "whether it is none": ("{{ post.other is none }}", a_post(other=a_post())),
    "a macro's argument": ("{% macro m(p) %}{{ p.title }}{% endmacro %}{{ m(post) }}", a_post(title="다른")),
    "a name set in the template": ("{% set p = post %}{{ p.title }}", a_post(title="다른")),
    "the kind of a value": ("{{ post.title }}", a_post(title=7)),
}


@pytest.mark.parametrize(("source", "later"), TEMPLATES.values(), ids=TEMPLATES)
def test_what_was_read_and_changed_is_noticed(source, later):
    post = a_post()
    if "n" in source and "sort" in source:
        post = a_post(tags=[SimpleNamespace(n=2), SimpleNamespace(n=3)])
    text, is_same = rendered(source, post=post)

    assert text == an_environment().from_string(source).render(post=post)
    assert (is_same(post=post), is_same(post=later)) == (True, False)


@pytest.mark.parametrize(
    ("source", "later"),
    [
        ("{{ post.title }}", a_post(tags=["x"], facts={}, other=3)),
        ("{{ post.tags[0] }}", a_post(tags=["하나", "셋"])),
        ("{{ post.tags|first }}", a_post(title="다른", tags=["하나", "셋"])),
        ("{{ post.facts.a }}", a_post(facts={"a": 1, "b": 2})),
    ],
)
def test_what_was_not_read_may_change(source, later):
    _, is_same = rendered(source, post=a_post())

    assert is_same(post=later)


def test_a_long_list_is_read_only_as_far_as_it_is_shown():
    class Item:
        read = 0

        @property
        def title(self):
            Item.read += 1
            return "x"

    source = "{% for i in items %}{% if loop.index > 3 %}{% break %}{% endif %}{{ i.title }}{% endfor %}"
    environment = an_environment()
    environment.add_extension("jinja2.ext.loopcontrols")
    given = {"items": [Item() for _ in range(1000)]}
    reads = Reads(given)
    environment.from_string(source).render({**given, "\0reads": reads})

    assert Item.read == 3


@pytest.mark.parametrize(
    "source",
    [
        "{{ post == post.other }}",
        "{{ {post.mark: 1}|length }}",
        "{{ post.tags.append('x') }}",
        "{{ post.tags + ['x'] }}",
        "{% for x in post.endless %}{{ x }}{% endfor %}",
    ],
)
def test_what_cannot_be_asked_again_makes_the_page_unknown(source):
    _, is_same = rendered(source, post=a_post(endless=iter((1, 2))))

    assert not is_same(post=a_post(endless=iter((1, 2))))


def test_a_method_is_asked_again_with_the_same_values():
    @dataclass(frozen=True)
    class Pages:
        count: int

        def has(self, number):
            return number < self.count

    _, is_same = rendered("{{ pages.has(3) }}", pages=Pages(4))

    assert (is_same(pages=Pages(5)), is_same(pages=Pages(2))) == (True, False)


def test_a_name_that_was_not_there_is_noticed_when_it_comes():
    text, is_same = rendered("{% if late is defined %}x{% endif %}", post=1)

    assert (text, is_same(post=1), is_same(post=1, late=2)) == ("", True, False)


def test_a_stand_in_says_of_what_class_it_stands():
    @dataclass(frozen=True)
    class Post:
        title: str

    post = Post("제목")
    stand_in = Reads({"post": post}).root("post")

    assert isinstance(stand_in, Post)
    assert replace(post, title="x") != post


def test_pages_that_ask_by_words_of_their_own_share_what_they_asked():
    class Said:
        def of(self, name):
            return f"{name}!"

    template = an_environment().from_string(
        "{% if name in heads %}{{ heads[name].title }}{{ said.of(name) }}{% endif %}"
    )
    heads = {"가": a_post(title="첫째"), "나": a_post(title="둘째")}
    asked, said = [], Said()
    for name in heads:
        given = {"name": name, "heads": heads, "said": said}
        reads = Reads(given)
        template.render({**given, "\0reads": reads})
        assert reads.is_known
        asked.append(reads.shapes())
    one, other = asked

    assert {name: shape for name, (shape, _) in one.items()} == {name: shape for name, (shape, _) in other.items()}
    assert (one["heads"][1], other["heads"][1]) == (("가", "가"), ("나", "나"))
    assert (one["said"][1], other["said"][1]) == ((("가",),), (("나",),))
    assert digest_of_reads(heads, *one["heads"]) != digest_of_reads(heads, *other["heads"])
    assert digest_of_reads(said, *one["said"]) != digest_of_reads(said, *other["said"])
