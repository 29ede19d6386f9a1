"""What a phone sees: a place for the code, the questions, and thanks once the answers are in the database.

No account, no cookie, and no address is kept. A form carries its own key: sending it twice keeps it once.
"""

from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from classifier import live
from classifier.errors import UserMistake
from classifier.live import Sending
from classifier.store.sessions import CLOSED, OPEN, LiveSession
from classifier.web.forms import BodyTooLongError, is_from_elsewhere, read_form
from classifier.web.render import message, page, please_wait, texts_of
from classifier.web.state import WebState

# What went wrong → the status of the page that says so. The rest is a database that does not work.
_STATUS = {
    "session_unknown": 404,
    "session_closed": 410,
    "session_paused": 409,
    "form_already_sent": 409,
    "form_key": 400,
    "answer_empty": 422,
    "answer_too_long": 422,
    "department_unknown": 422,
}
# After these the same form cannot be sent again: it gets a new key.
_NEEDS_NEW_KEY = {"form_already_sent", "form_key"}
LONGEST_CODE = 40


@dataclass(frozen=True)
class Filled:
    """What someone filled in, to be shown again with what was wrong."""

    key: str = field(default_factory=live.new_form_key)
    texts: dict[int, str] = field(default_factory=dict)
    department: str = ""
    mistake: UserMistake | None = None


class Phones:
    """The pages for phones."""

    def __init__(self, state: WebState) -> None:
        self.state = state

    async def home(self, request: Request) -> Response:
        """``/``: a place for the code."""
        typed = request.query_params.get("code", "")[:LONGEST_CODE]
        if not typed:
            return page(request, "home.html", mistake="", typed="")
        code = live.plain_code(typed)
        if not code:
            return await self._wrong_code(request, typed)
        return RedirectResponse(f"/d/{quote(code)}{_language(request)}", 303)

    async def answer(self, request: Request) -> Response:
        """``/d/<code>``: the questions; what comes back is kept before it is acknowledged."""
        client = self.state.limits.client(request.scope)
        if waiting := self.state.limits.visits.take(client):
            return please_wait(request, waiting)
        return await (self._receive if request.method == "POST" else self._show)(request)

    async def _show(self, request: Request) -> Response:
        session = await self._session(request)
        return session if isinstance(session, Response) else self._questions(request, session, Filled())

    async def _session(self, request: Request) -> LiveSession | Response:
        """The session of the address, or the page that says that there is none."""
        typed = request.path_params["code"][:LONGEST_CODE]
        client = self.state.limits.client(request.scope)
        if waiting := self.state.limits.wrong_codes.wait(client):
            return please_wait(request, waiting)
        try:
            return await self.state.in_thread(live.session_of, live.plain_code(typed))
        except UserMistake as mistake:
            if mistake.code != "session_unknown":
                raise
            return await self._wrong_code(request, typed)

    async def _wrong_code(self, request: Request, typed: str) -> Response:
        if waiting := self.state.limits.wrong_codes.take(self.state.limits.client(request.scope)):
            return please_wait(request, waiting)
        says = UserMistake("session_unknown").message(texts_of(request))
        return page(request, "home.html", 404, mistake=says, typed=typed)

    async def _receive(self, request: Request) -> Response:
        session = await self._session(request)
        if isinstance(session, Response):
            return session
        try:
            fields = await read_form(request)
        except (BodyTooLongError, ValueError):
            return message(request, "web.too_long", 413)
        if is_from_elsewhere(request):
            return message(request, "web.from_elsewhere", 403)
        return await self._keep(request, session, fields)

    async def _keep(self, request: Request, session: LiveSession, fields: dict[str, str]) -> Response:
        filled = Filled(fields.get("key", ""), _texts(session, fields), fields.get("department", ""))
        waiting = self._too_often(request, session)
        if waiting:
            return self._questions(request, session, filled, wait=waiting)
        try:
            sending = Sending(filled.key, filled.texts, filled.department)
            kept = await self.state.in_thread(live.submit, session.code, sending)
        except UserMistake as mistake:
            key = live.new_form_key() if mistake.code in _NEEDS_NEW_KEY else filled.key
            again = Filled(key, filled.texts, filled.department, mistake)
            return self._questions(request, session, again)
        return page(request, "thanks.html", session=kept.session, code=session.code)

    def _too_often(self, request: Request, session: LiveSession) -> float:
        limits = self.state.limits
        return limits.sendings.take(limits.client(request.scope)) or limits.sendings_of_session.take(session.code)

    def _questions(self, request: Request, session: LiveSession, filled: Filled, wait: float = 0) -> Response:
        """The form with what was filled in before; or why there is none."""
        texts, mistake = texts_of(request), filled.mistake
        if session.state != OPEN and not any(filled.texts.values()):
            code = "session_closed" if session.state == CLOSED else "session_paused"
            return page(
                request, "message.html", _STATUS[code], says=texts(f"error.{code}"), again=session.state != CLOSED
            )
        status = 429 if wait else _STATUS.get(mistake.code, 503) if mistake else 200
        says = _says(texts, mistake, wait)
        return page(
            request, "questions.html", status, session=session, filled=filled, says=says, limit=live.LONGEST_ANSWER
        )


def _says(texts, mistake: UserMistake | None, wait: float) -> str:
    if wait:
        return texts("web.please_wait_with_text", seconds=max(1, round(wait)))
    if mistake is None:
        return ""
    # The sentence of a database names a place on the server, which is nobody's business here.
    return mistake.message(texts) if mistake.code in _STATUS else texts("web.database_away_with_text")


def _texts(session: LiveSession, fields: dict[str, str]) -> dict[int, str]:
    return {question.id: fields.get(f"answer-{question.id}", "") for question in session.questions}


def _language(request: Request) -> str:
    texts = texts_of(request)
    return "" if texts.language == "nl" else f"?lang={texts.language}"
