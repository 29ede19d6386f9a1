"""Starts the app: plain pages at ``/`` and screens below ``/staff``, in one process."""

import logging
import socket
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.starlette import App

from classifier.errors import UserMistake
from classifier.pages.parts.language import page_texts
from classifier.staff import has_accounts
from classifier.store.upgrade import open_database
from classifier.texts import Texts
from classifier.web.front import lifespan, middleware, routes
from classifier.web.headers import STAFF
from classifier.web.hosts import is_loopback
from classifier.web.state import WebState

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "pages" / "begin.py"
# The same as .streamlit/config.toml, which only `streamlit run app.py` finds by itself.
SETTINGS_FILE = HERE / "server.toml"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


def serve(host: str = "127.0.0.1", port: int = 8501, app: App | None = None, hosts: Iterable[str] = ()) -> None:
    """Run the app until it is stopped; its address is printed first.

    ``hosts``: names this server answers to besides its own. Raises UserMistake for a network without accounts.
    """
    if not is_loopback(host):
        _refuse_without_accounts(host)
    address = f"http://{_printed(host)}:{port}"
    print(Texts()("app.address", address=f"{address}{STAFF}/"), flush=True)
    print(Texts()("web.start_network", address=f"{address}/"), flush=True)
    where = {"server.address": host, "server.port": port, "browser.serverAddress": host}
    # Streamlit would print the address a second time, in English.
    quiet = {"logger.hideWelcomeMessage": True}
    (app or App(SCRIPT, **parts(hosts))).run(config={**settings(), **where, **quiet})


def parts(hosts: Iterable[str] = ()) -> dict[str, Any]:
    """What is put around the screens: the plain pages, the layers with the guard, and how failures are told."""
    state = WebState()
    return {
        "routes": routes(state),
        "middleware": middleware(state, hosts),
        "lifespan": lifespan(state),
        "on_script_error": say_that_it_failed,
    }


def _refuse_without_accounts(host: str) -> None:
    database = open_database()
    try:
        if not has_accounts(database):
            raise UserMistake("account_needed", host=host)
    finally:
        database.close()


def _printed(host: str) -> str:
    name = socket.gethostname() if host in EVERYWHERE else host
    return f"[{name}]" if ":" in name else name


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
