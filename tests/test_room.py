"""A room: what all walls of a session share, the same after a restart, and never more than may be shown."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from classifier import live
from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.keeping import delete, judge, keep_answers
from classifier.live import Sending
from classifier.privacy import SMALLEST_GROUP
from classifier.room import LOT, Room, Rooms, RoomState
from classifier.room_compare import compare, earlier_workshops
from classifier.room_picture import picture_of, quotes_of
from classifier.store.predictions import predictions_of
from classifier.store.sessions import WAIT, Options
from classifier.store.workshops import NewAnswer

pytestmark = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
QUESTION = "Wat doe jij voor de veiligheid?"
HELMETS = [
    "helm op",
    "altijd een helm dragen",
    "mijn helm zit goed",
    "helm op bij het zagen",
    "nieuwe helm",
    "helm!",
]
OTHERS = ["gevaar melden bij de chef", "werkplek opruimen", "koffie was koud", "ik ben ernstig gevallen", "vegen"]


class Houses:
    """A house that is there already; ``house`` may be changed."""

    def __init__(self, house):
        self.house = house

    def now(self):
        return self.house


@pytest.fixture(autouse=True)
def no_sharing(monkeypatch):
    """Every look is a look in the database: these tests do not wait."""
    monkeypatch.setattr("classifier.room.SHARED_S", 0.0)


@pytest.fixture
def session(database):
    return live.open_session(database, "Bouwplaats live", [QUESTION])


@pytest.fixture
def new_room(database, session, foreign_house):
    """A room as it is after a restart."""
    return lambda own=session: Room(database, own.id, Houses(foreign_house))


def send(database, session, *texts: str) -> None:
    for text in texts:
        live.submit(database, session.code, Sending(live.new_form_key(), {session.questions[0].id: text}))


def ids(database, session) -> list[int]:
    return [own.id for own in live.answers_to_moderate(database, session.id)]


def state_of(room: Room) -> RoomState:
    state = room.catch_up()
    assert state is not None
    return state


def drawn(room: Room) -> str:
    return json.dumps(picture_of(state_of(room), "nl"))


def places(room: Room) -> dict[str, tuple[float, float]]:
    return {point.id: (point.x, point.y) for point in state_of(room).picture.points}


# -- the same picture ---------------------------------------------------------------------------------


def test_a_room_that_grew_looks_the_same_as_one_that_is_rebuilt(database, session, new_room):
    grown = new_room()
    for text in HELMETS + OTHERS:
        send(database, session, text)
        before = places(grown)
        assert before.items() <= places(grown).items()
    assert state_of(grown).answers == len(HELMETS + OTHERS)
    assert drawn(grown) == drawn(new_room())


def test_no_group_is_named_after_what_was_asked(database, new_room):
    names = []
    for question in (QUESTION, "Hoe is de koffie hier?"):
        session = live.open_session(database, question, [question])
        send(database, session, *["koffie"] * SMALLEST_GROUP)
        names += [own.name for own in state_of(new_room(session)).picture.clusters]
    assert names == ["koffie", ""]


def test_what_was_judged_before_a_restart_is_not_judged_again(database, session, new_room, monkeypatch):
    send(database, session, *HELMETS)
    before = drawn(new_room())
    judging: list[str] = []
    monkeypatch.setattr("classifier.room.read_together", lambda _, texts: judging.extend(texts) or ())
    assert (drawn(new_room()), judging) == (before, [])


def test_nothing_new_gives_the_same_object(database, session, new_room):
    send(database, session, *HELMETS)
    room = new_room()
    assert state_of(room) is state_of(room)


def test_answers_are_kept_as_predictions_for_other_screens(database, session, new_room, foreign_house):
    send(database, session, *HELMETS, *["vegen"] * LOT)
    new_room().catch_up()
    with database.reading() as connection:
        kept = predictions_of(connection, session.workshop_id, foreign_house.model, foreign_house.version)
    assert sorted(kept) == ids(database, session)


def test_another_model_in_force_builds_the_room_anew(database, session, foreign_house):
    houses = Houses(foreign_house)
    room = Room(database, session.id, houses)
    send(database, session, *HELMETS)
    before = state_of(room)
    houses.house = replace(foreign_house)
    assert state_of(room) is not before and state_of(room).answers == before.answers


def test_a_failure_halfway_hides_nothing_and_shows_nothing_twice(database, session, new_room, monkeypatch):
    room = new_room()
    send(database, session, *HELMETS)
    state_of(room)
    send(database, session, *OTHERS)
    live.hide(database, session.id, ids(database, session)[-1:])
    with monkeypatch.context() as broken:
        broken.setattr("classifier.room.save_predictions", _locked)
        with pytest.raises(UserMistake):
            room.catch_up()
    assert drawn(room) == drawn(new_room())


def _locked(*_):
    raise UserMistake("database_locked", place="x")


def test_many_walls_at_once_see_one_room(database, session, foreign_house):
    rooms = Rooms(lambda: database, Houses(foreign_house))
    send(database, session, *HELMETS)
    other = live.open_session(database, "Andere", [QUESTION])
    send(database, other, *OTHERS)
    with ThreadPoolExecutor(8) as walls:
        seen = list(walls.map(rooms.state, [session.id, other.id] * 20))
    counts = {(number % 2, state.answers) for number, state in enumerate(seen) if state}
    assert counts == {(0, len(HELMETS)), (1, len(OTHERS))}


def test_a_deleted_session_is_unknown_and_forgotten(database, session, foreign_house):
    rooms = Rooms(lambda: database, Houses(foreign_house))
    send(database, session, *HELMETS)
    assert rooms.state(session.id)
    delete(database, session.workshop_id)
    with pytest.raises(UserMistake, match="no such code"):
        rooms.state(session.id)


# -- what may be shown --------------------------------------------------------------------------------


def test_a_hidden_answer_is_nowhere_and_the_others_stay(database, session, new_room):
    room = new_room()
    send(database, session, *HELMETS, "een geheim over de helm")
    before = places(room)
    *_, secret = ids(database, session)
    live.hide(database, session.id, [secret])
    assert "geheim" not in drawn(room)
    assert places(room) == {key: place for key, place in before.items() if key != str(secret)}
    live.show(database, session.id, [secret])
    assert places(room) == before
    assert "geheim" in drawn(room) and drawn(room) == drawn(new_room())


def test_waiting_answers_are_not_shown_until_they_are_let_through(database, foreign_house):
    session = live.open_session(database, "Eerst kijken", [QUESTION], Options(moderation=WAIT))
    room = Room(database, session.id, Houses(foreign_house))
    send(database, session, *HELMETS)
    assert state_of(room).answers == 0 and "helm" not in json.dumps(picture_of(state_of(room), "nl")["words"])
    live.show(database, session.id, ids(database, session))
    assert state_of(room).answers == len(HELMETS)


def test_merged_answers_count_with_the_one_that_stands_for_them(database, session, new_room):
    room = new_room()
    send(database, session, *HELMETS)
    first, *twins = ids(database, session)
    live.merge(database, session.id, twins, into=first)
    (point,) = state_of(room).picture.points
    assert (point.id, point.weight, state_of(room).answers) == (str(first), len(HELMETS), len(HELMETS))
    picture = picture_of(state_of(room), "nl")
    assert max(own["count"] for own in picture["bars"]["labels"]) == len(HELMETS)


def test_names_and_numbers_are_masked(database, session, new_room):
    send(database, session, *HELMETS, "vraag het mijn collega Willem de Vries, 06-12345678, over de helm")
    room = new_room()
    shown = drawn(room) + json.dumps(
        [quotes_of(state_of(room), region=number) for number in range(len(state_of(room).picture.regions))]
    )
    assert "Willem" not in shown and "12345678" not in shown


def test_no_text_before_the_smallest_group_has_answered(database, session, new_room):
    room = new_room()
    send(database, session, *HELMETS[: SMALLEST_GROUP - 1])
    picture = picture_of(state_of(room), "nl")
    assert (picture["answers"], picture["words"], picture["latest"]) == (SMALLEST_GROUP - 1, [], [])
    send(database, session, HELMETS[-1])
    assert picture_of(state_of(room), "nl")["latest"]


def test_quotes_only_of_groups_that_are_large_enough(database, session, new_room):
    room = new_room()
    send(database, session, *HELMETS, "vegen")
    state = state_of(room)
    told = [own["text"] for number in range(len(state.picture.regions)) for own in quotes_of(state, region=number)]
    counts = {own.region.label: own.count for own in state.picture.regions}
    assert "vegen" not in told and counts[_label_of(state, "vegen")] < SMALLEST_GROUP
    assert quotes_of(state, cluster="er is geen zo'n cluster") == quotes_of(state, region=99) == []
    for cluster in state.picture.clusters:
        assert sum(own["count"] for own in quotes_of(state, cluster=cluster.id)) == cluster.count


def _label_of(state: RoomState, text: str) -> str | None:
    (found,) = [own.id for own in state.heard.values() if own.text == text]
    return next(point.label for point in state.picture.points if point.id == found)


def test_the_same_said_twice_is_one_quote_with_a_count(database, session, new_room):
    send(database, session, *["altijd je helm op en vast"] * 4, "Altijd je helm op en vast.", "nieuwe helm dragen")
    state = state_of(new_room())
    quotes = [own for number in range(len(state.picture.regions)) for own in quotes_of(state, region=number)]
    assert [own["count"] for own in quotes if own["text"].casefold().startswith("altijd je helm")] == [5]


# -- the codebook decides -----------------------------------------------------------------------------


def test_regions_and_counts_follow_the_codebook(database, session, new_room, foreign_codebook):
    send(database, session, *HELMETS, *OTHERS)
    picture = picture_of(state_of(new_room()), "nl")
    facet = foreign_codebook.facets[0]
    assert [own["name"] for own in picture["map"]["regions"]] == [*(label.name for label in facet.labels), ""]
    assert len(picture["stairs"]["steps"]) == len(foreign_codebook.facets[1].labels) - 1
    assert picture["iceberg"] is None


def test_a_codebook_with_flags_only_still_has_a_wall(database, session, foreign_house, foreign_codebook):
    flags = Codebook("Alleen", "1", foreign_codebook.facets[2:])
    room = Room(database, session.id, Houses(replace(foreign_house, codebook=flags)))
    send(database, session, *HELMETS)
    picture = picture_of(state_of(room), "en")
    assert picture["stairs"] is None and picture["iceberg"] is None
    assert sum(own["count"] for own in picture["map"]["regions"]) == len(HELMETS)


# -- beside an earlier workshop -----------------------------------------------------------------------


def test_shares_stand_beside_those_of_an_earlier_workshop(database, session, new_room, kept_workshop):
    send(database, session, *HELMETS)
    state = state_of(new_room())
    assert [own.id for own in earlier_workshops(database, state)] == [kept_workshop]
    compared = compare(database, state, kept_workshop)
    assert (compared.here, compared.earlier) == (len(HELMETS), 20)
    plain = compared.plain("nl")
    shares = [own[side] for facet in plain["facets"] for own in facet["labels"] for side in ("here", "earlier")]
    assert shares and all(0 <= share <= 1 for share in shares)


def test_no_comparison_with_or_of_a_group_that_is_too_small(database, session, new_room, foreign_house):
    room = new_room()
    small = keep_answers(database, "Klein", [NewAnswer("helm", str(n)) for n in range(SMALLEST_GROUP - 1)])
    large = keep_answers(database, "Groot", [NewAnswer("helm", str(n)) for n in range(SMALLEST_GROUP)])
    assert [own.id for own in earlier_workshops(database, state_of(room))] == [large]
    assert _refused(database, state_of(room), large) == "wall_too_few"
    send(database, session, *HELMETS)
    assert _refused(database, state_of(room), large) == "wall_not_judged"
    judge(database, large, foreign_house)
    judge(database, small, foreign_house)
    assert compare(database, state_of(room), large).earlier == SMALLEST_GROUP
    assert _refused(database, state_of(room), small) == "wall_not_judged"


def _refused(database, state: RoomState, workshop_id: int) -> str:
    with pytest.raises(UserMistake) as refused:
        compare(database, state, workshop_id)
    return refused.value.code


def test_what_was_hidden_in_an_earlier_session_is_not_counted(database, session, new_room):
    earlier = live.open_session(database, "Vorige keer", [QUESTION])
    send(database, earlier, *HELMETS)
    new_room(earlier).catch_up()
    send(database, session, *HELMETS)
    live.hide(database, earlier.id, ids(database, earlier)[:1])
    assert compare(database, state_of(new_room()), earlier.workshop_id).earlier == len(HELMETS) - 1
