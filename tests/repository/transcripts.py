"""What each example prints: `python -m tests.repository.transcripts` writes docs/examples/NAME.txt.

The examples run as their pages say, against a sandbox, in place of whose ports the transcript has those of the page.
Replicas are processes in place of containers.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from edgegap_client import Edgegap
from edgegap_client.sandbox import Sandbox

from ..servers.ports import unused_port
from ..servers.programs import needed
from ..servers.replicas import REPLICAS, SERVICES, Machine

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "docs" / "examples"
TOKEN: Final = "an-organisation"
# Where the matchmaker is, for a reader of its page.
MATCHMAKER_URL: Final = "http://localhost:8000"
PLAYER: Final = """--json '{"players": ["8.8.8.8"]}'"""
PRIVATE_PLAYER: Final = """--json '{"players": ["192.168.1.1"]}'"""
MATCH: Final = """--json '{"players": ["8.8.8.8"], "match": "4711"}'"""
STARTED_WITHIN_SECONDS: Final = 60.0

# What differs from run to run, and what a transcript is compared with in its place. Lines of progress are left out.
VARYING: Final = (
    (r"(?m)^ +\d+\.\d s  \w+\n", ""),
    (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?", "<time>"),
    (r"\bafter \d+\.\d s", "after <seconds>"),
    (r"\b[0-9a-f]{12}\b", "<id>"),
    # On a busy computer, the launch is cancelled before it has sent a request.
    (r"(?m)^  <id> was created before that\n", ""),
    (r"\bquickstart-[0-9a-f]{6}\b", "quickstart-<run>"),
    (r"(?<=[a-z1.]:)\d{4,5}\b|\b3\d{4}\b", "<port>"),
)


def compared(transcript: str) -> str:
    """A transcript without what differs from run to run."""
    for pattern, instead in VARYING:
        transcript = re.sub(pattern, instead, transcript)
    return transcript


def run(command: str, *, shown: str | None = None, **environment: str) -> str:
    """Run a command; gives it, as a reader types it, and what it prints."""
    words = [sys.executable if word == "python" else word for word in shlex.split(command)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EDGEGAP_", "ARBITRIUM_"))}
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    printed = done.stdout.strip("\n")
    return f"$ {shown or command}\n{printed}\n"


def curl(what: str, url: str) -> str:
    """Send a request with curl; gives the command of the page and the response, with its status if it has no body."""
    needed("curl")
    sent = run(f"curl --silent --write-out ' %{{http_code}}' {what.replace(MATCHMAKER_URL, url)}", shown=f"curl {what}")
    command, _, printed = sent.partition("\n")
    body, _, status = printed.rstrip().rpartition(" ")
    return f"{command}\n{body or f'(status {status})'}\n"


@contextmanager
def sandbox_of(sandbox: Sandbox) -> Generator[dict[str, str]]:
    """Serve a sandbox with the version `v1` of `my-game`; gives the variables for a client."""
    sandbox.add_version("my-game", "v1", token=TOKEN)
    try:
        with sandbox.serve() as base_url:
            yield {"EDGEGAP_BASE_URL": base_url, "EDGEGAP_API_TOKEN": TOKEN}
    finally:
        sandbox.close()


def launch() -> str:
    with sandbox_of(Sandbox(seed=1)) as environment:
        return run("python examples/launch.py my-game v1 8.8.8.8", **environment)


def quickstart() -> str:
    command = "python -m edgegap_client.sandbox --ready-after 1 -- python examples/quickstart.py"
    return run(command.replace("-- python", f"-- {shlex.quote(sys.executable)}"), shown=command)


def lost_response() -> str:
    return run("python examples/lost_response.py")


def whole_game() -> str:
    return run("python examples/whole_game.py --players 12")


def clean_up() -> str:
    """Of two deployments that are two hours old, one was launched by a service that was killed meanwhile."""
    moment = datetime.now(UTC) - timedelta(hours=3)
    sandbox = Sandbox(seed=1, now=lambda: moment)
    with sandbox_of(sandbox) as environment:
        with Edgegap(TOKEN, base_url=environment["EDGEGAP_BASE_URL"]) as edgegap:
            for tag in ("launching", "mine"):
                edgegap.deployments.create(application="my-game", version="v1", users=["8.8.8.8"], tags=[tag])
        moment += timedelta(hours=2)
        return run("python examples/clean_up.py 1", **environment)


def game_server() -> str:
    sandbox = Sandbox(seed=1)
    with sandbox_of(sandbox) as environment:
        with Edgegap(TOKEN, base_url=environment["EDGEGAP_BASE_URL"], poll_interval=0.1) as edgegap:
            deployment = edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
        return run("python examples/game_server.py", **sandbox.environment(deployment.request_id))


def matchmaker() -> str:
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    with sandbox_of(Sandbox(seed=1)) as environment:
        service = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "--factory", "examples.matchmaker:make_app", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PUBLIC_URL": url, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(lambda: _is_healthy(url), service)
            first = curl(f"{PLAYER} {MATCHMAKER_URL}/matches", url)
            found = re.search(r'"id":"(\w+)"', first)
            assert found, first
            return (
                first
                + curl(f"{PRIVATE_PLAYER} {MATCHMAKER_URL}/matches", url)
                + curl(f"--request DELETE {MATCHMAKER_URL}/matches/{found[1]}", url)
                + curl(f"{MATCHMAKER_URL}/health", url)
            )
        finally:
            service.terminate()
            service.wait(60)


def replicas() -> str:
    """Two requests for the same match."""
    with tempfile.TemporaryDirectory() as folder, Machine(Path(folder)) as machine:
        machine.start_redis()
        machine.start_sandbox()
        assert machine.run("prepare", SERVICES["prepare"]["command"]).wait(60) == 0, machine.printed("prepare")
        machine.start_replicas(REPLICAS, SERVICES[REPLICAS[0]]["command"])
        machine.start_nginx()
        return "".join(curl(f"{MATCH} {MATCHMAKER_URL}/matches", machine.url("nginx")) for _ in range(2))


def _is_healthy(url: str) -> bool:
    return (
        subprocess.run(["curl", "--silent", "--fail", f"{url}/health"], capture_output=True, check=False).returncode
        == 0
    )


def _wait(is_there: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED_WITHIN_SECONDS
    while not is_there():
        assert process.poll() is None, "the matchmaker has ended"
        assert time.monotonic() < until, "the matchmaker does not start"
        time.sleep(0.05)


TRANSCRIPTS: Final[dict[str, Callable[[], str]]] = {
    each.__name__: each
    for each in (launch, quickstart, lost_response, whole_game, clean_up, game_server, matchmaker, replicas)
}


def main(names: list[str]) -> None:
    """Write the transcripts of the examples with these names, or all."""
    for name in names or TRANSCRIPTS:
        (FOLDER / f"{name}.txt").write_text(TRANSCRIPTS[name](), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
