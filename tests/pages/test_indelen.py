"""The screen "Indelen", driven without a browser and with a model of another world."""

import io

import pytest
from canteen import CANTEEN, DISHES, WordModel
from streamlit.testing.v1 import AppTest

from classifier import workshop
from classifier.errors import UserMistake
from classifier.exchange.reading import read_table
from classifier.exchange.table import Table
from classifier.in_force import InForce
from classifier.pages.parts import house
from classifier.server import SCRIPT
from classifier.texts import Texts
from classifier.workshop import Source

NL, EN = Texts("nl"), Texts("en")
LINES = [
    "warme soep met vers brood erbij",
    "gisteren was de soep koud",
    "trek in koffie",
    "geen idee",
    "brood",
]


def a_visit() -> AppTest:
    return AppTest.from_file(SCRIPT, default_timeout=20)


def paste(app: AppTest, text: str) -> AppTest:
    app.text_area(key="pasted").set_value(text)
    return button(app, "indelen.intake.submit").click().run()


def button(app: AppTest, key: str):
    return next(item for item in app.button if item.label in (NL(key), EN(key)))


def shown(app: AppTest) -> str:
    """Everything the page says as text, without the backslashes that keep it plain."""
    said = [
        *app.text,
        *app.markdown,
        *app.header,
        *app.subheader,
        *app.title,
        *app.error,
        *app.warning,
        *app.info,
    ]
    return "\n".join(str(item.value) for item in said).replace("\\", "").replace("\u2060", "")


def metrics(app: AppTest) -> dict[str, str]:
    return {item.label: item.value for item in app.metric}


def with_source(monkeypatch, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    monkeypatch.setattr(workshop, "from_sample", lambda: Source(Table(columns, tuple(rows)), "lunch.csv"))


def load_sample(app: AppTest) -> AppTest:
    return button(app, "indelen.intake.sample").click().run()


def select(app: AppTest, key: str):
    return next(item for item in app.selectbox if item.label == NL(key))


# -- before anything is brought in ------------------------------------------------------------------


def test_an_empty_page_says_what_will_come(app):
    assert not app.exception
    assert NL("indelen.heading") in shown(app)
    assert NL("indelen.intake.privacy") in shown(app)
    assert not app.metric


def test_every_input_has_a_label(app):
    for item in (
        *app.text_area,
        *app.text_input,
        *app.selectbox,
        *app.multiselect,
        *app.checkbox,
        *app.button,
    ):
        assert item.label


def test_a_missing_model_is_told_as_a_sentence(monkeypatch, fake_model):
    def fail():
        raise UserMistake("pasted_empty")

    monkeypatch.setattr(workshop, "load_model", fail)
    app = a_visit().run()
    assert not app.exception
    assert NL("error.pasted_empty") in shown(app)


# -- results ------------------------------------------------------------------------------------------


def test_pasted_lines_become_figures(app):
    paste(app, "\n".join(LINES))
    assert not app.exception
    figures = metrics(app)
    assert figures[NL("indelen.figures.answers")] == "5"
    assert figures["Gerecht"] == "Soep"
    assert figures[NL("indelen.figures.to_review")] == "60%"
    assert NL("indelen.figures.uncertain", share="60%") in shown(app)
    assert NL("indelen.figures.by_model", model="kantine/7") in shown(app)


def test_every_facet_of_the_codebook_comes_back(app):
    paste(app, "\n".join(LINES))
    said = shown(app)
    assert "Gerecht" in said
    assert NL("indelen.levels.title", name="Trek", steps=2) in said
    assert NL("indelen.iceberg.title") in said
    assert "Klacht" in said
    assert NL("indelen.told.title") in said
    assert "Hoe liep het af?" in said
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 3


def test_a_theme_is_chosen_and_its_quotes_are_read(app):
    paste(app, "\n".join(LINES))
    chosen = select(app, "indelen.themes.choose")
    chosen.set_value("koffie").run()
    assert "“trek in koffie”" in shown(app)
    assert DISHES.label("koffie").definition in shown(app)


def test_the_table_is_filtered_and_searched(app):
    paste(app, "\n".join(LINES))
    assert len(app.dataframe[0].value) == 5
    next(item for item in app.multiselect if item.label == "Gerecht").set_value(["soep"]).run()
    assert len(app.dataframe[0].value) == 2
    next(item for item in app.text_input if item.label == NL("indelen.list.search")).set_value("koud").run()
    assert list(app.dataframe[0].value["text"]) == ["gisteren was de soep koud"]
    assert list(app.dataframe[0].value["words"]) == ["gisteren, soep, koud"]
    next(item for item in app.text_input if item.label == NL("indelen.list.search")).set_value("niets").run()
    assert not app.dataframe


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_the_download_holds_every_answer(kind, fake_model):
    from classifier.exchange.writing import records_to_bytes
    from classifier.summary import groups_of, to_records

    model = workshop.load_model()
    source = workshop.from_pasted("\n".join(LINES))
    made = workshop.classify(model, source, workshop.guess_columns(source.table))
    content = records_to_bytes(to_records(made.judged, CANTEEN, groups_of(made.judged)), kind)
    table = read_table(io.BytesIO(content), f"klantkompas.{kind}")
    assert [row[table.columns.index("text")] for row in table.rows] == LINES


# -- what people bring in is shown as it is -------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> soep met een bal erin",
        "soep **vet** en [klik](http://kwaad.example) en $x^2$",
        "soep :red[rood] :smile: www.kwaad.example -> `code`",
        "soep مرحبا 😀 שלום én ćevapi",
    ],
)
def test_answers_are_never_read_as_markup(app, text):
    paste(app, f"{text}\nbrood")
    assert not app.exception
    assert f"“{text}”" in [item.value for item in app.text]
    assert all(text not in item.value for item in app.markdown)
    assert not app.get("html")


# -- mistakes -------------------------------------------------------------------------------------------


def test_a_mistake_is_a_sentence_and_clears_what_lay_there(app):
    paste(app, "\n".join(LINES))
    assert app.metric
    paste(app, "   ")
    assert not app.metric
    assert NL("error.pasted_empty") in shown(app)


def test_nothing_typed_is_lost(app, monkeypatch):
    def fail(text):
        raise UserMistake("pasted_empty")

    monkeypatch.setattr(workshop, "from_pasted", fail)
    paste(app, "soep\nbrood")
    assert app.error
    assert app.text_area(key="pasted").value == "soep\nbrood"


def test_new_input_replaces_the_old_results(app):
    paste(app, "\n".join(LINES))
    paste(app, "koffie\nkoffie met soep")
    assert metrics(app)[NL("indelen.figures.answers")] == "2"
    assert "brood erbij" not in shown(app)


def test_a_column_without_text_is_said(app, monkeypatch):
    with_source(monkeypatch, ("antwoord", "leeg"), [("soep met brood", ""), ("koffie", "")])
    load_sample(app)
    select(app, "indelen.intake.text_column").set_value("leeg").run()
    assert NL("indelen.intake.no_text", column="leeg") in shown(app)
    select(app, "indelen.intake.text_column").set_value("antwoord").run()
    assert metrics(app)[NL("indelen.figures.answers")] == "2"


# -- columns and groups -----------------------------------------------------------------------------------

TEAMS = (
    [("soep van de dag", "Balie")] * 12 + [("brood van gisteren", "Keuken")] * 6 + [("koffie graag", "Chef")] * 5
)


def test_columns_are_guessed_and_can_be_chosen(app, monkeypatch):
    with_source(monkeypatch, ("team", "antwoord"), [(team, text) for text, team in TEAMS])
    load_sample(app)
    assert select(app, "indelen.intake.text_column").value == "antwoord"
    assert select(app, "indelen.intake.group_column").value == "team"
    select(app, "indelen.intake.group_column").set_value("").run()
    assert NL("indelen.source.group") not in [item.label for item in app.selectbox]


def test_a_group_is_looked_at_on_its_own(app, monkeypatch):
    with_source(monkeypatch, ("antwoord", "team"), TEAMS)
    load_sample(app)
    select(app, "indelen.source.group").set_value("Keuken").run()
    assert metrics(app)[NL("indelen.figures.answers")] == "6"
    assert metrics(app)["Gerecht"] == "Brood"


def test_a_small_group_is_nowhere_to_be_seen(app, monkeypatch):
    with_source(monkeypatch, ("antwoord", "team"), TEAMS[:-2])
    load_sample(app)
    assert select(app, "indelen.source.group").options == ["iedereen (21)", "Balie (12)"]
    assert NL("indelen.source.hidden", least=5) in shown(app)
    assert set(app.dataframe[0].value["group"]) == {"Balie", NL("indelen.list.other_group")}


def test_a_few_answers_of_one_group_are_not_listed(app, monkeypatch):
    rows = [*TEAMS[:18], ("soep en brood", "Keuken"), ("soep", "Keuken")]
    with_source(monkeypatch, ("antwoord", "team"), rows)
    load_sample(app)
    select(app, "indelen.source.group").set_value("Keuken").run()
    next(item for item in app.multiselect if item.label == "Gerecht").set_value(["soep"]).run()
    assert NL("indelen.list.too_few", least=5) in shown(app)
    assert not app.dataframe
    select(app, "indelen.themes.choose").set_value("soep").run()
    assert NL("indelen.themes.few", least=5) in shown(app)


# -- language and sessions ----------------------------------------------------------------------------------


def test_the_page_speaks_english_when_its_address_asks_so(fake_model):
    fresh = a_visit()
    fresh.query_params["lang"] = "en"
    paste(fresh.run(), "\n".join(LINES))
    assert EN("indelen.heading") in shown(fresh)
    assert metrics(fresh)["Dish"] == "Soep"


def test_an_unknown_language_in_the_address_is_dutch(fake_model):
    app = a_visit()
    app.query_params["lang"] = "<b>xx</b>"
    assert NL("indelen.heading") in shown(app.run())


def test_answers_of_one_visit_are_not_in_another(app):
    paste(app, "\n".join(LINES))
    other = a_visit().run()
    assert not other.metric
    assert "brood" not in shown(other)


def test_without_a_database_answers_are_read_but_not_kept(app):
    paste(app, "\n".join(LINES))
    assert NL("workshops.keep.impossible") in shown(app)
    assert NL("workshops.keep.go") not in [item.label for item in app.button]


# -- keeping, groups and new labels ---------------------------------------------------------------------


def test_the_way_to_keep_a_workshop_stands_before_the_figures(app):
    paste(app, "\n".join(LINES))
    way = NL("workshops.keep.way")
    assert f"[{way}](#bewaren)" in shown(app)
    assert [header.proto.anchor for header in app.header if header.value == NL("workshops.keep.title")] == [
        "bewaren"
    ]


def test_why_no_group_can_be_chosen_is_a_sentence(app, monkeypatch):
    rows = [(f"brood met soep {number}", "keuken" if number < 6 else "zaal") for number in range(8)]
    with_source(monkeypatch, ("antwoord", "afdeling"), rows)
    load_sample(app)
    assert NL("indelen.source.one_large", name="keuken", least=5) in shown(app)


def test_a_label_that_the_model_has_not_learned_is_marked_as_new(app, monkeypatch):
    house_ = InForce(CANTEEN, 1, WordModel(), frozenset({(DISHES.key, "soep")}))
    monkeypatch.setattr(house, "the_house", lambda: house_)
    paste(app, "\n".join(LINES))
    assert not app.exception
    assert NL("nakijken.card.new", label="Warme soep") in select(app, "indelen.themes.choose").options
    assert NL("codeboek.read.new_why") in shown(app)
