"""The screen "Workshops": judging all that waits, labels marked as new, and why no group can be chosen."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier import keeping
from classifier.codebook_changes import AddLabel, NewLabel
from classifier.codebook_versions import change_codebook
from classifier.pages.parts.new_marks import marked
from classifier.pages.parts.view import View
from classifier.server import SCRIPT
from classifier.store.workshops import NewAnswer
from classifier.texts import Texts

NL = Texts("nl")
SCREEN = Path(SCRIPT).parent / "workshops.py"
TOPIC, LADDERS = "onderwerp", NewLabel("Ladders", "Een ladder veilig neerzetten.", ("de helm op de ladder",))


@pytest.fixture
def visit(screens_as_of_now, kept_workshop) -> AppTest:
    return AppTest.from_file(SCREEN, default_timeout=20)


def shown(app: AppTest) -> str:
    parts = [*app.text, *app.success, *app.warning, *app.error, *app.info, *app.markdown]
    return "\n".join(str(part.value) for part in parts).replace("\\", "").replace("\u2060", "")


def buttons(app: AppTest) -> list[str]:
    return [item.label for item in app.button]


def kept(database, name: str, groups: list[str]) -> int:
    answers = [NewAnswer(f"helm op nummer {n}", str(n), {"ploeg": group}) for n, group in enumerate(groups)]
    return keeping.keep_answers(database, name, answers)


def test_one_button_judges_all_workshops_and_says_how_many_answers(database, visit, now):
    kept(database, "Keet", ["A", "B"])
    kept(database, "Kraan", ["A"])
    app = visit.run()
    assert NL("workshops.judge_all.go") in buttons(app) and NL("workshops.judge.go") not in buttons(app)
    app.button(key="judge_all").click().run()
    assert not app.exception
    assert keeping.waiting(database, now().model, now().version) == []
    assert NL("workshops.judge_all.done", answers="3") in shown(app)
    assert not {NL("workshops.judge_all.go"), NL("workshops.judge.go")} & set(buttons(app))


def test_when_only_the_opened_workshop_waits_it_is_judged_on_its_own(database, visit):
    kept(database, "Keet", ["A", "B"])
    app = visit.run()
    assert NL("workshops.judge.go") in buttons(app) and NL("workshops.judge_all.go") not in buttons(app)


def test_a_label_that_is_new_says_so_in_chart_choice_and_list(database, visit, now):
    change_codebook(database, AddLabel(TOPIC, LADDERS), "Anna", now().version)
    app = visit.run()
    # Only the opened workshop waits.
    app.button(key="judge").click().run()
    assert not app.exception
    new = NL("nakijken.card.new", label="Ladders")
    choice = next(item for item in app.selectbox if item.label == NL("indelen.themes.choose"))
    filters = next(item for item in app.multiselect if item.label == "Onderwerp")
    assert new in choice.options and new in filters.options
    assert NL("codeboek.read.new_why") in shown(app)
    charts = app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    assert any(new in str(chart.proto) for chart in charts)
    assert "Melden (" not in " ".join(choice.options), "what the model learned is not marked"


@pytest.mark.parametrize(
    ("groups", "key", "facts"),
    [
        (["A"] * 6 + ["B"] * 2, "one_large", {"name": "A"}),
        (["A", "B", "C", "D", "E", "F"], "none_large", {}),
    ],
)
def test_when_no_group_can_be_chosen_a_sentence_says_why(database, visit, now, groups, key, facts):
    keeping.judge(database, kept(database, "Keet", groups), now())
    sentence = NL(f"indelen.source.{key}", least=5, **facts)
    assert sentence in shown(visit.run())


def test_without_groups_nothing_is_said_of_them(database, visit, now):
    keeping.judge(database, kept(database, "Keet", [""] * 8), now())
    assert "groep kiezen" not in shown(visit.run())


def test_a_long_name_keeps_its_mark_where_a_chart_cuts_names_off(codebook):
    facet = next(own for own in codebook if own.takes_many)
    label = max(facet.labels, key=lambda own: len(own.text("name", "nl")))
    long = marked(codebook, {(facet.key, label.key)}, NL).facet(facet.key).label(label.key)
    assert long.name == NL("nakijken.card.new", label=label.name)
    assert len(long.text("short", "nl")) <= 28
    assert marked(codebook, frozenset(), NL) is codebook
    assert View(codebook, [], "", NL).new == frozenset()
