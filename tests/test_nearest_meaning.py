"""Nearest meaning: what stands in the description draws, what other labels share does not."""

import numpy as np
import pytest

from classifier.codebook import Label
from classifier.codebook_changes import NewLabel
from classifier.nearest_meaning import (
    WEIGHINGS,
    Meanings,
    letters_of,
    meaning_encoder,
    weighing_for,
    words_of,
)

OTHERS = [
    Label("a", "Veilig werken", "", "De medewerker werkt veilig."),
    Label("b", "Werken met de klant", "", "De medewerker helpt de klant."),
]
TIRED = NewLabel("Vermoeidheid", "De medewerker is moe.")


def similarities(label: NewLabel, *texts: str):
    return Meanings([label], [OTHERS], meaning_encoder()).similarities(texts)[:, 0]


def test_an_answer_with_the_words_or_the_meaning_of_a_label_is_nearer():
    near, far = similarities(TIRED, "heel erg moe", "de telefoon opnemen")
    assert (near > far).all()
    exhausted, far = similarities(TIRED, "uitgeput en slaperig", "een factuur versturen")
    assert exhausted[1] > far[1]


def test_what_all_labels_share_does_not_draw():
    alone = Meanings([TIRED], [OTHERS], meaning_encoder(), contrast=0.0).similarities(["de medewerker"])[0, 0]
    assert similarities(TIRED, "de medewerker")[0][0] < alone[0]


def test_examples_draw_answers_like_them():
    shown = NewLabel(TIRED.name, TIRED.definition, ("knikkebollen aan de lopende band",))
    without, with_example = similarities(TIRED, "knikkebollen")[0], similarities(shown, "knikkebollen")[0]
    assert (with_example > without).all()


def test_every_number_of_examples_has_its_weights():
    assert [weighing_for(count) for count in (0, 1, 2, 3, 7, 8)] == [
        WEIGHINGS[count] for count in (0, 1, 1, 3, 3, 8)
    ]


def test_a_label_without_others_is_read_too():
    assert Meanings([TIRED], [[]], meaning_encoder()).similarities(["moe"]).shape == (1, 1, 2)


def test_what_other_labels_explain_speaks_against_a_new_one():
    row = np.array([[0.2, 0.3], [0.2, 0.3]])
    free, explained = weighing_for(0).probability(row, np.array([0.0, 2.0]))
    assert free > explained


def test_words_keep_their_place_and_empty_words_are_left_out():
    assert words_of("Ik ben MOE, moe!") == [("moe", 7, 10), ("moe", 12, 15)]


def test_the_weights_of_words_point_at_the_telling_ones():
    text = "de vermoeidheid van de telefoon"
    weights = Meanings([TIRED], [OTHERS], meaning_encoder()).word_weights(text, 0)
    best = max(weights, key=lambda word: word[2])
    assert text[best[0] : best[1]] == "vermoeidheid"


@pytest.mark.parametrize("text", ["", "12 :)", "de het een", "\x00", "x" * 30_000])
def test_odd_texts_can_be_read(text):
    assert np.isfinite(similarities(TIRED, text)).all()
    assert letters_of([text]).shape[0] == 1
