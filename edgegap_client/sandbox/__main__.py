"""`python -m edgegap_client.sandbox`: a sandbox on a port, until Ctrl-C or as long as a command runs."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from . import Fault, Sandbox, Timing

FAULT_HELP = (
    "what shall go wrong, as in operation=create_deployment,status=503,times=2 or webhook=on_ready,copies=2; may be"
    " given several times. Keys: operation or webhook; delay, response_delay, drop (before or after), status, body,"
    " effect, outcome (ready, error, crash, no_capacity, stuck), copies, after_next; nth (several with +), times,"
    " probability"
)


def main(given: list[str] | None = None, *, prog: str = f"python -m {__package__}") -> None:
    parser = argparse.ArgumentParser(
        prog=prog, description="A local Edgegap. Each token is an organisation, empty at first."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on, 0 for a free one (default: 8080)")
    parser.add_argument("--max-applications", type=int, metavar="N", help="quota; the free tier has 2 (default: none)")
    parser.add_argument("--max-versions", type=int, metavar="N", help="quota; the free tier has 2 (default: none)")
    parser.add_argument("--max-deployments", type=int, metavar="N", help="quota; the free tier has 1 (default: none)")
    parser.add_argument(
        "--ready-after",
        type=float,
        default=Timing().ready_after,
        metavar="SECONDS",
        help="from the request to deploy until READY (default: %(default)s)",
    )
    parser.add_argument("--fault", action="append", default=[], type=read_fault, metavar="SCRIPT", help=FAULT_HELP)
    parser.add_argument("--seed", type=int, help="of ids and of faults by probability, to repeat a run (default: none)")
    parser.add_argument(
        "--no-rate-limits", action="store_true", help="never respond with 429 beyond the documented rates"
    )
    parser.add_argument(
        "command",
        nargs="*",
        help="after --: run this against a sandbox on a free port, as in `-- pytest`, and give its exit status back",
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
        for fault in arguments.fault:
            sandbox.faults.add(fault)
    except ValueError as error:
        parser.error(f"argument --fault: {error}")
    with contextlib.ExitStack() as stack:
        port = 0 if arguments.command else arguments.port
        try:
            base_url = stack.enter_context(sandbox.serve(host=arguments.host, port=port))
        except (OSError, OverflowError) as error:
            parser.exit(1, f"{parser.prog}: cannot listen on {arguments.host}:{port}: {error}\n")
        environment = {"EDGEGAP_BASE_URL": base_url, "EDGEGAP_API_TOKEN": "anything"}
        if arguments.command:
            # The command is the user's own, as given on the command line.
            sys.exit(subprocess.run(arguments.command, env={**os.environ, **environment}, check=False).returncode)  # noqa: S603
        else:
            stop = stop_signal()
            print(f"The Edgegap sandbox listens at {base_url} (Ctrl-C stops it). To point a client at it:\n")
            print("    export", *(f"{name}={value}" for name, value in environment.items()), end="\n\n", flush=True)
            # On Windows no signal reaches a thread that waits without a timeout.
            while not stop.wait(1):
                pass


def read_fault(text: str) -> Fault:
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def stop_signal() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set, from now on."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    return stop


if __name__ == "__main__":
    main()
