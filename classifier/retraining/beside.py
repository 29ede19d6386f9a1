"""Models side by side in terms of the codebook in force, also one that was trained before it changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.codebook import Codebook
from classifier.codebook_applying import apply_all
from classifier.codebook_changes import Change
from classifier.codebook_history import LabelName, settled_all
from classifier.codebook_versions import CodebookHistory, codebook_of
from classifier.errors import UserMistake
from classifier.training import comparison
from classifier.training.comparison import Comparison
from classifier.training.dataset import LabelledAnswer
from classifier.training.registry import Registry
from classifier.working import Reader, WorkingReader


@dataclass(frozen=True)
class Beside:
    """A model that can judge in terms of ``codebook``.

    ``changes`` is what happened to ``trained_on``, the codebook that it learned; nothing when that is in force.
    """

    registry: Registry
    model: str
    codebook: Codebook
    trained_on: Codebook
    changes: tuple[Change, ...] = ()

    @property
    def is_as_learned(self) -> bool:
        """Whether the model learned all labels of the codebook."""
        return not self.changes

    def load(self) -> Reader:
        """The model, ready to judge. Raises UserMistake."""
        if self.is_as_learned:
            return self.registry.load(self.model, self.codebook)
        return WorkingReader(self.registry.load(self.model, self.trained_on), self.trained_on, self.changes)


def beside(registry: Registry, model: str | None, codebook: Codebook, history: CodebookHistory) -> Beside:
    """``name/version``, or the model in use. Raises UserMistake when it cannot judge in terms of the codebook."""
    manifest = registry.check(model)
    version = history.version_of(manifest.codebook_fingerprint)
    if version is None or manifest.codebook_fingerprint == codebook.fingerprint:
        registry.check(manifest.id, codebook)
        return Beside(registry, manifest.id, codebook, codebook)
    trained_on, changes = codebook_of(version), history.changes_after(version.id)
    if apply_all(trained_on, settled_all(trained_on, changes)).fingerprint != codebook.fingerprint:
        # The file was edited in between: nobody knows what its labels became.
        raise UserMistake("model_codebook", model=manifest.id, codebook=codebook.name)
    return Beside(registry, manifest.id, codebook, trained_on, changes)


def current_beside(registry: Registry, codebook: Codebook, history: CodebookHistory) -> Beside | None:
    """The model in use; None when there is none, or none that can be compared with."""
    try:
        return beside(registry, None, codebook, history)
    except UserMistake:
        return None


def compare(
    candidate: Reader, current: Reader, answers: Sequence[LabelledAnswer], codebook: Codebook
) -> Comparison:
    """The comparison of two models, also when one learned under an earlier codebook. Raises UserMistake."""
    new = _never_learned(candidate) | _never_learned(current)
    return comparison.compare(candidate, current, answers, codebook, new=new)


def _never_learned(reader: Reader) -> frozenset[LabelName]:
    return reader.new_labels if isinstance(reader, WorkingReader) else frozenset()
