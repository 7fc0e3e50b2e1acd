"""`http_client=` and `transport=` over real sockets: whether a request was sent, whoever sends it.

Transports of httpx and httpx2 report what they send. Others do not: then only an error that says so means "not sent".
"""

from __future__ import annotations

import gc
import ssl
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import httpx
import httpx2
import pytest

from edgegap_client import ClientClosedError, ConnectionFailed, EdgegapError, Outcome, RetryPolicy, TimedOut
from edgegap_client.sandbox import Sandbox, Timing

from .all_clients import KINDS, create
from .servers.clients import EitherClient, prepared
from .servers.ports import deaf_port, silent_port, unused_port
from .servers.proxy import proxying
from .servers.responses import RESETTING, SILENCE, Server, reply
from .servers.scripts import serving_script
from .servers.untrusted import untrusted_server

# httpcore leaves the socket of an async request open for a while that is cancelled while it connects.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

LIBRARIES: Final = {"httpx": httpx, "httpx2": httpx2}
# `another transport` sends through httpx's, but is of a class of its own; `an override` derives from httpx's.
REPORTING: Final = ("http_client", "transport")
LONG: Final = 20.0
# Each transport would load them.
CERTIFICATES: Final = ssl.create_default_context()


@pytest.fixture(autouse=True)
def _sockets_of_httpcore() -> Iterator[None]:
    yield
    gc.collect()  # here, where their warnings are ignored


def another_transport(library: Any, *, is_async: bool, **options: Any) -> Any:
    if is_async:

        class AsyncTransport(library.AsyncBaseTransport):  # type: ignore[misc]
            def __init__(self) -> None:
                self.inner = library.AsyncHTTPTransport(**options)

            async def handle_async_request(self, request: Any) -> Any:
                return await self.inner.handle_async_request(request)

            async def aclose(self) -> None:
                await self.inner.aclose()

        return AsyncTransport()

    class Transport(library.BaseTransport):  # type: ignore[misc]
        def __init__(self) -> None:
            self.inner = library.HTTPTransport(**options)

        def handle_request(self, request: Any) -> Any:
            return self.inner.handle_request(request)

        def close(self) -> None:
            self.inner.close()

    return Transport()


def an_override(library: Any, *, is_async: bool, **options: Any) -> Any:
    if is_async:

        class AsyncTransport(library.AsyncHTTPTransport):  # type: ignore[misc]
            async def handle_async_request(self, request: Any) -> Any:
                base: Any = super()
                return await base.handle_async_request(request)

        return AsyncTransport(**options)

    class Transport(library.HTTPTransport):  # type: ignore[misc]
        def handle_request(self, request: Any) -> Any:
            base: Any = super()
            return base.handle_request(request)

    return Transport(**options)


class Sending:
    """How the requests of a test are sent: by either client, with an injected object of either library."""

    def __init__(self, kind: str, library: str, way: str) -> None:
        self.is_async = kind == "async"
        self._library: Any = LIBRARIES[library]
        self._way = way
        self.reports = way in REPORTING

    @contextmanager
    def client(self, url: str, *, timeout: float = LONG, **options: Any) -> Generator[EitherClient]:
        """A client that sends so; `proxy` and `limits` are those of the library."""
        pool = {name: options.pop(name) for name in ("proxy", "limits") if name in options} | {"verify": CERTIFICATES}
        make = an_override if "override" in self._way else another_transport
        plain = self._library.AsyncHTTPTransport if self.is_async else self._library.HTTPTransport
        made = make(self._library, is_async=self.is_async, **pool) if not self.reports else plain(**pool)
        http: Any = None
        if "client" in self._way:
            http = (self._library.AsyncClient if self.is_async else self._library.Client)(transport=made)
        injected = {"http_client": http} if http is not None else {"transport": made}
        options = {"max_retries": 0, "timeouts": httpx.Timeout(None), "timeout": timeout, **injected, **options}
        with EitherClient(url, is_async=self.is_async, **options) as client:
            try:
                yield client
            finally:
                if http is not None:
                    client.call(http.aclose if self.is_async else http.close)

    def failure(self, url: str, **options: Any) -> EdgegapError:
        """The error of a create request."""
        with self.client(url, **options) as client, pytest.raises(EdgegapError) as caught:
            client.call(create, client.edgegap)
        return caught.value


WAYS: Final = [
    ("httpx", "http_client"),
    ("httpx2", "http_client"),
    ("httpx", "transport"),
    ("httpx2", "another transport"),
    ("httpx", "an override"),
    ("httpx", "a client with another transport"),
]


@pytest.fixture(params=[(kind, *way) for kind in KINDS for way in WAYS], ids=" ".join)
def how(request: pytest.FixtureRequest) -> Sending:
    return Sending(*request.param)


def test_what_never_connected_was_not_sent(how: Sending) -> None:
    refused = how.failure(f"http://127.0.0.1:{unused_port()}")
    assert (type(refused), refused.outcome) == (ConnectionFailed, Outcome.NOT_SENT)
    with deaf_port() as port:
        late = how.failure(f"http://127.0.0.1:{port}", timeouts=httpx.Timeout(LONG, connect=0.1))
    assert (type(late), late.outcome) == (TimedOut, Outcome.NOT_SENT)
    with silent_port() as port:
        handshake = how.failure(f"https://127.0.0.1:{port}", timeouts=httpx.Timeout(LONG, connect=0.1))
    assert (type(handshake), handshake.outcome) == (TimedOut, Outcome.NOT_SENT)
    with untrusted_server() as server:
        untrusted = how.failure(server.base_url)
    assert (isinstance(untrusted, ConnectionFailed), untrusted.outcome) == (True, Outcome.NOT_SENT)


def test_a_deadline_while_connecting_was_not_sent_if_the_transport_reports(how: Sending) -> None:
    with deaf_port() as port:
        connecting = how.failure(f"http://127.0.0.1:{port}", timeout=0.5)
    with silent_port() as port:
        handshake = how.failure(f"https://127.0.0.1:{port}", timeout=0.5)
    # The sync client's deadline is the socket's timeout, which has the name of its step.
    outcome = Outcome.NOT_SENT if how.reports or not how.is_async else Outcome.UNKNOWN
    assert [(type(error), error.outcome) for error in (connecting, handshake)] == [(TimedOut, outcome)] * 2


def test_what_was_lost_after_it_was_sent_is_unknown_and_sent_once(how: Sending) -> None:
    with Server(RESETTING) as server:
        error = how.failure(server.url, max_retries=RetryPolicy(2, first_delay=0))
    assert (type(error), error.outcome, error.attempts, len(server.seen)) == (ConnectionFailed, Outcome.UNKNOWN, 1, 1)
    for timeout in (0.3, 1.2, 4.8):
        with Server(SILENCE) as server:
            error = how.failure(server.url, timeout=timeout, max_retries=RetryPolicy(2, first_delay=0))
        if server.seen:  # a busy computer may not come so far
            break
    assert (type(error), error.outcome, error.attempts, len(server.seen)) == (TimedOut, Outcome.UNKNOWN, 1, 1)
    with serving_script(lambda _: [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"]) as url:
        error = how.failure(url)
    assert error.outcome is Outcome.UNKNOWN


def test_what_the_server_refused_was_rejected(how: Sending) -> None:
    with Server(reply(400), reply(503)) as server:
        assert how.failure(server.url).outcome is Outcome.REJECTED
        assert how.failure(server.url).outcome is Outcome.UNKNOWN


def test_what_was_not_sent_is_retried(how: Sending) -> None:
    error = how.failure(f"http://127.0.0.1:{unused_port()}", max_retries=RetryPolicy(2, first_delay=0))
    assert (error.outcome, error.attempts) == (Outcome.NOT_SENT, 3)


# Whichever comes first with the async client, the end of the wait or of the call, nothing has said that it is not sent.
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_what_waits_for_a_connection_of_the_injected_pool_was_not_sent(way: tuple[str, str]) -> None:
    limits = httpx.Limits(max_connections=1)
    with (
        Server(SILENCE) as server,
        ThreadPoolExecutor(1) as threads,
        Sending("sync", *way).client(server.url, limits=limits, timeout=2.0) as client,
    ):
        first = threads.submit(client.call, create, client.edgegap)
        server.wait_for_requests(1)
        with pytest.raises(TimedOut) as caught:
            create(client.edgegap.with_options(timeout=0.2))
        assert caught.value.outcome is Outcome.NOT_SENT
        assert isinstance(first.exception(20), TimedOut)
    assert len(server.seen) == 1


def test_closing_the_client_says_whether_a_request_was_sent(how: Sending) -> None:

    def closed(url: str, wait: Callable[[], object], **options: Any) -> BaseException | None:
        with ThreadPoolExecutor(1) as threads, how.client(url, timeout=2.0, **options) as client:
            call: Future[Any] = threads.submit(client.call, create, client.edgegap)
            wait()
            client.call(client.edgegap.aclose if how.is_async else client.edgegap.close)
            return call.exception(20)

    with Server(SILENCE) as server:
        error = closed(server.url, lambda: server.wait_for_requests(1))
        assert isinstance(error, ClientClosedError | TimedOut | ConnectionFailed)
        assert error.outcome is Outcome.UNKNOWN
    with proxying(fault="silent") as proxy:
        error = closed("https://edgegap.test", lambda: proxy.wait_for_requests(1), proxy=proxy.url)
        assert isinstance(error, ClientClosedError | TimedOut | ConnectionFailed)
        assert error.outcome is (Outcome.NOT_SENT if how.reports else Outcome.UNKNOWN)


@pytest.mark.parametrize("fault", ["silent", "lost", "tunnel silent"])
def test_what_a_proxy_opened_no_tunnel_for_was_not_sent(fault: str, how: Sending) -> None:
    with proxying(fault=fault) as proxy:
        error = how.failure("https://edgegap.test", proxy=proxy.url, timeout=0.4)
    assert isinstance(error, TimedOut | ConnectionFailed)
    if how.reports:
        assert error.outcome is Outcome.NOT_SENT


# --- Launches: money depends on it -------------------------------------------------------------------------------


def test_a_launch_that_is_closed_after_its_create_request_leaves_nothing(how: Sending) -> None:
    sandbox = prepared(Sandbox(timing=Timing(ready_after=0.05, terminating_for=0.05, known_for=0.05)))
    is_created = threading.Event()
    with sandbox.serve() as url, ThreadPoolExecutor(1) as threads:
        sandbox.faults.add(operation="create_deployment", response_delay=0.5, times=1)
        with how.client(url) as client:
            launch = threads.submit(client.launch)
            while not sandbox.requests:
                is_created.wait(0.002)
            client.call(client.edgegap.aclose if how.is_async else client.edgegap.close)
            assert launch.exception(20) is not None
        assert not sandbox.orphans()
    sandbox.close()


@pytest.mark.parametrize("base", [httpx.BaseTransport, httpx.HTTPTransport], ids=["another transport", "an override"])
def test_a_launch_interrupted_in_a_transport_that_does_not_report_leaves_nothing(base: Any) -> None:
    """Nobody knows how far the request is, so the launch takes it for sent."""
    inner = httpx.HTTPTransport()

    class Interrupting(base):  # type: ignore[misc]
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = inner.handle_request(request)
            if request.method == "POST":
                response.close()
                raise KeyboardInterrupt
            return response

    sandbox = prepared(Sandbox(timing=Timing(ready_after=0.05, terminating_for=0.05, known_for=0.05)))
    with sandbox.serve() as url:
        with EitherClient(url, is_async=False, transport=Interrupting()) as client, pytest.raises(KeyboardInterrupt):
            client.launch()
        assert [each.operation_id for each in sandbox.requests].count("create_deployment") == 1
        assert not sandbox.orphans()
    inner.close()
    sandbox.close()
