"""The matchmakers of the sandbox: matches are made by the rules, and their servers run in the same sandbox."""

from __future__ import annotations

import copy
from typing import Any, Final

import httpx
import pytest

from edgegap_client import AuthenticationError, ConflictError, RateLimitedError, SearchCancelled, SearchExpired
from edgegap_client._core import matchmaker as core
from edgegap_client.matchmaking import (
    AsyncBackfill,
    AsyncMatchmaker,
    Cancelled,
    Configuration,
    Match,
    Matchmaker,
    assignment_here,
)
from edgegap_client.sandbox import Clock, Sandbox, SandboxMatchmaker, Timing
from edgegap_client.sandbox.services.base import HANDLERS
from edgegap_client.sandbox.validation import specification

Json = dict[str, Any]

CONFIGURATION: Final[Json] = {
    "version": "3.3.2",
    "inspect": True,
    "profiles": {
        "casual": {
            "ticket_expiration_period": "60s",
            "ticket_removal_period": "10s",
            "group_inactivity_removal_period": "5m",
            "application": {"name": "my-game", "version": "v1"},
            "rules": {
                "initial": {
                    "match_size": {
                        "type": "player_count",
                        "attributes": {"team_count": 2, "min_team_size": 1, "max_team_size": 2},
                    },
                    "beacons": {"type": "latencies", "attributes": {"difference": 100, "max_latency": 200}},
                    "elo": {"type": "number_difference", "attributes": {"max_difference": 50}},
                    "mode": {"type": "string_equality", "attributes": {}},
                    "maps": {"type": "intersection", "attributes": {"overlap": 1}},
                },
                "expansions": {"20": {"elo": {"max_difference": 500}}, "40": {"match_size": {"max_team_size": 3}}},
            },
        }
    },
}
PLAYER: Final[Json] = {"beacons": {"Chicago": 20.0, "London": 90.0}, "elo": 1000, "mode": "ctf", "maps": ["sea", "sky"]}


@pytest.fixture
def sandbox() -> Sandbox:
    made = Sandbox(now=Clock(), seed=7, timing=Timing(ready_after=2, match_after=0.5))
    made.add_version("my-game", "v1")
    return made


@pytest.fixture
def matchmaker(sandbox: Sandbox) -> SandboxMatchmaker:
    return sandbox.add_matchmaker(CONFIGURATION, tier=None)


class Api:
    """Requests to a matchmaker, as they are on the network."""

    def __init__(self, matchmaker: SandboxMatchmaker) -> None:
        headers = {"authorization": matchmaker.token}
        self.http = httpx.Client(transport=matchmaker.transport(), base_url=matchmaker.url, headers=headers)

    def __call__(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        response = self.http.request(method, path, json=body)
        assert response.status_code == status, response.text
        return response.json() if response.content else None

    def ticket(self, **attributes: Any) -> str:
        request = {"profile": "casual", "attributes": PLAYER | attributes, "player_ip": "203.0.113.7"}
        ticket_id: str = self("POST", "/tickets", request)["id"]
        return ticket_id

    def party(self, size: int, **attributes: Any) -> list[str]:
        request = {"profile": "casual", "attributes": PLAYER | attributes}
        found = self("POST", "/group-tickets", {"player_tickets": [request] * size})
        return [ticket["id"] for ticket in found["player_tickets"]]

    def status(self, ticket_id: str) -> str:
        return str(self("GET", f"/tickets/{ticket_id}")["status"])


@pytest.fixture
def api(matchmaker: SandboxMatchmaker) -> Api:
    return Api(matchmaker)


def test_each_operation_has_a_handler_and_inspect_is_a_setting(sandbox: Sandbox, api: Api) -> None:
    ids = {node["operationId"] for item in specification("matchmaking")["paths"].values() for node in item.values()}
    assert len(ids & HANDLERS.keys() & sandbox.faults.operations) == len(ids) == 18
    assert api("GET", "/monitor")["status"] == "healthy"
    beacons = api("GET", "/locations/beacons")["beacons"]
    assert "Chicago" in [each["location"]["city"] for each in beacons]
    ticket_id = api.ticket()
    assert [each["id"] for each in api("GET", "/inspect/tickets")] == [ticket_id]
    assert api("GET", "/inspect/matches") == []
    other = Api(sandbox.add_matchmaker({**CONFIGURATION, "inspect": False}))
    other("GET", "/inspect/tickets", status=404)


def test_the_token_is_raw_and_each_matchmaker_has_its_own(sandbox: Sandbox, matchmaker: SandboxMatchmaker) -> None:
    other = sandbox.add_matchmaker(CONFIGURATION, name="other", token="another-token")
    with httpx.Client(transport=matchmaker.transport(), base_url=matchmaker.url) as http:
        for given in ("", "token " + matchmaker.token, "Bearer " + matchmaker.token, other.token):
            assert http.get("/monitor", headers={"authorization": given}).status_code == 401
    with pytest.raises(ValueError, match="other"):
        sandbox.add_matchmaker(CONFIGURATION, name="other")
    assert matchmaker.token not in repr(matchmaker)


def test_a_full_match_starts_a_server_with_the_variables(
    sandbox: Sandbox, matchmaker: SandboxMatchmaker, api: Api
) -> None:
    pair, first, second = api.party(2), api.ticket(maps=["sky"]), api.ticket(elo=1040)
    assert api.status(first) == "SEARCHING"
    sandbox.advance(0.5)
    assert {each.status for each in matchmaker.tickets} == {"MATCH_FOUND"}
    api("DELETE", f"/tickets/{first}", status=409)
    sandbox.advance(2)
    (deployment,) = sandbox.running
    ticket = api("GET", f"/tickets/{first}")
    assert (ticket["status"], ticket["assignment"]["fqdn"]) == (
        "HOST_ASSIGNED",
        f"{deployment.request_id}.pr.edgegap.net",
    )
    assert ticket["assignment"]["ports"]["gameport"]["internal"] == 7777
    assert ticket["assignment"]["location"]["city"] == deployment.city == "Chicago"
    assert set(deployment.tags) == {*pair, first, second}
    variables = sandbox.environment(deployment.request_id)
    match = Match.read(variables)
    assert match is not None
    assert variables["MM_EXPANSION"] == match.expansion_stage == "initial"
    assert match.match_id == ticket["match_id"]
    assert match.match_id.startswith("casual_initial-")
    assert set(match.ticket_ids) == set(match.tickets) == {*pair, first, second}
    assert (match.equality, match.intersection) == ({"mode": "ctf"}, {"maps": ["sky"]})
    assert match.team_of(pair[0]) == match.team_of(pair[1]) != match.team_of(first)
    assert match.team_of(first) == ticket["team_id"]
    assert match.tickets[second].attributes["elo"] == 1040
    assert api("GET", "/inspect/matches")[0]["id"] == match.match_id
    sandbox.advance(10)
    api("GET", f"/tickets/{first}", status=404)
    assert matchmaker.tickets == ()
    assert api("GET", "/inspect/matches") == []


def test_an_older_version_has_the_older_variable(sandbox: Sandbox) -> None:
    api = Api(sandbox.add_matchmaker({**CONFIGURATION, "version": "3.2.5"}, tier=None))
    api.party(2)
    api.party(2)
    sandbox.advance(1)
    variables = sandbox.environment(sandbox.running[0].request_id)
    assert variables["MM_EXPANSION_STAGE"] == "initial"
    assert "MM_EXPANSION" not in variables


@pytest.mark.parametrize(
    "different",
    [
        {"mode": "race"},
        {"elo": 1051},
        {"maps": ["cave"]},
        {"beacons": {"Chicago": 121.0, "London": 201.0}},
        {"beacons": {"Tokyo": 20.0}},
    ],
)
def test_players_who_do_not_fit_are_in_no_match(different: Json, sandbox: Sandbox, api: Api) -> None:
    tickets = [api.ticket(), api.ticket(), api.ticket(), api.ticket(**different)]
    sandbox.advance(10)
    assert {api.status(each) for each in tickets} == {"SEARCHING"}
    api.ticket()
    sandbox.advance(10)
    assert [api.status(each) for each in tickets] == ["HOST_ASSIGNED"] * 3 + ["SEARCHING"]


def test_expansions_widen_the_rules_for_those_who_have_waited(sandbox: Sandbox, api: Api) -> None:
    strangers = [api.ticket(elo=elo) for elo in (1000, 1100, 1200, 1300)]
    sandbox.advance(19)
    late = api.ticket(elo=1400)
    sandbox.advance(2)
    assert {api.status(each) for each in strangers} == {"MATCH_FOUND"}
    assert api.status(late) == "SEARCHING"


def test_fewer_players_are_matched_just_before_an_expansion_and_the_rest_expires(sandbox: Sandbox, api: Api) -> None:
    alone = api.ticket(mode="race")
    three = [api.ticket(), api.ticket(), api.ticket()]
    sandbox.advance(19.9)
    assert {api.status(each) for each in (*three, alone)} == {"SEARCHING"}
    sandbox.advance(0.2)
    assert {api.status(each) for each in three} == {"MATCH_FOUND"}
    sandbox.advance(40)
    assert api.status(alone) == "CANCELLED"
    sandbox.advance(10)
    api("GET", f"/tickets/{alone}", status=404)


def test_a_party_too_large_for_a_team_waits_for_the_expansion(sandbox: Sandbox) -> None:
    changed = copy.deepcopy(CONFIGURATION)
    changed["profiles"]["casual"]["rules"]["initial"]["match_size"]["attributes"] |= {"min_team_size": 2}
    api = Api(sandbox.add_matchmaker(changed, tier=None))
    parties = [*api.party(3), *api.party(3)]
    sandbox.advance(39)
    assert {api.status(each) for each in parties} == {"SEARCHING"}
    sandbox.advance(2)
    assert {api.status(each) for each in parties} == {"MATCH_FOUND"}


def test_a_deployment_that_fails_is_tried_again_and_then_the_players_search_again(
    sandbox: Sandbox, matchmaker: SandboxMatchmaker, api: Api
) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="error", times=1)
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity", nth=2)
    sandbox.faults.add(operation="create_deployment", status=503, nth=(3, 4))
    tickets = [*api.party(2), *api.party(2)]
    sandbox.advance(3)
    assert api.status(tickets[0]) == "MATCH_FOUND"
    sandbox.advance(1.1)
    assert {api.status(each) for each in tickets} == {"SEARCHING"}
    assert api("GET", f"/tickets/{tickets[0]}")["team_id"] is None
    sandbox.advance(3)
    assert {api.status(each) for each in tickets} == {"HOST_ASSIGNED"}
    assert len(sandbox.orphans()) == len(sandbox.running) == 1


def test_a_version_that_does_not_exist_gives_no_server(api: Api, sandbox: Sandbox) -> None:
    changed = copy.deepcopy(CONFIGURATION)
    changed["profiles"]["casual"]["application"]["version"] = "v2"
    other = Api(sandbox.add_matchmaker(changed, tier=None))
    ticket = [*other.party(2), *other.party(2)][0]
    sandbox.advance(59)
    assert other.status(ticket) in ("SEARCHING", "MATCH_FOUND")
    sandbox.advance(4)
    assert other.status(ticket) == "CANCELLED"


@pytest.mark.parametrize(
    "body",
    [
        {"profile": "ranked", "attributes": PLAYER},
        {"profile": "casual", "attributes": {**PLAYER, "match_size": 2}},
        {"profile": "casual", "attributes": {**PLAYER, "unknown": 2}},
        {"profile": "casual", "attributes": {"elo": 3}},
        {"profile": "casual", "attributes": PLAYER, "player_ip": "nowhere"},
        {"profile": "casual"},
        {},
    ],
)
def test_tickets_that_are_refused(body: Json, api: Api, matchmaker: SandboxMatchmaker) -> None:
    api("POST", "/tickets", body, 400)
    api("POST", "/groups", {**body, "is_ready": True}, 400)
    api("POST", "/group-tickets", {"player_tickets": [body]}, 400)
    assert matchmaker.tickets == ()


def test_deleting_one_ticket_of_a_party_ends_the_search_of_the_others(api: Api) -> None:
    first, second = api.party(2)
    api("DELETE", f"/tickets/{first}", status=204)
    api("GET", f"/tickets/{first}", status=404)
    assert api.status(second) == "CANCELLED"
    api("DELETE", f"/tickets/{second}", status=204)
    api("DELETE", f"/tickets/{second}", status=404)


def test_a_group_searches_once_all_are_ready(sandbox: Sandbox, api: Api) -> None:
    member = {"profile": "casual", "attributes": PLAYER, "is_ready": False}
    owner = api("POST", "/groups", member)
    path = f"/groups/{owner['group_id']}"
    assert owner["ticket_id"] is None
    assert owner["status"] not in ("SEARCHING", "CANCELLED")
    api("POST", f"{path}/members", {**member, "attributes": {**PLAYER, "mode": "race"}}, 400)
    second = api("POST", f"{path}/members", {**member, "is_ready": True})
    third = api("POST", f"{path}/members", member)
    api("POST", f"{path}/members", member, 409)  # no team is larger
    api("DELETE", f"{path}/members/{third['member_id']}", status=204)
    api("GET", f"{path}/members/{third['member_id']}", status=404)
    assert api("PATCH", f"{path}/members/{owner['member_id']}", {"is_ready": True})["status"] == "SEARCHING"
    api("PATCH", f"{path}/members/{owner['member_id']}", {"is_ready": False}, 409)
    api("PATCH", f"{path}/members/{owner['member_id']}", {"is_ready": "yes"}, 400)
    api("POST", f"{path}/members", member, 409)
    assert api("GET", f"{path}/members/{second['member_id']}")["ticket_id"]
    api.party(2)
    sandbox.advance(3)
    found = api("GET", path)
    assert (found["status"], bool(found["assignment"])) == ("HOST_ASSIGNED", True)
    api("DELETE", path, status=409)
    api("DELETE", f"{path}/members/{second['member_id']}", status=409)


def test_leaving_during_the_search_ends_it_and_idle_groups_are_removed(sandbox: Sandbox, api: Api) -> None:
    member = {"profile": "casual", "attributes": PLAYER, "is_ready": False}
    owner = api("POST", "/groups", member)
    path = f"/groups/{owner['group_id']}"
    second = api("POST", f"{path}/members", {**member, "is_ready": True})
    api("PATCH", f"{path}/members/{owner['member_id']}", {"is_ready": True})
    api("DELETE", f"{path}/members/{second['member_id']}", status=204)
    assert api("GET", path)["status"] == "CANCELLED"
    idle = f"/groups/{api('POST', '/groups', member)['group_id']}"
    sandbox.advance(299)
    api("GET", idle)
    sandbox.advance(2)
    api("GET", idle, status=404)
    dissolved = f"/groups/{api('POST', '/groups', member)['group_id']}"
    api("DELETE", dissolved, status=204)
    assert api("GET", dissolved)["status"] == "CANCELLED"
    api("DELETE", dissolved, status=404)


def test_a_backfill_gets_one_party_that_fits_before_new_matches_are_made(
    sandbox: Sandbox, matchmaker: SandboxMatchmaker, api: Api
) -> None:
    api.party(2)
    api.party(2)
    sandbox.advance(3)
    environment = sandbox.environment(sandbox.running[0].request_id)
    match = Match.read(environment)
    assert match is not None
    stays = next(iter(match.tickets.values()))
    body: Json = {
        "profile": "casual",
        "attributes": {"assignment": assignment_here(environment)},
        "tickets": {stays.id: stays.to_dict()},
    }
    backfill = api("POST", "/backfills", body)
    assert backfill["assigned_ticket"] is None
    stranger, fits = api.ticket(mode="race"), api.ticket()
    sandbox.advance(0.5)
    ticket = api("GET", f"/tickets/{fits}")
    assert (ticket["status"], ticket["team_id"]) == ("HOST_ASSIGNED", stays.team_id)
    assert ticket["assignment"]["fqdn"] == body["attributes"]["assignment"]["fqdn"]
    assert "request_id" not in ticket["assignment"]
    backfill = api("GET", f"/backfills/{backfill['id']}")
    assert (backfill["status"], backfill["assigned_ticket"]["id"]) == ("ASSIGNED", fits)
    assert api.status(stranger) == "SEARCHING"
    assert [each.is_assigned for each in matchmaker.backfills] == [True]
    api("DELETE", f"/backfills/{backfill['id']}", status=204)
    api("DELETE", f"/backfills/{backfill['id']}", status=404)
    unused = api("POST", "/backfills", {**body, "tickets": {}})["id"]
    sandbox.advance(61)
    api("GET", f"/backfills/{unused}", status=404)
    assert len(sandbox.running) == 1


def test_the_limits_of_the_tier(sandbox: Sandbox) -> None:
    api = Api(sandbox.add_matchmaker(CONFIGURATION))
    for _ in range(5):
        api.ticket()
    with pytest.raises(AssertionError, match="Too many requests"):
        api.ticket()
    sandbox.advance(1)
    api.ticket()
    with pytest.raises(ValueError, match="free, hobbyist"):
        sandbox.add_matchmaker(CONFIGURATION, tier="huge")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_faults_snapshots_and_records(sandbox: Sandbox, matchmaker: SandboxMatchmaker, api: Api) -> None:
    sandbox.faults.add(operation="get_ticket", status=429, times=1)
    before = sandbox.snapshot()
    ticket_id = api.ticket()
    api("GET", f"/tickets/{ticket_id}", status=429)
    assert sandbox.counts["get_ticket", 429] == 1
    during = sandbox.snapshot()
    sandbox.restore(before)
    assert matchmaker.tickets == ()
    sandbox.restore(during)
    sandbox.advance(60)
    assert api.status(ticket_id) == "CANCELLED"
    sandbox.reset()
    assert matchmaker.tickets == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rules": {"initial": {}}}, "player_count"),
        ({"ticket_removal_period": "soon"}, "ticket_removal_period"),
        ({"application": None}, "application"),
    ],
)
def test_configurations_that_are_refused(change: Json, words: str, sandbox: Sandbox) -> None:
    changed = copy.deepcopy(CONFIGURATION)
    changed["profiles"]["casual"] |= change
    assert isinstance(Configuration(changed), Configuration)
    with pytest.raises(ValueError, match=words):
        sandbox.add_matchmaker(changed)


# --- with the clients, on a port and on the computer's clock


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.setattr(core, "FIRST_INTERVAL_SECONDS", 0.1)
    monkeypatch.setattr(core, "MAX_INTERVAL_SECONDS", 0.3)
    made = Sandbox(timing=Timing(ready_after=0.1, match_after=0.1))
    made.add_version("my-game", "v1")
    return made


def test_the_synchronous_client_plays(quick: Sandbox) -> None:
    matchmaker = quick.add_matchmaker(CONFIGURATION, tier=None)
    player: Json = {"profile": "casual", "attributes": PLAYER}
    with matchmaker.serve() as url, Matchmaker(url, matchmaker.token, rate_limits="off") as client:
        with client.tickets.search_group([player, player]) as one, client.tickets.search_group([player, player]) as two:
            assert one.assigned(timeout=10).fqdn == two.assigned(timeout=10).fqdn
        with client.tickets.search(**player) as search:
            assert search.cancel() == Cancelled()
        with pytest.raises(AuthenticationError):
            client.with_options(token="another").tickets.get("x")
    assert {each.status for each in matchmaker.tickets} == {"HOST_ASSIGNED"}
    assert len(quick.running) == 1


async def test_the_async_client_plays_and_a_server_fills_its_seats(quick: Sandbox) -> None:
    handle = quick.add_matchmaker(CONFIGURATION, tier=None)
    player: Json = {"profile": "casual", "attributes": PLAYER}
    url, transport = handle.url, handle.transport()
    async with AsyncMatchmaker(url, handle.token, transport=transport, rate_limits="off") as client:
        async with (
            client.groups.opened(**player) as owner,
            client.groups.joined(owner.group_id, **player, is_ready=True) as friend,
            client.tickets.search_group([player, player]) as others,
        ):
            await owner.ready()
            fqdn = (await owner.assigned(timeout=10)).fqdn
            for search in (friend, others):
                assert (await search.assigned(timeout=10)).fqdn == fqdn
        environment = quick.environment(quick.running[0].request_id)
        match = Match.read(environment)
        assert match is not None
        assignment = assignment_here(environment)
        async with AsyncBackfill(client, team_size=2, match=match, assignment=assignment) as backfill:
            backfill.remove(match.ticket_ids[0])
            async with client.tickets.search(**player) as late:
                assert (await late.assigned(timeout=10)).fqdn == fqdn
        assert [each for each in handle.backfills if not each.is_assigned] == []
        with pytest.raises(ConflictError):
            await client.groups.delete(owner.group_id)


async def test_ends_that_the_sandbox_decides_are_typed(quick: Sandbox) -> None:
    short = copy.deepcopy(CONFIGURATION)
    short["profiles"]["casual"] |= {"ticket_expiration_period": "1s", "ticket_removal_period": "1s"}
    short["profiles"]["casual"]["rules"]["expansions"] = {}
    handle = quick.add_matchmaker(short, tier="free")
    player: Json = {"profile": "casual", "attributes": PLAYER}
    async with AsyncMatchmaker(handle.url, handle.token, transport=handle.transport(), rate_limits="off") as client:
        with pytest.raises((SearchCancelled, SearchExpired)):
            async with client.tickets.search(**player) as search:
                await search.assigned(timeout=10)
        with pytest.raises(RateLimitedError):
            for _ in range(6):
                await client.with_options(max_retries=0).tickets.create(**player)
