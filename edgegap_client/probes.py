"""Probes check whether a READY deployment accepts players, for `launch(accepts=...)`.

    from edgegap_client.probes import UDPProbe

    probe = UDPProbe("gameport", payload=b"ping", is_reply=lambda data: data == b"pong")

A probe is a function that takes the `Deployment` and returns True or False. For `AsyncEdgegap` it is an `async def`
function. If it raises an `OSError`, a `TimeoutError` or an `httpx.TransportError`, that counts as False. Write your own
probe if a connection or a datagram is not enough.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ._core.unreadable import peek
from .errors import InvalidRequestError

if TYPE_CHECKING:
    from .deployments import Deployment

__all__ = ["AsyncTCPProbe", "AsyncUDPProbe", "TCPProbe", "UDPProbe"]


def __dir__() -> list[str]:
    return sorted(__all__)


DEFAULT_TIMEOUT: Final = 2.0
# A proxy accepts a connection before it knows whether the game server listens. If it does not, the proxy closes the
# connection at once.
STAYS_OPEN_SECONDS: Final = 0.25
MAX_DATAGRAM_BYTES: Final = 65_535
TCP_PROTOCOLS: Final = frozenset(("TCP", "TCP/UDP", "HTTP", "HTTPS", "WS", "WSS", "WEBSOCKET"))
UDP_PROTOCOLS: Final = frozenset(("UDP", "TCP/UDP"))


class _Probe:
    """The options that all probes share, and the address that they probe.

    Args:
        port: The port's name in the app version. Default: the only port with a suitable protocol.
        host: The host. Default: the deployment's IP address.
        timeout: Seconds for one attempt.
    """

    _protocols: frozenset[str]

    def __init__(self, port: str | None, host: str | None, timeout: float) -> None:
        if not timeout > 0:
            raise InvalidRequestError(f"timeout must be more than 0 seconds, got {timeout}")
        self._port = port
        self._host = host
        self._timeout = timeout

    def _address(self, deployment: Deployment) -> tuple[str, int]:
        """Return the host and port that players connect to.

        Raises:
            InvalidRequestError: The deployment has no port of that name, or `port` is needed to choose one.
        """
        ports = deployment.ports
        names = [name for name, port in ports.items() if str(peek(port, "protocol")).upper() in self._protocols]
        name = self._port if self._port is not None else names[0] if len(names) == 1 else None
        if name is None or name not in ports:
            problem = (
                f"port= must name the port to probe, because {len(names)} ports have a suitable protocol"
                if name is None
                else f"there is no port {name!r} to probe"
            )
            known = ", ".join(map(repr, ports)) or "none"
            raise InvalidRequestError(f"{problem}: the ports of deployment {deployment.request_id} are {known}")
        return self._host or deployment.public_ip, ports[name].external


class _TCPProbe(_Probe):
    _protocols = TCP_PROTOCOLS

    def __init__(self, port: str | None = None, *, host: str | None = None, timeout: float = DEFAULT_TIMEOUT) -> None:
        super().__init__(port, host, timeout)


class _UDPProbe(_Probe):
    _protocols = UDP_PROTOCOLS

    def __init__(
        self,
        port: str | None = None,
        *,
        payload: bytes,
        is_reply: Callable[[bytes], bool] = bool,
        host: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        super().__init__(port, host, timeout)
        self._payload = payload
        self._is_reply = is_reply


class TCPProbe(_TCPProbe):
    """Check that a TCP port accepts a connection and keeps it open for 0.25 s. For `Edgegap`.

    Args:
        port: The port's name in the app version. Default: the only port for TCP.
        host: The host. Default: the deployment's IP address.
        timeout: Seconds for one attempt.
    """

    def __call__(self, deployment: Deployment) -> bool:
        with socket.create_connection(self._address(deployment), self._timeout) as connection:
            connection.settimeout(STAYS_OPEN_SECONDS)
            try:
                return bool(connection.recv(1))
            except TimeoutError:
                return True


class AsyncTCPProbe(_TCPProbe):
    """The same as `TCPProbe`, for `AsyncEdgegap`."""

    async def __call__(self, deployment: Deployment) -> bool:
        async with asyncio.timeout(self._timeout):
            reader, writer = await asyncio.open_connection(*self._address(deployment))
        try:
            async with asyncio.timeout(STAYS_OPEN_SECONDS):
                return bool(await reader.read(1))
        except TimeoutError:
            return True
        finally:
            writer.transport.abort()


class UDPProbe(_UDPProbe):
    """Check that a UDP port replies to a payload that your game server understands. For `Edgegap`.

    Args:
        port: The port's name in the app version. Default: the only port for UDP.
        payload: The datagram to send, once for each attempt.
        is_reply: Returns whether a datagram is the reply. Default: any datagram that is not empty.
        host: The host. Default: the deployment's IP address.
        timeout: Seconds to wait for the reply of one attempt.
    """

    def __call__(self, deployment: Deployment) -> bool:
        host, port = self._address(deployment)
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        until = time.monotonic() + self._timeout
        with socket.socket(family, kind, protocol) as connection:
            connection.connect(address)
            connection.send(self._payload)
            while (left := until - time.monotonic()) > 0:
                connection.settimeout(left)
                if self._is_reply(connection.recv(MAX_DATAGRAM_BYTES)):
                    return True
        return False


class _Replies(asyncio.DatagramProtocol):
    """Wait for the reply to a datagram."""

    def __init__(self, is_reply: Callable[[bytes], bool]) -> None:
        self._is_reply = is_reply
        self.reply: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:
        if self.reply.done():
            return
        try:
            if self._is_reply(data):
                self.reply.set_result(True)
        except Exception as error:  # raised by the caller's `is_reply`
            self.reply.set_exception(error)

    def error_received(self, exc: Exception) -> None:
        if not self.reply.done():
            self.reply.set_exception(exc)


class AsyncUDPProbe(_UDPProbe):
    """The same as `UDPProbe`, for `AsyncEdgegap`."""

    async def __call__(self, deployment: Deployment) -> bool:
        address = self._address(deployment)
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._timeout):
            transport, protocol = await loop.create_datagram_endpoint(
                lambda: _Replies(self._is_reply), remote_addr=address
            )
            try:
                transport.sendto(self._payload)
                return await protocol.reply
            finally:
                transport.abort()
