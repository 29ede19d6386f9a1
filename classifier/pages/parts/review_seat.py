"""The sitting of this visit: which queue is being checked, and what every key does.

Kept in the session, so that a key costs one decision and one look at what is new, not a new reading.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.queues import Ask, Queue
from classifier.review import Review, Reviewed
from classifier.sitting import Sitting
from classifier.store.decisions import Keys

_SITTING, _MISTAKE, _FOCUS, _EXPLAIN = "sitting", "sitting.mistake", "sitting.focus", "sitting.explain"


def sit_down(review: Review, queue: Queue, label: tuple[str, str] | None, who: str) -> Sitting:
    """The sitting for this choice; the one that is under way when nothing changed. Raises UserMistake."""
    choice = (review.workshop_id, review.version, len(review.answers), queue.name, label, who)
    kept = st.session_state.get(_SITTING)
    if kept is not None and kept[0] == choice:
        return kept[1]
    # Another way of looking at the same workshop starts from what is known already.
    newest = kept[1].review if kept is not None and kept[0][:3] == choice[:3] else review
    database = house.the_database()
    sitting = Sitting(database, newest, (), who)
    sitting.refresh()
    sitting.queue = queue.ids(Ask(database, sitting.review, label))
    st.session_state[_SITTING] = (choice, sitting)
    unfocus()
    return sitting


def sitting() -> Sitting:
    """The sitting under way."""
    return st.session_state[_SITTING][1]


def act(work: Callable[[], object]) -> bool:
    """Do what a key asks; a user's mistake is kept to be shown. Whether it went well."""
    st.session_state.pop(_MISTAKE, None)
    try:
        work()
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake
        return False
    return True


def mistake() -> UserMistake | None:
    """What went wrong with the last key."""
    return st.session_state.get(_MISTAKE)


# -- the keys -------------------------------------------------------------------------------------


def accept(answer_id: int) -> None:
    if act(lambda: sitting().accept(answer_id)):
        unfocus()


def undo() -> None:
    before = sitting().position
    act(sitting().undo)
    if sitting().position != before:
        unfocus()


def move(by: int) -> None:
    act(lambda: sitting().move(by))
    unfocus()


def choose(answer_id: int, facet_key: str, label_key: str) -> None:
    if act(lambda: sitting().choose(answer_id, facet_key, label_key)):
        st.session_state[_FOCUS] = (facet_key, label_key)


def decide_many(labels: dict[int, dict[str, Keys]]) -> bool:
    """Keep decisions on many answers, all or none; whether it went well."""
    return act(lambda: sitting().decide(labels))


def accept_all(answer_ids: Sequence[int]) -> bool:
    """Agree with what stands there on all of these; whether it went well."""
    return act(lambda: sitting().accept_all(answer_ids))


# -- the label whose meaning is shown -------------------------------------------------------------


def explains() -> bool:
    """Whether meanings are shown."""
    return st.session_state.get(_EXPLAIN, False)


def explain() -> None:
    """Show meanings, or no longer."""
    st.session_state[_EXPLAIN] = not explains()


def unfocus() -> None:
    """Back to the label that stands out most."""
    st.session_state.pop(_FOCUS, None)


def focus(reviewed: Reviewed, codebook: Codebook) -> tuple[str, str]:
    """The label (facet, key) whose meaning is shown."""
    order = _order(reviewed, codebook)
    wanted = st.session_state.get(_FOCUS)
    return wanted if wanted in order else order[0]


def walk(reviewed: Reviewed, codebook: Codebook, by: int) -> None:
    """Put the focus on the next or previous label and show what it means."""
    order = _order(reviewed, codebook)
    place = order.index(focus(reviewed, codebook))
    st.session_state[_FOCUS] = order[(place + by * explains()) % len(order)]
    st.session_state[_EXPLAIN] = True


def _order(reviewed: Reviewed, codebook: Codebook) -> list[tuple[str, str]]:
    """All labels, those that stand there first."""
    every = [(facet, label.key) for facet in codebook for label in facet.labels]
    given = [(facet.key, key) for facet, key in every if key in reviewed.labels(facet)]
    return given + [(facet.key, key) for facet, key in every if key not in reviewed.labels(facet)]
