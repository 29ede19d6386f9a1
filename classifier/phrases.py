"""Codebook phrases found in a sentence, as a person would recognise them.

A phrase is written as lemmas ("afspraak nakomen", "vraag ... door", "*behoefte", "niet afwimpelen").
Found are inflected forms, other word order within a window, separable verbs split over the sentence,
compounds (``*``), small typing errors, and whether the phrase is denied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from classifier.codebook import Codebook
from classifier.lemmas import is_known, lemma_of
from classifier.separable import SeparableVerbs, split_infinitive

NEGATIONS = frozenset("niet geen nooit zonder nergens niets niks nimmer in_plaats_van".split())
# A negation reaches this many tokens ahead, and not over the end of its clause.
NEGATION_REACH_TOKENS = 4
CLAUSE_BREAKS = frozenset({",", ".", ";", ":", "!", "?", "maar", "wel", "want", "-", "(", ")"})
# "niet alleen helpen" affirms.
NOT_A_DENIAL = frozenset({"alleen", "enkel", "zomaar", "slechts"})
# Words left out of phrases; between two words of a phrase they do not count.
FUNCTION_WORDS = frozenset(
    "de het een je jij jou jouw mijn zijn haar hun ons onze hem hen ze zij er te zich u uw dat die dit deze ook"
    " even gewoon altijd echt heel erg wel".split()
)
# Extra room between the words of a phrase, in content tokens; "..." in a phrase asks for more.
SLACK_TOKENS = 2
ELLIPSIS_TOKENS = 6
# Below this length one changed letter makes another word ("boos", "bloos").
SHORTEST_TYPO_CHARS = 7


@dataclass(frozen=True)
class PhraseHit:
    """A phrase found in an answer; ``tokens`` are the token indexes that carry it, ascending."""

    facet: str
    label: str
    phrase: str
    tokens: tuple[int, ...]
    negated: bool = False


@dataclass(frozen=True)
class Phrase:
    """One phrase, taken apart. ``words`` are lemmas; a leading or trailing ``*`` leaves that side open."""

    facet: str
    label: str
    text: str
    words: tuple[str, ...]
    window: int
    is_negative: bool

    @classmethod
    def parse(cls, facet: str, label: str, text: str) -> "Phrase":
        parts = text.lower().split()
        words = tuple(part for part in parts if part != "...")
        gaps = len(parts) - len(words)
        window = len(words) + (SLACK_TOKENS if len(words) > 1 else 0) + gaps * ELLIPSIS_TOKENS
        return cls(facet, label, text, words, window, is_negative=words[0] in NEGATIONS)


class PhraseMatcher:
    """All phrases of a codebook, ready to be found.

    ``find`` costs time in the words of the answer, not in the number of phrases: a phrase is only
    looked at when its rarest word occurs.
    """

    def __init__(self, codebook: Codebook) -> None:
        self.phrases = tuple(
            Phrase.parse(facet.key, label.key, text)
            for facet in codebook
            for label in facet.labels
            for text in label.phrases
        )
        self._vocabulary = frozenset(word for phrase in self.phrases for word in phrase.words if "*" not in word)
        self._open_words = tuple({word for phrase in self.phrases for word in phrase.words if "*" in word})
        self._by_anchor = self._index(self.phrases)
        self._separable = SeparableVerbs(word for word in self._vocabulary if split_infinitive(word))
        self._readings = lru_cache(maxsize=50_000)(self._read)

    @staticmethod
    def _index(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
        count: dict[str, int] = {}
        listed = list(phrases)
        for phrase in listed:
            for word in phrase.words:
                count[word] = count.get(word, 0) + 1
        index: dict[str, list[Phrase]] = {}
        for phrase in listed:
            index.setdefault(min(phrase.words, key=count.__getitem__), []).append(phrase)
        return index

    def find(self, words: Sequence[str], lemmas: Sequence[str]) -> list[PhraseHit]:
        """All phrases in one answer, given its lower-case words and lemmas (same length)."""
        places = self._places(words, lemmas)
        order = self._content_positions(words)
        hits = []
        for anchor in places:
            for phrase in self._by_anchor.get(anchor, ()):
                if tokens := _carrying(phrase, places, order):
                    negated = not phrase.is_negative and is_denied(tokens[0], words, lemmas)
                    hits.append(PhraseHit(phrase.facet, phrase.label, phrase.text, tokens, negated))
        return hits

    def _places(self, words: Sequence[str], lemmas: Sequence[str]) -> dict[str, list[tuple[int, ...]]]:
        """For every phrase word in this answer: the tokens (one, or two for a split verb) that carry it."""
        places: dict[str, list[tuple[int, ...]]] = {}
        for index, (word, lemma) in enumerate(zip(words, lemmas, strict=True)):
            for reading in self._readings(word, lemma):
                places.setdefault(reading, []).append((index,))
        for split in self._separable.find(words, lemmas):
            tokens = tuple(sorted((split.verb, split.particle)))
            places.setdefault(split.infinitive, []).append(tokens)
        return places

    def _read(self, word: str, lemma: str) -> tuple[str, ...]:
        """Every phrase word that one token can stand for."""
        readings = {form for form in (lemma, word) if form in self._vocabulary}
        readings.update(open_word for open_word in self._open_words if _fits(open_word, lemma))
        if not readings and (mended := self._mended(word)):
            readings.add(mended)
        return tuple(sorted(readings))

    def _mended(self, word: str) -> str | None:
        if len(word) < SHORTEST_TYPO_CHARS or not word.isalpha() or is_known(word):
            return None
        found = extractOne(word, self._typo_targets(word[0]), scorer=OSA.distance, score_cutoff=1)
        return lemma_of(found[0]) if found else None

    @lru_cache(maxsize=64)  # noqa: B019 - a matcher lives as long as its pipeline
    def _typo_targets(self, first: str) -> tuple[str, ...]:
        return tuple(sorted(w for w in self._vocabulary if w[0] == first and len(w) >= SHORTEST_TYPO_CHARS - 1))

    @staticmethod
    def _content_positions(words: Sequence[str]) -> list[int]:
        """Rank of every token among those that count as distance."""
        ranks, rank = [], 0
        for word in words:
            ranks.append(rank)
            rank += word not in FUNCTION_WORDS
        return ranks


def _fits(open_word: str, lemma: str) -> bool:
    """``*behoefte`` fits klantbehoefte and behoefte; ``klant*`` fits klantgericht."""
    core = open_word.strip("*")
    if open_word.startswith("*") and open_word.endswith("*"):
        return core in lemma
    return lemma.endswith(core) if open_word.startswith("*") else lemma.startswith(core)


def _carrying(
    phrase: Phrase, places: dict[str, list[tuple[int, ...]]], ranks: Sequence[int]
) -> tuple[int, ...] | None:
    """The tokens of the first occurrence of all words of a phrase within its window, else None."""
    if any(word not in places for word in phrase.words):
        return None
    for anchor in places[phrase.words[0]]:
        tokens = set(anchor)
        for word in phrase.words[1:]:
            near = min(
                (place for place in places[word] if not tokens.issuperset(place)),
                key=lambda place: abs(ranks[place[0]] - ranks[anchor[0]]),
                default=None,
            )
            if near is None or abs(ranks[near[0]] - ranks[anchor[0]]) >= phrase.window:
                break
            tokens.update(near)
        else:
            return tuple(sorted(tokens))
    return None


def is_denied(token: int, words: Sequence[str], lemmas: Sequence[str]) -> bool:
    """Whether a negation stands shortly before this token in the same clause."""
    for index in range(token - 1, max(-1, token - 1 - NEGATION_REACH_TOKENS), -1):
        if words[index] in CLAUSE_BREAKS:
            return False
        if words[index] in NEGATIONS or lemmas[index] in NEGATIONS:
            return words[index + 1] not in NOT_A_DENIAL
    return False
