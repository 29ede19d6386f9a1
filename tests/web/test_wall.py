"""The wall on a real server: who may see it, what it is told, and that nothing new costs nothing."""

import json
import re
import time

import pytest
from web_visitors import NAME, PASSWORD, QUESTION, sign_in

from classifier import live, staff
from classifier.live import Sending
from classifier.places import PROJECT
from classifier.roles import FACILITATOR
from classifier.store.sessions import LiveSession

pytestmark = pytest.mark.slow
WALL = PROJECT / "classifier" / "web" / "static" / "wall"
ANSWERS = [
    "terugbellen als je dat zegt",
    "goed luisteren naar de klant",
    "altijd vriendelijk blijven",
    "meedenken",
    "snel",
]
HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"}],"x":{{7*7}}', "</dd><b>vet",
    "\u202eomgekeerd",
]  # fmt: skip
PATIENCE_S = 60


def send(house, session: LiveSession, *texts: str) -> None:
    for text in texts:
        live.submit(house.database, session.code, Sending(live.new_form_key(), {session.questions[0].id: text}))


def stand(visitor, session: LiveSession, **headers: str):
    """The state of a wall; the first time, the server still loads its model."""
    end = time.monotonic() + PATIENCE_S
    while True:
        answer = visitor.get(f"/wand/{session.id}/stand", headers=headers, timeout=PATIENCE_S)
        if answer.status_code != 503 or time.monotonic() > end:
            return answer
        time.sleep(0.5)


def ids(house, session: LiveSession) -> list[int]:
    return [own.id for own in live.answers_to_moderate(house.database, session.id)]


def when(visitor, session: LiveSession, fits) -> dict:
    """The state as soon as it fits; walls that ask at once share one look."""
    end = time.monotonic() + PATIENCE_S
    while not fits(state := stand(visitor, session).json()):
        assert time.monotonic() < end
        time.sleep(0.2)
    return state


@pytest.fixture
def visitor(open_house):
    with open_house.visitor() as visitor:
        yield visitor


def test_an_answer_is_on_the_wall(open_house, visitor):
    session = open_house.session()
    assert stand(visitor, session).json()["answers"] == 0
    send(open_house, session, *ANSWERS)
    state = when(visitor, session, lambda state: state["answers"] == len(ANSWERS))
    assert len(state["map"]["points"]) == len(ANSWERS)
    assert sorted(text for _, text in state["latest"]) == sorted(ANSWERS)
    assert state["stairs"] and state["iceberg"]


def test_nothing_new_costs_nothing(open_house, visitor):
    session = open_house.session()
    send(open_house, session, *ANSWERS)
    first = stand(visitor, session)
    again = stand(visitor, session, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    send(open_house, session, "en nog een")
    time.sleep(0.4)
    assert stand(visitor, session, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_reload_and_a_restart_give_the_same_bytes(open_house, visitor, start):
    session = open_house.session()
    send(open_house, session, *ANSWERS * 3)
    first = stand(visitor, session)
    assert stand(visitor, session).content == first.content
    restarted = start(KLANTKOMPAS_DATABASE_URL=open_house.database.url.render_as_string())
    with restarted.visitor() as later:
        again = stand(later, session)
        assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
        known = stand(later, session, **{"If-None-Match": first.headers["ETag"]})
        assert known.status_code == 304


def test_hidden_answers_and_names_are_in_nothing_that_is_sent(open_house, visitor):
    session = open_house.session()
    send(open_house, session, *ANSWERS, "een geheim woord", "dat deed Willem de Vries, bel hem op 06-12345678")
    live.hide(open_house.database, session.id, ids(open_house, session)[-2:-1])
    state = when(visitor, session, lambda state: state["answers"] == len(ANSWERS) + 1)
    sent = json.dumps(state) + "".join(
        visitor.get(f"/wand/{session.id}/citaten?gebied={number}").text
        for number in range(len(state["map"]["regions"]))
    )
    assert "terugbellen" in sent
    assert not re.search("geheim|Willem|12345678", sent)


def test_hostile_answers_are_data_and_never_markup(open_house, visitor):
    session = open_house.session()
    send(open_house, session, *HOSTILE)
    answer = stand(visitor, session)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sorted(text for _, text in answer.json()["latest"]) == sorted(HOSTILE)


def test_the_page_has_no_script_or_style_of_its_own(open_house, visitor):
    session = open_house.session()
    page = visitor.get(f"/wand/{session.id}")
    assert page.status_code == 200 and QUESTION in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?![^>]*\ssrc=)", page.text)
    files = re.findall(r'(?:src|href)="(/p/wand/[^"]+)"', page.text)
    assert len(files) == 3
    assert all(visitor.get(file).status_code == 200 for file in files)
    english = visitor.get(f"/wand/{session.id}?lang=en")
    assert 'lang="en"' in english.text and "{name}" in english.text


def test_every_module_is_there_and_no_other_file(open_house, visitor):
    folder = re.search(r"/p/wand/\w+/", visitor.get(f"/wand/{open_house.session().id}").text)[0]
    for file in WALL.iterdir():
        answer = visitor.get(folder + file.name)
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
    for name in ("..%2Fphone.css", "%2e%2e/%2e%2e/wall.py", "none.js"):
        assert visitor.get(folder + name).status_code in (400, 404)
    assert visitor.get("/p/wand/0123456789ab/wall.js").status_code == 404


def test_no_module_makes_markup_from_text():
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function")
    for file in WALL.glob("*.js"):
        assert not markup.search(file.read_text(encoding="utf-8")), file


def test_the_qr_code_is_a_picture(open_house, visitor):
    picture = visitor.get(f"/wand/{open_house.session().id}/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content


def test_what_is_not_there_is_said_calmly(open_house, visitor):
    assert visitor.get("/wand/999999").status_code == 404
    assert visitor.get("/wand/999999/stand", timeout=PATIENCE_S).status_code == 404
    session = open_house.session()
    stand(visitor, session)
    for query in ("", "?met=999999", "?met=x"):
        assert visitor.get(f"/wand/{session.id}/vergelijk{query}").status_code in (404, 409)
    assert visitor.get(f"/wand/{session.id}/eerder").status_code == 200
    assert visitor.get(f"/wand/{session.id}/citaten?gebied=-1").json() == []


@pytest.mark.parametrize("part", ["", "/stand", "/citaten", "/eerder", "/vergelijk?met=1", "/qr.svg"])
def test_who_is_not_signed_in_gets_nothing(guarded_house, part):
    session = guarded_house.session()
    send(guarded_house, session, *ANSWERS)
    with guarded_house.visitor() as stranger:
        answer = stranger.get(f"/wand/{session.id}{part}")
    assert answer.status_code in (303, 404)
    assert "terugbellen" not in answer.text and session.code not in answer.text


def test_only_who_leads_sessions_may_open_the_wall(guarded_house):
    session = guarded_house.session()
    with guarded_house.visitor() as joke:
        sign_in(joke, NAME)
        assert {joke.get(f"/wand/{session.id}{part}").status_code for part in ("", "/stand", "/qr.svg")} == {403}
    staff.add_account(guarded_house.database, "Faisal", FACILITATOR, PASSWORD)
    with guarded_house.visitor() as faisal:
        sign_in(faisal, "Faisal")
        assert faisal.get(f"/wand/{session.id}").status_code == 200
        assert faisal.get(f"/wand/{session.id}/qr.svg").status_code == 200
