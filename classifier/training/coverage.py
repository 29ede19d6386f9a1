"""Does the training data cover what it must? Counted, and held against stated minimums.

The minimums stand in ``training_data/dekking.toml``, so that another organisation sets its own.
"""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.training.dataset import TRAIN, VALIDATION, LabelledAnswer

PAIRS_FILE = "grensparen.csv"
MINIMUMS_FILE = "dekking.toml"


@dataclass(frozen=True)
class Count:
    """One thing that was counted, and how many there must be (0: no minimum)."""

    what: str
    found: int
    needed: int

    @property
    def is_enough(self) -> bool:
        return self.found >= self.needed


def coverage(answers: list[LabelledAnswer], codebook: Codebook, folder: Path) -> list[Count]:
    """All counts of the training data in ``folder`` against its minimums. Raises UserMistake."""
    needed, lookalikes = _read_demands(folder / MINIMUMS_FILE)
    found = {
        **_totals(answers),
        **_per_label(answers, codebook),
        **_lengths(answers),
        **_lookalikes(answers, codebook, lookalikes),
        **_pairs(folder / PAIRS_FILE, {answer.id for answer in answers}),
    }
    return [Count(what, number, needed.get(what, 0)) for what, number in found.items()] + [
        Count(what, 0, number) for what, number in needed.items() if what not in found
    ]


def _read_demands(file: Path) -> tuple[Mapping[str, int], Mapping[str, list[str]]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return content["minimum"], content.get("lookalike_words", {})
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise UserMistake("coverage_minimums", file=str(file)) from error


def _totals(answers: list[LabelledAnswer]) -> dict[str, int]:
    splits = Counter(answer.split for answer in answers)
    return {
        "answers": len(answers),
        TRAIN: splits[TRAIN],
        VALIDATION: splits[VALIDATION],
        "sectors": len({answer.sector for answer in answers}),
    }


def _per_label(answers: list[LabelledAnswer], codebook: Codebook) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for answer in answers:
        for facet in codebook:
            counts.update(_names(facet.key, answer.labels[facet.key], takes_many=facet.takes_many))
    return {name: counts[name] for name in _all_names(codebook)}


def _names(facet: str, keys: tuple[str, ...], *, takes_many: bool) -> Iterator[str]:
    yield from (f"{facet}.{key}" for key in keys)
    if not takes_many:
        return
    yield f"{facet}: {'some' if keys else 'none'}"
    if len(keys) > 1:
        yield from (f"{facet}.{key} with another" for key in keys)


def _all_names(codebook: Codebook) -> Iterator[str]:
    for facet in codebook:
        yield from (f"{facet.key}.{key}" for key in facet.keys)
        if facet.takes_many:
            yield from (f"{facet.key}: some", f"{facet.key}: none")
            yield from (f"{facet.key}.{key} with another" for key in facet.keys)


def _lengths(answers: Iterable[LabelledAnswer]) -> dict[str, int]:
    bins: Counter[str] = Counter(_length(len(answer.text.split())) for answer in answers)
    return {name: bins[name] for name in ("1-3 words", "4-8 words", "9-25 words", "over 25 words")}


def _length(words: int) -> str:
    if words <= 3:
        return "1-3 words"
    if words <= 8:
        return "4-8 words"
    return "9-25 words" if words <= 25 else "over 25 words"


def _lookalikes(
    answers: list[LabelledAnswer], codebook: Codebook, words: Mapping[str, list[str]]
) -> dict[str, int]:
    """Answers that sound like a flag (one of its words occurs) and yet do not raise it."""
    found = {}
    for key, own in words.items():
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, own))})", re.IGNORECASE)
        quiet = (answer for answer in answers if answer.labels[key][0] != codebook.facet(key).positive)
        found[f"{key} look-alikes"] = sum(bool(pattern.search(answer.text)) for answer in quiet)
    return found


def _pairs(file: Path, known: set[str]) -> dict[str, int]:
    """Minimal pairs per boundary; a pair counts when both its answers are there."""
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if {row["id_a"], row["id_b"]} <= known]
    return {
        f"pairs {boundary}": number for boundary, number in sorted(Counter(row["grens"] for row in rows).items())
    }


def as_markdown(counts: Iterable[Count]) -> str:
    """The counts as a Markdown table."""
    rows = (f"| {item.what} | {item.found} | {item.needed or ''} |\n" for item in counts)
    return "# Dekking van de trainingsgegevens\n\n| wat | geteld | minstens |\n|---|---:|---:|\n" + "".join(rows)
