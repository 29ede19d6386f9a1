"""A whole session in a hall: staff at a screen, three people with phones, and the wall."""

import json
from pathlib import Path

import pytest

from classifier import live
from classifier.live import Sending
from classifier.store.sessions import CLOSED, HIDDEN, LiveSession
from classifier.store.upgrade import open_database
from classifier.store.workshops import answers_of
from classifier.texts import Texts
from classifier.web.headers import STAFF

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NL = Texts("nl")
PHONE = {"width": 390, "height": 844}
ANSWERS = [
    "terugbellen als je dat beloofde",
    "doorvragen tot je de echte vraag weet",
    "bel Jan de Vries op 06-12345678 <b>meteen</b>",
]


@pytest.fixture(scope="module")
def database(server_data):
    """The database of the server, seen from here."""
    opened = open_database(f"sqlite:///{server_data / 'klantkompas.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def desk(visit):
    """The screen of the facilitator."""
    page = visit()
    page.get_by_role("link", name=NL("live.title"), exact=True).click()
    page.get_by_role("heading", name=NL("live.heading")).wait_for()
    return page


@pytest.fixture
def phone(browser, address):
    """Opens a page on a phone of someone new."""

    def opened(path: str):
        page = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
        page.set_default_timeout(30_000)
        page.goto(address.removesuffix(STAFF) + path)
        return page

    return opened


def start(page, name: str) -> None:
    page.get_by_label(NL("live.start.name")).fill(name)
    page.get_by_role("button", name=NL("live.start.go")).click()
    page.get_by_role("heading", name=name).wait_for()


def newest(database) -> LiveSession:
    return live.sessions(database)[0]


def send(page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name=NL("web.questions.send")).click()


def metric(page, label: str, number: int) -> None:
    """Wait until the screen counts so many; a page that is not looked at may rest."""
    page.bring_to_front()
    page.get_by_test_id("stMetric").filter(has_text=label).get_by_text(str(number), exact=True).wait_for()


def row(page, number: int):
    return page.locator(f".st-key-hall-answer-{number}")


def close(page) -> None:
    page.get_by_role("button", name=NL("live.steer.close")).click()
    page.get_by_role("button", name=NL("live.steer.close_sure")).click()
    page.get_by_role("button", name=NL("live.end.to_review")).wait_for()


def sends_from_here(database, session: LiveSession, *texts: str) -> None:
    for text in texts:
        live.submit(database, session.code, Sending(live.new_form_key(), {session.questions[0].id: text}))


def sideways(page) -> int:
    page.wait_for_timeout(400)
    return page.get_by_test_id("stMain").evaluate("item => item.scrollWidth - item.clientWidth")


def test_a_whole_session_from_the_first_phone_to_the_download(desk, phone, database):
    start(desk, "Teamdag")
    session = newest(database)
    # This server listens to its own machine alone, and says so.
    desk.get_by_text(NL("live.door.command")).wait_for()
    assert desk.get_by_role("img", name=f"/d/{session.code}").is_visible()

    phones = [phone(f"/d/{session.code}") for _ in ANSWERS]
    late = phone(f"/d/{session.code}")
    for page, text in zip(phones, ANSWERS, strict=True):
        send(page, text)
        page.get_by_text(NL("web.thanks.kept")).wait_for()
    metric(desk, NL("live.numbers.all"), 3)
    _, hidden, masked = [own.id for own in live.answers_to_moderate(database, session.id)]
    assert "12345678" not in row(desk, masked).inner_text()
    assert "<b>meteen</b>" in row(desk, masked).inner_text()

    with desk.expect_popup() as opening:
        desk.get_by_role("link", name=NL("live.steer.wall")).click()
    wall = opening.value
    wall.set_default_timeout(60_000)
    wall.locator("#count", has_text="3").wait_for()
    row(desk, hidden).get_by_role("button", name=NL("live.list.hide")).click()
    wall.locator("#count", has_text="2").wait_for()
    metric(desk, NL("live.numbers.hidden"), 1)

    close(desk)
    assert newest(database).state == CLOSED
    send(late, "te laat verstuurd")
    late.get_by_text(NL("error.session_closed")).wait_for()
    assert late.get_by_role("textbox").input_value() == "te laat verstuurd"
    afterwards = phone(f"/d/{session.code}")
    afterwards.get_by_text(NL("error.session_closed")).wait_for()
    assert afterwards.get_by_role("textbox").count() == 0
    goes_on_in_review_with_all_answers(desk, database, session)


def goes_on_in_review_with_all_answers(page, database, session: LiveSession) -> None:
    # Whatever the wall showed was judged and kept on the way, so that nobody has to wait here.
    with page.expect_download() as download:
        page.get_by_role("button", name=NL("indelen.download.button", kind="jsonl")).click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ANSWERS
    page.get_by_role("button", name=NL("live.end.to_review")).click()
    page.get_by_label(NL("nakijken.who.name")).fill("Anna")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=NL("nakijken.queue.all")).click()
    page.get_by_role("heading", name=ANSWERS[0]).wait_for()
    page.get_by_text(NL("nakijken.card.done", done=0, all=len(ANSWERS))).wait_for()
    with database.reading() as connection:
        assert [own.text for own in answers_of(connection, session.workshop_id)] == ANSWERS


def test_a_session_started_while_the_model_still_loads_keeps_counting(browser, run_app, tmp_path):
    """Whoever goes straight to this screen leaves "Indelen" while it loads the model; that ends later."""
    with run_app({"KLANTKOMPAS_DATA_DIR": str(tmp_path)}) as address:
        page = browser.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{address}/")
        page.get_by_text(NL("indelen.lead")).wait_for()
        page.get_by_role("link", name=NL("live.title"), exact=True).click()
        start(page, "Meteen")
        database = open_database(f"sqlite:///{tmp_path / 'klantkompas.sqlite'}")
        # Long enough for the model to be there; nothing on the screen says so.
        page.wait_for_timeout(8_000)
        sends_from_here(database, newest(database), "luisteren")
        database.close()
        metric(page, NL("live.numbers.all"), 1)


def test_a_reload_in_the_middle_shows_the_same_session(desk, database):
    start(desk, "Herladen")
    sends_from_here(database, newest(database), "luisteren")
    metric(desk, NL("live.numbers.all"), 1)
    desk.reload()
    desk.get_by_role("heading", name="Herladen").wait_for()
    metric(desk, NL("live.numbers.all"), 1)


def test_pausing_tells_phones_to_wait_and_keeps_what_they_typed(desk, phone, database):
    start(desk, "Pauze")
    page = phone(f"/d/{newest(database).code}")
    desk.get_by_role("button", name=NL("live.steer.pause")).click()
    desk.get_by_text(NL("live.steer.is_paused")).wait_for()
    send(page, "meedenken")
    page.get_by_text(NL("error.session_paused")).wait_for()
    desk.get_by_role("button", name=NL("live.steer.resume")).click()
    desk.get_by_text(NL("live.steer.is_open"), exact=True).wait_for()
    page.get_by_role("button", name=NL("web.questions.send")).click()
    page.get_by_text(NL("web.thanks.kept")).wait_for()


def test_a_list_that_is_held_still_lets_nobody_hide_the_wrong_answer(desk, database):
    start(desk, "Stil")
    session = newest(database)
    sends_from_here(database, session, "eerste antwoord")
    desk.get_by_text("eerste antwoord").wait_for()
    desk.get_by_text(NL("live.list.hold")).click()
    (first,) = [own.id for own in live.answers_to_moderate(database, session.id)]
    before = row(desk, first).bounding_box()
    sends_from_here(database, session, "tweede antwoord over iets anders")
    desk.get_by_text(NL("live.list.new", count="1")).wait_for()
    assert desk.get_by_text("tweede antwoord over iets anders").count() == 0
    assert row(desk, first).bounding_box()["y"] == pytest.approx(before["y"], abs=2)
    row(desk, first).get_by_role("button", name=NL("live.list.hide")).click()
    metric(desk, NL("live.numbers.hidden"), 1)
    assert live.answers_to_moderate(database, session.id)[0].visibility == HIDDEN


@pytest.mark.parametrize("width", [390, 1366, 1920])
def test_nothing_sticks_out_sideways(desk, database, width):
    desk.set_viewport_size({"width": width, "height": 1080 if width == 1920 else 800})
    assert sideways(desk) <= 1
    start(desk, f"Breedte {width}")
    sends_from_here(database, newest(database), "eenheelergaanelkaargeschrevenwoord" * 8, "luisteren", "Luisteren.")
    desk.get_by_role("button", name=NL("live.list.merge")).wait_for()
    assert sideways(desk) <= 1
    desk.get_by_role("button", name=NL("live.steer.large")).click()
    picture = desk.get_by_role("img", name=newest(database).code)
    picture.wait_for()
    assert sideways(desk) <= 1
    box = picture.bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] >= 0.4 * min(width, 900)
