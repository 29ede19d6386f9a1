"""The whole round on the real pages: paste, check, code twice, retrain, compare, promote, judge again, go back."""

import json
import time

import pytest
from organisation import FOREIGN_ANSWERS, settle

from classifier.in_force import in_force
from classifier.review import open_review
from classifier.store.upgrade import open_database
from classifier.store.workshops import workshops
from classifier.texts import Texts

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NL = Texts("nl")
# Other words round the same cores than the training answers have.
PASTED = [f"bij ons in de hal: {text}" for text, *_ in FOREIGN_ANSWERS]
LEVEL_KEYS = {"laag": "0", "midden": "1", "hoog": "2"}
CORRECTED, CODED_TWICE = 20, 10
TRAINING_MS = 240_000


@pytest.fixture
def organisation(tmp_path, monkeypatch, database_address):
    monkeypatch.setenv("KLANTKOMPAS_DATABASE_URL", database_address)
    return settle(tmp_path, monkeypatch)


@pytest.fixture
def page(organisation, browser, run_app):
    with run_app({}) as address:
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.set_default_timeout(60_000)
        page.goto(f"{address}/")
        yield page


def go(page, title: str) -> None:
    page.get_by_role("link", name=NL(title), exact=True).click()


def press(page, label: str) -> None:
    page.get_by_role("button", name=label).click()


def give_name(page, name: str) -> None:
    page.get_by_label(NL("nakijken.who.name")).fill(name)
    page.keyboard.press("Enter")


def paste_and_keep(page) -> None:
    page.get_by_label(NL("indelen.intake.paste")).fill("\n".join(PASTED))
    press(page, NL("indelen.intake.submit"))
    page.get_by_label(NL("workshops.keep.name")).fill("Hal 3")
    press(page, NL("workshops.keep.go"))
    page.get_by_text(NL("workshops.keep.to_review")).first.wait_for()


def answer_stands(page, text: str) -> None:
    """Wait until the answer stands there with its keys, drawn after those of the answer before."""
    end = time.monotonic() + 60
    while text not in [own.replace("\u2060", "") for own in page.get_by_role("heading").all_inner_texts()]:
        assert time.monotonic() < end, f"{text} did not come"
        time.sleep(0.05)


def correct(page) -> None:
    """Every answer gets its true level by one key, and Enter agrees with the rest."""
    go(page, "nakijken.title")
    give_name(page, "Anna")
    press(page, NL("nakijken.queue.all"))
    for number, (_, _, level, _) in enumerate(FOREIGN_ANSWERS[:CORRECTED]):
        answer_stands(page, PASTED[number])
        decided = page.get_by_text(NL("nakijken.card.decided", who="Anna"))
        press_until(page, LEVEL_KEYS[level], decided.count)
        page.keyboard.press("Enter")
        page.get_by_text(f"{number + 1} van {len(PASTED)} nagekeken").wait_for()


def code_blind(page, level: str, times: int) -> None:
    for number in range(times):
        page.get_by_text(NL("double.card.done", done=str(number), all=str(times), place=str(number + 1))).wait_for()
        # Without a choice only the button that keeps is filled; with one the level is too.
        press_until(page, None, lambda: filled(page) == 1)
        press_until(page, level, lambda: filled(page) == 2)
        next_one = NL("double.card.done", done=str(number + 1), all=str(times), place=str(number + 2))
        done = NL("double.result.you_are_done")
        press_until(page, "Enter", lambda: page.get_by_text(next_one).or_(page.get_by_text(done)).count())  # noqa: B023


def filled(page) -> int:
    return page.get_by_test_id("stBaseButton-primary").count()


def press_until(page, key: str | None, condition) -> None:
    """Press until it shows: a key that comes while the buttons are drawn anew goes nowhere."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "what was pressed for did not show"
        if key:
            page.keyboard.press(key)
        time.sleep(0.4)


def code_twice(page) -> None:
    go(page, "double.title")
    page.get_by_test_id("stNumberInputField").fill(str(CODED_TWICE))
    press(page, NL("double.round.start"))
    code_blind(page, "0", CODED_TWICE)
    page.get_by_text(NL("double.result.waiting")).wait_for()
    press(page, NL("nakijken.who.is", name="Anna"))
    give_name(page, "Bea")
    page.get_by_role("button", name=NL("nakijken.who.is", name="Bea")).wait_for()
    page.keyboard.press("Escape")
    page.get_by_text(NL("double.card.done", done="0", all=str(CODED_TWICE), place="1")).click()
    code_blind(page, "2", CODED_TWICE)
    page.get_by_text(NL("double.agreement.title")).wait_for()


def retrain(page) -> None:
    go(page, "onderzoek.title")
    page.get_by_role("heading", name=NL("onderzoek.ask.title"), exact=True).wait_for()
    page.get_by_role("combobox", name=NL("onderzoek.ask.workshops")).click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    press(page, NL("onderzoek.ask.go"))
    page.get_by_role("heading", name=NL("onderzoek.result.title"), exact=True).wait_for(timeout=TRAINING_MS)


def promote(page) -> None:
    reason = page.get_by_label(NL("onderzoek.promote.reason"), exact=True)
    button = page.get_by_role("button", name=NL("onderzoek.promote.go", model="veilig/2"))
    button.wait_for()
    if reason.count():
        reason.fill("proef met besluiten van de hal")
        page.keyboard.press("Tab")
    button.click()
    page.get_by_text(NL("onderzoek.promote.in_use", model="veilig/2")).first.wait_for()


def judge_again(page) -> None:
    go(page, "nakijken.title")
    press(page, NL("workshops.judge.go"))
    page.get_by_text(f"{len(PASTED)} van {len(PASTED)} nagekeken").wait_for()


def roll_back(page) -> None:
    go(page, "onderzoek.title")
    press(page, NL("onderzoek.models.rollback", model="veilig/1"))
    page.get_by_text(NL("onderzoek.models.in_use", model="veilig/1")).wait_for()


def test_a_workshop_is_checked_learned_from_and_the_model_goes_back_again(page, organisation):
    paste_and_keep(page)
    correct(page)
    code_twice(page)
    retrain(page)
    assert organisation.registry.current() == "veilig/1"
    promote(page)
    assert organisation.registry.current() == "veilig/2"
    judge_again(page)
    everything_as_people_decided(organisation)
    roll_back(page)
    assert organisation.registry.current() == "veilig/1"
    everything_as_people_decided(organisation)
    current = json.loads((organisation.folder / "models" / "current.json").read_text())
    assert current["model"] == "veilig/1"


def everything_as_people_decided(organisation) -> None:
    """Whatever model is in force, what Anna decided stands."""
    database = open_database()
    house = in_force(database, organisation.registry)
    with database.reading() as connection:
        (kept,) = workshops(connection)
    review = open_review(database, kept.id, house.codebook, house.version, house.model)
    level = house.codebook.facet("ernst")
    stands = {one.answer.text: one.labels(level) for one in review.answers}
    assert stands == {text: (answer[2],) for text, answer in zip(PASTED, FOREIGN_ANSWERS, strict=True)}
    database.close()
