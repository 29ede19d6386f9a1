"""What is measured on stays what it is, and nothing like it is learned from."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from classifier.training.dataset import LabelledAnswer

HELD_OUT_SHARE = 0.2
# From this likeness (0..100, Indel) two texts are the same but for a typing error or a letter.
NEAR = 90
_NOT_A_WORD = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """The words of a text: no capitals, accents apart from letters, punctuation or double spaces."""
    return _NOT_A_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def is_held_out(text: str) -> bool:
    """Whether a decided answer is kept to measure on: settled by its words alone, so the same for ever."""
    first = hashlib.sha256(normal(text).encode("utf-8", "replace")).digest()[:8]
    return int.from_bytes(first) < HELD_OUT_SHARE * 2**64


def without_near(
    train: Sequence[LabelledAnswer], test: Sequence[LabelledAnswer]
) -> tuple[list[LabelledAnswer], int]:
    """The answers that are not (nearly) one to be measured on, and how many were."""
    if not train or not test:
        return list(train), 0
    texts = sorted({normal(answer.text) for answer in test})
    own = [normal(answer.text) for answer in train]
    likeness = process.cdist(own, texts, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
    near = np.asarray(likeness).max(axis=1) > 0
    return [answer for answer, is_near in zip(train, near, strict=True) if not is_near], int(near.sum())
