"""Separable verbs that stand apart in the sentence: "ik vraag altijd even door" is *doorvragen*."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PARTICLES = frozenset(
    "aan achter achterop af bij binnen dicht door goed in klaar kwijt langs los mee na neer om onder op open over"
    " rond rondom samen stil tegemoet tegen terecht terug thuis toe tussen uit vast vol voor voorbij vooraf voorop"
    " voort vooruit waar weer weg".split()
)
# In a main clause the particle closes the sentence bracket; further off it belongs to another verb.
LONGEST_BRACKET_TOKENS = 9
# "bij een klant": before these a particle is a preposition.
DETERMINERS = frozenset(
    "de het een 't mijn jouw je zijn haar ons onze hun uw die dat deze dit elke ieder iedere wie wat".split()
)
CLAUSE_ENDS = frozenset({".", "!", "?", ";", "maar", "want", "dus"})
IRREGULAR_FORMS = {
    "komen": ("kom", "komt"), "gaan": ("ga", "gaat"), "staan": ("sta", "staat"), "slaan": ("sla", "slaat"),
    "doen": ("doe", "doet"), "zien": ("zie", "ziet"), "zijn": ("ben", "bent", "is"),
}  # fmt: skip
# A single long vowel before one consonant ("vrag-en"), unless it is a toneless ending ("regel-en").
_OPEN_SYLLABLE = re.compile(r"(?:^|[^aeiou])[aeou][^aeiou]$")
_TONELESS = re.compile(r"[aeiou][^aeiou]{1,2}e[lmr]$")
_DOUBLED = re.compile(r"([^aeiou])\1$")


@dataclass(frozen=True)
class SplitVerb:
    """A separable verb found in two places; positions are token indexes."""

    infinitive: str
    verb: int
    particle: int


def split_infinitive(infinitive: str) -> tuple[str, str] | None:
    """``"doorvragen"`` → ``("door", "vragen")``; None when it is no separable verb."""
    for size in range(min(8, len(infinitive) - 4), 1, -1):
        particle, base = infinitive[:size], infinitive[size:]
        if particle in PARTICLES and base.endswith(("en", "gaan", "staan", "zien", "doen", "slaan")):
            return particle, base
    return None


def present_forms(base: str) -> frozenset[str]:
    """The present forms of a weak or strong verb: ``"vragen"`` → vraag, vraagt, vragen.

    The lookup lemmatizer takes many of these for nouns ("vraag", "help", "denk").
    """
    if base in IRREGULAR_FORMS:
        return frozenset({*IRREGULAR_FORMS[base], base})
    stem = _stem(base.removesuffix("en"))
    return frozenset({stem, stem if stem.endswith("t") else stem + "t", base})


def _stem(root: str) -> str:
    is_long = _OPEN_SYLLABLE.search(root) and not _TONELESS.search(root)
    lengthened = root[:-1] + root[-2:] if is_long else _DOUBLED.sub(r"\1", root)
    return lengthened[:-1] + {"v": "f", "z": "s"}.get(lengthened[-1:], lengthened[-1:])


class SeparableVerbs:
    """Finds a given set of separable verbs in a sentence, wherever their two parts stand."""

    def __init__(self, infinitives: Iterable[str]) -> None:
        self._bases: dict[str, dict[str, str]] = {}
        for infinitive in infinitives:
            if parts := split_infinitive(infinitive):
                particle, base = parts
                for form in present_forms(base):
                    self._bases.setdefault(form, {})[particle] = infinitive

    def find(self, words: Sequence[str], lemmas: Sequence[str]) -> list[SplitVerb]:
        """All split verbs among the lower-case words and their lemmas (same length)."""
        return [
            found
            for index, word in enumerate(words)
            if word in PARTICLES and not _is_preposition(index, words)
            if (found := self._verb_of(index, words, lemmas))
        ]

    def _verb_of(self, particle: int, words: Sequence[str], lemmas: Sequence[str]) -> SplitVerb | None:
        if particle + 2 < len(words) and words[particle + 1] == "te":
            return self._at(particle + 2, particle, words, lemmas)
        for index in range(particle - 1, max(-1, particle - 1 - LONGEST_BRACKET_TOKENS), -1):
            if words[index] in CLAUSE_ENDS:
                return None
            if found := self._at(index, particle, words, lemmas):
                return found
        return None

    def _at(self, verb: int, particle: int, words: Sequence[str], lemmas: Sequence[str]) -> SplitVerb | None:
        by_particle = self._bases.get(words[verb]) or self._bases.get(lemmas[verb])
        infinitive = by_particle.get(words[particle]) if by_particle else None
        return SplitVerb(infinitive, verb, particle) if infinitive else None


def _is_preposition(index: int, words: Sequence[str]) -> bool:
    return index + 1 < len(words) and words[index + 1] in DETERMINERS
