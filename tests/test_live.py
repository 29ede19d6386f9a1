"""Live sessions: what a phone sends is kept once, and the wall hears what changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import live
from classifier.errors import UserMistake
from classifier.keeping import delete
from classifier.live import Acknowledged, Sending
from classifier.store.sessions import CLOSED, OPEN, PAUSED, WAIT, WAITING, Options
from classifier.store.tables import answer, live_session
from classifier.store.workshops import answers_of

# What a database may do in its own way is tested on both; the rest where it is quickest.
on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
QUESTION = "Wat doe jij morgen anders voor je klant?"


@pytest.fixture
def session(database):
    return live.open_session(database, "Zorg", [QUESTION])


def send(database, session, text: str, key: str | None = None, department: str = "") -> Acknowledged:
    texts = {session.questions[0].id: text}
    return live.submit(database, session.code, Sending(key or live.new_form_key(), texts, department))


def wall(database, session, cursor=None) -> list[str]:
    return [own.text for own in live.answers_since(database, session.id, cursor).answers]


@on_sqlite
def test_an_answer_is_in_the_database_when_it_is_acknowledged(database, session):
    assert send(database, session, "  terugbellen\r\nals je dat zegt ").new == 1
    with database.reading() as connection:
        (kept,) = answers_of(connection, session.workshop_id)
    assert (kept.text, kept.question, kept.position, kept.groups) == (
        "terugbellen\nals je dat zegt",
        QUESTION,
        1,
        {},
    )


def test_the_same_form_twice_is_kept_once_and_acknowledged_twice(database, session):
    key = live.new_form_key()
    assert [send(database, session, "luisteren", key).new for _ in range(3)] == [1, 0, 0]
    assert wall(database, session) == ["luisteren"]


@on_sqlite
def test_the_same_form_with_another_text_is_not_silently_dropped(database, session):
    key = live.new_form_key()
    send(database, session, "luisteren", key)
    with pytest.raises(UserMistake, match="sent before with another text"):
        send(database, session, "iets heel anders", key)


@on_sqlite
def test_several_questions_make_several_answers(database):
    session = live.open_session(database, "Zorg", [QUESTION, "Wat heb je daarbij nodig?"], Options())
    first, second = (question.id for question in session.questions)
    key = live.new_form_key()
    assert live.submit(database, session.code, Sending(key, {first: "bellen", second: " "})).new == 1
    assert live.submit(database, session.code, Sending(key, {first: "bellen", second: "tijd"})).new == 1
    assert wall(database, session) == ["bellen", "tijd"]


@on_sqlite
def test_a_paused_session_takes_nothing_in_until_it_is_resumed(database, session):
    live.pause_session(database, session.id)
    with pytest.raises(UserMistake, match="on hold"):
        send(database, session, "luisteren")
    live.resume_session(database, session.id)
    assert send(database, session, "luisteren").new == 1


def test_a_closed_session_stays_closed_and_still_knows_what_it_kept(database, session):
    key = live.new_form_key()
    send(database, session, "luisteren", key)
    live.close_session(database, session.id)
    assert send(database, session, "luisteren", key).new == 0
    with pytest.raises(UserMistake, match="is closed"):
        send(database, session, "te laat")
    with pytest.raises(UserMistake, match="is closed"):
        live.resume_session(database, session.id)
    closed = live.session_of(database, session.code)
    assert closed.state == CLOSED and closed.closed_at is not None


@on_sqlite
@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("", None, "answer_empty"),
        (" \u200b\u202e\n ", None, "answer_empty"),
        ("x" * 2001, None, "answer_too_long"),
        ("luisteren", "kort", "form_key"),
        ("luisteren", "../../../../etc/passwd/././.", "form_key"),
    ],
)
def test_what_does_not_fit_is_a_sentence_and_nothing_is_kept(database, session, text, key, code):
    with pytest.raises(UserMistake) as refused:
        send(database, session, text, key)
    assert refused.value.code == code
    assert wall(database, session) == []


@pytest.mark.parametrize("text", ["👍 א\u200fב <script>", "x" * 2000, "nul\x00 half\ud800"])
def test_odd_texts_are_kept_as_far_as_a_database_can(database, session, text):
    send(database, session, text)
    assert wall(database, session) == [text.replace("\x00", "").replace("\ud800", "?")]


@on_sqlite
def test_a_department_is_a_group_of_the_answer_and_must_be_in_the_list(database):
    session = live.open_session(database, "Zorg", [QUESTION], Options(ask_department=True, departments=("Balie",)))
    send(database, session, "luisteren", department="Balie")
    with pytest.raises(UserMistake, match="not in the list"):
        send(database, session, "luisteren", department="Directie")
    (kept,) = live.answers_since(database, session.id).answers
    assert kept.groups == {live.DEPARTMENT_COLUMN: "Balie"}


@on_sqlite
def test_a_department_that_was_not_asked_for_is_not_kept(database, session):
    send(database, session, "luisteren", department="Balie")
    assert live.answers_since(database, session.id).answers[0].groups == {}


# -- the wall -----------------------------------------------------------------------------------------


@on_sqlite
def test_the_wall_hears_only_what_is_new(database, session):
    send(database, session, "een")
    seen = live.answers_since(database, session.id)
    assert seen.everything
    send(database, session, "twee")
    fresh = live.answers_since(database, session.id, seen.cursor)
    assert [own.text for own in fresh.answers] == ["twee"] and not fresh.everything
    assert wall(database, session, fresh.cursor) == []


def test_after_moderation_the_wall_hears_everything_again(database, session):
    for text in ("een", "twee", "drie"):
        send(database, session, text)
    seen = live.answers_since(database, session.id)
    one, two, three = (own.id for own in seen.answers)
    assert live.hide(database, session.id, [two]) == 1
    fresh = live.answers_since(database, session.id, seen.cursor)
    assert fresh.everything and [own.id for own in fresh.answers] == [one, three]
    live.merge(database, session.id, [three], into=one)
    (left,) = live.answers_since(database, session.id, fresh.cursor).answers
    assert (left.id, left.merged) == (one, 1)
    live.show(database, session.id, [two])
    live.unmerge(database, session.id, [three])
    assert wall(database, session) == ["een", "twee", "drie"]


@on_sqlite
def test_what_was_merged_goes_along_when_its_answer_is_merged_on(database, session):
    for text in ("een", "twee", "drie"):
        send(database, session, text)
    one, two, three = (own.id for own in live.answers_since(database, session.id).answers)
    live.merge(database, session.id, [three], into=two)
    live.merge(database, session.id, [two], into=one)
    (left,) = live.answers_since(database, session.id).answers
    assert (left.id, left.merged) == (one, 2)


@on_sqlite
def test_answers_wait_when_the_facilitator_wants_to_see_them_first(database):
    session = live.open_session(database, "Zorg", [QUESTION], Options(moderation=WAIT))
    send(database, session, "luisteren")
    seen = live.answers_since(database, session.id)
    assert seen.answers == ()
    (waiting,) = live.answers_to_moderate(database, session.id)
    assert waiting.visibility == WAITING
    live.show(database, session.id, [waiting.id])
    assert wall(database, session, seen.cursor) == ["luisteren"]


@on_sqlite
def test_answers_of_another_session_cannot_be_moderated(database, session):
    other = live.open_session(database, "Ander", [QUESTION])
    send(database, other, "blijft")
    (theirs,) = live.answers_since(database, other.id).answers
    assert live.hide(database, session.id, [theirs.id]) == 0
    with pytest.raises(UserMistake):
        live.merge(database, session.id, [], into=theirs.id)


# -- sessions and codes -------------------------------------------------------------------------------


@on_sqlite
def test_a_workshop_may_have_several_sessions_one_after_the_other(database, session):
    second = live.open_session(database, session.workshop_id, ["En verder?"])
    live.pause_session(database, second.id)
    assert [(own.id, own.state) for own in live.sessions(database, session.workshop_id)] == [
        (second.id, PAUSED),
        (session.id, OPEN),
    ]
    assert second.code != session.code


def test_deleting_a_workshop_takes_its_sessions_and_their_answers_along(database, session):
    for text in ("een", "twee"):
        send(database, session, text)
    one, two = (own.id for own in live.answers_since(database, session.id).answers)
    live.merge(database, session.id, [two], into=one)
    delete(database, session.workshop_id)
    with database.reading() as connection:
        assert not connection.execute(live_session.select()).all() + connection.execute(answer.select()).all()
    with pytest.raises(UserMistake, match="no such code"):
        live.session_of(database, session.code)


@on_sqlite
@pytest.mark.parametrize("questions", [[], [" "], ["x" * 301], [f"vraag {n}" for n in range(6)]])
def test_a_session_has_one_to_five_short_questions(database, questions):
    with pytest.raises(UserMistake, match="one to 5 questions"):
        live.open_session(database, "Zorg", questions)


def test_codes_are_long_enough_not_to_be_guessed():
    codes = {live.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(f"[{live.CODE_ALPHABET}]{{6}}", code) for code in codes)
    # The odds that stand in classifier/live.py: a session of three hours, one client.
    guesses = 60 + 0.2 * 3 * 3600
    assert round(guesses) == 2220
    assert 320_000 < len(live.CODE_ALPHABET) ** live.CODE_LENGTH / guesses < 335_000


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    code = live.plain_code(typed)
    assert code == "" or set(code) <= set(live.CODE_ALPHABET)


def test_a_code_may_be_typed_with_spaces_and_small_letters():
    assert live.plain_code(" abc-23x ") == "ABC23X"
