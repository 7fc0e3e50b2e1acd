"""`python -m tests.live`: prints its plan, checks the facts, cleans up and writes the report.

The status is 0 after a whole run that left nothing, 1 if it was interrupted or something may still exist, and 2 if it
refused to start.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from .checks import all_checks, carry_out, finish, missing
from .clean_up import clean_up
from .report import as_data, write
from .run import Run
from .settings import Settings, read_settings

# A process that was killed is known to be dead 15 seconds later.
RECOVERY_TIMEOUT_SECONDS = 60.0
MATCHMAKER_NOTE = "Use a matchmaker without players: a search can meet them, and the server of its match is stopped."


def plan(settings: Settings) -> str:
    """What a run would do, in full."""
    limits = f"{settings.max_deployments} deployments, for at most {settings.max_minutes:g} minutes"
    lines = [f"At most {limits}. Each is stopped at the end.", MATCHMAKER_NOTE]
    lines += [f"  {service}: {url}" for service, url in settings.urls.items()]
    for each in all_checks():
        reason = missing(each.need, settings)
        lines.append(f"- {each.name}" + (f" (left out: {reason})" if reason else f": {len(each.facts)} facts"))
    return "\n".join(lines)


class Interrupted(KeyboardInterrupt):
    """The run ends now; its text says why."""


@contextmanager
def ending(max_minutes: float) -> Generator[Callable[[], None]]:
    """Raise `Interrupted` once, at the time limit or at SIGINT or SIGTERM. The function that it gives ends that."""
    is_over, is_late = False, threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal is_over
        if is_over:
            print("The clean-up goes on: it ends by itself.", file=sys.stderr)
            return
        is_over = True
        raise Interrupted("reached its time limit" if is_late.is_set() else "was interrupted")

    def be_late() -> None:
        is_late.set()
        # A blocking call of the main thread ends only if the signal is sent to that thread.
        signal.pthread_kill(main_thread, signal.SIGINT)

    def end() -> None:
        nonlocal is_over
        is_over = True
        timer.cancel()

    main_thread = threading.get_ident()
    timer = threading.Timer(max_minutes * 60, be_late)
    timer.daemon = True
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, stop) for number in numbers]
    timer.start()
    try:
        yield end
    finally:
        end()
        timer.join()  # so that no signal of it comes when the handlers are back
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def execute(run: Run) -> int:
    """Carry out a run, clean up, write the report, and give the exit status."""
    ended = "was carried out to its end"
    with ending(run.settings.max_minutes) as end:
        try:
            # It stops what the `running` blocks of a killed run have left.
            run.edgegap.deployments.recover(timeout=RECOVERY_TIMEOUT_SECONDS)
            carry_out(run)
            end()
        except Interrupted as error:
            ended = str(error)
        finally:
            end()
            left = clean_up(run)
            finish(run, f"the run {ended}")
            data = as_data(run, left, ended)
            run.close()
            paths = write(data, run.settings.folder)
    print(f"The run {ended}: {data['counts']}. Report: {' and '.join(map(str, paths))}")
    for each in left:
        print(f"May still exist: {each}", file=sys.stderr)
    return 1 if left or ended != "was carried out to its end" else 0


def main(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """The program; `sleep` as of `Run`."""
    settings = read_settings(arguments, environment)
    print(plan(settings), flush=True)
    problems = settings.problems()
    if problems:
        print("\n".join(("Nothing was sent.", *problems)), file=sys.stderr)
        return 2
    return execute(Run(settings, sleep=sleep))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
