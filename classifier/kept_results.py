"""A kept workshop as results: with what people decided where they did, or with the model's suggestions alone."""

from dataclasses import replace

from classifier.exchange.table import Answer
from classifier.judgement import Judgement
from classifier.review import Review, Reviewed
from classifier.store.workshops import KeptAnswer
from classifier.summary import Judged, groups_of, to_records

PERSON, MODEL = "person", "model"


def judged_answers(review: Review, *, decisions: bool = True) -> list[Judged]:
    """The answers for counts and charts; with ``decisions`` a person's labels count before the model's.

    Scores, certainty and evidence stay the model's.
    """
    return [
        Judged(_answer(own.answer), _decided(own, review) if decisions else own.judgement) for own in review.answers
    ]


def _answer(kept: KeptAnswer) -> Answer:
    return Answer(kept.external_id, kept.text, group_of(kept))


def group_of(answer: KeptAnswer) -> str:
    """The group of an answer: the value of its first column, "" for none."""
    return next(iter(answer.groups.values()), "")


def _decided(reviewed: Reviewed, review: Review) -> Judgement:
    labels = {facet.key: reviewed.labels(facet) for facet in review.codebook}
    needs_review = reviewed.judgement.review and not reviewed.is_done(review.codebook)
    return replace(reviewed.judgement, labels=labels, review=needs_review)


def decided_records(review: Review, *, decisions: bool = True) -> list[dict[str, object]]:
    """The records of a download, each with ``decided_by``: facet → ``person`` or ``model``."""
    judged = judged_answers(review, decisions=decisions)
    records = to_records(judged, review.codebook, groups_of(judged))
    return [
        {**record, "decided_by": _decided_by(own, review, decisions)}
        for record, own in zip(records, review.answers, strict=True)
    ]


def _decided_by(reviewed: Reviewed, review: Review, decisions: bool) -> dict[str, str]:
    return {
        facet.key: PERSON if decisions and facet.key in reviewed.decided else MODEL for facet in review.codebook
    }


def decided_count(review: Review) -> int:
    """How many answers a person decided on in part or entirely."""
    return sum(bool(own.decided) for own in review.answers)
