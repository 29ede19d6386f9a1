"""The screen "Live": start, follow, moderate and close a session in a hall."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier import live
from classifier.errors import UserMistake
from classifier.live import Sending
from classifier.pages.parts import house, keep_shelf, live_door
from classifier.pages.parts.live_moderation import STEP, duplicates, in_order
from classifier.pages.parts.live_plate import large, qr_picture
from classifier.pages.parts.plain import plain
from classifier.server import SCRIPT
from classifier.store.sessions import AT_ONCE, CLOSED, HIDDEN, PAUSED, SHOWN, WAIT, WAITING, Options
from classifier.store.workshops import answers_of, workshops
from classifier.texts import Texts
from classifier.web import phone_address as addresses
from classifier.web.phone_address import SETTING, phone_address

NL = Texts("nl")
SCREEN = Path(SCRIPT).parent / "live.py"
QUESTION = "Wat doe jij voor je klant?"
# Every test starts from a database of its own; what the two kinds do alike is tested in tests/test_live.py.
pytestmark = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)


@pytest.fixture
def visit(database, foreign_house, monkeypatch):
    """Opens the screen as someone new."""
    monkeypatch.setattr(house, "the_database", lambda: database)
    monkeypatch.setattr(house, "the_house", lambda: foreign_house)
    return lambda: AppTest.from_file(SCREEN, default_timeout=20)


@pytest.fixture
def session(database):
    return live.open_session(database, "Zorg", [QUESTION], Options(moderation=WAIT))


@pytest.fixture
def desk(visit, session) -> AppTest:
    """The screen of a session in which answers wait."""
    app = visit()
    app.session_state["hall.session"] = session.id
    return app


def send(database, session, *texts: str) -> list[int]:
    """Answers from phones; their ids."""
    for text in texts:
        live.submit(database, session.code, Sending(live.new_form_key(), {session.questions[0].id: text}))
    return [own.id for own in live.answers_to_moderate(database, session.id)][-len(texts) :]


def places(database, session) -> dict[str, tuple[str, int | None]]:
    kept = live.answers_to_moderate(database, session.id)
    return {own.text: (own.visibility, own.merged_into_id) for own in kept}


def pressed(app: AppTest, label: str) -> AppTest:
    found = [own for own in app.button if own.label.replace("\\", "") == label]
    assert found, [own.label for own in app.button]
    return found[0].click().run()


def shown(app: AppTest) -> list[str]:
    return [own.value for own in app.text]


def metrics(app: AppTest) -> dict[str, str]:
    return {own.label: own.value for own in app.metric}


def now(database, session):
    return next(own for own in live.sessions(database) if own.id == session.id)


# -- starting -------------------------------------------------------------------------------------


def test_a_new_workshop_with_a_session_starts_with_one_press(visit, database):
    app = visit().run()
    assert not app.exception
    app = pressed(app, NL("live.start.go"))
    (session,) = live.sessions(database)
    assert not app.exception
    assert [own.text for own in session.questions] == [NL("live.start.default_question")]
    assert session.options == Options(AT_ONCE)
    assert app.title[0].value == plain(session.workshop)


def test_a_session_in_a_kept_workshop_takes_its_choices(visit, database, kept_workshop):
    app = visit().run()
    app.selectbox[0].set_value(kept_workshop).run()
    app.text_area[0].set_value("Eerste vraag?")
    app.text_input[0].set_value("Tweede vraag?")
    app.radio[0].set_value(WAIT)
    again, department = app.checkbox
    again.uncheck()
    department.check().run()
    app.text_area[1].set_value("Zorg\n\n Kantoor ").run()
    pressed(app, NL("live.start.go"))
    (session,) = live.sessions(database)
    assert session.workshop_id == kept_workshop
    assert [own.text for own in session.questions] == ["Eerste vraag?", "Tweede vraag?"]
    assert session.options == Options(WAIT, True, ("Zorg", "Kantoor"), False)


def test_without_a_question_nothing_starts_and_it_says_why(visit, database):
    app = visit().run()
    app.text_area[0].set_value("  ").run()
    app = pressed(app, NL("live.start.go"))
    assert "vragen" in app.error[0].value
    assert live.sessions(database) == []
    with database.reading() as connection:
        assert workshops(connection) == []


def test_a_session_that_runs_is_found_back_in_a_new_visit(visit, session):
    app = pressed(visit().run(), NL("live.start.go_on"))
    assert app.title[0].value == "Zorg"
    again = visit()
    again.query_params["sessie"] = app.query_params["sessie"][0]
    assert again.run().title[0].value == "Zorg"


@pytest.mark.parametrize("number", ["999", "-1", "x", "99999999999999999999", "²"])
def test_a_session_that_is_not_there_leads_to_the_start(visit, number):
    app = visit()
    app.query_params["sessie"] = number
    app.run()
    assert not app.exception
    assert app.title[0].value == NL("live.heading")


# -- following and moderating -----------------------------------------------------------------------


def test_what_waits_comes_first_and_is_masked_as_on_the_wall(desk, database, session):
    ids = send(database, session, "bel Jan de Vries op 06-12345678", "tweede", "derde")
    live.show(database, session.id, ids[2:])
    app = desk.run()
    assert metrics(app) == {
        NL("live.numbers.all"): "3",
        NL("live.numbers.shown"): "1",
        NL("live.numbers.waiting"): "2",
    }
    texts = shown(app)
    masked = next(text for text in texts if text.startswith("bel "))
    assert "12345678" not in "".join(texts)
    assert "Vries" not in masked
    assert texts.index("tweede") < texts.index(masked) < texts.index("derde")
    with database.reading() as connection:
        assert answers_of(connection, session.workshop_id)[0].text == "bel Jan de Vries op 06-12345678"


def test_one_press_shows_and_one_hides(desk, database, session):
    send(database, session, "luisteren")
    app = pressed(desk.run(), NL("live.list.show"))
    assert places(database, session)["luisteren"] == (SHOWN, None)
    app = pressed(app, NL("live.list.hide"))
    assert places(database, session)["luisteren"] == (HIDDEN, None)
    pressed(app, NL("live.list.show"))
    assert places(database, session)["luisteren"] == (SHOWN, None)


def test_all_that_waits_is_shown_at_once_and_what_was_hidden_stays_hidden(desk, database, session):
    ids = send(database, session, "een", "twee", "drie")
    live.hide(database, session.id, ids[:1])
    pressed(desk.run(), NL("live.list.show_all", count="2"))
    assert [visibility for visibility, _ in places(database, session).values()] == [HIDDEN, SHOWN, SHOWN]


def test_duplicates_are_proposed_merged_and_taken_apart(desk, database, session):
    first, *_ = send(database, session, "Terugbellen", "iets anders", "terugbellen.")
    app = pressed(desk.run(), NL("live.list.merge"))
    assert places(database, session)["terugbellen."] == (WAITING, first)
    assert metrics(app)[NL("live.numbers.merged")] == "1"
    assert "terugbellen." not in shown(app)
    pressed(app, NL("live.list.unmerge"))
    assert places(database, session)["terugbellen."] == (WAITING, None)


def test_who_leaves_duplicates_apart_is_not_asked_again(desk, database, session):
    send(database, session, "Terugbellen", "terugbellen.")
    app = pressed(desk.run(), NL("live.list.apart"))
    assert NL("live.list.merge") not in [own.label for own in app.button]
    assert len({visibility for visibility, _ in places(database, session).values()}) == 1


def test_the_answer_on_the_wall_stands_for_the_others_and_a_hidden_one_never_does(database, session):
    ids = send(database, session, "Terugbellen", "terugbellen.", "terugbellen")
    live.show(database, session.id, ids[1:2])
    live.hide(database, session.id, ids[2:])
    (group,) = duplicates(live.answers_to_moderate(database, session.id))
    assert [own.id for own in group] == [ids[1], ids[0]]


def test_answers_to_different_questions_are_never_proposed_as_one(database):
    session = live.open_session(database, "Zorg", [QUESTION, "En morgen?"])
    texts = {question.id: "luisteren" for question in session.questions}
    live.submit(database, session.code, Sending(live.new_form_key(), texts))
    assert duplicates(live.answers_to_moderate(database, session.id)) == []


def test_a_list_that_is_held_still_does_not_move_but_counts(desk, database, session):
    send(database, session, "eerste")
    app = desk.run()
    app.toggle[0].set_value(True).run()
    send(database, session, "tweede")
    app.run()
    assert "tweede" not in shown(app)
    assert NL("live.list.new", count="1") in shown(app)
    assert metrics(app)[NL("live.numbers.all")] == "2"
    app.toggle[0].set_value(False).run()
    assert "tweede" in shown(app)


def test_a_long_list_is_drawn_in_parts(desk, database, session):
    send(database, session, *(f"antwoord nummer {number} over iets" for number in range(STEP + 3)))
    app = desk.run()
    assert len([text for text in shown(app) if text.startswith("antwoord")]) == STEP
    app = pressed(app, NL("live.list.more", count="3"))
    assert len([text for text in shown(app) if text.startswith("antwoord")]) == STEP + 3


def test_markup_in_an_answer_stays_text(desk, database, session):
    wild = "<b>vet</b> :red[rood] [hier](https://kwaad.example)"
    send(database, session, wild)
    app = desk.run()
    assert not [own.value for own in app.markdown if "kwaad" in own.value]
    assert any(text.startswith("<b>vet</b> :red") for text in shown(app))
    (kept,) = in_order(live.answers_to_moderate(database, session.id))
    assert kept.text == wild


# -- pausing and closing --------------------------------------------------------------------------


def test_pausing_and_going_on(desk, database, session):
    app = pressed(desk.run(), NL("live.steer.pause"))
    assert now(database, session).state == PAUSED
    pressed(app, NL("live.steer.resume"))
    assert now(database, session).state != PAUSED


def test_closing_leads_to_the_numbers_and_the_download_of_everything(desk, database, session, foreign_house):
    send(database, session, "helm op", "gevaar melden")
    app = pressed(desk.run(), NL("live.steer.close_sure"))
    assert now(database, session).state == CLOSED
    assert not app.exception
    assert metrics(app)[NL("live.numbers.all")] == "2"
    assert NL("live.end.to_review") in [own.label for own in app.button]
    assert app.get("download_button") == []
    app = pressed(app, NL("workshops.judge.go"))
    assert not app.exception
    assert len(app.get("download_button")) == 3


def test_what_someone_else_closed_is_closed_here_too(desk, database, session):
    app = desk.run()
    live.close_session(database, session.id)
    app = pressed(app, NL("live.steer.pause"))
    assert not app.exception
    assert app.success
    assert now(database, session).state == CLOSED


def test_the_way_on_opens_this_workshop(database, session, fake_model, monkeypatch):
    monkeypatch.setattr(house, "the_database", lambda: database)
    live.close_session(database, session.id)
    live.open_session(database, "Een latere", [QUESTION])
    app = AppTest.from_file(SCRIPT, default_timeout=20).run()
    app.session_state["hall.session"] = session.id
    app.switch_page(str(SCREEN)).run()
    app = pressed(app, NL("live.end.to_review"))
    assert app.session_state[keep_shelf.OPENED] == session.workshop_id


# -- the address ----------------------------------------------------------------------------------


@pytest.fixture
def no_setting(monkeypatch, database_address):
    monkeypatch.delenv(SETTING, raising=False)


def test_who_listens_to_this_machine_alone_is_told_so(no_setting):
    assert not phone_address("http://localhost:8501/staff/", "127.0.0.1", 8501).is_reachable
    assert not phone_address("", "localhost", 8501).is_reachable


def test_the_address_of_the_visit_counts_as_phones_reach_it_too(no_setting):
    address = phone_address("https://kompas.voorbeeld.nl/staff/live?sessie=3", "127.0.0.1", 8501)
    assert (address.origin, address.is_reachable) == ("https://kompas.voorbeeld.nl", True)
    assert address.of_code("ABC234") == "https://kompas.voorbeeld.nl/d/ABC234"
    assert address.typed == "kompas.voorbeeld.nl"


def test_a_server_for_the_network_has_the_address_of_this_machine(no_setting, monkeypatch):
    monkeypatch.setattr(addresses, "own_address", lambda: "10.1.2.3")
    address = phone_address("http://localhost:9000/", "0.0.0.0", 9000)  # noqa: S104
    assert (address.origin, address.is_reachable, address.is_guess) == ("http://10.1.2.3:9000", True, True)
    assert phone_address("", "fd00::7", 9000).origin == "http://[fd00::7]:9000"


def test_the_address_that_was_set_wins(no_setting, monkeypatch):
    monkeypatch.setenv(SETTING, " https://kompas.voorbeeld.nl/ ")
    assert phone_address("http://10.0.0.2:8501/", "127.0.0.1", 8501).origin == "https://kompas.voorbeeld.nl"


@pytest.mark.parametrize(
    "given", ["kompas.nl", "ftp://kompas.nl", "http://", "https://kompas.nl/pad", "http://kompas.nl:0", "http://[x"]
)
def test_a_setting_that_is_no_address_is_a_mistake_of_the_user(no_setting, monkeypatch, given):
    monkeypatch.setenv(SETTING, given)
    with pytest.raises(UserMistake, match="KLANTKOMPAS_PUBLIC_URL"):
        phone_address("", "127.0.0.1", 8501)


def test_the_own_address_is_found_without_a_network_too(no_setting, monkeypatch):
    class NoNetwork:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def connect(self, _):
            raise OSError

    assert addresses.own_address()
    monkeypatch.setattr(addresses.socket, "socket", lambda *_: NoNetwork())
    assert addresses.own_address() == addresses.socket.gethostname()


def test_the_page_warns_and_names_the_command(desk, no_setting, monkeypatch):
    monkeypatch.setattr(live_door, "get_option", {"server.address": "127.0.0.1", "server.port": 8501}.get)
    app = desk.run()
    assert "127" in app.warning[0].value
    assert app.code[0].value == NL("live.door.command")


def test_the_picture_holds_nothing_but_the_code_and_escaped_words(no_setting):
    picture = qr_picture("http://10.0.0.2/d/ABC234", 'een "<b>', "20rem")
    assert 'alt="een &quot;&lt;b&gt;"' in picture
    assert picture.count("<") == 1
    assert "<script" not in large("<script>kwaad</script>", "2rem")
