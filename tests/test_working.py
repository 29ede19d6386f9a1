"""A model at work under a codebook that changed: what people see is always in terms of the newest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.codebook_changes import AddLabel, MergeLabels, NewLabel, RenameLabel, SplitLabel
from classifier.errors import UserMistake
from classifier.facet_at_work import at_least_one, join_words
from classifier.judgement import EvidenceWord
from classifier.working import WorkingReader
from tests.canteen import CANTEEN, WordModel
from tests.random_changes import histories

TIRED = NewLabel(
    "Vermoeidheid",
    "Te moe zijn om veilig te werken.",
    ("uitgeput na een nachtdienst", "ik viel bijna in slaap van vermoeidheid"),
)
TEXTS = [
    "na drie nachtdiensten was ik te moe om veilig te rijden",
    "helm op en gevaar melden",
    "weet ik niet",
    "",
    "12 :)",
    "snoeren opruimen anders valt er iemand",
]


@pytest.fixture(scope="module")
def tired(foreign_model, foreign_codebook) -> WorkingReader:
    return WorkingReader(foreign_model, foreign_codebook, [AddLabel("onderwerp", TIRED)])


def check_fits(reader: WorkingReader, judgement, sums_to_one: bool = True) -> None:
    """Every facet of the newest codebook, every label, chances that are chances."""
    for facet in reader.codebook:
        labels, scores = judgement.labels[facet.key], judgement.scores[facet.key]
        assert set(labels) <= set(facet.keys)
        assert facet.takes_many or len(labels) == 1
        assert tuple(scores) == facet.keys
        assert all(0 <= score <= 1 for score in scores.values())
        assert facet.takes_many or not sums_to_one or sum(scores.values()) == pytest.approx(1, abs=0.005)
        assert 0 <= judgement.certainty[facet.key] <= 1
        assert facet.takes_many or judgement.value(facet) in facet.keys
        assert set(judgement.evidence.get(facet.key, {})) <= set(labels)


def test_without_changes_the_model_has_the_last_word(foreign_model, foreign_codebook):
    reader = WorkingReader(foreign_model, foreign_codebook, [])
    assert list(reader.classify(TEXTS, evidence=True)) == list(foreign_model.classify(TEXTS, evidence=True))
    assert not reader.new_labels


def test_a_new_name_changes_nothing_but_the_codebook(foreign_model, foreign_codebook):
    reader = WorkingReader(foreign_model, foreign_codebook, [RenameLabel("onderwerp", "helm", "Bescherming")])
    assert reader.codebook.facet("onderwerp").label("helm").name == "Bescherming"
    assert list(reader.classify(TEXTS)) == list(foreign_model.classify(TEXTS))


def test_a_new_theme_works_at_once_is_marked_and_goes_to_a_person(tired):
    assert tired.new_labels == {("onderwerp", "vermoeidheid")}
    first, second, third, empty, signs, _ = tired.classify(TEXTS, evidence=True)
    assert "vermoeidheid" in first.labels["onderwerp"]
    assert first.review
    for other in (second, third, empty, signs):
        assert "vermoeidheid" not in other.labels["onderwerp"]
    assert empty.scores["onderwerp"]["vermoeidheid"] == 0


def test_the_words_that_lie_near_a_new_theme_can_be_shown(tired):
    (judgement,) = tired.classify(TEXTS[:1], evidence=True)
    words = [TEXTS[0][word.start : word.end] for word in judgement.evidence["onderwerp"]["vermoeidheid"]]
    assert "nachtdiensten" in words
    assert sum(word.weight for word in judgement.evidence["onderwerp"]["vermoeidheid"]) <= 1.001


def test_every_judgement_fits_the_newest_codebook(tired):
    for judgement in tired.classify(TEXTS, evidence=True):
        check_fits(tired, judgement)


def test_the_same_text_gets_the_same_judgement_in_any_company(tired):
    together = list(tired.classify(TEXTS, evidence=True))
    assert [next(tired.classify([text], evidence=True)) for text in TEXTS] == together


def test_merged_themes_are_given_when_one_of_them_was_and_never_less_likely(foreign_model, foreign_codebook):
    reader = WorkingReader(foreign_model, foreign_codebook, [MergeLabels("onderwerp", ("melden",), "opruimen")])
    for before, after in zip(foreign_model.classify(TEXTS), reader.classify(TEXTS), strict=True):
        check_fits(reader, after)
        old = before.labels["onderwerp"]
        assert ("opruimen" in after.labels["onderwerp"]) == bool({"melden", "opruimen"} & set(old))
        parts = [before.scores["onderwerp"][key] for key in ("melden", "opruimen")]
        assert after.scores["onderwerp"]["opruimen"] >= max(parts) - 1e-4
        assert after.scores["onderwerp"]["helm"] == before.scores["onderwerp"]["helm"]


def test_merged_levels_add_up_and_the_level_is_the_translated_one(foreign_model, foreign_codebook):
    reader = WorkingReader(foreign_model, foreign_codebook, [MergeLabels("ernst", ("hoog",), "midden")])
    for before, after in zip(foreign_model.classify(TEXTS), reader.classify(TEXTS), strict=True):
        check_fits(reader, after)
        was = before.labels["ernst"][0]
        assert after.labels["ernst"] == ("midden" if was == "hoog" else was,)
        together = before.scores["ernst"]["midden"] + before.scores["ernst"]["hoog"]
        assert after.scores["ernst"]["midden"] == pytest.approx(together, abs=1e-3)


def test_a_split_label_goes_on_as_learned_and_its_part_is_new(foreign_model, foreign_codebook):
    parts = (NewLabel("Kleding", "Handschoenen en schoenen."), NewLabel("Hoofd", "Een helm op je hoofd."))
    reader = WorkingReader(foreign_model, foreign_codebook, [SplitLabel("onderwerp", "helm", parts)])
    assert reader.new_labels == {("onderwerp", "hoofd")}
    for before, after in zip(foreign_model.classify(TEXTS), reader.classify(TEXTS), strict=True):
        check_fits(reader, after)
        assert ("helm" in after.labels["onderwerp"]) == ("helm" in before.labels["onderwerp"])
        assert after.scores["onderwerp"]["helm"] == before.scores["onderwerp"]["helm"]
        assert after.review or "hoofd" not in after.labels["onderwerp"]


def test_a_new_level_takes_its_share_of_the_others(foreign_model, foreign_codebook):
    added = AddLabel("ernst", NewLabel("Bijna hoog", "Kans op een gebroken been."), position=2)
    reader = WorkingReader(foreign_model, foreign_codebook, [added])
    for judgement in reader.classify(TEXTS, evidence=True):
        check_fits(reader, judgement)


def test_a_new_label_that_is_merged_into_a_learned_one_is_no_longer_new(foreign_model, foreign_codebook):
    changes = [AddLabel("onderwerp", TIRED), MergeLabels("onderwerp", ("vermoeidheid",), "melden")]
    reader = WorkingReader(foreign_model, foreign_codebook, changes)
    assert not reader.new_labels
    (judgement,) = reader.classify(TEXTS[:1], evidence=True)
    assert "melden" in judgement.labels["onderwerp"]
    assert judgement.review
    assert judgement.evidence["onderwerp"]["melden"]


def test_changes_that_do_not_fit_the_codebook_are_refused(foreign_model, foreign_codebook):
    with pytest.raises(UserMistake, match="no label"):
        WorkingReader(foreign_model, foreign_codebook, [MergeLabels("onderwerp", ("weg",), "helm")])


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_after_any_changes_every_judgement_fits(data):
    changes = [change for _, change in data.draw(histories(CANTEEN, most=5))]
    reader = WorkingReader(WordModel(), CANTEEN, changes)
    for judgement in reader.classify(["gisteren was de soep koud", "brood en koffie, trek", "?"], evidence=True):
        check_fits(reader, judgement, sums_to_one=False)
        for facet in reader.codebook:
            fresh = {key for owner, key in reader.new_labels if owner == facet.key}
            assert judgement.review or not fresh & set(judgement.labels[facet.key])


def test_at_least_one_of_independent_labels():
    assert at_least_one(np.array([[0.5, 0.5], [0.0, 0.3], [1.0, 0.2]])).tolist() == pytest.approx([0.75, 0.3, 1.0])


def test_words_of_merged_labels_count_once():
    first, second = EvidenceWord(0, 4, 0.6), EvidenceWord(5, 9, 0.4)
    joined = join_words([(first, second), (EvidenceWord(0, 4, 0.9),)])
    assert [(word.start, word.end) for word in joined] == [(0, 4), (5, 9)]
    assert sum(word.weight for word in joined) == pytest.approx(1, abs=0.002)
    assert join_words([(first, second), ()]) == (first, second)


def test_the_model_that_ships_reads_a_theme_it_never_saw(model, codebook):
    themes = codebook.facets[0]
    green = NewLabel(
        "Duurzaamheid", "Rekening houden met het milieu: minder afval, zuinig met energie, hergebruik."
    )
    reader = WorkingReader(model, codebook, [AddLabel(themes.key, green)])
    texts = [
        "minder afval maken en verpakkingen hergebruiken",
        "vriendelijk zijn",
        "afspraken nakomen en terugbellen",
    ]
    given_to = [("duurzaamheid" in judgement.labels[themes.key]) for judgement in reader.classify(texts)]
    assert given_to == [True, False, False]
