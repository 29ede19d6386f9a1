"""What another service signed for is exchanged once, shortly after, for a sign-in of our own."""

import json
from itertools import count
from secrets import token_hex

import anyio
import httpx
import pytest
from starlette.responses import PlainTextResponse
from streamlit import auth_util
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from classifier import staff
from classifier.roles import HR
from classifier.store.upgrade import open_database
from classifier.web import oidc
from classifier.web.cookies import SESSION_COOKIE
from classifier.web.guard import Guard
from classifier.web.state import WebState

SECRET = "x" * 40
EMAIL = "joke@voorbeeld.nl"


@pytest.fixture
def service(monkeypatch):
    """An installation with [auth] in its secrets.toml, and Authlib."""
    monkeypatch.setattr(auth_util, "get_secrets_auth_section", lambda: {"cookie_secret": SECRET})
    monkeypatch.setattr(auth_util, "get_signing_secret", lambda: SECRET)
    monkeypatch.setattr(auth_util, "is_authlib_installed", lambda: True)


@pytest.fixture
def state(tmp_path, service):
    url = f"sqlite:///{tmp_path}/k.sqlite"
    database = open_database(url)
    staff.add_account(database, "Joke", HR, None, EMAIL)
    database.close()
    state = WebState(url)
    yield state
    state.close()


@pytest.fixture
def visit(state):
    """A request to the screens with these cookies."""
    guard = Guard(PlainTextResponse("de schermen"), state)

    async def get(cookies: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(guard)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies) as client:
            return await client.get("/staff/")

    return lambda cookies: anyio.run(get, cookies)


def signed(secret: str = SECRET, **claims: object) -> dict[str, str]:
    """The cookies that Streamlit would set after signing in elsewhere."""
    user = {"origin": "http://127.0.0.1", "is_logged_in": True, "email": EMAIL, **claims}
    cookies: dict[str, str] = {}

    def sign(name: str, value: str) -> bytes:
        return create_signed_value(secret, name, value)

    def keep(name: str, value: str) -> None:
        cookies[name] = sign(name, value).decode()

    set_cookie_with_chunks(keep, sign, USER_COOKIE_NAME, user, cookie_attr_size=80)
    return cookies


def test_an_address_with_an_account_becomes_a_sign_in_of_our_own(visit, state):
    answer = visit(signed())
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/")
    token = answer.cookies[SESSION_COOKIE]
    assert staff.identity_of(state.database, token).role == HR
    forgotten = [value for value in answer.headers.get_list("set-cookie") if value.startswith(USER_COOKIE_NAME)]
    assert forgotten and all("Max-Age=0" in value and "Path=/staff" in value for value in forgotten)
    assert visit({SESSION_COOKIE: token}).text == "de schermen"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "vreemd@voorbeeld.nl"},
        {"email_verified": False},
        {"is_logged_in": False},
        {"email": ""},
        {"email": 5},
    ],
)
def test_anything_else_is_sent_back_with_a_reason(visit, claims):
    answer = visit(signed(**claims))
    assert answer.headers["location"] == "/login?waarom=sign_in_no_account"
    assert SESSION_COOKIE not in answer.cookies


def test_a_role_that_the_service_names_counts_for_nothing(visit, state):
    token = visit(signed(role="beheer", name="Baas")).cookies[SESSION_COOKIE]
    assert staff.identity_of(state.database, token) == staff.Identity("Joke", HR)


def test_a_cookie_that_someone_else_signed_or_that_is_old_opens_nothing(visit, monkeypatch):
    assert visit(signed(secret="y" * 40)).headers["location"] == "/login"
    assert visit({USER_COOKIE_NAME: json.dumps({"email": EMAIL})}).headers["location"] == "/login"
    cookies = signed()
    ticks = count(step=1)
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: 10**10 + next(ticks))
    assert visit(cookies).headers["location"] == "/login"


def test_a_long_cookie_that_was_split_is_put_together(visit):
    cookies = signed(groups=[token_hex(20) for _ in range(200)])
    assert len(cookies) > 1
    assert SESSION_COOKIE in visit(cookies).cookies


def test_without_a_service_or_with_a_short_secret_there_is_no_such_way_in(visit, monkeypatch):
    monkeypatch.setattr(auth_util, "get_secrets_auth_section", lambda: {"cookie_secret": "kort"})
    assert not oidc.is_configured() and oidc.callback_paths() == ()
    assert visit(signed()).headers["location"] == "/login"
