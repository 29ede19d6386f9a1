"""Peers and our own classifier, each as something that codes answers on the compared facets."""

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from benchmarks.material import Material, sectors_of
from benchmarks.peers import Peer
from classifier.codebook import Facet
from classifier.labels import Indicator, LabelColumns
from classifier.model import AnswerClassifier
from classifier.training.dataset import LabelledAnswer, indicator_of, texts_of
from classifier.trust import best_thresholds, decide

SEED = 0
# A quarter of the sectors is held out to choose thresholds, the same quarter for every peer.
FOLDS = 4
# Wider than our own choice runs: the probabilities of peers are not calibrated.
THRESHOLDS = np.round(np.arange(0.02, 0.99, 0.02), 2)
Floats = NDArray[np.float64]


class Coder(Protocol):
    """What is measured."""

    name: str

    def fit(self, answers: list[LabelledAnswer]) -> Self:
        """Learn, thresholds included."""
        ...

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        """Probabilities on the compared facets, shape (n_answers, n_labels)."""
        ...

    def decide(self, probabilities: Floats) -> Indicator:
        """The labels given at these probabilities."""
        ...


class PeerCoder:
    """One peer on every compared facet. Labels are given by the house's rules, so only reading differs."""

    def __init__(self, peer: type[Peer], material: Material) -> None:
        self.name = peer.name
        self._peer = peer
        self._material = material
        self._columns = LabelColumns(material.compared)

    def fit(self, answers: list[LabelledAnswer]) -> Self:
        texts, truth = texts_of(answers), self._material.truth(answers)
        self.thresholds_ = self._held_out_thresholds(texts, truth, sectors_of(answers))
        self.peers_ = {facet.key: self._fitted(facet, texts, truth) for facet in self._material.compared}
        return self

    def _fitted(self, facet: Facet, texts: Sequence[str], truth: Indicator) -> Peer:
        return self._peer(exclusive=not facet.takes_many).fit(texts, truth[:, self._columns.of(facet)])

    def _held_out_thresholds(self, texts: list[str], truth: Indicator, sectors: list[str]) -> tuple[float, float]:
        """The thresholds with the best micro-F1 on sectors that the peer did not see."""
        seen, unseen = next(GroupKFold(FOLDS).split(texts, groups=sectors))
        themes = self._material.themes
        peer = self._fitted(themes, [texts[index] for index in seen], truth[seen])
        probabilities = peer.predict_proba([texts[index] for index in unseen])
        return best_thresholds(probabilities, truth[unseen][:, self._columns.of(themes)], THRESHOLDS, THRESHOLDS)

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        return np.hstack([peer.predict_proba(texts) for peer in self.peers_.values()])

    def decide(self, probabilities: Floats) -> Indicator:
        own = [(facet, probabilities[:, self._columns.of(facet)]) for facet in self._material.compared]
        return np.hstack([decide(facet, columns, *self.thresholds_) for facet, columns in own])


class OwnCoder:
    """Our classifier, which learns all facets at once; only the compared ones are handed on."""

    name = "Klantkompas"

    def __init__(self, material: Material, n_jobs: int = 2) -> None:
        self._material = material
        self._model = AnswerClassifier(material.codebook, n_jobs=n_jobs, random_state=SEED)

    def fit(self, answers: list[LabelledAnswer]) -> Self:
        indicator = indicator_of(answers, self._material.codebook)
        self._model.fit(texts_of(answers), indicator, groups=sectors_of(answers))
        return self

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        return self._model.predict_proba(texts)[:, self._material.columns]

    def decide(self, probabilities: Floats) -> Indicator:
        every = np.zeros((len(probabilities), len(self._model.classes_)))
        every[:, self._material.columns] = probabilities
        return self._model.decide(every)[:, self._material.columns]
