import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import UserMistake
from classifier.exchange.pasted import read_pasted
from tests.exchange.mistakes import told


def answers(text: str) -> list[str]:
    table = read_pasted(text)
    assert table.columns == ("antwoord",)
    return [row[0] for row in table.rows]


def test_every_line_is_an_answer_and_blank_lines_are_none():
    assert answers("Goed, maar duur\r\n\r\n  Snel; vriendelijk \n\n") == [
        "Goed, maar duur",
        "Snel; vriendelijk",
    ]


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\x00\n"])
def test_nothing_pasted_is_told(text):
    with told("pasted_empty"):
        read_pasted(text)


def test_bullets_are_taken_off_when_most_lines_have_one():
    assert answers("- Goed\n• Snel\n3. Duur\n2) Ver\nEn nog iets") == [
        "Goed",
        "Snel",
        "Duur",
        "Ver",
        "En nog iets",
    ]


def test_bullets_from_word_with_a_tab_are_no_column():
    assert answers("•\tGoed\n•\tSnel") == ["Goed", "Snel"]


def test_one_dash_among_sentences_stays():
    assert answers("- Goed\nSnel\nDuur")[0] == "- Goed"


def test_a_number_in_a_sentence_is_no_bullet():
    assert answers("-5 graden\n2.5 uur gewacht") == ["-5 graden", "2.5 uur gewacht"]


def test_quotes_of_the_answer_stay():
    assert answers('"Klant eerst" zei hij\n"Nooit"') == ['"Klant eerst" zei hij', '"Nooit"']


def test_a_copied_cell_with_a_line_end_is_one_answer():
    assert answers('"Goed\n""echt"" waar"\nSnel\n') == ['Goed\n"echt" waar', "Snel"]


def test_a_copied_column_may_bring_its_name():
    assert answers("Antwoord\nGoed\nSnel") == ["Goed", "Snel"]


def test_the_word_alone_is_an_answer():
    assert answers("Antwoord") == ["Antwoord"]


def test_a_copied_range_brings_its_header():
    table = read_pasted('id\tantwoord\tafdeling\r\n1\t"Goed\nhoor"\tHR\r\n2\t\tICT\r\n')
    assert table.columns == ("id", "antwoord", "afdeling")
    assert table.rows == (("1", "Goed\nhoor", "HR"), ("2", "", "ICT"))


def test_a_copied_range_without_header_gets_names():
    table = read_pasted("17\tGoed geholpen\n18\tLang gewacht\n")
    assert table.columns == ("kolom 1", "kolom 2")
    assert len(table.rows) == 2


def test_a_stray_tab_does_not_make_columns():
    assert answers("Goed\tgeholpen\nSnel\nDuur\nVer") == ["Goed\tgeholpen", "Snel", "Duur", "Ver"]


def test_a_hundred_thousand_open_quotes_take_no_time():
    started = time.perf_counter()
    read_pasted('"a\n' * 100_000 + '"x""\n' * 50_000)
    assert time.perf_counter() - started < 5


@given(st.text() | st.text(alphabet='"\t\n-1. a'))
def test_any_text_is_read_or_told(text):
    try:
        table = read_pasted(text)
    except UserMistake as mistake:
        assert mistake.code in ("pasted_empty", "file_no_rows")
    else:
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)


@given(st.lists(st.text(alphabet="abc ,;'é", min_size=1).filter(str.strip), min_size=1))
def test_no_line_is_lost(lines):
    assert answers("\n".join(lines)) == [line.strip() for line in lines]
