"""What was changed in the codebook reaches the next model: merges, older decisions, labels nobody gave yet."""

import pytest
from organisation import FOREIGN_ANSWERS, Organisation

from classifier import keeping
from classifier import review as reviewing
from classifier.codebook_changes import AddLabel, MergeLabels, NewLabel
from classifier.codebook_versions import change_codebook
from classifier.errors import UserMistake
from classifier.in_force import InForce, in_force
from classifier.retraining.request import TrainingRequest
from classifier.retraining.run import run_training
from classifier.retraining.unseen import FEWEST_OF_NEW
from classifier.store.database import Database
from classifier.store.workshops import NewAnswer
from classifier.training.promotion import promote

TOPIC = "onderwerp"
# What the new label is about; the rest of a workshop, four times as much, is about other things.
ABOUT_COFFEE = [
    "koffie was koud", "de koffie in de keet is op", "lauwe koffie en geen suiker", "koffie halen voor de ploeg",
    "het koffieapparaat doet het weer niet", "samen koffie drinken", "sterke koffie graag", "koffie zonder melk",
    "verse koffie in de ochtend", "een thermoskan koffie mee", "wie zet de koffie", "warme koffie in de regen",
]  # fmt: skip
ELSEWHERE = ("{}, zei de uitvoerder", "{} staat in het werkplan", "vandaag {} besproken")
COFFEE = NewLabel("Koffie", "Praten over koffie: of die er is, warm is en smaakt.", ("de koffie was lekker",))


def changed(database: Database, *changes) -> InForce:
    for change in changes:
        change_codebook(database, change, "Anna", in_force(database).version)
    return in_force(database)


def decided_workshop(database: Database, house: InForce, answers: dict) -> int:
    """A workshop that was judged, and on which a person decided everything; answers: text → labels."""
    workshop_id = keeping.keep_answers(database, "Keet", [NewAnswer(text, text[:9]) for text in answers])
    assert keeping.judge(database, workshop_id, house) == len(answers)
    review = reviewing.open_review(database, workshop_id, house.codebook, house.version, house.model)
    given = {one.answer.id: of_today(answers[one.answer.text], house) for one in review.answers}
    reviewing.decide(database, review, given, "Anna")
    return workshop_id


def of_today(given: tuple, house: InForce) -> dict[str, tuple[str, ...]]:
    topics, level, flag = given
    first = house.history.versions[0].id
    named = {TOPIC: tuple(topics), "ernst": (level,), "incident": (flag,)}
    return {facet: house.history.now(facet, keys, first) for facet, keys in named.items()}


def elsewhere() -> dict:
    return {
        frame.format(text): given
        for frame in ELSEWHERE for text, *given in FOREIGN_ANSWERS if "koffie" not in text
    }  # fmt: skip


def trained_and_put_to_use(
    database: Database, organisation: Organisation, house: InForce, workshop: int
) -> InForce:
    result = run_training(TrainingRequest("veilig", workshops=(workshop,)), database, organisation.registry)
    promote(
        organisation.registry,
        result.model,
        check=None,
        who="Anna",
        reason="nieuw codeboek",
        codebook=house.codebook,
    )
    now = in_force(database)
    assert (now.model, now.version, now.new_labels) == (result.model, house.version, frozenset())
    return now


@pytest.mark.slow
def test_after_a_merge_and_an_added_label_all_that_ships_is_learned_in_terms_of_today(organisation, own_database):
    house = changed(own_database, MergeLabels(TOPIC, ("melden",), "opruimen"), AddLabel(TOPIC, COFFEE))
    assert house.new_labels == {(TOPIC, "koffie")}
    answers = {**elsewhere(), **dict.fromkeys(ABOUT_COFFEE, (("koffie",), "laag", "nee"))}
    now = trained_and_put_to_use(own_database, organisation, house, decided_workshop(own_database, house, answers))
    merged, new = now.reader.classify(["gevaar meteen melden bij de chef", "de koffie is weer op in de keet"])
    assert merged.labels[TOPIC] == ("opruimen",)
    assert "koffie" in new.labels[TOPIC]
    assert set(merged.scores[TOPIC]) == {"helm", "opruimen", "koffie"}


@pytest.mark.slow
def test_decisions_of_before_a_merge_are_learned_from_as_what_they_are_now(organisation, own_database):
    answers = {text: given for text, *given in FOREIGN_ANSWERS}
    workshop_id = decided_workshop(own_database, in_force(own_database), answers)
    changed(own_database, MergeLabels(TOPIC, ("melden",), "opruimen"))
    request = TrainingRequest("veilig", workshops=(workshop_id,), hold_out=False)
    result = run_training(request, own_database, organisation.registry)
    assert (result.outdated, result.partly) == (0, 0)
    assert result.sources["decided"] > 0


def test_a_new_label_that_hardly_anyone_gave_yet_is_not_trained_away(organisation, own_database):
    house = changed(own_database, AddLabel(TOPIC, COFFEE))
    few = dict.fromkeys(ABOUT_COFFEE[: FEWEST_OF_NEW - 1], (("koffie",), "laag", "nee"))
    workshop_id = decided_workshop(own_database, house, few)
    for request in (TrainingRequest("veilig"), TrainingRequest("veilig", workshops=(workshop_id,))):
        with pytest.raises(UserMistake, match="Koffie"):
            run_training(request, own_database, organisation.registry)
    assert in_force(own_database).new_labels == house.new_labels
