"""Keys for labels: each its own, the same every time, and never one that does something else."""

from canteen import CANTEEN
from hypothesis import given
from hypothesis import strategies as st

from classifier.codebook import Codebook, Facet, Label
from classifier.keyboard import LETTERS, WITH_SHIFT, assign_keys


def test_levels_have_digits_and_the_lowest_is_nought(codebook):
    keys = assign_keys(codebook)
    level = next(facet for facet in codebook if facet.kind == "ordinal")
    assert [keys[level.key, key] for key in level.keys] == [str(number) for number in range(len(level.keys))]


def test_every_label_one_can_choose_has_a_key_of_its_own(codebook):
    keys = assign_keys(codebook)
    wanted = [(facet.key, key) for facet in codebook for key in facet.keys if facet.kind != "flag"]
    wanted += [(facet.key, facet.positive) for facet in codebook if facet.kind == "flag"]
    assert keys.keys() == set(wanted)
    assert len(set(keys.values())) == len(keys)


def test_most_labels_go_by_their_first_letter(codebook):
    keys = {pair: key for pair, key in assign_keys(codebook).items() if key in LETTERS}
    names = {
        (facet.key, label.key): facet.name if facet.kind == "flag" else label.text("short")
        for facet in codebook
        for label in facet.labels
    }
    firsts = sum(names[pair][0].upper() == key for pair, key in keys.items())
    possible = {names[pair][0].upper() for pair in keys} & set(LETTERS)
    assert firsts >= len(possible) - 1
    assert sum(key in names[pair].upper() for pair, key in keys.items()) >= len(keys) - 3


def test_no_key_is_a_command_or_one_that_streamlit_keeps():
    keys = set(assign_keys(CANTEEN).values())
    assert not keys & {"C", "R", "U", "D"}
    assert {key.removeprefix(WITH_SHIFT) for key in keys} <= {*LETTERS, *"0123456789"}


@given(st.lists(st.tuples(st.sampled_from(["multilabel", "single", "ordinal"]), st.integers(2, 30)), max_size=5))
def test_a_codebook_of_any_size_gets_unique_keys_and_the_same_ones_again(sizes):
    facets = tuple(
        Facet(f"f{number}", f"Facet {number}", kind, tuple(_label(number, place) for place in range(labels)))
        for number, (kind, labels) in enumerate(sizes)
    )
    keys = assign_keys(Codebook("Groot", "1", facets))
    assert len(set(keys.values())) == len(keys)
    assert keys == assign_keys(Codebook("Groot", "1", facets))


def _label(facet: int, place: int) -> Label:
    return Label(f"l{place}", f"Étiquette {place}", "", "Dit.", short="abcdéfghij"[(facet + place) % 10 :])
