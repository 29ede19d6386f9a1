"""Which answers to check, and in which order: one ``Queue`` per way of looking.

A new way of looking is a function and a line in ``QUEUES``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from classifier import review as reviewing
from classifier.likely_errors import lacking, likely_errors
from classifier.review import Review, Reviewed
from classifier.store.database import Database


@dataclass(frozen=True)
class Ask:
    """What is looked for: a workshop under review and, for queues that take one, a label (facet, key)."""

    database: Database
    review: Review
    label: tuple[str, str] | None = None


@dataclass(frozen=True)
class Queue:
    """One way of looking. ``title``, ``about`` and ``empty`` are keys of texts; ``find`` may raise UserMistake.

    ``lacking``: the facets on which too few decisions were taken for this way, with how many there are.
    """

    name: str
    title: str
    about: str
    find: Callable[[Ask], Sequence[Reviewed]]
    takes_label: bool = False
    empty: str = "nakijken.card.empty"
    lacking: Callable[[Review], Mapping[str, int]] = lambda _: {}

    def ids(self, ask: Ask) -> tuple[int, ...]:
        """The answers, fixed in their order: deciding does not shuffle what is under your hands."""
        return tuple(reviewed.answer.id for reviewed in self.find(ask))


def _least_certain(ask: Ask) -> Sequence[Reviewed]:
    return reviewing.least_certain(reviewing.undecided(ask.review.answers, ask.review.codebook))


def _with_label(ask: Ask) -> Sequence[Reviewed]:
    if ask.label is None:
        return []
    facet = ask.review.codebook.facet(ask.label[0])
    return reviewing.least_certain(reviewing.with_label(ask.review.answers, facet, ask.label[1]))


def _disagreeing(ask: Ask) -> Sequence[Reviewed]:
    return reviewing.disagreeing(ask.review.answers, ask.review.codebook)


def _likely_errors(ask: Ask) -> Sequence[Reviewed]:
    found = likely_errors(ask.review.answers, ask.review.codebook)
    return list({error.reviewed.answer.id: error.reviewed for error in found}.values())


def _lacking(review: Review) -> Mapping[str, int]:
    return lacking(review.answers, review.codebook)


def _second_look(ask: Ask) -> Sequence[Reviewed]:
    return reviewing.to_see_again(ask.review)


def _everything(ask: Ask) -> Sequence[Reviewed]:
    return ask.review.answers


QUEUES = (
    Queue("least_certain", "nakijken.queue.least_certain", "nakijken.queue.least_certain_about", _least_certain),
    Queue("label", "nakijken.queue.label", "nakijken.queue.label_about", _with_label, takes_label=True),
    Queue("disagreeing", "nakijken.queue.disagreeing", "nakijken.queue.disagreeing_about", _disagreeing),
    Queue(
        "likely_errors",
        "nakijken.queue.likely_errors",
        "nakijken.queue.likely_errors_about",
        _likely_errors,
        empty="nakijken.queue.likely_errors_none",
        lacking=_lacking,
    ),
    Queue("second_look", "nakijken.queue.second_look", "nakijken.queue.second_look_about", _second_look),
    Queue("all", "nakijken.queue.all", "nakijken.queue.all_about", _everything),
)
