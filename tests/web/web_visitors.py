"""People who come to a running server, and what they do there."""

import re
from dataclasses import dataclass
from pathlib import Path

import httpx

from classifier import live
from classifier.live import LiveSession
from classifier.store.database import Database
from classifier.store.sessions import Options

NAME = "Joke"
PASSWORD = "een lange zin over klanten"  # noqa: S105
QUESTION = "Wat doe jij morgen anders voor je klant?"


@dataclass
class House:
    """A running server, its database, and what it wrote to its log."""

    port: int
    database: Database
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/staff/_stcore/stream"

    def visitor(self, **options) -> httpx.Client:
        """Someone with a browser of their own."""
        return httpx.Client(base_url=self.address, timeout=20, **options)

    def session(self, **options) -> LiveSession:
        return live.open_session(self.database, "Zorg", [QUESTION], Options(**options))

    def kept(self, session: LiveSession) -> list[str]:
        return [own.text for own in live.answers_since(self.database, session.id).answers]


def hidden_field(page: httpx.Response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def form_of(session: LiveSession, page: httpx.Response, text: str, **more: str) -> dict[str, str]:
    return {"key": hidden_field(page, "key"), f"answer-{session.questions[0].id}": text, **more}


def sign_in(visitor: httpx.Client, name: str = NAME, password: str = PASSWORD, **headers: str) -> httpx.Response:
    form = visitor.get("/login")
    fields = {"name": name, "password": password, "proof": hidden_field(form, "proof")}
    return visitor.post("/login", data=fields, headers=headers)
