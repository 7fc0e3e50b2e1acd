"""Play a whole game on one machine: players search in parties, servers fill free seats, and players find a hub.

    python examples/whole_game.py               # 200 players
    python examples/whole_game.py --players 12  # as in `make demo`

You need no account: the matchmaker, the server browser and the deployments are those of a sandbox. Parties of three are
matched, up to two of these players leave, and backfills send as many new players to their seats.
"""

import argparse
import asyncio
import time
from typing import Any

from edgegap_client import AsyncEdgegap
from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Match, assignment_here
from edgegap_client.sandbox import Sandbox, SandboxServerBrowser, Timing
from edgegap_client.server_browser import AsyncServerBrowser, AsyncServerInstance, ClientToken, ServerToken, field

TOKEN = "an-organisation"  # The sandbox accepts any token.
TEAM_SIZE = 3
MATCH_SIZE = 2 * TEAM_SIZE
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


def step(text: str) -> None:
    print(f"\n* {text}")


async def find_server(matchmaker: AsyncMatchmaker, size: int) -> str:
    """Search as a party. Returns the address of the server."""
    async with matchmaker.tickets.search_group([PLAYER] * size) as search:
        return (await search.assigned(timeout=60)).fqdn


async def replace_a_player(matchmaker: AsyncMatchmaker, environment: dict[str, str]) -> str:
    """Replace a player who leaves, as a game server does. Returns the id of the new player."""
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


async def list_a_hub(edgegap: AsyncEdgegap, service: SandboxServerBrowser, sandbox: Sandbox) -> list[str]:
    """Run a persistent server that players find, with one player who takes a seat. Returns what has happened."""
    events: list[str] = []
    async with (
        AsyncServerBrowser(
            service.url, ServerToken(service.server_token), transport=service.transport()
        ) as of_the_server,
        AsyncServerBrowser(
            service.url, ClientToken(service.client_token), transport=service.transport()
        ) as of_a_player,
        edgegap.deployments.running(application="my-game", version="v1", users=["8.8.8.8"]) as server,
    ):
        here = assignment_here(sandbox.environment(server.request_id))
        async with AsyncServerInstance(
            of_the_server, slots={"hub": 50}, request_id=server.request_id, server=here
        ) as hub:
            async for found in of_a_player.instances.search(field("total_joinable_seats") >= 1):
                events.append(f"ann finds a hub with {found.total_joinable_seats} free seats, and reserves one")
                await of_a_player.reservations.reserve_for(found.request_id, "hub", ["ann"])
            await hub.confirm(["ann"])
            await hub.synced()
            seats = [seats.available for seats in service.seats]
            events.append(f"the hub has {seats} free seats, and {list(hub.seated)} inside")
    return [*events, f"servers in the browser: {len(service.seats)}"]


async def main(player_count: int) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.2, match_after=0.2))
    sandbox.add_version("my-game", "v1", token=TOKEN)
    service = sandbox.add_matchmaker(CONFIGURATION, organisation=TOKEN, tier=None)
    browser = sandbox.add_server_browser(organisation=TOKEN)
    party_count = player_count // MATCH_SIZE * 2
    async with (
        AsyncEdgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport(), poll_interval=0.2) as edgegap,
        AsyncMatchmaker(service.url, service.token, transport=service.transport(), rate_limits="off") as matchmaker,
    ):
        step(f"{party_count} parties of {TEAM_SIZE} search for a match")
        began = time.monotonic()
        hosts = await asyncio.gather(*(find_server(matchmaker, TEAM_SIZE) for _ in range(party_count)))
        servers = sandbox.running
        print(f"  {len(hosts) * TEAM_SIZE} players are in {len(set(hosts))} matches on {len(servers)} servers")
        print(f"  after {time.monotonic() - began:.1f} s")

        step("A player leaves each of two matches, and a backfill brings another one")
        environments = [sandbox.environment(server.request_id) for server in servers[:2]]
        async with asyncio.TaskGroup() as group:
            replacing = [group.create_task(replace_a_player(matchmaker, each)) for each in environments]
            searching = [group.create_task(find_server(matchmaker, 1)) for _ in environments]
            hub = group.create_task(list_a_hub(edgegap, browser, sandbox))
        came, new_hosts = ({task.result() for task in tasks} for tasks in (replacing, searching))
        print(f"  {len(environments)} players have left, and {len(came)} have joined {len(new_hosts)} servers")

        step("Meanwhile a hub runs, and players find it in the server browser")
        print(*(f"  {line}" for line in hub.result()), sep="\n")

        step("The matches have ended: the service stops their servers")
        await edgegap.deployments.stop_many([server.request_id for server in servers])
    waiting = [ticket for ticket in service.tickets if ticket.status != "HOST_ASSIGNED"]
    open_backfills = [backfill for backfill in service.backfills if not backfill.is_assigned]
    print(f"  remaining: {len(waiting)} searches, {len(open_backfills)} backfills, {len(sandbox.orphans())} servers")
    sandbox.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A whole game on one machine.")
    parser.add_argument(
        "--players", type=int, default=200, help=f"at least {2 * MATCH_SIZE}; a match has {MATCH_SIZE} (default: 200)"
    )
    asked = parser.parse_args().players
    if asked < 2 * MATCH_SIZE:
        parser.error(f"argument --players: must be at least {2 * MATCH_SIZE}, got {asked}")
    asyncio.run(main(asked))
