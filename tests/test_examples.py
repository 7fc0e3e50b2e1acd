"""The examples run, as a user would run them, and leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.beacons import users_from_ips
from edgegap_client.models import AppVersionPort, PortProtocol
from edgegap_client.sandbox import Sandbox
from examples.matchmaker import make_app

from .servers.apps import serving_app
from .test_launch import ORDER, Past
from .test_launch import TOKEN as PAST_TOKEN

TOKEN = "an-organisation"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.close()


@pytest.fixture
def base_url(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with sandbox.serve() as url:
        monkeypatch.setenv("EDGEGAP_BASE_URL", url)
        monkeypatch.setenv("EDGEGAP_API_TOKEN", TOKEN)
        yield url


@pytest.fixture
def version(base_url: str) -> None:
    """The application and version that the examples deploy."""
    with Edgegap() as edgegap:
        edgegap.applications.create(name="my-game", is_active=True, image="")
        edgegap.app_versions.create(
            "my-game",
            name="v1",
            docker_repository="registry.edgegap.com",
            docker_image="my-game-server",
            docker_tag="0.1.2",
            req_cpu=256,
            req_memory=256,
            ports=[AppVersionPort(port=7777, protocol=PortProtocol.UDP, name="gameport")],
        )


def run(name: str, *arguments: str, **environment: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-W", "error", f"examples/{name}", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    assert TOKEN not in finished.stdout
    return finished.stdout


def test_every_example_is_run_here() -> None:
    written = Path(__file__).read_text("utf-8")
    assert all(path.name in written or f"examples.{path.stem}" in written for path in Path("examples").glob("*.py"))


def test_the_quickstart_tells_its_story_and_cleans_up(sandbox: Sandbox, base_url: str) -> None:
    told = run("quickstart.py")
    assert "players connect to" in told
    assert "remaining deployments: []" in told
    assert "remaining applications of this run: []" in told
    assert not sandbox.orphans()


def test_the_script_launches_and_stops(sandbox: Sandbox, version: None) -> None:
    told = run("launch.py", "my-game", "v1", "8.8.8.8")
    assert "gameport: connect to" in told
    assert not sandbox.orphans()


def test_a_lost_response_costs_a_server_only_with_raw_httpx() -> None:
    printed = run("lost_response.py")
    counted = {line[:28].strip(): line[28:].split() for line in printed.splitlines()[2:]}
    assert counted == {
        "": ["servers", "known", "orphans"],
        "raw httpx": ["1", "0", "1"],
        "raw httpx with a retry": ["2", "1", "1"],
        "edgegap_client": ["1", "1", "0"],
    }


def test_the_clean_up_stops_what_a_killed_service_left(monkeypatch: pytest.MonkeyPatch) -> None:
    past = Past()  # its clock began some hours ago
    with past.sandbox.serve() as url:
        monkeypatch.setenv("EDGEGAP_BASE_URL", url)
        monkeypatch.setenv("EDGEGAP_API_TOKEN", PAST_TOKEN)
        with Edgegap() as edgegap:
            left = edgegap.deployments.create(**ORDER, tags=["launching"]).request_id
            match = edgegap.deployments.create(**ORDER, tags=["mine"]).request_id
        past.go_on(hours=2)
        assert f"{left} stopped" in run("clean_up.py", "1")
        assert [deployment.request_id for deployment in past.sandbox.orphans()] == [match]
    past.sandbox.close()


def test_the_game_server_stops_itself(sandbox: Sandbox, version: None) -> None:
    with Edgegap(poll_interval=0.1) as edgegap:
        deployment = edgegap.deployments.launch(application="my-game", version="v1", users=users_from_ips(["8.8.8.8"]))
        told = run("game_server.py", **sandbox.environment(deployment.request_id))
        assert f"deployment {deployment.request_id}" in told
        edgegap.deployments.wait_until_stopped(deployment.request_id)
    assert not sandbox.orphans()


def test_the_whole_game_leaves_nothing_behind() -> None:
    printed = run("whole_game.py")
    assert "198 players are in 33 matches on 33 servers" in printed
    check_end(printed)


def test_a_short_game_shows_the_same() -> None:
    printed = run("whole_game.py", "--players", "12")
    assert "12 players are in 2 matches on 2 servers" in printed
    check_end(printed)
    assert max(map(len, printed.splitlines())) <= 80


def check_end(printed: str) -> None:
    assert "2 players have left, and 2 have joined 2 servers" in printed
    assert "the hub has [49] free seats, and ['ann'] inside\n  servers in the browser: 0" in printed
    assert printed.endswith("remaining: 0 searches, 0 backfills, 0 servers\n")


async def test_the_matchmaker_gives_an_address_and_refuses_private_players(sandbox: Sandbox, version: None) -> None:
    app = make_app()
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://matchmaker") as players,
    ):
        match = (await players.post("/matches", json={"players": ["8.8.8.8"]}, timeout=30)).json()
        assert match["host"].startswith(match["id"])
        assert match["ports"]["gameport"] > 0
        refused = await players.post("/matches", json={"players": ["192.168.1.1"]})
        assert refused.status_code == 400
        assert "192.168.1.1" in refused.json()["error"]
        assert len(sandbox.running) == 1
    assert not sandbox.orphans()


def test_a_webhook_tells_the_matchmaker_and_its_end_stops_the_matches(sandbox: Sandbox, version: None) -> None:
    edgegap = AsyncEdgegap(poll_interval=60)
    with serving_app(lambda url: make_app(url, edgegap)) as address, httpx.Client(base_url=address) as player:
        started = time.monotonic()
        matches = [player.post("/matches", json={"players": ["8.8.8.8"]}, timeout=50).json() for _ in range(2)]
        assert time.monotonic() - started < 50  # before the next poll
        assert player.delete(f"/matches/{matches[0]['id']}").status_code == 204
        assert len(sandbox.running) == 1
        assert all(webhook.status == 204 for webhook in sandbox.webhooks)
        assert player.post("/matches", content=b"{").status_code == 422
        assert player.post("/matches", json={"players": 5}).status_code == 422
    assert not sandbox.orphans()


def test_a_player_who_leaves_the_matchmaker_leaves_no_server_behind(sandbox: Sandbox, version: None) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck")
    edgegap = AsyncEdgegap()
    with serving_app(lambda url: make_app(url, edgegap)) as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/matches", json={"players": ["8.8.8.8"]}, timeout=0.5)
        deadline = time.monotonic() + 30
        while not sandbox.deployments or sandbox.orphans():
            assert time.monotonic() < deadline
            time.sleep(0.02)
