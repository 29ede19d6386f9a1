"""``klantkompas user`` and what ``klantkompas start`` refuses."""

import pytest
from typer.testing import CliRunner

from classifier import staff
from classifier.cli import app
from classifier.store.upgrade import open_database

PASSWORD = "een lange zin over klanten"  # noqa: S105


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("KLANTKOMPAS_DATABASE_URL", f"sqlite:///{tmp_path}/k.sqlite")
    return lambda *arguments, given=f"{PASSWORD}\n": CliRunner().invoke(app, list(arguments), input=given)


@pytest.fixture
def database(run, tmp_path):
    opened = open_database(f"sqlite:///{tmp_path}/k.sqlite")
    yield opened
    opened.close()


def test_an_account_made_on_the_command_line_can_sign_in(run, database):
    result = run("user", "add", "Joke", "--role", "hr")
    assert result.exit_code == 0 and PASSWORD not in result.output
    assert staff.sign_in(database, "Joke", PASSWORD)


def test_accounts_are_listed_changed_revoked_and_removed(run, database):
    run("user", "add", "Joke", "--role", "hr")
    token = staff.sign_in(database, "Joke", PASSWORD)
    assert run("user", "role", "Joke", "beheer").exit_code == 0
    listed = run("user", "list").output
    assert "Joke" in listed and "beheer" in listed and "argon2" not in listed
    assert "1 times" in run("user", "revoke", "Joke").output
    assert staff.identity_of(database, token) is None
    assert run("user", "password", "Joke", given="een andere lange zin\n").exit_code == 0
    assert staff.sign_in(database, "Joke", "een andere lange zin")
    assert run("user", "remove", "Joke").exit_code == 0
    assert not staff.has_accounts(database)


@pytest.mark.parametrize(
    ("arguments", "given", "sentence"),
    [
        (("add", "Joke", "--role", "hr"), "kort\n", "Choose a password"),
        (("add", "Joke", "--role", "directeur"), f"{PASSWORD}\n", "no role directeur"),
        (("add", "Joke", "--role", "hr", "--no-password"), "", "needs an e-mail address"),
        (("remove", "Niemand"), "", "no account Niemand"),
        (("revoke", "Niemand"), "", "no account Niemand"),
    ],
)
def test_a_mistake_is_a_sentence_and_exit_code_2(run, arguments, given, sentence):
    result = run("user", *arguments, given=given)
    assert result.exit_code == 2
    assert sentence in " ".join(result.output.split())


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "::"])  # noqa: S104
def test_a_network_is_served_only_when_there_is_an_account(run, host, monkeypatch):
    monkeypatch.setattr("classifier.server.App.run", lambda *_, **__: pytest.fail("it started"))
    result = run("start", "--host", host)
    assert result.exit_code == 2
    assert "there is no account yet" in " ".join(result.output.split())


def test_with_an_account_a_network_is_served(run, monkeypatch):
    served = []
    monkeypatch.setattr("classifier.server.App.run", lambda _app, config: served.append(config))
    run("user", "add", "Joke", "--role", "hr")
    assert run("start", "--host", "0.0.0.0").exit_code == 0  # noqa: S104
    assert served[0]["server.address"] == "0.0.0.0"  # noqa: S104
    assert served[0]["server.baseUrlPath"] == "staff"
