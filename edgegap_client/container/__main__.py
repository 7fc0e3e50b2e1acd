"""`python -m edgegap_client.container guard -- ./server`: stop the deployment once nobody plays."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from .._core.redaction import hide
from ..errors import ConfigurationError
from . import Container
from ._calls import stop_call
from ._idle import IdleRules

DESCRIPTION = """\
Run a game server in any language. Stop its deployment when nobody plays, or when the game server has ended. The game
server reports its players: it sends lines to the port EDGEGAP_GUARD_PORT of 127.0.0.1, such as
"player_joined alice", "player_left alice" or "players 3"; or it sends HTTP requests, such as
POST $EDGEGAP_GUARD_URL/player_joined?player=alice or POST $EDGEGAP_GUARD_URL/players?count=3.
"""


def seconds(text: str) -> float:
    """Parse a positive number of seconds."""
    number = float(text)
    if not number > 0:
        raise ValueError(text)
    return number


def main(given: Sequence[str] | None = None) -> int:
    """Run the command line. Return the exit status of the game server."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    guard = commands.add_parser("guard", help="run a game server and stop its deployment", description=DESCRIPTION)
    for option, text in (
        ("--first-player-within", "stop if no player has joined within this time"),
        ("--empty-for", "stop this long after the last player has left"),
        ("--max-life", "stop after this time, with or without players"),
        (
            "--grace",
            (
                "the time between SIGTERM and SIGKILL (default: the version's termination_grace_period_seconds; after "
                "SIGTERM, processes that still run 10 s after the game server has ended get SIGKILL)"
            ),
        ),
    ):
        guard.add_argument(option, type=seconds, metavar="SECONDS", help=text)
    guard.add_argument("--port", type=int, default=0, help="the port to listen on for reports (default: a free port)")
    guard.add_argument(
        "--no-stop-on-exit", action="store_true", help="do not stop the deployment when the game server has ended"
    )
    guard.add_argument("command", nargs="+", help="after --: the game server and its arguments")
    options = parser.parse_args(given)
    if sys.platform != "win32":
        from ._guard import Guard, GuardOptions

        try:
            container = Container.from_env()
            stop = stop_call(hide(container.delete_url), hide(container.delete_token))
        except ConfigurationError as error:
            print(f"edgegap guard: the deployment cannot be stopped from here: {error}", file=sys.stderr, flush=True)
            stop = None
        guard_options = GuardOptions(
            rules=IdleRules(
                first_player_within=options.first_player_within, empty_for=options.empty_for, max_life=options.max_life
            ),
            stop=stop,
            stops_on_exit=not options.no_stop_on_exit,
            grace=options.grace,
            port=options.port,
        )

        async def run() -> int:
            return await Guard(options.command, guard_options).run()

        try:
            # Not closed, because that would wait for the thread of a hanging name look-up, and keep the container
            # alive.
            return asyncio.Runner().run(run())
        except OSError as error:
            print(f"edgegap guard: cannot listen on port {options.port}: {error.strerror}", file=sys.stderr, flush=True)
            return 1
    print("edgegap guard: this command needs Linux, the system of Edgegap's containers", file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
