"""Other classifiers, each behind the same small protocol: one facet, an indicator matrix, probabilities.

Their settings were tried on sectors held out of the train split, never on answers that are reported on.
"""

import re
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from typing import Protocol, Self

import numpy as np
import spacy
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch
from threadpoolctl import threadpool_limits

from classifier.labels import Indicator

SEED = 0
Floats = NDArray[np.float64]


class Peer(Protocol):
    """A classifier for one facet; ``exclusive`` when every answer has exactly one of the labels."""

    name: str

    def __init__(self, exclusive: bool) -> None: ...

    def fit(self, texts: Sequence[str], indicator: Indicator) -> Self:
        """Learn from an indicator matrix, shape (n_answers, n_labels)."""
        ...

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        """Probabilities 0..1, shape (n_answers, n_labels)."""
        ...


class LabelFrequencies:
    """The baseline that reads nothing: how often each label occurs."""

    name = "label frequencies (baseline)"

    def __init__(self, exclusive: bool) -> None:
        self.exclusive = exclusive

    def fit(self, texts: Sequence[str], indicator: Indicator) -> Self:
        self._shares = indicator.mean(axis=0)
        return self

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        return np.tile(self._shares, (len(texts), 1))


class TfidfLogistic:
    """tf-idf of words with logistic regression: one-vs-rest, or multinomial when exclusive."""

    name = "tf-idf + logistic regression"

    def __init__(self, exclusive: bool) -> None:
        self.exclusive = exclusive

    def fit(self, texts: Sequence[str], indicator: Indicator) -> Self:
        linear = LogisticRegression(C=16.0, max_iter=1000, random_state=SEED)
        self._labels = indicator.shape[1]
        self._model = make_pipeline(
            TfidfVectorizer(sublinear_tf=True), linear if self.exclusive else OneVsRestClassifier(linear)
        )
        # One BLAS thread: on a busy machine more of them wait for each other far longer than they work.
        with threadpool_limits(1, user_api="blas"):
            self._model.fit(texts, indicator.argmax(axis=1) if self.exclusive else indicator)
        return self

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        own = self._model.predict_proba(texts)
        if not self.exclusive:
            return own
        full = np.zeros((len(texts), self._labels))
        full[:, self._model.classes_] = own
        return full


class FastTextSupervised:
    """fastText with sub-words: independent labels (``ova``), or softmax when exclusive.

    Source: Joulin et al. 2017, "Bag of Tricks for Efficient Text Classification".
    """

    name = "fastText"
    prefix = "__label__"
    # fastText skips answers without any label; as a label of their own they count against all others.
    unlabelled = "none"

    def __init__(self, exclusive: bool) -> None:
        self.exclusive = exclusive

    def fit(self, texts: Sequence[str], indicator: Indicator) -> Self:
        import fasttext  # of the optional extra "benchmark"

        self._labels = indicator.shape[1]
        with TemporaryDirectory() as folder:
            file = f"{folder}/train.txt"
            with open(file, "w", encoding="utf-8") as stream:  # noqa: PTH123 - fastText wants the name too
                stream.writelines(map(self._line, texts, indicator))
            # One thread: with more, fastText gives another model on every run.
            self._model = fasttext.train_supervised(
                file, loss="softmax" if self.exclusive else "ova", lr=1.0, epoch=25, dim=100,
                minn=3, maxn=6, wordNgrams=2, bucket=500_000, thread=1, seed=SEED, verbose=0,
            )  # fmt: skip
        return self

    def _line(self, text: str, row: NDArray) -> str:
        labels = [str(index) for index in np.flatnonzero(row)] or [self.unlabelled]
        return " ".join([*(self.prefix + label for label in labels), separated(text)]) + "\n"

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        probabilities = np.zeros((len(texts), self._labels))
        found = self._model.predict([separated(text) for text in texts], k=-1)
        for row, labels, values in zip(probabilities, *found, strict=True):
            for label, value in zip(labels, values, strict=True):
                key = label.removeprefix(self.prefix)
                if key != self.unlabelled:
                    row[int(key)] = min(value, 1.0)
        return probabilities


def separated(text: str) -> str:
    """Lower-case words and marks with a space between; fastText splits on white space only."""
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


class SpacyTextcat:
    """spaCy's text categorizer as it comes: bag of words beside a small network over the sentence."""

    name = "spaCy textcat"
    epochs = 15
    batch_answers = 64
    dropout = 0.2

    def __init__(self, exclusive: bool) -> None:
        self.exclusive = exclusive

    def fit(self, texts: Sequence[str], indicator: Indicator) -> Self:
        fix_random_seed(SEED)
        self._names = [str(index) for index in range(indicator.shape[1])]
        self._nlp = spacy.blank("nl")
        self._nlp.add_pipe("textcat" if self.exclusive else "textcat_multilabel")
        examples = [self._example(text, row) for text, row in zip(texts, indicator, strict=True)]
        optimizer = self._nlp.initialize(lambda: examples)
        order = np.random.default_rng(SEED)
        for _ in range(self.epochs):
            shuffled = (examples[index] for index in order.permutation(len(examples)))
            for batch in minibatch(shuffled, self.batch_answers):
                self._nlp.update(batch, sgd=optimizer, drop=self.dropout)
        return self

    def _example(self, text: str, row: NDArray) -> Example:
        labels = {name: float(value) for name, value in zip(self._names, row, strict=True)}
        return Example.from_dict(self._nlp.make_doc(text), {"cats": labels})

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        docs = self._nlp.pipe(texts)
        return np.array([[doc.cats[name] for name in self._names] for doc in docs], dtype=np.float64)


PEERS: tuple[type[Peer], ...] = (LabelFrequencies, TfidfLogistic, FastTextSupervised, SpacyTextcat)
