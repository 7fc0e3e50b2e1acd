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
from .run import Interrupted, Run
from .settings import Settings, read_settings

# A process that was killed is known to be dead 15 seconds later.
RECOVERY_TIMEOUT_SECONDS = 60.0
# The signal of the time limit is repeated after so long: its exception can be lost, for instance in a finalizer.
REMINDER_SECONDS = 30.0
WHOLE = "was carried out to its end"
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


@contextmanager
def ending(run: Run) -> Generator[None]:
    """End the run at its time limit, and at SIGINT or SIGTERM. Once the clean-up has begun, both change nothing."""
    is_late = False

    def stop(number: int, frame: FrameType | None) -> None:
        if run.is_cleaning:
            print("The clean-up goes on: it ends by itself.", file=sys.stderr)
            return
        run.interruption = "reached its time limit" if is_late else "was interrupted"
        raise Interrupted(run.interruption)

    def watch() -> None:
        nonlocal is_late
        seconds = run.settings.max_minutes * 60
        while not is_done.wait(seconds):
            is_late = True
            # A blocking call of the main thread ends only if the signal is sent to that thread.
            signal.pthread_kill(main_thread, signal.SIGINT)
            seconds = REMINDER_SECONDS

    main_thread, is_done = threading.get_ident(), threading.Event()
    watcher = threading.Thread(target=watch, name="live-time-limit", daemon=True)
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, stop) for number in numbers]
    watcher.start()
    try:
        yield
    finally:
        run.is_cleaning = True
        is_done.set()
        watcher.join()  # so that no signal of it comes when the handlers are back
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def execute(run: Run) -> int:
    """Carry out a run, clean up, write the report, and give the exit status."""
    with ending(run):
        try:
            # It stops what the `running` blocks of a killed run have left.
            run.edgegap.deployments.recover(timeout=RECOVERY_TIMEOUT_SECONDS)
            carry_out(run)
        except Interrupted:
            pass
        finally:
            run.is_cleaning = True
            ended = run.interruption or WHOLE
            left = clean_up(run)
            finish(run, f"the run {ended}")
            data = as_data(run, left, ended)
            run.close()
            paths = write(data, run.settings.folder)
    print(f"The run {ended}: {data['counts']}. Report: {' and '.join(map(str, paths))}")
    for each in left:
        print(f"May still exist: {each}", file=sys.stderr)
    return 1 if left or ended != WHOLE else 0


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
