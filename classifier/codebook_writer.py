"""Writes a codebook as the TOML that ``classifier/codebook_reader.py`` reads back to an equal one."""

from dataclasses import fields
from typing import Any

import tomli_w

from classifier.codebook import Codebook, Facet, Label

_LABEL_FIELDS = fields(Label)
_FACET_FIELDS = tuple(field for field in fields(Facet) if field.name != "labels")


def write_codebook(codebook: Codebook) -> str:
    """The codebook as the text of a TOML file."""
    head = {"name": codebook.name, "language": codebook.language, "version": codebook.version}
    facets = [_facet(facet) for facet in codebook]
    return tomli_w.dumps({"codebook": head, "facet": facets})


def _facet(facet: Facet) -> dict[str, Any]:
    own = {field.name: getattr(facet, field.name) for field in _FACET_FIELDS}
    filled = {name: value for name, value in own.items() if value}
    return {**filled, "label": [_label(label) for label in facet.labels]}


def _label(label: Label) -> dict[str, Any]:
    """All that differs from what the reader fills in; a missing English name would become the Dutch one."""
    own = {field.name: getattr(label, field.name) for field in _LABEL_FIELDS}
    kept = {field.name: own[field.name] for field in _LABEL_FIELDS if own[field.name] != field.default}
    return {**kept, "name_en": label.name_en, "phrases": list(label.phrases)}
