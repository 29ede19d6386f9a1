import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.exchange.delimited import csv_bytes, find_delimiter, read_delimited
from tests.exchange.mistakes import told


def read(text: str, encoding: str = "utf-8"):
    return read_delimited(text.encode(encoding), "a.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(delimiter):
    text = "id,antwoord,team\n1,goed,HR\n2,slecht,ICT\n".replace(",", delimiter)
    assert read(text).rows == (("1", "goed", "HR"), ("2", "slecht", "ICT"))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_dutch_excel_is_read_in_every_encoding_it_writes(encoding):
    table = read("id;antwoord\r\n1;één klant – café\r\n2;“goed”, hoor\r\n", encoding)
    assert table.columns == ("id", "antwoord")
    assert table.rows == (("1", "één klant – café"), ("2", "“goed”, hoor"))


def test_prose_with_commas_under_one_name_stays_one_column():
    table = read("antwoord\nGoed, maar duur\nSnel, vriendelijk, attent\nPrima\n")
    assert table.columns == ("antwoord",)
    assert table.rows[1] == ("Snel, vriendelijk, attent",)


def test_a_question_with_a_comma_as_header_stays_one_column():
    table = read("Wat vind je, eerlijk gezegd, goed?\nAlles\nGoed, maar duur\nDe balie\n")
    assert table.columns == ("Wat vind je, eerlijk gezegd, goed?",)
    assert table.rows[1] == ("Goed, maar duur",)


def test_semicolons_win_from_commas_in_prose():
    table = read("id;Wat vind je, eerlijk?;team\n1;Goed, maar duur;HR\n2;Snel, zeker, ja;ICT\n")
    assert table.rows[0] == ("1", "Goed, maar duur", "HR")


def test_delimiters_and_line_ends_between_quotes_belong_to_the_answer():
    table = read('id;antwoord\r\n1;"Goed; ""echt""\r\nwaar"\r\n2;ja\r\n')
    assert table.rows == (("1", 'Goed; "echt"\nwaar'), ("2", "ja"))


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest():
    table = read('id;antwoord\n1;"Goed begin\n2;ja\n3;"nee"\n')
    assert table.rows == (("1", '"Goed begin'), ("2", "ja"), ("3", "nee"))


def test_a_quote_that_starts_an_answer_stays_in_it():
    table = read('antwoord\n"Klant eerst" zei de chef\n"Nooit\nja\n')
    assert table.rows == (('"Klant eerst" zei de chef',), ('"Nooit',), ("ja",))


def test_one_stray_quote_does_not_split_the_cells_that_are_quoted():
    table = read('id;antwoord\n1;"Goed" zei hij\n2;"een; twee\ndrie"\n3;"a;b"\n')
    assert [row[1] for row in table.rows] == ["Goed zei hij", "een; twee\ndrie", "a;b"]


def test_spaces_after_commas_do_not_hide_the_quotes():
    assert read('id, antwoord\n1, "Goed, hoor"\n2, "Nee"\n').rows[0] == ("1", "Goed, hoor")


def test_a_short_row_is_filled_up():
    assert read("id;antwoord;team\n1;goed\n2;slecht;HR\n").rows[0] == ("1", "goed", "")


def test_an_unquoted_comma_in_an_answer_is_put_back():
    table = read("id,antwoord,team\n1,Alles gaat heel goed,HR\n2,Goed, maar duur,ICT\n3,Prima zo,HR\n")
    assert table.rows[1] == ("2", "Goed, maar duur", "ICT")


def test_empty_surplus_cells_are_dropped():
    assert read("id;antwoord\n1;goed;;;\n2;slecht\n").rows[0] == ("1", "goed")


def test_columns_and_rows_of_bare_delimiters_are_left_out():
    table = read("id;antwoord;;\n1;goed;;\n;;;\n2;ja;;\n;;;\n;;;\n")
    assert table.columns == ("id", "antwoord")
    assert table.rows == (("1", "goed"), ("", ""), ("2", "ja"))


def test_an_empty_answer_in_one_column_stays():
    assert read('antwoord\ngoed\n""\n"   "\n').rows == (("goed",), ("",), ("",))


def test_names_are_made_unique():
    assert read("id;tekst;;tekst\n1;a;b;c\n").columns == ("id", "tekst", "kolom 3", "tekst (2)")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_excels_own_hint_is_followed(delimiter):
    table = read(f"sep={delimiter}\r\nid{delimiter}antwoord\r\n1{delimiter}goed\r\n")
    assert table.columns == ("id", "antwoord")


def test_the_three_headers_of_qualtrics_become_one():
    table = read(
        'ResponseId,Q1\nResponse ID,"Wat gaat er goed, vind je?"\n'
        '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1_TEXT""}"\nR_1,"De balie, altijd"\n'
    )
    assert table.columns == ("ResponseId", "Q1")
    assert table.rows == (("R_1", "De balie, altijd"),)


def test_three_megabytes_in_one_cell_are_read():
    text = "klant; " * 430_000 + "!"
    assert read(f'id;antwoord\n1;"{text}"\n').rows == (("1", text),)


def test_two_hundred_thousand_rows_are_read_in_seconds():
    line = '{};"Antwoord, nummer {} van één klant";HR\r\n'
    text = "id;antwoord;team\r\n" + "".join(line.format(i, i) for i in range(200_000))
    started = time.process_time()
    table = read(text, "cp1252")
    assert time.process_time() - started < 4  # some 1 s on a quiet machine
    assert len(table.rows) == 200_000
    assert table.rows[-1] == ("199999", "Antwoord, nummer 199999 van één klant", "HR")


def test_zero_bytes_are_taken_out():
    assert read("id;antwoord\n1;go\x00ed geholpen\n").rows == (("1", "goed geholpen"),)


def test_only_a_header_is_told():
    with told("file_no_rows"):
        read("id;antwoord\n")


def test_a_million_names_over_many_short_rows_do_not_fill_the_memory():
    with told("file_too_many_cells"):
        read("id" + ";" * 100_000 + "\n" + "x;y\n" * 1_000)


def test_written_csv_opens_in_excel_with_accents():
    assert csv_bytes([{"tekst": "één"}]) == "\ufefftekst\r\néén\r\n".encode()


def test_formulas_are_put_to_sleep_but_numbers_are_not():
    content = csv_bytes([{"=kop": "=1+1", "getal": -0.5}]).decode("utf-8-sig")
    assert content == "'=kop,getal\r\n'=1+1,-0.5\r\n"


@given(st.lists(st.lists(st.text(alphabet="ab;,\t|\" '\n=-", min_size=0), min_size=2, max_size=2), min_size=1))
def test_quotes_and_delimiters_come_back_as_written(cells):
    records = [{"id": i, "antwoord": first, "team": second} for i, (first, second) in enumerate(cells)]
    table = read_delimited(csv_bytes(records), "a.csv")
    expected = [tuple("" if cell.isspace() else cell for cell in pair) for pair in cells]
    assert [row[1:] for row in table.rows] == expected


@given(st.text())
def test_any_text_has_a_delimiter_or_none(text):
    assert find_delimiter(text) in (None, ",", ";", "\t", "|")
