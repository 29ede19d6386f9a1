"""A label that was added at work is learned at the next training, from the answers checked for it alone."""

import numpy as np
import pytest
from organisation import settle
from sklearn.metrics import f1_score

from classifier import keeping
from classifier import review as reviewing
from classifier.codebook_changes import AddLabel, NewLabel, SplitLabel
from classifier.codebook_versions import change_codebook
from classifier.errors import UserMistake
from classifier.in_force import in_force
from classifier.model import AnswerClassifier
from classifier.retraining.decided import answers_from_decisions, decided_in
from classifier.retraining.material import codebook_now
from classifier.retraining.request import TrainingRequest
from classifier.retraining.run import run_training
from classifier.retraining.unseen import refuse_unseen
from classifier.store.upgrade import open_database
from classifier.store.workshops import NewAnswer
from classifier.training.dataset import LabelledAnswer
from classifier.training.promotion import check, promote

COFFEE = NewLabel("Koffie", "Praten over koffie, thee en de pauze.", ("de koffie was lekker",))
ABOUT_COFFEE = ["koffie {}", "de koffie is {}", "thee is {}", "pauze {}", "bij de automaat is de koffie {}"]
HOW = ["koud", "op", "lekker", "slap", "te duur"]
OTHER = ["helm op bij {}", "gevaar melden bij {}", "de vloer vegen bij {}", "snoeren opruimen bij {}"]
WHERE = ["de kraan", "de poort", "de steiger", "hal twee", "de kuil"]


@pytest.fixture
def organisation(tmp_path, monkeypatch, database_address):
    monkeypatch.setenv("KLANTKOMPAS_DATABASE_URL", database_address)
    return settle(tmp_path, monkeypatch)


def with_new_label(organisation):
    """The label is added and a workshop about it is kept, judged and decided on entirely."""
    database = open_database()
    house = in_force(database, organisation.registry)
    change_codebook(database, AddLabel("onderwerp", COFFEE), "Anna", house.version)
    house = in_force(database, organisation.registry)
    texts = [frame.format(how) for frame in ABOUT_COFFEE for how in HOW]
    others = [frame.format(where) for frame in OTHER for where in WHERE]
    answers = [NewAnswer(text, str(number)) for number, text in enumerate([*texts, *others])]
    workshop = keeping.keep_answers(database, "Kantine", answers)
    keeping.judge(database, workshop, house)
    review = reviewing.open_review(database, workshop, house.codebook, house.version, house.model)
    topic = house.codebook.facet("onderwerp")
    labels = {
        one.answer.id: {"onderwerp": ("koffie",) if one.answer.text in texts else one.suggested(topic)}
        for one in review.answers
    }
    reviewing.decide(database, review, labels, "Anna")
    review = reviewing.refresh(database, review)
    reviewing.accept(database, review, [one.answer.id for one in review.answers], "Anna")
    return database, house, workshop


@pytest.mark.slow
def test_an_added_label_is_new_until_it_is_learned(organisation):
    database, house, workshop = with_new_label(organisation)
    assert house.new_labels == {("onderwerp", "koffie")}
    request = TrainingRequest("veilig", workshops=(workshop,))
    result = run_training(request, database, organisation.registry)
    promote(
        organisation.registry, result.model, check=None, who="Anna", reason="nieuw label", codebook=house.codebook
    )
    learned = in_force(database, organisation.registry)
    assert learned.model == result.model
    assert not learned.new_labels
    (judgement,) = learned.reader.classify(["de koffie is alweer op"])
    assert "koffie" in judgement.labels["onderwerp"]


def test_what_nobody_looked_for_is_not_learned_as_absent(foreign_codebook, foreign_data):
    texts, targets = foreign_data
    told = np.ones(targets.shape, dtype=bool)
    # Half of the answers were never checked for the first label, and there it is missing.
    hidden, unchecked = targets.copy(), np.arange(len(texts)) % 2 == 0
    hidden[unchecked, 0] = 0
    told[unchecked, 0] = False
    blind = AnswerClassifier(foreign_codebook, folds=3).fit(texts, hidden)
    aware = AnswerClassifier(foreign_codebook, folds=3).fit(texts, hidden, told=told)
    scores = [
        f1_score(targets[unchecked, 0], model.predict_proba(texts)[unchecked, 0] > 0.5) for model in (blind, aware)
    ]
    assert scores[1] > scores[0]


def test_a_mask_of_another_shape_is_a_programmers_error(foreign_codebook, foreign_data):
    texts, targets = foreign_data
    with pytest.raises(ValueError, match="told"):
        AnswerClassifier(foreign_codebook, folds=3).fit(texts, targets, told=np.ones((3, targets.shape[1]), bool))


def test_a_decision_on_a_label_that_was_split_is_not_learned_from_before_someone_looked_again(organisation):
    database, house, workshop = with_new_label(organisation)
    codebook = codebook_now(database)[0]
    before = len(answers_from_decisions(database, [workshop], codebook))
    parts = (NewLabel("Koffie", "Over koffie."), NewLabel("Thee", "Over thee."))
    change_codebook(database, SplitLabel("onderwerp", "koffie", parts), "Anna", house.version)
    found = decided_in(database, [workshop], codebook_now(database)[0])
    assert before == 45
    assert len(found.answers) == 20
    assert found.partly == 25


def test_a_new_label_is_left_out_of_the_comparison_and_asks_for_a_reason(organisation):
    database, house, workshop = with_new_label(organisation)
    result = run_training(TrainingRequest("veilig", workshops=(workshop,)), database, organisation.registry)
    (left_out,) = result.comparison.left_out
    assert left_out.label in {label for _, label in house.new_labels}
    assert left_out.label not in {row.label for row in result.comparison.of_labels}
    with pytest.raises(UserMistake) as caught:
        promote(
            organisation.registry, result.model, check=check(result.comparison), who="Anna", codebook=house.codebook
        )
    assert caught.value.code == "promotion_left_out"


def test_a_label_that_every_checked_answer_has_is_not_learned(organisation):
    answers = [
        LabelledAnswer(str(number), f"koffie {number}", {"onderwerp": ("koffie",), "ernst": ("laag",)})
        for number in range(12)
    ]
    untold = frozenset({("onderwerp", "koffie")})
    elsewhere = [
        LabelledAnswer(f"oud {number}", f"helm {number}", {"onderwerp": ("helm",)}, untold=untold)
        for number in range(30)
    ]
    _, house, _ = with_new_label(organisation)
    with pytest.raises(UserMistake, match="without Koffie"):
        refuse_unseen([*answers, *elsewhere], house.codebook)
