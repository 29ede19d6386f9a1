"""A room beside an earlier workshop: shares of labels with the number of answers behind them.

Of both is counted what the model in force says, so that two opinions of the same kind stand side by side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.clusters import wall_facet
from classifier.codebook import Codebook, Facet
from classifier.errors import UserMistake
from classifier.exchange.table import Answer
from classifier.privacy import SMALLEST_GROUP
from classifier.room import RoomState
from classifier.room_picture import Plain, first_drawn, judged_of
from classifier.store import sessions as live
from classifier.store.database import Database
from classifier.store.predictions import predictions_of
from classifier.store.workshops import KeptWorkshop, answers_of, workshop_by_id, workshops
from classifier.summary import Judged, LabelCount, count_labels

# Charts that are drawn side by side; the facet of the regions comes first.
COMPARED_CHARTS = ("staircase", "iceberg")


@dataclass(frozen=True)
class Compared:
    """A facet on both sides: counts per label, in codebook order."""

    facet: Facet
    here: tuple[LabelCount, ...]
    earlier: tuple[LabelCount, ...]


@dataclass(frozen=True)
class Comparison:
    """A room and an earlier workshop, each of at least the smallest group."""

    here: int
    earlier: int
    name: str
    facets: tuple[Compared, ...]

    def plain(self, language: str) -> Plain:
        """For JSON; shares run from 0 to 1."""
        return {
            "here": self.here, "earlier": self.earlier, "name": self.name,
            "facets": [_plain(own, language) for own in self.facets],
        }  # fmt: skip


def earlier_workshops(database: Database, state: RoomState) -> list[KeptWorkshop]:
    """Workshops that may stand beside this room, the newest first: not its own, nor those that are too small."""
    with database.reading() as connection:
        found = workshops(connection)
    return [own for own in found if own.id != state.session.workshop_id and own.answers >= SMALLEST_GROUP]


def compare(database: Database, state: RoomState, workshop_id: int) -> Comparison:
    """The room beside a workshop.

    Raises UserMistake ``wall_too_few`` when fewer than the smallest group answered here, ``wall_not_judged``
    when fewer were judged there by the model in force, ``workshop_unknown``.
    """
    here = judged_of(state)
    if len(here) < SMALLEST_GROUP:
        raise UserMistake("wall_too_few", least=SMALLEST_GROUP)
    with database.reading() as connection:
        name = workshop_by_id(connection, workshop_id).name
    earlier = _judged_in(database, state, workshop_id)
    if len(earlier) < SMALLEST_GROUP:
        raise UserMistake("wall_not_judged", least=SMALLEST_GROUP)
    facets = _compared_facets(state.house.codebook)
    compared = (Compared(own, count_labels(own, here), count_labels(own, earlier)) for own in facets)
    return Comparison(len(here), len(earlier), name, tuple(compared))


def _judged_in(database: Database, state: RoomState, workshop_id: int) -> list[Judged]:
    """The answers of a workshop that the model in force judged, without those that were kept off its walls."""
    with database.reading() as connection:
        said = predictions_of(connection, workshop_id, state.house.model, state.house.version)
        answers = answers_of(connection, workshop_id)
        off = {
            own.id
            for session in live.sessions(connection, workshop_id)
            for own in live.live_answers(connection, session.id, shown_only=False)
            if own.visibility != live.SHOWN
        }
    return [
        Judged(Answer(own.external_id, own.text, ""), said[own.id])
        for own in answers
        if own.id in said and own.id not in off
    ]


def _compared_facets(codebook: Codebook) -> Sequence[Facet]:
    drawn: Iterable[Facet | None] = (first_drawn(codebook, chart) for chart in COMPARED_CHARTS)
    return list(dict.fromkeys([wall_facet(codebook), *(facet for facet in drawn if facet)]))


def _plain(own: Compared, language: str) -> Plain:
    return {
        "name": own.facet.text("name", language),
        "labels": [
            {
                "name": here.label.text("short" if own.facet.takes_many else "name", language),
                "colour": here.label.color,
                "here": round(here.share, 4),
                "earlier": round(earlier.share, 4),
            }
            for here, earlier in zip(own.here, own.earlier, strict=True)
        ],
    }
