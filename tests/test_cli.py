"""The command line `edgegap`, against the sandbox on a real port: in the process, as a process, and on a terminal."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import select
import shlex
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from typing import Any, Final

import click
import pytest
from attrs import frozen
from pytest_httpserver import HTTPServer

import edgegap_client
from edgegap_client import Edgegap, EdgegapError, Outcome, models, vendor
from edgegap_client._core.ledger import described
from edgegap_client.beacons import users_from_ips
from edgegap_client.cli import output, root
from edgegap_client.cli.deployments import as_command
from edgegap_client.cli.specification import Mistake, operation, operations
from edgegap_client.sandbox import Outcome as FaultOutcome
from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.server_browser import ServerBrowser, ServerToken

from .spec import MADE_UP, OPERATIONS, Operation
from .test_launch import ORDER, Past
from .test_launch import TOKEN as PAST_TOKEN

ROOT: Final = Path(__file__).resolve().parent.parent
TOKEN: Final = "command-line-token-1234"
SECRET: Final = "hush-hush-5678"
COMMAND: Final = [sys.executable, "-W", "error", "-m", "edgegap_client.cli"]
TAKES_A_SECOND: Final = FaultOutcome(after=1.0)
ESCAPE: Final = "\x1b"
# What would decide about terminals in place of the terminal.
LEFT_OUT: Final = frozenset(("CI", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR"))
EIGHTS: Final = ("--ip", "8.8.8.8")


@frozen
class Ran:
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Sandbox, str]]:
    """One sandbox for all tests, as a port takes a while to open and close; each test finds it empty."""
    timing = Timing(
        ready_after=0.05, stuck_for=2.0, terminating_for=0.05, lobby_after=0.05, session_after=0.05, relay_after=0.05
    )
    sandbox = Sandbox(timing=timing)
    with sandbox.serve() as base_url:
        yield sandbox, base_url
    sandbox.close()


@pytest.fixture
def sandbox(served: tuple[Sandbox, str]) -> Sandbox:
    sandbox, _ = served
    sandbox.faults.clear()
    sandbox.reset()
    return sandbox


@pytest.fixture
def base_url(served: tuple[Sandbox, str], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> str:
    _, base_url = served
    monkeypatch.setenv("EDGEGAP_BASE_URL", base_url)
    monkeypatch.setenv("EDGEGAP_API_TOKEN", TOKEN)
    return base_url


@pytest.fixture
def game(sandbox: Sandbox, base_url: str) -> None:
    """An application that can be launched."""
    sandbox.add_version("my-game", "v1", token=TOKEN)
    sandbox.requests.clear()


@pytest.fixture
def edgegap(base_url: str) -> Iterator[Edgegap]:
    with Edgegap(poll_interval=0.05) as edgegap:
        yield edgegap


Run = Callable[..., Ran]


@pytest.fixture
def run(base_url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        status = root.run(arguments)
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        assert TOKEN not in shown.out + shown.err
        return Ran(status, shown.out, shown.err)

    return run


def launch(edgegap: Edgegap, *tags: str) -> str:
    users = users_from_ips(["8.8.8.8"])
    return edgegap.deployments.launch(application="my-game", version="v1", users=users, tags=tags).request_id


def changes(sandbox: Sandbox) -> list[str | None]:
    """The operations that came and were no reads."""
    return [each.operation_id for each in sandbox.requests if each.method != "GET"]


def came(sandbox: Sandbox, name: str) -> bool:
    """Whether an operation was answered, perhaps long after its caller had left."""
    return any(operation_id == name for operation_id, _ in sandbox.counts)


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)


# Setting up.


def test_applications_are_created_shown_changed_and_deleted(run: Run, edgegap: Edgegap) -> None:
    assert "There are no applications" in run("apps", "list").err
    assert run("apps", "create", "my-game") == Ran(0, "Created application my-game.\n", "")
    assert run("apps", "create", "other", "--inactive", "--json").data["is_active"] is False
    lines = run("apps", "list").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["NAME", "ACTIVE"], ["my-game", "yes"], ["other", "no"]]
    assert run("apps", "list", "--limit", "1", "--json").data[0]["name"] == "my-game"
    assert re.search(r"(?m)^is_active +yes$", run("apps", "get", "my-game").out)
    assert run("apps", "update", "other", "--name", "another", "--active").status == 0
    assert edgegap.applications.get("another").is_active
    assert run("apps", "update", "another").status == 2
    assert run("apps", "delete", "another", "--yes").out == "Deleted application another.\n"
    assert [each.name for each in edgegap.applications.list()] == ["my-game"]


def test_versions_are_written_as_people_write_them(
    run: Run, edgegap: Edgegap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n", "utf-8")
    (tmp_path / "env").write_text("# the mode\nMODE=ranked\n\n", "utf-8")
    monkeypatch.setenv("FROM_HERE", SECRET)
    run("apps", "create", "my-game")
    created = run(
        *("versions", "create", "my-game", "v1", "--image", "registry.edgegap.com/my-project/my-game:1.0.0"),
        *("--cpu", "1024", "--memory", "2048", "--port", "gameport:7777/udp", "--port", "80/TCP"),
        *("--env", "A=b=c", "--env", "FROM_HERE", "--env-file", str(tmp_path / "env")),
        *("--set", "private_username=me", "--set", f"private_token=@{tmp_path / 'token'}", "--set", "max_duration=60"),
    )
    assert created == Ran(0, "Created version v1 of my-game.\n", "")
    version = edgegap.app_versions.get("my-game", "v1")
    assert (version.docker_repository, version.docker_image) == ("registry.edgegap.com", "my-project/my-game")
    assert (version.docker_tag, version.req_cpu, version.req_memory) == ("1.0.0", 1024, 2048)
    assert (version.private_token, version.max_duration) == (SECRET, 60)
    assert [(port.name or None, port.port, str(port.protocol)) for port in version.ports or ()] == [
        ("gameport", 7777, "UDP"),
        (None, 80, "TCP"),
    ]
    found = {each.key: each.value for each in version.envs or ()}
    assert found == {"A": "b=c", "FROM_HERE": SECRET, "MODE": "ranked"}

    assert "gameport:7777/UDP, 80:80/TCP" in run("versions", "list", "my-game").out
    assert run("versions", "update", "my-game", "v1", "--inactive").status == 0
    changed = edgegap.app_versions.get("my-game", "v1")
    assert (changed.is_active, changed.max_duration) == (False, 60)
    assert run("versions", "delete", "my-game", "v1", "--yes").status == 0
    assert run("versions", "list", "my-game").out == ""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--image", "my-game"), "is not an image with a tag"),
        (("--image", "a.example/b@sha256:12"), "is not an image with a tag"),
        (("--port", "x"), "[NAME:]PORT[/PROTOCOL]"),
        (("--port", "7777/SCTP"), "is not a protocol: write one of"),
        (("--env", "NOT_SET_ANYWHERE"), "is unset: set it, or pass NOT_SET_ANYWHERE=VALUE"),
        (("--set", "max_duraton=60"), "did you mean max_duration"),
        (("--set", "max_duration=long"), "must be a whole number"),
        (("--set", "restart_policy=alwys"), "did you mean always"),
        (("--set", "ports=[{"), "not JSON"),
        (("--set", 'ports=[{"port": 1, "protocol": "UDP", "nme": "x"}]'), "did you mean name"),
        (("--set", "cpu"), "NAME=VALUE"),
        (("--set", f"private_token={SECRET}"), "@FILE"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(
    run: Run, sandbox: Sandbox, options: tuple[str, ...], told: str
) -> None:
    ran = run("versions", "update", "my-game", "v1", *options)
    assert ran.status == 2
    assert told in " ".join(ran.err.split())
    assert ran.out == ""
    assert SECRET not in ran.err
    assert not sandbox.requests


def test_images_without_a_registry_are_of_docker_hub(run: Run) -> None:
    asked = run("versions", "update", "my-game", "v1", "--image", "me/game:2", "--dry-run", "--json").data
    body = asked["requests"][0]["body"]
    assert body == {"docker_repository": "docker.io", "docker_image": "me/game", "docker_tag": "2"}


def test_storages_and_the_registry(run: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET, "utf-8")
    key = ("--secret-key-file", str(tmp_path / "key"))
    assert run("storage", "create", "logs", "--bucket", "b", "--access-key-id", "me", *key).status == 2
    where = ("--endpoint", "https://s3.example", "--bucket", "b", "--access-key-id", "me")
    assert run("storage", "create", "logs", *where, *key).status == 0
    assert "https://s3.example" in run("storage", "list").out
    assert run("storage", "update", "logs", "--bucket", "c").status == 0
    assert run("storage", "get", "logs", "--json").data["bucket"] == "c"
    assert run("storage", "delete", "logs", "--yes").status == 0
    for tag in ("1.0.0", "1.0.1"):
        sandbox.push_image("team/game", tag, token=TOKEN)
    assert {line.split()[0] for line in run("registry", "list", "team/game").out.splitlines()} == {
        "TAG",
        "1.0.0",
        "1.0.1",
    }
    ran = run("registry", "delete", "team/game", "1.0.0", "9.9.9", "--yes")
    assert ran.status == 4
    assert re.search(r"1\.0\.0 +deleted", ran.out)
    assert re.search(r"9\.9\.9 +not deleted", ran.out)
    assert [each["tag"] for each in run("registry", "list", "team/game", "--json").data] == ["1.0.1"]


# Deploying.


@pytest.mark.usefixtures("game")
def test_a_deployment_from_the_start_to_the_end(run: Run, sandbox: Sandbox) -> None:
    ran = run("deploy", "my-game", "v1", *EIGHTS, "--wait", "--tag", "mine", "--poll-interval", "0.05")
    (running,) = sandbox.running
    assert ran.status == 0
    assert ran.err == ""
    assert re.search(rf"(?m)^id +{running.request_id}$", ran.out)
    address = re.search(rf"(?m)^gameport +UDP +({running.request_id}\S+:\d+)$", ran.out)
    assert address

    mine = ("--tag", "mine", "--app", "my-game", "--version", "v1", "--status", "READY")
    listed = run("deployments", "list", *mine, "--columns", "id,addresses").out
    assert listed.splitlines()[1].split() == [running.request_id, address[1]]
    assert "no such deployments" in run("deployments", "list", "--tag", "other").err
    assert run("deployments", "list", "--json").data[0]["tags"][0] == "mine"
    assert run("deployments", "get", running.request_id, "--json").data["current_status"] == "Status.READY"
    assert run("deployments", "logs", running.request_id).out.strip()
    assert "logs" in run("deployments", "logs", running.request_id, "--json").data

    assert run("tags", "add", running.request_id, "new").status == 0
    assert run("tags", "add", running.request_id, "new").status == 5
    assert run("tags", "rename", running.request_id, "new", "newer").status == 0
    assert "newer" in run("tags", "list", running.request_id).out
    assert run("tags", "delete", running.request_id, "newer", "--yes").status == 0
    assert "newer" not in run("tags", "list", running.request_id).out

    stopped = run("deployments", "stop", running.request_id, "--wait", "--yes")
    assert stopped == Ran(0, f"{running.request_id} stopped\n", "")
    assert not sandbox.orphans()


@pytest.mark.usefixtures("game")
def test_without_wait_the_id_is_all_there_is_on_standard_output(run: Run, sandbox: Sandbox) -> None:
    ran = run("deploy", "my-game", "v1", "--near", "45.5,-73.6")
    assert ran.status == 0
    (deployment,) = sandbox.deployments
    assert ran.out == f"{deployment.request_id}\n"
    waited = run("deployments", "wait", deployment.request_id, "--poll-interval", "0.05", "--json")
    assert waited.status == 0
    assert waited.data["ports"]["gameport"]["external"]
    assert waited.data["fqdn"].startswith(deployment.request_id)


@pytest.mark.usefixtures("game")
def test_no_capacity_and_failures_leave_nothing_behind(run: Run, sandbox: Sandbox) -> None:
    for wait in ((), ("--wait", "--poll-interval", "0.05")):
        sandbox.faults.add(operation="create_deployment", outcome="no_capacity", times=1)
        ran = run("deploy", "my-game", "v1", *EIGHTS, *wait)
        assert ran.status == 8
        assert "was created, and stopped" in ran.err
    sandbox.faults.add(operation="create_deployment", outcome="error", times=1)
    ran = run("deploy", "my-game", "v1", *EIGHTS, "--wait", "--poll-interval", "0.05", "--json")
    assert ran.status == 8
    assert json.loads(ran.err)["error"]["type"] == "DeploymentFailed"
    assert not sandbox.orphans()


@pytest.mark.usefixtures("game")
def test_a_limit_of_deployments_is_kept(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    launch(edgegap)
    ran = run("deploy", "my-game", "v1", *EIGHTS, "--wait", "--max-active", "1")
    assert ran.status == 7
    assert len(sandbox.deployments) == 1


@pytest.mark.parametrize(
    "options",
    [
        (),
        (*EIGHTS, "--cpu", "256"),
        (*EIGHTS, "--max-active", "1"),
        ("--near", "north"),
        ("--ip", "192.168.1.1"),
        (*EIGHTS, "--tag", "x" * 41),
    ],
)
def test_an_order_that_cannot_be_right_is_not_sent(run: Run, sandbox: Sandbox, options: tuple[str, ...]) -> None:
    assert run("deploy", "my-game", "v1", *options).status == 2
    assert not sandbox.requests


@pytest.mark.usefixtures("game")
def test_several_are_stopped_by_ids_or_by_what_they_have_in_common(
    run: Run, sandbox: Sandbox, edgegap: Edgegap
) -> None:
    ids = [launch(edgegap, "batch") for _ in range(3)]
    kept = launch(edgegap, "kept")
    ran = run("deployments", "stop", ids[0], "unknown", "--yes")
    assert (ran.status, ran.out) == (4, f"{ids[0]} stopping\n")
    assert "unknown not stopped" in ran.err
    assert run("deployments", "stop", ids[0], "--yes", "--ignore-missing").status == 0
    ran = run("deployments", "stop", "--tag", "batch", "--yes", "--json")
    assert set(ids[1:]) <= set(ran.data["accepted"])
    assert [each.request_id for each in sandbox.orphans()] == [kept]
    assert run("deployments", "stop", "--all", "--yes", "--ignore-missing").status == 0
    assert not sandbox.orphans()
    assert "There is nothing to stop." in run("deployments", "stop", "--older-than", "1d", "--dry-run").err
    assert run("deployments", "stop", "--yes").status == 2
    assert run("deployments", "stop", kept, "--all", "--yes").status == 2


def test_sweep_reports_and_then_stops_orphaned_deployments(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    past = Past()  # its clock began some hours ago
    with past.sandbox.serve() as url:
        monkeypatch.setenv("EDGEGAP_BASE_URL", url)
        monkeypatch.setenv("EDGEGAP_API_TOKEN", PAST_TOKEN)
        with Edgegap() as edgegap:
            orphan = edgegap.deployments.create(**ORDER, tags=["launching", "launch-0123456789ab"]).request_id
            match = edgegap.deployments.create(**ORDER, tags=["launch-ba9876543210"]).request_id
        past.go_on(hours=2)
        assert "nothing to stop" in run("sweep", "--older-than", "1d", "--yes").err
        assert run("sweep", "--older-than", "0").status == 2, "an hour at least: younger ones may be starting"
        past.sandbox.requests.clear()
        (found,) = run("sweep", "--dry-run", "--json").data
        assert (found["request_id"], found["stopped"]) == (orphan, False)
        unasked = run("sweep")
        assert unasked.status == 2
        assert "--yes" in unasked.err
        assert changes(past.sandbox) == []
        assert run("sweep", "--yes").out.startswith(f"{orphan} stopped: it has had the tag launching since ")
        assert [each.request_id for each in past.sandbox.orphans()] == [match]
    past.sandbox.close()


def test_locations_and_latencies(run: Run) -> None:
    assert len(run("locations", "--limit", "3").out.splitlines()) == 4
    ran = run("ping", "--samples", "1", "--deadline", "0.2", "--json")
    latencies = [each["latency_ms"] for each in ran.data]
    assert latencies
    reached = [each for each in latencies if each is not None]
    assert latencies == [*sorted(reached), *[None] * (len(latencies) - len(reached))]
    assert run("ping", "--samples", "1", "--deadline", "0.2").out.startswith("LOCATION")


def test_locations_are_ranked_for_several_players(run: Run, tmp_path: Path, httpserver: HTTPServer) -> None:
    # A service whose beacons listen here; the addresses of the sandbox's are nobody's.
    place = {"country": "C", "continent": "C", "administrative_division": "A", "timezone": "T"}
    places = [{**place, "city": city, "latitude": 1.0, "longitude": 1.0} for city in ("Paris", "Tokyo")]
    found = [{"host": "127.0.0.1", "tcp_port": httpserver.port, "location": each} for each in places]
    httpserver.expect_request("/v1/locations/beacons").respond_with_json({"count": 2, "locations": found})
    ping = ("ping", "--samples", "1", "--deadline", "0.5", "--protocol", "tcp", "--base-url", httpserver.url_for(""))
    rows = run(*ping, "--json").data
    assert [each["latency_ms"] is not None for each in rows] == [True, True]
    far = [{**each, "latency_ms": 100.0 if each["location"] == "Tokyo" else 200.0} for each in rows]
    (tmp_path / "far.json").write_text(json.dumps(far), "utf-8")
    ranked = run(*ping, "--with", str(tmp_path / "far.json"), "--json").data
    assert [(each["location"], each["worst_ms"]) for each in ranked] == [("Tokyo", 100.0), ("Paris", 200.0)]
    assert len(ranked[0]["players_ms"]) == 2
    assert "200.0 ms" in run(*ping, "--with", str(tmp_path / "far.json")).out
    (tmp_path / "far.json").write_text("{}", "utf-8")
    assert run(*ping, "--with", str(tmp_path / "far.json")).status == 2


# The dry run.

DRY: Final = {
    "apps create a-game": "POST /v1/app",
    "apps update a-game --inactive": "PATCH /v1/app/a-game",
    "apps delete a-game": "DELETE /v1/app/a-game",
    "versions create a-game v1 --image a.b/c:1 --cpu 256 --memory 256": "POST /v1/app/a-game/version",
    "versions update a-game v1 --inactive": "PATCH /v1/app/a-game/version/v1",
    "versions delete a-game v1": "DELETE /v1/app/a-game/version/v1",
    "deploy a-game v1 --ip 8.8.8.8": "POST /v2/deployments",
    "deploy a-game v1 --ip 8.8.8.8 --wait": "POST /v2/deployments",
    "deployments stop one two": "POST /v1/deployments/bulk-stop",
    "stop one two": "POST /v1/deployments/bulk-stop",
    "tags add one a-tag": "POST /v1/deployments/one/tags",
    "tags rename one a-tag b-tag": "PATCH /v1/deployments/one/tags/a-tag",
    "tags delete one a-tag": "DELETE /v1/deployments/one/tags/a-tag",
    "storage create s --endpoint e --bucket b --access-key-id a --secret-key-file /dev/null":
    "POST /v1/storage/endpoint",
    "storage update s --bucket b": "PATCH /v1/storage/endpoint/s",
    "storage delete s": "DELETE /v1/storage/endpoint/s",
    "registry delete team/game 1 2": "POST /v1/container-registry/images/team/game/tags/bulk-delete",
    "call terminate_lobby -p name=my-lobby": "POST /v1/lobbies:terminate",
}  # fmt: skip


@pytest.mark.parametrize("command", DRY)
def test_a_dry_run_tells_the_request_and_sends_nothing(run: Run, sandbox: Sandbox, base_url: str, command: str) -> None:
    ran = run(*shlex.split(command), "--dry-run")
    assert ran.status == 0
    method, path = DRY[command].split()
    assert ran.out.splitlines()[0] == f"{method} {base_url}{path}"
    assert "Dry run: 1 request not sent." in ran.err
    (asked,) = run(*shlex.split(command), "--dry-run", "--json").data["requests"]
    assert (asked["method"], asked["url"]) == (method, base_url + path)
    assert not sandbox.requests


def test_every_command_that_changes_something_has_a_dry_run() -> None:
    def leaves(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
        for word, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from leaves(command, f"{name} {word}")
            else:
                yield f"{name} {word}".strip(), command

    reading = re.compile(
        r"(.*\b(list|get|wait|logs|metrics|monitor|live|validate|watch|slots)|locations|ping|usage|replicas|operations|mcp|sandbox)$"
    )
    commands = dict(leaves(root.edgegap, ""))
    assert len(commands) > 30
    without = {name for name, each in commands.items() if not {"dry_run"} <= {param.name for param in each.params}}
    # These change nothing but files on this computer.
    local = re.compile(r"login|logout|context (use|remove)|doctor|completion")
    assert without == {name for name in commands if reading.match(name) or local.fullmatch(name)}
    destructive = {name for name in commands if re.search(r"((delete|stop|sweep|call|context remove)$|^prune )", name)}
    assert {name for name, each in commands.items() if "yes" in {param.name for param in each.params}} == destructive
    dry = {" ".join(words[:2]) if " ".join(words[:2]) in commands else words[0] for words in map(str.split, DRY)}
    others = {name for name in commands if name.split()[0] in ("sweep", "prune", "smoke", "matchmaker", "browser")}
    assert dry == commands.keys() - without - others, "they have tests of their own"


# Asking.


@pytest.mark.usefixtures("game")
@pytest.mark.parametrize(
    "command",
    [
        "apps delete my-game",
        "versions delete my-game v1",
        "deployments stop --all",
        "call delete_application -p app_name=my-game",
        "call bulk_stop_deployments --body {}",
    ],
)
def test_nothing_is_taken_away_unasked(run: Run, sandbox: Sandbox, edgegap: Edgegap, command: str) -> None:
    launch(edgegap)
    sandbox.requests.clear()
    ran = run(*shlex.split(command), *(["-p", "filters=[]"] if "bulk" in command else []))
    assert ran.status == 2
    assert "--yes" in ran.err
    assert changes(sandbox) == []


# Secrets.


def test_secrets_show_only_when_they_are_asked_for(run: Run, edgegap: Edgegap, tmp_path: Path) -> None:
    edgegap.applications.create(name="my-game", is_active=True, image="")
    edgegap.app_versions.create(
        "my-game",
        name="v1",
        docker_repository="docker.io",
        docker_image="my-game-server",
        docker_tag="0.1.2",
        req_cpu=256,
        req_memory=256,
        private_username="me",
        private_token=SECRET,
        envs=[models.AppVersionEnv(key="KEY", value=SECRET)],
        ports=[{"port": 7777, "protocol": "UDP"}],
    )
    commands = [
        ("versions", "get", "my-game", "v1"),
        ("versions", "get", "my-game", "v1", "--json"),
        ("versions", "list", "my-game", "--json"),
        ("call", "get_app_version", "-p", "app_name=my-game", "-p", "version_name=v1"),
        ("deploy", "my-game", "v1", *EIGHTS, "--dry-run", "--env", f"KEY={SECRET}"),
        ("deploy", "my-game", "v1", *EIGHTS, "--dry-run", "--env", f"KEY={SECRET}", "--json"),
    ]
    for command in commands:
        hidden, shown = run(*command), run(*command, "--show-secrets")
        assert SECRET not in hidden.out + hidden.err, command
        assert "***" in hidden.out, command
        assert SECRET in shown.out, command
        assert "***" not in shown.out, command


def test_what_the_specification_does_not_know_is_masked_by_its_name() -> None:
    version = models.Application.from_dict({
        "name": "a",
        "is_active": True,
        "new_token": SECRET,
        "deep": [{"password": SECRET, "plain": "shown"}],
    })  # fmt: skip
    data = output.plain([version], show_secrets=False)
    assert SECRET not in str(data)
    assert "shown" in str(data)
    assert SECRET in str(output.plain([version], show_secrets=True))
    assert version.additional_properties["new_token"] == SECRET, "only the copy is masked"


def test_the_token_comes_from_the_environment_a_file_or_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(f"token {TOKEN}\n", "utf-8")
    monkeypatch.delenv("EDGEGAP_API_TOKEN")
    ran = run("apps", "list")
    assert ran.status == 2
    assert "--token-file" in ran.err
    assert run("apps", "list", "--token-file", str(tmp_path / "token")).status == 0
    assert run("--token-file", str(tmp_path / "token"), "apps", "list").status == 0
    assert run("apps", "list", "--token-file", str(tmp_path / "none")).status == 2
    with (tmp_path / "token").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert run("apps", "list", "--token-file", "-").status == 0
    assert "--token " not in run("--help").out


def test_control_characters_of_others_steer_no_terminal() -> None:
    assert ESCAPE not in output.cell(f"a{ESCAPE}]0;title\x07b\n")


# Errors.


def error_classes(kind: type[EdgegapError] = EdgegapError) -> Iterator[type[EdgegapError]]:
    yield kind
    for each in kind.__subclasses__():
        # Those of private modules do not get out.
        if each.__module__.startswith("edgegap_client.") and "._" not in each.__module__:
            yield from error_classes(each)


STATUSES: Final = {
    1: {"EdgegapError", "StatusError", "LaunchError", "SessionError"},
    2: {"ClientError", "ConfigurationError", "InvalidRequestError", "ClientClosedError", "LedgerError"},
    3: {"AuthenticationError", "PermissionDeniedError"},
    4: {"NotFoundError", "GoneError"},
    5: {"ConflictError", "NoSeatLeft", "AlreadyReserved"},
    6: {"RateLimitedError"},
    7: {"QuotaExceededError", "TooManyActive"},
    8: {
        *("NoCapacityError", "DeploymentFailed", "LaunchTimedOut", "LaunchCancelled", "SessionFailed"),
        *("SessionTimedOut", "SearchError", "SearchExpired", "SearchCancelled", "SearchTimedOut"),
    },
    9: {"TransportError", "ConnectionFailed", "CertificateError", "TimedOut"},
    10: {"ServerError", "UnexpectedStatusError", "ResponseFormatError", "PageLoopError"},
    11: {"BadRequestError", "ImagePullError"},
}


def test_every_error_has_its_exit_status() -> None:
    told: dict[int, set[str]] = {}
    for kind in error_classes():
        error = kind("it")
        error.status = 400
        told.setdefault(root.exit_status(error), set()).add(kind.__name__)
    for status, names in told.items():
        assert names <= STATUSES[status], "a new error needs an exit status here"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"status": 401}, 3),
        ({"status": 403}, 3),
        ({"status": 404}, 4),
        ({"status": 409}, 5),
        ({"status": 429}, 6),
        ({"status": 400}, 11),
        ({"status": 400, "body": {"message": "You have reached you Application limit of 2"}}, 7),
        ({"status": 424}, 11),
        ({"status": 500}, 10),
        ({"drop": "before"}, 9),
    ],
)
def test_a_failure_is_told_on_standard_error_alone(run: Run, sandbox: Sandbox, fault: Any, status: int) -> None:
    sandbox.faults.add(operation="create_application", **fault)
    ran = run("apps", "create", "my-game", "--timeout", "3")
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith("Error: POST /v1/app: ")
    ran = run("apps", "create", "my-game", "--timeout", "3", "--json")
    assert (ran.status, ran.out) == (status, "")
    told = json.loads(ran.err)["error"]
    assert told["exit_status"] == status
    assert told["operation"] == "create_application"
    assert told["outcome"] in set(Outcome)


def test_what_may_have_been_carried_out_is_told(run: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="create_application", drop="after")
    assert "The request may have been carried out anyway" in run("apps", "create", "my-game").err


def test_no_answer_in_time(run: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="list_applications", delay=0.6)
    assert run("apps", "list", "--timeout", "0.2").status == 9
    until(lambda: came(sandbox, "list_applications"))  # not in the next test


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("ap list", "did you mean apps"),
        ("apps lst", "did you mean list"),
        ("deployments stop --tagg x", "--tag"),
        ("call get_aplication", "did you mean get_application"),
        ("call get_application -p app=x", "did you mean app_name"),
        ("call get_application", "needs app_name"),
        ("call get_application -p app_name=x --body {}", "has no body: pass --param instead of --body"),
        ("call create_lobby --body [1]", "must be a JSON object"),
        ("call create_lobby --body {", "not JSON"),
        ("call create_lobby -p name=a -p name=b", "but is not a list: give it once"),
        ("call get_deployment_metrics -p deployment_id=x -p start_time=noon", "must be a time"),
        ("call get_deployment_metrics -p deployment_id=x -p raw=perhaps", "true or false"),
        ("call get_deployment_logs -p deployment_id=x -p format=txt", "did you mean text"),
    ],
)
def test_misspelt_names_and_wrong_values_are_answered_with_help(
    run: Run, sandbox: Sandbox, command: str, told: str
) -> None:
    ran = run(*shlex.split(command))
    assert ran.status == 2
    assert told in ran.err
    assert not sandbox.requests
    assert json.loads(run(*shlex.split(command), "--json").err)["error"]["exit_status"] == 2


# Every operation.


def values(one: Operation) -> dict[str, str]:
    """A value for each parameter that is required, written as on a command line."""
    found = {"app_name": "my-game", "version_name": "v1", "ip": "8.8.8.8", "image_name": "team/game"}
    return {each.name: found.get(each.name, "something") for each in one.parameters if each.required}


def set_up(one: Operation, bodies: list[Any], sandbox: Sandbox, edgegap: Edgegap) -> None:
    """What an operation refers to: the sandbox answers 404 for what is not there, documented or not."""
    versions = {("my-game", "v1")}
    for body in filter(None, bodies):
        names = [
            body.get(new, body.get(old)) for new, old in (("application", "app_name"), ("version", "version_name"))
        ]
        versions |= {(names[0], names[1])} if all(names) else set()
    for application, version in sorted(versions):
        sandbox.add_version(application, version, token=TOKEN)
    if one.tag == "lobbies" and one.id != "create_lobby":
        for name in {"something", *(body["name"] for body in bodies if body)}:
            edgegap.lobbies.create(name=name)


def texts(value: Any) -> list[str]:
    """A value as the texts that `--param` takes; a list of texts by repetition."""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):  # pyright: ignore[reportUnknownVariableType]
        return value  # pyright: ignore[reportUnknownVariableType]
    return [value if isinstance(value, str) else json.dumps(value)]


@pytest.mark.parametrize("one", OPERATIONS.values(), ids=str)
def test_every_operation_can_be_called(
    run: Run, sandbox: Sandbox, edgegap: Edgegap, tmp_path: Path, one: Operation
) -> None:
    bodies = [body for name, body in one.request_examples.items() if name != MADE_UP] or [None]
    set_up(one, bodies, sandbox, edgegap)
    (tmp_path / "secret").write_text("something", "utf-8")
    is_secret = {each.name for each in operation(one.id).fields if each.is_secret}
    parameters: list[str] = []
    for name, value in values(one).items():
        parameters += ["--param", f"{name}=@{tmp_path / 'secret'}" if name in is_secret else f"{name}={value}"]
    for body in bodies:
        (tmp_path / "body.json").write_text(json.dumps(body), "utf-8")
        content = [] if body is None else ["--body", f"@{tmp_path / 'body.json'}"]
        sandbox.requests.clear()
        ran = run("call", one.id, *parameters, *content, "--yes")
        requests = list(sandbox.requests)
        assert [each.operation_id for each in requests] == [one.id], requests
        (seen,) = requests
        is_success = seen.status in {each.status for each in one.successes}
        assert is_success or seen.status in {each.status for each in one.failures}, ran.err
        assert (ran.status == 0) is is_success, ran.err
        if is_success:
            json.loads(ran.out)
            assert ran.err == ""


def names_of_bodies() -> Iterator[tuple[str, str]]:
    for one in OPERATIONS.values():
        for example in one.request_examples:
            yield one.id, example


@pytest.mark.parametrize(("name", "example"), [*names_of_bodies()])
def test_a_body_can_be_written_field_by_field(run: Run, tmp_path: Path, name: str, example: str) -> None:
    one = OPERATIONS[name]
    body: dict[str, Any] = one.request_examples[example]
    is_secret = {each.name for each in operation(name).fields if each.is_secret}
    words = [word for key, value in values(one).items() for word in ("-p", f"{key}={value}")]
    rest: dict[str, Any] = {}
    for key, value in body.items():
        if value is None or (isinstance(value, str) and value.startswith("@")):
            rest[key] = value  # what text cannot say
        elif key in is_secret:
            (tmp_path / key).write_text(str(value), "utf-8")
            words += ["-p", f"{key}=@{tmp_path / key}"]
        else:
            for text in texts(value):
                words += ["-p", f"{key}={text}"]
    if rest:
        words += ["--body", json.dumps(rest)]
    ran = run("call", name, *words, "--dry-run", "--json", "--show-secrets")
    assert ran.status == 0, ran.err
    whole = run("call", name, *words[: 2 * len(values(one))], "--body", json.dumps(body), "--dry-run", "--json")
    assert whole.status == 0, whole.err
    (asked,) = ran.data["requests"]
    assert asked["body"].keys() == body.keys()
    written = getattr(models, one.body or "").from_dict(body).to_dict()
    assert asked["body"] == written


def test_no_name_stands_for_two_things() -> None:
    assert len(operations()) == len(OPERATIONS) + 34
    for one in operations().values():
        names = [each.name for each in one.fields]
        assert len(names) == len(set(names)), one.id
        assert one.summary, one.id
        assert [name for name in names if not one.descriptions[name]] == [], one.id


def test_operations_are_listed_and_told(run: Run) -> None:
    orchestration = run("operations", "--service", "orchestration", "--json").data
    assert [each["operation"] for each in orchestration] == list(OPERATIONS)
    assert len(run("operations").out.splitlines()) == 1 + 68 + 34
    listed = run("operations", "--json").data
    assert Counter(each["service"] for each in listed) == {"orchestration": 68, "matchmaking": 18, "server_browser": 16}
    told = run("operations", "update-app-version")
    assert "PATCH /v1/app/{app_name}/version/{version_name}" in told.out
    assert re.search(r"restart_policy +body +always \| never \| on_failure +no +When", told.out)
    assert re.search(r"(?s)\nAppVersionPort, a JSON object:\nFIELD.*\nport +integer +yes +\w", told.out)
    described = run("operations", "getApplication", "--json").data
    assert described["parameters"]["properties"]["app_name"] == {
        "type": "string",
        "minLength": 1,
        "description": "Name of the application.",
        "x-edgegap-in": "path",
    }


def test_what_the_specification_does_not_know_can_be_sent_all_the_same(run: Run) -> None:
    body = '{"name": "my-lobby", "colour": "red"}'
    ran = run("call", "create_lobby", "--body", body, "--dry-run")
    assert ran.status == 2
    assert "no field 'colour'" in ran.err
    assert "--no-check" in ran.err
    ran = run("call", "create_lobby", "--body", body, "--dry-run", "--json", "--no-check")
    assert ran.data["requests"][0]["body"] == json.loads(body)


def test_a_body_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "body").write_text('{"name": "my-lobby"}', "utf-8")
    with (tmp_path / "body").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert run("call", "create_lobby", "--body", "-").data["name"] == "my-lobby"


def test_the_shape_of_a_body_is_checked_to_the_bottom() -> None:
    prepare = operation("create_app_version").prepare
    good = {
        "app_name": "a",
        "name": "v",
        "docker_repository": "r",
        "docker_image": "i",
        "docker_tag": "t",
        "req_cpu": 256,
        "req_memory": 256,
    }
    prepare(good)
    for wrong, told in (
        ({"ports": [{"port": "x", "protocol": "UDP"}]}, r"ports\[0\].port should be a whole number"),
        ({"ports": [{"port": 1, "protocol": "UPD"}]}, r"ports\[0\].protocol cannot be 'UPD' - did you mean UDP"),
        ({"ports": [{"port": 1}]}, r"ports\[0\].protocol is missing"),
        ({"envs": [{"key": "k", "valeu": "v", "value": "w"}]}, r"'valeu' in envs\[0\] - did you mean value"),
    ):
        with pytest.raises(Mistake, match=told):
            prepare({**good, **wrong})


# As a process.


def process(*arguments: str, stdin: str | None = None, **environment: str) -> Ran:
    done = subprocess.run(
        [*COMMAND, *arguments],
        env={**os.environ, **environment},
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.usefixtures("game")
def test_a_pipe_gets_no_progress_and_no_colours() -> None:
    ran = process("deploy", "my-game", "v1", *EIGHTS, "--wait", "--poll-interval", "0.05", FORCE_COLOR="1")
    assert ran.status == 0
    assert ran.err == ""
    assert ESCAPE not in ran.out
    assert "gameport" in ran.out


def test_a_reader_that_leaves_is_no_error(base_url: str, edgegap: Edgegap) -> None:
    for command in ("operations", "operations --json"):
        text = f"{shlex.join(COMMAND)} {command} | head -n 1; echo ${{PIPESTATUS[0]}}"
        ran = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=False)
        assert ran.stderr == ""
        assert ran.stdout.splitlines()[-1] in ("141", "0"), "0 if all was in the pipe before head left"
    closed = f"{shlex.join(COMMAND)} operations | true; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", closed], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("141\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
@pytest.mark.usefixtures("game")
def test_what_cannot_be_written_to_a_full_disk_is_not_lost(sandbox: Sandbox) -> None:
    for options in ("", " --wait --poll-interval 0.05"):
        text = f"{shlex.join([*COMMAND, 'deploy', 'my-game', 'v1', *EIGHTS])}{options} >/dev/full"
        ran = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=False)
        assert ran.returncode == 1
        told = "Error: standard output cannot be written: No space left on device. The output was:\n"
        assert ran.stderr.startswith(told)
        assert sandbox.deployments[-1].request_id in ran.stderr
    closed = subprocess.run(["bash", "-c", f"{shlex.join(COMMAND)} apps list >&-"], capture_output=True, check=False)
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.fixture
def slow(sandbox: Sandbox, game: None) -> Sandbox:
    """A sandbox where what is deployed does not get ready."""
    sandbox.faults.add(operation="create_deployment", outcome="stuck")
    return sandbox


WAITING: Final = ("deploy", "my-game", "v1", *EIGHTS, "--wait", "--poll-interval", "0.05")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_a_launch_that_is_interrupted_leaves_no_orphan(slow: Sandbox, number: signal.Signals, status: int) -> None:
    before = signal.signal(number, signal.SIG_DFL)  # the command ignores what these tests ignore, as under nohup
    try:
        running = subprocess.Popen([*COMMAND, *WAITING], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    finally:
        signal.signal(number, before)
    with running:
        until(lambda: slow.counts["get_deployment", 200] > 1)  # it knows the id
        running.send_signal(number)
        out, err = running.communicate(timeout=30)
    (deployment,) = slow.deployments
    assert running.returncode == status, err
    assert f"Interrupted: deployment {deployment.request_id} was stopped." in err
    assert out == ""
    assert "Traceback" not in err
    assert deployment.stop_requested
    assert not slow.orphans()


@pytest.mark.usefixtures("game")
def test_a_launch_that_is_interrupted_before_its_creation_is_answered_leaves_no_orphan(sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="create_deployment", response_delay=1)
    with subprocess.Popen([*COMMAND, *WAITING], stderr=subprocess.PIPE, text=True) as running:
        until(lambda: sandbox.deployments)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    # What was created is stopped, and the response was not awaited: a second one may still appear.
    found = re.search(r"(?m)^Interrupted\. Another deployment with the tag (launch-\w+) may still appear\. ", err)
    assert found, err
    assert f"\n    edgegap deployments stop --tag {found[1]}\n" in err
    assert "client continues" not in err, "the process ends"
    assert "deployments.pending" not in err
    assert sandbox.deployments[0].stop_requested
    until(lambda: came(sandbox, "create_deployment"))


def test_a_note_about_a_pending_launch_is_in_the_words_of_a_command() -> None:
    what = described("0123456789ab", "launch-ba9876543210")
    said = as_command(f"{what}: the client continues to search for it and to stop it, see `deployments.pending`")
    assert said.startswith(f"{what}. This command looks for it")
    assert said.endswith("\n    edgegap deployments stop --tag launch-ba9876543210")
    assert as_command("anything else") == "anything else"


def test_a_second_interruption_does_not_keep_the_deployment_from_being_stopped(slow: Sandbox) -> None:
    slow.faults.add(operation="stop_deployment", delay=2)
    with subprocess.Popen([*COMMAND, *WAITING], stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        until(lambda: slow.counts["get_deployment", 200] > 1)  # it knows the id
        running.send_signal(signal.SIGINT)
        first = running.stderr.readline()
        time.sleep(0.2)  # for it to be on its way to stop
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=20)
    (deployment,) = slow.deployments
    assert first == f"Interrupted: stopping deployment {deployment.request_id}.\n"
    assert f"deployment {deployment.request_id} is still being stopped" in err
    assert running.returncode == 130
    assert not slow.orphans()


def test_without_the_extra_it_is_told_how_to_install_it() -> None:
    for lacking in ("click", "rich"):
        code = f"import sys; sys.modules[{lacking!r}] = None; from edgegap_client.cli import main; main()"
        ran = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
        assert ran.returncode == 1
        assert ran.stderr.startswith(f"The command line needs {lacking}, ")
        assert 'pip install "edgegap-client[cli]"' in ran.stderr
        assert "Traceback" not in ran.stderr


def test_the_client_does_not_import_the_command_line_nor_its_help_what_it_does_not_need() -> None:
    # httpx imports click and rich by itself, where both are installed, for a command line of its own.
    code = (
        "import sys, httpx; before = set(sys.modules); import edgegap_client;"
        "print([n for n in set(sys.modules) - before if n.split('.')[0] in ('click', 'rich') or n.endswith('.cli')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    code = (
        "import sys; from edgegap_client.cli.root import run; run(['--help']);"
        "print([n for n in sys.modules if n.split('.')[0] in ('asyncio', 'httpcore') or '.models.' in n"
        "       or n.startswith('edgegap_client._generated.') and 'orchestration' not in n])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_tells_the_exit_statuses_and_how_to_have_completion(run: Run) -> None:
    told = run("--help").out
    for each in root.EXIT_STATUSES:
        assert re.search(rf"(?m)^  {each.number} +{re.escape(each.meaning[:30])}", told)
    for shell in ("bash", "zsh", "fish"):
        assert f"edgegap completion {shell}" in told
    assert run("--version").out == f"edgegap {edgegap_client.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    script = Path(sys.executable).with_name("edgegap")
    if not script.exists():
        pytest.skip("the package is not installed here")

    def complete(kind: str, **environment: str) -> str:
        environment = {**os.environ, "_EDGEGAP_COMPLETE": f"{shell}_{kind}", **environment}
        return subprocess.run([script], env=environment, capture_output=True, text=True, check=False).stdout

    assert "_EDGEGAP_COMPLETE" in complete("source")
    assert "deployments" in complete("complete", COMP_WORDS="edgegap dep", COMP_CWORD="1" if shell != "fish" else "dep")
    word = "create_app"
    found = complete("complete", COMP_WORDS=f"edgegap call {word}", COMP_CWORD="2" if shell != "fish" else word)
    assert "create_app_version" in found
    assert "get_application" not in found


def test_requests_are_told_on_standard_error_when_asked(base_url: str) -> None:
    ran = process("apps", "list", "--verbose", "--json")
    assert ran.data == []
    assert "GET /v1/apps: 200 in" in ran.err
    assert TOKEN not in ran.err


def test_the_sandbox_starts_with_its_own_options() -> None:
    ran = process("sandbox", "--", sys.executable, "-c", "import os; print(os.environ['EDGEGAP_BASE_URL']); exit(7)")
    assert ran.status == 7
    assert ran.out.startswith("http://127.0.0.1:")
    told = process("sandbox", "--help")
    assert told.status == 0
    assert told.out.startswith("usage: edgegap sandbox")
    assert "--ready-after" in told.out


def test_a_vendored_copy_has_the_command_line_when_asked(
    tmp_path: Path, base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vendor.main([str(tmp_path / "plain" / "gap")]) == 0
    assert not (tmp_path / "plain" / "gap" / "cli").exists()
    assert vendor.main([str(tmp_path / "gap"), "--with-cli"]) == 0
    assert "click>=8.2" in (tmp_path / "gap" / "VENDORED.md").read_text("utf-8")
    assert not (tmp_path / "gap" / "sandbox").exists()
    command = [sys.executable, "-W", "error", "-m", "gap.cli"]
    for arguments, status, told in (
        (["apps", "create", "my-game"], 0, "Created application my-game."),
        (["call", "get_application", "-p", "app_name=my-game"], 0, '"my-game"'),
        (["sandbox"], 2, "no sandbox"),
    ):
        done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert told in done.stdout + done.stderr


# On a terminal.


@frozen
class Screen:
    """What a command has written to a terminal."""

    status: int
    raw: str

    @property
    def text(self) -> str:
        """Without what steers the terminal."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.raw).replace("\r", "")


def terminal(*arguments: str, columns: int = 100, typed: dict[str, str] | None = None, **environment: str) -> Screen:
    """Run a command on a pseudo-terminal; `typed` is what to type once a text has shown."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover
        # A whole environment, as readline sets COLUMNS behind Python's back.
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        os.execve(COMMAND[0], [*COMMAND, *arguments], {**kept, "TERM": "xterm-256color", **environment})
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    raw, waiting = "", dict(typed or {})
    deadline = time.monotonic() + 40
    while True:
        assert time.monotonic() < deadline, raw
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            break
        if not piece:
            break
        raw += piece.decode()
        for text in [text for text in waiting if re.search(text, raw)]:
            time.sleep(0.1)  # readline loses a signal that comes just before it waits for one
            os.write(terminal, waiting.pop(text).encode())
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    assert not waiting, raw
    assert "Traceback" not in raw
    return Screen(os.waitstatus_to_exitcode(status), raw)


@pytest.mark.usefixtures("game")
def test_a_launch_shows_its_progress_and_then_the_address(sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="create_deployment", outcome=TAKES_A_SECOND)
    screen = terminal(*WAITING)
    (running,) = sandbox.running
    assert screen.status == 0
    assert f"deploying {running.request_id}" in screen.text
    assert re.search(rf"{running.request_id} 0:00:0\d", screen.text), "the time that has passed"
    assert ESCAPE in screen.raw
    last = screen.text[screen.text.rindex("id ") :]
    assert re.search(rf"gameport +UDP +{running.request_id}\S+:\d+\n$", last)


def test_ctrl_c_stops_the_deployment_and_says_so(slow: Sandbox) -> None:
    screen = terminal(*WAITING, typed={r"[a-z]+ing [0-9a-f]{12}": "\x03"})
    (deployment,) = slow.deployments
    assert screen.status == 130
    assert "stopping the deployment" in screen.text
    assert f"Interrupted: deployment {deployment.request_id} was stopped." in screen.text
    assert not slow.orphans()


@pytest.mark.usefixtures("game")
def test_colours_are_left_out_when_not_wanted(sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="create_deployment", outcome=TAKES_A_SECOND)
    coloured = re.compile(r"\x1b\[[0-9;]*(3[0-9]|9[0-7]|38;[25];[0-9;]+)m")
    assert coloured.search(terminal(*WAITING).raw)
    plain = terminal(*WAITING, NO_COLOR="1").raw
    assert not coloured.search(plain)
    dumb = terminal(*WAITING, TERM="dumb").raw
    assert ESCAPE not in dumb


@pytest.mark.usefixtures("game")
def test_narrow_terminals_show_everything(sandbox: Sandbox) -> None:
    sandbox.add_version("my-game", "a-version-of-some-length", token=TOKEN)
    wide = terminal("versions", "list", "my-game", columns=200).text
    assert len(wide.splitlines()) == 3
    for columns in (60, 40, 20):
        narrow = terminal("versions", "list", "my-game", columns=columns).text
        assert max(map(len, narrow.splitlines())) <= columns
        joined = re.sub(r"\s+", "", narrow)
        assert "a-version-of-some-length" in joined
        assert "gameport:7777/UDP" in joined
        assert "…" not in narrow


@pytest.mark.usefixtures("game")
def test_a_question_is_asked_before_something_is_deleted(edgegap: Edgegap) -> None:
    question = r"Delete application my-game\? \[y/N\]: "
    screen = terminal("apps", "delete", "my-game", typed={question: "n\r"})
    assert screen.status == 1
    assert "Nothing was done." in screen.text
    assert terminal("apps", "delete", "my-game", typed={question: "\x03"}).status == 130
    assert edgegap.applications.list().collect()
    assert terminal("apps", "delete", "my-game", typed={question: "y\r"}).status == 0
    assert not edgegap.applications.list().collect()


@pytest.mark.usefixtures("game")
def test_a_log_cannot_steer_the_terminal(sandbox: Sandbox, edgegap: Edgegap) -> None:
    deployment = launch(edgegap)
    sandbox.write_log(deployment, f"hello{ESCAPE}]0;title\x07")
    assert f"hello{ESCAPE}" not in terminal("deployments", "logs", deployment).raw
    assert f"hello{ESCAPE}" in process("deployments", "logs", deployment).out


# The guide.

GUIDE: Final = (ROOT / "docs" / "how-to" / "command-line.md").read_text("utf-8")


AS_EDGEGAP: Final = "import sys; sys.argv[0] = 'edgegap'; from edgegap_client.cli import main; main()"


def evened(text: str) -> str:
    """Without what is another each time: ids, times, ports."""
    text = re.sub(r"\b[0-9a-v]{20}\b", "0" * 20, re.sub(r"\b[0-9a-f]{12}\b", "0" * 12, text))
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "0000-00-00 00:00:00", re.sub(r":\d{4,5}\b", ":0", text))


@pytest.fixture
def guided(sandbox: Sandbox, base_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the guide begins with: the command `edgegap`, a matchmaker, and a server browser with one server."""
    size = {"team_count": 1, "min_team_size": 2, "max_team_size": 2}
    rules: dict[str, Any] = {
        "match_size": {"type": "player_count", "attributes": size},
        "mode": {"type": "string_equality", "attributes": {}},
    }
    profile = {"application": {"name": "my-game", "version": "v1"}, "rules": {"initial": rules}}
    configuration = {"version": "3.3.2", "inspect": True, "profiles": {"casual": profile}}
    (tmp_path / "matchmaker.json").write_text(json.dumps(configuration), "utf-8")
    (tmp_path / "edgegap").write_text(f'#!/bin/sh\nexec {sys.executable} -c "{AS_EDGEGAP}" "$@"\n', "utf-8")
    (tmp_path / "edgegap").chmod(0o755)
    matchmaker = sandbox.add_matchmaker(configuration, organisation=TOKEN, tier=None)
    indices = {"server_instances": {"expiration_period": "10m", "indices": {"mode": "string"}}}
    browser = sandbox.add_server_browser(indices, organisation=TOKEN)
    with matchmaker.serve() as matchmaker_url, browser.serve() as browser_url:
        with ServerBrowser(browser_url, ServerToken(browser.server_token)) as client:
            client.instances.create(
                request_id="8f41ac0dd2b7",
                server={
                    "fqdn": "8f41ac0dd2b7.pr.edgegap.net",
                    "ports": {"gameport": {"internal": 7777, "external": 30007, "protocol": "UDP"}},
                },
                slots=[{"name": "main", "available_seats": 8}],
                metadata={"mode": "ctf"},
            )
        yield {
            **os.environ,
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "EDGEGAP_MATCHMAKER_URL": matchmaker_url,
            "EDGEGAP_MATCHMAKER_TOKEN": matchmaker.token,
            "EDGEGAP_SB_URL": browser_url,
            "EDGEGAP_SB_SERVER_TOKEN": browser.server_token,
        }


def test_the_guide_shows_what_is_printed(guided: dict[str, str], tmp_path: Path) -> None:
    blocks = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    steps = [step for block in blocks for step in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]
    assert len(steps) > 10
    for command, shown in steps:
        text = f"exec 2>&1; {command}"
        printed = subprocess.run(
            ["bash", "-c", text], env=guided, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        # A line of dots stands for some lines, and dots at the end of one for its rest.
        lines = [re.escape(line) for line in evened(shown).splitlines()]
        pattern = "\n".join("(?s:.*)" if line == r"\.\.\." else line.replace(r"\.\.\.", ".*") for line in lines)
        pattern += "\n" if shown else ""
        assert re.fullmatch(pattern, evened(printed.stdout)), f"{command}\n{printed.stdout}"


def test_the_guide_has_the_exit_statuses() -> None:
    rows = re.findall(r"(?m)^\| (\d+) \| (.*) \|$", GUIDE)
    assert rows == [(str(each.number), each.meaning) for each in root.EXIT_STATUSES]
