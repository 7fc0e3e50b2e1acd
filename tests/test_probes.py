"""Waiting until a deployment accepts players: the probes, and launches that wait for one."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from edgegap_client import AsyncEdgegap, DeploymentFailed, Edgegap, LaunchCancelled, LaunchTimedOut, probes
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import Deployment
from edgegap_client.errors import InvalidRequestError
from edgegap_client.probes import AsyncTCPProbe, AsyncUDPProbe, TCPProbe, UDPProbe
from edgegap_client.sandbox import Sandbox, Timing

from .servers.ports import LOCALHOST, deaf_port, silent_port, unused_port

TOKEN = "11112222-3333-4444-5555-666677778888"
ORDER: dict[str, Any] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}
# A probe of either client, with the same arguments.
Make = Callable[..., Callable[[Deployment], bool]]


def deployment(port: int, protocol: str = "TCP", **others: str) -> Deployment:
    ports = {
        name: {"name": name, "external": port, "internal": 7777, "protocol": kind}
        for name, kind in {"gameport": protocol, **others}.items()
    }
    return Deployment.from_dict({"request_id": "abc", "public_ip": LOCALHOST, "ports": ports})


def called(probe: Callable[..., Any]) -> Callable[[Deployment], bool]:
    def call(deployment: Deployment) -> bool:
        async def run() -> bool:
            return bool(await probe(deployment))

        return asyncio.run(run())

    return call


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def tcp(is_async: bool) -> Make:
    return (lambda *given, **named: called(AsyncTCPProbe(*given, **named))) if is_async else TCPProbe


@pytest.fixture
def udp(is_async: bool) -> Make:
    return (lambda *given, **named: called(AsyncUDPProbe(*given, **named))) if is_async else UDPProbe


@contextmanager
def udp_server(*replies: bytes) -> Generator[tuple[int, list[bytes]]]:
    """A UDP server that sends some replies to each datagram; gives its port, and what it was sent."""
    got: list[bytes] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((LOCALHOST, 0))

        def serve() -> None:
            while True:
                data, address = server.recvfrom(1000)
                if data == b"end":
                    return
                got.append(data)
                for reply in replies:
                    server.sendto(reply, address)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], got
        server.sendto(b"end", server.getsockname())
        thread.join()


@contextmanager
def tcp_server(then: Callable[[socket.socket], object]) -> Generator[int]:
    """A TCP server that does something with its first connection, and closes it."""
    with socket.create_server((LOCALHOST, 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                then(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


# The probes.


def test_a_tcp_port_that_keeps_the_connection_accepts(tcp: Make) -> None:
    with silent_port() as port:
        assert tcp()(deployment(port)) is True
        assert tcp("gameport")(deployment(port, other="TCP")) is True
        elsewhere = deployment(port)
        elsewhere.public_ip = "192.0.2.1"
        assert tcp(host="localhost")(elsewhere) is True
    with tcp_server(lambda connection: connection.sendall(b"welcome")) as port:
        assert tcp()(deployment(port)) is True


def test_a_proxy_that_closes_the_connection_at_once_does_not_accept(tcp: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "STAYS_OPEN_SECONDS", 20.0)  # the end of the connection ends the probe
    with tcp_server(lambda _: None) as port:
        assert tcp()(deployment(port)) is False


def test_a_tcp_port_where_nobody_listens_does_not_accept(tcp: Make) -> None:
    with pytest.raises(ConnectionRefusedError):
        tcp()(deployment(unused_port()))
    with deaf_port() as port:
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            tcp(timeout=0.1)(deployment(port))
        assert time.monotonic() - started < 5


def is_pong(data: bytes) -> bool:
    return data == b"pong"


def test_a_udp_port_that_replies_accepts(udp: Make) -> None:
    with udp_server(b"pong") as (port, got):
        assert udp(payload=b"ping", timeout=20)(deployment(port, "UDP")) is True
        assert udp(payload=b"ping", is_reply=is_pong, timeout=20)(deployment(port, "TCP/UDP")) is True
    assert got == [b"ping", b"ping"]


def test_only_the_right_reply_counts(udp: Make) -> None:
    with udp_server(b"", b"starting", b"pong") as (port, _):
        assert udp(payload=b"ping", is_reply=is_pong, timeout=20)(deployment(port, "UDP")) is True
    with udp_server(b"starting") as (port, _), pytest.raises(TimeoutError):
        udp(payload=b"ping", is_reply=is_pong, timeout=0.1)(deployment(port, "UDP"))


def test_an_error_of_the_check_of_a_reply_is_raised(udp: Make) -> None:
    def check(_data: bytes) -> bool:
        raise ZeroDivisionError

    with udp_server(b"pong") as (port, _), pytest.raises(ZeroDivisionError):
        udp(payload=b"ping", is_reply=check, timeout=20)(deployment(port, "UDP"))


def test_a_udp_port_where_nobody_listens_does_not_accept(udp: Make) -> None:
    with pytest.raises(ConnectionRefusedError):
        udp(payload=b"ping")(deployment(unused_port(socket.SOCK_DGRAM), "UDP"))


def test_a_port_that_is_not_certain_is_an_error_that_names_the_ports(tcp: Make, udp: Make) -> None:
    for probe, given in (
        (tcp(), deployment(1, "UDP")),
        (tcp(), deployment(1, other="HTTPS")),
        (tcp("web"), deployment(1)),
        (udp(payload=b""), deployment(1)),
    ):
        with pytest.raises(InvalidRequestError, match="'gameport'"):
            probe(given)


def test_a_probe_needs_time(is_async: bool) -> None:
    with pytest.raises(InvalidRequestError, match="timeout"):
        (AsyncTCPProbe if is_async else TCPProbe)(timeout=0)


# Launches.


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=Timing(ready_after=0.06, terminating_for=0.05, known_for=60.0), seed=1)
    made.add_version("my-game", "v1", ports={"gameport": 7777}, token=TOKEN)
    yield made
    made.close()


class Launcher:
    """Launches with either client. `probe` is an ordinary function, made asynchronous where that is needed."""

    def __init__(self, url: str, *, is_async: bool) -> None:
        self._url = url
        self.is_async = is_async

    def __call__(self, probe: Callable[[Deployment], Any], *, as_block: bool = False, **given: Any) -> Deployment:
        options: dict[str, Any] = {**ORDER, **given}
        if not self.is_async:
            with Edgegap(TOKEN, base_url=self._url, poll_interval=0.05) as edgegap:
                if not as_block:
                    return edgegap.deployments.launch(accepts=probe, **options)
                with edgegap.deployments.running(accepts=probe, **options) as found:
                    return found

        async def accepts(deployment: Deployment) -> Any:
            await asyncio.sleep(0)
            return probe(deployment)

        async def run() -> Deployment:
            async with AsyncEdgegap(TOKEN, base_url=self._url, poll_interval=0.05) as edgegap:
                if not as_block:
                    return await edgegap.deployments.launch(accepts=accepts, **options)
                async with edgegap.deployments.running(accepts=accepts, **options) as found:
                    return found

        return asyncio.run(run())


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


@pytest.fixture
def launch(url: str, is_async: bool) -> Launcher:
    return Launcher(url, is_async=is_async)


@pytest.mark.parametrize("as_block", [False, True])
def test_a_launch_waits_until_the_probe_accepts(sandbox: Sandbox, launch: Launcher, as_block: bool) -> None:
    outcomes: list[Any] = [False, ConnectionRefusedError(), TimeoutError(), httpx.ConnectError("no"), True]
    seen: list[Deployment] = []

    def probe(deployment: Deployment) -> bool:
        assert sandbox.running
        seen.append(deployment)
        outcome = outcomes[len(seen) - 1]
        if isinstance(outcome, Exception):
            raise outcome
        return bool(outcome)

    started = time.monotonic()
    found = launch(probe, as_block=as_block)
    assert seen == [found] * 5
    assert found.status == "READY"
    assert time.monotonic() - started > 4 * 0.5
    assert len(sandbox.running) == (0 if as_block else 1)


@pytest.mark.parametrize("seconds", [0.0, 0.7], ids=["at once", "slowly"])
def test_a_deployment_that_never_accepts_is_stopped_in_time(sandbox: Sandbox, launch: Launcher, seconds: float) -> None:
    def refuse(_deployment: Deployment) -> bool:
        time.sleep(seconds)
        raise ConnectionRefusedError(111, "refused")

    started = time.monotonic()
    with pytest.raises(
        LaunchTimedOut, match=r"READY, but accepted no players within 3 s .*ConnectionRefusedError"
    ) as caught:
        launch(refuse, timeout=3.0)
    assert time.monotonic() - started < 20
    assert caught.value.stopped is True
    assert not sandbox.running


@pytest.mark.parametrize(
    ("outcome", "kind"), [(ZeroDivisionError(), ZeroDivisionError), (None, TypeError), (1, TypeError)]
)
def test_a_probe_that_is_broken_ends_the_launch_and_stops_the_deployment(
    sandbox: Sandbox, launch: Launcher, outcome: Any, kind: type[Exception]
) -> None:
    def probe(_deployment: Deployment) -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(kind):
        launch(probe)
    assert not sandbox.running


def test_a_probe_of_the_other_client_is_refused(sandbox: Sandbox, url: str) -> None:
    with Edgegap(TOKEN, base_url=url) as edgegap, pytest.raises(TypeError, match="AsyncEdgegap"):
        edgegap.deployments.launch(**ORDER, accepts=AsyncTCPProbe())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    async def run() -> None:
        async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:
            await edgegap.deployments.launch(**ORDER, accepts=lambda _: False)  # type: ignore[arg-type, return-value]  # pyright: ignore[reportArgumentType]

    with pytest.raises(TypeError, match="async function"):
        asyncio.run(run())
    assert not sandbox.running


def test_a_deployment_that_fails_while_it_is_probed_ends_the_wait(sandbox: Sandbox, launch: Launcher) -> None:
    def probe(deployment: Deployment) -> bool:
        with Edgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
            edgegap.deployments.stop(deployment.request_id)
        return False

    started = time.monotonic()
    with pytest.raises(DeploymentFailed, match="before it accepted players"):
        launch(probe, timeout=30)
    assert time.monotonic() - started < 20


async def test_a_launch_that_is_cancelled_does_not_wait_for_its_probe(sandbox: Sandbox, url: str) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hang(_deployment: Deployment) -> bool:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return True

    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.05) as edgegap:
        task = asyncio.create_task(edgegap.deployments.launch(**ORDER, accepts=hang))
        await begun.wait()
        await asyncio.sleep(0.2)  # reads of the state do not interrupt the probe
        assert not ended.is_set()
        task.cancel()
        started = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 20
    assert ended.is_set()
    assert not sandbox.running


async def test_a_probe_that_hangs_does_not_outlast_the_deadline(sandbox: Sandbox, url: str) -> None:
    async def hang(_deployment: Deployment) -> bool:
        await asyncio.sleep(60)
        return True

    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.05) as edgegap:
        with pytest.raises(LaunchTimedOut):
            await edgegap.deployments.launch(**ORDER, accepts=hang, timeout=0.5)
    assert not sandbox.running


def test_closing_the_client_ends_a_launch_that_is_probed(sandbox: Sandbox, url: str) -> None:
    begun = threading.Event()

    def probe(_deployment: Deployment) -> bool:
        begun.set()
        return False

    edgegap = Edgegap(TOKEN, base_url=url, poll_interval=0.05)
    caught: list[BaseException] = []

    def run() -> None:
        try:
            edgegap.deployments.launch(**ORDER, accepts=probe)
        except LaunchCancelled as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait(20)
    edgegap.close()
    thread.join(20)
    assert len(caught) == 1
    assert not sandbox.running


def test_a_launch_waits_for_a_port(url: str, is_async: bool, sandbox: Sandbox) -> None:
    """A probe of the package, on a real port that opens late."""
    door = socket.socket(socket.AF_INET)
    door.bind((LOCALHOST, 0))
    port = door.getsockname()[1]
    timer = threading.Timer(0.7, door.listen)
    timer.start()

    def there(deployment: Deployment) -> Deployment:
        deployment.public_ip, deployment.ports["gameport"].external = LOCALHOST, port
        return deployment

    async def run() -> Deployment:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.05) as edgegap:
            return await edgegap.deployments.launch(
                **ORDER, accepts=lambda found: AsyncTCPProbe("gameport")(there(found))
            )

    if is_async:
        asyncio.run(run())
    else:
        with Edgegap(TOKEN, base_url=url, poll_interval=0.05) as edgegap:
            edgegap.deployments.launch(**ORDER, accepts=lambda found: TCPProbe("gameport")(there(found)))
    assert door.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    timer.join()
    door.close()
