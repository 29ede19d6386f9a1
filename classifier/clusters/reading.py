"""From judged answers to what the wall needs: region, vector, terms."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language

from classifier.clusters.words import Term, TermFinder, WallAnswer, each_once, has_noun_phrases, subject_words
from classifier.codebook import Codebook, Facet
from classifier.dutch import readable
from classifier.encoder import SMALLEST_LENGTH, SentenceEncoder, Vectors, default_encoder
from classifier.judgement import Judgement
from classifier.privacy import mask


@dataclass(frozen=True)
class JudgedText:
    """An answer as it came in, with what the model or a person says of it."""

    id: str
    text: str
    judgement: Judgement


def wall_facet(codebook: Codebook) -> Facet:
    """The facet whose labels are the regions: the first that takes many labels, or else the first."""
    return next((facet for facet in codebook if facet.takes_many), codebook.facets[0])


def main_label(judgement: Judgement, facet: Facet) -> str | None:
    """The most probable of the labels given; of equals the first of the codebook. None for no label."""
    scores, given = judgement.scores.get(facet.key, {}), judgement.labels[facet.key]
    return max(given, key=lambda key: (scores.get(key, 0.0), -facet.keys.index(key)), default=None)


class WallReader:
    """Reads answers for the wall of a codebook.

    Personal data is taken out first, so that it can never become the name of a group. The vector is that of
    the words that say something, those that carried the label twice, seen from the middle of the codebook's own
    phrases; chosen by measurement (docs/clusters.md). Judgements without evidence do, with lesser groups.

    With ``statistical``, a pipeline with a parser, noun phrases become terms too; no place depends on it.
    """

    def __init__(
        self, codebook: Codebook, statistical: Language | None = None, encoder: SentenceEncoder | None = None
    ) -> None:
        self.facet = wall_facet(codebook)
        self._statistical = statistical if statistical and has_noun_phrases(statistical) else None
        self._encoder = encoder or default_encoder()
        self._finder = TermFinder(subject_words(codebook, self.facet))
        self._middle = _middle_of(self.facet, self._encoder)
        self._nlp = spacy.blank("nl")
        self._nlp.add_pipe("dutch_lookup_lemmas")

    def read(self, answers: Iterable[JudgedText]) -> list[WallAnswer]:
        """The answers for the wall, in order."""
        judged = list(answers)
        texts = [readable(mask(answer.text).without_found).strip() for answer in judged]
        labels = [main_label(answer.judgement, self.facet) for answer in judged]
        carriers = [self._carriers(answer, label) for answer, label in zip(judged, labels, strict=True)]
        read = [
            (doc._.lower_words, doc._.lookup_lemmas, own)
            for doc, own in zip(self._nlp.pipe(texts), carriers, strict=True)
        ]
        words = [self._finder.words(*own) for own in read]
        pairs = [self._finder.pairs(*own) for own in read]
        vectors = self.vectors([_meaning(own) or text for own, text in zip(words, texts, strict=True)])
        parts = zip(judged, labels, vectors, words, pairs, self._phrases(texts), strict=True)
        return [
            WallAnswer(answer.id, label, vector, each_once([*own, *said, *phrases]))
            for answer, label, vector, own, said, phrases in parts
        ]

    def _carriers(self, answer: JudgedText, label: str | None) -> frozenset[str]:
        """The words that carried the main label, in lower case."""
        spans = answer.judgement.evidence.get(self.facet.key, {}).get(label or "", ())
        return frozenset(answer.text[span.start : span.end].lower() for span in spans)

    def _phrases(self, texts: list[str]) -> Iterator[list[Term]]:
        if self._statistical is None:
            return iter([[]] * len(texts))
        return (self._finder.phrases(doc) for doc in self._statistical.pipe(texts))

    def vectors(self, texts: list[str]) -> Vectors:
        """Unit vectors seen from the middle of the codebook, shape (len(texts), size); zeros for no text."""
        found = self._encoder.encode(texts)
        is_read = np.linalg.norm(found, axis=1, keepdims=True) > SMALLEST_LENGTH
        moved = np.where(is_read, found - self._middle, 0.0)
        return (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), SMALLEST_LENGTH)).astype(
            np.float32
        )


def _meaning(words: Sequence[Term]) -> str:
    """What the vector is made of: the lemmas, and once more those of the words that carried the label."""
    return " ".join([*(term.key for term in words), *(term.key for term in words if term.carries)])


def _middle_of(facet: Facet, encoder: SentenceEncoder) -> NDArray[np.float32]:
    """The mean vector of the facet's phrases (of its definitions when it has none), shape (size,)."""
    phrases = [phrase.replace("*", "").replace("...", "") for label in facet.labels for phrase in label.phrases]
    return encoder.encode(phrases or [label.definition for label in facet.labels]).mean(axis=0)
