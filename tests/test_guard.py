"""`python -m edgegap_client.container guard`, around real processes."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError

import pytest

from edgegap_client import Edgegap
from edgegap_client.beacons import users_from_ips
from edgegap_client.sandbox import Sandbox, Timing

from .servers.ports import silent_port, unused_port

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a guard needs Linux")

TOKEN = "11112222-3333-4444-5555-666677778888"
STOP = "self_stop_deployment"
# A game server that says where reports go, and ends when it is asked to.
SERVER = 'echo "$EDGEGAP_GUARD_PORT"; exec sleep 60'

SAVES_LATE = """
import os, signal, sys, time
from pathlib import Path

def save(*_):
    time.sleep(0.3)
    Path({saved!r}).touch()
    sys.exit()

signal.signal(signal.SIGTERM, save)
print(os.getpid(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=Timing(ready_after=0.0, terminating_for=0.05, known_for=0.05), seed=1)
    made.add_version("my-game", "v1", ports={"gameport": 7777}, token=TOKEN)
    with made.serve():
        yield made
    made.close()


@pytest.fixture
def environment(sandbox: Sandbox) -> dict[str, str]:
    """The variables of a deployment's container."""
    with Edgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
        users = users_from_ips(["8.8.8.8"])
        deployment = edgegap.deployments.create(application="my-game", version="v1", users=users)
    return {**os.environ, "PYTHONPATH": ":".join(sys.path), **sandbox.environment(deployment.request_id)}


def guard(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "edgegap_client.container", "guard", *arguments]


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a guard; what still runs at the end of the test is ended."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **changes: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            guard(*arguments),
            env={**environment, **changes},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()  # SIGKILL would leave its child
        process.communicate(timeout=20)


def stops(sandbox: Sandbox) -> list[int]:
    return [each.status for each in sandbox.requests if each.operation_id == STOP]


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """What a guard ends with: its status, and what was printed."""
    out, error = process.communicate(timeout=30)
    return process.returncode, out, error


# The process.


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["sh", "-c", "exit 7"], 7),
        (["sh", "-c", "kill -9 $$"], 128 + 9),
        (["/no/such/server"], 127),
        ([str(Path(__file__).parent)], 126),
    ],
)
def test_the_end_of_the_server_stops_the_deployment_and_gives_its_status(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[str]], command: list[str], status: int
) -> None:
    assert end(start("--", *command))[0] == status
    assert stops(sandbox)[0] == 200
    assert len(stops(sandbox)) == 3
    assert {*stops(sandbox)[1:]} <= {400, 410}  # seen to be gone
    assert not sandbox.running


def test_the_end_of_the_server_may_leave_the_deployment(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[str]]
) -> None:
    assert end(start("--no-stop-on-exit", "--", "sh", "-c", "exit 3"))[0] == 3
    assert stops(sandbox) == []


def test_the_server_has_the_standard_streams_and_its_arguments(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--no-stop-on-exit", "--", "sh", "-c", "cat; echo $1 >&2", "server", "--max-life")
    out, error = process.communicate("to the server\n", timeout=30)
    assert (out, error) == ("to the server\n", "--max-life\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_no_stop_is_needed(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[str]], number: signal.Signals
) -> None:
    process = start("--", "sh", "-c", f"trap 'echo saved; exit 5' {number}; echo up; while :; do sleep 0.05; done")
    assert read_line(process) == "up"
    process.send_signal(number)
    assert end(process)[:2] == (5, "saved\n")
    assert stops(sandbox) == []


def test_other_signals_are_forwarded_and_end_nothing(start: Callable[..., subprocess.Popen[str]]) -> None:
    script = "trap 'echo got' HUP USR1; trap 'exit 4' USR2; echo up; while :; do sleep 0.05; done"
    process = start("--no-stop-on-exit", "--", "sh", "-c", script)
    assert read_line(process) == "up"
    for number in (signal.SIGHUP, signal.SIGUSR1):
        process.send_signal(number)
        assert read_line(process) == "got"
    process.send_signal(signal.SIGUSR2)
    assert end(process)[0] == 4


def test_a_server_that_does_not_end_in_time_is_killed(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--grace", "0.2", "--", "sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done")
    assert read_line(process) == "up"
    process.terminate()
    status, _, error = end(process)
    assert status == 128 + signal.SIGKILL
    assert "SIGKILL" in error


def test_a_start_script_that_dies_of_the_signal_does_not_leave_the_server_behind(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """The shell ends at once; the game server that it started gets its own signal, and the time to save."""
    saved = tmp_path / "saved"
    server = SAVES_LATE.format(saved=str(saved))
    process = start("--", "sh", "-c", '"$0" -c "$1"; echo never', sys.executable, server)
    pid = int(read_line(process))
    process.terminate()
    status, out, _ = end(process)
    assert (status, out) == (128 + signal.SIGTERM, "")
    assert saved.exists()
    assert not is_alive(pid)


def test_orphans_are_collected(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--no-stop-on-exit", "--", "sh", "-c", "sh -c 'sleep 3 & echo $!'; exec sleep 60")
    pid = int(read_line(process))
    until(lambda: f"PPid:\t{process.pid}\n" in Path(f"/proc/{pid}/status").read_text())
    until(lambda: not is_alive(pid))  # a zombie would be alive
    process.terminate()
    assert end(process)[0] == 128 + signal.SIGTERM


def test_it_works_as_the_first_process_of_a_container(environment: dict[str, str], tmp_path: Path) -> None:
    """Signals without a handler do not reach the first process, and all orphans are its children."""
    wait = "i=0; while [ -d /proc/$(cat orphan) ] && [ $i -lt 100 ]; do i=$((i+1)); sleep 0.1; done"
    script = f"sh -c 'sleep 0.1 >&- & echo $! > orphan'; {wait}; ls -d /proc/$(cat orphan); kill -TERM 1; sleep 60"
    inside = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"]
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer allows no namespaces")
    command = [*inside, *guard("--", "sh", "-c", script)]
    ran = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.returncode == 128 + signal.SIGTERM
    assert (tmp_path / "orphan").read_text().strip().isdecimal()
    assert ran.stdout == ""  # no zombie has kept its number


def test_in_a_terminal_the_server_reads_it_and_ctrl_c_reaches_it_once(environment: dict[str, str]) -> None:
    script = "read line; echo got $line; trap 'echo int; exit 6' INT; echo set; while :; do sleep 0.05; done"
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, guard("--no-stop-on-exit", "--", "sh", "-c", script), environment)
    shown = b""
    os.write(terminal, b"hello\n")
    while b"got hello" not in shown or b"set" not in shown:
        shown += os.read(terminal, 1000)
    os.write(terminal, b"\x03")
    with suppress(OSError):
        while part := os.read(terminal, 1000):
            shown += part
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 6
    assert shown.count(b"int\r\n") == 1


# Stopping.


def test_a_server_that_nobody_joins_is_stopped_and_ended_by_edgegap(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[str]]
) -> None:
    process = start("--first-player-within", "0.1", "--", "sh", "-c", SERVER)
    until(lambda: not sandbox.running)
    assert process.poll() is None  # Edgegap ends it
    process.terminate()
    status, _, error = end(process)
    assert status == 128 + signal.SIGTERM
    assert "no player has joined within 0.1 s" in error


def test_a_stop_is_retried_until_it_is_seen(
    sandbox: Sandbox, environment: dict[str, str], start: Callable[..., subprocess.Popen[str]]
) -> None:
    """The service is away, refuses, and lies; the game server has ended, and a restart would cost money."""
    sandbox.faults.add(operation=STOP, status=503, times=3)
    sandbox.faults.add(operation=STOP, status=401, body={"message": "no"}, nth=[4])
    sandbox.faults.add(operation=STOP, status=200, body={"message": "deleted"}, nth=[5])
    sandbox.faults.add(operation=STOP, status=410, body={"message": "is already terminated"}, nth=[6])
    status, _, error = end(start("--", "true"))
    assert status == 0
    assert not sandbox.running
    assert error.count("could not be stopped, retrying") == 2
    assert environment["ARBITRIUM_DELETE_TOKEN"] not in error
    assert environment["ARBITRIUM_DELETE_URL"] not in error


def test_a_stop_without_a_response_does_not_keep_a_guard_that_is_ended(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    with silent_port() as port:
        process = start("--", "sh", "-c", "echo ended", ARBITRIUM_DELETE_URL=f"http://127.0.0.1:{port}/")
        assert read_line(process) == "ended"
        time.sleep(0.2)
        since = time.monotonic()
        process.terminate()
        assert end(process)[0] == 0
        assert time.monotonic() - since < 20  # it would be for ever


def test_outside_of_edgegap_it_ends_the_server(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--max-life", "0.1", "--", "sleep", "60", ARBITRIUM_REQUEST_ID="")
    status, _, error = end(process)
    assert status == 128 + signal.SIGTERM
    assert "cannot be stopped from here" in error


# Reports.


def say(port: str, text: str) -> str:
    """Send lines, and read the replies."""
    with socket.create_connection(("127.0.0.1", int(port)), timeout=10) as connection:
        connection.sendall(text.encode())
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(1000), b"")).decode()


def http(method: str, url: str, data: bytes | None = None) -> tuple[int, str]:
    request = urllib.request.Request(url, data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_lines_report_players(start: Callable[..., subprocess.Popen[str]], sandbox: Sandbox) -> None:
    process = start("--first-player-within", "20", "--empty-for", "0.2", "--", "sh", "-c", SERVER)
    port = read_line(process)
    assert say(port, "player_joined alice\nplayer_joined\n") == "ok 1\nok 2\n"
    assert say(port, "player_joined alice\r\n\r\nplayers") == "ok 2\nok 2\n"  # the last line has no end
    assert say(port, "player_left bob\nnonsense\nplayers -1\nplayers 5\n").splitlines() == [
        "ok 2",
        "error: use player_joined, player_left or players",
        "error: players needs a number of at least 0, for instance: players 3",
        "ok 5",
    ]
    assert say(port, "x" * 100_000 + "\n") == ""
    time.sleep(0.3)
    assert stops(sandbox) == []
    assert say(port, "players 0\n") == "ok 0\n"
    until(lambda: not sandbox.running)


def test_http_reports_players(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--", "sh", "-c", 'echo "$EDGEGAP_GUARD_URL"; exec sleep 60')
    url = read_line(process)
    assert http("POST", f"{url}/player_joined?player=alice%20b") == (200, "1\n")
    assert http("POST", f"{url}/player_joined", b"a body that says nothing") == (200, "2\n")
    assert http("POST", f"{url}/player_left?player=alice%20b") == (200, "1\n")
    assert http("PUT", f"{url}/players?count=7") == (200, "7\n")
    assert http("GET", f"{url}/players") == (200, "7\n")
    assert http("GET", f"{url}/player_joined")[0] == 405
    assert http("POST", f"{url}/nonsense")[0] == 400
    assert http("POST", f"{url}/players?count=many")[0] == 400


def test_a_server_that_does_not_read_the_replies_can_go_on_reporting(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    process = start("--", "sh", "-c", SERVER)
    port = read_line(process)
    with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        # The replies are longer than what the kernel keeps of them.
        connection.sendall(b"x\n" * 150_000 + b"players 1\n")
        until(lambda: say(port, "players\n") == "ok 1\n")


def test_the_port_for_reports_can_be_chosen(start: Callable[..., subprocess.Popen[str]]) -> None:
    port = unused_port()
    process = start("--port", str(port), "--", "sh", "-c", SERVER)
    assert read_line(process) == str(port)
    status, _, error = end(start("--port", str(port), "--", "true"))
    assert status == 1
    assert f"port {port}" in error


@pytest.mark.parametrize("arguments", [[], ["--max-life", "0", "--", "true"], ["--grace", "x", "--", "true"]])
def test_wrong_usage_is_explained(start: Callable[..., subprocess.Popen[str]], arguments: list[str]) -> None:
    status, _, error = end(start(*arguments))
    assert status == 2
    assert "usage: python -m edgegap_client.container guard" in error
