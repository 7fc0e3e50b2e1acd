"""A dead man's switch for a game server in any language: a parent process that stops the deployment.

It may be the first process of the container. It forwards signals, collects orphaned processes and exits with the
status of the game server.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from attrs import frozen

from ..errors import EdgegapError, GoneError, NotFoundError
from ._calls import InjectedCall
from ._idle import IdleClock, IdleRules
from ._pace import Pace
from ._reports import report_to, serve_reports

__all__ = ["Guard", "GuardOptions"]

# The command exits before it imports this on Windows, which lacks the signals below. Edgegap runs Linux.
assert sys.platform != "win32"

# The guard forwards all signals. After these, the deployment is ending, or a person wants the guard to end.
ENDING: Final = (signal.SIGTERM, signal.SIGINT)
# Many game servers reload their configuration on SIGHUP.
OTHERS: Final = (signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH, signal.SIGCONT)
# The exit status of a shell for a command that it cannot run.
NOT_FOUND: Final = 127
NOT_EXECUTABLE: Final = 126
# A shell adds this to the number of a signal.
SIGNALLED_STATUS: Final = 128
PR_SET_CHILD_SUBREAPER: Final = 36
STOP_TIMEOUT_SECONDS: Final = 10.0
# The interval between two stops after the game server has ended. The second response confirms the first.
CONFIRM_SECONDS: Final = 1.0
# Without a grace period, processes may outlive the game server that started them for this long.
REST_SECONDS: Final = 10.0
REST_LOOK_SECONDS: Final = 0.05


@frozen(kw_only=True)
class GuardOptions:
    """The options of a guard.

    Attributes:
        rules: The rules for stopping the deployment.
        stop: The call that stops it; None if that is not possible, so that the guard ends the game server instead.
        stops_on_exit: Whether the end of the game server stops the deployment.
        grace: Seconds between a signal to end and SIGKILL; None leaves SIGKILL of the game server to Edgegap. After a
            signal to end, processes that outlive the game server get SIGKILL after `grace`, or 10 s.
        port: The port on which to listen for reports; 0 for a free port.
    """

    rules: IdleRules
    stop: InjectedCall | None
    stops_on_exit: bool = True
    grace: float | None = None
    port: int = 0


class Guard:
    """Runs one game server, and receives its reports. This object owns the child process.

    Args:
        command: The program and its arguments.
        options: The options of the guard.
    """

    def __init__(self, command: Sequence[str], options: GuardOptions) -> None:
        self._command = command
        self._options = options
        self._pid = 0
        self._status: int | None = None
        self._ended = asyncio.Event()
        # Set by a signal that ends this process: the stop has taken effect, or a person wants the guard to end.
        self._terminated = asyncio.Event()
        self._changed = asyncio.Event()
        self._killer: asyncio.TimerHandle | None = None
        self._clock = IdleClock(options.rules, time.monotonic())

    async def run(self) -> int:
        """Run the game server to its end.

        Returns:
            The exit status: that of the game server, or 128 and the number of the signal that ended it.

        Raises:
            OSError: The port for reports is in use.
        """
        loop = asyncio.get_running_loop()
        _adopt_orphans()
        report = report_to(self._clock, time.monotonic, self._changed.set)
        server, variables = await serve_reports(report, self._options.port)
        loop.add_signal_handler(signal.SIGCHLD, self._reap)
        for number in (*ENDING, *OTHERS):
            loop.add_signal_handler(number, self._forward, number)
        self._start({**os.environ, **variables})
        watch = asyncio.create_task(self._watch())
        await self._ended.wait()
        server.close()
        watch.cancel()
        if self._terminated.is_set():
            await self._end_rest()
        elif self._options.stops_on_exit and self._options.stop is not None:
            _say(f"the game server has ended with status {self._status}; stopping this deployment")
            stop = asyncio.create_task(self._stop(self._options.stop))
            terminated = asyncio.create_task(self._terminated.wait())
            await asyncio.wait((stop, terminated), return_when=asyncio.FIRST_COMPLETED)
        return self._status or 0

    def _start(self, environment: dict[str, str]) -> None:
        try:
            # In a separate process group, because Ctrl-C in a terminal would reach it twice. It keeps stdin.
            process = subprocess.Popen(  # noqa: S603  # the user's own command
                self._command, env=environment, process_group=0, preexec_fn=_take_terminal if os.isatty(0) else None
            )
        except OSError as error:
            _say(f"cannot run {self._command[0]}: {error.strerror}")
            self._status = NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_EXECUTABLE
            self._ended.set()
            return
        self._pid = process.pid
        # It is collected below, like every other process of the container.
        process.returncode = 0

    def _reap(self) -> None:
        """Collect all ended processes. The first process of a container inherits every orphaned process."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._pid:
                code = os.waitstatus_to_exitcode(status)
                self._status = code if code >= 0 else SIGNALLED_STATUS - code
                self._ended.set()

    def _forward(self, number: signal.Signals) -> None:
        if number in ENDING:
            self._terminated.set()
        self._signal(number)

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the game server. A signal to end starts the grace period."""
        if self._pid and self._status is None:
            os.kill(self._pid, number)
        if number in ENDING and self._options.grace is not None and self._killer is None:
            self._killer = asyncio.get_running_loop().call_later(self._options.grace, self._kill)

    def _kill(self) -> None:
        _say("the game server is still there after the grace period: SIGKILL")
        self._signal_group(signal.SIGKILL)

    def _signal_group(self, number: int) -> bool:
        """Send a signal to the game server and all its child processes. Return False if none exists."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._pid, number)
            return True
        return False

    async def _end_rest(self) -> None:
        """End the remaining processes, because a start script may have ended before the game server that it started."""
        if not self._pid or not self._signal_group(signal.SIGTERM):
            return
        grace = REST_SECONDS if self._options.grace is None else self._options.grace
        until = time.monotonic() + grace
        while self._signal_group(0) and time.monotonic() < until:
            await asyncio.sleep(REST_LOOK_SECONDS)
            self._reap()
        self._signal_group(signal.SIGKILL)

    async def _watch(self) -> None:
        """Stop the deployment once a rule applies."""
        while True:
            due = self._clock.due()
            left = None if due is None else due[0] - time.monotonic()
            if due is not None and left is not None and left <= 0:
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._changed.wait()
            self._changed.clear()
        reason = due[1]
        _say(f"stopping this deployment: {self._options.rules.describe(reason)}")
        if self._options.stop is None:
            self._signal(signal.SIGTERM)
        else:
            await self._stop(self._options.stop)

    async def _stop(self, stop: InjectedCall) -> None:
        """Stop the deployment, and retry until Edgegap ends this process.

        After the game server has ended, it is enough that two responses say that the deployment has ended.
        """
        pace, confirmed = Pace(), 0
        while not self._terminated.is_set():
            try:
                await stop.asend(STOP_TIMEOUT_SECONDS)
                confirmed, wait = 0, pace.after_response()
            except (GoneError, NotFoundError):
                confirmed, wait = confirmed + 1, pace.after_response()
            except EdgegapError as error:
                _say(f"this deployment could not be stopped, retrying: {error}")
                confirmed, wait = 0, pace.after_failure()
            if self._ended.is_set():
                if confirmed > 1:
                    return
                wait = min(wait, CONFIRM_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._terminated.wait()


def _say(text: str) -> None:
    print(f"edgegap guard: {text}", file=sys.stderr, flush=True)


def _adopt_orphans() -> None:
    """Become the parent of orphaned processes, even if this is not the first process of a container."""
    with suppress(OSError, AttributeError, TypeError):  # the system is not Linux
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _take_terminal() -> None:
    """Make the child's process group the one that reads the terminal and receives Ctrl-C. It runs in the child."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.setpgid(0, 0)
    with suppress(OSError):
        os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
