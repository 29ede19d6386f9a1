"""What a wall draws of a room, as plain data for JSON.

Counts are of what the model says; a merged answer counts with the one that stands for it. No text is shown
before the smallest group has answered, and of a part of the room only when that is as large.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from classifier.clusters import Point, count_words, wall_facet
from classifier.codebook import Codebook, Facet, Label
from classifier.exchange.table import Answer
from classifier.privacy import SMALLEST_GROUP
from classifier.room import Heard, RoomState
from classifier.summary import WORDS_OF_A_QUOTE, IcebergSide, Judged, LabelCount, count_labels, count_without_label
from classifier.summary import iceberg as sides_of
from classifier.summary import staircase as steps_of

Plain = dict[str, Any]
MOST_WORDS, FEWEST_WRITERS = 48, 2
MOST_LATEST, MOST_QUOTES = 12, 40
# A thousandth of the plane's unit is a tenth of a pixel on a projector.
DIGITS = 3


def first_drawn(codebook: Codebook, chart: str) -> Facet | None:
    """The first facet that is drawn in this way; None when the codebook has none."""
    return next(iter(codebook.by_chart(chart)), None)


def judged_of(state: RoomState) -> list[Judged]:
    """The answers that may be seen, once for every answer they stand for."""
    found = []
    for point in state.picture.points:
        own = state.heard[point.id]
        found += [Judged(Answer(own.id, own.text, ""), own.judgement)] * point.weight
    return found


def picture_of(state: RoomState, language: str) -> Plain:
    """All that the views need."""
    codebook, judged = state.house.codebook, judged_of(state)
    may_show_texts = len(judged) >= SMALLEST_GROUP
    return {
        "session": _session(state),
        "answers": len(judged),
        "map": _map(state, language),
        "bars": _bars(wall_facet(codebook), judged, language),
        "stairs": _stairs(first_drawn(codebook, "staircase"), judged, language),
        "iceberg": _iceberg(codebook, judged, language),
        "words": _words(state) if may_show_texts else [],
        "latest": _latest(state) if may_show_texts else [],
    }


def _session(state: RoomState) -> Plain:
    session = state.session
    return {"state": session.state, "questions": [question.text for question in session.questions]}


# -- the map ------------------------------------------------------------------------------------------


def _map(state: RoomState, language: str) -> Plain:
    """``points``: id, x, y, region, cluster (-1 for none), weight, time of arrival.

    ``since`` of a cluster is the answer that made it large enough: names are placed in this order.
    """
    picture, facet = state.picture, wall_facet(state.house.codebook)
    since = _since(picture.points)
    regions = {own.region.label: number for number, own in enumerate(picture.regions)}
    clusters = {own.id: number for number, own in enumerate(picture.clusters)}
    return {
        "spacing": round(picture.spacing, DIGITS + 1),
        "regions": [
            {
                "name": _region_name(facet, own.region.label, language), "colour": own.region.colour,
                "count": own.count, **_circle(own.region.x, own.region.y, own.region.radius),
            }
            for own in picture.regions
        ],
        "clusters": [
            {
                "id": own.id, "region": regions[own.label], "name": own.name, "count": own.count,
                "since": since[own.id],
                **_circle(own.x, own.y, own.radius),
            }
            for own in picture.clusters
        ],
        "points": [_point(own, regions, clusters, state.heard[own.id]) for own in picture.points],
    }  # fmt: skip


def _since(points: Iterable[Point]) -> dict[str, int]:
    """Of every cluster the id of its fifth answer (or its last)."""
    members: dict[str, list[int]] = {}
    for own in points:
        if own.cluster:
            members.setdefault(own.cluster, []).append(int(own.id))
    return {key: sorted(ids)[:SMALLEST_GROUP][-1] for key, ids in members.items()}


def _region_name(facet: Facet, key: str | None, language: str) -> str:
    """ "" for the region of answers without a label; each wall has words for that."""
    return "" if key is None else facet.label(key).text("short", language)


def _circle(x: float, y: float, radius: float) -> Plain:
    return {"x": round(x, DIGITS), "y": round(y, DIGITS), "radius": round(radius, DIGITS)}


def _point(own: Point, regions: dict[str | None, int], clusters: dict[str, int], heard: Heard) -> list[float]:
    cluster = clusters[own.cluster] if own.cluster else -1
    place = round(own.x, DIGITS), round(own.y, DIGITS)
    return [int(own.id), *place, regions[own.label], cluster, own.weight, heard.at]


# -- counts -------------------------------------------------------------------------------------------


def _counted(item: LabelCount, language: str) -> Plain:
    return {**_label(item.label, language), "count": item.count}


def _label(label: Label, language: str) -> Plain:
    return {"name": label.text("name", language), "short": label.text("short", language), "colour": label.color}


def _bars(facet: Facet, judged: Sequence[Judged], language: str) -> Plain:
    counts = count_labels(facet, judged)
    return {
        "labels": [_counted(item, language) for item in counts],
        "without": count_without_label(facet, judged),
    }


def _stairs(facet: Facet | None, judged: Sequence[Judged], language: str) -> Plain | None:
    if facet is None:
        return None
    stairs = steps_of(facet, judged)
    return {
        "none": _counted(stairs.none, language),
        "steps": [_counted(item, language) for item in stairs.steps],
    }


def _iceberg(codebook: Codebook, judged: Sequence[Judged], language: str) -> Plain | None:
    facet = first_drawn(codebook, "iceberg")
    if facet is None:
        return None
    sides = sides_of(facet, judged, first_drawn(codebook, "bars"))
    return {"above": _side(sides.above, language), "below": _side(sides.below, language)}


def _side(side: IcebergSide, language: str) -> Plain:
    typical = [_counted(item, language) for item in side.typical]
    return {**_counted(side.side, language), "typical": typical}


# -- texts --------------------------------------------------------------------------------------------


def _seen(state: RoomState) -> list[Heard]:
    """The answers that may be seen, in order of arrival."""
    return sorted((state.heard[point.id] for point in state.picture.points), key=lambda own: int(own.id))


def _words(state: RoomState) -> list[list[Any]]:
    counts = count_words((own.on_wall for own in _seen(state)), least=FEWEST_WRITERS)
    return [[own.word, own.count] for own in counts[:MOST_WORDS]]


def _latest(state: RoomState) -> list[list[Any]]:
    """The newest answers first: time of arrival and text."""
    newest = sorted(_seen(state), key=lambda own: (-own.at, -int(own.id)))[:MOST_LATEST]
    return [[own.at, own.text] for own in newest]


def quotes_of(state: RoomState, *, cluster: str | None = None, region: int | None = None) -> list[Plain]:
    """What people said in a cluster or region: text, and how many said it. Nothing for a group that is too small.

    The most certain first; answers of a few words come after the longer ones.
    """
    labels = [own.region.label for own in state.picture.regions]
    if cluster is not None:
        points = [own for own in state.picture.points if own.cluster == cluster]
    elif region is not None and 0 <= region < len(labels):
        points = [own for own in state.picture.points if own.label == labels[region]]
    else:
        points = []
    if sum(own.weight for own in points) < SMALLEST_GROUP:
        return []
    return _quotes(state, points)[:MOST_QUOTES]


def _quotes(state: RoomState, points: Iterable[Point]) -> list[Plain]:
    facet = wall_facet(state.house.codebook)
    ordered = sorted(points, key=lambda own: _worth_reading(state.heard[own.id], facet, own))
    found: dict[str, Plain] = {}
    for point in ordered:
        text = state.heard[point.id].text
        quote = found.setdefault(" ".join(text.split()).casefold().rstrip("."), {"text": text, "count": 0})
        quote["count"] += point.weight
    return list(found.values())


def _worth_reading(own: Heard, facet: Facet, point: Point) -> tuple[bool, float, int]:
    score = own.judgement.scores.get(facet.key, {}).get(point.label or "", 0.0)
    return len(own.text.split()) < WORDS_OF_A_QUOTE, -score, int(own.id)
