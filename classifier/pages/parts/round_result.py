"""What came of a round: how far two coders agree, and the differences to settle."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier import double_coding
from classifier import review as reviewing
from classifier.agreement import Alpha
from classifier.codebook import Facet
from classifier.double_coding import Compared, Difference
from classifier.errors import UserMistake
from classifier.keyboard import BACK
from classifier.pages.parts import blind_seat, house, keep_shelf
from classifier.pages.parts.blind_seat import Seat
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.review import Review
from classifier.texts import Texts


def result(seat: Seat, texts: Texts) -> None:
    """Agreement and differences once two people coded the whole round."""
    st.title(texts("double.heading"), anchor=False)
    finished = double_coding.finished_coders(house.the_database(), seat.coding_round)
    wrong = blind_seat.mistake()
    if isinstance(wrong, UserMistake):
        st.warning(plain(wrong.message(texts)))
    st.success(texts("double.result.you_are_done"))
    if len(finished) < 2:
        _wait(seat, texts)
        return
    coders = finished if len(finished) == 2 else _two(finished, texts)
    if len(coders) != 2:
        return
    compared = double_coding.compare(house.the_database(), seat.coding_round, seat.review, coders)
    _agreement(compared, seat.review, texts)
    _settle(compared, seat.review, seat.who, texts)


def _wait(seat: Seat, texts: Texts) -> None:
    """Nobody else is done: until then one may look back."""
    st.text(texts("double.result.waiting"))
    if seat.is_open:
        st.button(
            texts("double.result.look_back"), key="blind.look_back", on_click=blind_seat.move, args=(seat, -1),
            shortcut=BACK,
        )  # fmt: skip


def _two(finished: Sequence[str], texts: Texts) -> list[str]:
    return st.multiselect(
        texts("double.result.which_two"), finished, finished[:2], max_selections=2, key=f"two.{texts.language}"
    )


# -- agreement ------------------------------------------------------------------------------------


def _agreement(compared: Compared, review: Review, texts: Texts) -> None:
    st.header(texts("double.agreement.title"), anchor=False)
    first, second = compared.coders
    st.text(
        texts("double.agreement.about", first=first, second=second, answers=count(len(compared.answers), texts))
    )
    rows = [
        _row(review.codebook.facet(facet), key, alpha, texts) for (facet, key), alpha in compared.alphas.items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content")
    st.text(texts("double.agreement.reading"))


def _row(facet: Facet, key: str, alpha: Alpha, texts: Texts) -> dict[str, object]:
    name = facet.text("name", texts.language)
    label = facet.label(key).text("name", texts.language) if key else ""
    return {
        texts("double.agreement.what"): f"{name}: {label}" if label else name,
        texts("double.agreement.alpha"): _number(alpha.value, texts),
        texts("double.agreement.interval"): _interval(alpha, texts),
        texts("double.agreement.differing"): alpha.differing,
    }


def _number(value: float | None, texts: Texts) -> str:
    if value is None:
        return texts("double.agreement.nothing_varies")
    written = f"{value:.2f}"
    return written.replace(".", ",") if texts.language == "nl" else written


def _interval(alpha: Alpha, texts: Texts) -> str:
    if alpha.low is None or alpha.high is None:
        return ""
    return texts("double.agreement.from_to", low=_number(alpha.low, texts), high=_number(alpha.high, texts))


# -- settling -------------------------------------------------------------------------------------


def _settle(compared: Compared, review: Review, who: str, texts: Texts) -> None:
    st.header(texts("double.settle.title"), anchor=False)
    _agreed(compared, review, who, texts)
    waiting = double_coding.open_differences(review, compared)
    if not waiting:
        st.text(texts("double.settle.none_left"))
        return
    st.text(
        texts("double.settle.left", left=count(len(waiting), texts), all=count(len(compared.differences), texts))
    )
    _one(waiting[0], compared, review, who, texts)


def _agreed(compared: Compared, review: Review, who: str, texts: Texts) -> None:
    """What both gave can become a decision in one go."""
    fresh = sum(
        any(facet not in review.by_id[one].decided for facet in labels)
        for one, labels in compared.agreed.items()
        if one in review.by_id
    )
    if not fresh:
        return
    st.text(texts("double.settle.agreed", count=count(fresh, texts)))
    why = texts("double.settle.agreed_why", first=compared.coders[0], second=compared.coders[1])
    if st.button(texts("double.settle.take_over"), key="take_over") and keep_shelf.tell(
        lambda: double_coding.take_over_agreed(house.the_database(), review, compared, who, why), texts
    ):
        st.rerun()


def _one(found: Difference, compared: Compared, review: Review, who: str, texts: Texts) -> None:
    """The next difference: what each gave, what it will be, and why."""
    facet, place = found.facet, f"{found.answer_id}.{found.facet.key}"
    with st.form(key=f"settle.{place}"):
        st.markdown(f"### {plain(review.by_id[found.answer_id].answer.text)}")
        st.markdown(f"**{plain(facet.text('name', texts.language))}**")
        for coder, keys in zip(compared.coders, (found.first, found.second), strict=True):
            st.text(texts("double.settle.gave", coder=coder, labels=_names(facet, keys, texts)))
        chosen = _choice(found, place, texts)
        why = st.text_input(texts("double.settle.why"), key=f"why.{place}", max_chars=500)
        if st.form_submit_button(texts("double.settle.keep"), type="primary"):
            _keep(found, chosen, why, review, who, texts)


def _choice(found: Difference, place: str, texts: Texts) -> tuple[str, ...]:
    facet, label = found.facet, texts("double.settle.becomes")
    named = {one.key: one.text("short", texts.language) for one in facet.labels}
    if facet.takes_many:
        both = [key for key in facet.keys if key in found.first and key in found.second]
        return tuple(
            st.pills(
                label, facet.keys, selection_mode="multi", default=both, format_func=named.__getitem__, key=place
            )
        )
    one = st.segmented_control(label, facet.keys, format_func=named.__getitem__, key=place)
    return (one,) if one else ()


def _names(facet: Facet, keys: Sequence[str], texts: Texts) -> str:
    return ", ".join(facet.label(key).text("name", texts.language) for key in keys) or texts("nakijken.card.none")


def _keep(found: Difference, chosen: tuple[str, ...], why: str, review: Review, who: str, texts: Texts) -> None:
    if not chosen and not found.facet.takes_many:
        st.warning(texts("double.settle.choose"))
        return
    labels = {found.answer_id: {found.facet.key: chosen}}
    if keep_shelf.tell(lambda: reviewing.decide(house.the_database(), review, labels, who, why=why), texts):
        st.rerun()
