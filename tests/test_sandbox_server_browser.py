"""The server browsers of the sandbox: servers expire, and seats are reserved and confirmed."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from edgegap_client import AlreadyReserved, BadRequestError, NoSeatLeft, NotFoundError
from edgegap_client.sandbox import Clock, Sandbox, SandboxServerBrowser
from edgegap_client.sandbox.services.base import HANDLERS
from edgegap_client.sandbox.validation import specification
from edgegap_client.server_browser import (
    AsyncServerBrowser,
    AsyncServerInstance,
    ClientToken,
    ServerBrowser,
    ServerToken,
    descending,
    field,
    rank,
)

Json = dict[str, Any]
CONFIGURATION: Final[Json] = {
    "version": "1.1.0",
    "server_instances": {
        "expiration_period": "30s",
        "indices": {"mode": "string", "level": "int", "avg_rank": "float", "is_ranked": "bool"},
    },
    "server_instance_slots": {"indices": {"team_name": "string"}},
    "seat_reservations": {"expiration_period": "20s"},
}
SERVER: Final[Json] = {"fqdn": "a1.pr.edgegap.net", "ports": {}}


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(now=Clock(), seed=7)


@pytest.fixture
def browser(sandbox: Sandbox) -> SandboxServerBrowser:
    return sandbox.add_server_browser(CONFIGURATION)


class Api:
    """Requests to a server browser, as they are on the network."""

    def __init__(self, browser: SandboxServerBrowser) -> None:
        headers = {"authorization": browser.server_token}
        self.http = httpx.Client(transport=browser.transport(), base_url=browser.url, headers=headers)

    def __call__(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        response = self.http.request(method, f"/server-instances{path}", json=body)
        assert response.status_code == status, response.text
        return response.json() if response.content else None

    def register(self, request_id: str, seats: int = 4, **metadata: Any) -> None:
        slots = [{"name": "main", "available_seats": seats, "metadata": {"team_name": "red"}}]
        self("POST", "", {"request_id": request_id, "server": SERVER, "slots": slots, "metadata": metadata})

    def reserve(self, request_id: str, *users: str, status: int = 200) -> None:
        body = {"users": [{"user_id": user} for user in users]}
        self("POST", f"/{request_id}/slots/main/reservations", body, status)

    def main(self, request_id: str) -> Json:
        found: Json = self("GET", f"/{request_id}/slots/main")
        return found


@pytest.fixture
def api(browser: SandboxServerBrowser) -> Api:
    return Api(browser)


def test_each_operation_has_a_handler(sandbox: Sandbox, browser: SandboxServerBrowser) -> None:
    paths = specification("server_browser")["paths"]
    ids = {node["operationId"] for item in paths.values() for node in item.values()}
    assert len(ids & HANDLERS.keys() & sandbox.faults.operations) == len(ids) == 16
    with ServerBrowser(browser.url, ClientToken(browser.client_token), transport=browser.transport()) as client:
        assert client.monitor.get().status == "healthy"
        assert client.locations.list_beacons().beacons[0].public_ip


def test_the_two_tokens(browser: SandboxServerBrowser, api: Api) -> None:
    api.register("a1")
    headers = {"authorization": browser.client_token}
    with httpx.Client(transport=browser.transport(), base_url=browser.url, headers=headers) as http:
        assert http.get("/server-instances").status_code == 200
        assert http.delete("/server-instances/a1").status_code == 401
        assert http.post("/server-instances/a1/keep-alive").status_code == 401
        assert http.get("/monitor", headers={"authorization": f"token {browser.client_token}"}).status_code == 401


def test_a_server_expires_unless_it_is_kept_alive(sandbox: Sandbox, api: Api) -> None:
    api.register("a1", level=3)
    api("POST", "", {"request_id": "a1", "server": SERVER, "slots": [{"name": "x", "available_seats": 1}]}, 409)
    sandbox.advance(29)
    assert api("POST", "/a1/keep-alive")["expires_at"].endswith("Z")
    sandbox.advance(29)
    found = api("GET", "/a1")
    assert (found["metadata"], found["total_joinable_seats"]) == ({"level": 3}, 4)
    assert api("PATCH", "/a1", {"metadata": {"mode": "ctf"}})["metadata"] == {"mode": "ctf"}
    sandbox.advance(1.1)
    api("GET", "/a1", status=404)
    api("POST", "/a1/keep-alive", status=404)
    api.register("a1")
    api("DELETE", "/a1", status=204)
    api("DELETE", "/a1", status=404)


def test_slots_come_and_go(api: Api) -> None:
    api.register("a1")
    api("POST", "/a1/slots", {"name": "second", "available_seats": 2})
    api("POST", "/a1/slots", {"name": "second", "available_seats": 2}, 409)
    assert api("PATCH", "/a1/slots/second", {"available_seats": 7})["joinable_seats"] == 7
    api("PATCH", "/a1/slots/second", {"available_seats": -1}, 400)
    assert [each["name"] for each in api("GET", "/a1/slots")["items"]] == ["main", "second"]
    api("DELETE", "/a1/slots/second", status=204)
    api("GET", "/a1/slots/second", status=404)
    api("POST", "", {"request_id": "b", "server": SERVER, "slots": []}, 400)


def test_a_seat_is_reserved_confirmed_and_counted_by_the_server(
    sandbox: Sandbox, browser: SandboxServerBrowser, api: Api
) -> None:
    api.register("a1", seats=3)
    api.reserve("a1", "ann", "bob")
    assert [(each.available, each.reserved) for each in browser.seats] == [(3, 2)]
    api.reserve("a1", "ann", status=409)
    api.reserve("a1", "cid", "dan", status=409)
    api.reserve("a1", status=400)
    sandbox.advance(10)
    found = api("POST", "/a1/reservations/confirm", {"user_ids": ["ann", "eve"]})
    assert found["unknown_user_ids"] == ["eve"]
    assert found["slots"] == [{"name": "main", "accepted_user_ids": ["ann"], "expired_user_ids": []}]
    # The seat of ann looks free until the server says that it is taken.
    assert api.main("a1")["joinable_seats"] == 2
    api("PATCH", "/a1/slots/main", {"available_seats": 2})
    assert api.main("a1")["joinable_seats"] == 1
    sandbox.advance(10.1)
    assert api.main("a1")["reserved_seats"] == 0
    found = api("POST", "/a1/reservations/confirm", {"user_ids": ["bob"]})
    assert found["slots"][0]["expired_user_ids"] == ["bob"]
    assert api("POST", "/a1/reservations/confirm", {"user_ids": ["bob"]})["unknown_user_ids"] == ["bob"]


def test_a_seat_in_any_server_of_a_policy(api: Api) -> None:
    api.register("a1", seats=1, policy_name="on-demand")
    api.register("b2", seats=3, policy_name="on-demand")
    body = {"policy_name": "on-demand", "users": [{"user_id": "ann"}, {"user_id": "bob"}]}
    found = api("POST", "/reservations", body)
    assert (found["request_id"], found["slot"]) == ("b2", {"name": "main"})
    api("POST", "/reservations", {**body, "policy_name": "other"}, 404)
    api("POST", "/reservations", {**body, "users": [{"user_id": "cid"}] * 2}, 404)


def test_searches_filter_order_and_page(browser: SandboxServerBrowser, api: Api) -> None:
    for number in range(12):
        modes = ("ctf", "race", "it's")
        api.register(f"s{number:02}", seats=number, mode=modes[number % 3], level=number, is_ranked=number % 2 == 0)
    api.register("odd", level="not a number")
    with ServerBrowser(browser.url, ClientToken(browser.client_token), transport=browser.transport()) as client:

        def search(where: Any = None, **options: Any) -> list[str]:
            return [each.request_id for each in client.instances.search(where, page_size=5, **options)]

        assert len(search()) == 13
        assert search(field("metadata.mode") == "it's") == ["s02", "s05", "s08", "s11"]
        assert search((field("total_joinable_seats") >= 10) & (field("metadata.is_ranked") == True)) == ["s10"]  # noqa: E712
        assert search(field("metadata.mode").contains("ac"), order=descending("metadata.level"))[:2] == ["s10", "s07"]
        ranked = search(
            field("metadata.level") > 5, order=[rank("metadata.mode", ["race", "ctf"]), descending("metadata.level")]
        )
        assert ranked == ["s10", "s07", "s09", "s06", "s11", "s08"]
        slots = list(client.slots.search("s03", field("metadata.team_name") == "red"))
        assert [slot.name for slot in slots] == ["main"]
        for where in (field("metadata.unknown") == 1, field("metadata.level") == "x", field("secret") == 1):
            with pytest.raises(BadRequestError):
                search(where)
        with pytest.raises(BadRequestError):
            client.instances.list(cursor="nonsense")
    for old in ("filter=x", "orderby=x", "limit=101", "%24filter=level%20or%201"):
        api("GET", f"?{old}", status=400)


@pytest.mark.parametrize(
    "change",
    [
        {"server_instances": {"indices": {"mode": "text"}}},
        {"server_instances": {"expiration_period": "soon"}},
        {"seat_reservations": {"expiration_period": 30}},
    ],
)
def test_configurations_that_are_refused(change: Json, sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=r"must be"):
        sandbox.add_server_browser(CONFIGURATION | change)


async def test_the_async_client_and_a_server_on_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edgegap_client._async.server_browser_instance.BACK_OFF_SECONDS", 0.1)
    sandbox = Sandbox()
    handle = sandbox.add_server_browser()
    with handle.serve() as url:
        async with (
            AsyncServerBrowser(url, ServerToken(handle.server_token)) as server,
            AsyncServerBrowser(url, ClientToken(handle.client_token)) as client,
        ):
            options: Json = {"slots": {"main": 1}, "request_id": "a1", "server": SERVER, "interval": 0.2}
            async with AsyncServerInstance(server, **options) as instance:
                await client.reservations.reserve_for("a1", "main", ["ann"])
                with pytest.raises((AlreadyReserved, NoSeatLeft)):
                    await client.reservations.reserve_for("a1", "main", ["ann"])
                with pytest.raises(NoSeatLeft):
                    await client.reservations.reserve_for("a1", "main", ["bob"])
                await instance.confirm(["ann"])
                await instance.synced()
                assert [(each.available, each.reserved) for each in handle.seats] == [(0, 0)]
            with pytest.raises(NotFoundError):
                await client.instances.get("a1")
    assert handle.seats == ()
