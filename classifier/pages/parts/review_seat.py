"""The sitting of this visit: which queue of a workshop is being checked, and what every key does.

Kept in the session, so that a key costs one decision and one look at what is new, not a new reading.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.pages.parts.late_keys import refuse_blind_accept, refuse_elsewhere, refuse_late_label
from classifier.pages.parts.review_meaning import put_focus, unfocus
from classifier.queues import Ask, Queue
from classifier.review import Done, Review
from classifier.sitting import Sitting
from classifier.store.decisions import Keys

_SITTING, _MISTAKE, _BACK = "sitting", "sitting.mistake", "sitting.back"


def sit_down(review: Review, queue: Queue | None, label: tuple[str, str] | None, who: str) -> Sitting:
    """The sitting of this person in this workshop, at this queue (None: no answer by answer). Raises UserMistake.

    It is the one that is under way when nothing changed; another queue leaves the way back as it is.
    """
    choice = (queue.name if queue else None, label)
    kept = st.session_state.get(_SITTING)
    # A review that was opened anew may hold what another model says.
    if kept is not None and kept[0] is review and kept[1:3] == (who, choice):
        return kept[3]
    now = kept[3] if kept is not None and kept[0] is review and kept[1] == who else _new(review, kept, who)
    now.refresh()
    now.look_at(queue.ids(Ask(house.the_database(), now.review, label)) if queue else ())
    st.session_state[_SITTING] = (review, who, choice, now)
    for said in (_BACK, _MISTAKE):
        st.session_state.pop(said, None)
    unfocus()
    return now


def _new(review: Review, kept: tuple | None, who: str) -> Sitting:
    """A sitting of another person or workshop; what is known of this workshop already need not be read again."""
    newest = kept[3].review if kept is not None and kept[0] is review else review
    return Sitting(house.the_database(), newest, (), who)


def sitting() -> Sitting:
    """The sitting under way."""
    return st.session_state[_SITTING][3]


def act(work: Callable[[], object]) -> bool:
    """Do what a key asks; a user's mistake is kept to be shown. Whether it went well."""
    st.session_state.pop(_MISTAKE, None)
    st.session_state.pop(_BACK, None)
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
    def agree() -> None:
        refuse_blind_accept()
        refuse_elsewhere(answer_id, sitting().queue)
        sitting().accept(answer_id)

    if act(agree):
        unfocus()


def undo() -> None:
    """Take the last step back, in whichever queue it was taken."""
    before = sitting().now
    taken: list[Done | None] = []
    act(lambda: taken.append(sitting().undo()))
    if sitting().now != before:
        unfocus()
    if taken and taken[0] is not None:
        st.session_state[_BACK] = len(taken[0].answer_ids)


def taken_back() -> int:
    """How many answers the last key took a step back on; 0 when it did something else."""
    return st.session_state.get(_BACK, 0)


def move(by: int) -> None:
    act(lambda: sitting().move(by))
    unfocus()


def choose(answer_id: int, facet_key: str, label_key: str) -> None:
    def press() -> None:
        refuse_late_label(answer_id)
        refuse_elsewhere(answer_id, sitting().review.by_id)
        sitting().choose(answer_id, facet_key, label_key)

    if act(press):
        put_focus(facet_key, label_key)


def decide_many(labels: dict[int, dict[str, Keys]]) -> bool:
    """Keep decisions on many answers, all or none; whether it went well."""
    return act(lambda: sitting().decide(labels))


def accept_all(answer_ids: Sequence[int]) -> bool:
    """Agree with what stands there on all of these; whether it went well."""
    return act(lambda: sitting().accept_all(answer_ids))
