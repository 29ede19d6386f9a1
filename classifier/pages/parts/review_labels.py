"""The labels of one answer as buttons with keys; a suggestion never looks like a decision.

Three ways to look: filled with a tick is a person's decision, outlined with a lamp is the model's suggestion,
bare is a label that does not stand there. The line above says it in words.
"""

from collections.abc import Iterator, Mapping, Set

import streamlit as st

from classifier import charts
from classifier.codebook import Codebook, Facet, Label
from classifier.keyboard import choices
from classifier.pages.parts import house, review_seat
from classifier.pages.parts.plain import plain
from classifier.review import Reviewed
from classifier.texts import Texts

DECIDED, SUGGESTED = ":material/check_circle:", ":material/lightbulb:"
# Buttons of one width stand in a grid that does not move when a label comes or goes.
WIDTH = 172
# Facets with no more buttons than this stand beside each other.
FEW, IN_A_ROW = 2, 3
Keys = Mapping[tuple[str, str], str]
New = Set[tuple[str, str]]


def labels(reviewed: Reviewed, codebook: Codebook, keys: Keys, texts: Texts) -> None:
    """All facets with their buttons; a label that the model has not learned yet says so."""
    new = house.the_house().new_labels
    for row in _rows(codebook):
        places = [st.container()] if len(row) == 1 else st.columns(len(row), gap="small")
        for place, facet in zip(places, row, strict=True):
            with place:
                _facet(facet, reviewed, keys, new, texts)


def _rows(codebook: Codebook) -> Iterator[list[Facet]]:
    """Facets in order; those with few buttons share a row."""
    row: list[Facet] = []
    for facet in codebook:
        if len(choices(facet)) > FEW or len(row) == IN_A_ROW:
            yield from [row] if row else []
            row = []
        if len(choices(facet)) > FEW:
            yield [facet]
        else:
            row.append(facet)
    yield from [row] if row else []


def _facet(facet: Facet, reviewed: Reviewed, keys: Keys, new: New, texts: Texts) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(f"**{plain(facet.text('name', texts.language))}** {standing(facet, reviewed, texts)}")
        with st.container(horizontal=True, gap="xxsmall"):
            for label in choices(facet):
                _button(facet, label, reviewed, keys, new, texts)


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


def _button(facet: Facet, label: Label, reviewed: Reviewed, keys: Keys, new: New, texts: Texts) -> None:
    answer_id, stands = reviewed.answer.id, label.key in reviewed.labels(facet)
    decided = stands and facet.key in reviewed.decided
    attribute = "name" if facet.kind == "flag" else "short"
    name = plain(label.text(attribute, texts.language))
    if (facet.key, label.key) in new:
        name = texts("nakijken.card.new", label=name)
    st.button(
        f"**{name}**" if stands else name,
        # A key of its own per answer: a press that comes late never lands on the next answer.
        key=f"label.{answer_id}.{facet.key}.{label.key}",
        on_click=review_seat.choose,
        args=(answer_id, facet.key, label.key),
        type="primary" if decided else "secondary" if stands else "tertiary",
        icon=DECIDED if decided else SUGGESTED if stands else None,
        shortcut=keys.get((facet.key, label.key)),
        width=WIDTH,
    )
