"""What a live run may do, from arguments and the environment; and the reasons to refuse it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import field, frozen

ORCHESTRATION: Final = "orchestration"
MATCHMAKING: Final = "matchmaking"
SERVER_BROWSER: Final = "server_browser"
API_URL: Final = "https://api.edgegap.com"
LOCAL: Final = ("127.0.0.1", "localhost", "::1")


@frozen
class Settings:
    """What a live run may do.

    Attributes:
        token: The organisation's API token.
        urls: The URL of each service that is checked.
        max_deployments: The ceiling of deployments, those of matches included.
        max_minutes: The time limit of the checks. The clean-up comes after it.
        is_agreed: Whether somebody has agreed to the run.
        is_ci: Whether this is a CI job.
        application: The application whose version is deployed; None: nothing is deployed.
        version: The app version.
        player_ip: The address that deployments and tickets are near to.
        matchmaker_token: The token of the matchmaker.
        profile: The matchmaker's profile for tickets; None: no ticket is created.
        attributes: The attributes of a ticket of that profile.
        match_size: How many players a match of that profile needs.
        index: An indexed text in the metadata of server instances.
        server_token: The server token of the server browser.
        client_token: Its client token.
        folder: Where the report and the ledger are written.
    """

    token: str = field(repr=False)
    urls: dict[str, str]
    max_deployments: int
    max_minutes: float
    is_agreed: bool
    is_ci: bool
    application: str | None
    version: str | None
    player_ip: str
    matchmaker_token: str = field(repr=False)
    profile: str | None
    attributes: dict[str, Any]
    match_size: int
    index: str | None
    server_token: str = field(repr=False)
    client_token: str = field(repr=False)
    folder: Path

    @property
    def secrets(self) -> list[str]:
        """What must never show."""
        found = (self.token, self.matchmaker_token, self.server_token, self.client_token)
        return [secret for token in found if token for secret in (token, token.removeprefix("token "))]

    def problems(self) -> list[str]:
        """Why the run must not start; each says what to do."""
        found: list[str] = []
        if not self.token:
            found.append("EDGEGAP_API_TOKEN is unset: set it to the token of an organisation for tests.")
        if self.max_deployments < 0 or self.max_minutes <= 0:
            found.append("--max-deployments must be at least 0, and --max-minutes more than 0.")
        remote = [url for url in self.urls.values() if urlsplit(url).hostname not in LOCAL]
        if self.is_ci and remote:
            found.append(f"CI is set: a CI job must not use real services ({', '.join(remote)}).")
        if not self.is_agreed:
            found.append("Nobody has agreed to this plan: set EDGEGAP_LIVE=1 or pass --yes.")
        return found


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """The settings of a run.

    Raises:
        SystemExit: The arguments are not valid; argparse has said why.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.live", description=__doc__)
    parser.add_argument("--max-deployments", type=int, required=True, help="ceiling, deployments of matches included")
    parser.add_argument("--max-minutes", type=float, required=True, help="time limit of the checks, in minutes")
    parser.add_argument("--yes", action="store_true", help="agree to the plan, as EDGEGAP_LIVE=1 does")
    parser.add_argument("--application", help="application to deploy; without it nothing is deployed")
    parser.add_argument("--version", help="app version to deploy")
    parser.add_argument("--player-ip", default="8.8.8.8", help="address that deployments are near to; default 8.8.8.8")
    parser.add_argument("--profile", help="matchmaker profile for tickets; without it there are none")
    parser.add_argument("--attributes", type=json.loads, default={}, help="attributes of a ticket, as JSON")
    parser.add_argument("--match-size", type=int, default=1, help="players that a match of it needs; default 1")
    parser.add_argument("--index", help="an indexed text in the metadata of server instances, for a filter")
    parser.add_argument("--folder", type=Path, default=Path("build/live"), help="where the report is written")
    given = parser.parse_args(arguments)
    if (given.application is None) is not (given.version is None):
        parser.error("--application and --version belong together")
    optional = {MATCHMAKING: "EDGEGAP_MATCHMAKER_URL", SERVER_BROWSER: "EDGEGAP_SB_URL"}
    urls = {service: environment[name] for service, name in optional.items() if environment.get(name)}
    return Settings(
        token=environment.get("EDGEGAP_API_TOKEN", ""),
        urls={ORCHESTRATION: environment.get("EDGEGAP_BASE_URL") or API_URL, **urls},
        max_deployments=given.max_deployments,
        max_minutes=given.max_minutes,
        is_agreed=given.yes or environment.get("EDGEGAP_LIVE") == "1",
        is_ci=environment.get("CI", "").lower() not in ("", "0", "false"),
        application=given.application,
        version=given.version,
        player_ip=given.player_ip,
        matchmaker_token=environment.get("EDGEGAP_MATCHMAKER_TOKEN", ""),
        profile=given.profile,
        attributes=given.attributes,
        match_size=given.match_size,
        index=given.index,
        server_token=environment.get("EDGEGAP_SB_SERVER_TOKEN", ""),
        client_token=environment.get("EDGEGAP_SB_CLIENT_TOKEN", ""),
        folder=given.folder,
    )
