"""Labelled answers: read from JSON Lines, checked against the codebook, hashed."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.labels import Indicator, LabelColumns, LabelSet, label_set_from_record

TRAIN, VALIDATION = "train", "validation"


@dataclass(frozen=True)
class LabelledAnswer:
    """One answer with its labels on every facet."""

    id: str
    text: str
    labels: LabelSet
    sector: str = ""
    question: str = ""
    split: str = TRAIN
    untold: frozenset[tuple[str, str]] = frozenset()
    """(facet, label) that nobody looked for in this answer: absent, which is not the same as not given."""


def read_labelled(path: Path, codebook: Codebook) -> list[LabelledAnswer]:
    """Labelled answers of one file, or of all ``*.jsonl`` in a folder, in file order.

    Raises UserMistake naming file and line when something does not fit the codebook.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    answers = [answer for file in files for answer in _read_file(file, codebook)]
    if not answers:
        raise UserMistake("training_data_empty", place=str(path))
    return answers


def _read_file(file: Path, codebook: Codebook) -> Iterable[LabelledAnswer]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise UserMistake("training_data_missing", file=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake("training_data_unreadable", file=str(file), reason=type(error).__name__) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parse(line, file, number, codebook)


def _parse(line: str, file: Path, number: int, codebook: Codebook) -> LabelledAnswer:
    try:
        record = json.loads(line)
        return LabelledAnswer(
            id=str(record["id"]),
            text=str(record["text"]),
            labels=label_set_from_record(record, codebook),
            sector=str(record.get("sector", "")),
            question=str(record.get("vraag", "")),
            split=str(record.get("split", TRAIN)),
        )
    except json.JSONDecodeError as error:
        raise UserMistake("training_data_json", file=file.name, line=number) from error
    except (KeyError, TypeError, AttributeError) as error:
        reason = str(error.args[0]) if error.args else type(error).__name__
        raise UserMistake("training_data_labels", file=file.name, line=number, reason=reason) from error


def of_split(answers: Iterable[LabelledAnswer], split: str) -> list[LabelledAnswer]:
    """The answers of one split."""
    return [answer for answer in answers if answer.split == split]


def texts_of(answers: Sequence[LabelledAnswer]) -> list[str]:
    """The texts."""
    return [answer.text for answer in answers]


def indicator_of(answers: Sequence[LabelledAnswer], codebook: Codebook) -> Indicator:
    """The labels as an indicator matrix (n_answers, n_labels)."""
    return LabelColumns(codebook).encode([answer.labels for answer in answers])


def told_in(answers: Sequence[LabelledAnswer], codebook: Codebook) -> NDArray[np.bool_] | None:
    """Which labels each answer tells about, shape (n_answers, n_labels); None when all tell about all."""
    if not any(answer.untold for answer in answers):
        return None
    columns = LabelColumns(codebook)
    told = np.ones((len(answers), len(columns)), dtype=bool)
    for row, answer in enumerate(answers):
        for facet, label in answer.untold:
            told[row, columns.column(facet, label)] = False
    return told


def data_hash(answers: Iterable[LabelledAnswer]) -> str:
    """sha256 over texts and labels, independent of file layout and order."""
    lines = sorted(json.dumps(_hashed(answer), ensure_ascii=False) for answer in answers)
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def _hashed(answer: LabelledAnswer) -> list:
    content = [answer.text, sorted((facet, sorted(keys)) for facet, keys in answer.labels.items())]
    return [*content, sorted(answer.untold)] if answer.untold else content
