"""Run the tools that read OpenAPI over our documents, and two of them against the sandbox.

    python -m tests.contract [--examples N] [--only TOOL ...]

Each must find nothing:

    redocly       with its strict rules
    spectral      with the rules `spectral:oas`
    prism         in the requests and responses of the whole quickstart, which runs through `prism proxy --errors`
    schemathesis  with all its checks of the sandbox, wrong requests included

The first three are npm packages, in .node-contract; without npm and a Node.js that runs them they are skipped by name.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from edgegap_client.sandbox import Sandbox, Timing

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).resolve().parent
OPENAPI: Final = ROOT / "openapi"
# The document that the sandbox serves.
DOCUMENT: Final = OPENAPI / "edgegap.yaml"
NODE_TOOLS: Final = ROOT / ".node-contract" / "node_modules" / ".bin"
SCRATCH: Final = ROOT / "build" / "contract"
OLDEST_NODE: Final = 20
START_SECONDS: Final = 60
TOOL_SECONDS: Final = 600
ENVIRONMENT: Final = {
    **os.environ,
    "EDGEGAP_API_TOKEN": "anything",
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "SCHEMATHESIS_CONFIG": str(HERE / "schemathesis.toml"),
    "NO_COLOR": "1",
}


class Failed(Exception):
    """A tool has found something; its report is the message."""


def run(*command: str | Path, folder: Path = ROOT, **more: str) -> str:
    """The output of a tool that runs in a folder.

    Raises:
        Failed: It ended with another status than 0.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=ENVIRONMENT | more,
        capture_output=True,
        text=True,
        timeout=TOOL_SECONDS,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def documents() -> list[Path]:
    """Our OpenAPI documents."""
    return sorted(path for path in OPENAPI.glob("*.yaml") if "\nopenapi: " in path.read_text("utf-8"))


def redocly(_examples: int) -> None:
    run(NODE_TOOLS / "redocly", "lint", "--config", HERE / "redocly.yaml", *documents())


def spectral(_examples: int) -> None:
    ruleset = HERE / "spectral.yaml"
    run(NODE_TOOLS / "spectral", "lint", "--fail-severity", "hint", "--ruleset", ruleset, *documents())


def prism(_examples: int) -> None:
    with Sandbox(timing=Timing(ready_after=1)).serve() as base_url, proxy(base_url) as (address, log):
        run(sys.executable, ROOT / "examples" / "quickstart.py", EDGEGAP_BASE_URL=address)
        found = re.findall("(?im)^.*(?:violation|unknown format|validation).*$", log.read_text("utf-8"))
        if found:
            raise Failed("\n".join(found))


@contextmanager
def proxy(base_url: str) -> Generator[tuple[str, Path]]:
    """A Prism that validates what goes to the sandbox and what comes back: its address, and its log."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    log = SCRATCH / "prism.log"
    command = [str(NODE_TOOLS / "prism"), "proxy", "--errors", "--port", "0", str(DOCUMENT), base_url]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=ENVIRONMENT)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not (found := re.search(r"listening on (http://\S+)", log.read_text("utf-8"))):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"Prism does not start:\n{log.read_text('utf-8')}")
            time.sleep(0.1)
        yield found[1], log
    finally:
        process.terminate()
        process.wait()


def schemathesis(examples: int) -> None:
    with Sandbox(timing=Timing(ready_after=0), rate_limits=False).serve() as base_url:
        command = (Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml", "run")
        options = ("--url", base_url, "-H", "Authorization: token anything", "--max-examples", str(examples))
        SCRATCH.mkdir(parents=True, exist_ok=True)  # it keeps notes where it runs
        more = ("--workers", "1", "--warnings", "off")
        run(*command, DOCUMENT, *options, *more, folder=SCRATCH, PYTHONPATH=str(ROOT))


TOOLS: Final[dict[str, Callable[[int], None]]] = {
    "redocly": redocly,
    "spectral": spectral,
    "prism": prism,
    "schemathesis": schemathesis,
}


def why_skipped(tool: str) -> str:
    """Why a tool cannot run here; empty if it can."""
    if tool == "schemathesis":
        return ""
    node = shutil.which("node")
    if node is None or not (NODE_TOOLS / tool).exists():
        return "npm is not installed"
    major = int(run(node, "--version").strip().removeprefix("v").split(".")[0])
    return f"it needs Node.js {OLDEST_NODE}, and this is {major}" if major < OLDEST_NODE else ""


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 if no tool has found anything."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract", description="Check openapi/ with others' tools.")
    parser.add_argument("--examples", type=int, default=10, help="requests for each operation (default: 10)")
    parser.add_argument("--only", nargs="+", choices=TOOLS, default=list(TOOLS), help="these tools (default: all)")
    options = parser.parse_args(arguments)
    failed: list[str] = []
    for name in options.only:
        if reason := why_skipped(name):
            note_skipped(f"make contract, {name}: {reason}")
            print(f"{name}: skipped, {reason}", flush=True)
            continue
        started = time.monotonic()
        try:
            TOOLS[name](options.examples)
        except (Failed, subprocess.TimeoutExpired) as error:
            print(error)
            failed.append(name)
        result = "failed" if name in failed else "nothing found"
        print(f"{name}: {result} ({time.monotonic() - started:.0f} s)", flush=True)
    return bool(failed)


def note_skipped(line: str) -> None:
    """Add a line to the file in which CI collects what was skipped."""
    if path := os.environ.get("EDGEGAP_SKIPPED_TESTS"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
