"""Blind rounds: the last code of each coder counts, and each stands by itself."""

import pytest

from classifier.errors import UserMistake
from classifier.store import coding_rounds as store
from classifier.store.coders import coder_id, coder_names
from classifier.store.workshops import answers_of


def test_the_last_code_of_a_coder_counts_and_earlier_ones_stay(database, foreign_house, kept_workshop):
    with database.writing() as connection:
        ids = [answer.id for answer in answers_of(connection, kept_workshop)][:3]
        round_id = store.add_round(connection, kept_workshop, "Ronde 1", 7, ids)
        anna, bea = coder_id(connection, "Anna"), coder_id(connection, " Bea ")
        for who, keys in ((anna, ("laag",)), (bea, ("hoog",)), (anna, ("midden",))):
            store.add_blind_code(connection, round_id, ids[0], who, {"ernst": keys}, foreign_house.version)
        codes = store.blind_codes(connection, round_id)
        assert [(code.coder, code.labels["ernst"]) for code in codes] == [("Anna", ("midden",)), ("Bea", ("hoog",))]
        assert store.round_by_id(connection, round_id).answers == tuple(ids)
        assert coder_names(connection) == ["Anna", "Bea"]


def test_an_unknown_round_is_a_sentence(database):
    with database.reading() as connection, pytest.raises(UserMistake, match="not there"):
        store.round_by_id(connection, 3)
