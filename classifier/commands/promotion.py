"""``klantkompas models compare``, ``promote``, ``rollback``, ``history``."""

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from classifier.commands.frame import console, mistakes_as_sentences, say, the_codebook
from classifier.places import training_data_folder

if TYPE_CHECKING:
    from classifier.training.comparison import Comparison

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
    with mistakes_as_sentences():
        comparison = _compare(candidate, other, data)
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
    from classifier.training.promotion import DEFAULT_MARGIN, check, is_comparable, promote
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        registry, codebook = Registry(), the_codebook()
        found = None
        if is_comparable(registry, codebook):
            comparison = _compare(model, None, data)
            _show(comparison, labels=False)
            found = check(comparison, DEFAULT_MARGIN if margin is None else margin)
        by = login_name() if who is None else who
        promote(registry, model, check=found, who=by, reason=reason, codebook=codebook)
        say(f"{model} is in use")


@promotion_app.command("rollback")
def rollback_model(
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    who: Who = None,
) -> None:
    """Go back to the model that was in use before; once more goes back one further."""
    from classifier.training.promotion import rollback
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        change = rollback(Registry(), login_name() if who is None else who, reason, the_codebook())
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


def _compare(candidate: str, other: str | None, data: Path | None) -> "Comparison":
    """Raises UserMistake."""
    from classifier.training.comparison import compare
    from classifier.training.dataset import VALIDATION, of_split, read_labelled
    from classifier.training.registry import Registry

    registry, codebook = Registry(), the_codebook()
    one, beside = (registry.load(name, codebook) for name in (candidate, other))
    answers = read_labelled(data or training_data_folder() / "answers", codebook)
    with console.status("Comparing"):
        return compare(one, beside, answers if data else of_split(answers, VALIDATION), codebook)


def _show(comparison: "Comparison", *, labels: bool = True) -> None:
    from classifier import tables

    out = Console()
    title = f"{comparison.candidate} beside {comparison.current} on {comparison.answers} answers"
    out.print(title, highlight=False, markup=False)
    out.print(tables.differences(comparison.of_facets))
    if labels:
        out.print(tables.differences(comparison.of_labels))
    out.print(f"{len(comparison.changed)} answers get other labels", highlight=False)
