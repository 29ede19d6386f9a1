"""``klantkompas workshop``: list, add, export and delete workshops."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from classifier.commands.frame import mistakes_as_sentences, progress_bar, say

workshops_app = typer.Typer(help="List, add, export and delete workshops.", no_args_is_help=True)
Id = Annotated[int, typer.Argument(help="Number of the workshop, as list shows it.")]


@workshops_app.command("list")
def list_workshops() -> None:
    """All workshops that are kept."""
    from classifier.retraining.material import codebook_now
    from classifier.shelf import shelf
    from classifier.store.upgrade import open_database

    with mistakes_as_sentences():
        database = open_database()
        found = shelf(database, codebook_now(database)[0])
    columns = ("name", Column("answers", justify="right"), Column("decided", justify="right"), "kept", "from")
    table = Table(Column("number", justify="right"), *columns)
    for item in found:
        kept = item.workshop
        counts = str(kept.answers), str(item.decided)
        table.add_row(str(kept.id), kept.name, *counts, f"{kept.at.astimezone():%Y-%m-%d}", kept.source)
    Console().print(table, markup=False)


@workshops_app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="csv, xlsx, jsonl or parquet with one answer per row.")],
    name: Annotated[str | None, typer.Option(help="Name of the workshop; that of the file when left out.")] = None,
    text_column: Annotated[str | None, typer.Option(help="Column with the answers; guessed when left out.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column with ids; answers are numbered without it.")] = None,
    group: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Column with groups; repeatable.")
    ] = None,
) -> None:
    """Keep the answers of a file as a workshop, and judge them at once."""
    from classifier.exchange.reading import read_table
    from classifier.in_force import in_force
    from classifier.keeping import judge, keep_answers
    from classifier.shelf import new_answers
    from classifier.store.upgrade import open_database

    with mistakes_as_sentences():
        answers = new_answers(read_table(file, file.name), text_column, id_column, group or [])
        database = open_database()
        house = in_force(database)
        workshop_id = keep_answers(database, name or file.stem, answers, source=file.name)
        with progress_bar() as progress:
            task = progress.add_task("Reading answers", total=len(answers))
            judge(database, workshop_id, house, lambda share: progress.update(task, completed=share * len(answers)))
        say(f"{len(answers)} answers kept and judged by {house.model}")
        typer.echo(workshop_id)


@workshops_app.command("export")
def export(
    workshop: Id,
    file: Annotated[Path, typer.Argument(help="Where to write: csv, xlsx, jsonl or parquet, by its extension.")],
) -> None:
    """Write a workshop to a file: per facet what the model predicted and what people decided."""
    from classifier.exchange.writing import write_records
    from classifier.shelf import export_records
    from classifier.store.upgrade import open_database

    with mistakes_as_sentences():
        records = export_records(open_database(), workshop)
        write_records(records, file)
        say(f"{len(records)} answers written to {file}")


@workshops_app.command("delete")
def delete(
    workshop: Id,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> None:
    """Delete a workshop with everything that belongs to it, also from backup copies; it says first what goes."""
    from classifier import keeping
    from classifier.retraining.learned import models_that_learned_from
    from classifier.store.upgrade import open_database

    with mistakes_as_sentences():
        database = open_database()
        going = keeping.what_goes(database, workshop)
        contents = going.contents
        say(
            f"This goes for good: {contents.answers} answers, {contents.predictions} predictions,"
            f" {contents.decisions} decisions, {contents.rounds} rounds with {contents.blind_codes} codes,"
            f" and {going.backups} backup copies of the database"
        )
        if taught := models_that_learned_from(database, workshop):
            say(f"These models learned words of it and stay as they are: {', '.join(taught)}")
        if not yes and not typer.confirm("Delete it?", err=True):
            raise typer.Exit(1)
        keeping.delete(database, workshop)
        say(f"Workshop {workshop} is deleted, {datetime.now(UTC).astimezone():%Y-%m-%d %H:%M}")
