"""Answers that are proposed as one, and those that never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.duplicates import likely_duplicates, plain_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Terugbellen", "terugbellen."),
        ("eerlijk zijn, en duidelijk", "Duidelijk en eerlijk zijn"),
        ("goed luisteren naar de klant", "goed luiteren naar de klant"),
        ("ideeën delen", "ideeen delen"),
        ("meedenken met de klant", "mee denken met de klant"),
        ("👍", "👍 "),
    ],
)
def test_the_same_words_are_proposed_as_one(one, other):
    assert likely_duplicates([one, "iets heel anders", other]) == ((0, 2),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ik bel de klant altijd terug", "ik bel de klant niet altijd terug"),
        ("wees vriendelijk aan de balie", "wees onvriendelijk aan de balie"),
        ("binnen 2 dagen terugbellen", "binnen 4 dagen terugbellen"),
        ("luisteren", "doorvragen"),
        ("als de klant boos is blijf ik bij de regels", "als de klant boos is blijf ik bij hem staan"),
        ("!!!", "???"),
        ("", " "),
    ],
)
def test_what_differs_in_meaning_is_left_apart(one, other):
    assert likely_duplicates([one, other]) == ()


def test_everyone_in_a_group_is_like_the_first_and_not_only_like_a_neighbour():
    steps = ["een twee drie vier", "een twee drie vijf", "een twee zes vijf", "acht negen zes vijf"]
    assert all(0 not in group or 3 not in group for group in likely_duplicates(steps))


words = st.sampled_from(["bellen", "belen", "niet", "klant", "3", "Ünïcode", "‮x", "\x00", "👍", " ", "\n", "ﬁjn"])
wild = st.lists(st.one_of(st.text(max_size=40), st.lists(words, max_size=5).map(" ".join)), max_size=12)


@given(wild)
def test_no_text_stands_in_two_groups_and_the_same_text_always_in_one(texts):
    groups = likely_duplicates(texts)
    places = [position for group in groups for position in group]
    assert len(places) == len(set(places))
    assert set(places) <= set(range(len(texts)))
    assert all(len(group) > 1 and list(group) == sorted(group) for group in groups)
    group_of = {position: group for group in groups for position in group}
    for one, text in enumerate(texts):
        for other in range(one + 1, len(texts)):
            if plain_text(text) and plain_text(text) == plain_text(texts[other]):
                assert group_of[one] == group_of[other]


@given(st.text())
def test_what_does_not_matter_is_gone_at_once(text):
    assert plain_text(plain_text(text)) == plain_text(text)
