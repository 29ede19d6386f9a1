"""The words of an answer that mean something, and those that never do."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.lang.nl.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from classifier.codebook import Codebook, Facet
from classifier.lemmas import lemma_of

SHORTEST_WORD_CHARS = 2
# A lemma in more of the definitions than this is the subject itself and tells no answers apart.
SUBJECT_SHARE = 1 / 3
# Empty in a workshop, beside spaCy's list of Dutch stop words: verbs and nouns that need another word.
ALSO_EMPTY = frozenset(
    "aantal beetje blijven brengen daarmee daarover daarvan daarvoor ding dingen duren echt eentje eigenlijk enzo"
    " enzovoort erbij ergens erin erop eruit ervan ervoor eventueel gaan gaat geval geweldig graag groot hierdoor"
    " hierover hoeven hoeveel horen houden inderdaad jaar jan_en_alleman kant keer kijken klein komen krijgen laten"
    " leggen liggen lijken lopen maken manier me meestal meteen moment natuurlijk nemen nieuw nodig normaal"
    " ok oke oké overal paar plaats plek proberen punt raken sowieso soms soort staan stellen steken stuk super"
    " tja trekken uiteraard vallen vandaag verschillend vinden volgen volledig voelen vorig waarbij waarmee"
    " waarop waarvan weten willen zaak zeggen zetten zien zitten zodat zoiets zonder zorgen zover morgen gisteren"
    " dag week maand uur minuut tijdje allemaal iedereen niemand niks nergens wij jullie hun hen mens mensen"
    " persoon werk werken dienen durven vragenlijst antwoord betekenen verstaan bedoelen denken goed beste slecht"
    " mooi leuk fijn heel erg best altijd nooit ander zulk vele meerdere allerlei diverse hetzelfde staat half oud"
    " oude jong twee drie vier vijf zes zeven acht negen tien twintig honderd beginnen begint mee terug heen door"
    " klaar eens ooit vast stap lopend bezig vandaan ineens soms hoor he hè haha gewoonlijk mezelf jezelf"
    " elkaar".split()
)


@dataclass(frozen=True)
class Term:
    """A word or phrase of an answer: ``key`` is its lemma or lemmas, ``form`` how it was written, lower case.

    ``carries``: whether it is one of the words that carried the answer's label.
    """

    key: str
    form: str
    carries: bool = False


@dataclass(frozen=True, eq=False)
class WallAnswer:
    """What the wall needs to know of one answer.

    ``label`` is the key of its region's label, None for no label. ``vector`` is a unit vector (or zeros), shape
    (size,). ``terms`` holds each term once.
    """

    id: str
    label: str | None
    vector: NDArray[np.float32]
    terms: tuple[Term, ...] = ()


@cache
def stop_lemmas() -> frozenset[str]:
    """Lemmas and forms that never mean something by themselves."""
    listed = STOP_WORDS | ALSO_EMPTY
    return frozenset(listed | {lemma_of(word) for word in listed})


def subject_words(codebook: Codebook, facet: Facet) -> frozenset[str]:
    """What the codebook is about: its name, its question, and what most definitions of the facet share.

    Everybody in the room talks about that, so it tells nothing of one group.
    """
    definitions = [{lemma_of(word) for word in _plain_words(label.definition)} for label in facet.labels]
    every = set().union(*definitions)
    shared = {word for word in every if sum(word in own for own in definitions) > SUBJECT_SHARE * len(definitions)}
    title = {lemma_of(word) for word in _plain_words(f"{codebook.name} {facet.question}")}
    return frozenset(shared | title | _stems(codebook.name))


def _stems(name: str) -> set[str]:
    """The beginnings of the words of a name: "klantgerichtheid" also makes "klantgericht" say nothing."""
    return {word[:end] for word in _plain_words(name) for end in range(5, len(word) + 1)}


def _plain_words(text: str) -> list[str]:
    return [word.strip(".,;:()'\"?!").lower() for word in text.split()]


class TermFinder:
    """Finds the terms of an answer; ``empty`` are further lemmas that say nothing here."""

    def __init__(self, empty: Iterable[str] = ()) -> None:
        self._empty = stop_lemmas() | frozenset(empty)

    def says_something(self, word: str, lemma: str) -> bool:
        """Whether a word can stand by itself on the wall."""
        if len(lemma) < SHORTEST_WORD_CHARS or not word[:1].isalpha():
            return False
        return word not in self._empty and lemma not in self._empty

    def words(self, words: Sequence[str], lemmas: Sequence[str], carriers: Container[str] = ()) -> list[Term]:
        """The words that say something, in order, with repeats; ``carriers`` are those that carried the label."""
        pairs = zip(words, lemmas, strict=True)
        return [Term(lemma, word, word in carriers) for word, lemma in pairs if self.says_something(word, lemma)]

    def phrases(self, doc: Doc) -> list[Term]:
        """The noun phrases of two words or more, without the empty words around them.

        ``doc`` comes from a pipeline with a parser.
        """
        found = (self._phrase([token.lower_ for token in chunk]) for chunk in doc.noun_chunks)
        return [phrase for phrase in found if phrase]

    def _phrase(self, words: list[str]) -> Term | None:
        kept = [(word, lemma_of(word)) for word in words]
        while kept and not self.says_something(*kept[0]):
            kept.pop(0)
        while kept and not self.says_something(*kept[-1]):
            kept.pop()
        if len(kept) < 2:
            return None
        return Term(" ".join(lemma for _, lemma in kept), " ".join(word for word, _ in kept))


def each_once(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The first of every key: one person counts once for a word."""
    return tuple({term.key: term for term in reversed(list(terms))}.values())[::-1]


def has_noun_phrases(nlp: Language) -> bool:
    """Whether a pipeline can find noun phrases."""
    return "parser" in nlp.pipe_names
