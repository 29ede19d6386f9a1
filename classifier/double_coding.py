"""Two coders, apart from each other: draw a sample, code it blind, measure agreement, settle differences.

A round is open to a coder until they may see what another gave: as long, they may correct what they gave.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from classifier.agreement import Alpha, agreement
from classifier.codebook import Codebook, Facet
from classifier.errors import UserMistake
from classifier.review import Done, Review, decide
from classifier.store import coding_rounds as store
from classifier.store.coders import coder_id
from classifier.store.coding_rounds import BlindCode, CodingRound
from classifier.store.database import Database
from classifier.store.decisions import Keys

FEWEST, MOST = 2, 500
Labels = Mapping[str, Keys]


@dataclass(frozen=True)
class Difference:
    """One facet of one answer on which two coders differ."""

    answer_id: int
    facet: Facet
    first: Keys
    second: Keys


@dataclass(frozen=True)
class Compared:
    """What two coders gave the answers that both coded, and how far they agree.

    ``alphas``: (facet, label) → Krippendorff's alpha for facets that take many labels, (facet, "") for others.
    """

    coders: tuple[str, str]
    answers: tuple[int, ...]
    alphas: Mapping[tuple[str, str], Alpha]
    differences: tuple[Difference, ...]
    agreed: Mapping[int, Labels]


def draw_sample(database: Database, review: Review, size: int, name: str, seed: int = 0) -> int:
    """Start a round on a random sample, so that agreement on it holds for the workshop; the round's id.

    Raises UserMistake for a size that does not fit the workshop.
    """
    ids = [reviewed.answer.id for reviewed in review.answers]
    most = min(MOST, len(ids))
    if not FEWEST <= size <= most:
        raise UserMistake("round_size", size=size, fewest=FEWEST, most=most)
    chosen = np.random.default_rng(seed).choice(len(ids), size, replace=False)
    with database.writing() as connection:
        return store.add_round(connection, review.workshop_id, name, seed, [ids[index] for index in chosen])


def code(
    database: Database, coding_round: CodingRound, answer_id: int, labels: Labels, who: str, codebook: Codebook,
    version: int,
) -> None:  # fmt: skip
    """Keep what a coder gives one answer, on every facet; the last time counts.

    Raises UserMistake when the round is no longer open to this coder, ValueError for unfit labels.
    """
    for facet in codebook:
        keys = labels[facet.key]
        if set(keys) - set(facet.keys) or (not facet.takes_many and len(keys) != 1):
            raise ValueError(f"labels do not fit facet {facet.key!r}")
    if answer_id not in coding_round.answers:
        raise ValueError(f"answer {answer_id} is not part of round {coding_round.id}")
    with database.writing() as connection:
        # Who is done last closes the round for the other: one at a time.
        store.hold_round(connection, coding_round.id)
        if not _is_open(connection, coding_round, who):
            raise UserMistake("round_closed")
        who_id = coder_id(connection, who)
        store.add_blind_code(connection, coding_round.id, answer_id, who_id, labels, version)


def coded_by(database: Database, coding_round: CodingRound, review: Review, who: str) -> dict[int, Labels]:
    """What this coder gave so far, in terms of today's codebook: answer id → labels, in the order of the round."""
    with database.reading() as connection:
        given = _by_answer(store.blind_codes(connection, coding_round.id), who, review)
    return {answer_id: given[answer_id] for answer_id in coding_round.answers if answer_id in given}


def waiting_for(database: Database, coding_round: CodingRound, who: str) -> list[int]:
    """The answers of a round that this coder did not code yet, in order."""
    with database.reading() as connection:
        done = {kept.answer_id for kept in store.blind_codes(connection, coding_round.id) if kept.coder == who}
    return [answer_id for answer_id in coding_round.answers if answer_id not in done]


def finished_coders(database: Database, coding_round: CodingRound) -> list[str]:
    """Who coded every answer of a round; only they may see what others gave."""
    with database.reading() as connection:
        return _finished(connection, coding_round)


def is_open(database: Database, coding_round: CodingRound, who: str) -> bool:
    """Whether this coder may still change what they gave: no longer once they may see what another gave."""
    with database.reading() as connection:
        return _is_open(connection, coding_round, who)


def _is_open(connection: Connection, coding_round: CodingRound, who: str) -> bool:
    finished = _finished(connection, coding_round)
    return who not in finished or len(finished) == 1


def _finished(connection: Connection, coding_round: CodingRound) -> list[str]:
    given: dict[str, set[int]] = {}
    for kept in store.blind_codes(connection, coding_round.id):
        given.setdefault(kept.coder, set()).add(kept.answer_id)
    return [who for who, answers in given.items() if answers >= set(coding_round.answers)]


def compare(database: Database, coding_round: CodingRound, review: Review, coders: Sequence[str]) -> Compared:
    """Agreement and differences of two coders on what both coded, in terms of today's codebook.

    Raises ValueError for other than two.
    """
    if len(coders) != 2:
        raise ValueError(f"two coders are compared, not {len(coders)}")
    with database.reading() as connection:
        codes = store.blind_codes(connection, coding_round.id)
    codebook = review.codebook
    first, second = (_by_answer(codes, who, review) for who in coders)
    both = [
        one for one in coding_round.answers if all(_is_whole(codebook, own.get(one)) for own in (first, second))
    ]
    alphas = agreement(codebook, [first[one] for one in both], [second[one] for one in both])
    return Compared(
        coders=(coders[0], coders[1]),
        answers=tuple(both),
        alphas=alphas,
        differences=tuple(_differences(codebook, both, first, second)),
        agreed={one: _agreed(codebook, first[one], second[one]) for one in both},
    )


def _by_answer(codes: Sequence[BlindCode], who: str, review: Review) -> dict[int, Labels]:
    return {kept.answer_id: _of_today(kept, review) for kept in codes if kept.coder == who}


def _of_today(kept: BlindCode, review: Review) -> Labels:
    """Labels given under an older codebook, as they stand under this one."""
    if kept.codebook_version >= review.version:
        return kept.labels
    now = {facet: review.history.now(facet, keys, kept.codebook_version) for facet, keys in kept.labels.items()}
    # An edited file may have left out what no decision used.
    return {
        facet.key: tuple(key for key in now[facet.key] if key in facet.keys)
        for facet in review.codebook
        if facet.key in now
    }


def _is_whole(codebook: Codebook, labels: Labels | None) -> bool:
    """Whether something was given on every facet of today."""
    return labels is not None and all(
        facet.key in labels and (facet.takes_many or len(labels[facet.key]) == 1) for facet in codebook
    )


def _differences(codebook: Codebook, both: Sequence[int], first: Mapping, second: Mapping) -> list[Difference]:
    return [
        Difference(one, facet, first[one][facet.key], second[one][facet.key])
        for one in both
        for facet in codebook
        if set(first[one][facet.key]) != set(second[one][facet.key])
    ]


def _agreed(codebook: Codebook, first: Labels, second: Labels) -> Labels:
    return {facet.key: first[facet.key] for facet in codebook if set(first[facet.key]) == set(second[facet.key])}


def open_differences(review: Review, compared: Compared) -> list[Difference]:
    """The differences that nobody settled yet: no person decided on that facet of that answer."""
    return [
        found
        for found in compared.differences
        if found.answer_id in review.by_id and found.facet.key not in review.by_id[found.answer_id].decided
    ]


def take_over_agreed(database: Database, review: Review, compared: Compared, who: str, why: str) -> Done:
    """Decide as both coders gave, where nobody decided yet. Raises UserMistake."""
    labels = {}
    for answer_id, agreed in compared.agreed.items():
        now = review.by_id.get(answer_id)
        fresh = {facet: keys for facet, keys in agreed.items() if now and facet not in now.decided}
        if fresh:
            labels[answer_id] = fresh
    return decide(database, review, labels, who, why=why)
