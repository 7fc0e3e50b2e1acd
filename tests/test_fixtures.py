"""The fixtures for users, in test files of theirs: the environment, wide sandboxes, what is undone between tests."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Final

import pytest

from edgegap_client import Edgegap
from edgegap_client.matchmaking import Matchmaker
from edgegap_client.sandbox import Clock, Sandbox
from edgegap_client.server_browser import ServerBrowser

from .users import run_tests

# Programs that take long on a busy machine.
pytestmark = pytest.mark.timeout(180)
CONFIGURATION: Final = {
    "version": "3.3.2",
    "profiles": {
        "default": {
            "application": {"name": "my-game", "version": "v1"},
            "rules": {
                "initial": {
                    "match_size": {
                        "type": "player_count",
                        "attributes": {"team_count": 1, "min_team_size": 2, "max_team_size": 2},
                    }
                }
            },
        }
    },
}
# Code under test: it makes its own clients.
GAME: Final = """
import asyncio
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.matchmaking import Matchmaker
from edgegap_client.server_browser import ServerBrowser

def start():
    with Edgegap() as edgegap:
        return edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"]).request_id

def start_async():
    async def run():
        async with AsyncEdgegap() as edgegap:
            deployment = await edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
            return deployment.request_id
    return asyncio.run(run())

def match():
    with Matchmaker() as matchmaker:
        with matchmaker.tickets.search_group([{"profile": "default", "attributes": {}}] * 2) as search:
            return search.assigned(timeout=30).fqdn

def register():
    with ServerBrowser() as browser:
        browser.instances.create(request_id="hub", server={}, slots=[{"name": "main", "available_seats": 5}])
"""
ENVIRONMENT: Final = """
import os, subprocess, sys
import pytest
from game import match, register, start, start_async

def test_both_clients(edgegap_sandbox, edgegap_environment):
    edgegap_sandbox.add_version("my-game", "v1")
    ids = [start(), start_async()]
    assert [each.request_id for each in edgegap_sandbox.running] == ids
    assert edgegap_environment["EDGEGAP_API_TOKEN"] == os.environ["EDGEGAP_API_TOKEN"] == "sandbox-token"
    # The developer's own.
    assert "EDGEGAP_MATCHMAKER_TOKEN" not in os.environ and "EDGEGAP_SB_URL" not in os.environ

@pytest.mark.usefixtures("edgegap_environment")
def test_a_program(edgegap_sandbox):
    edgegap_sandbox.add_version("my-game", "v1")
    subprocess.run([sys.executable, "-c", "import game; game.start()"], check=True)
    assert len(edgegap_sandbox.running) == 1

def test_the_matchmaker(edgegap_sandbox, edgegap_sandbox_matchmaker, edgegap_matchmaker_environment):
    edgegap_sandbox.add_version("my-game", "v1")
    assert match().startswith(edgegap_sandbox.running[0].request_id)
    assert edgegap_matchmaker_environment["EDGEGAP_BASE_URL"] == os.environ["EDGEGAP_BASE_URL"]
    assert edgegap_matchmaker_environment["EDGEGAP_MATCHMAKER_URL"] == os.environ["EDGEGAP_MATCHMAKER_URL"]

def test_the_server_browser(edgegap_sandbox_server_browser, edgegap_server_browser_environment):
    register()
    assert [each.request_id for each in edgegap_sandbox_server_browser.seats] == ["hub"]
    assert edgegap_server_browser_environment["EDGEGAP_SB_URL"] == os.environ["EDGEGAP_SB_URL"]

def test_it_is_restored():
    assert os.environ["EDGEGAP_API_TOKEN"] == "real" and os.environ["EDGEGAP_MATCHMAKER_TOKEN"] == "real"
    assert "EDGEGAP_BASE_URL" not in os.environ and "EDGEGAP_SB_URL" not in os.environ
"""
WIDE: Final = """
import asyncio
import pytest
from game import start

@pytest.fixture(scope="module", autouse=True)
def game(edgegap_sandbox_SCOPE):
    edgegap_sandbox_SCOPE.add_version("my-game", "v1")

@pytest.mark.usefixtures("edgegap_environment_SCOPE")
def test_a_deployment_runs(edgegap_sandbox_SCOPE):
    start()
    assert len(edgegap_sandbox_SCOPE.running) == 1

def test_it_still_runs(edgegap_sandbox_SCOPE, edgegap_SCOPE, async_edgegap_SCOPE):
    (deployment,) = edgegap_sandbox_SCOPE.running
    assert edgegap_SCOPE.deployments.get(deployment.request_id).request_id == deployment.request_id

    async def read():
        return (await async_edgegap_SCOPE.deployments.get(deployment.request_id)).request_id

    assert asyncio.run(read()) == deployment.request_id

@pytest.mark.usefixtures("edgegap_sandbox_reset")
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_does_is_undone(turn, edgegap_sandbox_SCOPE, edgegap_SCOPE):
    assert not edgegap_sandbox_SCOPE.requests and not edgegap_sandbox_SCOPE.counts
    edgegap_SCOPE.applications.create("another-game")
    edgegap_sandbox_SCOPE.faults.add(operation="get_application", status=503)
    edgegap_SCOPE.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
    assert len(edgegap_sandbox_SCOPE.running) == 2

def test_and_only_that(edgegap_sandbox_SCOPE, edgegap_SCOPE):
    assert len(edgegap_sandbox_SCOPE.running) == 1
    assert [each.name for each in edgegap_SCOPE.applications.list()] == ["my-game"]
    assert edgegap_SCOPE.applications.get("my-game")
"""
OTHER_MODULE: Final = """
def test_of_another_module(edgegap_sandbox_module, edgegap_sandbox_session, edgegap_sandbox):
    assert not edgegap_sandbox_module.running and not edgegap_sandbox.running
    assert len(edgegap_sandbox_session.running) == 1
"""


def test_code_that_makes_its_own_clients_reaches_the_sandbox_of_the_test(tmp_path: Path) -> None:
    real = {"EDGEGAP_API_TOKEN": "real", "EDGEGAP_MATCHMAKER_TOKEN": "real"}
    assert run_tests(tmp_path, {"game": GAME, "test_game": ENVIRONMENT}, environment=real)[0] == 5


def test_a_module_or_a_run_has_a_sandbox_and_what_a_test_does_to_it_is_undone(tmp_path: Path) -> None:
    files = {f"test_{scope}": WIDE.replace("SCOPE", scope) for scope in ("module", "session")}
    assert run_tests(tmp_path, {"game": GAME, "test_z": OTHER_MODULE, **files})[0] == 11


def test_without_pytest_blocks_do_what_the_fixtures_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", "real")
    monkeypatch.setenv("EDGEGAP_SB_URL", "https://example.com")
    sandbox = Sandbox(rate_limits=False)
    matchmaker, browser = sandbox.add_matchmaker(CONFIGURATION, tier=None), sandbox.add_server_browser()
    with pytest.raises(LookupError), sandbox.in_environment(token="mine"):
        assert "EDGEGAP_SB_URL" not in os.environ
        with matchmaker.in_environment(), browser.in_environment():
            with Edgegap() as edgegap, Matchmaker() as matchmaking, ServerBrowser() as listing:
                edgegap.applications.create("of-mine")
                assert matchmaking.monitor.get().status == "healthy"
                listing.instances.create(request_id="hub", server={}, slots=[{"name": "main", "available_seats": 5}])
                assert [each.request_id for each in browser.seats] == ["hub"]
            assert os.environ["EDGEGAP_API_TOKEN"] == "mine"
        assert "EDGEGAP_SB_URL" not in os.environ
        raise LookupError
    assert os.environ["EDGEGAP_API_TOKEN"] == "real"
    assert os.environ["EDGEGAP_SB_URL"] == "https://example.com"
    assert not {"EDGEGAP_BASE_URL", "EDGEGAP_MATCHMAKER_URL"} & os.environ.keys()


def test_a_block_is_undone_with_its_time_but_the_clock_does_not_stay_behind() -> None:
    sandbox = Sandbox()
    sandbox.add_version("my-game", "v1")
    with sandbox.rollback():
        assert not sandbox.requests
        sandbox.add_version("my-game", "v2")
        sandbox.faults.add(operation="get_application", status=503)
        sandbox.advance(3600)
        threading.Event().wait(0.2)
    least = time.time() - 0.15
    sandbox.add_version("my-game", "v2")  # which is not there any more
    assert least < sandbox.requests[-1].time.timestamp() < time.time() + 60


def test_a_clock_that_stands_still_is_put_back() -> None:
    sandbox = Sandbox(now=Clock())
    began = sandbox.snapshot()._world.now
    with sandbox.rollback():
        sandbox.advance(3600)
    assert sandbox.snapshot()._world.now == began
