import numpy as np
import pytest

from classifier.agreement import agreement, krippendorff_alpha


def test_nominal_alpha_of_krippendorffs_own_example():
    """Krippendorff 2011, section A: two observers, ten binary units; alpha 0.095."""
    first = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
    second = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    assert krippendorff_alpha(first, second, 2, ordinal=False) == pytest.approx(0.095, abs=0.001)


def test_perfect_agreement_is_one_and_no_variation_says_nothing():
    varied = np.array([0, 1, 2, 1])
    assert krippendorff_alpha(varied, varied, 3, ordinal=True) == 1
    assert krippendorff_alpha(varied * 0, varied * 0, 3, ordinal=True) is None


def test_ordinal_alpha_forgives_neighbours_more_than_far_levels():
    truth = np.tile(np.arange(5), 20)
    near, far = truth.copy(), truth.copy()
    near[::10] = np.minimum(near[::10] + 1, 4)
    far[::10] = 4 - far[::10]
    values = [krippendorff_alpha(truth, other, 5, ordinal=True) for other in (near, far)]
    assert values[0] > values[1]
    assert values[0] > krippendorff_alpha(truth, near, 5, ordinal=False)


def test_chance_agreement_is_about_zero():
    rng = np.random.default_rng(0)
    assert abs(krippendorff_alpha(rng.integers(0, 3, 5000), rng.integers(0, 3, 5000), 3, ordinal=False)) < 0.03


def test_agreement_is_reported_per_theme_and_ordinal_for_levels(foreign_codebook):
    def labels(theme: tuple[str, ...], level: str):
        return {"onderwerp": theme, "ernst": (level,), "incident": ("nee",)}

    first = [labels(("helm",), "laag"), labels(("melden",), "midden"), labels((), "hoog")] * 5
    second = [labels(("helm",), "laag"), labels(("helm", "melden"), "hoog"), labels((), "hoog")] * 5
    result = agreement(foreign_codebook, first, second)
    assert result["onderwerp", "melden"].value == 1
    assert result["onderwerp", "helm"].differing == 5
    level = result["ernst", ""]
    assert level.low <= level.value <= level.high < 1
    assert result["incident", ""].value is None


def test_coders_must_have_labelled_the_same_answers(foreign_codebook):
    with pytest.raises(ValueError, match="same answers"):
        agreement(foreign_codebook, [{}], [])
