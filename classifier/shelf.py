"""The shelf of kept workshops, for commands: how far each is decided, in from a file and out to one."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.codebook import Codebook
from classifier.codebook_versions import history_of
from classifier.errors import UserMistake
from classifier.exchange.headers import position_of
from classifier.exchange.table import Table, answers_from
from classifier.retraining.decided import in_force, labels_of_today
from classifier.retraining.material import codebook_now
from classifier.retraining.own_file import ALL, COMPLETE, DECIDED, NONE, SOME
from classifier.store.database import Database
from classifier.store.decisions import Keys, decisions_of
from classifier.store.predictions import models_of, predictions_of
from classifier.store.workshops import KeptAnswer, KeptWorkshop, NewAnswer, answers_of, workshop_by_id, workshops

PREDICTED = "predicted"


@dataclass(frozen=True)
class Shelved:
    """A workshop, and how many of its answers people decided on entirely."""

    workshop: KeptWorkshop
    decided: int


def shelf(database: Database, codebook: Codebook) -> list[Shelved]:
    """All workshops, the newest first. Raises UserMistake."""
    with database.reading() as connection:
        kept = [(workshop, decisions_of(connection, workshop.id)) for workshop in workshops(connection)]
    wanted = {facet.key for facet in codebook}
    return [
        Shelved(workshop, sum(wanted <= set(own) for own in in_force(decisions).values()))
        for workshop, decisions in kept
    ]


def new_answers(
    table: Table, text_column: str | None, id_column: str | None, groups: Sequence[str]
) -> list[NewAnswer]:
    """The answers of a table with text, each with its groups. Raises UserMistake."""
    positions = [position_of(name, table.columns) for name in groups]
    places = {table.columns[position]: position for position in positions}
    answers = answers_from(table, text_column, id_column)
    found = [
        NewAnswer(answer.text, answer.id, {name: row[place] for name, place in places.items() if row[place]})
        for answer, row in zip(answers, table.rows, strict=True)
        if answer.text
    ]
    if not found:
        raise UserMistake("workshop_no_answers")
    return found


def export_records(database: Database, workshop_id: int) -> list[dict[str, object]]:
    """A record per answer: ``predicted`` by the model that judged it last and ``decided`` by people, per facet.

    A facet that nobody decided on is empty under ``decided``. Raises UserMistake.
    """
    codebook, version = codebook_now(database)
    with database.reading() as connection:
        workshop_by_id(connection, workshop_id)
        models = models_of(connection, workshop_id)
        said = predictions_of(connection, workshop_id, models[0], version) if models else {}
        answers = answers_of(connection, workshop_id)
        decisions = in_force(decisions_of(connection, workshop_id))
    decided = labels_of_today(decisions, history_of(database))
    predicted = {answer_id: judgement.labels for answer_id, judgement in said.items()}
    return [
        _record(answer, predicted.get(answer.id, {}), decided.get(answer.id, {}), codebook) for answer in answers
    ]


def _record(answer: KeptAnswer, predicted, decided, codebook: Codebook) -> dict[str, object]:
    return {
        "id": answer.external_id,
        "text": answer.text,
        **{f"group.{column}": value for column, value in answer.groups.items()},
        COMPLETE: _how_far(decided, codebook),
        PREDICTED: _values(predicted, codebook),
        DECIDED: _values(decided, codebook),
    }


def _how_far(decided, codebook: Codebook) -> str:
    # An empty cell may mean "no label" or "not decided"; this tells the two apart.
    found = sum(facet.key in decided for facet in codebook)
    return ALL if found == len(codebook.facets) else SOME if found else NONE


def _values(labels: dict[str, Keys], codebook: Codebook) -> dict[str, list[str] | str | None]:
    return {facet.key: _value(labels.get(facet.key), takes_many=facet.takes_many) for facet in codebook}


def _value(keys: Keys | None, *, takes_many: bool) -> list[str] | str | None:
    if keys is None:
        return None
    return list(keys) if takes_many else keys[0]
