"""``klantkompas models``: list, show and verify models."""

import json
from typing import Annotated

import typer
from rich.console import Console

from classifier.commands.frame import EXIT_DAMAGED_MODEL, mistakes_as_sentences, say_mistake
from classifier.errors import UserMistake

models_app = typer.Typer(help="List, show and verify models.", no_args_is_help=True)


@models_app.command("list")
def list_models() -> None:
    """All models in the registry."""
    from classifier import tables
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        registry = Registry()
        Console().print(tables.models(registry.manifests(), registry.current()))


@models_app.command("show")
def show_model(
    model: Annotated[str | None, typer.Argument(help="name/version; the current model when left out.")] = None,
) -> None:
    """The manifest of a model, as JSON."""
    from dataclasses import asdict

    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        typer.echo(json.dumps(asdict(Registry().manifest(model)), ensure_ascii=False, indent=2))


@models_app.command("verify")
def verify_models(
    model: Annotated[str | None, typer.Argument(help="name/version; all models when left out.")] = None,
) -> None:
    """Check every file of a model against its manifest; exit code 3 when one differs."""
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        registry = Registry()
        wanted = [model] if model else [manifest.id for manifest in registry.manifests()]
    for name in wanted:
        try:
            registry.verify(name)
        except UserMistake as mistake:
            say_mistake(mistake)
            raise typer.Exit(EXIT_DAMAGED_MODEL) from mistake
        typer.echo(f"{name}: all files as the manifest says")
