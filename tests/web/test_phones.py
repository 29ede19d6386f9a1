"""The pages for phones, from a real server."""

import html
import re
import socket

import pytest
from web_visitors import QUESTION, form_of, hidden_field

from classifier import live
from classifier.live import LONGEST_ANSWER
from classifier.texts import Texts
from classifier.web.forms import LONGEST_BODY

pytestmark = pytest.mark.slow
NL = Texts("nl")


@pytest.fixture
def phone(open_house):
    with open_house.visitor() as visitor:
        yield visitor


def send(phone, session, text: str, **more: str):
    address = f"/d/{session.code}"
    return phone.post(address, data=form_of(session, phone.get(address), text, **more))


def test_an_answer_by_phone_is_thanked_for_when_it_is_in_the_database(open_house, phone):
    session = open_house.session()
    thanks = send(phone, session, "terugbellen als je dat zegt")
    assert (thanks.status_code, NL("web.thanks.kept") in thanks.text) == (200, True)
    assert open_house.kept(session) == ["terugbellen als je dat zegt"]


def test_a_page_with_all_that_belongs_to_it_is_lighter_than_30_kb(open_house, phone):
    page = phone.get(f"/d/{open_house.session(ask_department=True, departments=('Balie',)).code}")
    files = set(re.findall(r'(?:href|src)="(/p/[^"]+)"', page.text))
    assert {name.split("?")[0] for name in files} == {"/p/phone.css", "/p/send.js", "/p/mark.svg"}
    assert len(page.content) + sum(len(phone.get(file).content) for file in files) < 30_000


def test_no_cookie_is_set_and_nothing_of_the_visitor_is_logged(open_house, phone):
    session = open_house.session()
    send(phone, session, "een heel herkenbaar antwoord")
    assert not phone.cookies
    log = open_house.log.read_text()
    assert "herkenbaar" not in log and session.code not in log
    assert "127.0.0.1" not in log.replace("http://127.0.0.1", "")


def test_pages_may_do_very_little(phone):
    headers = phone.get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_the_code_may_be_typed_in_capitals_or_not(open_house, phone):
    code = open_house.session().code
    answer = phone.get("/", params={"code": f" {code[:3]} {code[3:].lower()}"}, follow_redirects=True)
    assert QUESTION in answer.text


@pytest.mark.parametrize("path", ["/d/ZZZZZZ", "/d/" + "9" * 5000, "/?code=nee", "/?code=%3Cscript%3E"])
def test_a_wrong_code_is_a_sentence(phone, path):
    answer = phone.get(path)
    assert answer.status_code == 404
    assert NL("error.session_unknown") in answer.text
    assert "<script>" not in answer.text


def test_wrong_codes_can_be_tried_a_limited_number_of_times(open_house, start):
    house = start()
    session = house.session()
    with house.visitor() as phone:
        statuses = [phone.get(f"/d/{live.new_code()}").status_code for _ in range(70)]
        assert set(statuses[:60]) == {404} and set(statuses[65:]) == {429}
        # From then on this client has to wait with the right code as well, or guessing would go on.
        waiting = phone.get(f"/d/{session.code}")
    assert waiting.status_code == 429 and int(waiting.headers["retry-after"]) <= 5


def test_a_form_sent_twice_is_kept_once(open_house, phone):
    session = open_house.session()
    fields = form_of(session, phone.get(f"/d/{session.code}"), "luisteren")
    answers = [phone.post(f"/d/{session.code}", data=fields) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert open_house.kept(session) == ["luisteren"]


def test_a_form_sent_again_with_another_text_gets_a_new_form_with_that_text(open_house, phone):
    session = open_house.session()
    fields = form_of(session, phone.get(f"/d/{session.code}"), "luisteren")
    phone.post(f"/d/{session.code}", data=fields)
    again = phone.post(f"/d/{session.code}", data={**fields, f"answer-{session.questions[0].id}": "iets anders"})
    assert (again.status_code, "iets anders" in again.text) == (409, True)
    assert hidden_field(again, "key") != fields["key"]
    phone.post(f"/d/{session.code}", data=form_of(session, again, "iets anders"))
    assert open_house.kept(session) == ["luisteren", "iets anders"]


def test_what_does_not_fit_stays_in_the_form(open_house, phone):
    session = open_house.session()
    long = "x" * (LONGEST_ANSWER + 1)
    answer = send(phone, session, long)
    sentence = NL("error.answer_too_long", limit=LONGEST_ANSWER, length=len(long))
    assert (answer.status_code, sentence in answer.text, long in answer.text) == (422, True, True)
    assert open_house.kept(session) == []


def test_nothing_filled_in_is_a_sentence(open_house, phone):
    answer = send(phone, open_house.session(), " \n")
    assert (answer.status_code, NL("error.answer_empty") in answer.text) == (422, True)


@pytest.mark.parametrize(
    "text", ['"><script>alert(1)</script>', "{{ 7 * 7 }}", "\u202eomgekeerd\u202c", "w" * 1999]
)
def test_odd_texts_are_kept_and_shown_harmlessly(open_house, phone, text):
    session = open_house.session(ask_department=True, departments=("Balie",))
    answer = send(phone, session, text, department='"><script>alert(1)</script>')
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)[1]) == text
    assert send(phone, session, text, department="Balie").status_code == 200
    assert open_house.kept(session) == [text]


def test_questions_of_a_facilitator_are_escaped_too(open_house, phone):
    session = live.open_session(open_house.database, "Zorg", ["<img src=x onerror=alert(1)> & wat?"])
    page = phone.get(f"/d/{session.code}").text
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_a_paused_and_a_closed_session_say_so_and_the_text_stays(open_house, phone):
    session = open_house.session()
    fields = form_of(session, phone.get(f"/d/{session.code}"), "bijna op tijd")
    live.pause_session(open_house.database, session.id)
    paused = phone.post(f"/d/{session.code}", data=fields)
    assert (paused.status_code, "bijna op tijd" in paused.text) == (409, True)
    assert NL("error.session_paused") in phone.get(f"/d/{session.code}").text
    live.close_session(open_house.database, session.id)
    closed = phone.post(f"/d/{session.code}", data=fields)
    assert (closed.status_code, NL("error.session_closed") in closed.text) == (410, True)
    assert phone.get(f"/d/{session.code}").status_code == 410
    assert open_house.kept(session) == []


def test_answering_again_is_offered_only_when_the_facilitator_wants_it(open_house, phone):
    once, often = open_house.session(allow_again=False), open_house.session()
    assert NL("web.thanks.again") not in send(phone, once, "luisteren").text
    assert NL("web.thanks.again") in send(phone, often, "luisteren").text


def test_a_page_of_another_site_cannot_send_a_form(open_house, phone):
    session = open_house.session()
    fields = form_of(session, phone.get(f"/d/{session.code}"), "luisteren")
    answer = phone.post(f"/d/{session.code}", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert open_house.kept(session) == []


def test_ten_megabytes_are_refused_before_they_are_read(open_house):
    code = open_house.session().code
    head = f"POST /d/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000\r\n\r\n"
    assert b"413" in _first_line(open_house.port, head.encode())


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off_while_reading(open_house):
    code = open_house.session().code
    head = f"POST /d/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert b"413" in _first_line(open_house.port, head.encode() + chunk * (LONGEST_BODY // 0x10000 + 1))


def _first_line(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(sent)
        return connection.recv(200).split(b"\r\n")[0]


@pytest.mark.parametrize("fields", [{"key": ""}, {}, {f"x{n}": "" for n in range(50)}, {"key": "a" * 5000}])
def test_damaged_forms_are_refused_and_never_fail(open_house, phone, fields):
    session = open_house.session()
    answer = phone.post(f"/d/{session.code}", data={f"answer-{session.questions[0].id}": "luisteren", **fields})
    assert answer.status_code in (400, 413)
    assert open_house.kept(session) == []


def test_a_visitor_can_choose_english(open_house, phone):
    page = phone.get(f"/d/{open_house.session().code}?lang=en").text
    assert Texts("en")("web.questions.send") in page and "?lang=en" in page


@pytest.mark.parametrize("path", ["/geen-pagina", "/p/..%2Ffront.py", "/p/front.py", "/d/%00", "/docs"])
def test_what_is_not_there_is_not_there(phone, path):
    assert phone.get(path).status_code in (400, 404)
