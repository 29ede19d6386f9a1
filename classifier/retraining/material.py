"""What a training learns from and what it is measured on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from classifier.codebook import Codebook
from classifier.codebook_reader import parse_codebook, read_codebook
from classifier.codebook_versions import history_of
from classifier.errors import UserMistake
from classifier.in_force import codebook_in_force
from classifier.places import codebook_file, training_data_folder
from classifier.retraining.decided import Decided, Filling, decided_in
from classifier.retraining.frozen import is_held_out, normal, without_near
from classifier.retraining.own_file import read_own
from classifier.retraining.request import TrainingRequest
from classifier.retraining.unseen import refuse_unseen
from classifier.store.database import Database
from classifier.training.dataset import TRAIN, VALIDATION, LabelledAnswer, of_split, read_labelled
from classifier.training.translation import translate_answers, translate_to_measure

# Fewer say nothing: one answer would be more than three hundredths.
FEWEST_TEST_ANSWERS = 30
SHIPPED, DECIDED, OWN_FILE = "shipped", "decided", "own_file"
Source = Sequence[LabelledAnswer]


@dataclass(frozen=True)
class Material:
    """Answers to learn from, each once, how often each of the decided ones counts, and the frozen test set.

    ``sources``: source → answers to learn from. ``near``: left out, as they are (nearly) in the test set.
    ``partly``, ``outdated``: as in :class:`~classifier.retraining.decided.Decided`.
    """

    train: tuple[LabelledAnswer, ...]
    test: tuple[LabelledAnswer, ...]
    own: frozenset[str]
    repeats: int
    sources: Mapping[str, int]
    near: int = 0
    partly: int = 0
    outdated: int = 0

    @property
    def repeated(self) -> list[LabelledAnswer]:
        """What is fitted on: the decided answers as often as they count."""
        decided = [answer for answer in self.train if answer.id in self.own]
        return [*self.train, *decided * (self.repeats - 1)]


def codebook_now(database: Database) -> tuple[Codebook, int]:
    """The codebook in force and its version. Raises UserMistake."""
    version = codebook_in_force(database)
    return parse_codebook(version.toml, codebook_file().name), version.id


def gather(
    request: TrainingRequest, database: Database, codebook: Codebook, *, filling: Filling | None = None,
    learned_before: frozenset[int] = frozenset(),
) -> Material:  # fmt: skip
    """Read all that is asked for.

    ``learned_before``: workshops that the model in use learned from without holding anything out; they would
    flatter it, so they are not measured on. Raises UserMistake when there is too little to measure on,
    and for a new label that people hardly gave yet.
    """
    shipped = shipped_answers(database)
    own_file = read_own(request.own_file, codebook) if request.own_file else []
    decided = decided_in(database, request.workshops, codebook, filling=filling if request.fill_up else None)
    to_learn, to_measure = _parted(decided, request.hold_out)
    flattering = _answers_of(database, learned_before, codebook)
    test = [*of_split(shipped, VALIDATION), *of_split(own_file, VALIDATION)]
    test += [replace(answer, split=VALIDATION) for answer in to_measure if answer.id not in flattering]
    if len(test) < FEWEST_TEST_ANSWERS:
        raise UserMistake("retrain_few_to_measure", count=len(test), needed=FEWEST_TEST_ANSWERS)
    sources = {
        SHIPPED: of_split(shipped, TRAIN) if request.shipped else [],
        DECIDED: to_learn,
        OWN_FILE: of_split(own_file, TRAIN),
    }
    refuse_unseen([answer for own in sources.values() for answer in own], codebook)
    return _material(sources, test, decided, request)


def shipped_as_written() -> tuple[Codebook, list[LabelledAnswer]]:
    """The codebook file with the training answers of this installation in its terms. Raises UserMistake."""
    as_written = read_codebook(codebook_file())
    return as_written, read_labelled(training_data_folder() / "answers", as_written)


def shipped_answers(database: Database) -> list[LabelledAnswer]:
    """The training answers of this installation, in terms of the codebook in force.

    Raises UserMistake, also when nobody knows what the labels of an edited codebook file became.
    """
    as_written, answers = shipped_as_written()
    history = history_of(database)
    version = history.version_of(as_written.fingerprint)
    if version is None and history.versions:
        raise UserMistake("codebook_file_passed", file=str(codebook_file()))
    if version is None:
        return answers
    changes = history.changes_after(version.id)
    learned = translate_answers((answer for answer in answers if answer.split != VALIDATION), changes)
    return [*learned, *translate_to_measure(of_split(answers, VALIDATION), changes)]


def _parted(decided: Decided, hold_out: bool) -> tuple[list[LabelledAnswer], list[LabelledAnswer]]:
    held = [answer for answer in decided.answers if hold_out and is_held_out(answer.text)]
    kept = {answer.id for answer in held}
    return [answer for answer in decided.answers if answer.id not in kept], held


def _answers_of(database: Database, workshops: frozenset[int], codebook: Codebook) -> set[str]:
    return {answer.id for answer in decided_in(database, sorted(workshops), codebook).answers}


def _material(sources: Mapping[str, Source], test: Source, decided: Decided, request: TrainingRequest) -> Material:
    judged_here = {normal(answer.text) for answer in sources[DECIDED]}
    # Where people of this organisation decided on the same words, their decision counts.
    shipped = [answer for answer in sources[SHIPPED] if normal(answer.text) not in judged_here]
    far, near = {}, 0
    for name, answers in {**sources, SHIPPED: shipped}.items():
        far[name], dropped = without_near(answers, test)
        near += dropped
    return Material(
        train=tuple(answer for answers in far.values() for answer in answers),
        test=tuple(test),
        own=frozenset(answer.id for answer in far[DECIDED]),
        repeats=request.repeats,
        sources={name: len(answers) for name, answers in far.items()},
        near=near,
        partly=decided.partly,
        outdated=decided.outdated,
    )
