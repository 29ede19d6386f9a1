"""The keys of an installation whose codebook was changed at work."""

import pytest

from classifier import review as reviewing
from classifier.codebook_changes import AddLabel, NewLabel
from classifier.codebook_versions import change_codebook, codebook_of, history_of
from classifier.keyboard import assign_keys
from classifier.label_keys import label_keys
from classifier.review import Review


@pytest.fixture
def database_address(tmp_path):
    """SQLite alone: what differs per database is tested with the store."""
    return f"sqlite:///{tmp_path / 'klantkompas.sqlite'}"


def test_a_theme_that_is_added_at_work_leaves_the_keys_of_the_others(database, foreign_house, kept_workshop):
    house = foreign_house
    before = reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)
    added = AddLabel("onderwerp", NewLabel("Hekken", "Afzetten van de werkplek."), 0)
    version = change_codebook(database, added, "Cor", house.version)
    history = history_of(database)
    after = Review(kept_workshop, codebook_of(history.versions[-1]), version, (), history=history)
    assert {pair: label_keys(after)[pair] for pair in label_keys(before)} == dict(label_keys(before))
    assert "hekken" in {key for _, key in label_keys(after)}


def test_a_review_of_an_older_codebook_knows_nothing_of_later_ones(database, foreign_house, kept_workshop):
    house = foreign_house
    added = AddLabel("onderwerp", NewLabel("Hekken", "Afzetten van de werkplek."), 0)
    change_codebook(database, added, "Cor", house.version)
    older = Review(kept_workshop, house.codebook, house.version, (), history=history_of(database))
    assert dict(label_keys(older)) == assign_keys(house.codebook)
