"""Whether markup may name us, in a few microseconds, so that only such entries are read at all. Pure.

In doubt it does: ``matching`` decides, and a test holds the two together. A text that lacks one of a name's letters
cannot hold the name, unless it has characters that may turn into letters: those that Unicode folds, references, and
what is written without its own shape.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from plugins.inbox.model import Brand

# What stays itself under every folding: ASCII, Hangul syllables, and the marks that Korean text is full of.
_ODD = re.compile("[^\\x00-\\x7f가-힣“”‘’·「」『』《》〈〉–—―○●□■△▲▶☆★♡♥※→←↑↓]")


def sieve_of(brands: Iterable[Brand]) -> Callable[[str], bool]:
    """Return a function that tells of markup whether it may hold a watched word."""
    words = {word for brand in brands for word in (*brand.names, *brand.aliases, *brand.products)}
    letters = {_letters(word) for word in words}
    # The shortest first: a product that holds the brand's name asks for nothing that the name does not.
    needed = [each for each in letters if not any(other < each for other in letters)]
    plain = [tuple((letter, letter.upper()) for letter in sorted(each)) for each in needed]

    def may_concern(markup: str) -> bool:
        for each in plain:
            for small, large in each:
                if small not in markup and large not in markup:
                    break
            else:
                return True
        # Not an alternative within the pattern: the search for one set of characters is twice as fast.
        return "&#" in markup or _ODD.search(markup) is not None

    return may_concern


def _letters(word: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return frozenset(char for char in folded if char.isalnum())
