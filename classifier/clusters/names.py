"""The words of a group: class-based tf-idf over the groups of this room.

Source: Grootendorst 2022, "BERTopic: Neural topic modeling with a class-based TF-IDF procedure", eq. 2:
the weight of a term in a class is tf × log(1 + A / f), with A the mean number of terms per class and f how
often the term occurs in all classes together. Here a term counts once per answer, and once more when it
carried the answer's label.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import log

from classifier.clusters.words import Term

# A word of one person could give that person away, and says nothing of a group.
FEWEST_WRITERS = 2
# A second word joins the name when it weighs at least this share of the first.
SECOND_WORD_SHARE = 0.6
# A phrase takes the place of its word when it is at least this share of the times the word is used.
PHRASE_SHARE = 0.5
WORDS_IN_NAME = 2
SEPARATOR = ", "


@dataclass
class TermCounts:
    """How many answers use each term, and in which form."""

    answers: Counter[str] = field(default_factory=Counter)
    forms: dict[str, Counter[str]] = field(default_factory=dict)
    carried: Counter[str] = field(default_factory=Counter)
    size: int = 0

    @classmethod
    def of(cls, answers: Iterable[Iterable[Term]]) -> "TermCounts":
        """Counts over answers; each holds a term once."""
        counts = cls()
        for terms in answers:
            counts.add(terms)
        return counts

    def add(self, terms: Iterable[Term]) -> None:
        """Count the terms of one answer."""
        self.size += 1
        for term in terms:
            self.answers[term.key] += 1
            self.carried[term.key] += term.carries
            self.forms.setdefault(term.key, Counter())[term.form] += 1

    def is_apt(self, key: str) -> bool:
        """Whether a term is about what these answers are about.

        It carried the label as often as not, or at least half of the answers use it; every term is when nothing
        is known of what carried the label.
        """
        count = self.answers[key]
        return not self.carried.total() or 2 * self.carried[key] >= count or 2 * count >= self.size

    def form(self, key: str) -> str:
        """The form most used; of equals the one that was there first."""
        return self.forms[key].most_common(1)[0][0]


def rank_terms(own: TermCounts, room: TermCounts, classes: int) -> tuple[tuple[str, float], ...]:
    """The apt terms that at least two answers of a class use with their weight (> 0), heaviest first.

    ``room`` counts over all ``classes`` classes. Of equals the longest, then by alphabet.
    """
    mean = room.answers.total() / max(classes, 1)
    shared = {key: count for key, count in own.answers.items() if count >= FEWEST_WRITERS and own.is_apt(key)}
    weights = {key: (count + own.carried[key]) * log(1 + mean / room.answers[key]) for key, count in shared.items()}
    return tuple(sorted(weights.items(), key=lambda item: (-item[1], -len(item[0]), item[0])))


@dataclass(frozen=True)
class Name:
    """A name: the terms it is made of, and how it reads."""

    keys: tuple[str, ...]
    text: str


def choose_name(ranked: Iterable[tuple[str, float]], own: TermCounts, taken: Collection[str]) -> Name | None:
    """The name of a class, of terms and forms that are not taken; None when no term is left.

    ``ranked`` as from :func:`rank_terms`; ``own`` counts the answers that may be read.
    """
    left = [(key, weight) for key, weight in ranked if _may_use(key, own, taken)]
    if not left:
        return None
    first = _fullest(left[0][0], left, own)
    keys = [first]
    for key, weight in left:
        is_heavy = weight >= SECOND_WORD_SHARE * left[0][1]
        full = _fullest(key, left, own)
        if len(keys) < WORDS_IN_NAME and is_heavy and not _overlap(full, keys, own):
            keys.append(full)
    return Name(tuple(keys), SEPARATOR.join(own.form(key) for key in keys))


def _may_use(key: str, own: TermCounts, taken: Collection[str]) -> bool:
    return own.answers[key] >= FEWEST_WRITERS and key not in taken and own.form(key) not in taken


def _fullest(key: str, left: Iterable[tuple[str, float]], own: TermCounts) -> str:
    """The phrase in which a word is mostly used, or the word itself."""
    phrases = [other for other, _ in left if " " in other and key in other.split()]
    mostly = [phrase for phrase in phrases if own.answers[phrase] >= PHRASE_SHARE * own.answers[key]]
    return mostly[0] if mostly else key


def _overlap(key: str, keys: Iterable[str], own: TermCounts) -> bool:
    """Whether a term repeats a word, or a form, that the name already holds."""
    used = {word for other in keys for word in [*other.split(), own.form(other)]}
    return bool(used & {*key.split(), own.form(key)})
