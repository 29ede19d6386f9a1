"""The rules of the house (docs/architecture.md), held by tests."""

import ast
import re
import subprocess
import sys

import pytest

from classifier.places import PROJECT

SOURCES = [*sorted((PROJECT / "classifier").rglob("*.py")), PROJECT / "app.py"]
CORE = (
    "codebook codebook_reader labels lemmas separable phrases encoder dutch features estimators trust evidence"
    " judgement model label_colors codebook_changes codebook_checks codebook_applying codebook_history"
    " codebook_writer nearest_meaning new_labels facet_at_work working"
).split()
EDGES = {"streamlit", "starlette", "sqlalchemy", "typer", "altair"}


def imports_of(file) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("room", CORE)
def test_the_core_imports_no_edge(room):
    imported = imports_of(PROJECT / "classifier" / f"{room}.py")
    assert not {name.split(".")[0] for name in imported} & EDGES
    upstairs = (
        "classifier.training",
        "classifier.exchange",
        "classifier.pages",
        "classifier.workshop",
        "classifier.cli",
    )
    assert not [name for name in imported if name.startswith(upstairs)]


def test_reading_answers_never_loads_the_edges():
    code = "import sys, classifier.model; print(sorted({'streamlit','starlette','sqlalchemy'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("room", ["exchange", "training"])
def test_stairs_go_one_way(room):
    for file in (PROJECT / "classifier" / room).rglob("*.py"):
        above = ("classifier.pages", "classifier.workshop", "classifier.cli", "streamlit", "typer")
        assert not [name for name in imports_of(file) if name.startswith(above)], file


def test_no_python_file_names_a_theme_or_level_by_its_key(codebook):
    # The labels of a flag are "ja" and "nee", words of the language rather than of this codebook.
    named = [facet for facet in codebook if facet.kind != "flag"]
    keys = {facet.key for facet in codebook} | {key for facet in named for key in facet.keys if len(key) > 1}
    for file in SOURCES:
        strings = {
            node.value
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert strings & keys == set(), file


def test_modules_are_small():
    long = {
        str(file): lines for file in SOURCES if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_functions_can_be_read_in_one_look():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 10


def test_nothing_committed_names_a_path_of_one_machine_or_a_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=PROJECT
    ).stdout
    places = re.compile(r"/(?:home|root|Users|work|tmp)/\w|(?:pypi|pythonhosted|npmjs)\.org")
    found = []
    for name in filter(None, listed.split("\0")):
        file = PROJECT / name
        if (
            file.suffix in {".joblib", ".png", ".xlsx", ".lock"}
            or name == "tests/test_house.py"
            or not file.is_file()
        ):
            continue
        found += [name] if places.search(file.read_text(encoding="utf-8", errors="replace")) else []
    assert not found


# Modules that run what a file says, and where one of them is allowed.
UNPICKLERS = {"pickle", "_pickle", "cloudpickle", "dill", "shelve", "marshal", "jsonpickle", "torch"}
OPENS_MODELS = "registry.py"


def calls_of(file) -> set[str]:
    """What is called by its dotted name, and keywords as they are given, as ``allow_pickle=True``."""
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    keywords = {f"{own.arg}={ast.unparse(own.value)}" for call in calls for own in call.keywords if own.arg}
    return {ast.unparse(call.func) for call in calls} | keywords


def test_unknown_files_are_never_unpickled_and_html_is_never_trusted():
    for file in SOURCES:
        source, calls = file.read_text(encoding="utf-8"), calls_of(file)
        assert not {name.split(".")[0] for name in imports_of(file)} & UNPICKLERS, file
        assert not {"allow_pickle=True", "eval", "exec"} & calls, file
        assert "unsafe_allow_html" not in source, file
        assert "pickle.load" not in source and "read_pickle" not in source, file
        # Called by its whole name and in one place, after the hash of the very bytes was compared.
        assert not re.search(r"from joblib import .*\bload\b", source), file
        assert "joblib.load" not in source or file.name == OPENS_MODELS, file
