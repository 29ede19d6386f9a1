"""Speed beside the peers, all in one run on one machine: ``python -m benchmarks.speed``.

Our model is trained first, by the command and into a registry of its own, so what is measured is the
code and data that lie here and not an older model.
"""

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import spacy
import typer

from benchmarks.commands import run_command
from benchmarks.material import Material, load_material
from benchmarks.peers import FastTextSupervised, Peer, SpacyTextcat, TfidfLogistic
from benchmarks.report import machine, print_table, say
from classifier.exchange.reading import read_table
from classifier.exchange.table import answers_from
from classifier.features import PIPE_BATCH_ANSWERS
from classifier.labels import LabelColumns
from classifier.model import AnswerClassifier
from classifier.places import sample_workshop_file
from classifier.training.dataset import texts_of
from classifier.training.registry import Registry

SEED = 0
REPEATS = 3
ANSWERS = 4000
HEADER = ("", "labels", "answers/s, median of 3", "answers/s, first pass", "× tf-idf themes")
Work = Callable[[list[str]], object]


class BrieflyTrainedSpacy(SpacyTextcat):
    """Reads as quickly as one trained in full, without the wait."""

    epochs = 1


PEERS: tuple[type[Peer], ...] = (TfidfLogistic, FastTextSupervised, BrieflyTrainedSpacy)


def sample_texts(material: Material) -> list[str]:
    """The sample workshop, filled up with random training answers; no text occurs twice."""
    file = sample_workshop_file()
    sample = [answer.text for answer in answers_from(read_table(file, file.name)) if answer.text]
    training = np.random.default_rng(SEED).permutation(np.array(texts_of(material.train), dtype=object))
    return list(dict.fromkeys([*sample, *training.tolist()]))[:ANSWERS]


def rates(work: Work, texts: list[str], warm_up: list[str]) -> list[float]:
    """Answers per second of every repeat, after a warm-up on other texts.

    The first pass meets words it has not looked up yet; later ones find them in the caches.
    """
    work(warm_up)
    return [len(texts) / _seconds(partial(work, texts)) for _ in range(REPEATS)]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def own_work(model: AnswerClassifier) -> dict[tuple[str, str], Work]:
    """What of ours is timed: (name, labels given) → work."""
    facets = f"all {len(model.codebook.facets)} facets"
    return {
        ("Klantkompas", facets): lambda texts: deque(model.classify(texts), maxlen=0),
        ("Klantkompas with evidence", facets): lambda t: deque(model.classify(t, evidence=True), maxlen=0),
        ("its tokenizer and sentence encoder alone", "none"): encoder_work(),
    }


def encoder_work() -> Work:
    """Sentence vectors in the batches and threads of our pipeline, without the rest of it."""
    nlp = spacy.blank("nl")
    nlp.add_pipe("sentence_vector")
    return lambda texts: deque(nlp.pipe(texts, batch_size=PIPE_BATCH_ANSWERS), maxlen=0)


def peer_work(peer: type[Peer], material: Material) -> dict[tuple[str, str], Work]:
    """A peer on the themes, and on themes and level; thresholds cost no time worth measuring."""
    say(f"training {peer.name}")
    texts, truth = texts_of(material.train), material.truth(material.train)
    columns = LabelColumns(material.compared)
    themes, level = (
        peer(exclusive=not facet.takes_many).fit(texts, truth[:, columns.of(facet)]) for facet in material.compared
    )
    return {
        (peer.name, "themes"): themes.predict_proba,
        (peer.name, "themes, level"): lambda t: (themes.predict_proba(t), level.predict_proba(t)),
    }


def print_speeds(work: dict[tuple[str, str], Work], material: Material) -> None:
    """All rates, and how they compare with tf-idf + logistic regression on the themes."""
    texts, warm_up = sample_texts(material), texts_of(material.validation)
    measured = {}
    for name, one in work.items():
        say(f"timing {', '.join(name)}")
        measured[name] = rates(one, texts, warm_up)
    yardstick = median(measured[TfidfLogistic.name, "themes"])
    rows = [
        [*name, f"{median(own):,.0f}", f"{own[0]:,.0f}", f"{median(own) / yardstick:.3f}"]
        for name, own in measured.items()
    ]
    print(f"{len(texts)} different answers, warm\n")
    print_table(HEADER, rows)


def print_commands(models: Path) -> None:
    """Training, and classifying the sample workshop in a new process; files may be in the file cache."""
    say("klantkompas train")
    train = run_command("train", models=models)
    say("klantkompas classify, cold")
    cold = [run_command("classify", str(sample_workshop_file()), models=models) for _ in range(REPEATS)]
    seconds, peak = median(run.seconds for run in cold), max(run.peak_mib for run in cold)
    rows = [
        ["`klantkompas train`, once", f"{train.seconds:.1f}", f"{train.peak_mib:.0f}"],
        [f"`klantkompas classify` of the sample, median of {REPEATS}", f"{seconds:.2f}", f"{peak:.0f}"],
    ]
    print_table(("new process", "seconds", "peak memory (MiB)"), rows)


def main() -> None:
    """Print Markdown tables of all speeds."""
    material = load_material()
    print(f"{len(material.train)} training answers; {machine()}\n", flush=True)
    with TemporaryDirectory() as folder:
        # Before anything large is loaded here: a new process starts out with its parent's peak.
        print_commands(Path(folder))
        work = own_work(Registry(Path(folder)).load(codebook=material.codebook))
    for peer in PEERS:
        work |= peer_work(peer, material)
    print_speeds(work, material)


if __name__ == "__main__":
    typer.run(main)
