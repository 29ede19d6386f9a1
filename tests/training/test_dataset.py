import json

import pytest

from classifier.errors import UserMistake
from classifier.training.dataset import data_hash, indicator_of, of_split, read_labelled

RECORD = {
    "id": "1", "text": "goed luisteren", "themas": ["luisteren"], "niveau": "2", "stroom": "boven",
    "valkuil": "nee", "intern": "nee", "star": [], "sector": "zorg", "vraag": "Wat?", "split": "train",
}  # fmt: skip


def write(file, *records):
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return file


def test_a_folder_is_read_file_by_file(tmp_path, codebook):
    write(tmp_path / "b.jsonl", {**RECORD, "id": "2", "split": "validation"})
    write(tmp_path / "a.jsonl", RECORD)
    answers = read_labelled(tmp_path, codebook)
    assert [answer.id for answer in answers] == ["1", "2"]
    assert [answer.id for answer in of_split(answers, "validation")] == ["2"]
    assert indicator_of(answers, codebook).sum() == 2 * 5


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"themas": ["gezelligheid"]}, "gezelligheid"), ({"niveau": "6"}, "6"), ({"valkuil": None}, "None")],
)
def test_a_label_outside_the_codebook_names_file_and_line(tmp_path, codebook, change, reason):
    file = write(tmp_path / "a.jsonl", RECORD, {**RECORD, **change})
    with pytest.raises(UserMistake, match=f"line 2.*{reason}"):
        read_labelled(file, codebook)


def test_broken_json_names_its_line_and_never_the_text(tmp_path, codebook):
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(RECORD) + '\n{"text": "geheim antwoord"\n', encoding="utf-8")
    with pytest.raises(UserMistake) as caught:
        read_labelled(file, codebook)
    assert "line 2" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_an_empty_folder_says_so(tmp_path, codebook):
    with pytest.raises(UserMistake, match="no labelled answers"):
        read_labelled(tmp_path, codebook)


def test_the_hash_depends_on_content_and_not_on_order(tmp_path, codebook):
    one = read_labelled(write(tmp_path / "a.jsonl", RECORD, {**RECORD, "text": "anders"}), codebook)
    other = read_labelled(write(tmp_path / "b.jsonl", {**RECORD, "text": "anders"}, RECORD), codebook)
    changed = read_labelled(write(tmp_path / "c.jsonl", RECORD, {**RECORD, "text": "nog anders"}), codebook)
    assert data_hash(one) == data_hash(other) != data_hash(changed)
