"""What a test can make of the sandbox: faults, webhooks, time, snapshots, introspection, the command, the plugin."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from edgegap_client import AsyncEdgegap, ConnectionFailed
from edgegap_client.sandbox import Clock, Fault, Outcome, Sandbox, Timing, WebhookCall
from edgegap_client.sandbox.app import operations
from edgegap_client.sandbox.clock import Schedule
from edgegap_client.sandbox.handlers import HANDLERS, Handler

from .servers.recorder import Recorder, recording
from .test_sandbox_deployments import DEPLOY, HEADERS, NOON, Api, open_session

Json = dict[str, Any]
V1 = {"app_name": "my-game", "ip_list": ["1.1.1.1"]}


@pytest.fixture
def heard() -> list[WebhookCall]:
    return []


@pytest.fixture
def sandbox(heard: list[WebhookCall]) -> Sandbox:
    return Sandbox(
        now=Clock(NOON), timing=Timing(ready_after=10), rate_limits=False, seed=1, deliver=heard.append, strict=True
    )


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(sandbox).set_up()


def deploy_with_webhooks(api: Api, base: str = "http://hooks.invalid") -> str:
    kinds = ("on_ready", "on_error", "on_terminated")
    return api.deploy(**{f"webhook_{kind}": {"url": f"{base}/{kind}"} for kind in kinds})


# Faults of operations


@pytest.mark.parametrize(("when", "created"), [("before", 0), ("after", 1)])
def test_a_dropped_request_in_the_process(sandbox: Sandbox, api: Api, when: str, created: int) -> None:
    sandbox.faults.add(operation="create_deployment", drop=when, times=1)
    with pytest.raises(httpx.ReadError):
        api.http.post("/v2/deployments", json=DEPLOY)
    assert len(sandbox.deployments) == created
    assert (sandbox.requests[-1].status, sandbox.requests[-1].is_fault) == (0, True)
    api.deploy()


@pytest.mark.parametrize(("when", "created"), [("before", 0), ("after", 1)])
def test_a_dropped_request_on_a_real_port(sandbox: Sandbox, api: Api, when: str, created: int) -> None:
    sandbox.faults.add(operation="create_deployment", drop=when, times=1)
    with sandbox.serve() as base_url, httpx.Client(base_url=base_url, headers=HEADERS) as http:
        with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
            http.post("/v2/deployments", json=DEPLOY)
        assert len(sandbox.deployments) == created
        assert http.post("/v2/deployments", json=DEPLOY).status_code == 202


async def test_a_dropped_request_is_a_connection_error_of_the_client(sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="list_lobbies", drop="after")
    async with AsyncEdgegap("one", base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
        with pytest.raises(ConnectionFailed):
            await edgegap.lobbies.list()


def test_statuses_before_and_after_the_effect(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add(operation="create_deployment", status=503, body={"message": "busy"}, times=2)
    sandbox.faults.add(operation="create_deployment", status=502, body="<html>", effect=True, nth=3)
    sandbox.faults.add(operation="get_deployment", status=429, headers={"Retry-After": "7"})
    for _ in range(2):
        assert api.refused("POST", "/v2/deployments", DEPLOY) == (503, "busy")
    assert not sandbox.deployments
    response = api.http.post("/v2/deployments", json=DEPLOY)
    assert (response.status_code, response.text) == (502, "<html>")
    assert response.headers["content-type"].startswith("text/plain")
    deployment = sandbox.deployments[-1]
    refused = api.http.get(f"/v1/status/{deployment.request_id}")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
    sandbox.faults.clear()
    assert api.state(deployment.request_id) == "INITIALIZING"


async def test_delays(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add(operation="create_deployment", delay=0.03, nth=1)
    sandbox.faults.add(operation="create_deployment", response_delay=0.03, nth=2)
    sandbox.faults.add(operation="create_deployment", response_delay=9, nth=[3, 4])
    sandbox.faults.add(operation="create_deployment", delay=9, nth=5)
    async with httpx.AsyncClient(transport=sandbox.transport(), base_url=sandbox.base_url, headers=HEADERS) as http:
        for created in (0, 1):
            started = time.perf_counter()
            task = asyncio.create_task(http.post("/v2/deployments", json=DEPLOY))
            await asyncio.sleep(0.01)
            assert len(sandbox.deployments) == created * 2
            assert (await task).status_code == 202
            assert time.perf_counter() - started >= 0.03
        with pytest.raises(httpx.ReadTimeout):
            await http.post("/v2/deployments", json=DEPLOY, timeout=0.01)
    with pytest.raises(httpx.ReadTimeout):
        api.http.post("/v2/deployments", json=DEPLOY, timeout=0.01)
    with pytest.raises(httpx.ReadTimeout):
        api.http.post("/v2/deployments", json=DEPLOY, timeout=0.01)
    assert len(sandbox.deployments) == 5


async def test_an_effect_on_a_real_port_comes_though_the_client_has_gone(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add(operation="create_deployment", delay=0.04)
    with sandbox.serve() as base_url:
        async with httpx.AsyncClient(base_url=base_url, headers=HEADERS) as http:
            with pytest.raises(httpx.ReadTimeout):
                await http.post("/v2/deployments", json=DEPLOY, timeout=httpx.Timeout(5, read=0.01))
        assert sandbox.deployments == ()
        for _ in range(100):
            await asyncio.sleep(0.01)
            if sandbox.deployments:
                break
    assert len(sandbox.deployments) == 1


def test_probabilities_repeat_with_the_seed() -> None:
    def run(seed: int) -> list[int]:
        sandbox = Sandbox(seed=seed)
        sandbox.faults.add(status=503, probability=0.3)
        sandbox.faults.add(operation="list_applications", status=500, probability=0.5)
        api = Api(sandbox)
        return [api.http.get("/v1/apps").status_code for _ in range(200)]

    first = run(1)
    assert first == run(1) != run(2)
    assert 30 < first.count(503) < 90
    assert 40 < first.count(500) < 100


def test_rules_count_and_can_be_removed(sandbox: Sandbox, api: Api) -> None:
    first = sandbox.faults.add(status=503, nth=2)
    second = sandbox.faults.add(Fault(operation="list_applications", status=500), nth=[2, 3])
    assert [api.http.get("/v1/apps").status_code for _ in range(4)] == [200, 503, 500, 200]
    assert (first.calls, first.fired, second.calls, second.fired) == (4, 1, 4, 2)
    sandbox.faults.remove(second)
    assert list(sandbox.faults) == [first]


@pytest.mark.parametrize(
    "settings",
    [
        {"operation": "nope"},
        {"operation": "list_applications", "webhook": "on_ready"},
        {"webhook": "nope"},
        {"drop": "never"},
        {"status": 99},
        {"probability": 2},
        {"delay": -1},
        {"copies": -1},
        {"outcome": "nope"},
    ],
)
def test_faults_that_make_no_sense(sandbox: Sandbox, settings: Json) -> None:
    with pytest.raises(ValueError, match=r"must|operation"):
        sandbox.faults.add(**settings)
    with pytest.raises(ValueError, match="state"):
        Outcome.stuck("READY")


def test_faults_from_text() -> None:
    assert Fault.parse("operation=create_deployment,status=503,times=2") == Fault(
        operation="create_deployment", status=503, times=2
    )
    assert Fault.parse("webhook=on_ready, copies=2, delay=0.5, probability=0.1, after_next=true").copies == 2
    assert Fault.parse("outcome=stuck,nth=1+3").nth == [1, 3]
    for text in ("", "status", "nope=1", "status=x", "effect=maybe", "headers=x"):
        with pytest.raises(ValueError, match="is not"):
            Fault.parse(text)


def test_an_answer_that_does_not_fit_the_specification_is_a_500(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = next(each for each in operations() if each.id == "get_public_ip")
    assert HANDLERS["get_public_ip"] is operation.handler
    wrong = Handler(lambda _: {"public_ip": 1}, None, None)
    object.__setattr__(operation, "handler", wrong)
    try:
        status, message = Api(sandbox).refused("GET", "/v1/ip")
        assert status == 500
        assert message.endswith("get_public_ip does not fit the specification: public_ip: must be of type string")
        assert Api(Sandbox(strict=False)).http.get("/v1/ip").status_code == 200
    finally:
        object.__setattr__(operation, "handler", HANDLERS["get_public_ip"])


def test_a_deleted_token_is_403(sandbox: Sandbox, api: Api) -> None:
    api.deploy()
    sandbox.revoke("one")
    assert api.refused("GET", "/v1/apps")[0] == 403
    assert sandbox.deployments == ()
    sandbox.advance(10**6)


# Webhooks


def test_webhooks_of_both_forms(sandbox: Sandbox, api: Api, heard: list[WebhookCall]) -> None:
    deployment_id = deploy_with_webhooks(api)
    v1 = api.done("POST", "/v1/deploy", {**V1, "webhook_url": "http://hooks.invalid/v1"})["request_id"]
    sandbox.faults.add(operation="create_deployment", outcome="error")
    failed = deploy_with_webhooks(api)
    assert heard == []
    sandbox.advance(10)
    assert [(call.kind, call.subject) for call in heard] == [
        ("on_ready", deployment_id),
        ("webhook_url", v1),
        ("on_error", failed),
    ]
    assert heard[0].url == "http://hooks.invalid/on_ready"
    assert heard[0].body == api.status(deployment_id)
    sandbox.advance(86400)
    assert [(call.kind, call.subject) for call in heard[3:]] == [
        ("on_terminated", deployment_id),
        ("on_terminated", failed),
    ]
    assert heard[3].body["current_status"] == "Status.TERMINATED"
    assert heard[3].time == NOON.timestamp() + 10 + 3600 + 1
    assert len(sandbox.webhooks) == 5


def test_webhooks_of_sessions_and_relays(sandbox: Sandbox, api: Api, heard: list[WebhookCall]) -> None:
    users = {"users": [{"ip": "1.1.1.1"}], "webhook_url": "http://hooks.invalid/relay"}
    relay = api.done("POST", "/v1/relays/sessions", users)["session_id"]
    session = open_session(api, "1.1.1.1", webhook_url="http://hooks.invalid/session")
    sandbox.advance(11)
    assert [(call.kind, call.subject) for call in heard] == [("relay", relay), ("session", session)]
    assert heard[0].body["linked"] is True
    assert heard[1].body["deployment_request_id"] == sandbox.deployments[0].request_id
    # Five players never fit on four places; documents have no state for that.
    nowhere = open_session(api, *(f"1.1.1.{each}" for each in range(5)), webhook_url="http://hooks.invalid/session")
    sandbox.advance(11)
    assert (heard[-1].subject, heard[-1].body["status"], heard[-1].body["linked"]) == (nowhere, "Ready", False)
    assert len(sandbox.deployments) == 1


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ([], ["on_ready", "on_terminated"]),
        ([{"webhook": "on_ready", "copies": 2}], ["on_ready", "on_ready", "on_terminated"]),
        ([{"webhook": "on_ready", "drop": "before"}], ["on_terminated"]),
        ([{"webhook": "*", "copies": 0}], []),
        ([{"webhook": "on_ready", "after_next": True}], ["on_terminated", "on_ready"]),
        ([{"webhook": "on_ready", "delay": 7200}], ["on_terminated", "on_ready"]),
        ([{"webhook": "on_ready", "delay": 60}], ["on_ready", "on_terminated"]),
    ],
)
def test_webhooks_that_go_wrong(
    sandbox: Sandbox, api: Api, heard: list[WebhookCall], faults: list[Json], expected: list[str]
) -> None:
    for fault in faults:
        sandbox.faults.add(**fault)
    deploy_with_webhooks(api)
    sandbox.advance(86400)
    assert [call.kind for call in heard] == expected
    assert all(call.body["current_status"] == "Status.READY" for call in heard if call.kind == "on_ready")


@pytest.fixture
def receiver() -> Iterator[Recorder]:
    """A server that hears webhooks."""
    with recording(status_of=lambda received: 500 if received.target == "/on_error" else 204) as receiver:
        yield receiver


def test_webhooks_over_http(receiver: Recorder) -> None:
    sandbox = Sandbox(now=Clock(NOON), timing=Timing(ready_after=10))
    api = Api(sandbox).set_up()
    deployment_id = deploy_with_webhooks(api, receiver.url)
    sandbox.faults.add(operation="create_deployment", outcome="error")
    deploy_with_webhooks(api, receiver.url)
    deploy_with_webhooks(api, "http://127.0.0.1:1")
    sandbox.advance(86400)
    paths = ["/on_ready", "/on_error", "/on_terminated", "/on_terminated"]
    assert [received.target for received in receiver.received] == paths
    assert json.loads(receiver.received[0].body)["request_id"] == deployment_id
    # Nothing is tried again.
    assert [record.status for record in sandbox.webhooks] == [204, 500, None, 204, 204, None]
    assert "ConnectError" in str(sandbox.webhooks[2].error)
    sandbox.close()


def test_webhooks_in_real_time_though_nobody_calls(receiver: Recorder) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.02, terminating_for=0))
    api = Api(sandbox).set_up()
    deployment_id = deploy_with_webhooks(api, receiver.url)
    ready = receiver.wait_for(1)
    assert (ready.target, json.loads(ready.body)["request_id"]) == ("/on_ready", deployment_id)
    api.done("DELETE", f"/v1/stop/{deployment_id}")
    assert receiver.wait_for(2).target == "/on_terminated"
    assert len(receiver.received) == 2
    assert sandbox.wait_for_webhooks()
    sandbox.close()


# Time


def test_a_ticking_clock_can_be_moved_too() -> None:
    sandbox = Sandbox()
    api = Api(sandbox).set_up()
    deployment_id = api.deploy()
    assert api.state(deployment_id) == "INITIALIZING"
    sandbox.advance(100)
    assert api.state(deployment_id) == "READY"
    assert sandbox.requests[-1].time - datetime.now(UTC) > timedelta(seconds=99)


def test_clocks() -> None:
    clock = Clock(datetime(2026, 1, 1))
    assert clock() == datetime(2026, 1, 1, tzinfo=UTC)
    clock.advance(1.5)
    assert clock() == datetime(2026, 1, 1, 0, 0, 1, 500000, tzinfo=UTC)
    with pytest.raises(ValueError, match="advance needs 0 seconds or more"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="advance needs 0 seconds or more"):
        Sandbox().advance(-1)
    with pytest.raises(TypeError, match="Clock"):
        Sandbox(now=lambda: NOON).advance(1)
    with pytest.raises(ValueError, match="after_end"):
        Sandbox(after_end=200)


def test_a_range_of_times_repeats_with_the_seed() -> None:
    def run() -> list[str]:
        sandbox = Sandbox(now=Clock(NOON), timing=Timing(ready_after=(1, 9)), seed=5)
        api = Api(sandbox).set_up()
        ids = [api.deploy() for _ in range(20)]
        sandbox.advance(5)
        return [api.state(each) for each in ids]

    states = run()
    assert states == run()
    assert len(set(states)) > 1


def test_a_schedule_forgets_what_is_called_off() -> None:
    schedule = Schedule()
    done: list[int] = []
    timers = [schedule.at(number, lambda: done.append(1), notable=True) for number in range(5000)]
    for timer in timers[:4990]:
        schedule.call_off(timer)
        schedule.call_off(timer)
    assert (len(schedule), schedule.notable) == (10, 10)
    assert len(schedule._heap) < 2100
    assert schedule.next_due() == 4990
    assert schedule.pop(4989) is None
    assert schedule.pop(4990) is timers[4990]


# Snapshots and introspection


def test_snapshots(sandbox: Sandbox, api: Api, heard: list[WebhookCall]) -> None:
    deployment_id = deploy_with_webhooks(api)
    host = sandbox.add_host("mine", token="one")
    session = open_session(api, "1.1.1.1", deployment_request_id=deployment_id)
    sandbox.faults.add(operation="list_applications", status=503, nth=2)
    snapshot = sandbox.snapshot()
    ids: list[str] = []
    for _ in range(2):
        sandbox.restore(snapshot)
        assert [api.http.get("/v1/apps").status_code for _ in range(3)] == [200, 503, 200]
        assert api.state(deployment_id) == "INITIALIZING"
        ids.append(api.deploy())
        api.done("POST", "/v2/private-fleets/deployments", {**DEPLOY, "private_host_ids": [host]}, 202)
        assert api.done("GET", "/v2/private-fleets/mine/hosts")["data"][0]["allocated_cpu_units"] == 256
        sandbox.advance(10)
        assert [call.kind for call in heard] == ["on_ready"]
        assert api.done("GET", f"/v1/session/{session}")["linked"] is True
        assert len(sandbox.running) == 3
        heard.clear()
    assert ids[0] == ids[1]
    sandbox.reset()
    assert sandbox.deployments == ()


def test_introspection(sandbox: Sandbox, api: Api) -> None:
    api.deploy(tags=["a"])
    sandbox.advance(10)
    mine, stopped = api.deploy(), api.deploy()
    api.done("DELETE", f"/v1/stop/{stopped}")
    Api(sandbox, "two").set_up().deploy()
    assert [(each.token, each.state, each.tags) for each in sandbox.deployments] == [
        ("one", "READY", ("a",)),
        ("one", "INITIALIZING", ()),
        ("one", "INITIALIZING", ()),
        ("two", "INITIALIZING", ()),
    ]
    assert sandbox.deployments[0].created == NOON
    assert [each.token for each in sandbox.orphans([mine])] == ["one", "two"]
    assert len(sandbox.running) == 4
    sandbox.advance(10)
    assert len(sandbox.running) == 3
    assert "token" not in repr(sandbox.deployments[0])
    assert sandbox.requests[0].time == NOON
    assert sandbox.counts["create_deployment", 202] == 4


async def test_as_an_asgi_application_of_any_server(sandbox: Sandbox) -> None:
    transport = httpx.ASGITransport(app=sandbox.app, client=("9.9.9.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://any", headers=HEADERS) as http:
        assert (await http.get("/v1/ip")).json() == {"public_ip": "9.9.9.9"}
    sent: list[Any] = []
    messages = iter(({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}))

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await sandbox.app({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    with pytest.raises(RuntimeError, match="websocket"):
        await sandbox.app({"type": "websocket"}, receive, send)


# The command and the plugin


def test_the_command_takes_faults_and_a_seed() -> None:
    arguments = [
        "--port",
        "0",
        "--seed",
        "7",
        "--ready-after",
        "0",
        "--fault",
        "operation=list_applications,status=503",
    ]
    command = [
        sys.executable,
        "-m",
        "edgegap_client.sandbox",
        *arguments,
        "--fault",
        "drop=after,operation=get_public_ip",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        base_url = [process.stdout.readline() for _ in range(3)][2].split("EDGEGAP_BASE_URL=")[1].split()[0]
        assert httpx.get(f"{base_url}/v1/apps", headers=HEADERS).status_code == 503
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{base_url}/v1/ip", headers=HEADERS)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        lines = process.stderr.read().splitlines()
    assert [line.split()[:3] for line in lines] == [["GET", "/v1/apps", "503"], ["GET", "/v1/ip", "dropped"]]
    assert [line.partition("fault: ")[2] for line in lines] == ["status=503", "drop=after"]


@pytest.mark.parametrize("fault", ["status=x", "operation=nope", "what"])
def test_the_command_refuses_faults_that_make_no_sense(fault: str) -> None:
    command = [sys.executable, "-m", "edgegap_client.sandbox", "--fault", fault]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert finished.returncode == 2
    assert "error: argument --fault: " in finished.stderr


PLUGIN_TESTS = """
import pytest

APP = {"name": "my-game", "is_active": True, "image": ""}

def test_sync(edgegap, edgegap_sandbox):
    assert list(edgegap.applications.list()) == []
    assert edgegap_sandbox.requests[-1].operation_id == "list_applications"

def test_each_has_its_own(edgegap_sandbox):
    assert not edgegap_sandbox.requests

def test_async(async_edgegap, edgegap_sandbox):
    import asyncio
    async def walk():
        return [each async for each in async_edgegap.applications.list()]
    assert asyncio.run(walk()) == []
    assert len(edgegap_sandbox.requests) == 1

class TestOptions:
    @pytest.fixture
    def edgegap_sandbox_options(self):
        return {"max_applications": 0}

    def test_options(self, edgegap, edgegap_sandbox):
        assert edgegap_sandbox._limits.max_applications == 0

def test_a_match(edgegap_matchmaker, edgegap_sandbox, edgegap_sandbox_matchmaker):
    edgegap_sandbox.add_version("my-game", "v1")
    players = [{"profile": "default", "attributes": {}}] * 2
    with edgegap_matchmaker.tickets.search_group(players) as search:
        assert search.assigned(timeout=10).fqdn.startswith(edgegap_sandbox.running[0].request_id)
    assert {each.status for each in edgegap_sandbox_matchmaker.tickets} == {"HOST_ASSIGNED"}

def test_the_previews_async(async_edgegap_matchmaker, async_edgegap_server_browser):
    import asyncio
    async def walk():
        assert (await async_edgegap_matchmaker.monitor.get()).status == "healthy"
        return [each async for each in async_edgegap_server_browser.instances.search()]
    assert asyncio.run(walk()) == []

def test_a_server_in_the_browser(edgegap_server_browser, edgegap_sandbox_server_browser):
    slots = [{"name": "main", "available_seats": 2}]
    edgegap_server_browser.instances.create(request_id="a1", server={"fqdn": "x", "ports": {}}, slots=slots)
    assert [each.available for each in edgegap_sandbox_server_browser.seats] == [2]
"""


def test_the_pytest_plugin(tmp_path: Path) -> None:
    (tmp_path / "test_with_plugin.py").write_text(PLUGIN_TESTS)
    plugin = "edgegap_client.sandbox.pytest_plugin"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        # Registered by this module's name alone, whether the package is installed or not.
        "-p",
        "no:edgegap",
        "-p",
        plugin,
        "-p",
        "no:asyncio",
        "-W",
        "error",
        str(tmp_path),
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    finished = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path, env=environment
    )
    assert "7 passed" in finished.stdout, finished.stdout + finished.stderr
