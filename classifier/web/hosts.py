"""Which names this server answers to, so that no foreign page can reach it by a name of its own (DNS rebinding)."""

import ipaddress
import os
import re
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from classifier.texts import Texts

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^\s:/@\[\]]+))(?::\d{1,5})?")
# What a proxy tells of the request before it.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def configured_hosts() -> frozenset[str]:
    """Names in ``KLANTKOMPAS_HOSTS``, with commas between them, and that of ``KLANTKOMPAS_PUBLIC_URL``."""
    names = os.environ.get("KLANTKOMPAS_HOSTS", "").split(",")
    return frozenset(name.strip().lower() for name in [*names, _public_host()] if name.strip())


def _public_host() -> str:
    try:
        return urlsplit(os.environ.get("KLANTKOMPAS_PUBLIC_URL", "")).hostname or ""
    except ValueError:
        # The screen Live says what is wrong with it.
        return ""


def host_name(header: str | None) -> str:
    """The name in a Host header, without port and brackets; "" for what is none."""
    found = _HOST.fullmatch((header or "").strip().lower())
    return (found["six"] or found["name"]).rstrip(".") if found else ""


def is_loopback(address: str) -> bool:
    """Whether an IP address or name is this machine itself."""
    if address in LOCAL_HOSTS:
        return True
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    four = getattr(parsed, "ipv4_mapped", None)
    return parsed.is_loopback or bool(four and four.is_loopback)


def is_at_this_machine(scope: Scope) -> bool:
    """Whether this app listens to this machine only, and the request comes from it without a proxy."""
    ends = [(scope.get(end) or ("", 0))[0] for end in ("server", "client")]
    headers = Headers(scope=scope)
    return all(map(is_loopback, [str(config.get_option("server.address")), *ends])) and not any(
        name in headers for name in _FORWARDED
    )


class HostCheck:
    """Refuses requests for any other name than this machine's own, its address, and the configured ones."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.hosts = LOCAL_HOSTS | frozenset(hosts) | {socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in."""
        if scope["type"] == "lifespan" or self._known(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(Texts()("web.host_unknown"), 421)(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        # Two names in one request: whoever comes after us may believe the other one.
        given = Headers(scope=scope).getlist("host")
        name = host_name(given[0]) if len(given) == 1 else ""
        # The address that the connection came in on: nobody else can hand that out as a name.
        own_address = (scope.get("server") or ("", 0))[0]
        return bool(name) and (name in self.hosts or name == own_address)
