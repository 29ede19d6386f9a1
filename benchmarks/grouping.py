"""Which rule makes the groups within a theme: agreement with the codebook's phrases, and how many are shown.

Run: ``python -m benchmarks.grouping``. Chosen on train only. Two answers agree when the same single phrase of
their theme stands in both; phrases partly decide the theme too, so the figures order rules and are no quality.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from benchmarks.material import load_material
from benchmarks.report import machine, print_table, say
from classifier.clusters.grouping import Groups
from classifier.clusters.layout import DISCS_PER_REGION
from classifier.clusters.reading import JudgedText, WallReader
from classifier.clusters.words import WallAnswer
from classifier.features import read_answers
from classifier.privacy import SMALLEST_GROUP
from classifier.training.registry import Registry

ANSWERS, ORDERS = 3000, 4
SIZES = (100, 525, 2000)
FEWEST_PHRASES = 6
SEED = 0
Rule = Callable[[NDArray], Sequence[int]]


def leader(near: float, most: int = DISCS_PER_REGION) -> Rule:
    """Our rule."""

    def join(vectors: NDArray) -> list[int]:
        groups = Groups(near, most)
        return [groups.join(vector) for vector in vectors]

    return join


def batch_kmeans(vectors: NDArray) -> Sequence[int]:
    """k-means over all answers at once: no wall can do this, for it moves answers later."""
    groups = min(DISCS_PER_REGION, len(vectors))
    return KMeans(groups, n_init=3, random_state=SEED).fit_predict(vectors).tolist()


RULES: dict[str, Rule] = {
    **{f"leader, near {near}": leader(near) for near in (0.2, 0.25, 0.3, 0.4)},
    "k-means over all at once": batch_kmeans,
}


def figures(answers: Sequence[WallAnswer], phrases: Sequence[str | None], rule: Rule) -> tuple[float, float]:
    """Mean agreement with the phrases over regions (ARI), and the share of answers in a group that is shown."""
    regions: dict[str | None, list[int]] = defaultdict(list)
    for index, answer in enumerate(answers):
        regions[answer.label].append(index)
    agreements, shown = [], 0
    for own in regions.values():
        groups = rule(np.array([answers[index].vector for index in own]))
        shown += sum(size for size in Counter(groups).values() if size >= SMALLEST_GROUP)
        pairs = [(phrases[index], group) for index, group in zip(own, groups, strict=True) if phrases[index]]
        if len(pairs) >= FEWEST_PHRASES:
            agreements.append(adjusted_rand_score(*zip(*pairs, strict=True)))
    return float(np.mean(agreements or [np.nan])), shown / len(answers)


def main() -> None:
    """Print the report."""
    print(f"{machine()}\n")
    material = load_material()
    model, reader = Registry().load(codebook=material.codebook), WallReader(material.codebook)
    texts = [answer.text for answer in random.Random(SEED).sample(material.train, ANSWERS)]  # noqa: S311 - a sample
    say("reading")
    judged = [
        JudgedText(str(index), text, judgement)
        for index, (text, judgement) in enumerate(zip(texts, model.classify(texts, evidence=True), strict=True))
    ]
    plain = [replace(item, judgement=replace(item.judgement, evidence={})) for item in judged]
    kinds = {"words": reader.read(plain), "words, carriers twice": reader.read(judged)}
    phrases = [
        _only({hit.phrase for hit in reading.hits if hit.label == answer.label and not hit.negated})
        for reading, answer in zip(read_answers(model.pipeline_, texts), kinds["words"], strict=True)
    ]
    rows = (
        [kind, name, *(cell for size in SIZES for cell in _cells(answers, phrases, rule, size))]
        for kind, answers in kinds.items()
        for name, rule in RULES.items()
    )
    print_table(["vector", "rule", *(f"{what}, {size}" for size in SIZES for what in ("ARI", "shown"))], rows)


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None


def _cells(answers: list[WallAnswer], phrases: list[str | None], rule: Rule, size: int) -> list[str]:
    draws = [random.Random(order).sample(range(ANSWERS), size) for order in range(ORDERS)]  # noqa: S311 - a sample
    found = [figures([answers[i] for i in own], [phrases[i] for i in own], rule) for own in draws]
    return [f"{value:.2f}" for value in np.nanmean(found, axis=0)]


if __name__ == "__main__":
    main()
