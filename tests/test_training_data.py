"""What must hold of the answers that lie in ``training_data``."""

import csv
import json
import re
import unicodedata
from collections import Counter

import numpy as np
import pytest

from classifier.encoder import UniversalSentenceEncoder
from classifier.places import sample_workshop_file, training_data_folder
from classifier.training.coverage import as_markdown, coverage
from classifier.training.dataset import TRAIN, VALIDATION, of_split, read_labelled

# Cosine above which two answers say the same in nearly the same words.
NEAR_DUPLICATE = 0.9


def normalised(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[a-z0-9]+", plain)) or text


@pytest.fixture(scope="module")
def answers(codebook):
    return read_labelled(training_data_folder() / "answers", codebook)


def test_ids_and_texts_are_unique(answers):
    assert not [id for id, count in Counter(answer.id for answer in answers).items() if count > 1]
    assert not [text for text, count in Counter(normalised(answer.text) for answer in answers).items() if count > 1]


def test_every_record_has_exactly_the_documented_fields():
    fields = ["id", "text", "themas", "niveau", "stroom", "valkuil", "intern", "star", "sector", "vraag", "split"]
    for file in (training_data_folder() / "answers").glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert list(json.loads(line)) == fields, file


def test_the_data_covers_what_it_must(answers, codebook):
    short = [item for item in coverage(answers, codebook, training_data_folder()) if not item.is_enough]
    assert not short


def test_the_table_in_the_data_card_is_what_the_command_counts(answers, codebook):
    table = as_markdown(coverage(answers, codebook, training_data_folder()))
    assert (training_data_folder() / "DEKKING.md").read_text(encoding="utf-8") == table


def test_validation_is_of_other_sectors_than_train(answers):
    train, validation = ({answer.sector for answer in of_split(answers, split)} for split in (TRAIN, VALIDATION))
    assert validation
    assert not train & validation


@pytest.mark.slow
def test_no_near_duplicate_crosses_the_split(answers):
    def vectors(split: str):
        # Of emoji alone all vectors are alike.
        texts = [own.text for own in of_split(answers, split) if re.search("[a-z]", own.text)]
        return UniversalSentenceEncoder().encode(texts)

    train, validation = vectors(TRAIN), vectors(VALIDATION)
    assert float(np.max(validation @ train.T)) <= NEAR_DUPLICATE


def test_the_two_answers_of_a_minimal_pair_differ_in_a_label(answers):
    by_id = {answer.id: answer for answer in answers}
    with (training_data_folder() / "grensparen.csv").open(encoding="utf-8", newline="") as stream:
        pairs = [(by_id[row["id_a"]], by_id[row["id_b"]]) for row in csv.DictReader(stream)]
    assert len(pairs) > 500
    assert not [(one.id, other.id) for one, other in pairs if one.labels == other.labels]


def test_the_sample_workshop_is_not_learned_from(answers):
    with sample_workshop_file().open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 525
    assert len({row["afdeling"] for row in rows}) >= 5
    assert not {normalised(row["antwoord"]) for row in rows} & {normalised(answer.text) for answer in answers}


def test_answers_kept_for_measuring_are_not_learned_from(answers, shared_folder):
    lines = (shared_folder / "domain" / "devset.jsonl").read_text(encoding="utf-8").splitlines()
    measured = {normalised(json.loads(line)["text"]) for line in lines}
    assert not measured & {normalised(answer.text) for answer in answers}
