"""Connections of the synchronous client: httpcore's connections, with the deadline of the call at every wait.

httpcore applies its timeouts to each address and each read. So a host with four silent addresses, or a server that
sends a byte now and then, would block a call far beyond its deadline.

This module does not start threads with `threading.Thread`, which takes a lock. A signal handler that raises could leave
it locked, so that the process could start no more threads.
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

# The timeout of a blocking socket restarts with each part that a slow reader accepts.
SLICE_BYTES: Final = 64 * 1024
# The kernel accepts this few bytes completely or not at all.
WHOLE_BYTES: Final = 16 * 1024
# A socket timeout of 0 means "do not wait" in one layer, and "wait for ever" in another.
SHORTEST_SECONDS: Final = 0.001
# After this time, the next address of a host is tried in parallel (RFC 8305).
NEXT_ADDRESS_SECONDS: Final = 0.25


def _within_deadline(timeout: float | None, too_late: type[Exception]) -> float | None:
    """Limit `timeout` to the current call's deadline."""
    exchange = current_exchange.get()
    if exchange is None:
        return timeout
    left = exchange.deadline - time.monotonic()
    if left <= 0:
        raise too_late("the deadline has passed")
    left = max(left, SHORTEST_SECONDS)
    return left if timeout is None else min(timeout, left)


class Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline of its current call.

    Any thread may close it. If a thread waits for the connection, that thread closes the descriptor. The kernel looks
    the number up again when it wakes the thread, which would otherwise wait for a new descriptor with the same number.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._user: int | None = None
        self._is_closed = False

    def _use(self, work: Callable[[], T], lost: type[Exception]) -> T:
        """Run work that waits for the connection."""
        try:
            # `close` does the two steps in the opposite order, so that one side always sees the change of the other.
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
                # This wakes a thread that waits for a response. Closing the descriptor alone would not wake it.
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
            # A signal handler that raises here would leave two sockets with one descriptor. Both would close it, and
            # the second one could close a new descriptor with the same number. No signal handler runs in other threads.
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
        # The name cannot be resolved or encoded, or the port is invalid.
        except (OSError, UnicodeError, OverflowError) as error:
            raise httpcore.ConnectError(str(error) or type(error).__name__) from error
        return Stream(stream)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def _left(until: float) -> float | None:
    return None if until == float("inf") else max(SHORTEST_SECONDS, until - time.monotonic())


def _resolve(host: str, port: int, until: float) -> list[str]:
    """Return the host's addresses, IPv6 and IPv4 alternately."""
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
    """Run work in a thread that has no timeout, such as the system's resolver, or must not be interrupted.

    Args:
        work: The work. It returns the result.
        until: The end of the wait, by the monotonic clock.
        late: The text of the error after that.
        close: Called with a result that arrives after the wait.
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
    except RuntimeError:  # the interpreter is shutting down, and starts no threads
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
    """Connect to the first address that accepts. Each address gets a short lead over the next one."""
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
