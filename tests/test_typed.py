"""What people type, without what cannot be seen."""

from hypothesis import given
from hypothesis import strategies as st

from classifier.typed import lines, one_line


def test_what_cannot_be_seen_goes_and_words_stay():
    assert one_line(" een\u202e  naam\u200b\n met\ttabs ") == "een naam met tabs"
    assert one_line("\u200b\ufeff\x00") == ""
    assert lines("een\n\n \u200b\r\ntwee") == ("een", "twee")


@given(st.text())
def test_the_same_again_after_a_second_time(text):
    assert one_line(one_line(text)) == one_line(text)
    assert all(lines(text))
