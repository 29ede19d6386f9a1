"""Text pasted into a page: a list of answers, or cells copied from a spreadsheet."""

import re
from collections import Counter
from collections.abc import Sequence

from classifier.errors import UserMistake
from classifier.exchange.cleaning import clean_cell
from classifier.exchange.headers import TEXT_NAMES, is_header, normal, unique_names
from classifier.exchange.shaping import shape_table
from classifier.exchange.table import Table

_ONE_COLUMN = "antwoord"

# Excel quotes a copied cell only when a line end or a tab is in it, and doubles the quotes inside. Any
# other quotation mark belongs to the answer.
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"(?=[\t\n]|\Z)')
_BARE = re.compile(r"[^\t\n]*")
_LIST_MARK = re.compile(r"\s*(?:[-–—*•·▪◦‣]|\(?\d{1,4}[.)])\s+(?=\S)")


def read_pasted(text: str) -> Table:
    """The table in ``text``: one answer a line, in the column "antwoord", or a copied range of cells.

    List marks (bullets, "1.") are taken off when most lines have one. Blank lines are left out. A
    first row with names such as "antwoord" or "afdeling" is the header. Raises UserMistake
    ``pasted_empty``.
    """
    rows = [row for row in _rows(_without_list_marks(_cleaned(text))) if any(map(clean_cell, row))]
    if not rows:
        raise UserMistake("pasted_empty")
    width = _usual_width(rows)
    return _one_column(rows) if width == 1 else _range(rows, width)


def _cleaned(text: str) -> str:
    return clean_cell(text.removeprefix("\ufeff"))


def _without_list_marks(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    marked = sum(1 for line in lines if _LIST_MARK.match(line))
    if len(lines) < 2 or marked <= len(lines) / 2:
        return text
    return "\n".join(_LIST_MARK.sub("", line, count=1) for line in lines)


def _rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    position = 0
    while position <= len(text):
        cell, position = _cell_at(text, position)
        rows[-1].append(cell)
        if text[position : position + 1] == "\n":
            rows.append([])
        position += 1
    return rows


def _cell_at(text: str, position: int) -> tuple[str, int]:
    """The cell that starts at ``position``, and where it ends."""
    quoted = _QUOTED.match(text, position)
    if quoted and ("\n" in quoted[1] or "\t" in quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    bare = _BARE.match(text, position)
    return (bare[0], bare.end()) if bare else ("", position)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; 1 when that is fewer than half of them: a stray tab in an answer."""
    width, times = Counter(map(len, rows)).most_common(1)[0]
    return width if 2 * times >= len(rows) else 1


def _one_column(rows: Sequence[Sequence[str]]) -> Table:
    answers = [clean_cell("\t".join(row).strip()) for row in rows]
    if len(answers) > 1 and normal(answers[0]) in TEXT_NAMES:
        del answers[0]
    return Table((_ONE_COLUMN,), tuple((answer,) for answer in answers))


def _range(rows: Sequence[Sequence[str]], width: int) -> Table:
    if len(rows) > 1 and is_header(rows[0]):
        return shape_table(rows, _ONE_COLUMN, glue="\t")
    return shape_table([unique_names([""] * width), *rows], _ONE_COLUMN, glue="\t")
