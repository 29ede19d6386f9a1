"""Signing in with an organisation's own service (OpenID Connect), as Streamlit's ``[auth]`` in secrets.toml says.

Streamlit sends people there and keeps what came back in a signed cookie. That cookie is exchanged at once, and only
shortly after it was made, for a sign-in of our own, which can be revoked. The e-mail address must be that of an
account; its role counts, never one that the service names.
"""

import json

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response
from streamlit import auth_util
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from classifier.errors import UserMistake
from classifier.staff import sign_in_elsewhere
from classifier.web.headers import STAFF
from classifier.web.state import WebState

FRESH_S = 120
SHORTEST_SECRET = 32
# Streamlit splits a cookie that is too long for a browser.
_MOST_PARTS = 8


def is_configured() -> bool:
    """Whether secrets.toml names a service, with a secret that is long enough, and Authlib is installed."""
    section = auth_util.get_secrets_auth_section()
    secret = str(section.get("cookie_secret", "")) if section else ""
    return len(secret) >= SHORTEST_SECRET and auth_util.is_authlib_installed()


def callback_paths() -> tuple[str, ...]:
    """The pages of Streamlit that someone who is not signed in yet must reach."""
    return (f"{STAFF}/auth/login", f"{STAFF}/oauth2callback") if is_configured() else ()


def start_address() -> str:
    """Where signing in with the service begins; works for two minutes."""
    return f"{STAFF}/auth/login?provider={auth_util.encode_provider_token('default')}"


async def sign_in_with_oidc(connection: HTTPConnection, state: WebState) -> str | None:
    """A token for who just came back from the service; None when nobody did.

    Raises UserMistake when there is no account with that e-mail address.
    """
    email = _email(connection) if is_configured() else None
    return None if email is None else await state.in_thread(sign_in_elsewhere, email)


def _email(connection: HTTPConnection) -> str | None:
    user = _signed_user(connection)
    if user is None:
        return None
    if not user.get("is_logged_in") or not user.get("email") or user.get("email_verified") is False:
        raise UserMistake("sign_in_no_account")
    return str(user["email"])


def _signed_user(connection: HTTPConnection) -> dict | None:
    raw = auth_util.get_cookie_with_chunks(
        lambda name: _unsigned(connection.cookies.get(name), name), USER_COOKIE_NAME
    )
    return None if raw is None else json.loads(raw)


def _unsigned(value: str | None, name: str) -> bytes | None:
    if value is None:
        return None
    serializer = URLSafeTimedSerializer(auth_util.get_signing_secret(), salt=name)
    try:
        return str(serializer.loads(value, max_age=FRESH_S)).encode()
    except BadSignature:
        return None


def clear_oidc(response: Response) -> None:
    """Let the browser forget what the service said."""
    for name in (USER_COOKIE_NAME, TOKENS_COOKIE_NAME):
        for part in (name, *(f"{name}_{number}" for number in range(1, _MOST_PARTS))):
            response.delete_cookie(part, path=STAFF, httponly=True, samesite="lax")
