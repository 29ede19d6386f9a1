"""Keys for labels: each its own, the same every time, and never one that does something else."""

from dataclasses import replace

from canteen import CANTEEN
from hypothesis import given
from hypothesis import strategies as st
from random_changes import histories

from classifier.codebook import Codebook, Facet, Label
from classifier.codebook_applying import apply_all, settled
from classifier.codebook_changes import AddLabel, MergeLabels, NewLabel, RenameLabel
from classifier.keyboard import DIGITS, LETTERS, SHIFTED, WITH_SHIFT, assign_keys


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


# -- a codebook that changes --------------------------------------------------------------------------


def chain(codebook: Codebook, *changes) -> list[Codebook]:
    """The codebook and what becomes of it, change by change."""
    found = [codebook]
    for change in changes:
        found.append(apply_all(found[-1], [settled(found[-1], change)]))
    return found


def last_keys(codebooks: list[Codebook]) -> dict[tuple[str, str], str]:
    return assign_keys(codebooks[-1], codebooks[:-1])


def added(facet: Facet, name: str, position: int | None = 0) -> AddLabel:
    return AddLabel(facet.key, NewLabel(name, "Wat hier onder valt."), position)


def test_a_new_theme_in_front_leaves_every_letter_where_it_was(codebook):
    themes = codebook.by_chart("bars")[0]
    changed = chain(codebook, added(themes, "Aandacht voor veiligheid"))
    now, before = last_keys(changed), assign_keys(codebook)
    assert {pair: now[pair] for pair in before} == before
    assert len(now) == len(before) + 1
    # Without the history the new one, which comes first, would take a letter that another had.
    assert {pair: key for pair, key in assign_keys(changed[-1]).items() if pair in before} != before


def test_a_label_keeps_its_letter_when_its_name_becomes_another(codebook):
    themes = codebook.by_chart("bars")[0]
    changed = chain(codebook, RenameLabel(themes.key, themes.keys[0], "Zorgzaamheid", short="Zorg"))
    assert last_keys(changed) == assign_keys(codebook)


def test_the_letter_of_a_label_that_went_rests_while_another_is_left(codebook):
    themes = codebook.by_chart("bars")[0]
    first, second = themes.keys[:2]
    before = assign_keys(codebook)
    free = len(LETTERS) - sum(key in LETTERS for key in before.values())
    merge = MergeLabels(themes.key, (first,), second)
    changed = chain(codebook, merge, *(added(themes, f"Aandacht {number}") for number in range(free)))
    assert before[themes.key, first] not in last_keys(changed).values()
    more = chain(changed[-1], added(themes, "Aandacht tot slot"))
    keys = last_keys([*changed, more[-1]])
    assert keys[themes.key, "aandacht_tot_slot"] == before[themes.key, first]


def test_a_new_label_of_a_facet_with_shift_gets_shift_too(codebook):
    keys = assign_keys(codebook)
    facet = next(own for own in codebook if keys.get((own.key, own.keys[0]), "") in SHIFTED)
    changed = chain(codebook, added(facet, "Bedoeling"))
    assert last_keys(changed)[facet.key, "bedoeling"] == f"{WITH_SHIFT}B"


def test_a_new_level_gets_a_digit_that_no_level_had(codebook):
    level = next(facet for facet in codebook if facet.kind == "ordinal")
    changed = chain(codebook, added(level, "Beginner", 1))
    assert last_keys(changed)[level.key, "beginner"] == DIGITS[len(level.keys)]


def test_a_facet_that_comes_back_has_its_keys_again(codebook):
    without = replace(codebook, facets=codebook.facets[1:])
    assert assign_keys(codebook, [codebook, without]) == assign_keys(codebook)


@given(histories(CANTEEN, most=12))
def test_whatever_is_changed_a_label_keeps_its_key_and_keys_stay_apart(history):
    codebooks = [codebook for codebook, _ in history] or [CANTEEN]
    before: dict[tuple[str, str], str] = {}
    for number, codebook in enumerate(codebooks):
        keys = assign_keys(codebook, codebooks[:number])
        assert len(set(keys.values())) == len(keys)
        stayed = before.keys() & {(facet.key, key) for facet in codebook for key in facet.keys}
        assert {pair: keys[pair] for pair in stayed} == {pair: before[pair] for pair in stayed}
        before = keys
