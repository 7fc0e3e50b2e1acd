"""A whole game on one machine: players search in parties, servers fill free seats, and a hub is listed for everybody.

It needs no account: the matchmaker, the server browser and the deployments are those of a sandbox. 200 players: 66
parties of three are matched, two of these players leave, and backfills send the last two players to their seats.
"""

import asyncio
import contextlib
from typing import Any

from edgegap_client import AsyncEdgegap
from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Match, assignment_here
from edgegap_client.sandbox import Sandbox, SandboxServerBrowser, Timing
from edgegap_client.server_browser import AsyncServerBrowser, AsyncServerInstance, ClientToken, ServerToken, field

TOKEN = "an-organisation"  # noqa: S105  # of nobody
PARTY_COUNT = 66
TEAM_SIZE = 3
PLAYER: dict[str, Any] = {"profile": "casual", "attributes": {"mode": "ctf"}}
CONFIGURATION: dict[str, Any] = {
    "version": "3.3.2",
    "profiles": {
        "casual": {
            "application": {"name": "my-game", "version": "v1"},
            "rules": {
                "initial": {
                    "match_size": {
                        "type": "player_count",
                        "attributes": {"team_count": 2, "min_team_size": TEAM_SIZE, "max_team_size": TEAM_SIZE},
                    },
                    "mode": {"type": "string_equality", "attributes": {}},
                },
            },
        },
    },
}


async def find_server(matchmaker: AsyncMatchmaker, size: int) -> str:
    """Search as a party, and give the address of the server."""
    async with matchmaker.tickets.search_group([PLAYER] * size) as search:
        return (await search.assigned(timeout=60)).fqdn


async def replace_a_player(matchmaker: AsyncMatchmaker, environment: dict[str, str]) -> str:
    """What a game server does when a player leaves; gives the id of the player who has come instead."""
    match = Match.read(environment)
    assert match is not None
    has_come: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with AsyncBackfill(
        matchmaker,
        match=match,
        assignment=assignment_here(environment),
        team_size=TEAM_SIZE,
        on_assigned=lambda ticket: has_come.set_result(ticket.id),
    ) as backfill:
        backfill.remove(match.ticket_ids[0])
        return await asyncio.wait_for(has_come, 60)


async def list_a_hub(service: SandboxServerBrowser, environment: dict[str, str]) -> None:
    """A persistent server that everybody finds, and one player who takes a seat."""
    async with (
        AsyncServerBrowser(
            service.url, ServerToken(service.server_token), transport=service.transport()
        ) as of_the_server,
        AsyncServerBrowser(
            service.url, ClientToken(service.client_token), transport=service.transport()
        ) as of_a_player,
    ):
        here = assignment_here(environment)
        request_id = here["request_id"]
        async with AsyncServerInstance(of_the_server, slots={"hub": 50}, request_id=request_id, server=here) as hub:
            async for found in of_a_player.instances.search(field("total_joinable_seats") >= 1):
                await of_a_player.reservations.reserve_for(found.request_id, "hub", ["ann"])
            await hub.confirm(["ann"])
            await hub.synced()
            print(
                f"the hub has {[seats.available for seats in service.seats]} free seats, and {list(hub.seated)} inside"
            )
    print(f"servers left in the browser: {len(service.seats)}")


async def main() -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.2, match_after=0.2))
    sandbox.add_version("my-game", "v1", token=TOKEN)
    service = sandbox.add_matchmaker(CONFIGURATION, organisation=TOKEN, tier=None)
    async with contextlib.AsyncExitStack() as stack:
        edgegap = await stack.enter_async_context(
            AsyncEdgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport())
        )
        matchmaker = await stack.enter_async_context(
            AsyncMatchmaker(service.url, service.token, transport=service.transport(), rate_limits="off")
        )
        hosts = await asyncio.gather(*(find_server(matchmaker, TEAM_SIZE) for _ in range(PARTY_COUNT)))
        servers = sandbox.running
        print(f"{PARTY_COUNT * TEAM_SIZE} players are in {len(set(hosts))} matches on {len(servers)} servers")

        environments = [sandbox.environment(server.request_id) for server in servers[:3]]
        *came, first, second, _ = await asyncio.gather(
            *(replace_a_player(matchmaker, environment) for environment in environments[:2]),
            *(find_server(matchmaker, 1) for _ in range(2)),
            list_a_hub(sandbox.add_server_browser(organisation=TOKEN), environments[2]),
        )
        print(f"{len(set(came))} players have left, and as many have come to {len({first, second})} servers")

        await edgegap.deployments.stop_many([server.request_id for server in servers])
    waiting = [ticket for ticket in service.tickets if ticket.status != "HOST_ASSIGNED"]
    open_backfills = [backfill for backfill in service.backfills if not backfill.is_assigned]
    print(f"left: {len(waiting)} searches, {len(open_backfills)} backfills, {len(sandbox.orphans())} servers")
    sandbox.close()


if __name__ == "__main__":
    asyncio.run(main())
