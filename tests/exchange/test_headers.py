import time

from classifier.exchange.headers import is_header, unique_names


def test_names_are_trimmed_and_made_unique():
    assert unique_names([" id ", "", "id", "id", "\ufeffteam"]) == (
        "id",
        "kolom 2",
        "id (2)",
        "id (4)",
        "team",
    )


def test_a_name_that_was_made_up_does_not_clash_with_one_that_was_there():
    assert len(set(unique_names(["kolom 2", "", "a", "a (2)", "a"]))) == 5


def test_a_hundred_thousand_equal_names_take_no_time():
    started = time.perf_counter()
    assert len(set(unique_names(["a"] * 100_000))) == 100_000
    assert time.perf_counter() - started < 2


def test_a_header_holds_a_name_that_columns_have():
    assert is_header(["Q1", "Afdeling "])
    assert not is_header(["Goed geholpen", "7"])
