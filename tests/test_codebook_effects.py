"""What a change will do is what it does: to decisions, and to what is read."""

import pytest

from classifier import review as reviewing
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
from classifier.codebook_effects import DecisionCounts, count_decisions, effect_of, labels_of
from classifier.codebook_versions import change_codebook, history_of
from classifier.errors import UserMistake
from classifier.store.predictions import predictions_of

TOPIC = "onderwerp"
COUNTS = DecisionCounts({(TOPIC, ("helm",)): 5, (TOPIC, ("helm", "opruimen")): 2, ("ernst", ("hoog",)): 7})
NEW = NewLabel("Koffie", "Over koffie.")


def test_a_decision_with_two_labels_counts_once():
    assert COUNTS.on(TOPIC, "helm") == 7
    assert COUNTS.on(TOPIC, "helm", "opruimen") == 7
    assert COUNTS.on(TOPIC, "opruimen") == 2
    assert COUNTS.on("ernst", "helm") == COUNTS.on(TOPIC) == 0


def test_a_merge_says_how_many_move_and_how_many_will_be_together(foreign_codebook):
    effect = effect_of(foreign_codebook, MergeLabels(TOPIC, ("opruimen",), "helm"), COUNTS)
    assert (effect.decisions, effect.together, effect.reads_otherwise) == (2, 7, True)
    assert effect.after.facet(TOPIC).keys == ("helm", "melden")


@pytest.mark.parametrize(
    "change, otherwise, beside_new",
    [
        (RenameLabel(TOPIC, "helm", "Hoofd"), False, True),
        (EditDefinition(TOPIC, "helm", "Iets anders."), False, True),
        (GiveExamples(TOPIC, "helm", ("een",)), False, True),
        (RecolourLabel(TOPIC, "helm", "#00FF00"), False, False),
        (AddLabel(TOPIC, NEW), True, True),
        (SplitLabel(TOPIC, "helm", (NewLabel("Helm", "Helm."), NEW)), True, True),
    ],
)
def test_workshops_are_judged_again_only_after_what_is_read_otherwise(
    foreign_codebook, change, otherwise, beside_new
):
    assert effect_of(foreign_codebook, change, COUNTS).reads_otherwise is otherwise
    beside = effect_of(foreign_codebook, change, COUNTS, {(TOPIC, "melden")})
    assert beside.reads_otherwise is beside_new
    elsewhere = effect_of(foreign_codebook, change, COUNTS, {("ernst", "laag")})
    assert elsewhere.reads_otherwise is otherwise


def test_what_cannot_be_is_a_mistake_before_anything_is_kept(foreign_codebook):
    with pytest.raises(UserMistake):
        effect_of(foreign_codebook, RenameLabel(TOPIC, "helm", ""), COUNTS)
    assert labels_of(AddLabel(TOPIC, NEW)) == ()


def test_counts_follow_the_codebook_through_several_versions(database, foreign_house, kept_workshop):
    own = foreign_house
    review = reviewing.open_review(database, kept_workshop, own.codebook, own.version, own.model)
    ids = [one.answer.id for one in review.answers]
    reviewing.decide(database, review, {ids[0]: {TOPIC: ("helm", "melden")}, ids[1]: {TOPIC: ("melden",)}}, "Anna")
    expected = effect_of(
        own.codebook, MergeLabels(TOPIC, ("helm",), "melden"), count_decisions(database, history_of(database))
    )
    after = change_codebook(database, expected.change, "Anna", own.version)
    change_codebook(database, MergeLabels(TOPIC, ("melden",), "opruimen"), "Anna", after)
    counts = count_decisions(database, history_of(database))
    assert counts.held == {(TOPIC, ("opruimen",)): 2}
    assert expected.decisions == 1 and expected.together == counts.on(TOPIC, "opruimen")


def test_what_the_model_said_goes_along_only_where_it_would_say_the_same(database, foreign_house, kept_workshop):
    own = foreign_house
    same = change_codebook(database, RenameLabel(TOPIC, "helm", "A"), "Anna", own.version, same_judge=own.model)
    with database.reading() as connection:
        assert len(predictions_of(connection, kept_workshop, own.model, same)) == 20
    other = change_codebook(database, RenameLabel(TOPIC, "helm", "B"), "Anna", same, same_judge="another/1")
    with database.reading() as connection:
        assert not predictions_of(connection, kept_workshop, own.model, other)
        assert len(predictions_of(connection, kept_workshop, own.model, same)) == 20
