"""The guard before the screens: http and websocket alike, and every message that comes in later.

A plain ASGI middleware, as Starlette's BaseHTTPMiddleware never sees a websocket.
"""

from dataclasses import dataclass

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.errors import UserMistake
from classifier.texts import Texts
from classifier.web import render
from classifier.web.cookies import SIGN_IN_PATH, is_secure, session_token, set_session
from classifier.web.headers import STAFF
from classifier.web.hosts import is_at_this_machine
from classifier.web.oidc import callback_paths, clear_oidc, sign_in_with_oidc
from classifier.web.state import WebState

PUBLIC = {"/", "/d", "/login", "/login/extern", "/logout", "/robots.txt", "/favicon.ico", f"{STAFF}/_stcore/health"}
# Whoever may not come in here is told to sign in; other pages are simply not there.
WALL = "/wand/"
FOR_STAFF = (f"{STAFF}/", WALL)
PUBLIC_FOLDERS = ("/d/", "/p/")
# Names that proxies use for who is signed in, and Streamlit may be told to believe.
_IDENTITY_HEADERS = {
    "remote-user",
    "remote-email",
    "remote-name",
    "remote-groups",
    "authorization",
    "x-user",
    "x-email",
}
_IDENTITY_PREFIXES = (
    "x-forwarded-user", "x-forwarded-email", "x-forwarded-preferred-username", "x-forwarded-groups",
    "x-forwarded-access-token", "x-remote-", "x-streamlit-user", "x-auth-", "x-authenticated-", "x-webauth-",
    "x-authentik-", "x-goog-", "x-ms-client-principal", "x-ms-token", "x-amzn-oidc-", "cf-access-",
    "tailscale-user",
)  # fmt: skip


def without_claims(scope: Scope) -> Scope:
    """The request without headers that claim who someone is: here only our own cookie says so."""
    kept = [(name, value) for name, value in scope["headers"] if not _claims_identity(name)]
    return {**scope, "headers": kept}


def _claims_identity(name: bytes) -> bool:
    header = name.decode("latin-1").lower().replace("_", "-")
    return header in _IDENTITY_HEADERS or header.startswith(_IDENTITY_PREFIXES)


@dataclass
class Guard:
    """Lets in who is signed in, and on this machine itself everyone as long as there are no accounts."""

    app: ASGIApp
    state: WebState

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or send to the sign-in page; a websocket is refused."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        scope = without_claims(scope)
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif is_public(scope["path"]) or await self._admitted(scope):
            await self.app(scope, receive, send)
        else:
            response = await self._refusal(scope)
            await response(scope, receive, send)

    async def _admitted(self, scope: Scope) -> bool:
        """Whether this request may reach the screens. When the database is away nobody may."""
        try:
            token = session_token(HTTPConnection(scope))
            if token and await self.state.identity(token):
                return True
            return is_at_this_machine(scope) and not await self.state.has_accounts()
        except UserMistake:
            return False

    async def _refusal(self, scope: Scope) -> Response:
        connection = HTTPConnection(scope)
        if not f"{scope['path']}/".startswith(FOR_STAFF):
            return Response(Texts()("web.not_found"), 404, media_type="text/plain")
        if scope["path"].startswith(WALL) and await self._is_away(connection):
            return render.message(Request(scope), "web.database_away", 503)
        response = RedirectResponse(SIGN_IN_PATH, 303)
        try:
            token = await sign_in_with_oidc(connection, self.state)
        except UserMistake as mistake:
            refused = RedirectResponse(f"{SIGN_IN_PATH}?waarom={mistake.code}", 303)
            clear_oidc(refused)
            return refused
        if token:
            response = RedirectResponse(f"{STAFF}/", 303)
            clear_oidc(response)
            set_session(response, token, secure=is_secure(connection))
        return response

    async def _is_away(self, connection: HTTPConnection) -> bool:
        """Whether nobody can be recognised now: an open wall should not say that someone was signed out."""
        try:
            await self.state.identity(session_token(connection))
        except UserMistake:
            return True
        return False

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not await self._admitted(scope):
            await send({"type": "websocket.close", "code": 1008})
            return
        closed = False

        async def checked() -> Message:
            nonlocal closed
            message = await receive()
            if message["type"] != "websocket.receive" or await self._admitted(scope):
                return message
            closed = True
            await send({"type": "websocket.close", "code": 1008})
            return {"type": "websocket.disconnect", "code": 1008}

        async def unless_closed(message: Message) -> None:
            if not closed:
                await send(message)

        await self.app(scope, checked, unless_closed)


def is_public(path: str) -> bool:
    """Whether a page is there for everyone; all others are not, also those that nobody thought of."""
    return path in PUBLIC or path in callback_paths() or path.startswith(PUBLIC_FOLDERS)
