"""What a set of judged answers amounts to: counts, shares, quotes, told examples, rows of a table.

Pure and driven by the codebook: which facets there are and how they are drawn is never known by name
here. Shares run from 0 to 1.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from classifier.codebook import Codebook, Facet, Label
from classifier.exchange.table import Answer
from classifier.judgement import Judgement
from classifier.privacy import SMALLEST_GROUP as SMALLEST_GROUP

# A quote of fewer words says little; shorter ones only fill up.
WORDS_OF_A_QUOTE = 4
# Facets whose given labels say something of an answer by themselves, and so do the words behind them.
TELLING_KINDS = ("ordinal", "flag")


@dataclass(frozen=True)
class Judged:
    """One answer with what the model says of it."""

    answer: Answer
    judgement: Judgement

    @property
    def text(self) -> str:
        return self.answer.text

    @property
    def certainty(self) -> float:
        """How sure the model is of the facet it is least sure of."""
        return min(self.judgement.certainty.values(), default=0.0)

    def has(self, facet: Facet, key: str) -> bool:
        """Whether this answer got the label."""
        return key in self.judgement.labels[facet.key]

    def labels(self, facet: Facet) -> tuple[Label, ...]:
        """The labels of a facet that this answer got, in codebook order."""
        return tuple(facet.label(key) for key in self.judgement.labels[facet.key])

    def score(self, facet: Facet, key: str) -> float:
        """Probability of one label."""
        return self.judgement.scores[facet.key][key]

    def words(self, facet: Facet, key: str) -> tuple[str, ...]:
        """The words that carried one label, in reading order."""
        spans = self.judgement.evidence.get(facet.key, {}).get(key, ())
        return tuple(self.text[span.start : span.end] for span in spans)


# -- counting -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LabelCount:
    """How many of ``of`` answers got a label."""

    facet: Facet
    label: Label
    count: int
    of: int

    @property
    def share(self) -> float:
        return share(self.count, self.of)


def share(count: int, of: int) -> float:
    """``count`` as a share of ``of``; 0 of nothing is 0."""
    return count / of if of else 0.0


def count_labels(facet: Facet, judged: Sequence[Judged]) -> tuple[LabelCount, ...]:
    """One count per label, in codebook order."""
    counts = Counter(key for item in judged for key in item.judgement.labels[facet.key])
    return tuple(LabelCount(facet, label, counts[label.key], len(judged)) for label in facet.labels)


def ranked(counts: Iterable[LabelCount]) -> tuple[LabelCount, ...]:
    """Most counted first; codebook order decides a tie."""
    return tuple(sorted(counts, key=lambda item: -item.count))


def count_without_label(facet: Facet, judged: Sequence[Judged]) -> int:
    """How many answers got no label of this facet."""
    return sum(not item.judgement.labels[facet.key] for item in judged)


def headline(facet: Facet, judged: Sequence[Judged]) -> LabelCount:
    """The one figure of a facet for the top of the page.

    A flag: the positive label. An iceberg: what lies under water. Rising steps: the step most answers
    reach. Any other: the label most given.
    """
    counts = count_labels(facet, judged)
    if facet.kind == "flag" or facet.chart == "iceberg":
        return counts[-1]
    return ranked(counts[1:] if facet.kind == "ordinal" else counts)[0]


@dataclass(frozen=True)
class KeyFigures:
    """The figures that come first."""

    answers: int
    to_review: int
    headlines: tuple[LabelCount, ...]

    @property
    def review_share(self) -> float:
        return share(self.to_review, self.answers)


def key_figures(codebook: Codebook, judged: Sequence[Judged]) -> KeyFigures:
    """Number of answers, how many a person should look at, and a headline per drawn facet."""
    drawn = [facet for chart in ("bars", "staircase", "iceberg") for facet in codebook.by_chart(chart)]
    to_review = sum(item.judgement.review for item in judged)
    return KeyFigures(len(judged), to_review, tuple(headline(facet, judged) for facet in drawn))


# -- quotes -------------------------------------------------------------------------------------


def quotes(judged: Sequence[Judged], facet: Facet, key: str, most: int = 5) -> tuple[Judged, ...]:
    """Up to ``most`` different answers with a label, the most certain first.

    Answers of a few words come in only when there are not enough longer ones.
    """
    certain_first = sorted(
        _without_twins(item for item in judged if item.has(facet, key)),
        key=lambda item: -item.score(facet, key),
    )
    chosen = {item.answer.id for item in sorted(certain_first, key=_is_short)[:most]}
    return tuple(item for item in certain_first if item.answer.id in chosen)


def _is_short(item: Judged) -> bool:
    return len(item.text.split()) < WORDS_OF_A_QUOTE


def _without_twins(judged: Iterable[Judged]) -> list[Judged]:
    """The first of each text; people write the same slogan more than once."""
    first: dict[str, Judged] = {}
    for item in judged:
        first.setdefault(" ".join(item.text.split()).casefold().rstrip("."), item)
    return list(first.values())


# -- the charts that are more than counts -------------------------------------------------------


@dataclass(frozen=True)
class Staircase:
    """Rising steps, and apart from them the answers on none."""

    steps: tuple[LabelCount, ...]
    none: LabelCount


def staircase(facet: Facet, judged: Sequence[Judged]) -> Staircase:
    """The counts of an ordinal facet."""
    none, *steps = count_labels(facet, judged)
    return Staircase(tuple(steps), none)


@dataclass(frozen=True)
class IcebergSide:
    """What lies on one side of the waterline, with the labels of another facet typical of it."""

    side: LabelCount
    typical: tuple[LabelCount, ...] = ()


@dataclass(frozen=True)
class Iceberg:
    """Above and below the waterline."""

    above: IcebergSide
    below: IcebergSide


def iceberg(facet: Facet, judged: Sequence[Judged], themes: Facet | None = None, most: int = 4) -> Iceberg:
    """The two sides of a facet; its first label is above water and its last below.

    A theme is typical of the side where it is found more often than answers in general are.
    """
    counts = count_labels(facet, judged)
    above, below = counts[0], counts[-1]
    under = [item for item in judged if item.has(facet, below.label.key)]
    rest = [item for item in judged if not item.has(facet, below.label.key)]
    typical = [] if themes is None else _typical(themes, rest, under)
    return Iceberg(
        IcebergSide(above, ranked(item for item, lies_under in typical if not lies_under)[:most]),
        IcebergSide(below, ranked(item for item, lies_under in typical if lies_under)[:most]),
    )


def _typical(themes: Facet, rest: Sequence[Judged], under: Sequence[Judged]) -> list[tuple[LabelCount, bool]]:
    usual = share(len(under), len(under) + len(rest))
    pairs = zip(count_labels(themes, rest), count_labels(themes, under), strict=True)
    found = [
        (over, below, share(below.count, below.count + over.count) > usual)
        for over, below in pairs
        if over.count + below.count
    ]
    return [(below if lies_under else over, lies_under) for over, below, lies_under in found]


# -- told examples ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One told example: which parts are there, and which are not."""

    judged: Judged
    present: tuple[Label, ...]
    missing: tuple[Label, ...]


@dataclass(frozen=True)
class ToldExamples:
    """All told examples, those with most parts first; ``parts`` counts among them."""

    examples: tuple[Told, ...]
    parts: tuple[LabelCount, ...]

    @property
    def complete(self) -> int:
        return sum(not told.missing for told in self.examples)

    @property
    def incomplete(self) -> tuple[Told, ...]:
        """Those of which a part is missing."""
        return tuple(told for told in self.examples if told.missing)


def told_examples(facet: Facet, judged: Sequence[Judged]) -> ToldExamples:
    """The answers with at least one part of a told example."""
    telling = [item for item in judged if item.judgement.labels[facet.key]]
    examples = [_told(facet, item) for item in telling]
    examples.sort(key=lambda told: (-len(told.present), -told.judged.judgement.certainty[facet.key]))
    return ToldExamples(tuple(examples), count_labels(facet, telling))


def _told(facet: Facet, item: Judged) -> Told:
    present = item.labels(facet)
    return Told(item, present, tuple(label for label in facet.labels if label not in present))


# -- groups -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Groups:
    """The groups that may be shown on their own, largest first, and how many answers are in the rest."""

    shown: tuple[tuple[str, int], ...]
    rest: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.shown)

    def name_of(self, group: str) -> str:
        """The name to show for a group: its own, or "" for one of the rest."""
        return group if group in self.names else ""


def groups_of(judged: Iterable[Judged]) -> Groups:
    """Which groups may be shown.

    When the rest is itself too small to be anonymous, it could be found by subtracting what is shown
    from the whole; then the smallest shown group joins it.
    """
    counts = Counter(item.answer.group for item in judged)
    named = [(name, count) for name, count in counts.most_common() if name]
    shown = [(name, count) for name, count in named if count >= SMALLEST_GROUP]
    rest = counts.total() - sum(count for _, count in shown)
    while 0 < rest < SMALLEST_GROUP and shown:
        rest += shown.pop()[1]
    return Groups(tuple(shown), rest)


def of_group(judged: Iterable[Judged], group: str) -> list[Judged]:
    """The answers of one group."""
    return [item for item in judged if item.answer.group == group]


def may_list(judged: Sequence[object], one_group: bool) -> bool:
    """Whether these answers may be shown one by one: of one group never fewer than the smallest."""
    return not one_group or not 0 < len(judged) < SMALLEST_GROUP


# -- choosing and listing -----------------------------------------------------------------------


@dataclass(frozen=True)
class Selection:
    """Which answers to list. ``labels``: facet key → wanted label keys (any of them); empty wants all."""

    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    only_review: bool = False
    search: str = ""


def select(judged: Sequence[Judged], selection: Selection) -> list[Judged]:
    """The answers that fit, in order."""
    wanted = selection.search.strip().casefold()
    return [item for item in judged if _fits(item, selection) and wanted in item.text.casefold()]


def _fits(item: Judged, selection: Selection) -> bool:
    if selection.only_review and not item.judgement.review:
        return False
    given = item.judgement.labels
    return all(not keys or set(keys) & set(given[facet]) for facet, keys in selection.labels.items())


@dataclass(frozen=True)
class Row:
    """One answer as it stands in a table; ``labels`` per facet in codebook order."""

    text: str
    group: str
    labels: tuple[tuple[Label, ...], ...]
    certainty: float
    words: tuple[str, ...]
    review: bool


def rows(judged: Iterable[Judged], codebook: Codebook, groups: Groups) -> list[Row]:
    """A row per answer; a group that is too small to be shown has no name."""
    return [
        Row(
            text=item.text,
            group=groups.name_of(item.answer.group),
            labels=tuple(told_labels(item, facet) for facet in codebook),
            certainty=item.certainty,
            words=telling_words(item, codebook),
            review=item.judgement.review,
        )
        for item in judged
    ]


def told_labels(item: Judged, facet: Facet) -> tuple[Label, ...]:
    """The labels worth writing down: a flag that is not raised says nothing."""
    lowered = facet.kind == "flag" and item.has(facet, facet.neutral)
    return () if lowered else item.labels(facet)


def telling_words(item: Judged, codebook: Codebook) -> tuple[str, ...]:
    """The words that carried the labels that stand out, each once, in reading order."""
    words = (item.text[start:end] for start, end in telling_spans(item.judgement, codebook))
    return tuple({word.casefold(): word for word in words}.values())


def telling_spans(judgement: Judgement, codebook: Codebook) -> list[tuple[int, int]]:
    """Where (start, end) the words stand that carried the labels that stand out, in reading order."""
    spans = {
        (span.start, span.end)
        for facet in codebook
        for key, found in judgement.evidence.get(facet.key, {}).items()
        if _stands_out(facet, key)
        for span in found
    }
    return sorted(spans)


def _stands_out(facet: Facet, key: str) -> bool:
    return facet.takes_many or (facet.kind in TELLING_KINDS and key != facet.neutral)


def to_records(judged: Iterable[Judged], codebook: Codebook, groups: Groups) -> list[dict[str, object]]:
    """The records of a download: those of the command line, and the group when any may be shown."""
    return [_record(item, codebook, groups) for item in judged]


def _record(item: Judged, codebook: Codebook, groups: Groups) -> dict[str, object]:
    record = item.judgement.to_record(codebook, item.answer.id, item.text)
    return {**record, "group": groups.name_of(item.answer.group)} if groups.shown else record
