"""A codebook that changes at work: older decisions go along, new labels are found at once, nothing is lost."""

import pytest

from classifier import keeping, queues
from classifier import review as reviewing
from classifier.codebook_changes import AddLabel, MergeLabels, NewLabel, RenameLabel, SplitLabel
from classifier.codebook_versions import change_codebook, codebook_of, history_of
from classifier.errors import UserMistake
from classifier.in_force import InForce
from classifier.working import WorkingReader


def house_after(database, foreign_house) -> InForce:
    """What is in force after the changes, with the same model."""
    history = history_of(database)
    newest = history.versions[-1]
    changes = history.changes_after(foreign_house.version)
    reader = WorkingReader(foreign_house.reader, foreign_house.codebook, changes)
    return InForce(codebook_of(newest), newest.id, reader, reader.new_labels, history)


def reviewed_under(database, workshop_id, house):
    keeping.judge(database, workshop_id, house)
    return reviewing.open_review(database, workshop_id, house.codebook, house.version, house.model)


@pytest.fixture
def decided(database, foreign_house, kept_workshop):
    """Anna gave the first answer both labels that are about to be merged."""
    house = foreign_house
    review = reviewing.open_review(database, kept_workshop, house.codebook, house.version, house.model)
    first = review.answers[0].answer.id
    reviewing.decide(database, review, {first: {"onderwerp": ("helm", "opruimen"), "ernst": ("laag",)}}, "Anna")
    return first


def change(database, foreign_house, *changes) -> InForce:
    after = foreign_house.version
    for one in changes:
        after = change_codebook(database, one, "Anna", after)
    return house_after(database, foreign_house)


def test_decisions_on_merged_labels_become_the_label_they_were_merged_into(
    database, foreign_house, kept_workshop, decided
):
    house = change(database, foreign_house, MergeLabels("onderwerp", ("helm",), "opruimen"))
    review = reviewed_under(database, kept_workshop, house)
    assert review.by_id[decided].labels(house.codebook.facet("onderwerp")) == ("opruimen",)
    assert review.by_id[decided].decided["onderwerp"].coder == "Anna"


def test_undo_puts_back_an_older_decision_in_terms_of_today(database, foreign_house, kept_workshop, decided):
    house = change(database, foreign_house, MergeLabels("onderwerp", ("helm",), "opruimen"))
    review = reviewed_under(database, kept_workshop, house)
    done = reviewing.decide(database, review, {decided: {"onderwerp": ("melden",)}}, "Bea")
    review = reviewing.refresh(database, review)
    reviewing.undo(database, review, done, "Bea")
    review = reviewing.refresh(database, review)
    assert review.by_id[decided].labels(house.codebook.facet("onderwerp")) == ("opruimen",)


def test_an_added_label_works_from_its_definition_at_once_and_asks_for_a_look(
    database, foreign_house, kept_workshop
):
    new = NewLabel("Koffie", "Praten over koffie en of die warm of koud was.", ("de koffie was lekker",))
    house = change(database, foreign_house, AddLabel("onderwerp", new))
    assert house.new_labels == {("onderwerp", "koffie")}
    review = reviewed_under(database, kept_workshop, house)
    topic = house.codebook.facet("onderwerp")
    fired = [one for one in review.answers if "koffie" in one.labels(topic)]
    assert "koffie was koud" in [one.answer.text for one in fired]
    assert all(one.judgement.review for one in fired)


def test_a_split_label_keeps_its_decisions_and_asks_for_a_second_look(
    database, foreign_house, kept_workshop, decided
):
    parts = (NewLabel("Helm", "Een helm dragen."), NewLabel("Handschoenen", "Handschoenen dragen."))
    house = change(database, foreign_house, SplitLabel("onderwerp", "helm", parts))
    review = reviewed_under(database, kept_workshop, house)
    assert "helm" in review.by_id[decided].labels(house.codebook.facet("onderwerp"))
    assert [one.answer.id for one in reviewing.to_see_again(review)] == [decided]
    (again,) = [queue for queue in queues.QUEUES if queue.name == "second_look"]
    assert again.ids(queues.Ask(database, review)) == (decided,)
    reviewing.accept(database, review, [decided], "Anna")
    reviewing.decide(database, review, {decided: {"onderwerp": ("handschoenen",)}}, "Anna", check=False)
    assert reviewing.to_see_again(reviewing.refresh(database, review)) == []


def test_a_renamed_label_keeps_its_key_and_every_version_stays(database, foreign_house, kept_workshop, decided):
    house = change(database, foreign_house, RenameLabel("onderwerp", "helm", "Hoofd en handen"))
    review = reviewed_under(database, kept_workshop, house)
    assert review.by_id[decided].labels(house.codebook.facet("onderwerp")) == ("helm", "opruimen")
    assert house.codebook.facet("onderwerp").label("helm").name == "Hoofd en handen"
    assert len(history_of(database).versions) == 2


def test_two_people_who_change_the_same_version_do_not_overwrite_each_other(database, foreign_house):
    version = foreign_house.version
    change_codebook(database, RenameLabel("onderwerp", "helm", "Eerste"), "Anna", version)
    with pytest.raises(UserMistake, match="meanwhile"):
        change_codebook(database, RenameLabel("onderwerp", "helm", "Tweede"), "Bea", version)
