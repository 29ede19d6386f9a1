"""``klantkompas retrain``: learn from what people decided."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from classifier.commands.frame import EXIT_NOT_ENOUGH, console, mistakes_as_sentences, say
from classifier.commands.promotion import login_name, show_left_out
from classifier.errors import UserMistake

if TYPE_CHECKING:
    from classifier.retraining.request import TrainingRequest
    from classifier.retraining.result import TrainingResult
    from classifier.store.database import Database
    from classifier.store.jobs import Job

REASON_NEEDED = ("promotion_worse", "promotion_left_out", "promotion_blind")
STEPS = {
    "read": "Reading answers",
    "fit": "Learning from the answers",
    "evaluate": "Measuring on answers kept apart",
    "compare": "Comparing with the model in use",
    "curve": "Making the learning curve",
    "save": "Saving",
}


def retrain(
    from_decisions: Annotated[
        bool, typer.Option("--from-decisions", help="Learn from the training data and people's decisions.")
    ] = False,
    workshop: Annotated[
        list[int] | None, typer.Option(help="Workshop whose decisions count; repeatable, all when left out.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of the model; that of the model in use.")] = None,
    encoder: Annotated[str | None, typer.Option(help="Sentence encoder; see klantkompas train --help.")] = None,
    repeats: Annotated[int | None, typer.Option(help="How often a decided answer counts.", min=1)] = None,
    hold_out: Annotated[
        bool, typer.Option(help="Keep a fixed fifth of the decided answers apart to measure on.")
    ] = True,
    promote: Annotated[bool, typer.Option(help="Put the model to use when no facet gets worse.")] = False,
    margin: Annotated[
        float | None, typer.Option(help="How much any facet figure may fall; a usual margin when left out.", min=0)
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, when it is worse than the model in use.")] = "",
    who: Annotated[str | None, typer.Option(help="Who asks; your login name when left out.")] = None,
) -> None:
    """Train again, compare with the model in use, and keep the model; exit code 1 when it may not be promoted."""
    from classifier.store.upgrade import open_database

    by = login_name() if who is None else who
    with mistakes_as_sentences():
        if not from_decisions:
            raise UserMistake("retrain_from_decisions")
        database = open_database()
        options = {"encoder": encoder, "repeats": repeats, "hold_out": hold_out}
        request = _request(database, workshop or [], name, options)
        result = _train(database, request, by)
        _show(result)
        if promote:
            _promote(result, database, margin, by, reason)


def _request(database: "Database", workshops: list[int], name: str | None, options: dict) -> "TrainingRequest":
    from classifier.retraining.asking import choices, usual_name
    from classifier.retraining.material import codebook_now
    from classifier.retraining.request import TrainingRequest
    from classifier.training.registry import Registry

    chosen = workshops or [choice.workshop.id for choice in choices(database, codebook_now(database)[0])]
    if not chosen:
        raise UserMistake("retrain_no_decisions")
    given = {key: value for key, value in options.items() if value is not None}
    return TrainingRequest(name or usual_name(Registry()), workshops=tuple(chosen), **given)


def _train(database: "Database", request: "TrainingRequest", who: str) -> "TrainingResult":
    """In this process, after whatever waits already or is running elsewhere. Raises UserMistake."""
    from classifier.retraining.asking import ask_for_training
    from classifier.retraining.result import TrainingResult
    from classifier.store.jobs import DONE
    from classifier.training.registry import Registry
    from classifier.worker import wait_for

    job_id = ask_for_training(database, request, who)
    with console.status("Waiting") as status:
        job = wait_for(database, job_id, Registry(), lambda now: status.update(_step(now)))
    if job.state != DONE:
        raise _mistake(job)
    return TrainingResult.from_json(job.result)


def _step(job: "Job") -> str:
    return f"{STEPS.get(job.step, 'Waiting')} ({round(100 * job.progress)}%)"


def _mistake(job: "Job") -> UserMistake:
    if not job.mistake:
        return UserMistake("training_withdrawn", job=job.id)
    return UserMistake(job.mistake["code"], **job.mistake["facts"])


def _show(result: "TrainingResult") -> None:
    from classifier import tables

    decided = result.sources["decided"]
    say(f"Saved {result.model}: learned from {result.train} answers ({decided} decided here)")
    if result.partly:
        say(f"{result.partly} answers did not count: not every facet is decided")
    if result.near:
        say(f"{result.near} answers were left out: they are (nearly) measured on")
    if result.comparison is not None:
        say(f"Beside {result.comparison.current}, on {result.test} answers that neither learned from:")
        Console().print(tables.differences(result.comparison.of_facets))
        show_left_out(result.comparison, Console())


def _promote(result: "TrainingResult", database: "Database", margin: float | None, who: str, reason: str) -> None:
    from classifier.retraining.material import codebook_now
    from classifier.training import promotion
    from classifier.training.registry import Registry

    found = None
    if result.comparison is not None:
        found = promotion.check(result.comparison, promotion.DEFAULT_MARGIN if margin is None else margin)
    codebook, _ = codebook_now(database)
    try:
        promotion.promote(Registry(), result.model, check=found, who=who, reason=reason, codebook=codebook)
    except UserMistake as mistake:
        if mistake.code not in REASON_NEEDED:
            raise
        say(str(mistake))
        raise typer.Exit(EXIT_NOT_ENOUGH) from mistake
    say(f"{result.model} is in use")
