"""What two models are compared on when the codebook changed."""

from dataclasses import replace

import numpy as np

from classifier.codebook_changes import AddLabel, MergeLabels, NewLabel, SplitLabel
from classifier.codebook_history import settled_all
from classifier.labels import LabelColumns
from classifier.training.comparison import compare
from classifier.training.ground import FEWEST_TOLD, NEW, UNTOLD
from classifier.training.promotion import check
from classifier.training.translation import translate_answers, translate_to_measure
from tests.canteen import APPETITE, CANTEEN, DISHES
from tests.training.test_comparison import ANSWERS, TRUTH, Oracle

DISH, HUNGER = DISHES.key, APPETITE.key
FIRST, SECOND, THIRD = DISHES.keys
LOWEST, MIDDLE, HIGHEST = APPETITE.keys
GOOD, BAD = Oracle("kantine/2", TRUTH, 0.1, seed=1), Oracle("kantine/1", TRUTH, 0.4)


def untold(answers, *names, told: int = 0):
    """The same answers, of which all but the first ``told`` do not tell about these labels."""
    return [
        answer if number < told else replace(answer, untold=frozenset(names))
        for number, answer in enumerate(answers)
    ]


def left_out(comparison):
    return {(one.facet, one.label): one.why for one in comparison.left_out}


def figures(comparison, facet):
    return {(row.label, row.figure): (row.current, row.candidate) for row in comparison.differences
            if row.facet == facet}  # fmt: skip


def test_with_nothing_new_and_all_told_everything_is_compared():
    found = compare(GOOD, BAD, ANSWERS, CANTEEN, resamples=2)
    assert found.left_out == ()
    assert set(found.facets) == set(CANTEEN.keys)
    assert check(found).may_promote


def test_a_new_label_gets_no_difference_and_weighs_in_nowhere():
    whole = compare(GOOD, BAD, ANSWERS, CANTEEN, resamples=2)
    found = compare(GOOD, BAD, ANSWERS, CANTEEN, new={(DISH, FIRST)}, resamples=2)
    assert left_out(found) == {(DISH, FIRST): NEW}
    assert (FIRST, "f1") not in figures(found, DISH)
    assert figures(found, DISH)[SECOND, "f1"] == figures(whole, DISH)[SECOND, "f1"]
    assert figures(found, DISH)["", "micro_f1"] != figures(whole, DISH)["", "micro_f1"]
    assert figures(found, HUNGER) == figures(whole, HUNGER)
    assert not any(FIRST in own for one in found.changed for own in (one.before[DISH], one.truth[DISH]))


def test_of_a_new_label_the_candidate_is_told_on_the_answers_that_tell():
    answers = untold(ANSWERS, (DISH, FIRST), told=50)
    found = compare(GOOD, BAD, answers, CANTEEN, new={(DISH, FIRST)}, resamples=2)
    [one] = found.left_out
    assert one.support == sum(FIRST in answer.labels[DISH] for answer in answers[:50])
    assert one.candidate is not None and 0.5 < one.candidate <= 1
    nobody = compare(GOOD, BAD, untold(ANSWERS, (DISH, FIRST)), CANTEEN, new={(DISH, FIRST)}, resamples=2)
    assert (nobody.left_out[0].support, nobody.left_out[0].candidate) == (0, None)


def test_a_label_is_measured_only_in_answers_that_tell_about_it():
    """The same figure as on those answers alone; the rest cannot be a hit or a miss."""
    told = 200
    found = compare(GOOD, BAD, untold(ANSWERS, (DISH, FIRST), told=told), CANTEEN, resamples=2)
    column = LabelColumns(CANTEEN).column(DISH, FIRST)
    true, said = TRUTH[:told, column], GOOD._said[:told, column]
    expected = 2 * (true & said).sum() / (true.sum() + said.sum())
    assert figures(found, DISH)[FIRST, "f1"][1] == round(float(expected), 4)
    [row] = [row for row in found.of_labels if row.label == FIRST]
    assert row.support == true.sum()


def test_too_few_answers_that_tell_are_no_measure():
    found = compare(GOOD, BAD, untold(ANSWERS, (DISH, FIRST), told=FEWEST_TOLD - 1), CANTEEN, resamples=2)
    assert left_out(found) == {(DISH, FIRST): UNTOLD}
    enough = compare(GOOD, BAD, untold(ANSWERS, (DISH, FIRST), told=FEWEST_TOLD), CANTEEN, resamples=2)
    assert left_out(enough) == {}


def test_where_one_label_is_given_an_answer_counts_wholly_or_not_at_all():
    answers = untold(ANSWERS, (HUNGER, HIGHEST), told=120)
    found = compare(GOOD, BAD, answers, CANTEEN, resamples=2)
    alike = [Oracle(one.name, TRUTH, 0) for one in (GOOD, BAD)]
    for oracle, model in zip(alike, (GOOD, BAD), strict=True):
        oracle._said = model._said[:120]
    assert figures(found, HUNGER) == figures(compare(*alike, answers[:120], CANTEEN, resamples=2), HUNGER)
    nothing = compare(GOOD, BAD, untold(ANSWERS, (HUNGER, HIGHEST)), CANTEEN, resamples=2)
    assert left_out(nothing) == {(HUNGER, ""): UNTOLD}
    assert HUNGER not in nothing.facets and not figures(nothing, HUNGER)
    assert not any(HUNGER in one.facets for one in nothing.changed)


def test_a_new_level_leaves_the_others_to_be_compared_where_people_looked():
    found = compare(GOOD, BAD, ANSWERS, CANTEEN, new={(HUNGER, MIDDLE)}, resamples=2)
    assert left_out(found) == {(HUNGER, MIDDLE): NEW}
    assert {label for label, _ in figures(found, HUNGER)} == {"", LOWEST, HIGHEST}
    without = sum(answer.labels[HUNGER] != (MIDDLE,) for answer in ANSWERS)
    assert {row.support for row in found.of_facets if row.facet == HUNGER} == {without}


def test_what_was_not_compared_asks_a_reason_and_the_rest_the_margin():
    found = check(compare(GOOD, BAD, ANSWERS, CANTEEN, new={(DISH, FIRST)}, resamples=2))
    assert found.worse == () and not found.may_promote
    assert [(one.facet, one.label) for one in found.left_out] == [(DISH, FIRST)]
    worse = check(compare(BAD, GOOD, ANSWERS, CANTEEN, new={(DISH, FIRST)}, resamples=2))
    assert {row.facet for row in worse.worse} == set(CANTEEN.keys)


def test_a_label_that_only_answers_without_it_tell_about_is_not_compared():
    answers = [
        replace(answer, untold=frozenset({(DISH, FIRST)})) if FIRST in answer.labels[DISH] else answer
        for answer in ANSWERS
    ]
    assert left_out(compare(GOOD, BAD, answers, CANTEEN, resamples=2)) == {(DISH, FIRST): UNTOLD}


def test_answers_to_measure_on_do_not_tell_about_a_label_that_was_split_since():
    parts = NewLabel("Warm", "Warme soep."), NewLabel("Koud", "Koude soep.")
    changes = settled_all(CANTEEN, [MergeLabels(DISH, (SECOND,), FIRST), SplitLabel(DISH, FIRST, parts)])
    new = changes[1].into[1].key
    answers = [replace(ANSWERS[0], labels={**ANSWERS[0].labels, DISH: own}) for own in ((SECOND,), (THIRD,))]
    assert [one.untold for one in translate_to_measure(answers, changes)] == [{(DISH, FIRST), (DISH, new)}] * 2
    assert [one.untold for one in translate_answers(answers, changes)] == [{(DISH, new)}] * 2, "to learn from"


def test_what_was_split_and_then_merged_is_untold_under_its_present_name():
    parts = NewLabel("Warm", "Warme soep."), NewLabel("Koud", "Koude soep.")
    changes = settled_all(CANTEEN, [SplitLabel(DISH, FIRST, parts), MergeLabels(DISH, (FIRST,), THIRD)])
    answer = replace(ANSWERS[0], labels={**ANSWERS[0].labels, DISH: (FIRST,)})
    [now] = translate_to_measure([answer], changes)
    assert now.labels[DISH] == (THIRD,) and (DISH, THIRD) in now.untold


def test_a_merged_or_added_label_alone_leaves_what_is_known():
    changes = settled_all(CANTEEN, [MergeLabels(DISH, (SECOND,), FIRST), AddLabel(DISH, NewLabel("Thee", "Thee."))])
    [now] = translate_to_measure(ANSWERS[:1], changes)
    assert now.untold == {(DISH, "thee")}
    assert np.all([label not in now.labels[DISH] for label in (SECOND,)])
