"""The cookies of signing in, and the proof that a form came from our own page (against CSRF)."""

import hashlib
import hmac
import secrets

from starlette.requests import HTTPConnection
from starlette.responses import Response

from classifier.staff import LONGEST

SESSION_COOKIE = "klantkompas_login"
FORM_COOKIE = "klantkompas_form"
SIGN_IN_PATH = "/login"


def session_token(connection: HTTPConnection) -> str:
    """The token of a request; "" without one."""
    return connection.cookies.get(SESSION_COOKIE, "")


def set_session(response: Response, token: str, *, secure: bool) -> None:
    """Let the browser keep a token; no script can read it, and no other site can use it."""
    response.set_cookie(
        SESSION_COOKIE, token, max_age=int(LONGEST.total_seconds()), httponly=True, samesite="lax", secure=secure
    )


def clear_session(response: Response) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the browser came over TLS."""
    return connection.url.scheme in ("https", "wss")


def new_form_proof(response: Response, proof: str, *, secure: bool) -> None:
    """Let the browser of someone who is not signed in yet keep the proof that also stands in the form."""
    response.set_cookie(
        FORM_COOKIE, proof, path=SIGN_IN_PATH, httponly=True, samesite="strict", secure=secure, max_age=3600
    )


def random_proof() -> str:
    """A proof for who is not signed in yet."""
    return secrets.token_urlsafe(24)


def proof_of(token: str) -> str:
    """The proof for who is signed in: only the holder of the token can know it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def is_same(expected: str, given: str) -> bool:
    """Whether a proof is right; no proof never is."""
    return bool(expected) and hmac.compare_digest(expected.encode(), given.encode())
