"""The wall: the projector screen of a live session, ``/wand/<session id>``, and the data it asks for.

Behind the guard like every staff page. Whatever a wall asks every two seconds is made once per change and shared
by all walls: asking without news is a comparison of two short strings.
"""

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeVar

import segno
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit import config

from classifier import room_compare
from classifier.errors import UserMistake
from classifier.roles import sees
from classifier.room import Rooms, RoomState
from classifier.room_picture import Plain, picture_of, quotes_of
from classifier.store.sessions import CLOSED, LiveSession, session_by_id
from classifier.web.cookies import session_token
from classifier.web.phone_address import Address, phone_address
from classifier.web.render import STATIC, calm, message, page, texts_of
from classifier.web.state import WebState

SCREEN = "wand"
FOLDER = STATIC / "wall"
_MEDIA = {".js": "text/javascript", ".css": "text/css"}
# The address of these files holds a digest of them all, so that modules never mix with those of another version.
_FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}
# A browser may keep it, but has to ask each time whether it still holds.
_ASK_FIRST = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
# Reading a room may take seconds; phones have threads of their own.
WALL_THREADS = 8
_SMALLEST_ZIPPED = 1000
MOST_SHEETS = 16
_STATUS = {"session_unknown": 404, "workshop_unknown": 404, "wall_too_few": 409, "wall_not_judged": 409}
Result = TypeVar("Result")


def wall_routes(state: WebState) -> list[BaseRoute]:
    """The wall and all that it asks for."""
    wall = WallPages(state)
    address = "/wand/{session_id:int}"
    return [
        Route(address, calm(wall.show)),
        Route(f"{address}/stand", calm(wall.stand)),
        Route(f"{address}/citaten", calm(wall.quotes)),
        Route(f"{address}/eerder", calm(wall.earlier)),
        Route(f"{address}/vergelijk", calm(wall.compare)),
        Route(f"{address}/qr.svg", calm(wall.qr)),
        Route("/p/wand/{digest}/{name}", _file),
    ]


@dataclass(frozen=True)
class Sheet:
    """What a room looks like in one language, ready to send."""

    state: RoomState
    body: bytes
    zipped: bytes
    etag: str

    @classmethod
    def of(cls, state: RoomState, language: str) -> "Sheet":
        text = json.dumps(picture_of(state, language), ensure_ascii=False, separators=(",", ":"))
        body = text.encode("utf-8", "replace")
        return cls(state, body, gzip.compress(body, 5, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:20]}"')


class WallPages:
    """The page and its data."""

    def __init__(self, state: WebState) -> None:
        self.state = state
        self.rooms = Rooms(lambda: state.database)
        self._sheets: dict[tuple[int, str], Sheet] = {}
        self._threads: CapacityLimiter | None = None

    async def show(self, request: Request) -> Response:
        """The page itself; everything on it comes from ``stand``."""
        if refused := await self._refusal(request):
            return refused
        try:
            session = await self.state.in_thread(_session, request.path_params["session_id"])
        except UserMistake as mistake:
            if mistake.code not in _STATUS:
                raise
            return message(request, "wall.gone", 404)
        return page(
            request, "wall.html", session=session, closed=session.state == CLOSED,
            address=_phone_address(request).typed, wall_asset=wall_asset,
        )  # fmt: skip

    async def stand(self, request: Request) -> Response:
        """Points, counts, words and newest texts; 304 when the wall has them already."""

        def answered() -> Response:
            sheet = self._sheet(request)
            return _being_built() if sheet is None else _sent(sheet, request.headers)

        return await self._data(request, answered)

    def _sheet(self, request: Request) -> Sheet | None:
        session_id, language = request.path_params["session_id"], texts_of(request).language
        state = self.rooms.state(session_id)
        if state is None:
            return None
        before = self._sheets.get((session_id, language))
        if before is None or before.state is not state:
            before = self._sheets[session_id, language] = Sheet.of(state, language)
            for oldest in list(self._sheets)[:-MOST_SHEETS]:
                self._sheets.pop(oldest, None)
        return before

    async def quotes(self, request: Request) -> Response:
        """What people said in a cluster (``groep``) or a region (``gebied``, its number)."""
        wanted = request.query_params
        region = wanted.get("gebied", "")
        found = partial(quotes_of, cluster=wanted.get("groep"), region=int(region) if region.isdecimal() else None)
        return await self._of_room(request, found)

    async def earlier(self, request: Request) -> Response:
        """The workshops that may stand beside this session."""

        def found(state: RoomState) -> list[Plain]:
            kept = room_compare.earlier_workshops(self.state.database, state)
            return [{"id": own.id, "name": own.name, "answers": own.answers} for own in kept]

        return await self._of_room(request, found)

    async def compare(self, request: Request) -> Response:
        """Shares here and in another workshop (``met``, its number)."""
        number = request.query_params.get("met", "")

        def found(state: RoomState) -> Plain:
            if not number.isdecimal():
                raise UserMistake("workshop_unknown", workshop=0)
            other = room_compare.compare(self.state.database, state, int(number))
            return other.plain(texts_of(request).language)

        return await self._of_room(request, found)

    async def qr(self, request: Request) -> Response:
        """The address of the questions, as a picture for phones."""
        if refused := await self._refusal(request):
            return refused
        session = await self.state.in_thread(_session, request.path_params["session_id"])
        return Response(
            _qr(f"{request.url.scheme}://{request.url.netloc}/d/{session.code}"), media_type="image/svg+xml"
        )

    # -- who may, and how ---------------------------------------------------------------------------

    async def _refusal(self, request: Request) -> Response | None:
        """Why this visitor may not see walls; None when they may."""
        token = session_token(request)
        identity = await self.state.identity(token) if token else None
        return (
            None if sees(identity.role if identity else None, SCREEN) else message(request, "wall.not_yours", 403)
        )

    async def _of_room(self, request: Request, find: Callable[[RoomState], object]) -> Response:
        """Data of the room as it is now."""

        def answered() -> Response:
            state = self.rooms.state(request.path_params["session_id"])
            return _being_built() if state is None else JSONResponse(find(state))

        return await self._data(request, answered)

    async def _data(self, request: Request, answered: Callable[[], Response]) -> Response:
        """What ``answered`` gives, outside the event loop; a mistake as a sentence."""
        if refused := await self._refusal(request):
            return refused
        try:
            return await self._in_thread(answered)
        except UserMistake as mistake:
            if mistake.code not in _STATUS:
                raise
            return JSONResponse({"says": mistake.message(texts_of(request))}, _STATUS[mistake.code])

    async def _in_thread(self, function: Callable[[], Result]) -> Result:
        if self._threads is None:
            self._threads = CapacityLimiter(WALL_THREADS)
        return await to_thread.run_sync(function, limiter=self._threads)


def _session(database, session_id: int) -> LiveSession:
    with database.reading() as connection:
        return session_by_id(connection, session_id)


def _being_built() -> Response:
    return JSONResponse({}, 503, headers={"Retry-After": "2"})


def _sent(sheet: Sheet, asked: Mapping[str, str]) -> Response:
    headers = {**_ASK_FIRST, "ETag": sheet.etag}
    if asked.get("if-none-match", "").removeprefix("W/") == sheet.etag:
        return Response(status_code=304, headers=headers)
    body = sheet.body
    if "gzip" in asked.get("accept-encoding", "") and len(body) > _SMALLEST_ZIPPED:
        body, headers["Content-Encoding"] = sheet.zipped, "gzip"
    return Response(body, media_type="application/json", headers=headers)


def _phone_address(request: Request) -> Address:
    """The address for phones in this visit. Raises UserMistake when the one that was set is none."""
    listens_on, port = config.get_option("server.address"), config.get_option("server.port")
    return phone_address(str(request.url), str(listens_on or ""), int(port))


def _qr(address: str) -> bytes:
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=2, dark="#121820", light="#ffffff")
    return picture.getvalue()


# -- files --------------------------------------------------------------------------------------------


def wall_asset(name: str) -> str:
    """The address of a file of the wall; it changes when any of them does."""
    return f"/p/wand/{_digest()}/{name}"


@cache
def _digest() -> str:
    files = sorted(file for file in FOLDER.iterdir() if file.suffix in _MEDIA)
    whole = b"".join(file.name.encode() + file.read_bytes() for file in files)
    return hashlib.sha256(whole).hexdigest()[:12]


async def _file(request: Request) -> Response:
    file = FOLDER / request.path_params["name"]
    is_ours = file.parent == FOLDER and file.suffix in _MEDIA and file.is_file()
    if not is_ours or request.path_params["digest"] != _digest():
        return PlainTextResponse("", 404)
    return FileResponse(file, media_type=_MEDIA[file.suffix], headers=_FOR_A_YEAR)
