"""Changes are kept as JSON, and read back the same."""

import json

import pytest
from hypothesis import given, settings

from classifier.codebook_changes import KINDS, AddLabel, MergeLabels, NewLabel, from_json, to_json
from classifier.errors import UserMistake
from tests.canteen import CANTEEN
from tests.random_changes import histories


@settings(max_examples=50)
@given(histories(CANTEEN))
def test_every_change_comes_back_from_json_the_same(history):
    for _, change in history:
        assert from_json(json.loads(json.dumps(to_json(change)))) == change


def test_the_form_in_json_stays_as_databases_hold_it():
    kept = to_json(MergeLabels("gerecht", ("brood",), "soep"))
    assert kept == {"kind": "merge", "facet": "gerecht", "sources": ["brood"], "into": "soep"}
    added = to_json(AddLabel("gerecht", NewLabel("Fruit", "Vers.", ("een appel",))))
    assert (added["kind"], added["label"]["examples"], added["position"]) == ("add", ["een appel"], None)
    assert set(KINDS) == {"rename", "recolour", "define", "examples", "merge", "split", "add"}


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": "drop", "facet": "gerecht"},
        {"kind": "merge", "facet": "gerecht"},
        {"kind": "merge", "facet": "gerecht", "sources": "brood", "into": 3},
        {"kind": "add", "facet": "gerecht", "label": {"name": "Fruit"}},
        {"kind": ["add"]},
    ],
)
def test_what_is_no_change_is_refused(content):
    with pytest.raises(UserMistake, match="cannot be read"):
        from_json(content)
