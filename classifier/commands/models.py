"""``klantkompas models``: list, show, verify, import and export models."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from classifier.commands.frame import EXIT_DAMAGED_MODEL, mistakes_as_sentences, say, say_mistake, the_codebook
from classifier.commands.promotion import promotion_app
from classifier.errors import UserMistake
from classifier.places import training_data_folder

models_app = typer.Typer(help="List, verify, compare and choose models.", no_args_is_help=True)
models_app.add_typer(promotion_app)


@models_app.command("list")
def list_models() -> None:
    """All models in the registry."""
    from classifier import tables
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        registry = Registry()
        in_use = registry.current() if registry.has_current() else ""
        Console().print(tables.models(registry.manifests(), in_use))


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

    registry = Registry()
    damaged = False
    for name in [model] if model else registry.names():
        try:
            registry.verify(name)
        except UserMistake as mistake:
            say_mistake(mistake)
            damaged = True
        else:
            typer.echo(f"{name}: all files as the manifest says")
    if damaged:
        raise typer.Exit(EXIT_DAMAGED_MODEL)


@models_app.command("export")
def export(
    model: Annotated[str, typer.Argument(help="name/version.")],
    file: Annotated[Path, typer.Argument(help="Where to write it; by convention the name ends in .skops.")],
) -> None:
    """Write a model as a skops file, which holds no code and can be read elsewhere."""
    from classifier.training.foreign import export_model
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        export_model(Registry().load(model, the_codebook()), file)
        say(f"{model} written to {file}")


@models_app.command("import")
def import_model(
    file: Annotated[Path, typer.Argument(help="A skops file of klantkompas models export.")],
    name: Annotated[str, typer.Option(help="Name of the model here; the version is the next number.")],
) -> None:
    """Keep a model made elsewhere; it is checked and measured first, and not put to use."""
    from classifier.training.dataset import VALIDATION, of_split, read_labelled
    from classifier.training.foreign import import_foreign
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        codebook = the_codebook()
        answers = of_split(read_labelled(training_data_folder() / "answers", codebook), VALIDATION)
        manifest = import_foreign(Registry(), file, codebook, name, answers)
        say(f"Saved {manifest.id}; klantkompas models promote {manifest.id} puts it to use")
