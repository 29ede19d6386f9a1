import pytest
from canteen import APPETITE, CANTEEN, COMPLAINT, DISHES, PLACE, TALE, judged
from hypothesis import given
from hypothesis import strategies as st

from classifier import summary
from classifier.summary import SMALLEST_GROUP, Groups, Selection

ANSWERS = judged(
    "soep",
    "de soep van gisteren was koud",
    "gisteren was er brood en toen was het op",
    "veel honger en dan soep met brood",
    "trek in koffie uit de keuken",
    "geen idee",
)


def test_counts_stand_in_codebook_order_with_their_share():
    counts = summary.count_labels(DISHES, ANSWERS)
    assert [(item.label.key, item.count) for item in counts] == [("soep", 3), ("brood", 2), ("koffie", 1)]
    assert counts[0].share == 0.5
    assert summary.count_without_label(DISHES, ANSWERS) == 1


def test_ranking_keeps_codebook_order_in_a_tie():
    counts = summary.count_labels(DISHES, judged("koffie", "brood", "brood", "soep"))
    assert [item.label.key for item in summary.ranked(counts)] == ["brood", "soep", "koffie"]


def test_nothing_is_a_share_of_nothing():
    counts = summary.count_labels(DISHES, [])
    assert {item.share for item in counts} == {0.0}
    assert summary.key_figures(CANTEEN, []).review_share == 0.0


def test_key_figures_say_what_every_drawn_facet_amounts_to():
    figures = summary.key_figures(CANTEEN, ANSWERS)
    assert figures.answers == 6
    assert figures.to_review == 2  # the two short ones
    assert [item.label.key for item in figures.headlines] == ["soep", "wat", "keuken"]


def test_the_headline_of_steps_is_never_no_step():
    assert summary.headline(APPETITE, judged("niets", "niets meer", "trek")).label.key == "wat"


def test_the_headline_of_a_flag_is_how_often_it_is_raised():
    raised = summary.headline(COMPLAINT, ANSWERS)
    assert (raised.label.key, raised.count) == ("ja", 1)


# -- quotes ---------------------------------------------------------------------------------------


def test_quotes_come_most_certain_first_and_short_ones_only_fill_up():
    texts = [item.text for item in summary.quotes(ANSWERS, DISHES, "soep", most=3)]
    assert texts == ["veel honger en dan soep met brood", "de soep van gisteren was koud", "soep"]
    assert "soep" not in [item.text for item in summary.quotes(ANSWERS, DISHES, "soep", most=2)]


def test_the_same_words_are_quoted_once():
    again = judged("Verse soep met een broodje", "verse  soep met een broodje.", "nog een keer soep graag")
    assert len(summary.quotes(again, DISHES, "soep")) == 2


# -- staircase, iceberg, told examples --------------------------------------------------------------


def test_the_staircase_keeps_no_step_apart():
    picture = summary.staircase(APPETITE, ANSWERS)
    assert picture.none.count == 4
    assert [(step.label.key, step.count) for step in picture.steps] == [("wat", 1), ("honger", 1)]


def test_the_iceberg_places_a_theme_on_the_side_where_it_is_found_most():
    answers = judged("soep", "soep met brood", "brood", "koffie in de keuken", "koffie en soep in de keuken")
    picture = summary.iceberg(PLACE, answers, DISHES)
    assert (picture.above.side.count, picture.below.side.count) == (3, 2)
    assert [(item.label.key, item.count) for item in picture.below.typical] == [("koffie", 2)]
    assert [item.label.key for item in picture.above.typical] == ["soep", "brood"]


def test_an_iceberg_can_do_without_themes():
    assert summary.iceberg(PLACE, ANSWERS).above.typical == ()


def test_told_examples_say_which_part_is_missing():
    found = summary.told_examples(TALE, ANSWERS)
    assert len(found.examples) == 2
    assert found.complete == 1
    assert not found.examples[0].missing
    assert [label.prompt for label in found.incomplete[0].missing] == ["Hoe liep het af?"]
    assert [(item.label.key, item.count, item.of) for item in found.parts] == [("waar", 2, 2), ("toen", 1, 2)]


# -- groups ---------------------------------------------------------------------------------------


def grouped(sizes: dict[str, int]) -> Groups:
    names = [name for name, size in sizes.items() for _ in range(size)]
    return summary.groups_of(judged(*["soep"] * len(names), groups=names))


def test_small_groups_are_not_shown_on_their_own():
    groups = grouped({"A": 9, "B": 6, "C": 3, "D": 2})
    assert groups.names == ("A", "B")
    assert groups.rest == 5
    assert groups.name_of("C") == ""
    assert groups.name_of("B") == "B"


def test_a_small_rest_cannot_be_found_by_subtraction():
    groups = grouped({"A": 9, "B": 6, "C": 3})
    assert groups.names == ("A",)
    assert groups.rest == 9


def test_answers_without_a_group_belong_to_the_rest():
    assert grouped({"A": 9, "": 8}) == Groups((("A", 9),), 8)
    assert grouped({"": 8}).shown == ()


@given(st.dictionaries(st.text("ABCDEFGH", min_size=1, max_size=2), st.integers(1, 12), max_size=8))
def test_no_group_and_no_rest_is_ever_too_small(sizes):
    groups = grouped(sizes)
    assert all(size >= SMALLEST_GROUP for _, size in groups.shown)
    assert groups.rest == 0 or groups.rest >= SMALLEST_GROUP or not groups.shown
    assert groups.rest + sum(size for _, size in groups.shown) == sum(sizes.values())


@pytest.mark.parametrize(
    ("size", "one_group", "allowed"), [(4, True, False), (4, False, True), (5, True, True), (0, True, True)]
)
def test_a_few_answers_of_one_group_are_not_listed(size, one_group, allowed):
    assert summary.may_list(judged(*["soep"] * size), one_group) is allowed


# -- choosing and listing ---------------------------------------------------------------------------


def texts_of(selection: Selection) -> list[str]:
    return [item.text for item in summary.select(ANSWERS, selection)]


def test_an_empty_selection_takes_everything():
    assert len(texts_of(Selection())) == len(ANSWERS)
    assert len(texts_of(Selection({"gerecht": []}))) == len(ANSWERS)


def test_labels_of_one_facet_widen_and_facets_narrow():
    assert len(texts_of(Selection({"gerecht": ["soep", "koffie"]}))) == 4
    assert texts_of(Selection({"gerecht": ["soep"], "trek": ["honger"]})) == ["veel honger en dan soep met brood"]


def test_review_and_search_narrow():
    assert texts_of(Selection(only_review=True)) == ["soep", "geen idee"]
    assert texts_of(Selection(search="  KEUKEN ")) == ["trek in koffie uit de keuken"]


def test_a_row_holds_what_stands_out():
    groups = Groups((("A", 6),), 0)
    row = summary.rows(judged("de soep van gisteren was koud", groups=["A"]), CANTEEN, groups)[0]
    assert [[label.key for label in labels] for labels in row.labels] == [
        ["soep"],
        ["weinig"],
        ["zaal"],
        ["ja"],
        ["waar"],
    ]
    assert row.words == ("soep", "gisteren", "koud")
    assert row.group == "A"


def test_a_flag_that_is_not_raised_is_not_written_down():
    row = summary.rows(judged("soep"), CANTEEN, Groups((), 1))[0]
    assert row.labels[3] == ()
    assert row.review


def test_rows_and_records_do_not_name_a_small_group():
    item = judged("soep met brood erbij", groups=["klein"])
    groups = Groups((("A", 6),), 6)
    assert summary.rows(item, CANTEEN, groups)[0].group == ""
    assert summary.to_records(item, CANTEEN, groups)[0]["group"] == ""


def test_records_are_those_of_the_command_line():
    record = summary.to_records(ANSWERS, CANTEEN, Groups((), 6))[0]
    assert list(record) == ["id", "text", *CANTEEN.keys, "scores", "review", "model"]
    assert record["gerecht"] == ["soep"]
    assert record["trek"] == "weinig"
