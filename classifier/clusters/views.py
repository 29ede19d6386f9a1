"""Other ways to look at the same answers: the words of the room, and what is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from classifier.clusters.names import TermCounts
from classifier.clusters.words import WallAnswer


@dataclass(frozen=True)
class WordCount:
    """A word as it was mostly written, and how many answers use it."""

    word: str
    count: int


def count_words(answers: Iterable[WallAnswer], least: int = 1) -> tuple[WordCount, ...]:
    """The words that at least ``least`` answers use, most used first, then in order of first use.

    Phrases are not counted: their words are. Empty words are no terms.
    """
    counts = TermCounts.of(answer.terms for answer in answers)
    common = counts.answers.most_common()
    return tuple(WordCount(counts.form(key), count) for key, count in common if count >= least and " " not in key)


def arrived_since(arrivals: Mapping[str, datetime], now: datetime, minutes: float) -> frozenset[str]:
    """The ids of what arrived in the last ``minutes``, the moment ``now`` included."""
    start = now - timedelta(minutes=minutes)
    return frozenset(key for key, moment in arrivals.items() if start < moment <= now)
