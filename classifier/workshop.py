"""What a person does: bring in answers, say which column is which, and have them judged."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO

from classifier.codebook import Codebook
from classifier.codebook_reader import read_codebook
from classifier.errors import UserMistake
from classifier.exchange.headers import ID_NAMES, normal
from classifier.exchange.pasted import read_pasted
from classifier.exchange.reading import read_table
from classifier.exchange.table import Answer, Table, answers_from, guess_group_column, guess_text_column
from classifier.judgement import Judgement
from classifier.model import AnswerClassifier
from classifier.places import codebook_file, sample_workshop_file
from classifier.summary import Judged
from classifier.training.registry import Registry
from classifier.working import Reader

# So many answers between two reports of progress.
PROGRESS_STEP = 64
# One model serves all sessions, and spaCy's vocabulary grows while it reads: one batch at a time.
_READING = Lock()


@dataclass(frozen=True)
class Source:
    """What someone brought in; ``name`` is a file's name, "" for pasted text."""

    table: Table
    name: str = ""


@dataclass(frozen=True)
class Columns:
    """Which column holds what; None where there is none."""

    text: str
    group: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class Workshop:
    """The judged answers of one source; ``empty`` counts the rows without text."""

    judged: tuple[Judged, ...]
    empty: int
    model: str
    codebook: Codebook


def load_model() -> AnswerClassifier:
    """The model in use, warmed up so that the first answers do not wait. Raises UserMistake."""
    model = Registry().load(codebook=read_codebook(codebook_file()))
    list(model.classify(["klaarstaan"], evidence=True))
    return model


def from_pasted(text: str) -> Source:
    """Pasted lines or spreadsheet cells. Raises UserMistake."""
    return Source(read_pasted(text))


def from_file(source: BinaryIO, name: str) -> Source:
    """An uploaded file. Raises UserMistake."""
    return Source(read_table(source, name), name)


def from_sample() -> Source:
    """The sample workshop. Raises UserMistake when it is not installed."""
    file = sample_workshop_file()
    return Source(read_table(file, file.name), file.name)


def guess_columns(table: Table) -> Columns:
    """The columns as they most likely are."""
    text = guess_text_column(table)
    number = next((name for name in table.columns if normal(name) in ID_NAMES and name != text), None)
    return Columns(text, guess_group_column(table), number)


def classify(
    model: Reader,
    source: Source,
    columns: Columns,
    progress: Callable[[float], None] = lambda _: None,
) -> Workshop:
    """Judge all answers of a source; ``progress`` is told the share done, 0 to 1. Raises UserMistake."""
    answers = _answers(source.table, columns)
    filled = [answer for answer in answers if answer.text]
    judged = []
    for answer, judgement in zip(filled, read_together(model, [answer.text for answer in filled]), strict=True):
        judged.append(Judged(answer, judgement))
        if len(judged) % PROGRESS_STEP == 0:
            progress(len(judged) / len(filled))
    return Workshop(tuple(judged), len(answers) - len(filled), model.name, _codebook(model))


def _answers(table: Table, columns: Columns) -> list[Answer]:
    """The answers; a guessed column of ids that turns out to repeat itself is left out."""
    with suppress(UserMistake):
        return answers_from(table, columns.text, columns.id, columns.group)
    return answers_from(table, columns.text, None, columns.group)


def read_together(model: Reader, texts: list[str]) -> Iterator[Judgement]:
    """Judgements with evidence, in order; visits take turns."""
    coming = model.classify(texts, evidence=True)
    while True:
        with _READING:
            judgement = next(coming, None)
        if judgement is None:
            return
        yield judgement


def _codebook(model: Reader) -> Codebook:
    if model.codebook is None:
        raise ValueError("a model without a codebook cannot judge")
    return model.codebook
