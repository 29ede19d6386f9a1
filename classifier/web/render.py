"""Plain pages from templates; whatever is filled in is escaped."""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from functools import cache, wraps
from math import ceil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from classifier.errors import UserMistake
from classifier.texts import LANGUAGES, Texts

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
Endpoint = Callable[[Request], Awaitable[Response]]


def texts_of(request: Request) -> Texts:
    """The texts of a visit: Dutch, unless its address asks for another language."""
    wanted = request.query_params.get("lang", "")
    return Texts(wanted if wanted in LANGUAGES else LANGUAGES[0])


def page(request: Request, template: str, status: int = 200, **facts: object) -> HTMLResponse:
    """A page in the language of the visit."""
    texts = texts_of(request)
    query = "" if texts.language == LANGUAGES[0] else f"?lang={texts.language}"
    known = {"t": texts, "query": query, "asset": asset, "path": request.url.path}
    return HTMLResponse(_environment().get_template(template).render(**known, **facts), status)


def message(request: Request, key: str, status: int, **facts: object) -> HTMLResponse:
    """A page with one sentence."""
    return page(request, "message.html", status, says=texts_of(request)(key, **facts))


def please_wait(request: Request, seconds: float) -> HTMLResponse:
    """Too often: come back in so many seconds."""
    response = message(request, "web.please_wait", 429, seconds=ceil(seconds))
    response.headers["Retry-After"] = str(ceil(seconds))
    return response


def calm(endpoint: Endpoint) -> Endpoint:
    """A page that says so when something of ours failed. Only where is logged: a message may hold an answer."""

    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except UserMistake:
            # The sentence of a database names a place on the server, which is nobody's business here.
            return message(request, "web.database_away", 503)
        except Exception as error:  # noqa: BLE001 - at this edge nothing may go on, as its message may hold an answer
            _log(error)
            return message(request, "web.failed", 500)

    return answered


def _log(error: Exception) -> None:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    logging.getLogger(__name__).error("%s at %s", type(error).__name__, place)


@cache
def asset(name: str) -> str:
    """The address of a file in ``static``, which changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/p/{name}?v={digest}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
