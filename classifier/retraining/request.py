"""What someone asks a training to do; kept as JSON with the job."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from classifier.encoders.choice import DEFAULT_ENCODER, encoder_version
from classifier.errors import UserMistake
from classifier.training.fitting import DEFAULT_C
from classifier.training.registry import NAME

LOWEST_C, HIGHEST_C = 0.01, 100.0
MOST_REPEATS = 20
# Measured in docs/hertrainen.md.
DEFAULT_REPEATS = 6


@dataclass(frozen=True)
class TrainingRequest:
    """What to learn from, and how.

    ``name`` of the model; ``shipped``: the training data of this installation; ``workshops``: ids whose
    decisions count; ``own_file``: an upload, by the key that :mod:`classifier.retraining.own_file` gave it.
    ``hold_out``: a fixed part of the workshops' decisions is measured on and never learned from. ``fill_up``:
    where nobody decided on a facet, the model's suggestion counts as its label. ``repeats``: how often a decided
    answer counts (1 to 20). ``C``: inverse regularisation strength (0.01 to 100).
    """

    name: str
    shipped: bool = True
    workshops: tuple[int, ...] = ()
    own_file: str = ""
    hold_out: bool = True
    fill_up: bool = False
    repeats: int = DEFAULT_REPEATS
    encoder: str = DEFAULT_ENCODER
    C: float = DEFAULT_C
    learning_curve: bool = False

    def to_json(self) -> dict[str, object]:
        """Plain values, ready for json."""
        return {**asdict(self), "workshops": list(self.workshops)}

    @classmethod
    def from_json(cls, content: Mapping) -> "TrainingRequest":
        """Back from :meth:`to_json`; what a later version added is left out. Raises TypeError without a name."""
        known = {field.name for field in fields(cls)}
        own = {key: value for key, value in content.items() if key in known}
        return cls(**{**own, "workshops": tuple(own.get("workshops", ()))})


def refuse_unfit(request: TrainingRequest) -> None:
    """Raise UserMistake for what can be seen without looking at the data."""
    if not NAME.fullmatch(request.name):
        raise UserMistake("model_name", name=request.name)
    if not (request.shipped or request.workshops or request.own_file):
        raise UserMistake("retrain_nothing_chosen")
    if not LOWEST_C <= request.C <= HIGHEST_C:
        raise UserMistake("retrain_strength", found=f"{request.C:g}", low=f"{LOWEST_C:g}", high=f"{HIGHEST_C:g}")
    if not 1 <= request.repeats <= MOST_REPEATS:
        raise UserMistake("retrain_repeats", found=request.repeats, most=MOST_REPEATS)
    encoder_version(request.encoder)
