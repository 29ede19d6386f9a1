"""The wall itself: answers come in order, each takes a place for good, and groups get a name for good.

Nothing but the ordered list of answers decides: a reload replays the list and shows the same picture.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from classifier.clusters.grouping import Groups
from classifier.clusters.layout import Region, lay_out, slot_spacing
from classifier.clusters.names import FEWEST_WRITERS, SEPARATOR, Name, TermCounts, choose_name, rank_terms
from classifier.clusters.words import WallAnswer, lemmas_of, unfit_alone
from classifier.codebook import Facet
from classifier.privacy import SMALLEST_GROUP

# A shorter beginning would belong to too many other words.
SHORTEST_BEGINNING = 4


# -- what is shown ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """One answer on the plane (16 wide, 9 high, y runs down).

    ``label``: key of its region, None for no label. ``cluster``: id of its cluster, None while that is too small
    to stand alone. ``weight``: number of answers it stands for, at least 1.
    """

    id: str
    x: float
    y: float
    label: str | None
    cluster: str | None
    weight: int


@dataclass(frozen=True)
class Cluster:
    """A group large enough to stand alone; ``name`` is "" when its answers share no word.

    ``x``, ``y`` and ``radius`` are of its disc; ``count`` is the number of answers, merged ones included.
    """

    id: str
    label: str | None
    name: str
    count: int
    colour: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class RegionCount:
    """A region with the number of answers in it, merged ones included."""

    region: Region
    count: int


@dataclass(frozen=True)
class Picture:
    """All that is drawn. ``spacing``: the smallest distance between two points, on the plane."""

    points: tuple[Point, ...]
    clusters: tuple[Cluster, ...]
    regions: tuple[RegionCount, ...]
    spacing: float


# -- what is kept -------------------------------------------------------------------------------


@dataclass
class _Group:
    """One disc: who lies in which slot (None after an answer moved away), and the name once it is fixed."""

    id: str
    region: Region
    disc: int
    slots: list[WallAnswer | None] = field(default_factory=list)
    counts: TermCounts = field(default_factory=TermCounts)
    ranked: tuple[tuple[str, float], ...] = ()
    name: Name | None = None

    def members(self, hidden: Collection[str]) -> Iterator[tuple[int, WallAnswer]]:
        """Slot and answer of those that may be seen."""
        for slot, answer in enumerate(self.slots):
            if answer is not None and answer.id not in hidden:
                yield slot, answer


class Wall:
    """The wall of one facet's labels; ``question`` is what was asked, whose words are no names.

    ``add`` takes an answer up; an id that comes again (with another label) leaves its place empty and takes a new
    one. ``picture`` shows it, without the answers that are hidden or merged into another.
    """

    def __init__(self, facet: Facet, question: str = "") -> None:
        self.regions = lay_out(facet)
        self._unfit = unfit_alone() | lemmas_of(question)
        self._titles = {region.label: _title_words(facet, region) for region in self.regions}
        self._by_label = {region.label: region for region in self.regions}
        self._grouping = {region.label: Groups() for region in self.regions}
        self._groups: dict[str, _Group] = {}
        self._where: dict[str, tuple[_Group, int]] = {}
        self._room = TermCounts()
        self._taken: set[str] = set()

    @classmethod
    def replay(cls, facet: Facet, answers: Iterable[WallAnswer], question: str = "") -> "Wall":
        """The wall as it is after these answers, in this order."""
        wall = cls(facet, question)
        for answer in answers:
            wall.add(answer)
        return wall

    def add(self, answer: WallAnswer) -> None:
        """Give an answer its place. Raises KeyError for a label that the facet does not have."""
        region = self._by_label[answer.label]
        if answer.id in self._where:
            before, slot = self._where[answer.id]
            before.slots[slot] = None
        group = self._group(region, self._grouping[answer.label].join(answer.vector))
        self._where[answer.id] = group, len(group.slots)
        group.slots.append(answer)
        group.counts.add(answer.terms)
        self._room.add(answer.terms)
        if group.name is None and len(group.slots) >= SMALLEST_GROUP:
            self._fix_name(group)

    def group_of(self, answer_id: str) -> str:
        """Id of the group an answer is in, also while that is too small to stand alone. Raises KeyError."""
        return self._where[answer_id][0].id

    def _group(self, region: Region, disc: int) -> _Group:
        key = f"{region.label or ''}.{disc + 1}"
        return self._groups.setdefault(key, _Group(key, region, disc))

    def _fix_name(self, group: _Group) -> None:
        """A group gets its name when it is first shown, and keeps it from then on."""
        group.ranked = rank_terms(group.counts, self._room, len(self._groups))
        group.name = choose_name(group.ranked, group.counts, self._taken | self._not_alone(group))
        if group.name:
            self._taken |= _claims(group.name)

    def _not_alone(self, group: _Group) -> frozenset[str]:
        """Terms that are no name for this group, among them what stands above its region already."""
        title = self._titles[group.region.label]
        return self._unfit | {key for key, _ in group.ranked if " " not in key and key.startswith(title)}

    # -- showing --------------------------------------------------------------------------------

    def picture(self, hidden: Collection[str] = (), merged: Mapping[str, str] | None = None) -> Picture:
        """What is drawn now.

        ``hidden``: ids not to show; their places stay empty. ``merged``: id → id of the answer that stands for it;
        when that one is hidden or unknown, so is the merged answer.
        """
        weights = self._weights(frozenset(hidden), merged or {})
        unseen = self._where.keys() - weights.keys()
        sizes = {group.id: self._size(group, weights, unseen) for group in self._groups.values()}
        alone = {key for key, size in sizes.items() if size >= SMALLEST_GROUP}
        return Picture(
            points=tuple(self._points(weights, unseen, alone)),
            clusters=tuple(self._clusters(sizes, unseen, alone)),
            regions=tuple(self._region_counts(sizes)),
            spacing=self._spacing(),
        )

    def _weights(self, hidden: frozenset[str], merged: Mapping[str, str]) -> dict[str, int]:
        """How many answers each visible answer stands for."""
        weights = {key: 1 for key in self._where if key not in hidden and key not in merged}
        for key in self._where.keys() & merged.keys() - hidden:
            if merged[key] in weights:
                weights[merged[key]] += 1
        return weights

    @staticmethod
    def _size(group: _Group, weights: Mapping[str, int], unseen: Collection[str]) -> int:
        return sum(weights[answer.id] for _, answer in group.members(unseen))

    def _points(self, weights: Mapping[str, int], unseen: Collection[str], alone: set[str]) -> Iterator[Point]:
        for group in self._groups.values():
            cluster = group.id if group.id in alone else None
            for slot, answer in group.members(unseen):
                x, y = group.region.place(group.disc, slot)
                yield Point(answer.id, x, y, group.region.label, cluster, weights[answer.id])

    def _clusters(self, sizes: Mapping[str, int], unseen: Collection[str], alone: set[str]) -> Iterator[Cluster]:
        taken = set(self._taken)
        for group in self._groups.values():
            if group.id in alone:
                region, (x, y) = group.region, group.region.anchor(group.disc)
                name = self._visible_name(group, unseen, taken)
                yield Cluster(
                    group.id, region.label, name, sizes[group.id], region.colour, x, y, region.disc_radius
                )

    def _visible_name(self, group: _Group, unseen: Collection[str], taken: set[str]) -> str:
        """The fixed name, as long as enough visible answers use its words; otherwise the next best."""
        if group.name is None:
            return ""
        seen = [answer.terms for _, answer in group.members(unseen)]
        if len(seen) == len(group.slots):
            return group.name.text
        counts = TermCounts.of(seen)
        if all(counts.answers[key] >= FEWEST_WRITERS for key in group.name.keys):
            return group.name.text
        not_these = (taken - _claims(group.name)) | self._not_alone(group)
        other = choose_name(group.ranked, counts, not_these)
        taken |= _claims(other) if other else set()
        return other.text if other else ""

    def _region_counts(self, sizes: Mapping[str, int]) -> Iterator[RegionCount]:
        counts: Counter[str | None] = Counter()
        for group in self._groups.values():
            counts[group.region.label] += sizes[group.id]
        return (RegionCount(region, counts[region.label]) for region in self.regions)

    def _spacing(self) -> float:
        """Counted over slots ever taken: hiding an answer changes the size of no point."""
        fullest: dict[float, int] = defaultdict(int)
        for group in self._groups.values():
            radius = group.region.disc_radius
            fullest[radius] = max(fullest[radius], len(group.slots))
        spacings = [radius * slot_spacing(slots) for radius, slots in fullest.items()]
        return min(spacings, default=self.regions[0].disc_radius * slot_spacing(1))


def _claims(name: Name) -> set[str]:
    """The terms and forms that no other cluster may use, and their words."""
    whole = {*name.keys, *name.text.split(SEPARATOR)}
    return whole | {word for part in whole for word in part.split()}


def _title_words(facet: Facet, region: Region) -> tuple[str, ...]:
    """The beginnings of words that only repeat the name of the region."""
    words = () if region.label is None else lemmas_of(facet.label(region.label).text("short"))
    return tuple(word for word in words if len(word) >= SHORTEST_BEGINNING)
