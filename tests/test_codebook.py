import pytest

from classifier.codebook import CHARTS, KINDS
from classifier.codebook_reader import read_codebook
from classifier.errors import UserMistake
from tests.conftest import FOREIGN_CODEBOOK


def test_the_shipped_codebook_holds_all_facets_of_the_domain(codebook):
    sizes = {facet.key: (facet.kind, len(facet.labels)) for facet in codebook}
    assert sizes == {
        "themas": ("multilabel", 16),
        "niveau": ("ordinal", 6),
        "stroom": ("single", 2),
        "valkuil": ("flag", 2),
        "intern": ("flag", 2),
        "star": ("multilabel", 4),
    }


def test_every_label_says_what_it_means_in_both_languages(codebook):
    for facet in codebook:
        assert facet.kind in KINDS
        assert facet.chart in CHARTS
        for label in facet.labels:
            assert label.definition and label.definition_en and label.name_en, (facet.key, label.key)


def test_every_theme_has_phrases_and_a_boundary(codebook):
    (themes,) = codebook.by_chart("bars")
    assert all(len(label.phrases) >= 20 and label.excludes for label in themes.labels)


def test_parts_of_a_told_example_come_with_the_question_that_draws_them_out(codebook):
    (parts,) = codebook.by_chart("parts")
    assert all(label.prompt.endswith("?") and label.prompt_en.endswith("?") for label in parts.labels)


def test_flags_raise_their_last_label(codebook):
    assert {facet.positive for facet in codebook.by_chart("flag")} == {"ja"}


def test_a_rename_keeps_the_fingerprint_and_a_new_phrase_changes_it(tmp_path):
    def fingerprint(text: str) -> str:
        file = tmp_path / "codebook.toml"
        file.write_text(text, encoding="utf-8")
        return read_codebook(file).fingerprint

    original = fingerprint(FOREIGN_CODEBOOK)
    assert fingerprint(FOREIGN_CODEBOOK.replace('"Melden"', '"Aan de bel trekken"')) == original
    assert fingerprint(FOREIGN_CODEBOOK.replace('"aankaarten"', '"aankaarten", "roepen"')) != original


@pytest.mark.parametrize(
    ("wrong", "right", "code", "remedy"),
    [
        ('kind = "ordinal"', 'kind = "ordened"', "codebook_bad_choice", "multilabel, ordinal, single, flag"),
        ('name = "Ernst"', 'nam = "Ernst"', "codebook_unknown_key", "name"),
        ('key = "helm"', 'key = "Helm!"', "codebook_bad_key", "helm"),
        ('key = "melden"', 'key = "helm"', "codebook_duplicate_key", "helm"),
        ('definition = "Een gevaar melden."', "", "codebook_missing_key", "definition"),
        ('key = "onderwerp"', 'key = "scores"', "codebook_reserved_key", "scores"),
        ('"melden", "doorgeven"', '"helm", "doorgeven"', "codebook_phrase_twice", "helm"),
        ('["helm", ', '["helm", 3, ', "codebook_wrong_type", "…"),
    ],
)
def test_a_mistake_names_its_line_and_what_to_write(tmp_path, wrong, right, code, remedy):
    text = FOREIGN_CODEBOOK.replace(wrong, right, 1)
    file = tmp_path / "codebook.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake) as caught:
        read_codebook(file)
    assert caught.value.code == code
    assert remedy in str(caught.value)
    line = text.splitlines()[caught.value.facts["line"] - 1]
    assert right.split("=")[0].split(",")[0].strip() in line or "[[facet" in line


def test_a_flag_takes_exactly_two_labels(tmp_path):
    third = '[[facet.label]]\nkey = "misschien"\nname = "Misschien"\ndefinition = "Soms."\n'
    file = tmp_path / "codebook.toml"
    file.write_text(FOREIGN_CODEBOOK + third, encoding="utf-8")
    with pytest.raises(UserMistake, match="takes exactly two"):
        read_codebook(file)


def test_broken_toml_is_a_sentence_with_its_line(tmp_path):
    file = tmp_path / "codebook.toml"
    file.write_text('[codebook]\nname = "x\n', encoding="utf-8")
    with pytest.raises(UserMistake, match="line 2"):
        read_codebook(file)


def test_a_missing_codebook_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(UserMistake, match=r"weg\.toml"):
        read_codebook(tmp_path / "weg.toml")
