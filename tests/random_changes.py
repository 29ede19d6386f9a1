"""Chains of valid changes for property tests: wild texts, and every kind of change where it can be."""

from random import Random

from hypothesis import strategies as st

from classifier.codebook import Codebook, Facet
from classifier.codebook_applying import apply, settled
from classifier.codebook_changes import (
    AddLabel,
    Change,
    EditDefinition,
    GiveExamples,
    MergeLabels,
    NewLabel,
    RecolourLabel,
    RenameLabel,
    SplitLabel,
)
from classifier.errors import UserMistake

WILD = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
ODD = st.sampled_from(
    ["Élan", "Élan!", "naam\r\nmet\tregels", '"\\', "ß", "#x", "[[facet]]", "\x00\x7f", "''' \"\"\""]
)
TEXTS = (WILD | ODD).filter(str.strip)
LABELS_MOST = 9


def new_label(random: Random, texts: list[str]) -> NewLabel:
    examples = tuple(random.choices(texts, k=random.randint(0, 8)))
    return NewLabel(random.choice(texts), random.choice(texts), examples, short=random.choice(["", *texts]))


def merge(random: Random, facet: Facet, texts: list[str]) -> MergeLabels:
    """Of neighbours, so that rising facets can have it too."""
    size = min(random.randint(2, 3), len(facet.keys))
    start = random.randint(0, len(facet.keys) - size)
    stretch = facet.keys[start : start + size]
    into = random.choice(stretch)
    return MergeLabels(facet.key, tuple(key for key in stretch if key != into), into)


def split(random: Random, facet: Facet, texts: list[str]) -> SplitLabel:
    parts = tuple(new_label(random, texts) for _ in range(random.randint(2, 3)))
    return SplitLabel(facet.key, random.choice(facet.keys), parts)


def add(random: Random, facet: Facet, texts: list[str]) -> AddLabel:
    return AddLabel(facet.key, new_label(random, texts), random.choice([None, 1, len(facet.keys)]))


def words(random: Random, facet: Facet, texts: list[str]) -> Change:
    label, text = random.choice(facet.keys), random.choice(texts)
    rename = RenameLabel(facet.key, label, text, random.choice(["", text]), random.choice(["", text]))
    paint = RecolourLabel(facet.key, label, f"#{random.randrange(256**3):06X}")
    examples = GiveExamples(facet.key, label, (text,))
    return random.choice([rename, paint, examples, EditDefinition(facet.key, label, text, excludes=text)])


@st.composite
def histories(draw, codebook: Codebook, most: int = 8) -> list[tuple[Codebook, Change]]:
    """Each codebook with the settled change that was made of it; only changes that were allowed."""
    random, texts = draw(st.randoms(use_true_random=False)), draw(st.lists(TEXTS, min_size=3, max_size=12))
    made: list[tuple[Codebook, Change]] = []
    for _ in range(random.randint(1, most)):
        facet = random.choice(codebook.facets)
        kinds = [merge, words] if len(facet.keys) > LABELS_MOST else [merge, split, add, words]
        try:
            kept = settled(codebook, random.choice(kinds)(random, facet, texts))
            after = apply(codebook, kept)
        except UserMistake:
            continue
        made.append((codebook, kept))
        codebook = after
    return made


@st.composite
def decisions(draw, codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """A decision in terms of a codebook."""
    random = draw(st.randoms(use_true_random=False))
    return {
        facet.key: tuple(random.sample(facet.keys, random.randint(0, len(facet.keys)) if facet.takes_many else 1))
        for facet in codebook
    }
