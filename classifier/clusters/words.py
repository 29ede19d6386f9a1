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
# They need another word beside them: no name by themselves, but part of what people say in two words.
NEEDS_COMPANY = frozenset(
    "aanbieden afspreken antwoorden apart behandelen bekend bekijken bellen bespreken bieden blijken bouwen delen"
    " dicht direct doorgeven draaien echte eerste extra fout gebeuren gebruiken gehoord gevoel hangen hoog"
    " ingevuld juist juiste kennen kiezen kloppen kort kost kosten laag lang lastig leveren lezen lukken maakt"
    " moeilijk noemen not ontvangen open openen pakken per praten probleem problemen reden rijden samen schrijven"
    " sluiten sochtends spreken stoppen straks sturen tijd tonen verhaal verkeerd verkeerde vertellen verzoek"
    " vraag vragen wachten warm woord zaken zoek zoeken zwaar".split()
)
# The verbs that, empty by themselves, end such a phrase.
ENDS_A_PHRASE = frozenset(
    "brengen doen durven gaan geven houden komen krijgen kunnen laten maken nemen staan stellen voelen weten"
    " zeggen zetten zien zorgen denken".split()
)
# What may stand in the middle of a phrase of three words.
LINKS = frozenset("aan achter bij de een en het in met naar of om op uit van voor zonder".split())
# They turn what follows around ("niet oordelen"); these and "te" belong to a phrase that they stand before.
NEGATIONS = frozenset("niet geen".split())
LEADS = NEGATIONS | {"te"}


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


@cache
def lemmas_of(text: str) -> frozenset[str]:
    """The words of a text and their lemmas: what tells nothing new beside that text."""
    words = _plain_words(text)
    return frozenset([*words, *(lemma_of(word) for word in words)])


@cache
def unfit_alone() -> frozenset[str]:
    """Lemmas and forms that are no name by themselves."""
    return frozenset(NEEDS_COMPANY | {lemma_of(word) for word in NEEDS_COMPANY})


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

    def pairs(self, words: Sequence[str], lemmas: Sequence[str], carriers: Container[str] = ()) -> list[Term]:
        """What people say in two words, side by side or with one small word between them ("open en eerlijk")."""
        return [
            _joined(words, lemmas, start, end, carriers)
            for length in (2, 3)
            for start, end in zip(range(len(words)), range(length, len(words) + 1), strict=False)
            if self._is_pair(words[start:end], lemmas[start:end])
        ]

    def _is_pair(self, words: Sequence[str], lemmas: Sequence[str]) -> bool:
        says = [self.says_something(words[end], lemmas[end]) for end in (0, -1)]
        may_start = says[0] or lemmas[0] in ENDS_A_PHRASE or words[0] in NEGATIONS
        may_end = says[1] or lemmas[-1] in ENDS_A_PHRASE
        is_linked = all(word in LINKS for word in words[1:-1])
        return any(says) and may_start and may_end and is_linked and lemmas[0] != lemmas[-1]

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


def _joined(words: Sequence[str], lemmas: Sequence[str], start: int, end: int, carriers: Container[str]) -> Term:
    first = start - 1 if start and words[start - 1] in LEADS else start
    carries = any(word in carriers for word in words[start:end])
    return Term(" ".join(lemmas[start:end]), " ".join(words[first:end]), carries)


def each_once(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The first of every key: one person counts once for a word."""
    return tuple({term.key: term for term in reversed(list(terms))}.values())[::-1]


def has_noun_phrases(nlp: Language) -> bool:
    """Whether a pipeline can find noun phrases."""
    return "parser" in nlp.pipe_names
