"""The screen "Codeboek": reading it, changing it with the effect told first, and its versions."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier import review as reviewing
from classifier.codebook_changes import MergeLabels, RenameLabel
from classifier.codebook_reader import parse_codebook
from classifier.codebook_versions import change_codebook, history_of
from classifier.server import SCRIPT
from classifier.store.predictions import predictions_of
from classifier.texts import Texts

NL = Texts("nl")
SCREEN = Path(SCRIPT).parent / "codeboek.py"
HOSTILE = "<script>alert(1)</script> **vet** [x](http://a.b) :red[rood] $x$"


@pytest.fixture
def app(screens_as_of_now, kept_workshop) -> AppTest:
    visit = AppTest.from_file(SCREEN, default_timeout=20)
    visit.session_state["who"] = "Anna"
    return visit.run()


@pytest.fixture
def decided(database, foreign_house, kept_workshop) -> None:
    """Three decisions: two with the first label, one of them with the third beside it."""
    own = foreign_house
    review = reviewing.open_review(database, kept_workshop, own.codebook, own.version, own.model)
    ids = [one.answer.id for one in review.answers]
    given = {ids[0]: ("helm",), ids[1]: ("helm", "opruimen"), ids[2]: ("opruimen",)}
    reviewing.decide(database, review, {own: {"onderwerp": keys} for own, keys in given.items()}, "Anna")


def shown(app: AppTest) -> str:
    """Everything on screen, with the marks that make text harmless taken out."""
    parts = [*app.text, *app.success, *app.warning, *app.error, *app.info, *app.markdown, *app.header]
    return "\n".join(str(part.value) for part in parts).replace("\\", "").replace("\u2060", "")


def button(app: AppTest, key: str):
    return next(item for item in app.button if item.label == NL(key))


def field(app: AppTest, key: str, **facts):
    return next(item for item in [*app.text_input, *app.text_area] if item.label == NL(key, **facts))


def view(app: AppTest, name: str) -> AppTest:
    return app.button_group[0].set_value(name).run()


def changing(app: AppTest, what: str, label: tuple[str, str] = ("onderwerp", "helm")) -> AppTest:
    app = view(app, "change")
    app.selectbox[0].set_value(label).run()
    return app.button_group[1].set_value(what).run()


def ask(app: AppTest) -> AppTest:
    return button(app, "codeboek.form.show").click().run()


def keep(app: AppTest) -> AppTest:
    return button(app, "codeboek.effect.keep").click().run()


def versions(database) -> list:
    return list(history_of(database).versions)


def test_people_read_names_definitions_and_how_many_decisions_there_are(decided, app):
    assert not app.exception
    assert "Beschermende kleding." in shown(app)
    assert "**Helm en kleding**  :small[2 besluiten]" in shown(app)
    assert "**Melden**  :small[nog geen besluiten]" in shown(app)
    assert not app.text_input


def test_a_decision_of_before_a_merge_counts_under_what_it_was_merged_into(database, foreign_house, decided, app):
    change_codebook(database, MergeLabels("onderwerp", ("helm",), "opruimen"), "Bea", foreign_house.version)
    app.run()
    assert "**Opruimen**  :small[3 besluiten]" in shown(app)
    assert "Bea wijzigde het codeboek intussen" in shown(app)


def test_a_decision_that_was_taken_back_does_not_count(database, foreign_house, kept_workshop, decided, app):
    own = foreign_house
    review = reviewing.open_review(database, kept_workshop, own.codebook, own.version, own.model)
    done = reviewing.decide(database, review, {review.answers[5].answer.id: {"onderwerp": ("melden",)}}, "Anna")
    assert "**Melden**  :small[1 besluit]" in shown(app.run())
    reviewing.undo(database, reviewing.refresh(database, review), done, "Anna")
    assert "**Melden**  :small[nog geen besluiten]" in shown(app.run())


def test_a_rename_is_told_first_and_leaves_what_the_model_said(database, now, kept_workshop, decided, app):
    app = changing(app, "rename")
    field(app, "codeboek.form.name").set_value("Bescherming")
    app = ask(app)
    assert "‘Helm en kleding’ heet voortaan ‘Bescherming’. Besluiten over dit label: 2" in shown(app)
    assert NL("codeboek.effect.no_judging") in shown(app)
    assert len(versions(database)) == 1
    app = keep(app)
    assert not app.exception
    assert "‘Helm en kleding’ heet ‘Bescherming’." in shown(app)
    assert versions(database)[-1].coder == "Anna"
    with database.reading() as connection:
        assert len(predictions_of(connection, kept_workshop, now().model, now().version)) == 20


def test_a_merge_says_how_many_decisions_move_and_asks_whether_that_is_meant(database, decided, app):
    app = changing(app, "merge")
    app.selectbox[1].set_value("opruimen")
    app = ask(app)
    assert "2 besluiten over ‘Helm en kleding’ tellen voortaan als ‘Opruimen’." in shown(app)
    assert "Samen staan er dan zoveel besluiten onder ‘Opruimen’: 3." in shown(app)
    assert "Terugdraaien kan niet met één klik" in shown(app)
    assert button(app, "codeboek.effect.keep").disabled
    app.checkbox[0].check().run()
    app = keep(app)
    assert len(versions(database)) == 2
    assert NL("codeboek.done.judge_again", count="1") in shown(app)


def test_a_new_label_works_at_once_and_is_marked_as_new(database, now, app):
    app = view(app, "add")
    field(app, "codeboek.form.name").set_value("Koffie")
    field(app, "codeboek.form.definition").set_value("Praten over koffie en of die warm was.")
    field(app, "codeboek.form.example_list", most=8).set_value("de koffie was lekker\n\n de koffie was op \n")
    app = ask(app)
    assert "werkt meteen op de omschrijving en 2 voorbeelden" in shown(app)
    app = keep(app)
    assert now().new_labels == {("onderwerp", "koffie")}
    assert NL("codeboek.done.learn") in shown(app)
    assert NL("codeboek.read.new") in shown(view(app, "read"))
    (said,) = now().reader.classify(["koffie was koud"])
    assert "koffie" in said.labels["onderwerp"]
    app = changing(app, "examples", ("onderwerp", "koffie"))
    field(app, "codeboek.form.example_list", most=8).set_value("\n".join("123456789"))
    assert "Er staan 9 voorbeelden bij" in shown(ask(app))


def test_a_split_keeps_decisions_with_its_first_part(database, now, decided, app):
    app = changing(app, "split")
    field(app, "codeboek.form.part_name", number=2).set_value("Handschoenen")
    field(app, "codeboek.form.part_definition", number=2).set_value("Handschoenen dragen.")
    app = ask(app)
    assert "Besluiten over dit label: 2. Die blijven bij ‘Helm en kleding’ staan" in shown(app)
    app = keep(app)
    assert "helm" in now().codebook.facet("onderwerp").keys
    assert ("onderwerp", "handschoenen") in now().new_labels


def test_another_colour_and_another_definition(database, now, app):
    app = changing(app, "recolour")
    app.color_picker[0].set_value("#00ff00")
    app = keep(ask(app))
    assert now().codebook.facet("onderwerp").label("helm").color == "#00FF00"
    app = changing(app, "define")
    field(app, "codeboek.form.definition").set_value("Een helm of handschoenen.")
    app = keep(ask(app))
    assert now().codebook.facet("onderwerp").label("helm").definition == "Een helm of handschoenen."
    assert len(versions(database)) == 3


def test_a_pair_can_be_neither_merged_nor_split(app):
    app = changing(app, "rename", ("incident", "ja"))
    assert "precies twee tegenovergestelden" in shown(app)
    assert set(app.button_group[1].options) == {
        NL(f"codeboek.form.{key}") for key in ("rename", "recolour", "define")
    }


def test_what_changes_nothing_is_not_kept(app, database):
    app = changing(app, "define")
    assert NL("codeboek.effect.nothing") in shown(ask(app))


@pytest.mark.parametrize(
    "name, sentence",
    [("x" * 10_000, "De naam is 10000 tekens lang"), ("\u200b\u202e", "De naam is 0 tekens lang"),
     ("Melden", "Er is al een label dat Melden heet")],
)  # fmt: skip
def test_a_name_that_cannot_be_gets_a_sentence(app, name, sentence):
    app = changing(app, "rename")
    field(app, "codeboek.form.name").set_value(name)
    app = ask(app)
    assert not app.exception
    assert sentence in shown(app)
    assert not [item for item in app.button if item.label == NL("codeboek.effect.keep")]


def test_marks_in_a_name_are_shown_as_they_were_typed(app, now):
    app = changing(app, "rename")
    field(app, "codeboek.form.name").set_value(HOSTILE)
    app = view(keep(ask(app)), "read")
    assert now().codebook.facet("onderwerp").label("helm").name == HOSTILE
    assert HOSTILE in shown(app)
    raw = next(part.value for part in app.markdown if "script" in part.value)
    assert "<script>" not in raw and ":red[" not in raw and "[x](" not in raw and "$x$" not in raw


def test_someone_who_looked_at_an_older_version_sees_what_happens_now_first(database, foreign_house, now, app):
    app = changing(app, "rename")
    field(app, "codeboek.form.name").set_value("Bescherming")
    app = ask(app)
    change_codebook(database, RenameLabel("onderwerp", "melden", "Doorgeven"), "Bea", foreign_house.version)
    app = keep(app)
    assert "meanwhile" not in shown(app)
    assert "Bea wijzigde het codeboek intussen: ‘Melden’ heet ‘Doorgeven’." in shown(app)
    assert len(versions(database)) == 2
    app = keep(button(app, "codeboek.effect.look_again").click().run())
    names = [label.name for label in now().codebook.facet("onderwerp").labels]
    assert names == ["Bescherming", "Doorgeven", "Opruimen"]


def test_every_version_says_who_changed_what_and_can_be_downloaded(database, foreign_house, app):
    after = change_codebook(database, RenameLabel("onderwerp", "helm", "Hoofd"), "Bea", foreign_house.version)
    change_codebook(database, MergeLabels("onderwerp", ("helm",), "melden"), "Cor", after)
    app = view(app.run(), "past")
    text = shown(app)
    assert "‘Hoofd’ ging op in ‘Melden’." in text and "‘Helm en kleding’ heet ‘Hoofd’." in text
    assert "Bea" in text and "Cor" in text and NL("codeboek.past.from_file") in text
    assert len(app.get("download_button")) == 3
    oldest = versions(database)[0]
    assert parse_codebook(oldest.toml, "codebook.toml") == foreign_house.codebook


def test_changing_asks_who_someone_is_and_reading_does_not(app):
    app.session_state["who"] = ""
    app = view(app.run(), "change")
    assert [item.label for item in app.text_input] == [NL("nakijken.who.name")]
    assert not app.selectbox


def test_the_screen_speaks_english(app):
    app.session_state["lang"] = "en"
    app = app.run()
    assert not app.exception
    assert Texts("en")("codeboek.heading") in app.title[0].value


def test_another_choice_in_the_form_forgets_what_was_asked_about(decided, app):
    app = changing(app, "merge")
    app.selectbox[1].set_value("opruimen")
    app = ask(app)
    app = app.button_group[1].set_value("split").run()
    assert NL("codeboek.effect.empty") in shown(app)
