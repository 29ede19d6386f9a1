from hypothesis import given
from hypothesis import strategies as st

from classifier.exchange.cleaning import clean_cell, put_formula_to_sleep, wake_formula


def test_control_characters_and_lone_surrogates_go_but_tabs_and_line_ends_stay():
    assert clean_cell("a\x00b\x1b\tc\r\nd\re\ud800\uffff") == "ab\tc\nd\ne"


def test_an_accent_joins_its_letter():
    assert clean_cell("e\u0301e\u0301n") == "één"


def test_emoji_of_several_characters_stay_whole():
    assert clean_cell("👩‍👩‍👧 ✔️") == "👩‍👩‍👧 ✔️"


def test_only_spaces_is_empty():
    assert clean_cell(" \u00a0\n\t ") == ""


def test_what_excel_would_run_gets_an_apostrophe():
    for cell in ["=1+1", "+31 6", "-lijst", "@team", "\t=1", "'=1"]:
        assert put_formula_to_sleep(cell) == "'" + cell
    assert put_formula_to_sleep("'s avonds") == "'s avonds"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_cell(clean_cell(text)) == clean_cell(text)


@given(st.text(alphabet="'=+-@\t\nab"))
def test_waking_undoes_putting_to_sleep(text):
    assert wake_formula(put_formula_to_sleep(text)) == text
