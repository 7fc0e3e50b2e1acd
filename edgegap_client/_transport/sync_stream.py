"""Connections of the synchronous client: httpcore's own, with the deadline of the call at every wait.

httpcore reads its timeouts once for a whole response and applies them to each address and each read. A host with four
silent addresses, or a server that sends a byte now and then, would hold a call for far longer than its deadline.

Threads are not started with `threading.Thread`: it takes a lock that a signal handler which raises could leave locked.
Then no thread of the process would start any more.
"""

from __future__ import annotations

import _thread
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from itertools import chain, zip_longest
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

import httpcore

from .._core.exchange import current_exchange
from .proxies import is_for_proxy

__all__ = ["Backend", "Stream"]

T = TypeVar("T")

# A blocking socket's timeout begins anew with each part that a slow reader takes.
SLICE_BYTES: Final = 64 * 1024
# The kernel takes so few bytes whole or not at all.
WHOLE_BYTES: Final = 16 * 1024
# A socket timeout of 0 means "do not wait" to one layer and "wait for ever" to another.
SHORTEST_SECONDS: Final = 0.001
# The next address of a host is tried beside the one before after this time (RFC 8305).
NEXT_ADDRESS_SECONDS: Final = 0.25


def _within_deadline(timeout: float | None, too_late: type[Exception]) -> float | None:
    """`timeout`, but no longer than until the current call's deadline."""
    exchange = current_exchange.get()
    if exchange is None:
        return timeout
    left = exchange.deadline - time.monotonic()
    if left <= 0:
        raise too_late("the deadline has passed")
    left = max(left, SHORTEST_SECONDS)
    return left if timeout is None else min(timeout, left)


class Stream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline of the call that uses it.

    Any thread may close it. Its descriptor is closed by the thread that waits for it, if one does: the kernel looks the
    number up again when it wakes the thread, and would let it wait for whatever has the same number by then.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._user: int | None = None
        self._is_closed = False

    def _use(self, work: Callable[[], T], lost: type[Exception]) -> T:
        """Do work that waits for the connection."""
        try:
            # In this order, and the other way round in `close`: one of the two sees what the other has done.
            self._user = threading.get_ident()
            if self._is_closed:
                raise lost("the connection was closed")
            return work()
        finally:
            self._user = None
            if self._is_closed:
                self._stream.close()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        timeout = _within_deadline(timeout, httpcore.ReadTimeout)
        return self._use(partial(self._stream.read, max_bytes, timeout), httpcore.ReadError)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        exchange = current_exchange.get()
        is_first = exchange is not None and not exchange.sent and not is_for_proxy(buffer)
        if is_first and exchange is not None:
            exchange.is_reported = True
            _within_deadline(timeout, httpcore.WriteTimeout)
            exchange.begin_sending()
        for start in range(0, len(buffer), SLICE_BYTES):
            piece = buffer[start : start + SLICE_BYTES]
            try:
                left = _within_deadline(timeout, httpcore.WriteTimeout)
                self._use(partial(self._stream.write, piece, left), httpcore.WriteError)
            except httpcore.WriteError:
                if is_first and exchange is not None and start == 0 and len(piece) <= WHOLE_BYTES:
                    exchange.nothing_was_sent()
                raise

    def close(self) -> None:
        self._is_closed = True
        raw = self._stream.get_extra_info("socket")
        if isinstance(raw, socket.socket):
            with suppress(OSError):
                # A thread that waits for a response wakes up: the end of its descriptor alone does not reach it.
                socket.socket.shutdown(raw, socket.SHUT_RDWR)
        if self._user in (None, threading.get_ident()):
            self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        timeout = _within_deadline(timeout, httpcore.ConnectTimeout)

        def start() -> httpcore.NetworkStream:
            return self._stream.start_tls(ssl_context, server_hostname, timeout)

        if threading.current_thread() is threading.main_thread():
            # A signal handler that raises here would leave two sockets with one descriptor. Each closes it, and the
            # second one closes whatever has the same number by then. No signal handler runs in other threads.
            until = float("inf") if timeout is None else time.monotonic() + timeout
            secured = _in_thread(start, until, "the TLS handshake took too long", lambda made: made.close())
        else:
            secured = start()
        return Stream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Opens such connections."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        exchange = current_exchange.get()
        if exchange is not None:
            exchange.is_reported = True
        wait = _within_deadline(timeout, httpcore.ConnectTimeout)
        until = float("inf") if wait is None else time.monotonic() + wait
        options = list(socket_options or ())

        def connect(address: str) -> httpcore.NetworkStream:
            return self._backend.connect_tcp(address, port, _left(until), local_address, options)

        try:
            addresses = _resolve(host, port, until)
            stream = connect(addresses[0]) if len(addresses) == 1 else _race(addresses, connect, until)
        # A name that cannot be resolved or encoded, or a port that cannot be.
        except (OSError, UnicodeError, OverflowError) as error:
            raise httpcore.ConnectError(str(error) or type(error).__name__) from error
        return Stream(stream)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def _left(until: float) -> float | None:
    return None if until == float("inf") else max(SHORTEST_SECONDS, until - time.monotonic())


def _resolve(host: str, port: int, until: float) -> list[str]:
    """The host's addresses, IPv6 and IPv4 alternately."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        found = _in_thread(
            lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM),
            until,
            "the host's name was not resolved in time",
        )
    by_family: dict[Any, list[str]] = {}
    for family, _, _, _, address in found:
        by_family.setdefault(family, []).append(str(address[0]))
    return list(dict.fromkeys(name for name in chain.from_iterable(zip_longest(*by_family.values())) if name))


def _in_thread(work: Callable[[], T], until: float, late: str, close: Callable[[T], object] = lambda _: None) -> T:
    """The result of what cannot be given a timeout, such as the system's resolver, or must not be interrupted.

    Args:
        work: What gives the result.
        until: When to stop waiting for it.
        late: The error's text then.
        close: Called with a result that nobody waits for any more.
    """
    results: SimpleQueue[T | Exception] = SimpleQueue()
    is_left = False

    def run() -> None:
        try:
            results.put(work())
        except Exception as error:
            results.put(error)
        if is_left:
            close_left()

    def close_left() -> None:
        with suppress(Empty):
            result = results.get_nowait()
            if not isinstance(result, Exception):
                close(result)

    try:
        _thread.start_new_thread(run, ())
    except RuntimeError:  # the interpreter is ending, and starts no threads
        run()
    try:
        result = results.get(timeout=_left(until))
    except BaseException as error:
        is_left = True
        close_left()
        if isinstance(error, Empty):
            raise httpcore.ConnectTimeout(late) from None
        raise
    if isinstance(result, Exception):
        raise result
    return result


def _race(
    addresses: list[str], connect: Callable[[str], httpcore.NetworkStream], until: float
) -> httpcore.NetworkStream:
    """Connect to the first address that accepts; each gets a short lead over the next."""
    results: SimpleQueue[httpcore.NetworkStream | Exception] = SimpleQueue()
    race_is_over = False

    def attempt(address: str) -> None:
        try:
            results.put(connect(address))
        except Exception as error:
            results.put(error)
        if race_is_over:
            close_losers()

    def close_losers() -> None:
        with suppress(Empty):
            while True:
                loser = results.get_nowait()
                if isinstance(loser, httpcore.NetworkStream):
                    loser.close()

    waiting, running = deque(addresses), 0
    failure: Exception = httpcore.ConnectTimeout("no address has accepted a connection in time")
    try:
        while waiting or running:
            if waiting:
                address = waiting.popleft()
                running += 1
                try:
                    _thread.start_new_thread(attempt, (address,))
                except RuntimeError:  # as above
                    attempt(address)
            left = _left(until)
            lead = NEXT_ADDRESS_SECONDS if waiting else left
            try:
                result = results.get(timeout=lead if left is None or lead is None else min(lead, left))
            except Empty:
                if time.monotonic() >= until:
                    break
                continue
            if isinstance(result, httpcore.NetworkStream):
                return result
            running -= 1
            failure = result
        raise failure
    finally:
        race_is_over = True
        close_losers()
