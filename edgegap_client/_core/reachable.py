"""The addresses of deployments, for all models of a deployment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..errors import InvalidRequestError

__all__ = ["Reachable"]

# The URL scheme of each protocol. The scheme of other protocols is their name in lower case.
SCHEMES: Final = {"HTTP": "http", "HTTPS": "https", "WS": "ws", "WEBSOCKET": "ws", "WSS": "wss"}
SECURED: Final = {"http": "https", "ws": "wss"}


class Reachable:
    """A deployment with a host and ports."""

    __slots__ = ()

    def address(self, port: str) -> str:
        """Return the host and the external port to connect to, for instance `a1b2c3d4e5f6.pr.edgegap.net:31504`.

        Args:
            port: The port's name, or its internal number as text if it has none.

        Raises:
            InvalidRequestError: The deployment has no such port, or no host yet.
        """
        host, found = self._found(port)
        return f"{host}:{found.external}"

    def url(self, port: str) -> str:
        """Return the URL of a port, for instance `wss://a1b2c3d4e5f6.pr.edgegap.net:31504` or `udp://...`.

        Args:
            port: The port's name, or its internal number as text if it has none.

        Raises:
            InvalidRequestError: The deployment has no such port, or no host yet.
        """
        host, found = self._found(port)
        protocol = str(found.protocol or "UDP").upper()
        scheme = SCHEMES.get(protocol, protocol.partition("/")[0].lower())
        link: str = found.link or ""
        if found.tls_upgrade or link.startswith("https://"):
            scheme = SECURED.get(scheme, scheme)
        if link.startswith("https://"):
            return f"{scheme}://{link.removeprefix('https://')}"
        return f"{scheme}://{host}:{found.external}"

    def _found(self, name: str) -> tuple[str, Any]:
        # Not a `Protocol`, because the fields of the models would need exactly the types of its members.
        model: Any = self
        ports: Mapping[str, Any] = model.ports or {}
        port = ports.get(name)
        if port is None:
            port = next((each for each in ports.values() if each.name == name), None)
        if port is None or not port.external:
            there = ", ".join(repr(each) for each in ports) or "none"
            raise InvalidRequestError(f"deployment {model.request_id} has no port {name!r}; it has {there}")
        host: str = model.fqdn or model.public_ip or ""
        if not host:
            raise InvalidRequestError(f"deployment {model.request_id} has no host yet: wait until it is ready")
        return (f"[{host}]" if ":" in host else host), port
