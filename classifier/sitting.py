"""One person checking a workshop, queue after queue: where they are, what they decide, and the way back."""

from collections.abc import Callable, Sequence

from classifier import review as reviewing
from classifier.errors import UserMistake
from classifier.review import Done, Review, Reviewed
from classifier.store.database import Database
from classifier.store.decisions import Keys


class Sitting:
    """The order of ``queue`` (answer ids) stays as it is; ``review`` follows what everyone decides.

    ``position`` runs from 0 to len(queue); there the queue is finished. Every decision is kept before a method
    returns. When one cannot be kept, UserMistake is raised and the review shows what stands there now. The way
    back leads through all queues of the sitting, the last step first.
    """

    def __init__(self, database: Database, review: Review, queue: Sequence[int], who: str) -> None:
        self.review, self.queue, self.who = review, tuple(queue), who
        self.position = 0
        self._database = database
        self._steps: list[Done] = []
        self._own: set[int] = set()

    @property
    def now(self) -> Reviewed | None:
        """The answer to look at; None when the queue is finished."""
        return self.review.by_id[self.queue[self.position]] if self.position < len(self.queue) else None

    @property
    def latest(self) -> Done | None:
        """The step that undo takes back; None when there is none."""
        return self._steps[-1] if self._steps else None

    @property
    def can_undo(self) -> bool:
        return bool(self._steps)

    def look_at(self, queue: Sequence[int]) -> None:
        """Begin at another queue; what was done so far can still be taken back."""
        self.queue, self.position = tuple(queue), 0

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

    def undo(self) -> Done | None:
        """Take the last step back, wherever it was taken, and look at its (first) answer.

        The step, or None when there is none. Raises UserMistake when someone else decided on it since.
        """
        self.refresh()
        if not self._steps:
            return None
        step = self._steps.pop()
        self._bring_into_view(step.answer_ids)
        seen = {answer_id: self.review.by_id[answer_id].seen for answer_id in step.answer_ids}
        if not self._own.issuperset(seen.values()):
            raise UserMistake("undo_overtaken")
        back = self._try(lambda: reviewing.undo(self._database, self.review, step, self.who, seen=seen))
        self._own |= set(back.decision_ids)
        self.refresh()
        return step

    def _bring_into_view(self, answer_ids: Sequence[int]) -> None:
        """Stand at the first of these in the queue; when none is in it, the first comes in where one stands."""
        own = set(answer_ids)
        here = next((place for place, one in enumerate(self.queue) if one in own), None)
        if here is None:
            here = self.position
            self.queue = (*self.queue[:here], answer_ids[0], *self.queue[here:])
        self.position = here

    def _keep(self, decide: Callable[[], Done]) -> None:
        before = self.review
        done = self._try(decide)
        if not done.decision_ids:
            return
        self._forget_overtaken(done, before)
        self._own |= set(done.decision_ids)
        self._steps.append(done)
        self.refresh()

    def _forget_overtaken(self, done: Done, before: Review) -> None:
        """A step under someone else's decision can no longer be taken back without losing theirs."""
        theirs = {answer_id for answer_id in done.answer_ids if before.by_id[answer_id].seen not in {0, *self._own}}
        if theirs:
            self._steps = [step for step in self._steps if theirs.isdisjoint(step.answer_ids)]

    def _try(self, decide: Callable[[], Done]) -> Done:
        try:
            return decide()
        except UserMistake:
            self.refresh()
            raise
