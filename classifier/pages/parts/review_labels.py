"""The labels of one answer as buttons with keys; a suggestion never looks like a decision.

Three ways to look: filled with a tick is a person's decision, outlined with a lamp is the model's suggestion,
bare is a label that does not stand there. The line above says it in words.
"""

from collections.abc import Mapping, Set

import streamlit as st

from classifier import charts
from classifier.codebook import Codebook, Facet, Label
from classifier.keyboard import Pair, choices
from classifier.pages.parts import house, review_seat
from classifier.pages.parts.plain import plain
from classifier.pages.parts.review_grid import Face, places, widths
from classifier.review import Reviewed
from classifier.texts import Texts

DECIDED, SUGGESTED = ":material/check_circle:", ":material/lightbulb:"
New = Set[Pair]


def labels(reviewed: Reviewed, codebook: Codebook, keys: Mapping[Pair, str], texts: Texts) -> None:
    """All facets with their buttons; a label that the model has not learned yet says so."""
    shown = faces(codebook, keys, texts, house.the_house().new_labels)
    with st.container(gap="xxsmall"):
        for facet, place in places(codebook, shown):
            with place:
                _facet(facet, reviewed, shown, texts)


def faces(codebook: Codebook, keys: Mapping[Pair, str], texts: Texts, new: New = frozenset()) -> dict[Pair, Face]:
    """What stands on the button of every label one can choose."""
    pairs = [(facet, label) for facet in codebook for label in choices(facet)]
    return {
        (facet.key, label.key): Face(_name(facet, label, new, texts), keys.get((facet.key, label.key)))
        for facet, label in pairs
    }


def _name(facet: Facet, label: Label, new: New, texts: Texts) -> str:
    name = label.text("name" if facet.kind == "flag" else "short", texts.language)
    return texts("nakijken.card.new", label=name) if (facet.key, label.key) in new else name


def _facet(facet: Facet, reviewed: Reviewed, shown: Mapping[Pair, Face], texts: Texts) -> None:
    own = [shown[facet.key, label.key] for label in choices(facet)]
    with st.container(gap="xxsmall"):
        st.markdown(f"**{plain(facet.text('name', texts.language))}** {standing(facet, reviewed, texts)}")
        with st.container(horizontal=True, gap="xxsmall"):
            for label, face, width in zip(choices(facet), own, widths(own), strict=True):
                _button(facet, label, reviewed, face, width)


def standing(facet: Facet, reviewed: Reviewed, texts: Texts) -> str:
    """Who says what stands there, as a badge: the model with how sure it is, or a person."""
    decision = reviewed.decided.get(facet.key)
    if decision is None:
        sure = charts.percent(reviewed.judgement.certainty[facet.key])
        return f":gray-badge[{SUGGESTED} {plain(texts('nakijken.card.suggested', certainty=sure))}]"
    said = texts("nakijken.card.decided", who=decision.coder)
    if not reviewed.differs(facet):
        return f":green-badge[{DECIDED} {plain(said)}]"
    return f":green-badge[{DECIDED} {plain(said)}] :small[{plain(_difference(facet, reviewed, texts))}]"


def _difference(facet: Facet, reviewed: Reviewed, texts: Texts) -> str:
    """What the person made other than the model said."""
    now, model = reviewed.labels(facet), reviewed.suggested(facet)
    if not facet.takes_many:
        return texts("nakijken.card.model_said", labels=names(facet, model, texts))
    added, removed = (tuple(key for key in own if key not in other) for own, other in ((now, model), (model, now)))
    parts = [
        texts("nakijken.card.added", labels=names(facet, added, texts)) if added else "",
        texts("nakijken.card.removed", labels=names(facet, removed, texts)) if removed else "",
    ]
    return ", ".join(filter(None, parts))


def names(facet: Facet, keys: tuple[str, ...], texts: Texts) -> str:
    """Labels in words; for none the word "geen"."""
    short = [facet.label(key).text("short", texts.language) for key in keys]
    return ", ".join(short) or texts("nakijken.card.none")


def _button(facet: Facet, label: Label, reviewed: Reviewed, face: Face, width: int) -> None:
    answer_id, stands = reviewed.answer.id, label.key in reviewed.labels(facet)
    decided = stands and facet.key in reviewed.decided
    st.button(
        f"**{plain(face.name)}**" if stands else plain(face.name),
        # A key of its own per answer: a press that comes late never lands on the next answer.
        key=f"label.{answer_id}.{facet.key}.{label.key}",
        on_click=review_seat.choose,
        args=(answer_id, facet.key, label.key),
        type="primary" if decided else "secondary" if stands else "tertiary",
        icon=DECIDED if decided else SUGGESTED if stands else None,
        shortcut=face.key,
        width=width,
    )
