"""Changing a codebook: what comes of it, and what is refused."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.codebook import Codebook
from classifier.codebook_applying import apply, apply_all, key_from, next_version, settled
from classifier.codebook_changes import (
    AddLabel,
    EditDefinition,
    GiveExamples,
    MergeLabels,
    NewLabel,
    RecolourLabel,
    RenameLabel,
    SplitLabel,
)
from classifier.codebook_reader import KEY_FORM
from classifier.errors import UserMistake
from tests.canteen import CANTEEN
from tests.random_changes import TEXTS, histories

FRUIT = NewLabel("Fruit", "Vers fruit.", ("een appel",), phrases=("fruit",))
PHRASED = replace(
    CANTEEN,
    facets=(
        replace(
            CANTEEN.facets[0],
            labels=tuple(
                replace(label, phrases=(label.key, f"warm {label.key}")) for label in CANTEEN.facets[0].labels
            ),
        ),
        *CANTEEN.facets[1:],
    ),
)


def dishes(codebook: Codebook):
    return codebook.facet("gerecht")


def test_a_new_name_leaves_the_key_and_all_else_alone():
    after = apply(CANTEEN, RenameLabel("gerecht", "soep", "Hete soep"))
    label = dishes(after).label("soep")
    assert (label.name, label.name_en, label.short) == ("Hete soep", "Hete soep", "")
    assert label.definition == dishes(CANTEEN).label("soep").definition
    assert after.facets[1:] == CANTEEN.facets[1:]


def test_a_label_may_keep_its_own_name_in_other_letters():
    assert dishes(apply(CANTEEN, RenameLabel("gerecht", "soep", "WARME SOEP"))).label("soep").name == "WARME SOEP"


def test_colour_and_definition_change_alone():
    after = apply_all(
        CANTEEN, [RecolourLabel("gerecht", "soep", "#1F6FB2"), EditDefinition("gerecht", "soep", "Wat je lepelt.")]
    )
    changed = replace(dishes(CANTEEN).label("soep"), color="#1F6FB2", definition="Wat je lepelt.")
    assert dishes(after).label("soep") == changed


def test_examples_stay_out_of_the_codebook():
    after = apply_all(CANTEEN, [AddLabel("gerecht", FRUIT), GiveExamples("gerecht", "fruit", ("een peer",))])
    assert "appel" not in repr(after)
    assert "peer" not in repr(after)


def test_a_merge_keeps_the_phrases_of_all():
    after = dishes(apply(PHRASED, MergeLabels("gerecht", ("koffie", "brood"), "soep")))
    assert after.keys == ("soep",)
    assert after.label("soep").phrases == ("soep", "warm soep", "brood", "warm brood", "koffie", "warm koffie")


def test_a_split_keeps_the_key_for_the_first_part_and_moves_phrases():
    parts = (
        NewLabel("Heldere soep", "Zonder room."),
        NewLabel("Gebonden soep", "Met room.", phrases=("warm soep",)),
    )
    after = dishes(apply(PHRASED, SplitLabel("gerecht", "soep", parts)))
    assert after.keys == ("soep", "gebonden_soep", "brood", "koffie")
    assert after.label("soep").name == "Heldere soep"
    assert after.label("soep").phrases == ("soep",)
    assert after.label("gebonden_soep").phrases == ("warm soep",)


def test_a_new_level_stands_where_it_is_put():
    after = apply(CANTEEN, AddLabel("trek", NewLabel("Lekkere trek", "Meer dan wat."), position=2))
    assert after.facet("trek").keys == ("weinig", "wat", "lekkere_trek", "honger")


@settings(max_examples=50)
@given(histories(CANTEEN))
def test_a_settled_change_gives_the_same_codebook_however_often_it_is_settled(history):
    for before, change in history:
        assert settled(before, change) == change
        assert apply(before, change).version != before.version


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (RenameLabel("drank", "soep", "x"), "change_unknown_facet"),
        (RenameLabel("gerecht", "thee", "x"), "change_unknown_label"),
        (RenameLabel("gerecht", "soep", " "), "change_name_length"),
        (RenameLabel("gerecht", "soep", "x" * 81), "change_name_length"),
        (RenameLabel("gerecht", "soep", "half \ud83d teken"), "change_name_length"),
        (RenameLabel("gerecht", "soep", "vers BROOD"), "change_duplicate_name"),
        (RenameLabel("gerecht", "soep", "Soep", short=" "), "change_text_length"),
        (EditDefinition("gerecht", "soep", ""), "change_definition_length"),
        (RecolourLabel("gerecht", "soep", "groen"), "change_bad_color"),
        (RecolourLabel("gerecht", "soep", "#676665"), "change_similar_color"),
        (GiveExamples("gerecht", "soep", ("a",) * 9), "change_many_examples"),
        (GiveExamples("gerecht", "soep", ("a", " ")), "change_example_length"),
        (MergeLabels("gerecht", ("soep",), "soep"), "change_merge_itself"),
        (MergeLabels("gerecht", (), "soep"), "change_merge_itself"),
        (MergeLabels("gerecht", ("brood", "brood"), "soep"), "change_merge_itself"),
        (MergeLabels("gerecht", ("thee",), "soep"), "change_unknown_label"),
        (MergeLabels("trek", ("weinig",), "honger"), "change_not_neighbours"),
        (MergeLabels("trek", ("weinig", "wat"), "honger"), "change_few_labels"),
        (MergeLabels("klacht", ("nee",), "ja"), "change_fixed_pair"),
        (MergeLabels("plek", ("zaal",), "keuken"), "change_few_labels"),
        (SplitLabel("klacht", "ja", (FRUIT, FRUIT)), "change_fixed_pair"),
        (SplitLabel("gerecht", "soep", (FRUIT,)), "change_split_parts"),
        (SplitLabel("gerecht", "soep", ()), "change_split_parts"),
        (SplitLabel("gerecht", "soep", (FRUIT, replace(FRUIT, phrases=()))), "change_duplicate_name"),
        (SplitLabel("gerecht", "thee", (FRUIT, FRUIT)), "change_unknown_label"),
        (AddLabel("klacht", FRUIT), "change_fixed_pair"),
        (AddLabel("plek", FRUIT), "change_fixed_pair"),
        (AddLabel("gerecht", replace(FRUIT, name="Koffie")), "change_duplicate_name"),
        (AddLabel("gerecht", replace(FRUIT, key="soep")), "change_duplicate_key"),
        (AddLabel("gerecht", replace(FRUIT, key="Fruit")), "change_bad_key"),
        (AddLabel("gerecht", replace(FRUIT, color="#666666")), "change_similar_color"),
        (AddLabel("gerecht", replace(FRUIT, phrases=("...",))), "change_phrase_length"),
        (AddLabel("gerecht", replace(FRUIT, phrases=("x",) * 201)), "change_many_phrases"),
        (AddLabel("gerecht", replace(FRUIT, phrases=("warm soep",))), "change_phrase_taken"),
        (AddLabel("gerecht", FRUIT, position=9), "change_position"),
        (AddLabel("trek", FRUIT, position=0), "change_position"),
    ],
)
def test_what_cannot_be_is_refused_in_words_of_a_person(change, code):
    with pytest.raises(UserMistake) as mistake:
        apply(PHRASED, change)
    assert mistake.value.code == code
    assert str(mistake.value)


def test_a_refusal_never_repeats_an_example():
    with pytest.raises(UserMistake) as mistake:
        apply(CANTEEN, GiveExamples("gerecht", "soep", ("Jan is ziek " * 300,)))
    assert "Jan" not in str(mistake.value)


@pytest.mark.parametrize(
    ("version", "of_meaning", "of_words"),
    [
        ("1.0.0", "1.1.0", "1.0.1"),
        ("1", "1.1.0", "1.0.1"),
        ("v2.3", "v2.4.0", "v2.3.1"),
        ("herfst", "herfst 1.1.0", "herfst 1.0.1"),
    ],
)
def test_versions_rise(version, of_meaning, of_words):
    assert next_version(version, AddLabel("gerecht", FRUIT)) == of_meaning
    assert next_version(version, RenameLabel("gerecht", "soep", "Soep")) == of_words


@given(st.lists(TEXTS, max_size=6))
def test_keys_are_plain_and_never_the_same(names):
    keys: list[str] = []
    for name in names:
        keys.append(key_from(name, keys))
    assert len(set(keys)) == len(keys)
    assert all(KEY_FORM.fullmatch(key) for key in keys)


def test_keys_can_be_read():
    assert key_from("Élan & durf!", ()) == "elan_durf"
    assert key_from("Élan & durf!", ("elan_durf",)) == "elan_durf_2"
    assert key_from("日本", ()) == "label"


def test_new_labels_get_colours_that_can_be_told_apart(codebook):
    facet = codebook.facets[0]
    many = [AddLabel(facet.key, NewLabel(f"Nieuw {number}", "Iets nieuws.")) for number in range(6)]
    colors = [label.color for label in apply_all(codebook, many).facet(facet.key).labels]
    assert len(set(colors)) == len(colors)
    assert all(one != other for one, other in combinations(colors, 2))
