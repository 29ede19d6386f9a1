"""Signing in and out: two plain pages."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from classifier.errors import UserMistake
from classifier.staff import sign_in, sign_out
from classifier.store.accounts import same_name
from classifier.web import oidc
from classifier.web.cookies import (
    FORM_COOKIE,
    SIGN_IN_PATH,
    clear_session,
    is_same,
    is_secure,
    new_form_proof,
    proof_of,
    random_proof,
    session_token,
    set_session,
)
from classifier.web.forms import BodyTooLongError, is_from_elsewhere, read_form
from classifier.web.headers import STAFF
from classifier.web.hosts import is_at_this_machine
from classifier.web.limits import Buckets
from classifier.web.render import message, page, please_wait, texts_of
from classifier.web.state import WebState

LONGEST_SIGN_IN = 8 * 1024


class SignIn:
    """The pages of signing in and out."""

    def __init__(self, state: WebState) -> None:
        self.state = state

    async def show(self, request: Request) -> Response:
        """The form; who is in already goes on to the screens."""
        if await self._is_in(request):
            return RedirectResponse(f"{STAFF}/", 303)
        if not await self.state.has_accounts():
            if is_at_this_machine(request.scope):
                return RedirectResponse(f"{STAFF}/", 303)
            return message(request, "web.sign_in.no_accounts", 403)
        refused = request.query_params.get("waarom") == "sign_in_no_account"
        return self._form(request, 403 if refused else 200, "sign_in_no_account" if refused else "")

    async def receive(self, request: Request) -> Response:
        """Check name and password; a new token each time, so that one set before is worth nothing."""
        try:
            fields = await read_form(request, LONGEST_SIGN_IN)
        except (BodyTooLongError, ValueError):
            return message(request, "web.too_long", 413)
        if is_from_elsewhere(request) or not is_same(request.cookies.get(FORM_COOKIE, ""), fields.get("proof", "")):
            return self._form(request, 403, "sign_in_form_old")
        name = fields.get("name", "")
        counted = self._buckets(request, name)
        # Taken before the check, so that many at the same time do not all pass; a right password does not count.
        if waiting := max(buckets.take(key) for buckets, key in counted):
            return please_wait(request, waiting)
        try:
            async with self.state.hashing:
                token = await self.state.in_thread(sign_in, name, fields.get("password", ""))
        except UserMistake as mistake:
            return self._form(request, 403, mistake.code, name=name)
        for buckets, key in counted:
            buckets.give_back(key)
        return await self._welcome(request, token)

    async def _welcome(self, request: Request, token: str) -> Response:
        if before := session_token(request):
            await self._end(before)
        response = RedirectResponse(f"{STAFF}/", 303)
        set_session(response, token, secure=is_secure(request))
        response.delete_cookie(FORM_COOKIE, path=SIGN_IN_PATH)
        return response

    def _buckets(self, request: Request, name: str) -> list[tuple[Buckets, str]]:
        """What a failure counts against: the client, the name from this client, the name from anywhere."""
        limits, who = self.state.limits, same_name(name)
        client = limits.client(request.scope)
        return [
            (limits.names_of_client, client),
            (limits.name_from_client, limits.key("name", who, client)),
            (limits.name, limits.key("name", who)),
        ]

    def _form(self, request: Request, status: int, mistake: str = "", name: str = "") -> Response:
        proof = random_proof()
        says = UserMistake(mistake).message(texts_of(request)) if mistake else ""
        response = page(
            request, "sign_in.html", status, proof=proof, says=says, name=name, elsewhere=oidc.is_configured()
        )
        new_form_proof(response, proof, secure=is_secure(request))
        return response

    async def _is_in(self, request: Request) -> bool:
        token = session_token(request)
        return bool(token) and await self.state.identity(token) is not None

    async def elsewhere(self, request: Request) -> Response:
        """On to the organisation's own service."""
        return RedirectResponse(oidc.start_address() if oidc.is_configured() else SIGN_IN_PATH, 303)

    async def show_out(self, request: Request) -> Response:
        """One button, so that no link can sign anyone out."""
        token = session_token(request)
        found = await self.state.identity(token) if token else None
        if found is None:
            return RedirectResponse(SIGN_IN_PATH, 303)
        return page(request, "sign_out.html", name=found.name, proof=proof_of(token))

    async def receive_out(self, request: Request) -> Response:
        """End the sign-in of this browser."""
        try:
            fields = await read_form(request, LONGEST_SIGN_IN)
        except (BodyTooLongError, ValueError):
            return message(request, "web.too_long", 413)
        token = session_token(request)
        if is_from_elsewhere(request) or not is_same(proof_of(token) if token else "", fields.get("proof", "")):
            return message(request, "error.sign_in_form_old", 403)
        await self._end(token)
        response = message(request, "web.sign_in.out", 200)
        clear_session(response)
        oidc.clear_oidc(response)
        return response

    async def _end(self, token: str) -> None:
        await self.state.in_thread(sign_out, token)
        self.state.forget(token)

    async def sign_in(self, request: Request) -> Response:
        """``/login``."""
        return await (self.receive if request.method == "POST" else self.show)(request)

    async def sign_out(self, request: Request) -> Response:
        """``/logout``."""
        return await (self.receive_out if request.method == "POST" else self.show_out)(request)
