from classifier.exchange.table import Answer, Table, answers_from, guess_group_column, guess_text_column
from tests.exchange.mistakes import told

SURVEY = Table(
    ("Nr", "Wat  gaat er goed?", "Afdeling"),
    (("7", "We bellen de klant zelf terug.", "HR"), ("", "   ", "ICT"), ("9", "Niets bijzonders.", "HR")),
)


def test_answers_are_numbered_and_found_without_naming_a_column():
    answers = answers_from(SURVEY)
    assert [answer.id for answer in answers] == ["1", "2", "3"]
    assert answers[0] == Answer("1", "We bellen de klant zelf terug.")


def test_a_row_without_text_stays():
    assert answers_from(SURVEY)[1].text == ""


def test_columns_are_found_whatever_their_case_and_spaces():
    answers = answers_from(SURVEY, "wat gaat er  GOED?", " nr ", "afdeling")
    assert answers[2] == Answer("9", "Niets bijzonders.", "HR")


def test_an_exact_name_goes_before_a_name_in_another_case():
    table = Table(("Tekst", "tekst"), (("een", "twee"),))
    assert answers_from(table, "tekst")[0].text == "twee"


def test_an_empty_id_becomes_the_row_number():
    assert [answer.id for answer in answers_from(SURVEY, id_column="Nr")] == ["7", "2", "9"]


def test_a_row_number_that_is_taken_is_not_used_twice():
    table = Table(("id", "tekst"), (("2", "eerste"), ("", "tweede"), ("", "derde")))
    assert [answer.id for answer in answers_from(table, id_column="id")] == ["2", "rij-2", "3"]


def test_an_unknown_column_is_answered_with_the_columns_there_are():
    with told("column_unknown") as caught:
        answers_from(SURVEY, text_column="antwoord")
    assert "Afdeling" in caught.value.facts["found"]


def test_a_header_that_is_an_answer_does_not_end_up_whole_in_the_message():
    answer = "Dit is eigenlijk al het eerste antwoord van iemand die zich beklaagt over zijn chef."
    with told("column_unknown") as caught:
        answers_from(Table((answer,), (("x",),)), text_column="antwoord")
    assert answer not in str(caught.value)


def test_duplicate_ids_are_counted_with_an_example():
    table = Table(("id", "tekst"), (("a7", "x"), ("a7", "y"), ("b", "z"), ("b", "z"), ("c", "q")))
    with told("id_duplicate") as caught:
        answers_from(table, id_column="id")
    assert caught.value.facts == {"count": 2, "example": "a7"}


def test_duplicate_answers_taken_for_ids_stay_out_of_the_message():
    table = Table(("tekst",), (("De chef luistert niet",), ("De chef luistert niet",)))
    with told("id_duplicate") as caught:
        answers_from(table, id_column="tekst")
    assert "chef" not in str(caught.value)


def test_the_text_column_has_the_longest_texts():
    assert guess_text_column(SURVEY) == "Wat  gaat er goed?"


def test_a_group_column_is_known_by_its_name():
    assert guess_group_column(SURVEY) == "Afdeling"


def test_a_group_column_is_known_by_its_few_values():
    rows = tuple((str(i), "Antwoord van iemand " * (1 + i % 3), ["Noord", "Zuid"][i % 2]) for i in range(9))
    assert guess_group_column(Table(("nr", "q1", "waar"), rows)) == "waar"


def test_scores_and_yes_or_no_are_no_groups():
    rows = tuple((f"Antwoord nummer {i} van iemand", str(i % 3), ["ja", "nee"][i % 2]) for i in range(9))
    assert guess_group_column(Table(("q1", "cijfer", "akkoord"), rows)) is None
