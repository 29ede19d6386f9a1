"""The plain pages as routes, and the layers around the whole app: names, headers, guard."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from threading import Thread

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from classifier.errors import UserMistake
from classifier.loaded_house import loaded_house
from classifier.web.guard import Guard
from classifier.web.headers import SecurityHeaders
from classifier.web.hosts import HostCheck, configured_hosts
from classifier.web.phones import Phones
from classifier.web.render import STATIC, calm
from classifier.web.signing import SignIn
from classifier.web.state import WebState
from classifier.web.wall import wall_routes
from classifier.worker_process import take_up_waiting

_FILES = {"phone.css": "text/css", "send.js": "text/javascript", "mark.svg": "image/svg+xml"}
# Their address holds a digest of what is in them.
_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}


def routes(state: WebState) -> list[BaseRoute]:
    """Every plain page; Streamlit adds its own below ``/staff``."""
    phones, staff = Phones(state), SignIn(state)
    both = ["GET", "POST"]
    return [
        Route("/", calm(phones.home)),
        Route("/d/{code}", calm(phones.answer), methods=both),
        Route("/login", calm(staff.sign_in), methods=both),
        Route("/login/extern", calm(staff.elsewhere)),
        Route("/logout", calm(staff.sign_out), methods=both),
        *wall_routes(state),
        Route("/p/{name}", _file),
        Route("/favicon.ico", _no_icon),
        Route("/robots.txt", _robots),
    ]


def middleware(state: WebState, hosts: Iterable[str] = ()) -> list[Middleware]:
    """The layers, the outermost first. ``hosts``: names this server answers to besides its own."""
    known = configured_hosts() | {host.lower() for host in hosts}
    return [Middleware(SecurityHeaders), Middleware(HostCheck, hosts=known), Middleware(Guard, state=state)]


def lifespan(state: WebState) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Goes on with trainings that wait, loads the model, and lets go of the database when the server stops."""

    @asynccontextmanager
    async def living(_app: object) -> AsyncIterator[None]:
        await run_in_threadpool(take_up_waiting)
        # Nobody waits for this: a wall that comes back after a restart finds it done, or half done.
        Thread(target=_load, args=(state,), name="load the model", daemon=True).start()
        yield
        state.close()

    return living


def _load(state: WebState) -> None:
    # What is wrong is told by the first screen that needs the model.
    with suppress(UserMistake):
        loaded_house(state.database)


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("", 404)
    return FileResponse(STATIC / name, media_type=_FILES[name], headers=_FOR_A_DAY)


async def _no_icon(_request: Request) -> Response:
    return Response(status_code=204, headers=_FOR_A_DAY)


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
