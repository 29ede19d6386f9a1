"""The text catalogue: both languages say the same things, and nothing on screen is written elsewhere."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from classifier.places import PROJECT
from classifier.texts import LANGUAGES, Texts, load_catalogue

SOURCES = [PROJECT / "app.py", *sorted((PROJECT / "classifier").rglob("*.py"))]
TEMPLATES = sorted((PROJECT / "classifier" / "web" / "templates").glob("*.html"))
KEY_IN_TEMPLATE = re.compile(r"""\bt\(["']([a-z_.]+)["']""")
SCREENS = [PROJECT / "app.py", *sorted((PROJECT / "classifier" / "pages").rglob("*.py"))]
# Calls on these draw something, and so do methods of these names on a column (`text` is also a label's).
DRAWS = {"st", "config", "charts"}
DRAWING_METHODS = {"markdown", "selectbox", "button", "error", "warning", "info", "title", "header"}
VISIBLE = {"label", "help", "placeholder", "title", "page_title", "body", "text", "alt", "value", "delta"}
DIRECTIVE = re.compile(r":\w+\[")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def strings_in_code() -> frozenset[str]:
    in_python = {
        node.value
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return frozenset(in_python | {key for file in TEMPLATES for key in KEY_IN_TEMPLATE.findall(file.read_text())})


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_both_languages_have_the_same_keys_and_placeholders():
    dutch, english = (load_catalogue(language) for language in LANGUAGES)
    assert dutch.keys() == english.keys()
    assert {key: placeholders(text) for key, text in dutch.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


def test_no_text_is_empty_or_shouts():
    for language in LANGUAGES:
        for key, text in load_catalogue(language).items():
            assert text.strip(), key
            assert "!" not in text, key


def test_every_key_in_code_exists():
    sections = {key.split(".")[0] for key in load_catalogue("nl")}
    looks_like_a_key = re.compile(rf"(?:{'|'.join(sections)})(?:\.[a-z_]+)+")
    used = {string for string in strings_in_code() if looks_like_a_key.fullmatch(string)}
    assert not {key for key in used - load_catalogue("nl").keys() if not key.endswith((".py", ".html"))}


def test_every_mistake_has_a_sentence():
    raised = {
        code
        for file in SOURCES
        for call in calls(file)
        if isinstance(call.func, ast.Name) and call.func.id == "UserMistake" and call.args
        for code in [literal(call.args[0])]
        if code
    }
    assert not {code for code in raised if f"error.{code}" not in load_catalogue("nl")}


def test_no_text_is_unused():
    strings = strings_in_code()
    codes = strings | {f"codebook_{string}" for string in strings}
    unused = {
        key
        for key in load_catalogue("nl")
        if key not in strings and not (key.startswith("error.") and key.removeprefix("error.") in codes)
    }
    assert not unused


def test_every_placeholder_is_filled_in():
    for file in SOURCES:
        for call in calls(file):
            key = literal(call.args[0]) if call.args else None
            if key in load_catalogue("nl") and all(word.arg for word in call.keywords):
                assert {word.arg for word in call.keywords} == placeholders(load_catalogue("nl")[key]), (
                    file,
                    key,
                )


# -- nothing on screen is written elsewhere ---------------------------------------------------------


def draws(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    on_name = isinstance(call.func.value, ast.Name)
    return on_name and (call.func.value.id in DRAWS or call.func.attr in DRAWING_METHODS)


def written_out(node: ast.expr) -> str:
    """The letters that stand in a literal or between the holes of an f-string."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = " ".join(literal(part) or "" for part in parts)
    return "".join(filter(str.isalpha, DIRECTIVE.sub("", text)))


@pytest.mark.parametrize("file", SCREENS, ids=lambda file: file.name)
def test_screens_hold_no_text_of_their_own(file):
    for call in filter(draws, calls(file)):
        shown = [*call.args, *(word.value for word in call.keywords if word.arg in VISIBLE)]
        assert not [found for node in shown if (found := written_out(node))], f"{file}:{call.lineno}"


def test_an_unknown_language_or_key_is_a_programmers_error():
    with pytest.raises(ValueError, match="klingon"):
        Texts("klingon")
    with pytest.raises(KeyError):
        Texts()("app.there_is_none")
