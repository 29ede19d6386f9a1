"""What happens to every cell that comes in, and the apostrophe that keeps formulas asleep."""

import re
import unicodedata

# Control characters except tab and newline, halves of surrogate pairs, and two code points that
# XML (so every xlsx) forbids. None of them can be seen, all of them break some program further on.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")

# What a spreadsheet program takes for the start of a formula, with the apostrophes before it.
_FORMULA = re.compile("'*[=+\\-@\t\r\n]")
_SLEEPING_FORMULA = re.compile("'+[=+\\-@\t\r\n]")


def clean_cell(cell: str) -> str:
    """``cell`` without control characters, in NFC, with ``\\n`` as its only line end; blank becomes ""."""
    text = cell if cell.isprintable() else _without_controls(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "" if text.isspace() else text


def _without_controls(cell: str) -> str:
    return _UNWANTED.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))


def without_surrogates(text: str) -> str:
    """``text`` without lone surrogates: no encoding can write them."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")


def put_formula_to_sleep(cell: str) -> str:
    """``cell`` with an apostrophe in front when Excel would run it as a formula.

    ``wake_formula`` takes exactly one apostrophe off again, so nothing is lost between the two.
    """
    return "'" + cell if _FORMULA.match(cell) else cell


def wake_formula(cell: str) -> str:
    """``cell`` as it was before ``put_formula_to_sleep``."""
    return cell[1:] if cell[:1] == "'" and _SLEEPING_FORMULA.match(cell) else cell


def has_sleeping_formulas(text: str) -> bool:
    """Whether any cell in ``text`` may need ``wake_formula``: a quick look before going cell by cell."""
    return _SLEEPING_FORMULA.search(text) is not None
