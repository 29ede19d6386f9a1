"""What a coder is about to give one answer, before it is kept; nothing is suggested."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from classifier.codebook import Codebook, Facet
from classifier.store.decisions import Keys


@dataclass(frozen=True)
class BlindDraft:
    """Labels chosen so far: facet → keys. A flag counts as down until it is raised."""

    codebook: Codebook
    chosen: Mapping[str, Keys] = field(default_factory=dict)

    def labels(self, facet: Facet) -> Keys:
        """What stands there now; empty where a choice is still to be made."""
        return self.chosen.get(facet.key, (facet.neutral,) if facet.kind == "flag" else ())

    def pressed(self, facet: Facet, key: str) -> "BlindDraft":
        """After pressing a label: of many it goes on or off, of one it is chosen, a flag goes up or down."""
        return replace(self, chosen={**self.chosen, facet.key: self._after(facet, facet.label(key).key)})

    def _after(self, facet: Facet, key: str) -> Keys:
        now = self.labels(facet)
        if facet.takes_many:
            wanted = set(now) ^ {key}
            return tuple(one for one in facet.keys if one in wanted)
        if facet.kind == "flag":
            return (facet.neutral,) if key in now else (key,)
        return (key,)

    @property
    def missing(self) -> tuple[Facet, ...]:
        """The facets where one label must be chosen still."""
        return tuple(facet for facet in self.codebook if not facet.takes_many and not self.labels(facet))

    def complete(self) -> dict[str, Keys]:
        """The labels of every facet. Raises ValueError when a choice is missing."""
        if self.missing:
            raise ValueError(f"no label chosen yet for {[facet.key for facet in self.missing]}")
        return {facet.key: self.labels(facet) for facet in self.codebook}
