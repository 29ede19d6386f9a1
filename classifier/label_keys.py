"""The keys of labels in this installation: they follow from every codebook there has been."""

from functools import lru_cache
from types import MappingProxyType

from classifier.codebook import Codebook
from classifier.codebook_reader import parse_codebook
from classifier.keyboard import Pair, assign_keys
from classifier.review import Review

Keys = MappingProxyType[Pair, str]


def label_keys(review: Review) -> Keys:
    """(facet, label) → key, under the codebook of this review."""
    earlier = tuple(version.toml for version in review.history.versions if version.id < review.version)
    return _keys(review.codebook, earlier)


@lru_cache(maxsize=8)
def _keys(codebook: Codebook, earlier: tuple[str, ...]) -> Keys:
    """Worked out once per codebook: a screen asks at every key."""
    return MappingProxyType(assign_keys(codebook, [parse_codebook(toml, "codebook") for toml in earlier]))
