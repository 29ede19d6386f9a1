"""Dutch lemmas by lookup: the same on every machine, no statistical model needed."""

import re
from functools import lru_cache

import simplemma

LANGUAGE = "nl"
CACHE_WORDS = 200_000
# Longer "words" are noise (pasted keys, keyboard rolls); looking them up only costs time.
LONGEST_WORD = 40

# What people write in a workshop and no dictionary holds.
SHORTHAND = {
    "ff": "even", "effe": "even", "mn": "mijn", "m'n": "mijn", "z'n": "zijn", "zn": "zijn", "'m": "hem",
    "'t": "het", "'n": "een", "d'r": "haar", "vd": "van", "v.d.": "van", "idd": "inderdaad", "iig": "geval",
    "ipv": "in_plaats_van", "i.p.v.": "in_plaats_van", "evt": "eventueel", "bv": "bijvoorbeeld",
    "bijv": "bijvoorbeeld", "ge": "je", "gij": "jij", "ie": "hij", "nie": "niet", "ni": "niet", "da": "dat",
    "mw": "mevrouw", "mw.": "mevrouw", "mvr": "mevrouw", "dhr": "meneer", "dhr.": "meneer", "klnt": "klant",
    "collega's": "collega", "collegas": "collega", "foto's": "foto", "we": "wij", "ze": "zij",
}  # fmt: skip

_REPEATED = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=CACHE_WORDS)
def lemma_of(word: str) -> str:
    """The lower-case lemma of one token.

    Separable verbs come back as one word ("terugbellen"), letters repeated for emphasis fold to two.
    """
    lower = _REPEATED.sub(r"\1\1", word.lower())
    if lower in SHORTHAND:
        return SHORTHAND[lower]
    if len(lower) > LONGEST_WORD or not lower[:1].isalpha():
        return lower
    lemma = simplemma.lemmatize(lower, lang=LANGUAGE).lower()
    return lemma.replace("_", "") or lower


@lru_cache(maxsize=CACHE_WORDS)
def is_known(word: str) -> bool:
    """Whether the dictionary holds this word, in any form."""
    return len(word) <= LONGEST_WORD and simplemma.is_known(word, lang=LANGUAGE)
