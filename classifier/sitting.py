"""One person checking one queue of answers: where they are, what they decide, and the way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier import review as reviewing
from classifier.errors import UserMistake
from classifier.review import Done, Review, Reviewed
from classifier.store.database import Database
from classifier.store.decisions import Keys


@dataclass(frozen=True)
class Step:
    """What was decided at once, and where the person stood."""

    done: Done
    position: int


class Sitting:
    """The order of ``queue`` (answer ids) stays as it is; ``review`` follows what everyone decides.

    ``position`` runs from 0 to len(queue); there the queue is finished. Every decision is kept before a method
    returns. When one cannot be kept, UserMistake is raised and the review shows what stands there now.
    """

    def __init__(self, database: Database, review: Review, queue: Sequence[int], who: str) -> None:
        self.review, self.queue, self.who = review, tuple(queue), who
        self.position = 0
        self._database = database
        self._steps: list[Step] = []
        self._own: set[int] = set()

    @property
    def now(self) -> Reviewed | None:
        """The answer to look at; None when the queue is finished."""
        return self.review.by_id[self.queue[self.position]] if self.position < len(self.queue) else None

    @property
    def can_undo(self) -> bool:
        return bool(self._steps)

    def move(self, by: int) -> None:
        """Go to another answer; decides nothing."""
        self.position = min(max(self.position + by, 0), len(self.queue))
        self.refresh()

    def refresh(self) -> None:
        """See what others decided. Raises UserMistake."""
        self.review = reviewing.refresh(self._database, self.review)

    # -- deciding -------------------------------------------------------------------------------

    def choose(self, answer_id: int, facet_key: str, label_key: str) -> None:
        """Press a label: of many it goes on or off, of one it is chosen, a flag goes up or down."""
        facet = self.review.codebook.facet(facet_key)
        labels = reviewing.pressed(self.review.by_id[answer_id], facet, label_key)
        self.decide({answer_id: {facet_key: labels}})

    def decide(self, labels: dict[int, dict[str, Keys]]) -> None:
        """Keep decisions: answer id → facet → labels, all or none."""
        self._keep(lambda: reviewing.decide(self._database, self.review, labels, self.who))

    def accept(self, answer_id: int) -> None:
        """Agree with what stands there on every open facet, and go to the next."""
        self.accept_all([answer_id])
        self.position = self.queue.index(answer_id) + 1

    def accept_all(self, answer_ids: Sequence[int]) -> None:
        """Agree with what stands there on every open facet of these answers, all or none."""
        self._keep(lambda: reviewing.accept(self._database, self.review, answer_ids, self.who))

    def undo(self) -> None:
        """Take the last step back and stand where it was taken; nothing when there is none."""
        self.refresh()
        if not self._steps:
            return
        step = self._steps.pop()
        seen = {answer_id: self.review.by_id[answer_id].seen for answer_id in step.done.answer_ids}
        if not self._own.issuperset(seen.values()):
            raise UserMistake("undo_overtaken")
        back = self._try(lambda: reviewing.undo(self._database, self.review, step.done, self.who, seen=seen))
        self._own |= set(back.decision_ids)
        self.position = step.position
        self.refresh()

    def _keep(self, decide: Callable[[], Done]) -> None:
        before = self.review
        done = self._try(decide)
        if not done.decision_ids:
            return
        self._forget_overtaken(done, before)
        self._own |= set(done.decision_ids)
        self._steps.append(Step(done, self.position))
        self.refresh()

    def _forget_overtaken(self, done: Done, before: Review) -> None:
        """A step under someone else's decision can no longer be taken back without losing theirs."""
        theirs = {answer_id for answer_id in done.answer_ids if before.by_id[answer_id].seen not in {0, *self._own}}
        if theirs:
            self._steps = [step for step in self._steps if theirs.isdisjoint(step.done.answer_ids)]

    def _try(self, decide: Callable[[], Done]) -> Done:
        try:
            return decide()
        except UserMistake:
            self.refresh()
            raise
