"""From decisions of people to labelled answers.

An answer counts when a person decided on every facet: only then all its labels are a person's. With
``fill_with`` the model's suggestion stands in for the facets that are still open, so that a model learns in
part from what a model said; it is therefore not the default.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from classifier.codebook import Codebook
from classifier.codebook_history import LabelName, unlearned_labels
from classifier.codebook_versions import CodebookHistory, history_of
from classifier.labels import LabelSet
from classifier.store.database import Database
from classifier.store.decisions import Decision, Keys, decisions_of
from classifier.store.predictions import predictions_of
from classifier.store.workshops import KeptAnswer, answers_of, workshop_by_id
from classifier.training.dataset import LabelledAnswer

ID_PREFIX = "decided/"


@dataclass(frozen=True)
class Filling:
    """The suggestions that may stand in for what is still open: of this model, under this codebook version."""

    model: str
    version: int


@dataclass(frozen=True)
class Decided:
    """Labelled answers, and how many with a decision do not count.

    ``partly``: a facet is still open. ``outdated``: a label is no longer in the codebook.
    """

    answers: tuple[LabelledAnswer, ...] = ()
    partly: int = 0
    outdated: int = 0


def answers_from_decisions(
    database: Database, workshop_ids: Sequence[int], codebook: Codebook, *, filling: Filling | None = None
) -> list[LabelledAnswer]:
    """The answers of these workshops with the labels people gave; ``sector`` is the workshop's name.

    Raises UserMistake for a workshop that is not there.
    """
    return list(decided_in(database, workshop_ids, codebook, filling=filling).answers)


def decided_in(
    database: Database, workshop_ids: Sequence[int], codebook: Codebook, *, filling: Filling | None = None
) -> Decided:
    """The same, with the count of what was left out. Raises UserMistake."""
    found = [_of_workshop(database, workshop_id, codebook, filling) for workshop_id in workshop_ids]
    return Decided(
        tuple(answer for own in found for answer in own.answers),
        sum(own.partly for own in found),
        sum(own.outdated for own in found),
    )


def _of_workshop(database: Database, workshop_id: int, codebook: Codebook, filling: Filling | None) -> Decided:
    with database.reading() as connection:
        name = workshop_by_id(connection, workshop_id).name
        kept = answers_of(connection, workshop_id)
        kept_decisions = in_force(decisions_of(connection, workshop_id))
        said = predictions_of(connection, workshop_id, filling.model, filling.version) if filling else {}
    history = history_of(database)
    decided = without_split(kept_decisions, history)
    decisions = labels_of_today(decided, history)
    suggested = {answer_id: judgement.labels for answer_id, judgement in said.items()}
    answers, partly, outdated = [], 0, 0
    for answer in kept:
        labels = {**suggested.get(answer.id, {}), **decisions.get(answer.id, {})}
        if answer.id not in decisions or not answer.text.strip():
            continue
        if any(facet.key not in labels for facet in codebook):
            partly += 1
        elif not _are_known(labels, codebook):
            outdated += 1
        else:
            untold = _came_after(decided[answer.id], labels, history)
            answers.append(_labelled(answer, labels, name, codebook, untold))
    return Decided(tuple(answers), partly, outdated)


def labels_of_today(
    decisions: Mapping[int, Mapping[str, Decision]], history: CodebookHistory
) -> dict[int, dict[str, Keys]]:
    """Answer id → facet → labels people decided on, in terms of today's codebook."""
    return {
        answer_id: {facet: _of_today(kept, history) for facet, kept in own.items()}
        for answer_id, own in decisions.items()
    }


def _of_today(kept: Decision, history: CodebookHistory) -> Keys:
    return history.now(kept.facet, kept.new or (), kept.codebook_version)


def without_split(
    decisions: Mapping[int, Mapping[str, Decision]], history: CodebookHistory
) -> dict[int, dict[str, Decision]]:
    """The decisions that still say what they said: one on a label that was split since waits for a second look."""
    return {
        answer_id: {
            facet: kept
            for facet, kept in own.items()
            if not history.needs_second_look(facet, kept.new or (), kept.codebook_version)
        }
        for answer_id, own in decisions.items()
    }


def _came_after(own: Mapping[str, Decision], labels: LabelSet, history: CodebookHistory) -> frozenset[LabelName]:
    """The labels that came after an answer was decided on: nobody looked for them."""
    return frozenset(
        (facet, label.now)
        for facet, kept in own.items()
        for label in unlearned_labels(history.changes_after(kept.codebook_version))
        if label.facet == facet and label.now not in labels[facet]
    )


def in_force(decisions: Iterable[Decision]) -> dict[int, dict[str, Decision]]:
    """Answer id → facet → decision, from decisions in the order of time; what was taken back is not there."""
    found: dict[int, dict[str, Decision]] = {}
    for decision in decisions:
        own = found.setdefault(decision.answer_id, {})
        own.pop(decision.facet, None)
        if decision.new is not None:
            own[decision.facet] = decision
    return {answer_id: own for answer_id, own in found.items() if own}


def _are_known(labels: LabelSet, codebook: Codebook) -> bool:
    return all(set(labels[facet.key]) <= set(facet.keys) for facet in codebook)


def _labelled(
    answer: KeptAnswer, labels: Mapping[str, Keys], name: str, codebook: Codebook, untold: frozenset[LabelName]
) -> LabelledAnswer:
    return LabelledAnswer(
        id=f"{ID_PREFIX}{answer.id}",
        text=answer.text,
        labels={facet.key: tuple(labels[facet.key]) for facet in codebook},
        sector=name,
        question=answer.question,
        untold=untold,
    )
