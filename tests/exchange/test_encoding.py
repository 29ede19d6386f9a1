import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.exchange.encoding import decode_text
from tests.exchange.mistakes import told

DUTCH = [
    "één klant – café",
    "Eén coördinator zei: ‘prima’",
    "patiënt",
    "Cliënten van wijk België zeiden dat ’s avonds niemand terugbelt; té laat",
    "De reünie en de ideeën kosten € 5 – veel",
    "Ik voel me niet geïnformeerd over de financiële coördinatie",
]
DUTCH.append("\n".join(DUTCH * 200))
NOT_IN_CP850 = str.maketrans({"–": "-", "‘": "'", "’": "'", "€": "E"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman"])
@pytest.mark.parametrize("text", DUTCH)
def test_dutch_text_is_read_in_the_encoding_it_was_written_in(text, encoding):
    assert decode_text(text.encode(encoding), "a.csv") == text


@pytest.mark.parametrize("text", [text.translate(NOT_IN_CP850) for text in DUTCH])
def test_dutch_text_from_dos_is_read(text):
    assert decode_text(text.encode("cp850"), "a.csv") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_its_mark(encoding):
    assert decode_text("id;antwoord\r\n1;één café 😀".encode(encoding), "a.csv").endswith("één café 😀")


def test_a_broken_byte_in_utf8_harms_only_itself():
    data = "één ".encode() + b"\xe9\xe9n" + " één 😀".encode()
    assert decode_text(data, "a.csv") == "één één één 😀"


def test_bytes_without_a_character_in_cp1252_do_not_stop_the_reading():
    assert decode_text(b"caf\xe9 \x81 caf\xe9", "a.csv") == "café \x81 café"


def test_a_picture_is_no_text():
    with told("file_not_text"):
        decode_text(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "a.csv")


def test_zero_bytes_here_and_there_are_still_text():
    assert "\x00" in decode_text(b"antwoord\ngoed\x00 geholpen door de balie\n", "a.csv")


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b" \r\n\t", b"\xff\xfe", "\u3000".encode()])
def test_nothing_but_whitespace_is_an_empty_file(data):
    with told("file_empty"):
        decode_text(data, "a.csv")


@given(st.text(min_size=1).filter(lambda text: not text.isspace() and text.isprintable() and text[0] != "\ufeff"))
def test_any_text_in_utf8_with_a_mark_comes_back(text):
    assert decode_text(text.encode("utf-8-sig"), "a.csv") == text
