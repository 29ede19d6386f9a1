"""The wall in a real browser: it grows and nothing on it moves."""

import re
import time
from itertools import combinations
from pathlib import Path

import pytest

from classifier import live
from classifier.live import LiveSession, Sending
from classifier.places import sample_workshop_file
from classifier.store.database import Database
from classifier.store.upgrade import open_database
from classifier.workshop import from_sample, guess_columns

pytestmark = [pytest.mark.slow, pytest.mark.browser]
QUESTION = "Wat betekent klantgericht werken voor jou?"
HOSTILE = "<img src=x onerror=\"document.title='gekaapt'\"> <b>vet</b>"
# A point that a browser drew: more than half covered. The soft edge around points is fainter.
POINTS = """() => {
    const canvas = document.querySelector('#map canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found = [];
    for (let at = 3; at < data.length; at += 4) if (data[at] > 190) found.push(at);
    return found;
}"""
LABELS = """(kind) => [...document.querySelectorAll('.label.' + kind)].map((own) => {
    const box = own.getBoundingClientRect();
    return [own.firstChild.textContent, box.left, box.top, box.width, box.height, parseFloat(own.style.fontSize)];
})"""


def sample(first: int, last: int) -> list[str]:
    table = from_sample().table
    column = list(table.columns).index(guess_columns(table).text)
    return [row[column] for row in table.rows if row[column].strip()][first:last]


def send(database: Database, session: LiveSession, texts: list[str]) -> None:
    for text in texts:
        live.submit(database, session.code, Sending(live.new_form_key(), {session.questions[0].id: text}))


@pytest.fixture
def database(address: str, server_data: Path):
    opened = open_database(f"sqlite:///{server_data / 'klantkompas.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> LiveSession:
    assert sample_workshop_file().is_file()
    return live.open_session(database, "Wand", [QUESTION])


@pytest.fixture
def wall(browser, address: str, session: LiveSession):
    """A wall as it is projected, once the first state is there."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page.goto(f"{address.removesuffix('/staff')}/wand/{session.id}")
    count(page).filter(has_text=re.compile(r"\d")).wait_for(timeout=60_000)
    return page


def count(page):
    return page.locator("#count")


def grown_to(page, number: int) -> None:
    count(page).get_by_text(str(number), exact=True).wait_for(timeout=30_000)
    time.sleep(0.3)


def overlap(one, other) -> bool:
    (_, left, top, width, height, _), (_, left2, top2, width2, height2, _) = one, other
    return left < left2 + width2 and left2 < left + width and top < top2 + height2 and top2 < top + height


def test_the_wall_grows_and_nothing_moves(wall, database, session):
    send(database, session, sample(0, 120))
    grown_to(wall, 120)
    points, names = set(wall.evaluate(POINTS)), wall.evaluate(LABELS, "cluster")
    assert len(points) > 120 * 20
    send(database, session, sample(120, 170))
    grown_to(wall, 170)
    after, names_after = set(wall.evaluate(POINTS)), wall.evaluate(LABELS, "cluster")
    assert points < after
    assert {tuple(own) for own in names} <= {tuple(own) for own in names_after}
    regions = wall.evaluate(LABELS, "region")
    assert not [pair for pair in combinations(regions + names_after, 2) if overlap(*pair)]
    assert 28 <= min(own[-1] for own in names_after) < min(own[-1] for own in regions)
    wall.reload()
    grown_to(wall, 170)
    assert set(wall.evaluate(POINTS)) == after
    assert wall.evaluate(LABELS, "cluster") == names_after


def test_a_cluster_opens_its_quotes_and_escape_goes_back(wall, database, session):
    send(database, session, ["vriendelijk zijn", "vriendelijk blijven tegen klanten"] * 4 + [HOSTILE])
    grown_to(wall, 9)
    wall.locator(".label.cluster").first.click()
    quote = wall.locator("#quotes blockquote").first
    quote.wait_for()
    assert "vriendelijk" in quote.inner_text()
    wall.keyboard.press("Escape")
    wall.locator("#quotes").wait_for(state="hidden")
    wall.keyboard.press("6")
    wall.locator("#chart").get_by_text(HOSTILE, exact=True).wait_for()
    assert "gekaapt" not in wall.title() and not wall.locator("#chart b", has_text="vet").count()


def test_every_view_has_a_key_and_can_be_frozen(wall, database, session):
    send(database, session, sample(0, 20))
    grown_to(wall, 20)
    for key, view in zip("1234567", ("map", "bars", "stairs", "iceberg", "words", "fresh", "compare"), strict=True):
        wall.keyboard.press(key)
        assert wall.locator("nav [aria-pressed=true]").get_attribute("data-view") == view
    wall.keyboard.press(" ")
    assert wall.locator("nav [aria-pressed=true]").get_attribute("data-view") == "map"
    wall.keyboard.press("f")
    send(database, session, sample(20, 23))
    wall.locator("#notice", has_text="nieuw sindsdien: 3").wait_for(timeout=30_000)
    assert count(wall).inner_text() == "20"
    wall.keyboard.press("f")
    grown_to(wall, 23)


def test_a_lost_connection_is_said_calmly_and_comes_back(wall, database, session):
    send(database, session, sample(0, 6))
    grown_to(wall, 6)
    wall.context.set_offline(True)
    wall.locator("#notice", has_text="Verbinding weg").wait_for(timeout=30_000)
    assert count(wall).inner_text() == "6"
    send(database, session, sample(6, 8))
    wall.context.set_offline(False)
    grown_to(wall, 8)
    wall.locator("#notice").wait_for(state="hidden", timeout=30_000)


def test_a_phone_shows_the_wall_without_scrolling_sideways(wall, database, session):
    send(database, session, sample(0, 40))
    grown_to(wall, 40)
    wall.set_viewport_size({"width": 390, "height": 844})
    time.sleep(0.5)
    for key in "1234567":
        wall.keyboard.press(key)
        assert wall.evaluate("document.documentElement.scrollWidth") <= 390
    wall.keyboard.press("1")
    regions = wall.evaluate(LABELS, "region")
    assert len(regions) > 1 and not [pair for pair in combinations(regions, 2) if overlap(*pair)]
