"""`edgegap logs` and `edgegap metrics`: what a running game server writes and uses."""

from __future__ import annotations

import re
import signal
import subprocess
from typing import IO

import pytest

from edgegap_client import Edgegap
from edgegap_client.cli.logs import last_lines, new_part
from edgegap_client.cli.metrics import ASCII_BLOCKS, BLOCKS, sparkline
from edgegap_client.sandbox import Sandbox

from ..test_cli import COMMAND, Run, launch, process, terminal


def followed(*options: str) -> subprocess.Popen[str]:
    command = [*COMMAND, "logs", "-f", "--interval", "0.1", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until_text(stream: IO[str] | None, text: str) -> str:
    assert stream
    read = ""
    while text not in read:
        character = stream.read(1)
        assert character, f"it ended without {text!r}: {read}"
        read += character
    return read


@pytest.mark.usefixtures("game")
def test_a_log_is_followed_until_the_deployment_has_ended(sandbox: Sandbox, edgegap: Edgegap) -> None:
    deployment = launch(edgegap)
    sandbox.write_log(deployment, "old line\nlast old line")
    with followed(deployment, "--tail", "1", "--timeout", "0.5") as running:
        assert until_text(running.stdout, "line") == "last old line"
        sandbox.write_log(deployment, "first\nsecond")
        assert until_text(running.stdout, "second") == "\nfirst\nsecond"
        sandbox.faults.add(operation="get_deployment_logs", status=503)
        until_text(running.stderr, "The log cannot be read at the moment")
        sandbox.faults.clear()
        sandbox.write_log(deployment, "third")
        assert until_text(running.stdout, "third") == "\nthird"
        edgegap.deployments.stop(deployment)
        out, err = running.communicate(timeout=50)
    assert (running.returncode, out) == (0, "\n"), err
    assert err.splitlines()[-1] == f"Deployment {deployment} has ended."
    assert "Traceback" not in err


@pytest.mark.usefixtures("game")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_following_ends_with_a_signal(sandbox: Sandbox, edgegap: Edgegap, number: signal.Signals, status: int) -> None:
    deployment = launch(edgegap)
    sandbox.write_log(deployment, "hello\n")
    with followed(deployment) as running:
        until_text(running.stdout, "hello\n")
        running.send_signal(number)
        _, err = running.communicate(timeout=50)
    assert (running.returncode, err) == (status, "")


@pytest.mark.usefixtures("game")
def test_logs_have_a_tail_and_refuse_what_does_not_go_together(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    deployment = launch(edgegap)
    sandbox.write_log(deployment, "one\ntwo\nthree")
    assert run("logs", deployment, "-n", "2").out == "two\nthree\n"
    assert run("deployments", "logs", deployment).out.endswith("one\ntwo\nthree\n")
    assert run("logs", deployment, "-f", "--json").status == 2
    assert run("logs", deployment, "-f", "--crash").status == 2
    assert run("logs", "unknown", "-f").status == 11


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        ("", "a\n", "a\n"),
        ("a\n", "a\nb\n", "b\n"),
        ("a\nb\n", "a\n", ""),
        ("a\nb\nc\n", "b\nc\nd\n", "d\n"),
        ("x\nx\nx\n", "x\nx\ny\n", "y\n"),
        ("one\ntwo\n", "other\n", None),
        ("server\n", "\nserver", None),
        ("start\nend", "end of another", None),
        ("a" * 50 + "\n", "a" * 40 + "\nb", "b"),
    ],
)
def test_what_is_new_in_a_log(before: str, after: str, new: str | None) -> None:
    assert new_part(before, after) == new


def test_the_last_lines() -> None:
    assert last_lines("a\nb\nc", 2) == "b\nc"
    assert last_lines("a\nb\n", 1) == "b\n"
    assert last_lines("a\nb\n", 0) == ""
    assert last_lines("a\nb\n", 9) == last_lines("a\nb\n", None) == "a\nb\n"


@pytest.mark.usefixtures("game")
def test_metrics_are_lines_of_blocks(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    deployment = launch(edgegap)
    sandbox.advance(3600)
    lines = run("metrics", deployment).out.splitlines()
    assert lines[0].split() == ["METRIC", "OVER", "TIME", "MIN", "MEAN", "MAX", "LAST"]
    assert [re.split(r" {2,}", line)[0] for line in lines[1:]] == [
        *("cpu", "cpu throttled", "memory", "network in", "network out", "disk read", "disk written"),
    ]
    assert max(map(len, lines)) <= 80
    whole = run("metrics", deployment, "--json").data
    largest = max(whole["cpu"]["datasets"])
    assert re.search(rf"(?m)^cpu +[{BLOCKS}]{{24}} +20 +21 +{largest:g} +2\d$", "\n".join(lines))
    assert "_" not in lines[1]
    assert process("metrics", deployment, PYTHONIOENCODING="ascii").out.splitlines()[1].split()[1][0] in ASCII_BLOCKS
    assert run("metrics", deployment, "--since", "later").status == 2


@pytest.mark.usefixtures("game")
def test_metrics_since_a_while(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    deployment = launch(edgegap)
    run("metrics", deployment, "--since", "10m", "--json")
    sandbox.faults.add(operation="get_deployment_metrics", status=200, body={})
    assert run("metrics", deployment).err == "The service has no metrics of this deployment yet.\n"
    assert run("metrics", deployment, "--watch", "--json").data == {}


@pytest.mark.usefixtures("game")
def test_metrics_are_watched(edgegap: Edgegap) -> None:
    deployment = launch(edgegap)
    # The last of all lines, twice.
    typed = {r"disk written(?s:.*)disk written": "\x03"}
    screen = terminal("metrics", deployment, "--watch", "--interval", "0.2", typed=typed)
    assert screen.status == 0
    assert f"deployment {deployment}" in screen.text


def test_blocks_go_from_nothing_to_the_largest() -> None:
    assert sparkline([0, 1, 4, 8]) == "▁▁▄█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([]) == ""
    assert sparkline([5, 5]) == "██"
    assert sparkline([0, 9, 0, 0], width=2) == "█▁"
    assert sparkline([-3, 8]) == "▁█"
