import json
from dataclasses import replace

import pytest

from classifier.errors import UserMistake
from classifier.training.comparison import Comparison, Difference
from classifier.training.fitting import save_model
from classifier.training.history import HISTORY_FILE, history
from classifier.training.promotion import check, previous_model, promote, rollback
from classifier.training.registry import CURRENT_FILE, Registry


def difference(facet: str, by: float, label: str = "") -> Difference:
    return Difference(facet, label, "micro_f1", 0.7, round(0.7 + by, 4), by - 0.04, by + 0.04, 100)


def compared(candidate: str, *, current: str = "veilig/1", **by: float) -> Comparison:
    rows = [difference(facet, value) for facet, value in (by or {"onderwerp": 0.0}).items()]
    lost_label = difference("onderwerp", -0.3, "helm")
    return Comparison(current, candidate, 100, "abc", (*rows, lost_label), {}, ())


@pytest.fixture
def registry(tmp_path, small_model):
    """Four models, the first in use."""
    registry = Registry(tmp_path / "models")
    for version in "1234":
        trained = replace(small_model, manifest=replace(small_model.manifest, version=version))
        save_model(trained, registry, make_current=version == "1", who="ans")
    return registry


def put(registry: Registry, version: str, who: str = "bo") -> None:
    model = f"veilig/{version}"
    promote(registry, model, check=check(compared(model, current=registry.current())), who=who)


# -- the rule ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "may"), [(0.1, True), (0.0, True), (-0.01, True), (-0.0101, False), (-0.5, False)])
def test_a_facet_may_fall_by_the_margin_and_no_more(by, may):
    found = check(compared("veilig/2", onderwerp=by), margin=0.01)
    assert found.may_promote is may
    assert [row.facet for row in found.worse] == ([] if may else ["onderwerp"])


def test_one_better_facet_does_not_make_up_for_a_worse_one():
    found = check(compared("veilig/2", onderwerp=0.2, ernst=-0.05))
    assert [(row.facet, row.difference) for row in found.worse] == [("ernst", -0.05)]


def test_the_rule_looks_at_the_difference_also_when_its_interval_holds_zero():
    (row,) = check(compared("veilig/2", onderwerp=-0.03)).worse
    assert row.low < 0 < row.high


def test_a_margin_is_never_negative():
    with pytest.raises(ValueError, match="0 or more"):
        check(compared("veilig/2"), margin=-0.1)


# -- promoting --------------------------------------------------------------------------------------


def test_a_promoted_model_is_in_use_and_the_history_says_who_and_on_which_figures(registry):
    put(registry, "2")
    assert registry.current() == "veilig/2"
    change = history(registry)[-1]
    assert (change.who, change.what, change.before, change.after) == ("bo", "promote", "veilig/1", "veilig/2")
    assert change.figures == {"onderwerp": {"micro_f1": [0.7, 0.7]}}
    assert change.test_set == "abc"
    assert [change.what for change in history(registry)] == ["train", "promote"]


def test_a_worse_model_needs_a_written_reason(registry):
    worse = check(compared("veilig/2", ernst=-0.2))
    for reason in ("", "   "):
        with pytest.raises(UserMistake, match=r"ernst micro_f1 -0\.200.*Write down a reason"):
            promote(registry, "veilig/2", check=worse, who="bo", reason=reason)
    assert registry.current() == "veilig/1"
    promote(registry, "veilig/2", check=worse, who="bo", reason=" nieuw codeboek ")
    assert history(registry)[-1].reason == "nieuw codeboek"


def test_a_comparison_with_another_model_does_not_count(registry):
    for stale in (compared("veilig/3"), compared("veilig/2", current="veilig/3")):
        with pytest.raises(UserMistake, match="Compare again"):
            promote(registry, "veilig/2", check=check(stale), who="bo")


def test_without_a_comparison_only_the_first_model_may_be_chosen(registry):
    with pytest.raises(UserMistake, match="no comparison"):
        promote(registry, "veilig/2", check=None, who="bo")
    (registry.folder / CURRENT_FILE).unlink()
    promote(registry, "veilig/2", check=None, who="bo")
    assert history(registry)[-1].before == ""
    assert previous_model(registry) == ""


@pytest.mark.parametrize(
    ("model", "who", "sentence"),
    [("veilig/9", "bo", "no model veilig/9"), ("veilig/1", "bo", "in use already"), ("veilig/2", " ", "who does")],
)
def test_what_cannot_be_promoted_is_a_sentence(registry, model, who, sentence):
    with pytest.raises(UserMistake, match=sentence):
        promote(registry, model, check=check(compared(model)), who=who)


def test_a_damaged_or_unfit_model_is_not_promoted(registry, codebook):
    with pytest.raises(UserMistake, match="another codebook"):
        promote(registry, "veilig/2", check=check(compared("veilig/2")), who="bo", codebook=codebook)
    (registry.folder / "veilig" / "2" / "model.joblib").write_bytes(b"other")
    with pytest.raises(UserMistake, match="has changed"):
        put(registry, "2")
    assert registry.current() == "veilig/1"


# -- rolling back -----------------------------------------------------------------------------------


def test_rolling_back_undoes_one_choice_at_a_time_and_never_swings_back(registry):
    put(registry, "2")
    put(registry, "3")
    assert previous_model(registry) == "veilig/2"
    assert [rollback(registry, "cas").after for _ in range(2)] == ["veilig/2", "veilig/1"]
    with pytest.raises(UserMistake, match="no earlier model to go back to; veilig/1 stays in use"):
        rollback(registry, "cas")
    assert registry.current() == "veilig/1"


def test_a_choice_after_a_rollback_comes_on_top_of_what_was_rolled_back_to(registry):
    put(registry, "2")
    put(registry, "3")
    rollback(registry, "cas", "klachten")
    put(registry, "4")
    assert [rollback(registry, "cas").after for _ in range(2)] == ["veilig/2", "veilig/1"]
    assert [change.what for change in history(registry)] == [
        "train", "promote", "promote", "rollback", "promote", "rollback", "rollback",
    ]  # fmt: skip


def test_the_same_model_may_come_back_by_choice(registry):
    put(registry, "2")
    put(registry, "1")
    assert rollback(registry, "cas").after == "veilig/2"
    assert rollback(registry, "cas").after == "veilig/1"
    assert previous_model(registry) == ""


def test_a_model_that_was_damaged_meanwhile_is_not_rolled_back_to(registry):
    put(registry, "2")
    (registry.folder / "veilig" / "1" / "MODEL_CARD.md").unlink()
    with pytest.raises(UserMistake, match=r"MODEL_CARD\.md is missing"):
        rollback(registry, "cas")
    assert registry.current() == "veilig/2"


def test_a_model_chosen_by_hand_has_no_history_and_a_later_choice_begins_one(registry):
    put(registry, "2")
    registry.set_current("veilig/3")
    assert history(registry) == [] and previous_model(registry) == ""
    put(registry, "4")
    assert rollback(registry, "cas").after == "veilig/3"


# -- the history file -------------------------------------------------------------------------------


def test_lines_are_only_ever_added(registry):
    file = registry.folder / HISTORY_FILE
    before = file.read_bytes()
    put(registry, "2")
    rollback(registry, "cas")
    assert file.read_bytes().startswith(before)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


def test_a_half_line_left_by_a_killed_process_hides_nothing(registry):
    put(registry, "2")
    file = registry.folder / HISTORY_FILE
    whole = file.read_bytes()
    line = whole.splitlines(keepends=True)[-1]
    for length in range(0, len(line), 25):
        file.write_bytes(whole + line[:length])
        assert rollback(registry, "cas").after == "veilig/1"
        put(registry, "2")
        chosen = [change.what for change in history(registry)]
        assert chosen == ["train", "promote", *["rollback", "promote"] * (length // 25 + 1)]
        whole = file.read_bytes()


def test_a_history_that_lost_lines_is_a_sentence_and_a_new_choice_mends_it(registry):
    put(registry, "2")
    (registry.folder / HISTORY_FILE).write_text("", encoding="utf-8")
    for ask in (history, previous_model, lambda registry: rollback(registry, "cas")):
        with pytest.raises(UserMistake, match="cannot be read in full"):
            ask(registry)
    put(registry, "3")
    assert rollback(registry, "cas").after == "veilig/2"


def test_a_forged_ring_of_changes_ends(registry):
    (registry.folder / CURRENT_FILE).write_text(json.dumps({"model": "veilig/1", "change": "a"}))
    ring = {"when": "", "who": "", "what": "promote", "before": "", "after": "veilig/1", "previous": "a", "id": "a"}
    (registry.folder / HISTORY_FILE).write_text(json.dumps(ring) + "\n", encoding="utf-8")
    with pytest.raises(UserMistake, match="cannot be read in full"):
        history(registry)
