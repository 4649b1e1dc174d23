"""Where a link may lead: public addresses of the internet only, unless an intranet is allowed.

A name is resolved once, all its addresses are judged, and the connection goes to the very address that was judged, so
that a name which resolves otherwise a moment later gains nothing.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Iterable
from ssl import SSLContext

import httpcore

from corpus.errors import SourceError

Clock = Callable[[], float]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = (  # networks of IPv6 whose addresses carry one of IPv4, and where in them it begins (bits from the end)
    (ipaddress.ip_network("64:ff9b::/96"), 0),
    (ipaddress.ip_network("2002::/16"), 80),
)
_UNICAST = ipaddress.ip_network("2000::/3")  # what of IPv6 is given to the internet at all (RFC 4291)
_EXAMPLES = ipaddress.ip_network("3fff::/20")  # for documents (RFC 9637); the standard library learnt it late


class RefusedAddress(SourceError):
    """A link that leads to a machine that is not public."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, in whatever form it is written."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        for network, shift in _TRANSLATED:
            if address in network:
                carried = ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(carried)
        if address not in _UNICAST or address in _EXAMPLES:  # site-local, translated by a local prefix, and the like
            return False
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host; the seam for tests."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve_within(host: str, port: int, seconds: float) -> list[str]:
    """As `resolve`, which the system gives no time limit; raises httpcore's `ConnectError` and `ConnectTimeout`.

    It runs in a thread beside, which is left behind when the time is over and keeps no process from ending.
    """
    answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty as error:
        raise httpcore.ConnectTimeout(f"the name {host} is not found in time") from error
    if isinstance(found, Exception):
        raise httpcore.ConnectError(f"the name {host} is not known") from found
    return found


def allowed(host: str, addresses: Iterable[str], *, allow_private: bool) -> list[str]:
    """The addresses that may be connected to; raises `RefusedAddress` when one of them is not public."""
    kept = []
    for written in addresses:
        address = ipaddress.ip_address(written.partition("%")[0])
        if not allow_private and not is_public(address):
            where = "" if host == str(address) else f"at {address}, which is "
            raise RefusedAddress(
                f"{host} is {where}not an address of the public internet",
                "For pages of your own network: chancery add --allow-private URL",
            )
        kept.append(written)
    return kept


class GuardedBackend(httpcore.SyncBackend):
    """Connects to addresses that were judged; every wait ends at one deadline, however slowly the other end drips."""

    def __init__(self, deadline: "Deadline", *, allow_private: bool) -> None:
        self._deadline, self._allow_private = deadline, allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """As in httpcore; raises `RefusedAddress`."""
        addresses = resolve_within(host, port, self._deadline.left(timeout))
        last: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in allowed(host, addresses, allow_private=self._allow_private):
            try:
                stream = super().connect_tcp(address, port, self._deadline.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return _GuardedStream(stream, self._deadline)
        raise last


class Deadline:
    """A moment by which everything must be done; `clock` in seconds."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock, self._end = clock, clock() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Seconds that a wait may take; raises httpcore's `ReadTimeout` when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return left if timeout is None else min(left, timeout)


class _GuardedStream(httpcore.NetworkStream):
    """A connection whose waits end at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _GuardedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)
