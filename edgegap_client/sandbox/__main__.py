"""`python -m edgegap_client.sandbox` runs a sandbox on a port, until Ctrl-C or until a command ends."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType

from .._core.extras import MissingExtra

try:
    from . import Fault, Sandbox, Timing
except MissingExtra as error:
    if __name__ == "__main__":
        sys.exit(str(error))
    raise
from .app import Exchange
from .command_services import Refused, add_options, add_services

TOKEN = "anything"  # noqa: S105  # of nobody
# A shell adds this to the number of a signal.
SIGNALLED_STATUS = 128
FAULT_HELP = (
    "a fault to inject, such as operation=create_deployment,status=503,times=2 or webhook=on_ready,copies=2; may be"
    " given several times. Keys: operation or webhook; delay, response_delay, drop (before or after), status, body,"
    " effect, outcome (ready, error, crash, no_capacity, stuck), copies, after_next; nth (several with +), times,"
    " probability"
)


def main(given: list[str] | None = None, *, prog: str = f"python -m {__package__}") -> None:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="A local Edgegap server. Each token belongs to a separate organisation, which is empty at first.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=int,
        default=8080,
        help="port to listen on, 0 for a free one (default: 8080); further services listen on the ports after it",
    )
    parser.add_argument("--max-applications", type=int, metavar="N", help="quota; the free tier has 2 (default: none)")
    parser.add_argument("--max-versions", type=int, metavar="N", help="quota; the free tier has 2 (default: none)")
    parser.add_argument("--max-deployments", type=int, metavar="N", help="quota; the free tier has 1 (default: none)")
    parser.add_argument(
        "--ready-after",
        type=float,
        default=Timing().ready_after,
        metavar="SECONDS",
        help="seconds from the create request until READY (default: %(default)s)",
    )
    parser.add_argument("--fault", action="append", default=[], type=read_fault, metavar="SCRIPT", help=FAULT_HELP)
    parser.add_argument(
        "--seed",
        type=int,
        help="random seed of ids and of faults with a probability; the same seed repeats a run (default: random)",
    )
    parser.add_argument("--no-rate-limits", action="store_true", help="never respond with 429 because of a rate limit")
    parser.add_argument("--quiet", action="store_true", help="do not log one line for each request on stderr")
    parser.add_argument(
        "--app-version",
        action="append",
        default=[],
        type=read_app_version,
        metavar="APP/VERSION",
        help="create this version of an application, with the UDP port gameport 7777; may be given several times",
    )
    add_options(parser)
    parser.add_argument(
        "command",
        nargs="*",
        help="after --: run this command against a sandbox on a free port, as in `-- pytest`, and exit with its status",
    )
    arguments = parser.parse_args(given)
    sandbox = Sandbox(
        max_applications=arguments.max_applications,
        max_versions=arguments.max_versions,
        max_deployments=arguments.max_deployments,
        timing=Timing(ready_after=arguments.ready_after),
        rate_limits=not arguments.no_rate_limits,
        seed=arguments.seed,
    )
    try:
        for application, version in dict.fromkeys(arguments.app_version):
            sandbox.add_version(application, version, token=TOKEN)
    except ValueError as error:  # A quota of the sandbox refused the application or version.
        parser.error(f"argument --app-version: {error}")
    try:
        services = add_services(sandbox, arguments, TOKEN)
    except Refused as error:
        parser.error(str(error))
    try:  # The faults come after the services, because requests create the application versions of these.
        for fault in arguments.fault:
            sandbox.faults.add(fault)
    except ValueError as error:
        parser.error(f"argument --fault: {error}")
    with contextlib.ExitStack() as stack:
        port = 0 if arguments.command else arguments.port

        def listen(serve: Callable[..., AbstractContextManager[str]], number: int) -> str:
            wanted = port + number if port else 0
            try:
                return stack.enter_context(serve(host=arguments.host, port=wanted))
            except (OSError, OverflowError) as error:
                parser.exit(1, f"{parser.prog}: cannot listen on {arguments.host}:{wanted}: {error}\n")

        base_url = listen(sandbox.serve, 0)
        found = [("The Edgegap sandbox", base_url, {"EDGEGAP_BASE_URL": base_url, "EDGEGAP_API_TOKEN": TOKEN})]
        for number, service in enumerate(services, 1):
            url = listen(service.handle.serve, number)
            found.append((f"The {service.title}", url, {service.url_variable: url, **service.variables}))
        if arguments.command:
            environment = {name: value for _, _, variables in found for name, value in variables.items()}
            sys.exit(run(arguments.command, {**os.environ, **environment}))
        if not arguments.quiet:
            sandbox._observer = log
        stop = stop_signal()
        for title, url, variables in found:
            note = " (Ctrl-C stops it). To point a client at it:" if url == base_url else ":"
            print(f"{title} listens at {url}{note}\n")
            print("    export", *(f"{name}={value}" for name, value in variables.items()), end="\n\n", flush=True)
        print(f"Open {base_url}/ in a browser to see what exists in it.", flush=True)
        # On Windows, no signal reaches a thread that waits without a timeout.
        while not stop.wait(1):
            pass


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run a command and return its exit status. SIGTERM ends the command, too, because it needs the sandbox."""
    child: subprocess.Popen[bytes] | None = None
    is_ending = False

    def on_sigterm(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_ending
        is_ending = True
        if child is not None:
            child.terminate()

    previous = signal.signal(signal.SIGTERM, on_sigterm)
    try:
        with subprocess.Popen(command, env=environment) as child:  # noqa: S603  # the user's own command
            if is_ending:  # before there was a child
                child.terminate()
            try:
                status = child.wait()
            except BaseException:  # such as Ctrl-C
                child.kill()
                raise
    finally:
        signal.signal(signal.SIGTERM, previous or signal.SIG_DFL)
    return status if status >= 0 else SIGNALLED_STATUS - status


def log(exchange: Exchange) -> None:
    """Write one line about a request to stderr.

    A path has no secrets, but a query, headers and bodies may have some.
    """
    parts = [exchange.method, exchange.path, str(exchange.status or "dropped"), f"{exchange.seconds * 1000:.0f} ms"]
    if exchange.fault:
        parts.append(f"fault: {describe(exchange.fault)}")
    line = " ".join(parts)
    # One line for each request, whatever its path contains: no control characters reach the terminal.
    print(line.encode("unicode_escape").decode("ascii"), file=sys.stderr, flush=True)


def describe(fault: Fault) -> str:
    """Describe the effect of a fault on a request in the form of `--fault`, such as `status=503`."""
    done = {name: getattr(fault, name) for name in ("delay", "response_delay", "drop", "status", "effect")}
    if fault.outcome:
        done["outcome"] = "no_capacity" if fault.outcome.at_once else fault.outcome.state.lower()
    return ",".join(f"{name}={value}" for name, value in done.items() if value)


def read_fault(text: str) -> Fault:
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def read_app_version(text: str) -> tuple[str, str]:
    application, slash, version = text.partition("/")
    if not (application and slash and version):
        raise argparse.ArgumentTypeError(f"{text!r} is not APP/VERSION, such as my-game/v1")
    return application, version


def stop_signal() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set from now on."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    return stop


if __name__ == "__main__":
    main()
