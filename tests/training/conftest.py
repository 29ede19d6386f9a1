"""A small model and answers to compare on, shared by the tests of this room."""

import pytest

from classifier.training.dataset import VALIDATION, LabelledAnswer
from classifier.training.fitting import TrainedModel, train_model
from tests.conftest import FOREIGN_ANSWERS


def foreign_labelled(split: str = "train") -> list[LabelledAnswer]:
    """The twenty answers of the foreign codebook."""
    return [
        LabelledAnswer(
            str(number),
            text,
            {"onderwerp": a, "ernst": (b,), "incident": (c,)},
            sector=f"s{number % 4}",
            split=split,
        )
        for number, (text, a, b, c) in enumerate(FOREIGN_ANSWERS)
    ]


@pytest.fixture(scope="session")
def small_model(foreign_codebook) -> TrainedModel:
    """Trained on the twenty answers and measured on the same; its figures mean nothing."""
    answers = foreign_labelled() + foreign_labelled(VALIDATION)
    return train_model(answers, foreign_codebook, name="veilig", version="1")
