"""The operations of lobbies."""

from __future__ import annotations

from attrs import define

from ..state import ApiError, Json
from .base import Call, operation

KIND = "lobbies"


@define(eq=False)
class Lobby:
    """A lobby service. `released` is when it can be used after it was deployed.

    Only one status is documented, but none for a lobby without a URL.
    """

    name: str
    released: float | None = None

    def render(self, now: float) -> Json:
        body = {"name": self.name, "status": "Released"}
        if self.released is None or now < self.released:
            return body
        return {**body, "url": f"https://{self.name}.lobby.edgegap.net"}


def _lobby(call: Call, name: str) -> Lobby:
    found: Lobby | None = call.organisation.all_of(KIND).get(name)
    if found is None:
        raise ApiError(404, f"Lobby {name} not found")
    return found


@operation()
def list_lobbies(call: Call) -> list[Json]:
    return [lobby.render(call.world.now) for lobby in call.organisation.all_of(KIND).values()]


@operation()
def create_lobby(call: Call) -> Json:
    name, lobbies = call.body["name"], call.organisation.all_of(KIND)
    if name in lobbies:
        raise ApiError(409, f"Lobby {name} already exists")
    lobby = lobbies[name] = Lobby(name)
    return lobby.render(call.world.now)


@operation()
def get_lobby(call: Call) -> Json:
    return _lobby(call, call.path["lobby_name"]).render(call.world.now)


@operation()
def delete_lobby(call: Call) -> Json:
    lobby = _lobby(call, call.path["lobby_name"])
    del call.organisation.all_of(KIND)[lobby.name]
    return lobby.render(call.world.now)


@operation()
def deploy_lobby(call: Call) -> Json:
    lobby = _lobby(call, call.body["name"])
    if lobby.released is not None:
        raise ApiError(409, f"Lobby {lobby.name} is deployed already")
    lobby.released = call.world.now + call.world.timing.lobby_after
    return lobby.render(call.world.now)


@operation()
def terminate_lobby(call: Call) -> Json:
    lobby = _lobby(call, call.body["name"])
    if lobby.released is None:
        raise ApiError(409, f"Lobby {lobby.name} is not deployed")
    lobby.released = None
    return lobby.render(call.world.now)
