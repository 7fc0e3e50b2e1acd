"""`edgegap mcp` as agents start it: a process, over the protocol's own client, against the sandbox."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from edgegap_client.cli import root
from edgegap_client.cli.output import BROKEN_PIPE
from edgegap_client.sandbox import Outcome, Sandbox, Timing

TOKEN: Final = "agents-organisation-token-7777"
COMMAND: Final = ["-W", "error", "-m", "edgegap_client.cli", "mcp", "--poll-interval", "0.05"]
ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "player_ips": ["8.8.8.8"]}
SLOW: Final = Outcome(after=30.0)
ROOT: Final = Path(__file__).resolve().parent.parent

Game = tuple[Sandbox, dict[str, str]]


@pytest.fixture
async def game() -> AsyncGenerator[Game]:
    """A sandbox with an application, and the environment of a server for it."""
    sandbox = Sandbox(timing=Timing(ready_after=0.05, terminating_for=0.05))
    sandbox.add_version("my-game", "v1", token=TOKEN)
    with sandbox.serve() as base_url:
        yield sandbox, {"EDGEGAP_BASE_URL": base_url, "EDGEGAP_API_TOKEN": TOKEN}
    sandbox.close()


@asynccontextmanager
async def connected(environment: dict[str, str], *options: str, errors: Path) -> AsyncGenerator[Client]:
    server = StdioServerParameters(command=sys.executable, args=[*COMMAND, *options], env=environment, cwd=ROOT)
    with errors.open("w") as log:
        async with Client(stdio_client(server, errlog=log)) as client:
            yield client


async def call(client: Client, name: str, /, **arguments: Any) -> Any:
    result = await client.call_tool(name, arguments)
    (content,) = result.content
    assert content.type == "text"
    assert TOKEN not in content.text
    assert not result.is_error, content.text
    return json.loads(content.text)


async def change(client: Client, name: str, /, **arguments: Any) -> Any:
    planned = await call(client, name, **arguments)
    return await call(client, name, **arguments, plan_id=planned["plan_id"])


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is so; the timeout of the test ends it."""
    while not condition():  # noqa: ASYNC110  # what changes is in the thread of the sandbox
        await asyncio.sleep(0.05)


async def test_a_session_deploys_looks_and_cleans_up(game: Game, tmp_path: Path) -> None:
    sandbox, environment = game
    errors = tmp_path / "stderr"
    async with connected(environment, "--app", "my-game", "--max-active", "2", errors=errors) as client:
        assert client.server_info is not None
        assert client.server_info.name == "edgegap"
        assert "plan_id" in (client.instructions or "")
        tools = {each.name: each for each in (await client.list_tools()).tools}
        for each in tools.values():
            Draft202012Validator.check_schema(each.input_schema)
            assert each.description
            assert each.annotations is not None
            assert each.annotations.read_only_hint is ("plan_id" not in each.input_schema["properties"])
        assert (await call(client, "edgegap_context"))["limits"]["applications"] == ["my-game"]
        assert [each["name"] for each in (await call(client, "list_app_versions", app_name="my-game"))["versions"]]
        launched = await change(client, "launch_deployment", **ORDER, tags=["match-7"], minutes=10)
        deployment_id = launched["deployment"]["request_id"]
        assert launched["deployment"]["ports"]["gameport"]["external"]
        assert (await call(client, "get_deployment", deployment_id=deployment_id))["app_name"] == "my-game"
        assert "listening" in (await call(client, "get_deployment_logs", deployment_id=deployment_id))["logs"]
        assert (await call(client, "get_deployment_metrics", deployment_id=deployment_id))["series"]
        listed = await call(client, "list_deployments", tag="match-7")
        assert [each["request_id"] for each in listed["deployments"]] == [deployment_id]
        stopped = await change(client, "stop_deployments", ids=[deployment_id])
        assert stopped["stopping"] == [deployment_id]
        refused = await client.call_tool("launch_deployment", {**ORDER, "application": "My-Game"})
        assert refused.is_error
        assert sandbox.orphans() == ()
    assert TOKEN not in errors.read_text("utf-8")


async def test_the_end_of_standard_input_stops_what_runs_and_what_is_launched(game: Game, tmp_path: Path) -> None:
    sandbox, environment = game
    async with connected(environment, errors=tmp_path / "stderr") as client:
        await change(client, "launch_deployment", **ORDER)
        sandbox.faults.add(operation="create_deployment", outcome=SLOW)
        await change(client, "launch_deployment", **ORDER, wait_seconds=0)
        await until(lambda: len(sandbox.orphans()) == 2)
    await until(lambda: sandbox.orphans() == ())
    assert len(sandbox.deployments) == 2


async def test_a_call_that_the_client_cancels_leaves_nothing_behind(game: Game, tmp_path: Path) -> None:
    sandbox, environment = game
    async with connected(environment, errors=tmp_path / "stderr") as client:
        sandbox.faults.add(operation="create_deployment", outcome=SLOW)
        calling = asyncio.create_task(change(client, "launch_deployment", **ORDER))
        await until(sandbox.orphans)
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)
        # While the session goes on.
        await until(lambda: sandbox.orphans() == ())
        assert (await call(client, "edgegap_context"))["launched"] == 1


# SIGHUP comes when the terminal of the agent's program is closed.
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to a process")
def test_a_signal_ends_a_session_though_standard_input_is_open(game: Game, name: str) -> None:
    sandbox, environment = game
    process = launched(sandbox, environment)
    number = signal.Signals[name]
    process.send_signal(number)
    assert process.wait() == 128 + number
    assert sandbox.orphans() == ()
    _, err = process.communicate()
    assert TOKEN not in err
    assert "Traceback" not in err


def test_an_agent_that_is_killed_leaves_no_deployment(game: Game) -> None:
    sandbox, environment = game
    process = launched(sandbox, environment)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write('{"jsonrpc": "2.0", "id": 9, "method": "ping"}\n')
    process.stdin.close()
    assert process.wait() in (0, BROKEN_PIPE)  # the end of the input may come first
    assert sandbox.orphans() == ()
    with process.stderr:
        assert process.stderr.read() == ""


def launched(sandbox: Sandbox, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A server that has launched a deployment, and waits for the next request."""
    process = subprocess.Popen(
        [sys.executable, *COMMAND],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def ask(number: int, method: str, params: dict[str, Any]) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        process.stdin.write(f"{json.dumps(request)}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())["result"]

    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    assert ask(1, "initialize", hello)["serverInfo"]["name"] == "edgegap"
    process.stdin.write('{"jsonrpc": "2.0", "method": "notifications/initialized"}\n')
    planned = ask(2, "tools/call", {"name": "launch_deployment", "arguments": ORDER})
    plan_id = json.loads(planned["content"][0]["text"])["plan_id"]
    ask(3, "tools/call", {"name": "launch_deployment", "arguments": {**ORDER, "plan_id": plan_id}})
    assert len(sandbox.orphans()) == 1
    return process


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_package_does_not_import_the_protocol() -> None:
    code = (
        "import sys, edgegap_client, edgegap_client.cli.root, edgegap_client.cli.mcp.session\n"
        "assert 'mcp' not in sys.modules and 'mcp_types' not in sys.modules\n"
    )
    assert run("-c", code).stderr == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--token-file", "-"), "The protocol uses standard input"),
        (("--read-only", "--allow-writes"), "--read-only and --allow-writes exclude each other"),
        (("--tag", "launching"), "--tag must have 1 to 20 letters"),
    ],
)
def test_wrong_options_are_told_before_anything_begins(
    options: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", TOKEN)
    assert root.run(["mcp", *options]) == 2
    assert message in capsys.readouterr().err


def test_an_empty_list_of_applications_does_not_allow_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", TOKEN)
    for empty in ("", "  "):
        monkeypatch.setenv("EDGEGAP_MCP_APPS", empty)
        assert root.run(["mcp"]) == 2
        assert "EDGEGAP_MCP_APPS is set, but names no application" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["READ_ONLY", "MAX_ACTIVE", "MAX_LAUNCHES", "MAX_MINUTES", "TAG"])
def test_an_empty_limit_is_not_the_default(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", TOKEN)
    monkeypatch.setenv(f"EDGEGAP_MCP_{name}", "")
    assert root.run(["mcp"]) == 2
    assert f"EDGEGAP_MCP_{name} is set, but empty" in capsys.readouterr().err
    monkeypatch.setenv(f"EDGEGAP_MCP_{name}", "  ")
    assert root.run(["mcp"]) == 2


def test_a_missing_token_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert root.run(["mcp"]) == 2
    assert "There is no API token" in capsys.readouterr().err
