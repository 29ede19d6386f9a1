"""Accounts and signing in: one sentence for every refusal, and a token that can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from classifier import staff
from classifier.errors import UserMistake
from classifier.roles import ADMINISTRATOR, FACILITATOR, HR
from classifier.staff import IDLE, LONGEST, Identity
from classifier.store.tables import account, login

pytestmark = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
PASSWORD = "een lange zin over klanten"  # noqa: S105
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def joke(database):
    staff.add_account(database, "Joke de Vries", HR, PASSWORD, "Joke@Voorbeeld.nl")
    return database


def test_who_knows_the_password_is_in_until_signed_out(joke):
    token = staff.sign_in(joke, "joke de VRIES", PASSWORD)
    assert staff.identity_of(joke, token) == Identity("Joke de Vries", HR)
    staff.sign_out(joke, token)
    assert staff.identity_of(joke, token) is None


@pytest.mark.parametrize(
    ("name", "password"), [("Joke de Vries", "een andere zin hier"), ("Piet", PASSWORD), ("", "")]
)
def test_all_refusals_are_the_same_sentence(joke, name, password):
    with pytest.raises(UserMistake) as refused:
        staff.sign_in(joke, name, password)
    assert (refused.value.code, refused.value.facts) == ("sign_in_refused", {})


def test_an_unknown_name_is_checked_against_a_hash_as_well(joke, monkeypatch):
    checked = []
    monkeypatch.setattr(staff, "_verified", lambda hashed, password: checked.append(hashed) or False)
    for name in ("Joke de Vries", "Piet"):
        with pytest.raises(UserMistake):
            staff.sign_in(joke, name, PASSWORD)
    assert all(hashed.startswith("$argon2id$") for hashed in checked) and len(checked) == 2


def test_neither_password_nor_token_stands_in_the_database(joke):
    token = staff.sign_in(joke, "Joke de Vries", PASSWORD)
    with joke.reading() as connection:
        rows = repr(connection.execute(account.select()).all()) + repr(connection.execute(login.select()).all())
    assert PASSWORD not in rows and token not in rows and "$argon2id$" in rows


def test_a_sign_in_runs_out_when_it_is_not_used(joke):
    token = staff.sign_in(joke, "Joke de Vries", PASSWORD, NOW)
    assert staff.identity_of(joke, token, NOW + IDLE) is not None
    assert staff.identity_of(joke, token, NOW + 2 * IDLE) is not None
    assert staff.identity_of(joke, token, NOW + 3 * IDLE + timedelta(seconds=1)) is None


def test_a_sign_in_runs_out_however_often_it_is_used(joke):
    token = staff.sign_in(joke, "Joke de Vries", PASSWORD, NOW)
    moment = NOW
    while moment - NOW <= LONGEST:
        assert staff.identity_of(joke, token, moment) is not None
        moment += timedelta(hours=1)
    assert staff.identity_of(joke, token, moment) is None


def test_revoking_ends_every_sign_in_of_one_person(joke):
    staff.add_account(joke, "Piet", FACILITATOR, PASSWORD)
    tokens = [staff.sign_in(joke, "Joke de Vries", PASSWORD) for _ in range(2)]
    other = staff.sign_in(joke, "Piet", PASSWORD)
    assert staff.revoke(joke, "joke de vries") == 2
    assert [staff.identity_of(joke, token) for token in tokens] == [None, None]
    assert staff.identity_of(joke, other) is not None


def test_removing_an_account_or_changing_its_password_ends_its_sign_ins(joke):
    token = staff.sign_in(joke, "Joke de Vries", PASSWORD)
    staff.set_password(joke, "Joke de Vries", "een nieuwe zin over klanten")
    assert staff.identity_of(joke, token) is None
    token = staff.sign_in(joke, "Joke de Vries", "een nieuwe zin over klanten")
    staff.remove_account(joke, "Joke de Vries")
    assert staff.identity_of(joke, token) is None
    assert not staff.has_accounts(joke)


def test_another_role_holds_at_once(joke):
    token = staff.sign_in(joke, "Joke de Vries", PASSWORD)
    staff.set_role(joke, "Joke de Vries", ADMINISTRATOR)
    assert staff.identity_of(joke, token).role == ADMINISTRATOR


def test_another_service_signs_in_by_the_address_of_an_account_only(joke):
    token = staff.sign_in_elsewhere(joke, "joke@voorbeeld.NL")
    assert staff.identity_of(joke, token).role == HR
    with pytest.raises(UserMistake, match="no account with your e-mail"):
        staff.sign_in_elsewhere(joke, "vreemd@voorbeeld.nl")


def test_an_account_without_password_cannot_be_signed_in_to_with_any(joke):
    staff.add_account(joke, "Extern", HR, None, "extern@voorbeeld.nl")
    for password in ("", "None", PASSWORD):
        with pytest.raises(UserMistake):
            staff.sign_in(joke, "Extern", password)


@pytest.mark.parametrize(
    ("name", "role", "password", "email", "code"),
    [
        ("", HR, PASSWORD, None, "account_name"),
        ("x" * 81, HR, PASSWORD, None, "account_name"),
        ("om\u202ekeren", HR, PASSWORD, None, "account_name"),
        ("JOKE  de vries", HR, PASSWORD, None, "account_exists"),
        ("Ander", HR, PASSWORD, "joke@voorbeeld.nl", "account_exists"),
        ("Ander", HR, PASSWORD, "geen adres", "account_email"),
        ("Ander", "directeur", PASSWORD, None, "account_role"),
        ("Ander", HR, "kort", None, "account_password"),
        ("Ander", HR, "aaaaaaaaaaaaaa", None, "account_password"),
        ("Ander en nog iets", HR, "ander en nog iets", None, "account_password"),
        ("Ander", HR, "x y" * 100, None, "account_password"),
        ("Ander", HR, None, None, "account_no_way_in"),
    ],
)
def test_what_makes_no_account_is_a_sentence(joke, name, role, password, email, code):
    with pytest.raises(UserMistake) as refused:
        staff.add_account(joke, name, role, password, email)
    assert refused.value.code == code
