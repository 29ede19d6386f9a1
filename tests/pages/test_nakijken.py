"""The screens "Nakijken" and "Workshops", without a browser and with a small foreign model."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from classifier import keeping
from classifier import review as reviewing
from classifier.pages.parts import house, keep_shelf
from classifier.pages.parts import who as naming
from classifier.pages.parts.review_text import marked
from classifier.server import SCRIPT
from classifier.staff import Identity
from classifier.store import workshops as store
from classifier.store.decisions import decisions_of
from classifier.store.workshops import NewAnswer
from classifier.texts import Texts

NL = Texts("nl")
PAGES = Path(SCRIPT).parent


@pytest.fixture
def database_address(tmp_path):
    return f"sqlite:///{tmp_path / 'klantkompas.sqlite'}"


@pytest.fixture
def screens(database, foreign_house, monkeypatch):
    """The screens with this database, and the foreign codebook and model in force."""
    monkeypatch.setattr(house, "the_database", lambda: database)
    monkeypatch.setattr(house, "the_house", lambda: foreign_house)


def visit(screen: str, who: str = "Anna") -> AppTest:
    app = AppTest.from_file(PAGES / "begin.py", default_timeout=30).run()
    app.session_state["who"] = who
    return app.switch_page(screen).run()


def button(app: AppTest, key: str):
    return next(item for item in app.button if item.key == key)


def shown(app: AppTest) -> str:
    said = [
        *app.text,
        *app.markdown,
        *app.header,
        *app.subheader,
        *app.title,
        *app.error,
        *app.warning,
        *app.success,
    ]
    return plain_text("\n".join(str(item.value) for item in said))


def plain_text(value: str) -> str:
    return value.replace("\\", "").replace("\u2060", "")


def reviewed(database, foreign_house, workshop: int):
    return reviewing.open_review(
        database, workshop, foreign_house.codebook, foreign_house.version, foreign_house.model
    )


# -- checking -----------------------------------------------------------------------------------------


def test_nothing_kept_yet_leads_to_the_first_screen(screens):
    assert NL("nakijken.none_kept") in shown(visit("nakijken.py"))


def test_the_name_is_asked_before_the_first_answer_is_shown(screens, kept_workshop):
    app = visit("nakijken.py", who="")
    assert NL("nakijken.who.why") in shown(app)
    assert not [item for item in app.button if item.key.startswith("label.")]
    app.text_input(key="who_field").set_value("  Anna  ")
    next(item for item in app.button if item.label == NL("nakijken.who.go")).click().run()
    assert [item for item in app.button if item.key.startswith("label.")]


def test_every_label_one_can_choose_is_a_button(screens, kept_workshop, foreign_codebook):
    app = visit("nakijken.py")
    assert not app.exception
    pressed = {tuple(item.key.split(".")[2:]) for item in app.button if item.key.startswith("label.")}
    wanted = {(f.key, k) for f in foreign_codebook for k in (f.keys[-1:] if f.kind == "flag" else f.keys)}
    assert pressed == wanted


def test_a_suggestion_and_a_decision_differ_in_words_and_in_shape(screens, kept_workshop):
    app = visit("nakijken.py")
    assert "lightbulb" in shown(app)
    assert NL("nakijken.card.decided", who="Anna") not in shown(app)
    level = next(item for item in app.button if item.key.endswith(".ernst.hoog"))
    level.click().run()
    assert NL("nakijken.card.decided", who="Anna") in shown(app)
    again = next(item for item in app.button if item.key.endswith(".ernst.hoog"))
    assert again.proto.type == "primary"
    assert again.proto.icon == ":material/check_circle:"


def test_accept_decides_goes_on_and_can_be_undone(screens, kept_workshop, database, foreign_house):
    app = visit("nakijken.py")
    first = next(item for item in app.button if item.key.startswith("accept."))
    first.click().run()
    assert reviewed(database, foreign_house, kept_workshop).done == 1
    assert first.key not in [item.key for item in app.button]
    button(app, "undo").click().run()
    assert reviewed(database, foreign_house, kept_workshop).done == 0
    assert first.key in [item.key for item in app.button]


def test_undo_reaches_back_into_a_queue_that_was_left(screens, kept_workshop, database, foreign_house):
    app = visit("nakijken.py")
    first = next(item for item in app.button if item.key.startswith("accept."))
    first.click().run()
    button(app, "queue.all").click().run()
    next(item for item in app.button if item.key.endswith(".ernst.hoog")).click().run()
    button(app, "queue.disagreeing").click().run()
    button(app, "undo").click().run()
    assert reviewed(database, foreign_house, kept_workshop).done == 1
    button(app, "undo").click().run()
    assert reviewed(database, foreign_house, kept_workshop).done == 0
    assert first.key in [item.key for item in app.button]
    assert button(app, "undo").disabled


def test_another_person_at_the_screen_does_not_undo_what_the_first_did(screens, kept_workshop):
    app = visit("nakijken.py")
    next(item for item in app.button if item.key.startswith("accept.")).click().run()
    app.session_state["who"] = "Bea"
    app.run()
    assert button(app, "undo").disabled


def test_undo_of_many_at_once_is_offered_only_while_it_was_the_last_step(screens, kept_workshop):
    app = visit("nakijken.py")
    button(app, "queue.many").click().run()
    app.text_input(key="bulk.search").set_value("helm").run()
    next(item for item in app.checkbox if item.key.startswith("bulk.sure")).check().run()
    next(item for item in app.button if item.key.startswith("bulk.go")).click().run()
    assert button(app, "bulk.undo")
    button(app, "queue.all").click().run()
    button(app, "forward").click().run()
    next(item for item in app.button if item.key.endswith(".ernst.hoog")).click().run()
    button(app, "queue.many").click().run()
    assert "bulk.undo" not in [item.key for item in app.button]


def test_who_signed_in_is_known_on_the_first_visit(screens, kept_workshop, database, monkeypatch):
    monkeypatch.setattr(naming, "identity", lambda: Identity("Carla", "hr"))
    app = AppTest.from_file(PAGES / "nakijken.py", default_timeout=30).run()
    accept = next(item for item in app.button if item.key.startswith("accept."))
    accept.click().run()
    with database.reading() as connection:
        assert {own.coder for own in decisions_of(connection, kept_workshop)} == {"Carla"}


def test_what_another_model_says_is_shown_as_soon_as_the_workshop_is_opened_anew(
    screens, kept_workshop, foreign_house, monkeypatch
):
    app = visit("nakijken.py")
    unsure = NL("nakijken.card.suggested", certainty="11%")
    assert unsure not in shown(app)
    opened = keep_shelf.open_review

    def by_another(*arguments):
        review = opened(*arguments[:-1], foreign_house.model)
        certainty = dict.fromkeys(foreign_house.codebook.keys, 0.11)
        answers = (replace(one, judgement=replace(one.judgement, certainty=certainty)) for one in review.answers)
        return replace(review, answers=tuple(answers))

    monkeypatch.setattr(keep_shelf, "open_review", by_another)
    del app.session_state["kept.review"]
    app.run()
    assert unsure in shown(app)


def test_too_few_decisions_say_how_many_there_are_and_how_many_it_takes(
    screens, kept_workshop, database, foreign_house
):
    review = reviewed(database, foreign_house, kept_workshop)
    reviewing.accept(database, review, [own.answer.id for own in review.answers[:3]], "Anna")
    app = visit("nakijken.py")
    button(app, "queue.likely_errors").click().run()
    assert NL("nakijken.queue.too_few", fewest=20, count=3) in plain_text(app.info[0].value)


def test_a_facet_with_too_few_decisions_is_named_beside_those_with_enough(
    screens, kept_workshop, database, foreign_house
):
    review = reviewed(database, foreign_house, kept_workshop)
    everything = {own.answer.id: {"ernst": own.suggested(review.codebook.facet("ernst"))} for own in review.answers}
    reviewing.decide(database, review, everything, "Anna")
    app = visit("nakijken.py")
    button(app, "queue.likely_errors").click().run()
    assert plain_text(app.info[0].value) == NL("nakijken.queue.likely_errors_none")
    assert NL("nakijken.queue.too_few_for", fewest=20, facets="Onderwerp (0), Incident (0)") in shown(app)


def test_a_meaning_can_be_shown_and_walked_through(screens, kept_workshop, foreign_codebook):
    app = visit("nakijken.py")
    definitions = [label.definition for facet in foreign_codebook for label in facet.labels]
    seen = set()
    for _ in definitions:
        button(app, "focus.down").click().run()
        seen |= {text.value for text in app.text} & set(definitions)
    assert seen == set(definitions)
    button(app, "explain").click().run()
    assert not {text.value for text in app.text} & set(definitions)


def test_many_at_once_needs_a_choice_a_tick_and_a_button(screens, kept_workshop, database, foreign_house):
    app = visit("nakijken.py")
    button(app, "queue.many").click().run()
    assert not app.exception
    assert NL("nakijken.bulk.choose_first") in shown(app)
    app.text_input(key="bulk.search").set_value("helm").run()
    count = len(
        [own for own in reviewed(database, foreign_house, kept_workshop).answers if "helm" in own.answer.text]
    )
    assert NL("nakijken.bulk.found", count=count) in shown(app)
    go = next(item for item in app.button if item.key.startswith("bulk.go"))
    assert go.disabled
    next(item for item in app.checkbox if item.key.startswith("bulk.sure")).check().run()
    next(item for item in app.button if item.key.startswith("bulk.go")).click().run()
    assert reviewed(database, foreign_house, kept_workshop).done == count
    button(app, "bulk.undo").click().run()
    assert reviewed(database, foreign_house, kept_workshop).done == 0


def test_what_the_model_in_force_did_not_judge_is_offered(screens, database, foreign_house):
    workshop = keeping.keep_answers(database, "Later", [NewAnswer("helm op", "1"), NewAnswer("vegen", "2")])
    app = visit("nakijken.py")
    assert NL("workshops.judge.why", count=2, model=foreign_house.model) in shown(app)
    button(app, "judge").click().run()
    assert len(reviewed(database, foreign_house, workshop).answers) == 2
    assert [item for item in app.button if item.key.startswith("label.")]


# -- marking ------------------------------------------------------------------------------------------


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_marking_words_keeps_every_character_and_lets_no_markup_through(text, spans):
    inside = [(start, end) for start, end in spans if start < end <= len(text)]
    shown = marked(text, inside).replace(":blue-background[", "").replace("\u2060", "")
    unmarked = _without_marks(shown)
    assert "".join(unmarked.split()) == "".join(text.replace("\u2060", "").split())


def _without_marks(shown: str) -> str:
    """The text again: a closing bracket without a backslash is ours."""
    parts, position = [], 0
    while position < len(shown):
        if shown[position] == "\\":
            position += 1
            parts.append(shown[position])
        elif shown[position] != "]":
            parts.append(shown[position])
        position += 1
    return "".join(parts)


# -- the shelf ----------------------------------------------------------------------------------------


def test_a_kept_workshop_says_whether_it_counts_decisions(screens, kept_workshop, database, foreign_house):
    review = reviewed(database, foreign_house, kept_workshop)
    reviewing.accept(database, review, [review.answers[0].answer.id], "Anna")
    app = visit("workshops.py")
    assert not app.exception
    facts = {"decided": 1, "all": 20, "model": foreign_house.model}
    assert NL("workshops.results.counts_decisions", **facts) in shown(app)
    app.toggle[0].set_value(False).run()
    assert NL("workshops.results.counts_model", model=foreign_house.model) in shown(app)
    assert database.place in shown(app)


def test_a_workshop_gets_another_name(screens, kept_workshop, database):
    app = visit("workshops.py")
    next(field for field in app.text_input if field.label == NL("workshops.rename.name")).set_value("Steiger")
    next(item for item in app.button if item.label == NL("workshops.rename.go")).click().run()
    with database.reading() as connection:
        assert store.workshop_by_id(connection, kept_workshop).name == "Steiger"
    assert NL("workshops.rename.done", name="Steiger") in shown(app)


def test_deleting_says_what_goes_asks_and_really_deletes(screens, kept_workshop, database):
    app = visit("workshops.py")
    facts = {"answers": 20, "predictions": 20, "decisions": 0, "rounds": 0, "blind_codes": 0}
    assert NL("workshops.delete.what", **facts) in shown(app)
    assert button(app, f"delete{kept_workshop}").disabled
    app.checkbox(key=f"sure{kept_workshop}").check().run()
    button(app, f"delete{kept_workshop}").click().run()
    assert NL("workshops.delete.done", name="Bouwplaats") in shown(app)
    with database.reading() as connection:
        assert store.workshops(connection) == []


def test_what_lies_on_the_table_is_kept_and_leads_on(screens, database):
    app = AppTest.from_file(PAGES / "begin.py", default_timeout=30).run()
    app.text_area(key="pasted").set_value("helm op\nvegen na elke klus\nmelden bij de chef")
    next(item for item in app.button if item.label == NL("indelen.intake.submit")).click().run()
    assert not app.exception
    next(field for field in app.text_input if field.label == NL("workshops.keep.name")).set_value("Vandaag")
    next(item for item in app.button if item.label == NL("workshops.keep.go")).click().run()
    assert NL("workshops.keep.done", name="Vandaag", place=database.place) in shown(app)
    with database.reading() as connection:
        assert [(own.name, own.answers) for own in store.workshops(connection)] == [("Vandaag", 3)]
