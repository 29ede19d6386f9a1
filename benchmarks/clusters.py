"""Groups of answers beside HDBSCAN and BERTopic: agreement with themes, outliers, stability, time.

Run: ``python -m benchmarks.clusters``; with ``--whole`` the methods that are given vectors get those of the
whole sentence encoder over the full text, instead of those of our own groups without what the model says.
BERTopic is left out, with a sentence, when it is not installed.
"""

import argparse
import random
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.metrics import adjusted_rand_score

from benchmarks.material import load_material
from benchmarks.report import machine, print_table, say
from classifier.clusters.grouping import Groups
from classifier.clusters.layout import WIDTH
from classifier.clusters.reading import JudgedText, WallReader
from classifier.clusters.wall import Wall
from classifier.clusters.words import WallAnswer
from classifier.codebook import Facet
from classifier.encoder import UniversalSentenceEncoder
from classifier.judgement import Judgement
from classifier.model import AnswerClassifier
from classifier.privacy import SMALLEST_GROUP
from classifier.training.dataset import LabelledAnswer
from classifier.training.registry import Registry

SEED = 0
OUTLIER = -1
SAMPLES = (100, 525, 2000)
FULL_WALL_ANSWERS = 5000
# The last tenth comes later: what becomes of the others?
LATER_SHARE = 1 / 11
# A point has kept its place when it moved no more than this share of the width of the map.
SAME_PLACE_SHARE = 0.01


@dataclass(frozen=True)
class Room:
    """Answers with exactly one theme, in the order in which they come.

    ``vectors``: without themes and evidence, the same for every method that is given vectors.
    """

    name: str
    texts: list[str]
    themes: list[str]
    answers: list[WallAnswer]
    vectors: NDArray[np.float32]
    facet: Facet

    def first(self, count: int) -> "Room":
        """The room when only the first answers had come."""
        return Room(
            self.name,
            self.texts[:count],
            self.themes[:count],
            self.answers[:count],
            self.vectors[:count],
            self.facet,
        )

    @property
    def one_word(self) -> list[int]:
        """The indexes of the answers of one word."""
        return [index for index, text in enumerate(self.texts) if len(text.split()) == 1]


@dataclass(frozen=True)
class Grouping:
    """A group per answer (``OUTLIER`` for none), and a place per answer when the method has a map.

    ``width``: of the map, in the units of ``places``, shape (n_answers, 2).
    """

    groups: list[Hashable]
    places: NDArray[np.float64] | None = None
    width: float = WIDTH


Method = Callable[[Room], Grouping]


def regions(room: Room) -> Grouping:
    """Ours, seen as theme regions only."""
    return Grouping([OUTLIER if answer.label is None else answer.label for answer in room.answers])


def wall(room: Room) -> Grouping:
    """Ours as it is shown: groups within theme regions, and places."""
    shown = Wall.replay(room.facet, room.answers)
    places = {point.id: (point.x, point.y) for point in shown.picture().points}
    return Grouping(
        [OUTLIER if answer.label is None else shown.group_of(answer.id) for answer in room.answers],
        np.array([places[answer.id] for answer in room.answers]),
    )


def leader_only(room: Room) -> Grouping:
    """Our grouping rule without themes, in one region with as many groups as there are themes."""
    rule = Groups(most=len(room.facet.keys))
    return Grouping([rule.join(vector) for vector in room.vectors])


def kmeans(room: Room) -> Grouping:
    """k-means that is told the number of themes."""
    groups = min(len(room.facet.keys), len(room.texts))
    return Grouping(KMeans(groups, n_init=3, random_state=SEED).fit_predict(room.vectors).tolist())


def hdbscan(room: Room) -> Grouping:
    """scikit-learn's HDBSCAN; unit vectors, so that Euclidean distance orders as the cosine does."""
    return Grouping(HDBSCAN(min_cluster_size=SMALLEST_GROUP, copy=True).fit_predict(room.vectors).tolist())


def bertopic(room: Room) -> Grouping:
    """BERTopic as it comes, with our vectors, a fixed seed, and its map of documents."""
    from bertopic import BERTopic  # type: ignore[import-not-found] # not among the dependencies
    from umap import UMAP  # type: ignore[import-not-found]

    settings = {"min_dist": 0.0, "metric": "cosine", "random_state": SEED}
    umap = UMAP(n_neighbors=15, n_components=5, low_memory=False, **settings)
    model = BERTopic(umap_model=umap, min_topic_size=SMALLEST_GROUP, embedding_model=None)
    topics, _ = model.fit_transform(room.texts, room.vectors)
    places = UMAP(n_neighbors=10, n_components=2, **settings).fit_transform(room.vectors)
    return Grouping(list(topics), places, float(np.ptp(places[:, 0])))


def methods() -> dict[str, Method]:
    """What is compared, by name."""
    found: dict[str, Method] = {
        "ours: theme regions": regions,
        "ours: groups in regions": wall,
        "our rule without themes": leader_only,
        "k-means, told the number": kmeans,
        "HDBSCAN": hdbscan,
    }
    try:
        import bertopic as _  # noqa: F401 - only whether it is there
    except ImportError:
        print("BERTopic is not installed and is left out: pip install bertopic\n")
        return found
    return {**found, "BERTopic": bertopic}


# -- measuring ----------------------------------------------------------------------------------


def agreement(room: Room, groups: Sequence[Hashable], only: Sequence[int] | None = None) -> float:
    """Adjusted Rand index against the theme labels; outliers are one group."""
    chosen = range(len(groups)) if only is None else only
    if len(chosen) < 2:
        return float("nan")
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    return adjusted_rand_score(
        [room.themes[index] for index in chosen], [numbers[groups[index]] for index in chosen]
    )


def outlier_share(groups: Sequence[Hashable], only: Sequence[int] | None = None) -> float:
    """The share (0..1) that landed in no group."""
    chosen = list(groups) if only is None else [groups[index] for index in only]
    return sum(group == OUTLIER for group in chosen) / max(len(chosen), 1)


def kept_groups(before: Sequence[Hashable], after: Sequence[Hashable]) -> float:
    """The share (0..1) still in the same group, old and new groups matched as well as possible."""
    old, new = list(dict.fromkeys(before)), list(dict.fromkeys(after))
    table = np.zeros((len(old), len(new)))
    for one, other in zip(before, after, strict=False):
        # An outlier that becomes one of a group, or the other way about, has changed.
        if (one == OUTLIER) == (other == OUTLIER):
            table[old.index(one), new.index(other)] += 1
    return float(table[linear_sum_assignment(-table)].sum() / len(before))


def kept_places(before: Grouping, after: Grouping) -> float:
    """The share (0..1) of points that moved no more than SAME_PLACE_SHARE of the width; nan without a map."""
    if before.places is None or after.places is None:
        return float("nan")
    moved = np.linalg.norm(after.places[: len(before.places)] - before.places, axis=1)
    return float((moved <= SAME_PLACE_SHARE * before.width).mean())


def measure(room: Room, name: str, method: Method) -> list[str]:
    """One row of the table."""
    say(f"{room.name}: {name}")
    earlier = room.first(round(len(room.texts) * (1 - LATER_SHARE)))
    before = method(earlier)
    started = time.perf_counter()
    after = method(room)
    seconds = time.perf_counter() - started
    figures = [
        agreement(room, after.groups),
        outlier_share(after.groups),
        agreement(room, after.groups, room.one_word),
        outlier_share(after.groups, room.one_word),
        kept_groups(before.groups, after.groups),
        kept_places(before, after),
    ]
    found = len(set(after.groups) - {OUTLIER})
    cells = [name, str(found), *(f"{figure:.2f}".replace("nan", "–") for figure in figures)]
    return [*cells, f"{seconds:.2f}"]


# -- the rooms ----------------------------------------------------------------------------------


def room_of(
    name: str, reader: WallReader, model: AnswerClassifier, answers: list[LabelledAnswer], whole: bool = False
) -> Room:
    """A room of labelled answers with one theme each."""
    texts = [answer.text for answer in answers]
    judgements = list(model.classify(texts, evidence=True))
    plain = [JudgedText(str(index), text, _plain(reader.facet)) for index, text in enumerate(texts)]
    judged = [JudgedText(str(index), text, judgements[index]) for index, text in enumerate(texts)]
    return Room(
        name,
        texts,
        [answer.labels[reader.facet.key][0] for answer in answers],
        reader.read(judged),
        UniversalSentenceEncoder().encode(texts)
        if whole
        else np.array([answer.vector for answer in reader.read(plain)]),
        reader.facet,
    )


def _plain(facet: Facet) -> Judgement:
    """A judgement that says nothing: what can be known of an answer without the model."""
    return Judgement({facet.key: ()}, {}, {}, False, "")


def rooms(reader: WallReader, model: AnswerClassifier, whole: bool) -> list[Room]:
    """Validation, and samples of train (which the model has learned from)."""
    material = load_material()
    draw = random.Random(SEED)  # noqa: S311 - a sample, no secret
    train, validation = (
        draw.sample(answers, len(answers))
        for answers in (_with_one_theme(material.train, reader), _with_one_theme(material.validation, reader))
    )
    make = partial(room_of, reader=reader, model=model, whole=whole)
    return [
        make(f"validation, {len(validation)} answers", answers=validation),
        *(
            make(f"train, {count} answers (the model learned from them)", answers=train[:count])
            for count in SAMPLES
        ),
    ]


def _with_one_theme(answers: list[LabelledAnswer], reader: WallReader) -> list[LabelledAnswer]:
    return [answer for answer in answers if len(answer.labels[reader.facet.key]) == 1]


def replay_seconds(reader: WallReader, model: AnswerClassifier) -> float:
    """How long a full wall takes after a reload, in seconds; judgement and reading not counted."""
    train = load_material().train[:FULL_WALL_ANSWERS]
    answers = room_of("full wall", reader, model, _with_one_theme(train, reader)).answers
    repeated = [
        WallAnswer(str(number), answer.label, answer.vector, answer.terms)
        for number, answer in zip(range(FULL_WALL_ANSWERS), answers * 2, strict=False)
    ]
    started = time.perf_counter()
    Wall.replay(reader.facet, repeated).picture()
    return time.perf_counter() - started


HEADER = (
    "method", "groups", "ARI", "outliers", "ARI, one word", "outliers, one word", "keep group", "keep place", "s",
)  # fmt: skip


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="vectors of the whole sentence encoder")
    whole = parser.parse_args().whole
    print(f"{machine()}\n")
    material = load_material()
    model, reader = Registry().load(codebook=material.codebook), WallReader(material.codebook)
    compared = methods()
    for room in rooms(reader, model, whole):
        print(f"## {room.name}, {len(room.one_word)} of one word\n")
        print_table(HEADER, (measure(room, name, method) for name, method in compared.items()))
    print(f"Replaying {FULL_WALL_ANSWERS} answers and drawing the picture: {replay_seconds(reader, model):.2f} s")


if __name__ == "__main__":
    main()
