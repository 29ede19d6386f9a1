"""What came of a training, as it is kept with its job; texts of answers stay out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from classifier.training.comparison import Comparison
from classifier.training.learning_curve import CurvePoint


@dataclass(frozen=True)
class TrainingResult:
    """A saved model, what it learned from, and how it compares with the model in use at the time.

    ``model`` is ``name/version``; ``train`` and ``test`` count answers, ``sources`` those learned from by
    where they came from. ``comparison`` is None when there was no model to compare with.
    """

    model: str
    train: int
    test: int
    sources: Mapping[str, int]
    near: int
    partly: int
    outdated: int
    comparison: Comparison | None = None
    curve: tuple[CurvePoint, ...] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        """Plain dictionaries and lists, ready for json."""
        return _form().dump_python(self, mode="json")

    @classmethod
    def from_json(cls, content: object) -> "TrainingResult":
        """Back from :meth:`to_json`. Raises ValueError when it is something else."""
        return _form().validate_python(content)


@cache
def _form() -> TypeAdapter[TrainingResult]:
    return TypeAdapter(TrainingResult)
