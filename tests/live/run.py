"""One live run: its clients, what it may still do, and its verdicts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import httpx

from edgegap_client import Edgegap
from edgegap_client.matchmaking import Matchmaker
from edgegap_client.server_browser import ServerBrowser, ServerToken

from .facts import all_facts
from .settings import MATCHMAKING, ORCHESTRATION, SERVER_BROWSER, Settings
from .wire import Exchange, Masker, Wire

State: TypeAlias = Literal["confirmed", "refuted", "not checked"]
CALL_TIMEOUT_SECONDS: Final = 20.0
LAUNCH_TIMEOUT_SECONDS: Final = 180.0
# A probe that meets 429 is retried so often, after so long.
RATE_LIMITED_RETRIES: Final = 3
RATE_LIMITED_SECONDS: Final = 1.0


class Interrupted(KeyboardInterrupt):
    """The run ends now; its text says why."""


class CeilingReached(Exception):
    """The run may not create another deployment."""


class Verdict(NamedTuple):
    """What is known of a fact.

    Attributes:
        state: Whether it was confirmed or refuted.
        evidence: The requests with their responses, without secrets.
        reason: Why it was not checked, or what was seen.
    """

    state: State
    evidence: tuple[str, ...] = ()
    reason: str = ""


class Run:
    """What the checks use. This object owns the verdicts, and the count of deployments that may still be created.

    Args:
        settings: What the run may do.
        sleep: Waits some seconds; tests move the clock of the sandbox instead.

    Attributes:
        interruption: Why the run must end; empty as long as it need not.
        is_cleaning: Whether the clean-up has begun, which nothing interrupts.
    """

    def __init__(self, settings: Settings, *, sleep: Callable[[float], object] = time.sleep) -> None:
        self.settings = settings
        self.sleep = sleep
        self.masker = Masker(settings.secrets)
        self.wire = Wire(settings.urls, settings.max_deployments)
        self.verdicts: dict[str, Verdict] = {}
        self.name = f"live-check-{secrets.token_hex(4)}"
        self.interruption = ""
        self.is_cleaning = False
        self.ledger = settings.folder / "launches.sqlite3"
        self._stack = ExitStack()
        self._promised = 0

    # --- clients

    @cached_property
    def edgegap(self) -> Edgegap:
        """The client of the organisation. Its ledger lets the next run settle what a killed run has left running."""
        Path(self.settings.folder).mkdir(parents=True, exist_ok=True)
        client = Edgegap(
            self.settings.token,
            base_url=self.settings.urls[ORCHESTRATION],
            transport=self.wire,
            ledger=self.ledger,
            timeout=CALL_TIMEOUT_SECONDS,
            handle_sigterm=False,  # the run does: it needs the client for its clean-up
        )
        return self._stack.enter_context(client)

    @cached_property
    def matchmaker(self) -> Matchmaker:
        """The client of the matchmaker."""
        url, token = self.settings.urls[MATCHMAKING], self.settings.matchmaker_token
        # A create request that meets 429 is retried: it was not carried out.
        client = Matchmaker(
            url, token, transport=self.wire, timeout=CALL_TIMEOUT_SECONDS, max_retries=5, handle_sigterm=False
        )
        return self._stack.enter_context(client)

    @cached_property
    def browser(self) -> ServerBrowser:
        """The client of the server browser, with the server token."""
        url, token = self.settings.urls[SERVER_BROWSER], ServerToken(self.settings.server_token)
        client = ServerBrowser(url, token, transport=self.wire, timeout=CALL_TIMEOUT_SECONDS, handle_sigterm=False)
        return self._stack.enter_context(client)

    @cached_property
    def _probes(self) -> httpx.Client:
        return self._stack.enter_context(httpx.Client(transport=self.wire, timeout=CALL_TIMEOUT_SECONDS))

    def close(self) -> None:
        """Close the clients: they first settle what is pending."""
        try:
            self._stack.close()
        finally:
            self.wire.end()

    # --- requests

    def send(
        self,
        service: str,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Any = None,
        token: str | None = None,
    ) -> Exchange:
        """Send one request as it is, without the retries and checks of the SDK.

        Raises:
            httpx.TransportError: There is no response.
            Interrupted: The run must end.
        """
        self.check_interruption()
        url = self.settings.urls[service].rstrip("/") + path
        tokens = {
            ORCHESTRATION: f"token {self.settings.token.removeprefix('token ')}",
            MATCHMAKING: self.settings.matchmaker_token,
            SERVER_BROWSER: self.settings.server_token,
        }
        headers = {"Authorization": tokens[service] if token is None else token}

        def attempt() -> httpx.Response:
            return self._probes.request(method, url, json=json, params=params, headers=headers)

        response = attempt()
        for _ in range(RATE_LIMITED_RETRIES):
            if response.status_code == 429:
                time.sleep(RATE_LIMITED_SECONDS)
                response = attempt()
        exchange: Exchange = response.extensions["exchange"]
        return exchange

    def check_interruption(self) -> None:
        """Raise once more what a signal handler has raised: Python drops exceptions in finalizers.

        Raises:
            Interrupted: The run must end.
        """
        if self.interruption and not self.is_cleaning:
            raise Interrupted(self.interruption)

    def seen(self, method: str, path: str) -> Iterator[Exchange]:
        """The exchanges of a path with a response, the latest first."""
        found = list(self.wire.exchanges)
        return (each for each in reversed(found) if (each.method, each.path) == (method, path) and each.status)

    # --- the ceiling

    def take_deployment(self) -> None:
        """Reserve one deployment of the ceiling, for a launch or for a ticket that may get a match.

        Raises:
            CeilingReached: None is left.
        """
        if self._promised >= self.settings.max_deployments:
            raise CeilingReached(f"the ceiling of {self.settings.max_deployments} deployments is reached")
        self._promised += 1

    def give_back_deployment(self) -> None:
        """A reserved deployment was not created after all."""
        self._promised -= 1

    # --- verdicts

    def judge(self, fact_id: str, holds: bool, *exchanges: Exchange, reason: str = "") -> None:
        """Note whether a fact holds, with the responses that show it. What was refuted once stays refuted."""
        if fact_id not in all_facts():
            raise KeyError(fact_id)
        before = self.verdicts.get(fact_id)
        if before is not None and before.state == "refuted":
            return
        evidence = tuple(map(self.masker.exchange, exchanges))
        self.verdicts[fact_id] = Verdict("confirmed" if holds else "refuted", evidence, self.masker.text(reason))

    def skip(self, fact_id: str, reason: str) -> None:
        """Note why a fact was not checked, unless it was."""
        self.verdicts.setdefault(fact_id, Verdict("not checked", (), self.masker.text(reason)))
