"""The whole way with a real server, a real model and a real browser: paste, read, choose, download."""

import re

import pytest

from classifier.texts import Texts
from classifier.web.headers import STAFF

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NL = Texts("nl")
TEN = """goed luisteren en doorvragen
luisteren naar wat de klant nodig heeft
afspraken nakomen
terugbellen als je dat beloofd hebt
eerlijk zeggen wat niet kan
empathie
vriendelijk en beleefd blijven
meedenken en zelf een oplossing zoeken
collega's helpen alsof het klanten zijn
altijd ja zeggen, de klant heeft altijd gelijk"""


def paste(page, text: str) -> None:
    page.get_by_label(NL("indelen.intake.paste")).fill(text)
    page.get_by_role("button", name=NL("indelen.intake.submit")).click()
    page.get_by_role("heading", name=NL("indelen.download.title")).wait_for()


def figure(page, label: str) -> str:
    card = page.get_by_test_id("stMetric").filter(has_text=label)
    return card.get_by_test_id("stMetricValue").inner_text()


def test_ten_pasted_answers_come_back_as_themes_and_levels(page, codebook):
    paste(page, TEN)
    assert figure(page, NL("indelen.figures.answers")) == "10"
    bars, steps = codebook.by_chart("bars")[0], codebook.by_chart("staircase")[0]
    themes = _words_of_chart(page, 0)
    assert re.search(r"Luisteren\D+[2-9]", themes), themes
    assert len([label for label in bars.labels if label.name in themes]) >= 4
    levels = _words_of_chart(page, 1)
    counts = [int(re.search(rf"{re.escape(label.name)} (\d+)", levels)[1]) for label in steps.labels]
    assert sum(counts) == 10
    assert "luisteren" in page.get_by_test_id("stText").filter(has_text="“").first.inner_text().lower()


def _words_of_chart(page, number: int) -> str:
    """What a screen reader hears of a chart."""
    chart = page.get_by_test_id("stVegaLiteChart").nth(number)
    chart.wait_for()
    described = page.locator("[aria-label], [alt]").evaluate_all(
        "items => items.map(item => item.getAttribute('aria-label') || item.getAttribute('alt'))"
    )
    starts = [NL("indelen.themes.chart", counts=""), NL("indelen.levels.chart", counts="")]
    return next(text for text in described if text and text.startswith(starts[number]))


def test_a_click_on_a_bar_shows_its_answers(page):
    paste(page, TEN)
    box = page.get_by_test_id("stVegaLiteChart").first.bounding_box()
    choice = page.get_by_role("combobox", name=NL("indelen.themes.choose"))
    before = choice.input_value()
    assert before
    page.get_by_test_id("stVegaLiteChart").first.click(position={"x": box["width"] / 3, "y": 34 * 1.5})
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(choice).not_to_have_value(before)


def test_all_works_by_keyboard(page):
    page.get_by_label(NL("indelen.intake.paste")).focus()
    page.keyboard.insert_text("goed luisteren\nafspraken nakomen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_test_id("stMetric").first.wait_for()
    assert figure(page, NL("indelen.figures.answers")) == "2"


def test_markup_in_answers_does_nothing(page):
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    paste(
        page,
        "luisteren <img src=x onerror=alert(1)> [klik](http://kwaad.example) <b>vet</b>\nwww.kwaad.example",
    )
    assert page.locator("a[href*=kwaad]").count() == 0
    assert page.locator("img[src=x]").count() == 0


def test_no_request_leaves_the_machine(page, address):
    foreign = []
    origin = address.removesuffix(STAFF)
    page.on("request", lambda request: foreign.append(request.url) if origin not in request.url else None)
    paste(page, TEN)
    outside = [url for url in foreign if not url.startswith(("data:", "blob:", origin.replace("http", "ws")))]
    assert not outside


def test_the_sample_and_the_download(page, tmp_path):
    page.get_by_role("button", name=NL("indelen.intake.sample")).click()
    button = page.get_by_role("button", name=NL("indelen.download.button", kind="csv"))
    button.wait_for()
    assert figure(page, NL("indelen.figures.answers")) == "525"
    with page.expect_download() as download:
        button.click()
    download.value.save_as(tmp_path / "indeling.csv")
    assert (tmp_path / "indeling.csv").read_text(encoding="utf-8-sig").count("klantgerichtheid/") == 525


def test_english_by_the_switch_and_by_the_address(page, address):
    page.get_by_text(NL("app.english"), exact=True).click()
    page.get_by_text(Texts("en")("indelen.heading")).wait_for()
    page.wait_for_url("**lang=en**")
    page.goto(f"{address}/?lang=en")
    page.get_by_text(Texts("en")("indelen.heading")).wait_for()


@pytest.mark.parametrize("width", [390, 1366, 1920])
def test_nothing_sticks_out_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    paste(page, TEN)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("item => item.scrollWidth - item.clientWidth") <= 1
