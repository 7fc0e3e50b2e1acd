"""The clients of all services, for tests of what each of them promises: the service is a parameter."""

from __future__ import annotations

from typing import Any, Final

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.matchmaking import AsyncMatchmaker, Matchmaker
from edgegap_client.server_browser import AsyncServerBrowser, ServerBrowser, ServerToken

from .conftest import TOKEN

KINDS: Final = ("sync", "async")
SERVICE_KINDS: Final = ("sync matchmaker", "async matchmaker", "sync browser", "async browser")
ALL_KINDS: Final = (*KINDS, *SERVICE_KINDS)
# The operation that `get` calls, and its path.
GOT: Final = {
    "": ("get_application", "/v1/app/{app_name}", "/v1/app/my-game"),
    "matchmaker": ("get_ticket", "/tickets/{ticket_id}", "/tickets/my-game"),
    "browser": ("get_instance", "/server-instances/{request_id}", "/server-instances/my-game"),
}


def is_sync(kind: str) -> bool:
    return kind.startswith("sync")


def got(kind: str) -> tuple[str, str, str]:
    """What `get` of a client of that kind calls: the operation, the template of the path and the path."""
    return GOT[kind.partition(" ")[2]]


def client_of(kind: str, base_url: str, token: str = TOKEN, **options: Any) -> Any:
    """A client: `sync` and `async` are those of orchestration."""
    if kind.endswith("matchmaker"):
        return (Matchmaker if is_sync(kind) else AsyncMatchmaker)(base_url, token, **options)
    if kind.endswith("browser"):
        return (ServerBrowser if is_sync(kind) else AsyncServerBrowser)(base_url, ServerToken(token), **options)
    return (Edgegap if is_sync(kind) else AsyncEdgegap)(token, base_url=base_url, **options)


def get(client: Any, name: Any = "my-game") -> Any:
    match client:
        case Matchmaker() | AsyncMatchmaker():
            return client.tickets.get(name)
        case ServerBrowser() | AsyncServerBrowser():
            return client.instances.get(name)
        case _:
            return client.applications.get(name)


def delete(client: Any) -> Any:
    match client:
        case Matchmaker() | AsyncMatchmaker():
            return client.tickets.delete("my-game")
        case ServerBrowser() | AsyncServerBrowser():
            return client.instances.delete("my-game")
        case _:
            return client.applications.delete("my-game")


def create(client: Any) -> Any:
    match client:
        case Matchmaker() | AsyncMatchmaker():
            return client.tickets.create(profile="casual", attributes={"mode": "ctf"}, player_ip="203.0.113.7")
        case ServerBrowser() | AsyncServerBrowser():
            server: Any = {"fqdn": "a.pr.edgegap.net", "public_ip": "203.0.113.9", "ports": {}, "location": {}}
            slots: Any = [{"name": "main", "available_seats": 1}]
            return client.instances.create(request_id="a1", server=server, slots=slots, metadata={})
        case _:
            return client.applications.create(name="my-game", is_active=True, image="")
