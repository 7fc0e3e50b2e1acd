"""The server browser of a sandbox, as tests see it."""

from __future__ import annotations

import copy
import hmac
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import frozen

from ..state import ApiError, Json
from ..world import World
from . import server_browser_operations as server_browser_operations  # This import registers the operations.
from .base import ServiceHandle
from .server_browser_filters import KINDS
from .server_browser_state import ServerBrowserState

if TYPE_CHECKING:
    from ..sandbox import Sandbox

INDEXED: Final = ("server_instances", "server_instance_slots")


@frozen
class SeatInfo:
    """The seats of a slot, as tests see them.

    Attributes:
        request_id: The id of the server's deployment.
        slot: The name of the slot.
        available: The number of seats for new players, reserved seats included.
        reserved: The number of reserved seats.
    """

    request_id: str
    slot: str
    available: int
    reserved: int


class SandboxServerBrowser(ServiceHandle):
    """A server browser of a sandbox. `Sandbox.add_server_browser` creates it.

    Attributes:
        name: The name of the server browser.
        url: The URL for clients that use `transport()`. No server listens there.
        server_token: The token for everything.
        client_token: The token for reading, listing and reserving.
        url_variable: The environment variable from which its clients read the URL.
        token_variables: The environment variables from which its clients read the tokens, with the tokens.
    """

    url_variable = "EDGEGAP_SB_URL"

    def __init__(
        self,
        sandbox: Sandbox,
        configuration: str | bytes | Path | Mapping[str, Any] | None,
        *,
        name: str,
        server_token: str,
        client_token: str,
        organisation: str,
    ) -> None:
        document = _read(configuration)
        self.server_token = server_token
        self.client_token = client_token
        self.token_variables = {"EDGEGAP_SB_SERVER_TOKEN": server_token, "EDGEGAP_SB_CLIENT_TOKEN": client_token}

        def state(world: World) -> ServerBrowserState:
            found = world.services.get(name)
            if found is None:
                found = world.services[name] = ServerBrowserState(name, organisation, document, world)
            return cast("ServerBrowserState", found)

        def authorize(given: str, is_server_only: bool) -> None:
            tokens = (server_token,) if is_server_only else (server_token, client_token)
            if not any(hmac.compare_digest(given.encode(), token.encode()) for token in tokens):
                which = "the server token" if is_server_only else "one of the tokens"
                raise ApiError(401, f"The Authorization header must be {which} of the server browser alone")

        self._state = state
        super().__init__(sandbox, name, sandbox._preview("server_browser", state, authorize, None))

    @property
    def seats(self) -> tuple[SeatInfo, ...]:
        """The seats of all slots of all servers that players can find."""
        with self._sandbox._turn() as world:
            return tuple(
                SeatInfo(instance.request_id, slot.name, slot.available, slot.reserved(world.now))
                for instance in self._state(world).instances.values()
                for slot in instance.slots.values()
            )


def _read(source: str | bytes | Path | Mapping[str, Any] | None) -> Json:
    """Read and check the configuration.

    Raises:
        ValueError: The configuration is not valid.
    """
    if source is None:
        return {}
    if not isinstance(source, Mapping):
        source = json.loads(source.read_bytes() if isinstance(source, Path) else source)
        if not isinstance(source, Mapping):
            raise ValueError("the configuration of the server browser must be a JSON object")
    document: Json = copy.deepcopy(dict(cast("Json", source)))
    for section in INDEXED:
        content: Json = document.get(section) or {}
        indices: Json = content.get("indices") or {}
        for name, kind in indices.items():
            if kind not in KINDS:
                raise ValueError(f"{section}.indices.{name} must be one of {', '.join(KINDS)}, got {kind!r}")
    probe = ServerBrowserState("", "", document, cast("World", None))
    _ = probe.expires_after, probe.reserved_for  # Both are read here, so that an invalid value is refused at once.
    return document
