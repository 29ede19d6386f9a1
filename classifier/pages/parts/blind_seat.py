"""Where a coder is in a round of blind coding, and what every key does.

What is coded is kept at once, also a correction; what is being chosen for the next answer waits in the visit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from classifier import double_coding
from classifier.blind_draft import BlindDraft
from classifier.codebook import Facet
from classifier.double_coding import Labels
from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.pages.parts.late_keys import refuse_blind_accept, refuse_late_label
from classifier.pages.parts.review_meaning import put_focus, unfocus
from classifier.review import Review
from classifier.store.coding_rounds import CodingRound

_AT, _DRAFT, _MISTAKE = "blind.at", "blind.draft", "blind.mistake"


@dataclass(frozen=True)
class Seat:
    """One coder in a round; ``coded`` is what they gave so far, in the order of the round.

    ``is_open``: whether they may still change it.
    """

    review: Review
    coding_round: CodingRound
    who: str
    coded: Mapping[int, Labels]
    is_open: bool

    @property
    def path(self) -> list[int]:
        """The answers to walk along: those that are coded, then the first that is not."""
        return [*self.coded, *[one for one in self.coding_round.answers if one not in self.coded][:1]]

    @property
    def at(self) -> int | None:
        """The answer to look at; None when all are coded and the coder does not look back."""
        wanted = st.session_state.get(_AT)
        coded = {self._mark(answer_id): answer_id for answer_id in self.coded}
        if self.is_open and wanted in coded:
            return coded[wanted]
        return None if len(self.coded) == len(self.path) else self.path[-1]

    @property
    def can_go_back(self) -> bool:
        """Whether there is an answer before the one that is looked at."""
        return self.is_open and bool(self.path) and self.at != self.path[0]

    def draft(self, answer_id: int) -> BlindDraft:
        """What stands on an answer: as far as it was chosen, or as it was coded."""
        mark, draft = st.session_state.get(_DRAFT) or (None, None)
        if draft is not None and mark == self._mark(answer_id) and draft.codebook == self.review.codebook:
            return draft
        return BlindDraft(self.review.codebook, self.coded.get(answer_id, {}))

    def go(self, answer_id: int | None) -> None:
        """Look at an answer; None for the first that is not coded."""
        st.session_state[_AT] = None if answer_id is None else self._mark(answer_id)
        unfocus()

    def hold(self, answer_id: int, draft: BlindDraft) -> None:
        """Remember what is chosen so far on an answer that cannot be kept yet."""
        st.session_state[_DRAFT] = (self._mark(answer_id), draft)

    def let_go(self, answer_id: int) -> None:
        """Forget what was chosen on an answer: it is kept now."""
        mark, _ = st.session_state.get(_DRAFT) or (None, None)
        if mark == self._mark(answer_id):
            st.session_state.pop(_DRAFT)

    def _mark(self, answer_id: int) -> tuple[int, int, str, int]:
        return self.coding_round.id, self.review.version, self.who, answer_id


def sit_down(review: Review, coding_round: CodingRound, who: str) -> Seat:
    """The coder as they stand now. Raises UserMistake."""
    database = house.the_database()
    coded = double_coding.coded_by(database, coding_round, review, who)
    return Seat(review, coding_round, who, coded, double_coding.is_open(database, coding_round, who))


def mistake() -> UserMistake | bool | None:
    """What went wrong with the last key, once; True when a choice is missing."""
    return st.session_state.pop(_MISTAKE, None)


# -- the keys -------------------------------------------------------------------------------------


def move(seat: Seat, by: int) -> None:
    """Look at the answer before or after; changes nothing."""
    path = seat.path
    place = (len(path) if seat.at is None else path.index(seat.at)) + by
    seat.go(path[max(place, 0)] if place < len(path) else None)


def press(seat: Seat, answer_id: int, facet: Facet, key: str) -> None:
    """Press a label: a correction is kept at once, a first choice waits for Enter."""

    def press_it() -> None:
        refuse_late_label(answer_id)
        # What was drawn may be older than the last key.
        now = sit_down(seat.review, seat.coding_round, seat.who)
        draft = now.draft(answer_id).pressed(facet, key)
        # A codebook that grew since may ask for more than was given then.
        if answer_id in now.coded and not draft.missing:
            _code(now, answer_id, draft)
        else:
            now.hold(answer_id, draft)

    if _heard(press_it):
        put_focus(facet.key, key)


def keep(seat: Seat, answer_id: int) -> None:
    """Keep what stands there and go to the next answer."""
    if not _heard(refuse_blind_accept):
        return
    draft = seat.draft(answer_id)
    if draft.missing:
        st.session_state[_MISTAKE] = True
    elif answer_id in seat.coded:
        move(seat, 1)
    elif _code(seat, answer_id, draft):
        seat.go(None)


def _heard(work: Callable[[], None]) -> bool:
    """Whether a key counts; why not is kept to be shown."""
    try:
        work()
    except UserMistake as late:
        st.session_state[_MISTAKE] = late
        return False
    return True


def _code(seat: Seat, answer_id: int, draft: BlindDraft) -> bool:
    """Keep it; whether it went well."""
    review, database = seat.review, house.the_database()
    try:
        double_coding.code(
            database, seat.coding_round, answer_id, draft.complete(), seat.who, review.codebook, review.version
        )
    except UserMistake as wrong:
        st.session_state[_MISTAKE] = wrong
        return False
    seat.let_go(answer_id)
    return True
