"""The first row of a table: telling it from an answer, making its names unique, finding a name."""

from collections.abc import Iterable, Sequence

from classifier.errors import UserMistake


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


TEXT_NAMES = _words(
    "antwoord antwoorden tekst text answer answers response reactie reacties opmerking opmerkingen "
    "toelichting comment comments feedback verbatim"
)
GROUP_NAMES = _words(
    "afdeling afdelingen team teams groep group department dept cluster unit directie dienst sector "
    "vestiging locatie location regio region organisatie onderdeel organisatieonderdeel functie rol"
)
ID_NAMES = _words(
    "id nr nummer no number respondent respondentid respondent_id responseid response_id answer_id "
    "antwoord_id recordid uuid"
)
_KNOWN_NAMES = TEXT_NAMES | GROUP_NAMES | ID_NAMES

# Long enough to recognise a column by; short enough that no answer ends up in a message.
_SHOWN_NAME = 40
_SHOWN_NAMES = 20


def normal(name: str) -> str:
    """``name`` as people compare names: without case, with single spaces."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def is_header(row: Sequence[str]) -> bool:
    """Whether ``row`` holds at least one name that columns tend to have."""
    return any(normal(cell) in _KNOWN_NAMES for cell in row)


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """``names`` trimmed and unique: an empty one is called ``kolom 3``, a second ``team`` ``team (2)``."""
    taken: dict[str, None] = {}
    for position, raw in enumerate(names, start=1):
        wanted = raw.replace("\ufeff", "").strip() or f"kolom {position}"
        taken[_free_name(wanted, taken)] = None
    return tuple(taken)


def _free_name(wanted: str, taken: dict[str, None]) -> str:
    if wanted not in taken:
        return wanted
    # Counting from how many there are keeps this quick for a header with a million empty names.
    number = 2 if f"{wanted} (2)" not in taken else len(taken) + 1
    while f"{wanted} ({number})" in taken:
        number += 1
    return f"{wanted} ({number})"


def position_of(name: str, columns: Sequence[str]) -> int:
    """Where the column called ``name`` stands: matched exactly, else ignoring case and spaces.

    Raises UserMistake ``column_unknown`` with the names there are.
    """
    if name in columns:
        return columns.index(name)
    for position, column in enumerate(columns):
        if normal(column) == normal(name):
            return position
    raise UserMistake("column_unknown", wanted=_shown(name), found=_shown_list(columns))


def _shown(name: str) -> str:
    return name if len(name) <= _SHOWN_NAME else name[: _SHOWN_NAME - 1] + "…"


def _shown_list(columns: Sequence[str]) -> str:
    shown = ", ".join(_shown(column) for column in columns[:_SHOWN_NAMES])
    return shown if len(columns) <= _SHOWN_NAMES else shown + ", …"
