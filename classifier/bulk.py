"""Deciding on many answers at once: which ones, and what each of them becomes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.clusters import Wall, WallReader, wall_facet
from classifier.clusters.reading import JudgedText
from classifier.codebook import Codebook, Facet
from classifier.kept_results import group_of
from classifier.review import Review, Reviewed
from classifier.store.decisions import Keys

GIVE, TAKE = "give", "take"


@dataclass(frozen=True)
class Choice:
    """Which answers; what is left empty asks nothing. ``label``: facet and key. ``ids``: those of a cluster."""

    label: tuple[str, str] | None = None
    group: str = ""
    search: str = ""
    ids: frozenset[int] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen, so that it would be everything."""
        return self == Choice()


def chosen(review: Review, choice: Choice) -> list[Reviewed]:
    """The answers that fit, in order."""
    return [reviewed for reviewed in review.answers if _fits(reviewed, choice, review.codebook)]


def _fits(reviewed: Reviewed, choice: Choice, codebook: Codebook) -> bool:
    if choice.ids is not None and reviewed.answer.id not in choice.ids:
        return False
    if choice.group and group_of(reviewed.answer) != choice.group:
        return False
    if choice.label and choice.label[1] not in reviewed.labels(codebook.facet(choice.label[0])):
        return False
    return choice.search.strip().casefold() in reviewed.answer.text.casefold()


# -- what they become ---------------------------------------------------------------------------


def actions(facet: Facet) -> tuple[str, ...]:
    """What one can do with a label of this facet: give it, and take it away when an answer may have many."""
    return (GIVE, TAKE) if facet.takes_many else (GIVE,)


def after(reviewed: Reviewed, facet: Facet, key: str, action: str) -> Keys:
    """The labels of one answer after that. Raises KeyError for an unknown label."""
    facet.label(key)
    if not facet.takes_many:
        return (key,)
    now = reviewed.labels(facet)
    return tuple(own for own in facet.keys if (own in now and own != key) or (own == key and action == GIVE))


def decisions(
    answers: Iterable[Reviewed], facet: Facet, key: str, action: str, *, overrule: bool = False
) -> dict[int, dict[str, Keys]]:
    """Answer id → facet → labels; answers on which a person decided this facet stay, unless ``overrule``."""
    return {
        reviewed.answer.id: {facet.key: after(reviewed, facet, key, action)}
        for reviewed in answers
        if overrule or facet.key not in reviewed.decided
    }


# -- clusters -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class NamedCluster:
    """Answers that resemble each other: the label they share (None for none), a name ("" for none), their ids."""

    label: str | None
    name: str
    ids: frozenset[int]


def clusters_of(review: Review) -> tuple[NamedCluster, ...]:
    """The clusters of the wall, the largest first. Takes about a second for 500 answers."""
    facet = wall_facet(review.codebook)
    texts = [JudgedText(str(own.answer.id), own.answer.text, own.judgement) for own in review.answers]
    picture = Wall.replay(facet, WallReader(review.codebook).read(texts)).picture()
    members: dict[str, set[int]] = {}
    for point in picture.points:
        if point.cluster:
            members.setdefault(point.cluster, set()).add(int(point.id))
    found = [NamedCluster(own.label, own.name, frozenset(members[own.id])) for own in picture.clusters]
    return tuple(sorted(found, key=_largest_first))


def _largest_first(cluster: NamedCluster) -> tuple[int, Sequence[int]]:
    return -len(cluster.ids), sorted(cluster.ids)
