"""`edgegap smoke`: whether a version starts and accepts players; what it started never stays."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from edgegap_client import Edgegap
from edgegap_client._core.launch import CLI_TAG
from edgegap_client.sandbox import Sandbox

from ..servers.ports import LOCALHOST, unused_port
from ..test_cli import COMMAND, Run, changes, until

SMOKE = ("smoke", "my-game", "v1", "--near", "45.5,-73.6", "--poll-interval", "0.05")
UDP = (*SMOKE, "--payload", "ping", "--expect", "pong")


@contextmanager
def udp_server(reply: bytes) -> Generator[int]:
    """A game server that replies to each datagram."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((LOCALHOST, 0))

        def serve() -> None:
            while True:
                data, sender = server.recvfrom(100)
                if data == b"end":
                    return
                server.sendto(reply, sender)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                client.sendto(b"end", server.getsockname())
            thread.join()


@pytest.fixture
def redirected(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Where the ports of deployments are really, by name: the addresses of the sandbox are nobody's."""
    ports: dict[str, int] = {}

    def address(probe: Any, _deployment: object) -> tuple[str, int]:
        return LOCALHOST, ports[probe._port]

    monkeypatch.setattr("edgegap_client.probes._Probe._address", address)
    return ports


def stopped(sandbox: Sandbox) -> str:
    (deployment,) = sandbox.deployments
    assert deployment.stop_requested
    assert not sandbox.orphans()
    return deployment.request_id


@pytest.mark.usefixtures("game")
def test_a_server_that_replies_is_good(run: Run, sandbox: Sandbox, redirected: dict[str, int]) -> None:
    with udp_server(b"pong!") as redirected["gameport"]:
        ran = run(*UDP, "--json")
    assert ran.status == 0, ran.err
    assert ran.err == ""
    assert ran.data["request_id"] == stopped(sandbox)
    assert ran.data["probed"] == ["gameport"]
    assert 0 < ran.data["seconds"] < 60
    # What a killed smoke test leaves is an orphan for a sweep: no person has made it to keep it.
    assert "edgegap-smoke" in sandbox.deployments[0].tags
    assert CLI_TAG not in sandbox.deployments[0].tags


@pytest.mark.usefixtures("game")
def test_a_wrong_reply_or_none_is_a_failure(run: Run, sandbox: Sandbox, redirected: dict[str, int]) -> None:
    with udp_server(b"who are you?") as redirected["gameport"]:
        ran = run(*UDP, "--wait-timeout", "3")
    assert (ran.status, ran.out) == (8, "")
    stopped(sandbox)


def test_all_ports_must_accept(run: Run, sandbox: Sandbox, edgegap: Edgegap, redirected: dict[str, int]) -> None:
    edgegap.applications.create(name="my-game", is_active=True, image="")
    edgegap.app_versions.create(
        "my-game",
        name="v1",
        docker_repository="docker.io",
        docker_image="my-game",
        docker_tag="1",
        req_cpu=256,
        req_memory=256,
        ports=[
            {"port": 7777, "protocol": "TCP", "name": "gameport"},
            {"port": 8080, "protocol": "WS", "name": "query"},
        ],
    )
    redirected["query"] = unused_port()
    with socket.create_server((LOCALHOST, 0)) as server:
        redirected["gameport"] = server.getsockname()[1]
        assert run(*SMOKE, "--wait-timeout", "3").status == 8
        ran = run(*SMOKE, "--port", "gameport")
        redirected["query"] = redirected["gameport"]
        both = run(*SMOKE, "--json")
    assert ran.status == 0
    assert "after " in ran.out
    assert both.data["probed"] == ["gameport", "query"]
    assert len(sandbox.deployments) == 3
    assert all(each.stop_requested for each in sandbox.deployments)


@pytest.mark.usefixtures("game")
def test_a_server_that_fails_is_a_failure_and_one_that_is_ready_is_enough_without_probe(
    run: Run, sandbox: Sandbox
) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="error", times=1)
    ran = run(*SMOKE, "--no-probe", "--json")
    assert (ran.status, json.loads(ran.err)["error"]["type"]) == (8, "DeploymentFailed")
    assert run(*SMOKE, "--no-probe").status == 0
    assert all(each.stop_requested for each in sandbox.deployments)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_smoke_leaves_nothing(slow: Sandbox, number: signal.Signals, status: int) -> None:
    with subprocess.Popen([*COMMAND, *SMOKE, "--no-probe"], stderr=subprocess.PIPE, text=True) as running:
        until(lambda: slow.counts["get_deployment", 200] > 1)  # it knows the id
        running.send_signal(number)
        _, err = running.communicate(timeout=50)
    assert running.returncode == status, err
    assert f"deployment {stopped(slow)} was stopped." in err


@pytest.mark.usefixtures("game")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "--payload"),
        (("--port", "gamepor", "--payload", "x"), "its ports are gameport"),
        (("--expect", "x"), "--expect needs --payload"),
        (("--no-probe", "--port", "gameport"), "cannot be combined with --port, --payload or --expect"),
        (("--payload", "@/nowhere/at/all"), "cannot be read"),
    ],
)
def test_what_cannot_be_probed_is_said_before_anything_is_started(
    run: Run, sandbox: Sandbox, options: tuple[Any, ...], told: str
) -> None:
    ran = run(*SMOKE, *options)
    assert ran.status == 2
    assert told in " ".join(ran.err.split())
    assert changes(sandbox) == []


@pytest.mark.usefixtures("game")
def test_a_dry_run_says_what_would_be_sent(run: Run, sandbox: Sandbox) -> None:
    assert run(*SMOKE, "--no-probe", "--dry-run").out.startswith("POST ")
    assert run("smoke", "my-game", "v1").status == 2
    assert changes(sandbox) == []
