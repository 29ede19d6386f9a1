"""Learning from what people decided: which answers count, what is measured on, and whether it helps."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from organisation import FOREIGN_ANSWERS, records

from classifier.errors import UserMistake
from classifier.exchange.writing import write_records
from classifier.labels import LabelColumns
from classifier.model import AnswerClassifier
from classifier.places import PROJECT
from classifier.retraining.asking import ask_for_training, choices, trainings, withdraw
from classifier.retraining.decided import Filling, answers_from_decisions, decided_in
from classifier.retraining.frozen import HELD_OUT_SHARE, is_held_out, normal, without_near
from classifier.retraining.material import codebook_now, gather
from classifier.retraining.outcome import BECAME_RIGHT, Finished, changed_labels
from classifier.retraining.own_file import forget, read_own, take_in
from classifier.retraining.request import TrainingRequest
from classifier.retraining.result import TrainingResult
from classifier.retraining.run import run_training
from classifier.review import accept, decide, open_review, refresh, undo
from classifier.store.coders import coder_id
from classifier.store.database import Database
from classifier.store.decisions import Change, add_decisions
from classifier.store.workshops import NewAnswer, add_answers, add_workshop
from classifier.training.dataset import (
    TRAIN,
    VALIDATION,
    LabelledAnswer,
    indicator_of,
    of_split,
    read_labelled,
    texts_of,
)


def truth(number: int) -> dict[str, tuple[str, ...]]:
    _, topics, severity, incident = FOREIGN_ANSWERS[number]
    return {"onderwerp": topics, "ernst": (severity,), "incident": (incident,)}


@pytest.fixture
def review(database, foreign_house, kept_workshop):
    return open_review(database, kept_workshop, foreign_house.codebook, foreign_house.version, foreign_house.model)


def kept_and_decided(database: Database, answers, name: str = "Bouwplaats") -> int:
    """A workshop on whose answers (text, labels) a person decided entirely."""
    _, version = codebook_now(database)
    with database.writing() as connection:
        workshop_id = add_workshop(connection, name)
        ids = add_answers(connection, workshop_id, [NewAnswer(text, str(n)) for n, (text, _) in enumerate(answers)])
    changes = [Change(answer_id, labels) for answer_id, (_, labels) in zip(ids, answers, strict=True)]
    with database.writing() as connection:
        add_decisions(connection, changes, coder_id=coder_id(connection, "Ada"), codebook_version=version)
    return workshop_id


# -- which answers count ------------------------------------------------------------------------


def test_an_answer_counts_when_a_person_decided_on_every_facet(database, review, foreign_codebook):
    ids = [reviewed.answer.id for reviewed in review.answers]
    decide(database, review, {ids[0]: truth(0), ids[1]: {"ernst": ("hoog",)}}, "Ada")
    found = decided_in(database, [review.workshop_id], foreign_codebook)
    assert [(answer.text, answer.labels) for answer in found.answers] == [(FOREIGN_ANSWERS[0][0], truth(0))]
    assert (found.partly, found.outdated) == (1, 0)
    assert found.answers[0].sector == "Bouwplaats"


def test_what_was_taken_back_no_longer_counts(database, review, foreign_codebook):
    done = accept(database, review, [review.answers[0].answer.id], "Ada")
    assert answers_from_decisions(database, [review.workshop_id], foreign_codebook)
    undo(database, refresh(database, review), done, "Ada")
    assert not answers_from_decisions(database, [review.workshop_id], foreign_codebook)


def test_suggestions_stand_in_for_open_facets_only_when_asked(database, review, foreign_codebook, foreign_house):
    first = review.answers[0]
    decide(database, review, {first.answer.id: {"ernst": ("hoog",)}}, "Ada")
    filling = Filling(foreign_house.model, foreign_house.version)
    found = decided_in(database, [review.workshop_id], foreign_codebook, filling=filling)
    assert [answer.labels for answer in found.answers] == [{**first.judgement.labels, "ernst": ("hoog",)}]


def test_a_label_that_the_codebook_lost_does_not_count(database, review, foreign_codebook):
    accept(database, review, [review.answers[0].answer.id], "Ada")
    severity = foreign_codebook.facet("ernst")
    poorer = replace(severity, labels=severity.labels[1:])
    others = tuple(poorer if facet.key == "ernst" else facet for facet in foreign_codebook)
    found = decided_in(database, [review.workshop_id], replace(foreign_codebook, facets=others))
    assert (len(found.answers), found.outdated) == (0, 1)


# -- what is measured on ------------------------------------------------------------------------


def test_the_same_words_are_always_on_the_same_side():
    assert is_held_out("Goed  luisteren!") == is_held_out("goed luisteren")
    share = np.mean([is_held_out(f"antwoord nummer {number}") for number in range(5000)])
    assert share == pytest.approx(HELD_OUT_SHARE, abs=0.02)


@given(st.text())
def test_any_text_has_a_side_and_its_normal_form_the_same(text):
    assert is_held_out(text) == is_held_out(normal(text))


def labelled(text: str, split: str = TRAIN) -> LabelledAnswer:
    return LabelledAnswer(text, text, {}, split=split)


def test_nothing_near_an_answer_that_is_measured_on_is_learned_from():
    train = [
        labelled("Altijd de helm op de steiger!"),
        labelled("altijd je helm op de steigers"),
        labelled("vegen"),
    ]
    kept, near = without_near(train, [labelled("altijd de helm op de steiger")])
    assert (texts_of(kept), near) == (["vegen"], 2)


def test_a_fixed_part_of_the_decisions_is_measured_on_and_the_rest_learned_from(own_database, organisation):
    answers = [(f"{text} nummer {number}", truth(number)) for number, (text, *_) in enumerate(FOREIGN_ANSWERS)]
    workshop = kept_and_decided(own_database, answers)
    request = TrainingRequest("veilig", workshops=(workshop,), repeats=3)
    material = gather(request, own_database, organisation.codebook)
    held = {text for text, _ in answers if is_held_out(text)}
    assert held and held <= set(texts_of(material.test)) and not held & set(texts_of(material.train))
    assert len(material.repeated) == len(material.train) + 2 * material.sources["decided"]
    everything = gather(replace(request, hold_out=False), own_database, organisation.codebook)
    assert not held & set(texts_of(everything.test))
    flattered = gather(request, own_database, organisation.codebook, learned_before=frozenset([workshop]))
    assert not held & set(texts_of(flattered.test)), "the model in use learned from these"


def test_a_persons_decision_takes_the_place_of_the_same_words_in_the_training_data(own_database, organisation):
    workshop = kept_and_decided(own_database, [("Helm op!", {**truth(0), "ernst": ("hoog",)})])
    request = TrainingRequest("veilig", workshops=(workshop,), hold_out=False)
    material = gather(request, own_database, organisation.codebook)
    same = [answer.labels["ernst"] for answer in material.train if normal(answer.text) == "helm op"]
    assert same == [("hoog",)]


def test_too_little_to_measure_on_is_a_sentence(own_database, organisation):
    file = organisation.folder / "training" / "answers" / "all.jsonl"
    file.write_text("".join(line for line in file.open() if '"train"' in line), encoding="utf-8")
    with pytest.raises(UserMistake, match="at least 30"):
        gather(TrainingRequest("veilig"), own_database, organisation.codebook)


# -- a file of one's own ------------------------------------------------------------------------


@pytest.mark.parametrize("extension", ["jsonl", "csv", "xlsx"])
def test_a_labelled_file_is_taken_in_and_forgotten(organisation, tmp_path, extension):
    file = tmp_path / f"eigen.{extension}"
    rows = records(FOREIGN_ANSWERS)
    write_records(rows, file)
    taken = take_in(file, file.name, organisation.codebook)
    assert (taken.train, taken.test) == (120, 40)
    found = read_own(taken.key, organisation.codebook)
    assert [(own.text, own.labels["onderwerp"], own.split) for own in found] == [
        (row["text"], tuple(row["onderwerp"]), row["split"]) for row in rows
    ]
    assert [file.stat().st_mode & 0o777 for file in (tmp_path / "data").rglob("*.jsonl")] == [0o600]
    forget(taken.key)
    with pytest.raises(UserMistake):
        read_own(taken.key, organisation.codebook)


def test_a_file_that_does_not_fit_is_a_sentence_without_its_text(organisation, tmp_path):
    file = tmp_path / "eigen.csv"
    file.write_text("text;onderwerp;ernst;incident\ngeheim;bril;laag;nee\n", encoding="utf-8")
    with pytest.raises(UserMistake, match="row 2, column onderwerp") as caught:
        take_in(file, file.name, organisation.codebook)
    assert "geheim" not in str(caught.value) and "bril" not in str(caught.value)
    file.write_text("text;ernst;incident\ngeheim;laag;nee\n", encoding="utf-8")
    with pytest.raises(UserMistake, match="column onderwerp is missing"):
        take_in(file, file.name, organisation.codebook)


# -- asking -------------------------------------------------------------------------------------


def test_a_request_survives_as_json_and_what_later_versions_add_is_left_out():
    request = TrainingRequest("veilig", workshops=(3, 4), C=2.0, learning_curve=True)
    again = TrainingRequest.from_json({**json.loads(json.dumps(request.to_json())), "colour": "blue"})
    assert again == request


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "../weg"}, "model_name"),
        ({"shipped": False}, "retrain_nothing_chosen"),
        ({"C": 0.0}, "retrain_strength"),
        ({"repeats": 0}, "retrain_repeats"),
        ({"encoder": "glas"}, "encoder_unknown"),
        ({"workshops": (99,)}, "workshop_unknown"),
    ],
)
def test_what_cannot_be_trained_is_refused_at_once(database, change, code):
    with pytest.raises(UserMistake) as caught:
        ask_for_training(database, replace(TrainingRequest("veilig"), **change))
    assert caught.value.code == code
    assert not trainings(database)


def test_only_what_waits_can_be_withdrawn(database):
    job = ask_for_training(database, TrainingRequest("veilig"), " Ada  Jansen ")
    assert trainings(database)[0].asked_by == "Ada Jansen"
    withdraw(database, job)
    assert trainings(database)[0].state == "cancelled"
    with pytest.raises(UserMistake, match="no longer waiting"):
        withdraw(database, job)


def test_workshops_to_choose_from_tell_how_far_they_are_decided(database, review, foreign_codebook):
    assert choices(database, foreign_codebook) == []
    accept(database, review, [reviewed.answer.id for reviewed in review.answers[:4]], "Ada")
    assert [(item.decided, item.partly) for item in choices(database, foreign_codebook)] == [(4, 0)]


# -- the whole way ------------------------------------------------------------------------------


def test_a_training_is_compared_kept_and_never_promoted_by_itself(own_database, organisation):
    told = []
    request = TrainingRequest("veilig")
    result = run_training(request, own_database, organisation.registry, lambda *now: told.append(now))
    assert organisation.registry.current() == "veilig/1"
    assert [manifest.id for manifest in organisation.registry.manifests()] == ["veilig/1", "veilig/2"]
    assert [step for step, _ in told] == ["read", "fit", "evaluate", "compare", "save"]
    assert [share for _, share in told] == sorted(share for _, share in told)
    comparison = result.comparison
    assert comparison is not None and (comparison.current, comparison.candidate) == ("veilig/1", "veilig/2")
    stored = json.dumps(result.to_json())
    assert TrainingResult.from_json(json.loads(stored)) == result
    assert not any(text in stored for text, *_ in FOREIGN_ANSWERS if " " in text), "answers stay out of the result"
    job = ask_for_training(own_database, request)
    changed = changed_labels(
        own_database, organisation.codebook, Finished(trainings(own_database)[0], request, result)
    )
    assert job and {row.verdict for row in changed} >= {BECAME_RIGHT}
    assert all(row.text for row in changed)


@pytest.mark.slow
def test_relabelling_sixty_answers_of_a_workshop_helps_on_the_rest_of_it(codebook):
    """Real answers. A base of 1000 answers, none from near the workshop's own writer; eight sectors of one
    writer are the workshop of 438. The 60 that the base is least sure of get their true labels."""
    every = of_split(read_labelled(PROJECT / "training_data" / "answers", codebook), TRAIN)
    sectors = {"zorg", "gemeente", "wonen", "onderwijs", "industrie", "retail", "vervoer", "financieel"}
    workshop = [answer for answer in every if answer.sector in sectors]
    base_answers = _base_without(every, workshop)
    base = _fitted(codebook, base_answers)
    sure = [min(judgement.certainty.values()) for judgement in base.classify(texts_of(workshop))]
    chosen = set(np.argsort(sure, kind="stable")[:60].tolist())
    decided = [replace(answer, sector="eigen") for place, answer in enumerate(workshop) if place in chosen]
    rest, _ = without_near([answer for place, answer in enumerate(workshop) if place not in chosen], decided)
    again = _fitted(codebook, [*base_answers, *decided * TrainingRequest("eigen").repeats])
    before, after = (_right(model, rest, codebook) for model in (base, again))
    drawn = np.random.default_rng(0).integers(len(rest), size=(1000, len(rest)))
    low = np.percentile((after - before)[drawn].mean(axis=1), 2.5)
    told = f"{before.mean():.4f} → {after.mean():.4f} on {len(rest)} answers, gain at least {low:.4f}"
    print(told)
    assert after.mean() - before.mean() > 0.01 and low > 0, told


def _base_without(every: list[LabelledAnswer], workshop: list[LabelledAnswer]) -> list[LabelledAnswer]:
    numbers = [int(answer.id.split("-")[1]) for answer in workshop]
    # Writers wrote one after another: answers with numbers near those of the workshop are by the same one.
    near = range(min(numbers) - 1200, max(numbers) + 1200)
    far = [answer for answer in every if not (answer.id.startswith("ex-") and int(answer.id[3:]) in near)]
    order = np.random.default_rng(0).permutation(len(far))[:1000]
    return [far[place] for place in order]


def _fitted(codebook, answers: list[LabelledAnswer]) -> AnswerClassifier:
    sectors = [answer.sector for answer in answers]
    return AnswerClassifier(codebook).fit(texts_of(answers), indicator_of(answers, codebook), groups=sectors)


def _right(model: AnswerClassifier, answers: list[LabelledAnswer], codebook) -> np.ndarray:
    """Share (0..1) of facets that are entirely right, per answer."""
    same = model.predict(texts_of(answers)) == indicator_of(answers, codebook)
    columns = LabelColumns(codebook)
    return np.mean([same[:, columns.of(facet)].all(axis=1) for facet in codebook], axis=0)


def test_the_card_says_that_people_here_decided(own_database, organisation):
    answers = [(f"{text} nummer {number}", truth(number)) for number, (text, *_) in enumerate(FOREIGN_ANSWERS)]
    workshop = kept_and_decided(own_database, answers)
    result = run_training(TrainingRequest("veilig", workshops=(workshop,)), own_database, organisation.registry)
    card = (organisation.folder / "models" / result.model / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert f"{result.sources['decided']} antwoorden uit workshops" in card
    assert "niet bij echte medewerkers" not in card
    assert card.count("## ") == 4
    organisation.registry.verify(result.model)


def test_validation_answers_are_never_in_train(own_database, organisation):
    material = gather(TrainingRequest("veilig"), own_database, organisation.codebook)
    assert {answer.split for answer in material.test} == {VALIDATION}
    assert {answer.split for answer in material.train} == {TRAIN}
