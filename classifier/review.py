"""Checking answers: what the model suggests, what people decided, and in which order to look.

A suggestion and a decision are never mixed up: ``Reviewed.decided`` holds only what people said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from classifier.codebook import Codebook, Facet
from classifier.codebook_versions import NO_HISTORY, CodebookHistory, history_of
from classifier.judgement import Judgement
from classifier.store import decisions as store
from classifier.store.coders import coder_id
from classifier.store.database import Database
from classifier.store.decisions import Change, Decision, Keys
from classifier.store.predictions import predictions_of
from classifier.store.workshops import KeptAnswer, answers_of


@dataclass(frozen=True)
class Reviewed:
    """One answer: what the model says of it, and what people decided (facet → decision in force).

    ``seen``: id of the last decision on this answer, 0 for none.
    """

    answer: KeptAnswer
    judgement: Judgement
    decided: Mapping[str, Decision] = field(default_factory=dict)
    seen: int = 0

    def labels(self, facet: Facet) -> Keys:
        """The labels that count: a person's, else the model's."""
        decision = self.decided.get(facet.key)
        return self.suggested(facet) if decision is None or decision.new is None else decision.new

    def suggested(self, facet: Facet) -> Keys:
        """What the model says."""
        return tuple(self.judgement.labels[facet.key])

    def is_done(self, codebook: Codebook) -> bool:
        """Whether a person decided on every facet."""
        return all(facet.key in self.decided for facet in codebook)

    def differs(self, facet: Facet) -> bool:
        """Whether a person decided otherwise than the model says."""
        return facet.key in self.decided and set(self.labels(facet)) != set(self.suggested(facet))

    @property
    def certainty(self) -> float:
        """How sure (0..1) the model is of the facet it is least sure of."""
        return min(self.judgement.certainty.values(), default=0.0)


@dataclass(frozen=True)
class Review:
    """A workshop under review; ``last`` is the id of the newest decision it knows of."""

    workshop_id: int
    codebook: Codebook
    version: int
    answers: tuple[Reviewed, ...]
    last: int = 0
    history: CodebookHistory = NO_HISTORY

    @cached_property
    def by_id(self) -> dict[int, Reviewed]:
        return {reviewed.answer.id: reviewed for reviewed in self.answers}

    @property
    def done(self) -> int:
        """How many answers a person decided on entirely."""
        return sum(reviewed.is_done(self.codebook) for reviewed in self.answers)


def open_review(database: Database, workshop_id: int, codebook: Codebook, version: int, model: str) -> Review:
    """The answers that ``model`` judged under this version, with all decisions. Raises UserMistake."""
    with database.reading() as connection:
        judgements = predictions_of(connection, workshop_id, model, version)
        answers = answers_of(connection, workshop_id)
    reviewed = tuple(Reviewed(answer, judgements[answer.id]) for answer in answers if answer.id in judgements)
    return refresh(database, Review(workshop_id, codebook, version, reviewed, history=history_of(database)))


def refresh(database: Database, review: Review) -> Review:
    """The review with what was decided since, by anyone. Raises UserMistake."""
    with database.reading() as connection:
        fresh = store.decisions_of(connection, review.workshop_id, after=review.last)
    return with_decisions(review, fresh) if fresh else review


def with_decisions(review: Review, fresh: Iterable[Decision]) -> Review:
    """The review with decisions that came after those it knows, oldest first."""
    changed: dict[int, Reviewed] = {}
    last = review.last
    for decision in fresh:
        last = max(last, decision.id)
        now = changed.get(decision.answer_id) or review.by_id.get(decision.answer_id)
        if now is not None:
            changed[decision.answer_id] = _with_decision(now, _of_today(decision, review))
    answers = tuple(changed.get(reviewed.answer.id, reviewed) for reviewed in review.answers)
    return replace(review, answers=answers, last=last)


def _of_today(decision: Decision, review: Review) -> Decision:
    """A decision made under an older codebook, with its labels as they stand under this one."""
    if decision.new is None or decision.codebook_version >= review.version:
        return decision
    return replace(decision, new=review.history.now(decision.facet, decision.new, decision.codebook_version))


def _with_decision(reviewed: Reviewed, decision: Decision) -> Reviewed:
    others = {facet: kept for facet, kept in reviewed.decided.items() if facet != decision.facet}
    decided = others if decision.new is None else {**others, decision.facet: decision}
    return replace(reviewed, decided=decided, seen=decision.id)


# -- deciding -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """What a person just did: the ids of its decisions, to be able to take it back."""

    answer_ids: tuple[int, ...]
    decision_ids: tuple[int, ...]


def decide(
    database: Database, review: Review, labels: Mapping[int, Mapping[str, Keys]], who: str,
    *, why: str = "", check: bool = True,
) -> Done:  # fmt: skip
    """Keep what a person decided: answer id → facet → labels; all of it or nothing.

    Raises UserMistake when someone else decided on one of them meanwhile (unless not ``check``), and
    KeyError for a label that the codebook does not hold.
    """
    changes = [_change(review, answer_id, own, check) for answer_id, own in labels.items()]
    with database.writing() as connection:
        who_id = coder_id(connection, who)
        ids = store.add_decisions(connection, changes, coder_id=who_id, codebook_version=review.version, why=why)
    return Done(tuple(labels), tuple(ids))


def _change(review: Review, answer_id: int, labels: Mapping[str, Keys], check: bool) -> Change:
    now = review.by_id[answer_id]
    for facet_key, keys in labels.items():
        _refuse_unfit(review.codebook.facet(facet_key), keys)
    shown = {facet: now.labels(review.codebook.facet(facet)) for facet in labels}
    return Change(answer_id, labels, now.seen if check else None, shown)


def _refuse_unfit(facet: Facet, keys: Keys) -> None:
    for key in keys:
        facet.label(key)
    if not facet.takes_many and len(keys) != 1:
        raise ValueError(f"facet {facet.key!r} takes exactly one label, not {len(keys)}")


def accept(database: Database, review: Review, answer_ids: Sequence[int], who: str, *, why: str = "") -> Done:
    """Agree with what stands there, on every facet that nobody decided on yet. Raises UserMistake."""
    labels = {answer_id: _undecided(review, review.by_id[answer_id]) for answer_id in answer_ids}
    return decide(database, review, labels, who, why=why)


def _undecided(review: Review, reviewed: Reviewed) -> dict[str, Keys]:
    return {facet.key: reviewed.suggested(facet) for facet in review.codebook if facet.key not in reviewed.decided}


def pressed(reviewed: Reviewed, facet: Facet, key: str) -> Keys:
    """The labels after pressing one: of many it goes on or off, a flag goes up or down, of one it is chosen."""
    now = reviewed.labels(facet)
    if facet.takes_many:
        return tuple(own for own in facet.keys if (own in now) != (own == key))
    if facet.kind == "flag":
        return (facet.neutral if facet.positive in now else facet.positive,)
    return (key,)


def undo(
    database: Database, review: Review, done: Done, who: str, *, seen: Mapping[int, int] | None = None
) -> Done:
    """Put back what stood there before; as decisions of their own, so that nothing is lost.

    ``seen``: answer id → the last decision on it that the person knows of, for one who takes back several
    steps in turn. Raises UserMistake when someone decided after that (without ``seen``: after ``done``).
    """
    with database.writing() as connection:
        changes = store.changes_back(connection, done.decision_ids, review.history.now)
        if seen is not None:
            changes = [replace(change, seen=seen[change.answer_id]) for change in changes]
        who_id = coder_id(connection, who)
        ids = store.add_decisions(connection, changes, coder_id=who_id, codebook_version=review.version)
    return Done(done.answer_ids, tuple(ids))


# -- the order of looking -----------------------------------------------------------------------


def least_certain(answers: Iterable[Reviewed]) -> list[Reviewed]:
    """Those the model is least sure of first."""
    return sorted(answers, key=lambda reviewed: (reviewed.certainty, reviewed.answer.position))


def undecided(answers: Iterable[Reviewed], codebook: Codebook) -> list[Reviewed]:
    """Those on which a facet is still open."""
    return [reviewed for reviewed in answers if not reviewed.is_done(codebook)]


def with_label(answers: Iterable[Reviewed], facet: Facet, key: str) -> list[Reviewed]:
    """Those that have a label now."""
    return [reviewed for reviewed in answers if key in reviewed.labels(facet)]


def to_see_again(review: Review) -> list[Reviewed]:
    """Those with a decision on a label that has been split since."""
    return [
        reviewed
        for reviewed in review.answers
        if any(
            review.history.needs_second_look(facet, decision.new, decision.codebook_version)
            for facet, decision in reviewed.decided.items()
            if decision.new is not None
        )
    ]


def disagreeing(answers: Iterable[Reviewed], codebook: Codebook) -> list[Reviewed]:
    """Those on which a person decided otherwise than the model, the surest model first."""
    differing = [reviewed for reviewed in answers if any(reviewed.differs(facet) for facet in codebook)]
    return sorted(differing, key=lambda reviewed: -reviewed.certainty)
