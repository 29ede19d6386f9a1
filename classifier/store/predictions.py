"""What models said of kept answers: one row per answer, model and codebook."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from classifier.judgement import EvidenceWord, Judgement
from classifier.store.tables import answer, prediction


def save_predictions(
    connection: Connection, judged: Iterable[tuple[int, Judgement]], codebook_version: int
) -> None:
    """Keep judgements by answer id; one of the same model and codebook is replaced."""
    rows = [_to_row(answer_id, judgement, codebook_version) for answer_id, judgement in judged]
    for row in rows:
        same = (prediction.c.answer_id == row["answer_id"]) & (prediction.c.model == row["model"])
        connection.execute(delete(prediction).where(same & (prediction.c.codebook_version_id == codebook_version)))
    if rows:
        connection.execute(insert(prediction), rows)


def _to_row(answer_id: int, judgement: Judgement, codebook_version: int) -> dict:
    return {
        "answer_id": answer_id,
        "model": judgement.model,
        "codebook_version_id": codebook_version,
        "labels": {facet: list(keys) for facet, keys in judgement.labels.items()},
        "scores": {facet: dict(scores) for facet, scores in judgement.scores.items()},
        "certainty": dict(judgement.certainty),
        "evidence": {
            facet: {label: [asdict(word) for word in words] for label, words in labels.items()}
            for facet, labels in judgement.evidence.items()
        },
        "review": judgement.review,
        "at": datetime.now(UTC),
    }


def predictions_of(
    connection: Connection, workshop_id: int, model: str, codebook_version: int
) -> dict[int, Judgement]:
    """Answer id → what the model said in terms of this codebook."""
    rows = connection.execute(
        select(prediction)
        .join(answer)
        .where(answer.c.workshop_id == workshop_id)
        .where(prediction.c.model == model, prediction.c.codebook_version_id == codebook_version)
    )
    return {row.answer_id: _judgement(row) for row in rows}


def judged_counts(connection: Connection, model: str, codebook_version: int) -> dict[int, int]:
    """Workshop id → how many of its answers a model judged in terms of this codebook."""
    rows = connection.execute(
        select(answer.c.workshop_id, func.count().label("judged"))
        .join_from(prediction, answer)
        .where(prediction.c.model == model, prediction.c.codebook_version_id == codebook_version)
        .group_by(answer.c.workshop_id)
    )
    return {row.workshop_id: row.judged for row in rows}


def hold_answers(connection: Connection, answer_ids: Sequence[int]) -> set[int]:
    """Of these answers those that are still there; nobody else judges or deletes them until this is written."""
    held = select(answer.c.id).where(answer.c.id.in_(answer_ids)).order_by(answer.c.id).with_for_update()
    return set(connection.execute(held).scalars())


def carry_over(connection: Connection, model: str, before: int, after: int) -> None:
    """What a model said stays said under the next codebook: only for a change after which it would say the same."""
    said = (prediction.c.model == model) & (prediction.c.codebook_version_id == before)
    connection.execute(update(prediction).where(said).values(codebook_version_id=after))


def models_of(connection: Connection, workshop_id: int) -> list[str]:
    """The models that judged a workshop, the latest first."""
    rows = connection.execute(
        select(prediction.c.model, prediction.c.id)
        .join(answer)
        .where(answer.c.workshop_id == workshop_id)
        .order_by(prediction.c.id.desc())
    )
    return list(dict.fromkeys(name for name, _ in rows))


def _judgement(row: Row) -> Judgement:
    return Judgement(
        labels={facet: tuple(keys) for facet, keys in row.labels.items()},
        scores=row.scores,
        certainty=row.certainty,
        review=row.review,
        model=row.model,
        evidence={
            facet: {label: tuple(EvidenceWord(**word) for word in words) for label, words in labels.items()}
            for facet, labels in row.evidence.items()
        },
    )
