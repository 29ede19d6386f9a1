"""Personal data is taken out of a text, and hardly anything else."""

import re
import time
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.contact_details import is_citizen_number
from classifier.dutch import load_statistical
from classifier.person_names import name_lists
from classifier.places import PROJECT
from classifier.privacy import MARKS, find_personal_data, mask
from classifier.texts import Texts

LEAST_PRECISION, LEAST_RECALL = 0.95, 0.9
PARTS = ("bij de regels", "eerste meting", "laatste meting")
MARKED = re.compile(r"\{(\w+):([^}]*)\}")


@dataclass(frozen=True)
class Example:
    """A text, and the kind and place of all personal data in it."""

    text: str
    wanted: frozenset[tuple[str, int, int]]


def example(line: str) -> Example:
    text, wanted, position = "", set(), 0
    for match in MARKED.finditer(line):
        text += line[position : match.start()]
        wanted.add((match[1], len(text), len(text) + len(match[2])))
        text, position = text + match[2], match.end()
    return Example(text + line[position:], frozenset(wanted))


def examples(part: str) -> list[Example]:
    """The examples under one heading; the rules were not changed after the last measurement."""
    content = (PROJECT / "tests" / "data" / "personal_data.txt").read_text(encoding="utf-8")
    lines = content.split(f"[{part}]\n")[1].split("\n[")[0].splitlines()
    return [example(line) for line in lines if line]


def found_in(text: str) -> frozenset[tuple[str, int, int]]:
    return frozenset((item.kind, item.start, item.end) for item in find_personal_data(text))


@pytest.mark.parametrize("part", PARTS)
def test_hardly_anything_is_missed_and_hardly_anything_else_is_masked(part):
    pairs = [(item.wanted, found_in(item.text)) for item in examples(part)]
    right = sum(len(wanted & found) for wanted, found in pairs)
    assert right / sum(len(found) for _, found in pairs) >= LEAST_PRECISION
    assert right / sum(len(wanted) for wanted, _ in pairs) >= LEAST_RECALL


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jan Jansen van de balie", "[naam] van de balie"),
        ("mevr. de B. kwam langs", "mevr. [naam]. kwam langs"),
        ("collega fatima hielp", "collega [naam] hielp"),
        ("bel 06-12345678 of mail a@b.nl", "bel [telefoonnummer] of mail [e-mailadres]"),
        ("een roos voor mevrouw, ik wil dat zij lacht", "een roos voor mevrouw, ik wil dat zij lacht"),
        ("Jan met de pet en Albert Heijn", "Jan met de pet en Albert Heijn"),
        ("", ""),
    ],
)
def test_what_is_shown(text, shown):
    assert mask(text).text == shown


def test_the_marks_are_in_the_language_of_the_reader():
    assert mask("Fatima belde", Texts("en")).text == "[name] belde"


def test_every_kind_of_the_examples_has_a_mark():
    kinds = {kind for part in PARTS for item in examples(part) for kind, *_ in item.wanted}
    assert kinds == set(MARKS)


def test_what_is_left_keeps_its_place():
    text = "Fatima belde 06-12345678 terug"
    masked = mask(text)
    assert len(masked.without_found) == len(text)
    assert masked.without_found.index("terug") == text.index("terug")
    assert "Fatima" not in masked.without_found


def test_citizen_numbers_pass_their_check():
    assert is_citizen_number("123456782")
    assert not is_citizen_number("123456789")
    assert not is_citizen_number("000000000")


def test_no_first_name_is_both_sure_and_doubtful():
    lists = name_lists()
    assert not lists["voornaam"] & lists["voornaam die ook een woord is"]


@given(st.text() | st.text(alphabet="aJ1 .@-+'\n"))
def test_no_text_is_too_wild(text):
    masked = mask(text)
    assert len(masked.without_found) == len(text)
    spans = [(item.start, item.end) for item in masked.found]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    "piece", ["a", "a.", "van ", "1 ", "J. ", "a@a.", "www.", "mevrouw van ", "NL91 ", "1234 AB "]
)
def test_ten_thousand_characters_take_no_longer_than_their_length(piece):
    text = piece * (10_000 // len(piece))
    mask(text)
    started = time.perf_counter()
    mask(text)
    assert time.perf_counter() - started < 1


def test_a_statistical_pipeline_finds_names_that_are_also_words(shared_folder):
    nlp = load_statistical(str(shared_folder / "nl_ud_sm"))
    text = "Merel van de balie luistert goed naar Sofie"
    assert "Merel" in mask(text).text
    assert "Merel" not in mask(text, statistical=nlp).text
