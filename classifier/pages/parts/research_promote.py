"""Putting a model to use, with a reason where it got worse."""

import streamlit as st

from classifier.codebook import Codebook
from classifier.codebook_versions import history_of
from classifier.errors import UserMistake
from classifier.pages.parts import house, keep_judge, keep_shelf
from classifier.pages.parts.plain import plain
from classifier.pages.parts.research_words import figure, figure_name, left_out_name, signed
from classifier.pages.parts.view import note
from classifier.retraining.beside import current_beside
from classifier.retraining.outcome import Finished
from classifier.texts import Texts
from classifier.training import promotion
from classifier.training.comparison import Difference
from classifier.training.promotion import DEFAULT_MARGIN, PromotionCheck
from classifier.training.registry import Registry

_MISTAKE = "research_promote_mistake"


def promote(training: Finished, codebook: Codebook, version: int, who: str, texts: Texts) -> None:
    """Whether the rule lets the model through, and the button; ``version`` is that of the codebook."""
    registry, model = Registry(), training.result.model
    st.subheader(texts("onderzoek.promote.title"), anchor=False)
    in_use = registry.current() if registry.has_current() else ""
    if in_use == model:
        st.success(texts("onderzoek.promote.in_use", model=model))
        keep_shelf.said(texts)
        keep_judge.all_waiting(model, version, texts)
        return
    check = _check(training, texts)
    if check is not None and check.current != in_use:
        st.info(texts("onderzoek.promote.stale", compared=check.current, current=in_use))
        return
    if check is None and current_beside(registry, codebook, history_of(house.the_database())) is not None:
        # It could not be compared when it was trained; by now it can.
        st.info(plain(texts("onderzoek.promote.measure_first", current=in_use)))
        return
    reason = _reason(check, codebook, texts)
    mistake = st.session_state.pop(_MISTAKE, None)
    if mistake is not None:
        st.error(plain(mistake.message(texts)))
    if not who:
        note(texts("onderzoek.promote.who_first"))
        return
    st.button(
        texts("onderzoek.promote.go", model=model), type="primary", on_click=_promote, key=f"promote.{model}",
        args=(registry, model, check, who, reason, codebook),
    )  # fmt: skip


def _check(training: Finished, texts: Texts) -> PromotionCheck | None:
    if training.result.comparison is None:
        return None
    margin = st.number_input(
        texts("onderzoek.promote.margin"), 0.0, 1.0, DEFAULT_MARGIN, 0.005, width=320, format="%.3f",
        help=texts("onderzoek.promote.margin_help"), key="research.margin",
    )  # fmt: skip
    return promotion.check(training.result.comparison, margin)


def _reason(check: PromotionCheck | None, codebook: Codebook, texts: Texts) -> str:
    """Why, when it got worse; asked only then."""
    if check is None:
        return _reason_unseen(texts)
    _said(check, codebook, texts)
    if check.may_promote:
        return ""
    return st.text_area(texts("onderzoek.promote.reason"), key=f"research.reason.{check.candidate}", max_chars=1000)


def _said(check: PromotionCheck, codebook: Codebook, texts: Texts) -> None:
    """What the rule says of what was compared, and of what was not."""
    margin = figure(check.margin, texts)
    if check.worse:
        worse = "; ".join(_worse(row, codebook, texts) for row in check.worse)
        st.warning(plain(texts("onderzoek.promote.worse", margin=margin, worse=worse)))
    elif check.figures:
        st.text(texts("onderzoek.promote.may", margin=margin))
    if check.left_out:
        names = ", ".join(left_out_name(row, codebook, texts) for row in check.left_out)
        st.warning(plain(texts("onderzoek.promote.left_out", names=names)))


def _reason_unseen(texts: Texts) -> str:
    """Why a model is put to use that was compared with nothing, as after a change of the codebook."""
    if not Registry().has_current():
        return ""
    st.warning(texts("onderzoek.promote.blind"))
    return st.text_area(texts("onderzoek.promote.reason"), key="research.reason.blind", max_chars=1000)


def _worse(row: Difference, codebook: Codebook, texts: Texts) -> str:
    name = codebook.facet(row.facet).text("name", texts.language)
    return f"{name}, {figure_name(row.figure, texts)} {signed(row.difference, texts)}"


def _promote(
    registry: Registry, model: str, check: PromotionCheck | None, who: str, reason: str, codebook: Codebook
) -> None:
    try:
        promotion.promote(registry, model, check=check, who=who, reason=reason, codebook=codebook)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake
