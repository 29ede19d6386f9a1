"""Which models were used here, and how good they were found to be."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from classifier.store.tables import evaluation, model


def remember_model(connection: Connection, name: str, manifest: Mapping) -> int:
    """Keep the manifest of a model that is used here; its id. A known model stays as it is."""
    add = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(model)
    row = {"name": name, "manifest": dict(manifest), "at": datetime.now(UTC)}
    connection.execute(add.values(row).on_conflict_do_nothing())
    return connection.execute(select(model.c.id).where(model.c.name == name)).scalar_one()


def add_evaluation(connection: Connection, model_id: int, data: str, figures: Mapping) -> None:
    """Keep the figures of a model on data of this name."""
    row = {"model_id": model_id, "data": data, "figures": dict(figures), "at": datetime.now(UTC)}
    connection.execute(insert(evaluation).values(row))


def evaluations_of(connection: Connection, name: str) -> list[tuple[str, Mapping]]:
    """Data and figures of a model, the newest first."""
    chosen = select(evaluation.c.data, evaluation.c.figures).join(model).where(model.c.name == name)
    return [(row.data, row.figures) for row in connection.execute(chosen.order_by(evaluation.c.id.desc()))]
