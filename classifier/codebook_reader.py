"""Reads ``codebook.toml`` and says, by line, what is wrong with it and what to write instead."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from classifier.codebook import CHARTS, DEFAULT_CHART, KINDS, Codebook, Facet, Label
from classifier.errors import UserMistake

KEY_FORM = re.compile(r"[a-z0-9][a-z0-9_]*")
COLOR_FORM = re.compile(r"#[0-9A-Fa-f]{6}")
# Fields of every result beside the facets; a facet of that name would overwrite them.
RESERVED_KEYS = frozenset({"id", "text", "scores", "review", "model", "evidence", "group"})
BOOK_KEYS = {"name": True, "language": False, "version": True}
FACET_KEYS = {
    "key": True, "name": True, "kind": True, "name_en": False, "question": False,
    "question_en": False, "chart": False, "label": True,
}  # fmt: skip
LABEL_KEYS = {field.name: field.name in {"key", "name", "definition"} for field in fields(Label)}

# A place in the file: () is the head, (0,) the first facet, (0, 2) its third label.
Place = tuple[int, ...]


def read_codebook(path: Path) -> Codebook:
    """Read and validate a codebook file. Raises UserMistake with the line and the remedy."""
    return parse_codebook(read_text(path), path.name)


def parse_codebook(text: str, name: str) -> Codebook:
    """Validate the text of a codebook; ``name`` is what messages call it. Raises UserMistake."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserMistake("codebook_syntax", file=name, reason=str(error)) from error
    return _Reader(name, LineIndex(text)).codebook(tree)


def read_text(path: Path) -> str:
    """The text of a codebook file. Raises UserMistake."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UserMistake("codebook_missing", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake("codebook_unreadable", file=str(path), reason=type(error).__name__) from error


class LineIndex:
    """On which line a table or key of a codebook file stands (tomllib does not keep lines)."""

    _HEADER = re.compile(r"\s*\[\[\s*facet(\s*\.\s*label)?\s*\]\]")
    _KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[Place, str], int] = {}
        place: Place = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if header := self._HEADER.match(line):
                place = self._next(place, is_label=header.group(1) is not None)
                self._lines[place, ""] = number
            elif key := self._KEY.match(line):
                self._lines.setdefault((place, key.group(1)), number)

    @staticmethod
    def _next(place: Place, is_label: bool) -> Place:
        facet = place[0] if place else -1
        if not is_label:
            return (facet + 1,)
        return (facet, place[1] + 1 if len(place) > 1 else 0)

    def line(self, place: Place, key: str = "") -> int:
        """Line number (1-based) of a key, of its table when the key is missing, else 1."""
        return self._lines.get((place, key)) or self._lines.get((place, "")) or 1


class _Reader:
    """Walks the tree of one file; every complaint knows its place."""

    def __init__(self, file: str, lines: LineIndex) -> None:
        self.file, self.lines = file, lines

    def complain(self, code: str, place: Place, key: str = "", **facts: object) -> NoReturn:
        line = self.lines.line(place, key)
        raise UserMistake(f"codebook_{code}", file=self.file, line=line, key=key, **facts)

    def codebook(self, tree: Mapping[str, Any]) -> Codebook:
        head = self._checked(tree.get("codebook", {}), (), BOOK_KEYS)
        raw_facets = tree.get("facet")
        if not isinstance(raw_facets, list) or not raw_facets:
            self.complain("no_facets", ())
        facets = tuple(self._facet(raw, (index,)) for index, raw in enumerate(raw_facets))
        self._no_twins([facet.key for facet in facets], lambda index: (index,))
        return Codebook(facets=facets, **head)

    def _facet(self, raw: Mapping[str, Any], place: Place) -> Facet:
        values = self._checked(raw, place, FACET_KEYS)
        self._check_key(values["key"], place, reserved=RESERVED_KEYS)
        self._check_choice("kind", values["kind"], KINDS, place)
        values.setdefault("chart", DEFAULT_CHART[values["kind"]])
        self._check_choice("chart", values["chart"], CHARTS, place)
        labels = tuple(self._label(item, (*place, n)) for n, item in enumerate(values.pop("label")))
        facet = Facet(labels=labels, **values)
        self._check_labels(facet, place)
        return facet

    def _label(self, raw: Mapping[str, Any], place: Place) -> Label:
        values = self._checked(raw, place, LABEL_KEYS)
        self._check_key(values["key"], place)
        if "color" in values and not COLOR_FORM.fullmatch(values["color"]):
            self.complain("bad_color", place, "color", value=values["color"])
        values["phrases"] = tuple(values.get("phrases", ()))
        values.setdefault("name_en", values["name"])
        return Label(**values)

    def _checked(self, raw: object, place: Place, allowed: Mapping[str, bool]) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self.complain("wrong_type", place, expected="[table]", found=type(raw).__name__)
        for key, value in raw.items():
            if key not in allowed:
                close = difflib.get_close_matches(key, allowed, n=1) or sorted(allowed)
                self.complain("unknown_key", place, key, suggestion=", ".join(close))
            self._check_type(key, value, place)
        for key, required in allowed.items():
            if required and not raw.get(key):
                self.complain("missing_key", place, missing=key)
        return dict(raw)

    def _check_type(self, key: str, value: object, place: Place) -> None:
        if key in {"label", "phrases"}:
            item_type = Mapping if key == "label" else str
            fits = isinstance(value, list) and all(isinstance(item, item_type) for item in value)
            expected = "[[facet.label]]" if key == "label" else '["…", "…"]'
        else:
            fits, expected = isinstance(value, str), '"…"'
        if not fits:
            self.complain("wrong_type", place, key, expected=expected, found=type(value).__name__)

    def _check_key(self, key: str, place: Place, reserved: frozenset[str] = frozenset()) -> None:
        if not KEY_FORM.fullmatch(key):
            suggestion = re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_") or "label_1"
            self.complain("bad_key", place, "key", value=key, suggestion=suggestion)
        if key in reserved:
            self.complain("reserved_key", place, "key", value=key)

    def _check_choice(self, key: str, value: str, choices: tuple[str, ...], place: Place) -> None:
        if value not in choices:
            self.complain("bad_choice", place, key, value=value, choices=", ".join(choices))

    def _check_labels(self, facet: Facet, place: Place) -> None:
        self._no_twins(list(facet.keys), lambda index: (*place, index))
        if facet.kind == "flag" and len(facet.labels) != 2:
            self.complain("flag_labels", place, facet=facet.key, count=len(facet.labels))
        if facet.kind in {"ordinal", "single"} and len(facet.labels) < 2:
            self.complain("few_labels", place, facet=facet.key)
        self._check_phrases(facet, place)

    def _check_phrases(self, facet: Facet, place: Place) -> None:
        owner: dict[str, str] = {}
        for index, label in enumerate(facet.labels):
            for phrase in label.phrases:
                if not phrase.replace("*", "").replace("...", "").strip():
                    self.complain("empty_phrase", (*place, index), "phrases")
                if owner.setdefault(phrase, label.key) != label.key:
                    self.complain(
                        "phrase_twice", (*place, index), "phrases",
                        phrase=phrase, first=owner[phrase], second=label.key,
                    )  # fmt: skip

    def _no_twins(self, keys: list[str], place_of) -> None:
        for index, key in enumerate(keys):
            if key in keys[:index]:
                self.complain("duplicate_key", place_of(index), "key", value=key)
