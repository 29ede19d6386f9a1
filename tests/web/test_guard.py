"""The guard before the screens, tried on a real server: http, websocket and everything in between."""

import asyncio
import socket
import time
from datetime import UTC, datetime

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from web_visitors import NAME, PASSWORD, hidden_field, sign_in
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from classifier import staff
from classifier.store.tables import login
from classifier.texts import Texts
from classifier.web.cookies import SESSION_COOKIE
from classifier.web.guard import Guard
from classifier.web.state import SEEN_FOR_S, WebState

pytestmark = pytest.mark.slow
NL = Texts("nl")
SPOOFED = {
    "X-Forwarded-User": NAME, "X-Streamlit-User": NAME, "Remote-User": NAME, "X-Remote-User": NAME,
    "X-Auth-Request-Email": "joke@voorbeeld.nl", "Authorization": "Basic Sm9rZTo=", "Remote_User": NAME,
}  # fmt: skip
PROTECTED = [
    "/staff/",
    "/staff/indelen",
    "/staff/_stcore/host-config",
    "/staff/static/js/x.js",
    "/staff/media/x",
    "/staff",
]


@pytest.fixture
def stranger(guarded_house):
    with guarded_house.visitor() as visitor:
        yield visitor


@pytest.fixture
def joke(guarded_house):
    with guarded_house.visitor() as visitor:
        assert sign_in(visitor).status_code == 303
        yield visitor


def handshake(house, cookie: str = "", **headers: str):
    cookies = {"Cookie": f"{SESSION_COOKIE}={cookie}"} if cookie else {}
    return connect(
        house.socket, subprotocols=["streamlit"], additional_headers={**cookies, **headers}, open_timeout=20
    )


def refused(house, cookie: str = "", **headers: str) -> bool:
    try:
        with handshake(house, cookie, **headers):
            return False
    except InvalidStatus as error:
        return error.response.status_code == 403


# -- with accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PROTECTED)
def test_without_signing_in_every_screen_leads_to_the_sign_in_page(stranger, path):
    answer = stranger.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("path", "/staff/../staff/ //staff/ /STAFF/ /staff%2f /d/../staff/ /staff/%2e%2e/".split())
def test_no_way_of_writing_the_address_gets_past_the_guard(guarded_house, path):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", guarded_house.port), timeout=20) as connection:
        connection.sendall(request.encode())
        answer = connection.makefile("rb").read().decode()
    assert " 200 " not in answer.splitlines()[0]
    assert "streamlit" not in answer.lower()


def test_without_signing_in_the_websocket_is_refused(guarded_house):
    assert refused(guarded_house)
    assert refused(guarded_house, "zomaar-iets")


@pytest.mark.parametrize("header", SPOOFED)
def test_a_header_that_claims_who_someone_is_opens_nothing(guarded_house, stranger, header):
    assert stranger.get("/staff/", headers={header: SPOOFED[header]}).status_code == 303
    assert refused(guarded_house, **{header: SPOOFED[header]})


def test_who_signs_in_reaches_the_screens_and_the_websocket(guarded_house, joke):
    assert joke.get("/staff/").status_code == 200
    assert not refused(guarded_house, joke.cookies[SESSION_COOKIE])


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(stranger):
    set_cookie = next(
        value for value in sign_in(stranger).headers.get_list("set-cookie") if value.startswith(SESSION_COOKIE)
    ).lower()
    assert "httponly" in set_cookie and "samesite=lax" in set_cookie and "secure" not in set_cookie


def test_over_tls_the_cookie_stays_there(guarded_house):
    with guarded_house.visitor() as visitor:
        answer = sign_in(visitor, **{"X-Forwarded-Proto": "https"})
    cookies = [value.lower() for value in answer.headers.get_list("set-cookie") if SESSION_COOKIE in value]
    assert all("secure" in value for value in cookies) and cookies


def test_a_wrong_password_and_an_unknown_name_look_the_same(guarded_house):
    pages = []
    for name, password in ((NAME, "niet het wachtwoord"), ("Onbekend", PASSWORD)):
        with guarded_house.visitor() as visitor:
            page = sign_in(visitor, name, password)
            assert SESSION_COOKIE not in visitor.cookies
        proof = hidden_field(page, "proof")
        pages.append((page.status_code, page.text.replace(proof, "").replace(f'value="{name}"', "")))
    assert pages[0] == pages[1] and pages[0][0] == 403


def test_a_session_that_someone_else_set_beforehand_is_worth_nothing(guarded_house, stranger):
    stranger.cookies.set(SESSION_COOKIE, "van-een-ander", domain="127.0.0.1", path="/")
    answer = sign_in(stranger)
    token = next(v for v in answer.headers.get_list("set-cookie") if v.startswith(SESSION_COOKIE)).split(";")[0]
    assert "van-een-ander" not in token
    assert refused(guarded_house, "van-een-ander")


def test_signing_in_again_ends_the_sign_in_before(guarded_house, joke):
    first = joke.cookies[SESSION_COOKIE]
    # Who is in already is sent on; the form of another tab still works.
    with guarded_house.visitor() as other_tab:
        form = other_tab.get("/login")
        other_tab.cookies.set(SESSION_COOKIE, first, domain="127.0.0.1", path="/")
        fields = {"name": NAME, "password": PASSWORD, "proof": hidden_field(form, "proof")}
        assert other_tab.post("/login", data=fields).status_code == 303
    assert refused(guarded_house, first)


def test_signing_in_without_the_proof_of_our_own_form_is_refused(guarded_house, stranger):
    form = stranger.get("/login")
    fields = {"name": NAME, "password": PASSWORD}
    for proof in ("", "x", "x" * 32):
        assert stranger.post("/login", data={**fields, "proof": proof}).status_code == 403
    with guarded_house.visitor() as without_cookie:
        answer = without_cookie.post("/login", data={**fields, "proof": hidden_field(form, "proof")})
    assert answer.status_code == 403 and SESSION_COOKIE not in without_cookie.cookies


def test_signing_out_needs_the_proof_and_then_ends_the_sign_in(guarded_house, joke):
    token = joke.cookies[SESSION_COOKIE]
    assert joke.post("/logout", data={"proof": "x"}).status_code == 403
    assert not refused(guarded_house, token)
    proof = hidden_field(joke.get("/logout"), "proof")
    assert joke.post("/logout", data={"proof": proof}).status_code == 200
    assert refused(guarded_house, token)
    assert joke.get("/staff/").status_code == 303


def test_a_link_cannot_sign_anyone_out(guarded_house, joke):
    joke.get("/logout")
    assert not refused(guarded_house, joke.cookies[SESSION_COOKIE])


def test_a_sign_in_that_ran_out_opens_nothing(guarded_house, joke):
    with guarded_house.database.writing() as connection:
        connection.execute(login.update().values(seen_at=datetime.now(UTC) - 2 * staff.IDLE))
    time.sleep(SEEN_FOR_S + 0.1)
    assert joke.get("/staff/").status_code == 303
    assert refused(guarded_house, joke.cookies[SESSION_COOKIE])


def test_an_open_websocket_is_closed_at_the_first_message_after_revoking(guarded_house, joke):
    beat = BackMsg(app_heartbeat=True).SerializeToString()
    with handshake(guarded_house, joke.cookies[SESSION_COOKIE]) as screen:
        screen.send(beat)
        staff.revoke(guarded_house.database, NAME)
        time.sleep(SEEN_FOR_S + 0.1)
        screen.send(beat)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                screen.recv(timeout=10)
    assert closed.value.rcvd.code == 1008
    assert "Traceback" not in guarded_house.log.read_text()


def test_many_wrong_passwords_have_to_wait_and_the_right_one_with_them(start):
    house = start(lambda database: staff.add_account(database, NAME, "hr", PASSWORD))
    with house.visitor() as guesser:
        statuses = [sign_in(guesser, NAME, f"een verkeerd woord {n}").status_code for n in range(6)]
        assert statuses == [403] * 5 + [429]
        assert sign_in(guesser).status_code == 429


# -- without accounts ---------------------------------------------------------------------------------


def test_without_accounts_this_machine_needs_no_sign_in(open_house):
    with open_house.visitor() as visitor:
        assert visitor.get("/staff/").status_code == 200
        assert visitor.get("/login").headers["location"] == "/staff/"
    assert not refused(open_house)


@pytest.mark.parametrize(
    "header", [{"X-Forwarded-For": "10.0.0.7"}, {"Forwarded": "for=10.0.0.7"}, {"X-Real-IP": "10.0.0.7"}]
)
def test_without_accounts_whoever_comes_through_a_proxy_is_not_this_machine(open_house, header):
    with open_house.visitor() as visitor:
        assert visitor.get("/staff/", headers=header).status_code == 303
        assert visitor.get("/login", headers=header).status_code == 403
    assert refused(open_house, **header)


@pytest.mark.parametrize(
    "host", ["kwaad.example", "127.0.0.1.kwaad.example", "", "localhost:x", "[::1", "10.0.0.9"]
)
def test_a_foreign_name_is_refused_everywhere(open_house, host):
    with open_house.visitor(headers={"Host": host}) as visitor:
        for path in ("/", "/staff/", "/login"):
            assert visitor.get(path).status_code in (400, 421)
    with pytest.raises((InvalidStatus, OSError)):
        handshake(open_house, Host=host).close()


@pytest.mark.parametrize("host", "localhost LOCALHOST:8501 127.0.0.1:1 [::1]:8501 kompas.voorbeeld.nl".split())
def test_own_and_configured_names_are_answered(open_house, host):
    assert httpx.get(f"{open_house.address}/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", "/_stcore/health /_stcore/stream /media/x /static/x /component/x".split())
def test_nothing_of_streamlit_stands_outside_staff(open_house, path):
    assert httpx.get(f"{open_house.address}{path}").status_code == 404


@pytest.mark.parametrize(("path", "status"), [("/wand/1/stand", 503), ("/wand/1", 503), ("/staff/", 303)])
def test_while_the_database_is_away_nobody_is_told_that_they_were_signed_out_of_a_wall(path, status):
    guard = Guard(_nothing_behind, WebState("no address of a database"))

    async def answer() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url="http://kompas") as visitor:
            return (await visitor.get(path, headers={"Cookie": f"{SESSION_COOKIE}=mine"})).status_code

    assert asyncio.run(answer()) == status


async def _nothing_behind(scope, receive, send):
    raise AssertionError("the guard let someone in")
