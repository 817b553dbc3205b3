"""Finding twins quickly says the same as comparing every post with every earlier one; so does what is remembered."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from plugins.core.memo import FORGETFUL
from plugins.core.model import PostKind
from plugins.edge.memo import MemoStore
from plugins.editorial.pasted import Reuse, archive_of, compare
from plugins.editorial.sheets import Source
from plugins.editorial.twins import nearest, twins

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
HOUSE = "이 답과 생각이 다르시면 아래로 보내 주세요. 고치지 않고 그대로 같은 크기로 싣겠습니다."


@dataclass(frozen=True)
class A:
    post: object
    source: Source


def an_archive(seed, count=40):
    chance = random.Random(seed)
    pool = ["".join(chance.choices("가나다라마바사아자차카타파하거너더", k=30)) for _ in range(60)]
    told = []
    for number in range(count):
        lines = [*chance.sample(pool, 5), HOUSE]
        if told and chance.random() < 0.4:
            # Pasted from an earlier one, with a line or two of its own.
            lines = chance.choice(told).source.text.split("\n\n")[: chance.randrange(2, 6)] + chance.sample(pool, 2)
        at = BEGAN + timedelta(days=chance.randrange(30))
        post = SimpleNamespace(slug=f"p{number}", kind=PostKind.RESPONSE, published_at=at)
        told.append(A(post=post, source=Source(path=f"{number}.md", text="\n\n".join(lines))))
    return told


def one_by_one(told):
    ready = archive_of({t.post.slug: t.source.text for t in told})
    found = {}
    for one in told:
        later = [t.post.slug for t in told if t.post.published_at > one.post.published_at]
        comparison = compare(one.source.text, ready, without=(one.post.slug, *later))
        if comparison.reuse is not Reuse.OWN:
            found[one.post.slug] = comparison
    return found


@pytest.mark.parametrize("seed", range(4))
def test_twins_are_those_that_comparing_all_would_find(seed):
    told = an_archive(seed)
    expected = one_by_one(told)

    assert expected
    assert twins(told, PostKind.RESPONSE, FORGETFUL) == expected


@pytest.mark.parametrize("seed", range(3))
def test_after_an_edit_what_is_remembered_says_the_same(tmp_path, seed):
    told = an_archive(seed, count=14)
    chance = random.Random(seed)
    for step in range(12):
        memo = MemoStore(tmp_path / "memo", b"", workers=1)
        found = twins(told, PostKind.RESPONSE, memo)
        memo.close()

        assert found == one_by_one(told), step
        number = chance.randrange(len(told))
        other = "\n\n".join(chance.choice(told).source.text.split("\n\n")[: chance.randrange(1, 6)])
        told[number] = A(
            post=told[number].post, source=Source(path="x.md", text=f"{other}\n\n{step}번째로 고친 글입니다.")
        )
        if step % 4 == 3:
            del told[chance.randrange(len(told))]


class Texts:
    """Texts of which any two share a number; an edit of one changes all that it shares."""

    def __init__(self, chance):
        self.chance, self.shared, self.keys = chance, {}, {}

    def edit(self, name):
        self.keys[name] = self.chance.randbytes(8)
        for other in self.keys:
            self.shared[name, other], self.shared[other, name] = self.chance.choices(range(6), k=2)

    def remove(self, name):
        del self.keys[name]

    def prepare(self):
        pass

    def find_in(self, asker, names):
        return {name: n for name in names if name != asker and (n := self.shared[asker, name])}

    def best(self, asker):
        return max(((n, name) for name, n in self.find_in(asker, self.keys).items()), default=None)


@pytest.mark.parametrize("seed", range(8))
def test_the_nearest_stays_the_nearest_through_many_edits(tmp_path, seed):
    chance = random.Random(seed)
    texts, memo = Texts(chance), MemoStore(tmp_path / "memo", b"", workers=1)
    for step in range(400):
        if len(texts.keys) < 12 or chance.random() < 0.8:
            texts.edit(f"t{chance.randrange(16)}")
        else:
            texts.remove(chance.choice(sorted(texts.keys)))

        found = nearest(memo, "test", texts.keys, texts)

        assert {name: near.first[0] if near.first else None for name, near in found.items()} == {
            name: texts.best(name) for name in texts.keys
        }, step
    memo.close()
