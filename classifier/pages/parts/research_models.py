"""All models, which one is in use, how that came about, and the way back."""

import pandas as pd
import streamlit as st

from classifier.codebook import Codebook
from classifier.codebook_versions import history_of
from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.research_words import moment
from classifier.pages.parts.view import note
from classifier.retraining.beside import beside
from classifier.texts import Texts
from classifier.training import promotion
from classifier.training.history import PROMOTED, ROLLED_BACK, TRAINED, Change, history
from classifier.training.registry import Manifest, Registry

_MISTAKE = "research_rollback_mistake"


def models(codebook: Codebook, who: str, texts: Texts) -> None:
    """The models of this installation, and their history."""
    registry = Registry()
    st.header(texts("onderzoek.models.title"), anchor=False)
    in_use = registry.current() if registry.has_current() else ""
    st.text(texts("onderzoek.models.in_use", model=in_use or "-"))
    _rollback(registry, codebook, who, texts)
    rows = [_row(manifest, in_use, codebook, texts) for manifest in registry.manifests()]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=texts("onderzoek.models.alt"))
    changes = history(registry)
    if changes:
        st.subheader(texts("onderzoek.history.title"), anchor=False)
        told = pd.DataFrame([_told(change, texts) for change in reversed(changes)])
        st.dataframe(told, hide_index=True, alt=texts("onderzoek.history.alt"))


def _rollback(registry: Registry, codebook: Codebook, who: str, texts: Texts) -> None:
    before = promotion.previous_model(registry)
    mistake = st.session_state.pop(_MISTAKE, None)
    if mistake is not None:
        st.error(plain(mistake.message(texts)))
    if not before:
        return
    if not who:
        note(texts("onderzoek.promote.who_first"))
        return
    st.button(
        texts("onderzoek.models.rollback", model=before), key=f"rollback.{before}", on_click=_go_back,
        args=(registry, who, codebook), icon=":material/undo:",
    )  # fmt: skip


def _go_back(registry: Registry, who: str, codebook: Codebook) -> None:
    try:
        # Refuses a model that cannot speak of the codebook in force, also not by way of its changes.
        beside(registry, promotion.previous_model(registry), codebook, history_of(house.the_database()))
        promotion.rollback(registry, who)
    except UserMistake as mistake:
        st.session_state[_MISTAKE] = mistake


def _row(manifest: Manifest, in_use: str, codebook: Codebook, texts: Texts) -> dict[str, object]:
    fits = manifest.codebook_fingerprint == codebook.fingerprint
    return {
        texts("onderzoek.models.model"): manifest.id,
        texts("onderzoek.models.used"): manifest.id == in_use,
        texts("onderzoek.models.created"): moment(manifest.created),
        texts("onderzoek.models.answers"): count(manifest.training_answers, texts),
        texts("onderzoek.models.encoder"): manifest.encoder,
        texts("onderzoek.models.strength"): str(manifest.parameters.get("C", "-")),
        texts("onderzoek.models.fits"): fits,
    }


def _told(change: Change, texts: Texts) -> dict[str, str]:
    what = {
        TRAINED: texts("onderzoek.history.trained"),
        PROMOTED: texts("onderzoek.history.promoted"),
        ROLLED_BACK: texts("onderzoek.history.rolled_back"),
    }
    return {
        texts("onderzoek.history.when"): moment(change.when),
        texts("onderzoek.history.who"): change.who,
        texts("onderzoek.history.what"): what.get(change.what, change.what),
        texts("onderzoek.history.before"): change.before,
        texts("onderzoek.history.after"): change.after,
        texts("onderzoek.history.reason"): change.reason,
    }
