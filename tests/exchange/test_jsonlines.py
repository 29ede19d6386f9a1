import pytest

from classifier.exchange.jsonlines import jsonlines_bytes, read_json, read_jsonlines
from tests.exchange.mistakes import told


def test_every_line_is_a_row_and_every_key_a_column():
    table = read_jsonlines('{"id": 1, "tekst": "één"}\n\n{"tekst": null, "ok": true}\n'.encode(), "a.jsonl")
    assert table.columns == ("id", "tekst", "ok")
    assert table.rows == (("1", "één", ""), ("", "", "true"))


def test_nested_values_are_flattened():
    table = read_jsonlines(b'{"scores": {"thema": {"tijd": 0.5}}, "labels": ["a", "b"]}', "a.jsonl")
    assert table.columns == ("scores.thema.tijd", "labels")
    assert table.rows == (("0.5", "a; b"),)


def test_bare_strings_are_answers():
    assert read_jsonlines(b'"goed"\n"slecht"', "a.jsonl").columns == ("antwoord",)


BROKEN = ['{"a": 1', "[1]", "7", "geen json", '{"a": ' + "9" * 5000 + "}", '{"a":' * 100_000]


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_line_is_told_by_its_number(line):
    with told("json_line_broken") as caught:
        read_jsonlines(b'{"a": 1}\n\n' + line.encode(), "a.jsonl")
    assert caught.value.facts["line"] == 3


def test_a_line_end_that_only_unicode_knows_does_not_break_a_line():
    assert read_jsonlines('{"a": "x\u2028y"}'.encode(), "a.jsonl").rows == (("x\u2028y",),)


def test_many_different_keys_do_not_fill_the_memory():
    lines = "\n".join(f'{{"k{i}": 1}}' for i in range(6_000))
    with told("file_too_many_cells"):
        read_jsonlines(lines.encode(), "a.jsonl")


@pytest.mark.parametrize("text", ['[{"t": "x"}]', '{"answers": [{"t": "x"}], "n": 1}', '{"t": "x"}\n{"t": "y"}'])
def test_json_is_a_list_or_an_object_with_one_list_or_lines(text):
    assert read_json(text.encode(), "a.json").rows[0] == ("x",)


@pytest.mark.parametrize("text", ["7", '{"a": 1}', '{"a": [], "b": []}', "[[1]]"])
def test_json_without_a_list_of_answers_is_told(text):
    with told("json_without_list"):
        read_json(text.encode(), "a.json")


def test_broken_json_is_told():
    with told("json_broken") as caught:
        read_json(b'[{"a": 1},\n{"a" 2}]', "a.json")
    assert caught.value.facts["line"] == 2


def test_objects_are_written_as_given():
    records = [{"id": 1, "tekst": "één\ud800", "scores": {"a": {"b": float("nan")}}, "labels": ("x",)}]
    expected = '{"id": 1, "tekst": "één", "scores": {"a": {"b": null}}, "labels": ["x"]}\n'
    assert jsonlines_bytes(records).decode() == expected
