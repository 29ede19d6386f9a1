"""The wall never jumps: a place, a group and a name once given are kept."""

from itertools import combinations
from math import dist, hypot

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.clusters import Term, Wall, WallAnswer
from classifier.clusters.grouping import Groups
from classifier.clusters.layout import DISCS_PER_REGION, HEIGHT, WIDTH, lay_out, slot_offset, slot_spacing
from classifier.codebook import Facet, Label
from classifier.privacy import SMALLEST_GROUP

WORDS = ("soep", "brood", "koffie", "thee", "melk", "kaas")


def labels(*keys: str) -> tuple[Label, ...]:
    return tuple(Label(key, key, key, key, color="#123456") for key in keys)


FACET = Facet("gerecht", "Gerecht", "multilabel", labels("warm", "koud", "zoet"))


def answer(number: int, label: str | None, direction: int, *words: str) -> WallAnswer:
    """An answer whose vector points in one of a few directions, and with these words."""
    vector = np.eye(len(WORDS), dtype=np.float32)[direction]
    return WallAnswer(str(number), label, vector, tuple(Term(word, word) for word in words))


@st.composite
def streams(draw) -> list[WallAnswer]:
    """Answers as they may come in: any region, any direction, any words."""
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([*FACET.keys, None]),
                st.integers(0, len(WORDS) - 1),
                st.lists(st.sampled_from(WORDS), unique=True, max_size=3),
            ),
            min_size=1,
            max_size=60,
        )
    )
    return [answer(number, label, way, *words) for number, (label, way, words) in enumerate(rows)]


def five(label: str | None = "warm", word: str = "soep", start: int = 0) -> list[WallAnswer]:
    """The smallest group that may stand alone."""
    return [answer(start + number, label, WORDS.index(word), word) for number in range(SMALLEST_GROUP)]


# -- nothing moves ------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(streams(), st.integers(0, 60))
def test_what_is_shown_stays_where_it_is_and_keeps_its_name_when_more_comes(stream, cut):
    before, after = (Wall.replay(FACET, part).picture() for part in (stream[:cut], stream))
    places = {point.id: (point.x, point.y, point.label) for point in after.points}
    assert all(places[point.id] == (point.x, point.y, point.label) for point in before.points)
    clusters = {cluster.id: cluster for cluster in after.clusters}
    for cluster in before.clusters:
        now = clusters[cluster.id]
        assert now.name == cluster.name or not cluster.name
        assert (now.colour, now.x, now.y, now.radius) == (cluster.colour, cluster.x, cluster.y, cluster.radius)
        assert now.count >= cluster.count


@settings(max_examples=25, deadline=None)
@given(streams(), st.data())
def test_hiding_moves_nobody_and_shows_again_what_was_there(stream, data):
    wall = Wall.replay(FACET, stream)
    hidden = set(data.draw(st.lists(st.sampled_from([item.id for item in stream]), max_size=10)))
    everything, rest = wall.picture(), wall.picture(hidden=hidden)
    kept = {(point.id, point.x, point.y) for point in everything.points if point.id not in hidden}
    assert {(point.id, point.x, point.y) for point in rest.points} == kept
    assert rest.spacing == everything.spacing
    assert wall.picture() == everything


@settings(max_examples=25, deadline=None)
@given(streams())
def test_points_may_only_become_smaller_when_more_comes(stream):
    wall, spacings = Wall(FACET), []
    for item in stream:
        wall.add(item)
        spacings.append(wall.picture().spacing)
    assert spacings == sorted(spacings, reverse=True)


@settings(max_examples=25, deadline=None)
@given(streams())
def test_a_reload_shows_the_same_picture(stream):
    wall = Wall(FACET)
    for item in stream:
        wall.add(item)
        wall.picture()
    assert Wall.replay(FACET, stream).picture() == wall.picture()


@settings(max_examples=40, deadline=None)
@given(streams())
def test_no_two_points_share_a_place_and_no_two_clusters_a_name(stream):
    picture = Wall.replay(FACET, stream).picture()
    places = [(point.x, point.y) for point in picture.points]
    assert all(dist(one, other) >= picture.spacing * 0.999 for one, other in combinations(places, 2))
    names = [cluster.name for cluster in picture.clusters if cluster.name]
    assert len(names) == len(set(names))
    assert sum(count.count for count in picture.regions) == len(stream)


# -- small groups, hiding, merging ----------------------------------------------------------------


def test_a_group_stands_alone_only_from_the_smallest_size():
    small, large = (Wall.replay(FACET, five()[:size]).picture() for size in (SMALLEST_GROUP - 1, SMALLEST_GROUP))
    assert small.clusters == ()
    assert {point.cluster for point in small.points} == {None}
    (cluster,) = large.clusters
    assert (cluster.name, cluster.count, cluster.label) == ("soep", SMALLEST_GROUP, "warm")
    assert {point.cluster for point in large.points} == {cluster.id}


def test_a_group_that_becomes_too_small_by_hiding_loses_its_name():
    assert Wall.replay(FACET, five()).picture(hidden=["0"]).clusters == ()


def test_a_name_goes_when_the_answers_that_gave_it_are_hidden():
    bad = [answer(number, "warm", 0, "bagger", "soep") for number in (10, 11)]
    wall = Wall.replay(FACET, [*bad, *five()])
    assert "bagger" in wall.picture().clusters[0].name
    assert wall.picture(hidden=["10", "11"]).clusters[0].name == "soep"


def test_a_word_of_one_person_is_never_a_name():
    stream = [answer(number, "warm", 0, f"woord{number}") for number in range(SMALLEST_GROUP)]
    assert [cluster.name for cluster in Wall.replay(FACET, stream).picture().clusters] == [""]


@pytest.mark.parametrize(("question", "label", "name"), [("", "koud", "soep"), ("Lust jij soep?", "koud", "brood"),
                                                         ("", "warm", "soep"), ("", "soep", "brood")])  # fmt: skip
def test_no_group_is_named_after_the_question_or_after_its_own_region(question, label, name):
    facet = Facet("gerecht", "Gerecht", "multilabel", labels("warm", "koud", "soep"))
    stream = [answer(number, label, 0, "soep", "brood") for number in range(3)]
    stream += [answer(number, label, 0, "soep") for number in range(3, SMALLEST_GROUP)]
    (cluster,) = Wall.replay(facet, stream, question).picture().clusters
    assert cluster.name.split(", ")[0] == name


def test_a_word_that_needs_another_names_no_group():
    stream = [answer(number, "warm", 0, "vraag") for number in range(SMALLEST_GROUP)]
    assert Wall.replay(FACET, stream).picture().clusters[0].name == ""


def test_merged_answers_count_as_weight():
    picture = Wall.replay(FACET, five()).picture(merged={"1": "0", "2": "0"})
    assert {point.id: point.weight for point in picture.points} == {"0": 3, "3": 1, "4": 1}
    assert picture.clusters[0].count == SMALLEST_GROUP


def test_what_is_merged_into_a_hidden_answer_is_hidden_with_it():
    picture = Wall.replay(FACET, five()).picture(hidden=["0"], merged={"1": "0"})
    assert {point.id for point in picture.points} == {"2", "3", "4"}


def test_an_answer_with_another_label_leaves_its_place_empty():
    wall = Wall.replay(FACET, five())
    before = {point.id: (point.x, point.y) for point in wall.picture().points}
    wall.add(answer(0, "koud", 0, "soep"))
    picture = wall.picture()
    after = {point.id: (point.x, point.y) for point in picture.points}
    assert {key for key in after if after[key] != before[key]} == {"0"}
    assert {point.id: point.label for point in picture.points}["0"] == "koud"


def test_a_label_that_the_facet_lacks_is_a_programmers_error():
    with pytest.raises(KeyError):
        Wall(FACET).add(answer(0, "zuur", 0))


def test_an_empty_wall_shows_its_regions():
    picture = Wall(FACET).picture()
    assert [count.region.label for count in picture.regions] == ["warm", "koud", "zoet", None]
    assert picture.points == () and picture.spacing > 0


# -- places -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 7, 16, 30])
def test_regions_and_discs_lie_apart_and_within_the_plane(count):
    regions = lay_out(Facet("f", "F", "multilabel", labels(*(f"label{number}" for number in range(count)))))
    assert len(regions) == count + 1
    for one, other in combinations(regions, 2):
        assert dist((one.x, one.y), (other.x, other.y)) > one.radius + other.radius
    for region in regions:
        assert region.radius <= min(region.x, WIDTH - region.x, region.y, HEIGHT - region.y)
        anchors = [region.anchor(disc) for disc in range(DISCS_PER_REGION)]
        assert all(dist(one, other) > 2 * region.disc_radius for one, other in combinations(anchors, 2))
        assert all(dist((region.x, region.y), at) + region.disc_radius <= region.radius for at in anchors)


def test_five_thousand_slots_fit_in_one_disc_at_the_distance_promised():
    slots = [slot_offset(slot) for slot in range(5000)]
    assert max(hypot(*place) for place in slots) <= 1
    near = np.array(slots)
    for size in (1, 5, 60, 1000):
        gaps = [np.sort(np.hypot(*(near[:size] - place).T))[1:2] for place in near[:size]]
        assert min(np.concatenate(gaps), default=np.inf) >= slot_spacing(size) * 0.999
    assert len(set(slots)) == 5000


def test_the_first_seven_of_a_group_lie_as_wide_as_their_disc_allows():
    assert slot_spacing(1) > slot_spacing(2) == slot_spacing(7) > slot_spacing(8)
    half = slot_spacing(7) / 2
    assert 1 <= max(hypot(*slot_offset(slot)) for slot in range(7)) + half <= 1.1


def test_places_that_do_not_exist_are_programmers_errors():
    with pytest.raises(ValueError, match="-1"):
        slot_offset(-1)
    with pytest.raises(ValueError, match="7"):
        lay_out(FACET)[0].anchor(7)


# -- grouping -----------------------------------------------------------------------------------


def test_near_answers_share_a_group_and_far_ones_open_one_until_all_are_open():
    groups = Groups(near=0.5, most=2)
    ways = np.eye(3)
    assert [groups.join(ways[0]), groups.join(ways[0]), groups.join(ways[1])] == [0, 0, 1]
    assert groups.join(ways[2]) in (0, 1)
    assert len(groups) == 2


def test_a_vector_of_nothing_finds_a_group_too():
    groups = Groups()
    assert groups.join(np.zeros(4)) == 0
    assert groups.join(np.ones(4) / 2) == 1
