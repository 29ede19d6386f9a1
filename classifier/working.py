"""A model at work under a codebook that changed since it was trained.

What the model says in terms of its own codebook is put in terms of the present one:

==========  ==========================================================================================
merged      In a facet with any number of labels: the chance of at least one of them, taken as independent
            (noisy-or); given when one of them was, so that no answer loses its label by a merge. In a facet
            with one label they exclude each other: the sum, and the facet's own rule decides again.
new         By nearest meaning (``classifier/nearest_meaning.py``), marked, always for a person to look at.
split       The label itself goes on as the model learned it; its other parts are new labels.
==========  ==========================================================================================
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from classifier.codebook import Codebook, Facet
from classifier.codebook_applying import apply_all
from classifier.codebook_changes import Change
from classifier.codebook_history import LabelName, key_now, settled_all, unlearned_labels
from classifier.facet_at_work import FacetAtWork, FacetSaid, NewPart, Words, join_words
from classifier.judgement import Judgement
from classifier.new_labels import NewLabelReader

BATCH_ANSWERS = 512


class Reader(Protocol):
    """Who judges answers: a model, or a model at work under a changed codebook."""

    name: str

    @property
    def codebook(self) -> Codebook | None:
        """The codebook in whose terms the judgements are."""
        ...

    def classify(self, X: Iterable[str], *, evidence: bool = False) -> Iterator[Judgement]:
        """A judgement for every text, in order."""
        ...


class WorkingReader:
    """Judges answers in terms of ``codebook`` with a model that was trained before ``changes``.

    ``trained_on`` is the codebook of the model, ``changes`` all that happened to it since, in order of time.
    ``new_labels`` holds facet and label of what no model has learned yet. Raises UserMistake when the changes
    do not fit the codebook.
    """

    def __init__(self, model: Reader, trained_on: Codebook, changes: Sequence[Change]) -> None:
        self.model, self.name = model, model.name
        self.changes = settled_all(trained_on, changes)
        self.codebook = apply_all(trained_on, self.changes)
        keys_now = {facet.key: self._keys_now(facet) for facet in trained_on}
        unlearned = unlearned_labels(self.changes)
        learned = {(facet, now) for facet, keys in keys_now.items() for now in keys.values()}
        self.new_labels: frozenset[LabelName] = frozenset((each.facet, each.now) for each in unlearned) - learned
        self._new = NewLabelReader(self.codebook, unlearned, keys_now)
        parts = [(each.facet, NewPart(number, each.now, each.parent)) for number, each in enumerate(unlearned)]
        self._facets = [
            FacetAtWork(facet, keys_now[facet.key], tuple(part for key, part in parts if key == facet.key))
            for facet in self.codebook
        ]

    def _keys_now(self, facet: Facet) -> dict[str, str]:
        return {key: key_now(facet.key, key, self.changes) for key in facet.keys}

    def classify(self, X: Iterable[str], *, evidence: bool = False) -> Iterator[Judgement]:
        """A judgement for every text, in order; texts are read in batches as they come."""
        texts = iter(X)
        while batch := list(islice(texts, BATCH_ANSWERS)):
            said = self.model.classify(batch, evidence=evidence)
            for text, near, judgement in zip(batch, self._new.similarities(batch), said, strict=True):
                new = self._new.probabilities(near, judgement.scores)
                facets = {own.facet.key: own.judge(judgement, new) for own in self._facets}
                yield self._judgement(
                    judgement, facets, self._evidence(text, judgement, facets) if evidence else {}
                )

    @staticmethod
    def _judgement(judgement: Judgement, facets: dict[str, FacetSaid], words: dict[str, Words]) -> Judgement:
        return replace(
            judgement,
            labels={key: said.labels for key, said in facets.items()},
            scores={key: said.scores for key, said in facets.items()},
            certainty={key: said.certainty for key, said in facets.items()},
            review=judgement.review or any(said.by_meaning for said in facets.values()),
            evidence=words,
        )

    def _evidence(self, text: str, judgement: Judgement, facets: dict[str, FacetSaid]) -> dict[str, Words]:
        found: dict[str, Words] = {}
        for own in self._facets:
            said = facets[own.facet.key]
            if own.facet.key not in judgement.evidence and not said.by_meaning:
                continue
            words = own.words(judgement.evidence.get(own.facet.key, {}), said.labels)
            for part in said.by_meaning:
                words[part.now] = join_words([words[part.now], self._new.words(text, part.number)])
            found[own.facet.key] = words
        return found
