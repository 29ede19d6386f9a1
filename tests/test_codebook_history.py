"""Older decisions in terms of a later codebook: none is lost, all stay valid."""

from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.codebook_applying import apply, apply_all
from classifier.codebook_changes import AddLabel, GiveExamples, MergeLabels, NewLabel, RenameLabel, SplitLabel
from classifier.codebook_history import key_now, settled_all, translate, unlearned_labels
from tests.canteen import CANTEEN
from tests.random_changes import decisions, histories

SOUP = MergeLabels("gerecht", ("brood",), "soep")
PARTS = SplitLabel("gerecht", "soep", (NewLabel("Soep", "Warm."), NewLabel("Brood", "In de soep.")))


@settings(max_examples=50)
@given(st.data())
def test_no_chain_of_changes_loses_a_decision(data):
    history = data.draw(histories(CANTEEN))
    decision = data.draw(decisions(CANTEEN))
    newest = apply(*history[-1]) if history else CANTEEN
    now = translate(decision, [change for _, change in history]).labels
    for facet in newest:
        keys = now[facet.key]
        assert set(keys) <= set(facet.keys)
        assert len(set(keys)) == len(keys)
        assert bool(keys) == bool(decision[facet.key])
        assert facet.takes_many or len(keys) == 1


@settings(max_examples=50)
@given(st.data())
def test_a_decision_of_any_version_can_be_carried_to_the_newest(data):
    history = data.draw(histories(CANTEEN))
    for number, (version, _) in enumerate(history):
        decision = data.draw(decisions(version))
        changes = [change for _, change in history[number:]]
        newest = apply_all(version, changes)
        for key, labels in translate(decision, changes).labels.items():
            assert set(labels) <= set(newest.facet(key).keys)


@settings(max_examples=50)
@given(st.data())
def test_translating_at_once_is_translating_step_by_step(data):
    changes = [change for _, change in data.draw(histories(CANTEEN))]
    decision = data.draw(decisions(CANTEEN))
    stepwise, doubtful = decision, frozenset()
    for change in changes:
        done = translate(stepwise, [change])
        stepwise, doubtful = done.labels, doubtful | done.needs_second_look
    assert translate(decision, changes).labels == stepwise
    assert translate(decision, changes).needs_second_look == doubtful


def test_merged_labels_become_the_one_they_went_into_once():
    labels = {"gerecht": ("brood", "soep"), "trek": ("wat",)}
    assert translate(labels, [SOUP]).labels == {"gerecht": ("soep",), "trek": ("wat",)}


def test_a_split_label_stays_and_asks_for_a_second_look():
    done = translate({"gerecht": ("soep", "koffie")}, [PARTS])
    assert done.labels["gerecht"] == ("soep", "koffie")
    assert done.needs_second_look == {"gerecht"}
    assert not translate({"gerecht": ("koffie",)}, [PARTS]).needs_second_look


def test_a_key_that_is_used_again_is_not_the_old_label():
    changes = settled_all(CANTEEN, [SOUP, AddLabel("gerecht", NewLabel("Brood", "Nieuw gebakken."))])
    assert changes[1].label.key == "brood"
    assert key_now("gerecht", "brood", changes) == "soep"
    assert [(label.key, label.now) for label in unlearned_labels(changes)] == [("brood", "brood")]


def test_what_came_later_is_unlearned_as_it_is_described_now():
    changes = settled_all(
        CANTEEN,
        [
            AddLabel("gerecht", NewLabel("Fruit", "Vers fruit.", ("een appel",))),
            GiveExamples("gerecht", "fruit", ("een peer", "druiven")),
            RenameLabel("gerecht", "fruit", "Fruit en noten"),
            SplitLabel("gerecht", "fruit", (NewLabel("Fruit", "Vers."), NewLabel("Noten", "In de dop."))),
            MergeLabels("gerecht", ("fruit",), "koffie"),
        ],
    )
    fruit, nuts = unlearned_labels(changes)
    assert (fruit.key, fruit.now, fruit.parent) == ("fruit", "koffie", "")
    assert (fruit.description.definition, fruit.description.examples) == ("Vers.", ("een peer", "druiven"))
    assert (nuts.key, nuts.now, nuts.parent) == ("noten", "noten", "koffie")


def test_settled_changes_tell_the_keys_of_their_labels_and_take_none_twice():
    changes = settled_all(CANTEEN, [PARTS, SOUP])
    assert [part.key for part in changes[0].into] == ["soep", "brood_2"]
