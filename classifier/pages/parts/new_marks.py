"""Labels that the model has not learned yet, marked wherever a chart, a list or a choice names them."""

from collections import Counter
from collections.abc import Set
from dataclasses import replace

from classifier.codebook import Codebook, Facet, Label
from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.texts import Texts
from classifier.workshop import Workshop

New = Set[tuple[str, str]]
# A chart cuts longer names off at their end, where the mark stands.
LONGEST = 19


def marked(codebook: Codebook, new: New, texts: Texts) -> Codebook:
    """The codebook as it is shown: a label (facet, key) that is new says so in its names."""
    if not new:
        return codebook
    return replace(codebook, facets=tuple(_facet(facet, new, texts) for facet in codebook))


def _facet(facet: Facet, new: New, texts: Texts) -> Facet:
    cut = Counter(_cut(label.text("short", texts.language)) for label in facet.labels)
    labels = (_label(label, cut, texts) if (facet.key, label.key) in new else label for label in facet.labels)
    return replace(facet, labels=tuple(labels))


def _label(label: Label, cut: Counter[str], texts: Texts) -> Label:
    whole = label.text("short", texts.language)
    # Two names that begin alike would become one.
    shown = _cut(whole) if cut[_cut(whole)] == 1 else whole
    name = texts("nakijken.card.new", label=label.text("name", texts.language))
    short = texts("nakijken.card.new", label=shown)
    return replace(label, name=name, name_en=name, short=short, short_en=short)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def new_in(workshop: Workshop) -> New:
    """What the model that judged these answers had not learned; nothing when the database does not work."""
    try:
        now = house.the_house()
    except UserMistake:
        return frozenset()
    return now.new_labels if now.model == workshop.model else frozenset()
