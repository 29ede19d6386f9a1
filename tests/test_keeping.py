"""Kept workshops: judging all that waits, and what deleting one takes away."""

import pytest

from classifier import keeping
from classifier.codebook_changes import MergeLabels
from classifier.codebook_versions import change_codebook
from classifier.in_force import InForce
from classifier.review import accept, decide, open_review, refresh, undo
from classifier.store.codebooks import newest_version
from classifier.store.decisions import decisions_of
from classifier.store.predictions import predictions_of
from classifier.store.workshops import NewAnswer, answers_of
from classifier.working import WorkingReader

TEXTS = ["helm op", "gevaar meteen melden bij de chef", "vegen na elke klus"]
MERGE = MergeLabels("onderwerp", ("melden",), "opruimen")


@pytest.fixture
def two_workshops(database, foreign_house, kept_workshop) -> list[int]:
    """One judged and wholly decided on, and one that nobody judged."""
    review = reviewed(database, foreign_house, kept_workshop)
    accept(database, review, [one.answer.id for one in review.answers], "Anna")
    other = keeping.keep_answers(database, "Keet", [NewAnswer(text, text[:4]) for text in TEXTS])
    return [kept_workshop, other]


def reviewed(database, house: InForce, workshop: int):
    return open_review(database, workshop, house.codebook, house.version, house.model)


def after_a_merge(database, house: InForce) -> InForce:
    change_codebook(database, MERGE, "Anna", house.version)
    with database.reading() as connection:
        version = newest_version(connection)
    reader = WorkingReader(house.reader, house.codebook, [MERGE])
    return InForce(reader.codebook, version.id, reader)


def waiting(database, house: InForce) -> dict[str, int]:
    return {one.workshop.name: one.answers for one in keeping.waiting(database, house.model, house.version)}


def test_after_a_change_of_the_codebook_every_workshop_waits_and_one_press_judges_them(
    database, foreign_house, two_workshops
):
    assert waiting(database, foreign_house) == {"Keet": 3}
    now = after_a_merge(database, foreign_house)
    assert waiting(database, now) == {"Keet": 3, "Bouwplaats": 20}
    told: list[float] = []
    assert keeping.judge_all(database, now, told.append) == 23
    assert waiting(database, now) == {}
    assert told == sorted(told) and told[-1] == 1
    assert all(one.judgement.labels["onderwerp"] != ("melden",) for workshop in two_workshops
               for one in reviewed(database, now, workshop).answers)  # fmt: skip
    assert keeping.judge_all(database, now) == 0


def test_judging_all_leaves_decisions_and_what_was_said_before(database, foreign_house, two_workshops):
    decided, _ = two_workshops
    now = after_a_merge(database, foreign_house)
    with database.reading() as connection:
        before = decisions_of(connection, decided)
        said = predictions_of(connection, decided, foreign_house.model, foreign_house.version)
    keeping.judge_all(database, now)
    with database.reading() as connection:
        assert decisions_of(connection, decided) == before
        assert predictions_of(connection, decided, foreign_house.model, foreign_house.version) == said


def test_stopped_halfway_it_goes_on_where_it_ended(database, foreign_house, two_workshops, monkeypatch):
    monkeypatch.setattr(keeping, "LOT", 2)
    now = after_a_merge(database, foreign_house)

    class StoppedError(Exception):
        """The visitor closed the page."""

    def stop(share: float) -> None:
        if share > 0.3:
            raise StoppedError

    with pytest.raises(StoppedError):
        keeping.judge_all(database, now, stop)
    left = waiting(database, now)
    assert "Keet" not in left and 0 < left["Bouwplaats"] < 20
    assert keeping.judge_all(database, now) == left["Bouwplaats"]
    assert waiting(database, now) == {}


def test_a_workshop_that_is_deleted_meanwhile_stops_nothing(database, foreign_house, two_workshops):
    decided, other = two_workshops
    now = after_a_merge(database, foreign_house)
    deleted = []

    def delete_the_next(share: float) -> None:
        if not deleted:
            deleted.append(keeping.delete(database, decided))

    assert keeping.judge_all(database, now, delete_the_next) == 3
    assert waiting(database, now) == {}
    with database.reading() as connection:
        assert len(predictions_of(connection, other, now.model, now.version)) == 3


def test_an_answer_that_is_gone_when_its_judgement_is_kept_is_left_out(database, foreign_house, two_workshops):
    _, other = two_workshops

    class Deleting:
        """Someone deletes the workshop while its answers are read."""

        name, codebook = foreign_house.reader.name, foreign_house.codebook

        def classify(self, texts, *, evidence=False):
            judged = list(foreign_house.reader.classify(texts, evidence=evidence))
            keeping.delete(database, other)
            yield from judged

    house = InForce(foreign_house.codebook, foreign_house.version, Deleting())
    keeping.judge(database, other, house)
    with database.reading() as connection:
        assert answers_of(connection, other) == []


# -- deleting -------------------------------------------------------------------------------------


def test_what_goes_counts_decisions_that_stand(database, foreign_house, kept_workshop):
    review = reviewed(database, foreign_house, kept_workshop)
    first, second = (one.answer.id for one in review.answers[:2])
    decide(database, review, {first: {"ernst": ("hoog",)}, second: {"ernst": ("laag",)}}, "Anna")
    review = refresh(database, review)
    decide(database, review, {first: {"ernst": ("midden",)}}, "Anna")
    review = refresh(database, review)
    assert keeping.what_goes(database, kept_workshop).contents.decisions == 2, "decided anew is one decision"
    taken_back = decide(database, review, {second: {"incident": ("ja",)}}, "Anna")
    undo(database, refresh(database, review), taken_back, "Anna")
    assert keeping.what_goes(database, kept_workshop).contents.decisions == 2
    assert keeping.delete(database, kept_workshop).contents.decisions == 2
