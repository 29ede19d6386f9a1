"""Phones in a full room: each fetches the page and sends an answer, and tries again when that fails."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

import httpx

from classifier.live import LiveSession

ANSWERS_EACH = 3
# A phone gives up after so many tries.
TRIES = 40
# A server lets one address send 20 forms a second once its first 600 are spent.
PAUSE_BETWEEN_AGAIN_S = 0.06
PATIENCE_S = 30
SEED = 0
_FIELD = re.compile(r'name="(key|answer-\d+)"(?: value="([^"]*)")?')
_FILE = re.compile(r'(?:href|src)="(/p/[^"]+)"')


@dataclass
class Sent:
    """What the phones noticed: seconds of what succeeded, and form key → moment of its first acknowledgement."""

    sending: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    acknowledged: dict[str, float] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    again: int = 0
    failed: Counter[str] = field(default_factory=Counter)


@dataclass
class Phones:
    """All phones of a room. They come from one address, as behind one router, each time over a new connection."""

    client: httpx.AsyncClient
    session: LiveSession
    sent: Sent = field(default_factory=Sent)

    async def send(self, texts: Sequence[str], phones: int, seconds: float) -> None:
        """Every phone sends ``ANSWERS_EACH`` of the texts, at random moments within so many seconds."""
        chance, begun = random.Random(SEED), time.monotonic()  # noqa: S311
        each = iter(texts)
        moments = [sorted(begun + chance.uniform(0, seconds) for _ in range(ANSWERS_EACH)) for _ in range(phones)]
        await asyncio.gather(*(self._phone(own, each) for own in moments))

    async def send_all_again(self) -> None:
        """Every phone is in doubt whether its answer arrived, and sends the same form once more."""
        for form in self.sent.forms:
            self.sent.again += bool(await self._until_answered("POST", form))
            await asyncio.sleep(PAUSE_BETWEEN_AGAIN_S)

    async def _phone(self, moments: list[float], texts: Iterator[str]) -> None:
        files: set[str] = set()
        for moment in moments:
            await asyncio.sleep(max(0.0, moment - time.monotonic()))
            page = await self._until_answered("GET", None, self.sent.pages)
            if page is None:
                continue
            await self._fetch_files(set(_FILE.findall(page.text)) - files)
            files.update(_FILE.findall(page.text))
            await self._fill_in(page, next(texts))

    async def _fetch_files(self, addresses: set[str]) -> None:
        """Style and script, which a phone keeps after its first visit."""
        for address in addresses:
            try:
                (await self.client.get(address)).raise_for_status()
            except httpx.HTTPError:
                self.sent.failed["file"] += 1

    async def _fill_in(self, page: httpx.Response, text: str) -> None:
        fields = {name: unescape(value or "") for name, value in _FIELD.findall(page.text)}
        form = fields | {name: text for name in fields if name.startswith("answer-")}
        if await self._until_answered("POST", form, self.sent.sending):
            self.sent.acknowledged[form["key"]] = time.monotonic()
            self.sent.forms.append(form)

    async def _until_answered(
        self, method: str, form: dict[str, str] | None, times: list[float] | None = None
    ) -> httpx.Response | None:
        """As a person does: when it fails, try again with the same form. Timed is the try that succeeded."""
        for _ in range(TRIES):
            begun = time.monotonic()
            try:
                answered = await self.client.request(method, f"/d/{self.session.code}", data=form)
            except httpx.TransportError as error:
                self.sent.failed[type(error).__name__] += 1
                await asyncio.sleep(0.5)
                continue
            if answered.status_code == httpx.codes.OK:
                (times if times is not None else []).append(time.monotonic() - begun)
                return answered
            self.sent.failed[str(answered.status_code)] += 1
            await asyncio.sleep(1)
        return None


def new_phones(address: str, session: LiveSession) -> Phones:
    """Phones for a session; who thinks about an answer finds the connection closed."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    return Phones(httpx.AsyncClient(base_url=address, timeout=PATIENCE_S, limits=limits), session)
