"""What every command shares: exit codes, mistakes as sentences, a progress bar."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from classifier.codebook import Codebook
from classifier.codebook_reader import read_codebook
from classifier.errors import UserMistake
from classifier.places import codebook_file
from classifier.texts import Texts

EXIT_NOT_ENOUGH = 1
EXIT_USER_MISTAKE = 2
EXIT_DAMAGED_MODEL = 3

# Everything that is not a result goes to standard error, so that results can be piped.
console = Console(stderr=True)


def say(text: str) -> None:
    """A line on standard error, exactly as it is."""
    console.print(text, markup=False, highlight=False)


def say_mistake(mistake: UserMistake) -> None:
    """A mistake as a sentence on standard error."""
    console.print(mistake.message(Texts("en")), style="red", markup=False, highlight=False)


@contextmanager
def mistakes_as_sentences() -> Iterator[None]:
    """Raise normally inside; turn a user's mistake into a sentence and an exit code here."""
    try:
        yield
    except UserMistake as mistake:
        say_mistake(mistake)
        raise typer.Exit(EXIT_USER_MISTAKE) from mistake
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        sys.stderr.close()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error; silent when that is no terminal."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress


def the_codebook() -> Codebook:
    """The codebook in force. Raises UserMistake."""
    return read_codebook(codebook_file())
