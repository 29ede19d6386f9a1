"""What every benchmark works on: the codebook, the training answers, and the two facets compared."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from classifier.codebook import Codebook, Facet
from classifier.codebook_reader import read_codebook
from classifier.labels import Indicator, LabelColumns
from classifier.places import codebook_file, training_data_folder
from classifier.training.dataset import (
    TRAIN,
    VALIDATION,
    LabelledAnswer,
    indicator_of,
    of_split,
    read_labelled,
)


@dataclass(frozen=True)
class Material:
    """Answers of both splits; validation holds sectors that train does not."""

    codebook: Codebook
    train: list[LabelledAnswer]
    validation: list[LabelledAnswer]

    @cached_property
    def themes(self) -> Facet:
        """The first multilabel facet."""
        return next(facet for facet in self.codebook if facet.kind == "multilabel")

    @cached_property
    def level(self) -> Facet:
        """The first ordinal facet."""
        return next(facet for facet in self.codebook if facet.kind == "ordinal")

    @cached_property
    def compared(self) -> Codebook:
        """The codebook with only the facets that the peers learn."""
        return replace(self.codebook, facets=(self.themes, self.level))

    @cached_property
    def columns(self) -> np.ndarray:
        """Where the compared facets stand in an indicator matrix of the whole codebook."""
        every = LabelColumns(self.codebook)
        names = [(facet.key, label) for facet in self.compared for label in facet.keys]
        return np.array([every.column(*name) for name in names])

    def truth(self, answers: list[LabelledAnswer]) -> Indicator:
        """Labels on the compared facets, shape (n_answers, n_labels)."""
        return indicator_of(answers, self.codebook)[:, self.columns]


def load_material() -> Material:
    """Codebook and answers as they lie in ``training_data/``."""
    codebook = read_codebook(codebook_file())
    answers = read_labelled(training_data_folder() / "answers", codebook)
    return Material(codebook, of_split(answers, TRAIN), of_split(answers, VALIDATION))


def sectors_of(answers: list[LabelledAnswer]) -> list[str]:
    """The sectors, which stay together when answers are held out."""
    return [answer.sector for answer in answers]
