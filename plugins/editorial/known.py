"""Which rules there are, of every kind, and at which level each is told."""

from collections.abc import Mapping
from functools import cache

from plugins.core.personal_data import load_patterns
from plugins.editorial.checklist import checks
from plugins.editorial.judge import LEVELS
from plugins.editorial.model import Level
from plugins.editorial.rulebook import rulebook


@cache
def heard_rules() -> frozenset[str]:
    """Return the ids under which a sentence is told that only the ear hears."""
    return frozenset(heard.id for language in ("ko", "en") for heard in rulebook(language).heard.values())


@cache
def known_rules() -> Mapping[str, Level]:
    """Return the level of every rule there is: checks, wording, personal data."""
    books = [rulebook(language) for language in ("ko", "en")]
    wording = {rule.id: rule.level for book in books for rule in book.rules}
    wording |= {heard.id: heard.level for book in books for heard in book.heard.values()}
    data = {pattern.id: LEVELS[pattern.level] for pattern in load_patterns()}
    return {**{check.id: check.level for check in checks().values()}, **wording, **data}
