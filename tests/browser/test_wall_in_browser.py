"""The wall in a real browser: it grows and nothing on it moves."""

import re
import time
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest

from classifier import live, staff
from classifier.live import LiveSession, Sending
from classifier.places import sample_workshop_file
from classifier.roles import FACILITATOR
from classifier.store.database import Database
from classifier.store.upgrade import open_database
from classifier.workshop import from_sample, guess_columns

pytestmark = [pytest.mark.slow, pytest.mark.browser]
QUESTION = "Wat betekent klantgericht werken voor jou?"
NAME, PASSWORD = "Faisal", "een lange zin over klanten"
HOSTILE = "<img src=x onerror=\"document.title='gekaapt'\"> <b>vet</b>"
# A point that a browser drew: more than half covered. The soft edge around points is fainter.
POINTS = """() => {
    const canvas = document.querySelector('#map canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found = [];
    for (let at = 3; at < data.length; at += 4) if (data[at] > 190) found.push(at);
    return found;
}"""
# Every dot: the middle of its box and its size. Dots do not touch.
DOTS = """() => {
    const canvas = document.querySelector('#map canvas');
    const { width } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, canvas.height);
    const left = new Set(), dots = [];
    for (let at = 0; at < data.length / 4; at += 1) if (data[at * 4 + 3] > 190) left.add(at);
    for (const start of left) {
        const box = { left: width, right: 0, top: Infinity, bottom: 0 }, ahead = [start];
        left.delete(start);
        while (ahead.length) {
            const at = ahead.pop(), x = at % width, y = (at - x) / width;
            Object.assign(box, { left: Math.min(box.left, x), right: Math.max(box.right, x) });
            Object.assign(box, { top: Math.min(box.top, y), bottom: Math.max(box.bottom, y) });
            for (const next of [at - 1, at + 1, at - width, at + width]) if (left.delete(next)) ahead.push(next);
        }
        dots.push([(box.left + box.right) / 2, (box.top + box.bottom) / 2, box.right - box.left + 1]);
    }
    return dots;
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
    before = wall.evaluate(DOTS)
    send(database, session, sample(120, 170))
    grown_to(wall, 170)
    after, names_after = set(wall.evaluate(POINTS)), wall.evaluate(LABELS, "cluster")
    assert len(before) == 120 and not lost(before, wall.evaluate(DOTS))
    assert {tuple(own) for own in names} <= {tuple(own) for own in names_after}
    regions = wall.evaluate(LABELS, "region")
    assert not [pair for pair in combinations(regions + names_after, 2) if overlap(*pair)]
    assert 28 <= min(own[-1] for own in names_after) < min(own[-1] for own in regions)
    wall.reload()
    grown_to(wall, 170)
    assert set(wall.evaluate(POINTS)) == after
    assert wall.evaluate(LABELS, "cluster") == names_after


def lost(before: list, after: list) -> list:
    """The dots that are no longer where they were, to a pixel of the screen."""
    places = [(x, y) for x, y, _ in after]
    return [own for own in before if not any(abs(own[0] - x) <= 1 and abs(own[1] - y) <= 1 for x, y in places)]


def test_in_a_small_room_dots_are_large_and_shrink_in_place(wall, database, session):
    seen = []
    for first, last in ((0, 1), (1, 8), (8, 40), (40, 110), (110, 260)):
        send(database, session, sample(first, last))
        grown_to(wall, last)
        dots = wall.evaluate(DOTS)
        assert len(dots) == last
        assert max(size for _, _, size in dots) - min(size for _, _, size in dots) <= 2
        assert not seen or not lost(seen[-1], dots)
        seen.append(dots)
    sizes = [min(size for _, _, size in dots) for dots in seen]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 40 and sizes[2] >= 20
    wall.reload()
    grown_to(wall, 260)
    assert wall.evaluate(DOTS) == seen[-1]


def test_who_was_signed_out_is_told_so_and_goes_on_after_signing_in(browser, run_app, tmp_path):
    url = f"sqlite:///{tmp_path / 'klantkompas.sqlite'}"
    app = run_app({"KLANTKOMPAS_DATA_DIR": str(tmp_path)})
    with app as address, closing(open_database(url)) as database:
        signed_out_and_in_again(browser.new_context(), address.removesuffix("/staff"), database)


def signed_out_and_in_again(visitor, address: str, database: Database) -> None:
    staff.add_account(database, NAME, FACILITATOR, PASSWORD)
    session = live.open_session(database, "Wand", [QUESTION])
    send(database, session, sample(0, 6))
    sign_in(visitor.new_page(), address)
    wall = visitor.new_page()
    wall.goto(f"{address}/wand/{session.id}")
    grown_to(wall, 6)
    staff.revoke(database, NAME)
    wall.locator("#notice", has_text="niet meer ingelogd").wait_for(timeout=30_000)
    send(database, session, sample(6, 8))
    assert count(wall).inner_text() == "6" and wall.evaluate(DOTS)
    with visitor.expect_page() as opened:
        wall.locator("#notice a").click()
    sign_in(opened.value, address)
    grown_to(wall, 8)
    wall.locator("#notice").wait_for(state="hidden", timeout=30_000)


def sign_in(page, address: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("Naam").fill(NAME)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/staff/**")


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


def test_the_two_sides_of_the_iceberg_never_overlap(wall, database, session):
    send(database, session, ["netjes te woord staan"] * 9 + ["eerlijk"])
    grown_to(wall, 10)
    wall.keyboard.press("4")
    for size in ((1920, 1080), (1366, 768), (390, 844)):
        wall.set_viewport_size({"width": size[0], "height": size[1]})
        time.sleep(0.3)
        over, under = (wall.locator(f".side.{name}").bounding_box() for name in ("over", "under"))
        assert over["y"] + over["height"] <= under["y"] + 1


def test_a_phone_shows_the_wall_without_scrolling_sideways(wall, database, session):
    send(database, session, sample(0, 40))
    grown_to(wall, 40)
    wall.set_viewport_size({"width": 390, "height": 844})
    time.sleep(0.5)
    for key in "1234567":
        wall.keyboard.press(key)
        assert wall.evaluate("document.documentElement.scrollWidth") <= 390
        frame = wall.locator("nav [aria-pressed=true]").bounding_box()
        assert frame["x"] >= 0 and frame["x"] + frame["width"] <= 390
    wall.keyboard.press("1")
    regions = wall.evaluate(LABELS, "region")
    assert len(regions) > 1 and not [pair for pair in combinations(regions, 2) if overlap(*pair)]
    wall.locator(".label.region", has_text="Vakwerk").click()
    wall.locator("#quotes blockquote").first.wait_for()
    picture, quotes = (wall.locator(name).bounding_box() for name in ("#map canvas", "#quotes"))
    assert wall.evaluate(DOTS) and picture["y"] + picture["height"] <= quotes["y"] + 1
