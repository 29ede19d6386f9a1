import pytest

from classifier.errors import UserMistake
from classifier.training.coverage import coverage
from classifier.training.dataset import LabelledAnswer


def answer(number: int, text: str, themes: tuple[str, ...], incident: str = "nee") -> LabelledAnswer:
    labels = {"onderwerp": themes, "ernst": ("laag",), "incident": (incident,)}
    return LabelledAnswer(str(number), text, labels, sector=f"sector {number % 2}")


ANSWERS = [
    answer(1, "helm op", ("helm",)),
    answer(2, "helm op en gevaar melden", ("helm", "melden")),
    answer(3, "ik ben bijna gevallen maar niet echt", ()),
    answer(4, "vorige week gevallen", (), "ja"),
]


@pytest.fixture
def counted(tmp_path, foreign_codebook):
    def count(demands: str, pairs: str = "") -> dict[str, tuple[int, int]]:
        (tmp_path / "dekking.toml").write_text(demands, encoding="utf-8")
        (tmp_path / "grensparen.csv").write_text(pairs, encoding="utf-8")
        return {item.what: (item.found, item.needed) for item in coverage(ANSWERS, foreign_codebook, tmp_path)}

    return count


def test_labels_lengths_and_sectors_are_counted(counted):
    counts = counted('[minimum]\n"onderwerp.helm" = 3\n')
    assert counts["onderwerp.helm"] == (2, 3)
    assert counts["onderwerp.helm with another"] == (1, 0)
    assert counts["onderwerp: none"] == (2, 0)
    assert counts["ernst.laag"] == (4, 0)
    assert counts["1-3 words"] == (2, 0)
    assert counts["sectors"] == (2, 0)


def test_what_sounds_like_a_flag_but_is_not_is_a_look_alike(counted):
    counts = counted('[minimum]\nanswers = 4\n[lookalike_words]\nincident = ["gevallen"]\n')
    assert counts["incident look-alikes"] == (1, 0)


def test_a_pair_counts_when_both_its_answers_are_there(counted):
    counts = counted("[minimum]\nanswers = 4\n", "grens,id_a,id_b\nhelm/melden,1,2\nhelm/melden,1,99\n")
    assert counts["pairs helm/melden"] == (1, 0)


def test_a_demand_nobody_counted_falls_short(counted):
    assert counted('[minimum]\n"pairs laag/hoog" = 2\n')["pairs laag/hoog"] == (0, 2)


def test_missing_minimums_are_a_sentence(tmp_path, foreign_codebook):
    with pytest.raises(UserMistake, match="minimums"):
        coverage(ANSWERS, foreign_codebook, tmp_path)
