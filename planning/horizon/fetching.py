"""Fetch a file from an address outside: https only, public addresses only, within limits of time and size.

The name is resolved here and the connection goes to the address that was looked at, so that a name cannot mean another
machine a moment later. Each redirect is looked at like the first address.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urljoin, urlsplit

from common.refusals import Refused

LONGEST = 1_000_000  # bytes
SECONDS = 10.0  # for everything together, redirects too
MOST_REDIRECTS = 3
_PIECE = 16_384
_UNICAST, _6TO4 = ipaddress.ip_network("2000::/3"), ipaddress.ip_network("2002::/16")
_REDIRECTS = (301, 302, 303, 307, 308)


class CannotFetch(Refused):
    """The address did not answer as it should. The message says how."""


class _To(HTTPSConnection):
    """A connection to one network address, with the certificate checked against the name."""

    def __init__(self, host: str, address: str, timeout: float) -> None:
        self._checked = ssl.create_default_context()
        super().__init__(host, 443, timeout=timeout, context=self._checked)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, 443), self.timeout)
        try:
            self.sock = self._checked.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def check_address(address: str) -> tuple[str, str]:
    """The host and the rest of an https address. Raises CannotFetch for any other."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise CannotFetch("This is no web address.") from None
    if parts.scheme != "https" or not parts.hostname:
        raise CannotFetch("The address must begin with https://")
    if port not in (None, 443) or parts.username is not None or parts.password is not None:
        raise CannotFetch("The address must have no port, name or password in it.")
    path = parts.path or "/"
    rest = f"{path}?{parts.query}" if parts.query else path
    if any(not "!" <= character <= "~" for character in parts.hostname + rest):
        raise CannotFetch("The address has a character in it that no web address may have.")
    return parts.hostname, rest


def public_address_of(host: str) -> str:
    """A network address of the host. Raises CannotFetch if it has none, or any that is not public."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CannotFetch("No machine of that name was found.") from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses or not all(_is_public(address) for address in addresses):
        raise CannotFetch("The address does not lead to the public internet.")
    return addresses[0]


def fetch(address: str, *, stopwatch: Callable[[], float]) -> bytes:
    """The content. ``stopwatch`` gives seconds that only rise. Raises CannotFetch."""
    limit = _TimeLimit(stopwatch)
    for _ in range(MOST_REDIRECTS + 1):
        host, rest = check_address(address)
        answered = _ask(host, rest, limit)
        if isinstance(answered, bytes):
            return answered
        address = urljoin(address, answered)
    raise CannotFetch("It leads on from address to address too often.")


def _ask(host: str, rest: str, limit: "_TimeLimit") -> bytes | str:
    """The content, or the address that it leads on to."""
    connection = _To(host, public_address_of(host), limit.left())
    try:
        headers = {
            "Accept-Encoding": "identity",
            "User-Agent": "feed reader",
            "Accept": "application/xml, text/xml, */*",
        }
        connection.request("GET", rest, headers=headers)
        answer = connection.getresponse()
        if answer.status in _REDIRECTS:
            return answer.headers.get("Location") or ""
        if answer.status != 200:
            raise CannotFetch(f"It answered {answer.status}.")
        return _read(connection, answer, limit)
    except (OSError, HTTPException, ValueError) as problem:
        raise CannotFetch(f"The connection failed: {type(problem).__name__}.") from None
    finally:
        connection.close()


def _read(connection: HTTPSConnection, answer: HTTPResponse, limit: "_TimeLimit") -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        left = limit.left()
        if connection.sock is not None:
            connection.sock.settimeout(left)
        piece = answer.read1(_PIECE)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        if size > LONGEST:
            raise CannotFetch("It is larger than 1 MB.")
        pieces.append(piece)


class _TimeLimit:
    """What is left of the time for one address, with all that it leads on to."""

    def __init__(self, stopwatch: Callable[[], float]) -> None:
        self._stopwatch = stopwatch
        self._ends = stopwatch() + SECONDS

    def left(self) -> float:
        """Seconds, more than 0. Raises CannotFetch."""
        left = self._ends - self._stopwatch()
        if left <= 0:
            raise CannotFetch("It took longer than 10 seconds.")
        return left


def _is_public(address: str) -> bool:
    one = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(one, "ipv4_mapped", None) or one
    # Beside these IPv6 has addresses that stand for IPv4 ones, private ones too (6to4, NAT64, IPv4-compatible).
    unicast = mapped.version == 4 or (mapped in _UNICAST and mapped not in _6TO4)
    return bool(unicast and mapped.is_global and not mapped.is_multicast)
