"""Checking answers with a real keyboard: what each key does, and what it never does."""

import os
import re
import time

import pytest

from classifier.errors import UserMistake
from classifier.in_force import InForce, in_force
from classifier.keeping import judge, keep_answers
from classifier.keyboard import assign_keys
from classifier.store.coding_rounds import CodingRound, blind_codes, rounds_of
from classifier.store.database import Database
from classifier.store.decisions import decisions_of
from classifier.store.upgrade import open_database
from classifier.store.workshops import NewAnswer
from classifier.texts import Texts

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NL = Texts("nl")
ANSWERS = [
    "goed luisteren en doorvragen",
    "afspraken nakomen",
    "eerlijk zeggen wat niet kan",
    "vriendelijk **en** :red[beleefd] <b>blijven</b> www.kwaad.example",
]


@pytest.fixture(scope="module")
def database(server_data):
    """The database of the server, seen from here."""
    opened = open_database(f"sqlite:///{server_data / 'klantkompas.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def house(database) -> InForce:
    return in_force(database)


@pytest.fixture
def workshop(database: Database, house: InForce) -> int:
    """Four answers, kept last and so the first in the list; the workshop's id."""
    answers = [NewAnswer(text, str(number)) for number, text in enumerate(ANSWERS, start=1)]
    workshop_id = keep_answers(database, f"Proef {os.urandom(3).hex()}", answers)
    judge(database, workshop_id, house)
    return workshop_id


@pytest.fixture
def desk(workshop, visit):
    """Opens the queue of that workshop in the order in which the answers came."""

    def sit(name: str, prepare=lambda page: None):
        page = visit(prepare)
        introduce(page, NL("nakijken.title"), name)
        page.get_by_role("button", name=NL("nakijken.queue.all")).click()
        heading(page, ANSWERS[0])
        done(page, 0)
        return page

    return sit


def introduce(page, screen: str, name: str) -> None:
    """Go to a screen and say who you are."""
    page.get_by_role("link", name=screen).click()
    page.get_by_label(NL("nakijken.who.name")).fill(name)
    page.keyboard.press("Enter")


def done(page, number: int) -> None:
    """Wait until so many answers are checked, as the page tells."""
    page.get_by_text(NL("nakijken.card.done", done=number, all=len(ANSWERS))).wait_for()


def heading(page, text: str) -> None:
    """Wait until the answer stands there, character for character."""
    wait_for(lambda: text in [own.replace("\u2060", "") for own in page.get_by_role("heading").all_inner_texts()])


def kept(database: Database, workshop: int) -> list:
    with database.reading() as connection:
        return decisions_of(connection, workshop)


def wait_for(condition) -> None:
    """Wait until a condition holds; the page tells of a label only by its looks."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_whole_flow_by_keyboard(desk, database, workshop, house):
    page, codebook = desk("Anna"), house.codebook
    level = next(facet for facet in codebook if facet.kind == "ordinal")
    themes = codebook.by_chart("bars")[0]
    page.keyboard.press("5")
    wait_for(lambda: [own.new for own in kept(database, workshop)] == [(level.keys[5],)])
    page.get_by_text(NL("nakijken.card.decided", who="Anna")).first.wait_for()
    key = assign_keys(codebook)[themes.key, themes.keys[-1]]
    page.keyboard.press(key.lower())
    wait_for(lambda: kept(database, workshop)[-1].facet == themes.key)
    assert themes.keys[-1] in kept(database, workshop)[-1].new
    page.get_by_text(NL("nakijken.card.decided", who="Anna")).nth(1).wait_for()
    page.keyboard.press("Enter")
    heading(page, ANSWERS[1])
    done(page, 1)
    assert {own.facet for own in kept(database, workshop)} == set(codebook.keys)
    page.keyboard.press("ArrowRight")
    heading(page, ANSWERS[2])
    page.keyboard.press("ArrowLeft")
    heading(page, ANSWERS[1])


def test_undo_by_key_goes_back_step_by_step(desk, database, workshop):
    page = desk("Anna")
    page.keyboard.press("4")
    page.get_by_text(NL("nakijken.card.decided", who="Anna")).first.wait_for()
    page.keyboard.press("Enter")
    heading(page, ANSWERS[1])
    page.keyboard.press("u")
    heading(page, ANSWERS[0])
    page.keyboard.press("u")
    page.get_by_role("button", name=NL("nakijken.card.undo"), disabled=True).wait_for()
    done(page, 0)
    assert [own.new for own in kept(database, workshop)][-1] is None


class SlowLine:
    """What the server says, held back for a while; what the browser says goes on at once."""

    def __init__(self, socket) -> None:
        self._socket, self._held, self.holds = socket, [], False
        server = socket.connect_to_server()
        server.on_message(self._take)
        socket.on_message(server.send)

    def _take(self, message) -> None:
        if self.holds:
            self._held.append(message)
        else:
            self._socket.send(message)

    def go_on(self) -> None:
        self.holds = False
        for message in self._held:
            self._socket.send(message)


def test_a_key_that_comes_while_the_next_answer_is_drawn_changes_nothing(desk, database, workshop):
    lines: list[SlowLine] = []
    page = desk("Anna", lambda page: page.route_web_socket("**", lambda socket: lines.append(SlowLine(socket))))
    lines[-1].holds = True
    page.keyboard.press("Enter")
    # Not with a sleep: what the browser says passes through here.
    page.wait_for_timeout(1500)
    before = [(own.answer_id, own.facet, own.new) for own in kept(database, workshop)]
    page.keyboard.press("5")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    lines[-1].go_on()
    heading(page, ANSWERS[1])
    page.get_by_text(str(UserMistake("key_too_late").message(NL))).wait_for()
    assert before and [(own.answer_id, own.facet, own.new) for own in kept(database, workshop)] == before
    page.keyboard.press("Enter")
    done(page, 2)


def test_the_meaning_of_a_label_is_one_key_away(desk, house):
    page = desk("Anna")
    page.keyboard.press("d")
    page.get_by_role("button", name=NL("nakijken.card.explain_less")).wait_for()
    definitions = {label.definition for facet in house.codebook for label in facet.labels}
    assert any(shown in definitions for shown in page.get_by_test_id("stText").all_inner_texts())


def test_nothing_fires_while_typing(desk, database, workshop):
    page = desk("Anna")
    page.get_by_role("button", name=NL("nakijken.who.is", name="Anna")).click()
    field = page.get_by_label(NL("nakijken.who.name"))
    field.fill("")
    page.keyboard.type("Aad 5 Luuk u d")
    page.wait_for_timeout(500)
    assert field.input_value() == "Aad 5 Luuk u d"
    assert kept(database, workshop) == []


def test_who_saw_an_older_state_is_told_and_sees_the_new_one(desk, database, workshop):
    anna, bea = desk("Anna"), desk("Bea")
    anna.keyboard.press("5")
    anna.get_by_text(NL("nakijken.card.decided", who="Anna")).first.wait_for()
    bea.keyboard.press("1")
    bea.get_by_test_id("stAlert").filter(has_text="Anna").wait_for()
    bea.get_by_text(NL("nakijken.card.decided", who="Anna")).first.wait_for()
    assert [own.coder for own in kept(database, workshop)] == ["Anna"]
    bea.keyboard.press("1")
    bea.get_by_text(NL("nakijken.card.decided", who="Bea")).first.wait_for()
    assert [own.coder for own in kept(database, workshop)] == ["Anna", "Bea"]


def test_accepting_to_the_end_decides_everything_and_markup_does_nothing(desk, database, workshop, house):
    page = desk("Anna")
    for text in ANSWERS[1:]:
        page.keyboard.press("Enter")
        heading(page, text)
    assert page.locator("a[href*=kwaad]").count() == 0
    assert page.get_by_role("heading").locator("b").count() == 0
    page.keyboard.press("Enter")
    page.get_by_text(NL("nakijken.card.finished")).wait_for()
    done(page, len(ANSWERS))
    assert len(kept(database, workshop)) == len(ANSWERS) * len(house.codebook.facets)


def test_undo_by_key_reaches_back_into_a_queue_that_was_left(desk, database, workshop):
    page = desk("Anna")
    page.keyboard.press("Enter")
    heading(page, ANSWERS[1])
    page.get_by_role("button", name=NL("nakijken.queue.disagreeing")).click()
    page.get_by_test_id("stAlert").wait_for()
    page.keyboard.press("u")
    heading(page, ANSWERS[0])
    done(page, 0)


CUT = """() => [...document.querySelectorAll('[data-testid=stMain] button [data-testid=stMarkdownContainer]')]
  .filter(own => own.scrollWidth > own.clientWidth + 1).map(own => own.textContent)"""


@pytest.mark.parametrize("width", [390, 1366, 1920])
def test_nothing_sticks_out_sideways_and_no_name_is_cut(desk, width, house):
    page = desk("Anna")
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("item => item.scrollWidth - item.clientWidth") <= 1
    assert page.evaluate(CUT) == []
    # Bold and with a tick: as wide as a button gets.
    for facet in [own for own in house.codebook if own.takes_many]:
        page.get_by_role("button", name=facet.labels[-1].text("short")).click()
        page.get_by_text(NL("nakijken.card.decided", who="Anna")).first.wait_for()
    assert page.evaluate(CUT) == []


def test_every_label_is_in_view_on_a_small_laptop(desk, house):
    page = desk("Anna")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.wait_for_timeout(300)
    for (facet, label), _ in assign_keys(house.codebook).items():
        own = house.codebook.facet(facet)
        name = own.label(label).text("name" if own.kind == "flag" else "short")
        box = page.get_by_role("button", name=re.compile(rf"^{re.escape(name)} Shortcut")).bounding_box()
        assert box["y"] + box["height"] <= 768, name


# -- double coding ----------------------------------------------------------------------------------


@pytest.fixture
def pair(workshop, visit, database, house):
    """Opens a round of all answers on the screen for double coding; gives the page and the round."""

    def sit(name: str, prepare=lambda page: None):
        page = visit(prepare)
        introduce(page, NL("double.title"), name)
        page.get_by_role("button", name=NL("double.round.start")).click()
        page.get_by_text(coded(0, 1)).wait_for()
        with database.reading() as connection:
            return page, rounds_of(connection, workshop)[0]

    return sit


def coded(number: int, place: int) -> str:
    return NL("double.card.done", done=number, all=len(ANSWERS), place=place)


def test_going_back_by_arrow_and_changing_a_code_keeps_both_and_the_last_counts(pair, database, house):
    page, coding_round = pair("Anna")
    level = next(facet for facet in house.codebook if facet.kind == "ordinal")
    single = next(facet for facet in house.codebook if facet.kind == "single")
    chosen = assign_keys(house.codebook)[single.key, single.keys[0]].lower()
    button = page.get_by_role("button", name=level.labels[5].text("short"))
    for key in ("5", chosen):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.get_by_text(coded(1, 2)).wait_for()
    page.keyboard.press("ArrowLeft")
    page.get_by_text(coded(1, 1)).wait_for()
    page.get_by_text(NL("double.card.coded")).wait_for()
    assert button.get_attribute("data-testid") == "stBaseButton-primary"
    page.keyboard.press("d")
    page.get_by_role("button", name=NL("nakijken.card.explain_less")).wait_for()
    page.keyboard.press("3")
    wait_for(lambda: levels(database, coding_round, level.key) == [(level.keys[3],)])
    page.get_by_text(level.labels[3].definition).wait_for()
    page.keyboard.press("ArrowRight")
    page.get_by_text(coded(1, 2)).wait_for()
    assert page.evaluate(CUT) == []


def levels(database: Database, coding_round: CodingRound, facet: str) -> list[tuple[str, ...]]:
    with database.reading() as connection:
        return [own.labels[facet] for own in blind_codes(connection, coding_round.id)]
