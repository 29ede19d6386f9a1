"""``klantkompas models compare``, ``promote``, ``rollback``, ``history``."""

import getpass
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from classifier.commands.frame import console, mistakes_as_sentences, say

if TYPE_CHECKING:
    from classifier.codebook import Codebook
    from classifier.codebook_versions import CodebookHistory
    from classifier.retraining.beside import Beside
    from classifier.store.database import Database
    from classifier.training.comparison import Comparison
    from classifier.training.registry import Registry

promotion_app = typer.Typer()
Data = Annotated[
    Path | None,
    typer.Option(help="Labelled answers to compare on; the validation split of the training data when left out."),
]
Who = Annotated[str | None, typer.Option(help="Who chooses; your login name when left out.")]


def login_name() -> str:
    """The name of whoever runs the command; empty when the machine does not know it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


@promotion_app.command("compare")
def compare_models(
    candidate: Annotated[str, typer.Argument(metavar="CANDIDATE", help="name/version.")],
    other: Annotated[str | None, typer.Argument(help="name/version; the model in use when left out.")] = None,
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole comparison as JSON.")] = False,
) -> None:
    """Measure two models on the same answers, with intervals."""
    from classifier.retraining.beside import beside

    with mistakes_as_sentences():
        house = _house()
        current = beside(house.registry, other, house.codebook, house.history)
        comparison = _compare(house, candidate, current, data)
        if as_json:
            typer.echo(json.dumps(comparison.to_json(), ensure_ascii=False, indent=2))
        else:
            _show(comparison)


@promotion_app.command("promote")
def promote_model(
    model: Annotated[str, typer.Argument(help="name/version.")],
    reason: Annotated[str, typer.Option(help="Why, when it is worse than the model in use.")] = "",
    who: Who = None,
    margin: Annotated[
        float | None, typer.Option(help="How much any facet figure may fall; 0.02 when left out.", min=0)
    ] = None,
    data: Data = None,
) -> None:
    """Compare a model with the one in use, and put it to use when nothing got worse or a reason is given."""
    from classifier.retraining.beside import current_beside
    from classifier.training.promotion import DEFAULT_MARGIN, check, promote

    with mistakes_as_sentences():
        house, found = _house(), None
        if current := current_beside(house.registry, house.codebook, house.history):
            comparison = _compare(house, model, current, data)
            _show(comparison, labels=False)
            found = check(comparison, DEFAULT_MARGIN if margin is None else margin)
        by = login_name() if who is None else who
        promote(house.registry, model, check=found, who=by, reason=reason, codebook=house.codebook)
        say(f"{model} is in use")


@promotion_app.command("rollback")
def rollback_model(
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    who: Who = None,
) -> None:
    """Go back to the model that was in use before; once more goes back one further."""
    from classifier.retraining.beside import beside
    from classifier.training.promotion import previous_model, rollback

    with mistakes_as_sentences():
        house = _house()
        if target := previous_model(house.registry):
            beside(house.registry, target, house.codebook, house.history)
        change = rollback(house.registry, login_name() if who is None else who, reason)
        say(f"{change.after} is in use, instead of {change.before}")


@promotion_app.command("history")
def show_history(
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Which model was in use when, who chose it and why."""
    from dataclasses import asdict

    from classifier import tables
    from classifier.training.history import history
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        changes = history(Registry())
        if as_json:
            typer.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
        else:
            Console().print(tables.changes(changes))


def _compare(house: "House", candidate: str, current: "Beside", data: Path | None) -> "Comparison":
    """Raises UserMistake."""
    from classifier.retraining.beside import beside, compare
    from classifier.retraining.material import shipped_answers
    from classifier.training.dataset import VALIDATION, of_split, read_labelled

    one = beside(house.registry, candidate, house.codebook, house.history)
    if data is None:
        answers = of_split(shipped_answers(house.database), VALIDATION)
    else:
        answers = read_labelled(data, house.codebook)
    with console.status("Comparing"):
        return compare(one.load(), current.load(), answers, house.codebook)


@dataclass(frozen=True)
class House:
    """What models are compared under: the codebook in force with what came before it."""

    database: "Database"
    registry: "Registry"
    codebook: "Codebook"
    history: "CodebookHistory"


def _house() -> House:
    """Raises UserMistake."""
    from classifier.codebook_versions import history_of
    from classifier.retraining.material import codebook_now
    from classifier.store.upgrade import open_database
    from classifier.training.registry import Registry

    database = open_database()
    codebook, _ = codebook_now(database)
    return House(database, Registry(), codebook, history_of(database))


def _show(comparison: "Comparison", *, labels: bool = True) -> None:
    from classifier import tables

    out = Console()
    title = f"{comparison.candidate} beside {comparison.current} on {comparison.answers} answers"
    out.print(title, highlight=False, markup=False)
    out.print(tables.differences(comparison.of_facets))
    if labels:
        out.print(tables.differences(comparison.of_labels))
    show_left_out(comparison, out)
    where = ", counting only what was compared" if comparison.left_out else ""
    out.print(f"{len(comparison.changed)} answers get other labels{where}", highlight=False)


def show_left_out(comparison: "Comparison", out: Console) -> None:
    """What has no difference and why; nothing when all was compared."""
    from classifier import tables

    if comparison.left_out:
        out.print("Not compared:", highlight=False)
        out.print(tables.left_out(comparison.left_out))
