"""Starts the app on this machine: which settings it runs with, and what it says when a screen fails."""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import streamlit as st
from streamlit.starlette import App

from classifier.pages.parts.language import page_texts
from classifier.texts import Texts

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "pages" / "begin.py"
# The same as .streamlit/config.toml, which only `streamlit run app.py` finds by itself.
SETTINGS_FILE = HERE / "server.toml"


def serve(host: str = "127.0.0.1", port: int = 8501, app: App | None = None) -> None:
    """Run the app until it is stopped; its address is printed first."""
    print(Texts()("app.address", address=f"http://{host}:{port}"), flush=True)
    where = {"server.address": host, "server.port": port, "browser.serverAddress": host}
    # Streamlit would print the address a second time, in English.
    quiet = {"logger.hideWelcomeMessage": True}
    (app or App(SCRIPT, on_script_error=say_that_it_failed)).run(config={**settings(), **where, **quiet})


def settings() -> dict[str, object]:
    """Streamlit's settings by dotted name."""
    return dict(_dotted(tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))))


def _dotted(tree: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _dotted(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def say_that_it_failed(error: Exception) -> bool:
    """Tell the visitor that a programmer's error occurred, and log where; no answer reaches the log."""
    logging.getLogger(__name__).error("%s at %s", type(error).__name__, _place(error))
    st.error(page_texts()("app.failed"))
    return True


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
