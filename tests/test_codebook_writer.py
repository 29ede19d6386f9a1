"""A codebook that is written is read back the same, whatever stands in it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.codebook import Codebook
from classifier.codebook_applying import apply
from classifier.codebook_reader import read_codebook
from classifier.codebook_writer import write_codebook
from classifier.errors import UserMistake
from tests.canteen import CANTEEN
from tests.random_changes import TEXTS, histories

shared_folder_is_fine = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_back(codebook: Codebook, folder: Path) -> Codebook:
    file = folder / "codebook.toml"
    file.write_text(write_codebook(codebook), encoding="utf-8")
    return read_codebook(file)


def test_the_codebook_that_ships_is_read_back_the_same(codebook, tmp_path):
    assert read_back(codebook, tmp_path) == codebook


def test_a_foreign_codebook_is_read_back_the_same(foreign_codebook, tmp_path):
    assert read_back(foreign_codebook, tmp_path) == foreign_codebook


@shared_folder_is_fine
@given(history=histories(CANTEEN))
def test_after_any_changes_a_codebook_is_valid_and_read_back_the_same(history, tmp_path):
    newest = apply(*history[-1]) if history else CANTEEN
    assert read_back(newest, tmp_path) == newest


@shared_folder_is_fine
@given(texts=st.lists(TEXTS, min_size=8, max_size=8), empty=st.booleans())
def test_wild_texts_are_read_back_the_same(texts, empty, tmp_path):
    facet = CANTEEN.facets[0]
    name, name_en, definition, short, excludes, prompt, question, version = texts
    wild = replace(
        facet.labels[0], name=name, name_en="" if empty else name_en, definition=definition, short=short,
        excludes=excludes, prompt=prompt, color="#a0B1c2",
    )  # fmt: skip
    changed = replace(facet, question=question, labels=(wild, *facet.labels[1:]))
    codebook = Codebook(name, version, (changed, *CANTEEN.facets[1:]), language="en")
    assert read_back(codebook, tmp_path) == codebook


def test_a_mistake_made_by_hand_in_a_written_file_still_names_its_line(codebook, tmp_path):
    lines = write_codebook(codebook).splitlines()
    wrong = [number for number, line in enumerate(lines) if line.startswith("color")][20]
    lines[wrong] = 'color = "groen"'
    file = tmp_path / "codebook.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UserMistake) as mistake:
        read_codebook(file)
    assert (mistake.value.code, mistake.value.facts["line"]) == ("codebook_bad_color", wrong + 1)
