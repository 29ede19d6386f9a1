"""The address that phones type or scan: the one that was set, the one of this visit, or the machine's own."""

import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from classifier.errors import UserMistake
from classifier.web.hosts import is_loopback

SETTING = "KLANTKOMPAS_PUBLIC_URL"
# Set aside for documentation (RFC 5737). Choosing a way to it sends nothing.
_NOWHERE = ("192.0.2.1", 9)
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104


@dataclass(frozen=True)
class Address:
    """``origin``: scheme, name and port. ``is_guess``: nobody has used this address yet."""

    origin: str
    is_reachable: bool = True
    is_guess: bool = False

    @property
    def typed(self) -> str:
        """What someone types in a browser."""
        return self.origin.removeprefix("http://").removeprefix("https://")

    def of_code(self, code: str) -> str:
        """The page of a session, for its QR code."""
        return f"{self.origin}/d/{code}"


def phone_address(visited: str, listens_on: str, port: int) -> Address:
    """The address for phones.

    ``visited``: the address in the browser of this visit. ``listens_on``: the server's own address or name.
    Raises UserMistake when the one that was set is none.
    """
    if public := os.environ.get(SETTING, "").strip():
        return Address(_public_origin(public))
    parts = urlsplit(visited)
    if parts.hostname and not is_loopback(parts.hostname):
        return Address(f"{parts.scheme}://{parts.netloc}")
    if listens_on in _EVERYWHERE:
        return Address(_origin(own_address(), port), is_guess=True)
    return Address(_origin(listens_on, port), is_reachable=not is_loopback(listens_on))


def _public_origin(public: str) -> str:
    try:
        parts = urlsplit(public)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/") and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or parts.username:
        raise UserMistake("public_address", given=public)
    return f"{parts.scheme}://{parts.netloc}"


def _origin(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def own_address() -> str:
    """The address of this machine in its network, without sending anything; its name where it has no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(_NOWHERE)
            return str(way.getsockname()[0])
        except OSError:
            return socket.gethostname()
