"""What docstrings of the preview services speak of: fake services, their clients, a match and a player."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Match, Matchmaker
from edgegap_client.server_browser import (
    AsyncServerBrowser,
    AsyncServerInstance,
    ClientToken,
    ServerBrowser,
    ServerToken,
    descending,
    field,
)

from ..servers.services import FakeMatchmaker, FakeServerBrowser, Request, serving

PLAYER = "player1"
RULES: dict[str, Any] = {
    "match_size": {
        "type": "player_count",
        "attributes": {"team_count": 1, "min_team_size": 1, "max_team_size": 4},
    },
    "beacons": {"type": "latencies", "attributes": {"difference": 125, "max_latency": 250}},
    "elo_rating": {"type": "number_difference", "attributes": {"max_difference": 50}},
    "selected_map": {"type": "intersection", "attributes": {"overlap": 1}},
}
CONFIGURATION: dict[str, Any] = {
    "version": "3.3.2",
    "profiles": {
        "advanced": {
            "ticket_expiration_period": "5m",
            "ticket_removal_period": "1m",
            "application": {"name": "my-game", "version": "v1"},
            "rules": {"initial": RULES, "expansions": {}},
        }
    },
}
MATCH = {
    "MM_MATCH_ID": "match1",
    "MM_MATCH_PROFILE": "advanced",
    "MM_TICKET_IDS": json.dumps(["ticket1"]),
    "MM_TICKET_ticket1": json.dumps({"id": "ticket1", "created_at": "2026-11-26T00:00:00Z"}),
    "MM_GROUPS": json.dumps({"group1": ["ticket1"]}),
    "MM_TEAMS": json.dumps({"team1": ["group1"]}),
}


class AssigningMatchmaker(FakeMatchmaker):
    """A matchmaker that assigns a server to every ticket that is read."""

    def __init__(self) -> None:
        super().__init__()
        self.before = self._assign

    def _assign(self, request: Request) -> None:
        for ticket_id in self.tickets:
            if ticket_id in request.path:
                self.match(ticket_id)


@asynccontextmanager
async def preview_names(text: str, folder: Path, patch: pytest.MonkeyPatch) -> AsyncGenerator[dict[str, Any]]:
    """The names that the docstring `text` uses, while services run for it."""
    matchmaking, listing = AssigningMatchmaker(), FakeServerBrowser()
    listing.client_token = "..."  # as the docstrings write it
    listing.create({"request_id": "1", "metadata": {}, "slots": [{"name": "main", "available_seats": 10}]})
    for name, value in MATCH.items():
        patch.setenv(name, value)
    (folder / "matchmaker.json").write_text(json.dumps(CONFIGURATION), "utf-8")
    patch.chdir(folder)
    token = ServerToken(listing.server_token)
    with serving(matchmaking) as matchmaker_url, serving(listing) as browser_url:
        patch.setenv("EDGEGAP_MATCHMAKER_URL", matchmaker_url)
        patch.setenv("EDGEGAP_MATCHMAKER_TOKEN", matchmaking.token)
        with Matchmaker() as matchmaker, ServerBrowser(browser_url, token) as browser:
            async with AsyncMatchmaker() as async_matchmaker, AsyncServerBrowser(browser_url, token) as async_browser:
                is_async = "async" in text
                yield {
                    "AsyncBackfill": AsyncBackfill,
                    "AsyncMatchmaker": AsyncMatchmaker,
                    "AsyncServerBrowser": AsyncServerBrowser,
                    "AsyncServerInstance": AsyncServerInstance,
                    "ClientToken": ClientToken,
                    "Match": Match,
                    "Path": Path,
                    "browser": async_browser if is_async else browser,
                    "descending": descending,
                    "expect": print,
                    "field": field,
                    "ip": "203.0.113.7",
                    "matchmaker": async_matchmaker if is_async else matchmaker,
                    "server_browser": async_browser if is_async else browser,
                    "serverbrowser": browser,
                    "ticket_id": "ticket1",
                    "token": matchmaking.token,
                    "url": matchmaker_url if "Matchmaker" in text else browser_url,
                    "user_id": PLAYER,
                }
