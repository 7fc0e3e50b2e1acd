"""A dead man's switch in a Python game server: a thread that stops the deployment when nobody plays in it."""

import asyncio
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from inspect import isawaitable
from types import TracebackType
from typing import Final, Self

from .._core.public import public_in
from ..errors import TimedOut
from ._idle import IdleClock, IdleRules, StopReason
from ._pace import Pace

__all__ = ["AsyncIdleStop", "IdleStop"]

logger: Final = logging.getLogger("edgegap_client")

# The end of a block waits this long until Edgegap accepts the stop.
EXIT_SECONDS: Final = 30.0


class _Switch(ABC):
    """The part that the switches for threads and for asyncio share.

    The switch owns the number of players. Its thread needs no event loop, so it also stops a server that hangs.
    """

    def __init__(self, rules: IdleRules, stop: Callable[[], object], on_stop_timeout: float) -> None:
        self._stop = stop
        self._on_stop_timeout = on_stop_timeout
        self._changed = threading.Condition()
        self._clock = IdleClock(rules, time.monotonic())
        self._reason: StopReason | None = None
        self._is_cancelled = False
        self._is_done = threading.Event()
        self._is_decided = threading.Event()
        self._is_accepted = threading.Event()
        self._problem: Exception | None = None
        threading.Thread(target=self._run, name="edgegap-idle-stop", daemon=True).start()

    @property
    def players(self) -> int:
        """The number of players."""
        with self._changed:
            return self._clock.players

    @property
    def reason(self) -> StopReason | None:
        """The reason why the deployment is being stopped; None before that."""
        return self._reason

    def player_joined(self, player: str | None = None) -> None:
        """Report that a player has joined. Any thread may call this.

        Args:
            player: Your id for the player. A player with an id counts once, however often it joins. Default: a player
                without an id, who counts each time.
        """
        with self._changed:
            self._clock.join(player, time.monotonic())
            self._changed.notify()

    def player_left(self, player: str | None = None) -> None:
        """Report that a player has left. Any thread may call this.

        Args:
            player: The id that you passed to `player_joined`; None for a player without an id. A player who was not
                there changes nothing.
        """
        with self._changed:
            was_there = self._clock.leave(player, time.monotonic())
            self._changed.notify()
        if not was_there:
            logger.warning("player_left was ignored: the player had not joined")

    def set_players(self, players: int) -> None:
        """Report the number of players, instead of each join and leave. Any thread may call this."""
        with self._changed:
            self._clock.set(max(0, players), time.monotonic())
            self._changed.notify()

    def cancel(self) -> bool:
        """Switch off, so that nothing is stopped. Return False if the deployment is already being stopped."""
        with self._changed:
            self._is_cancelled = self._reason is None
            self._changed.notify()
            return self._is_cancelled

    def _run(self) -> None:
        reason = self._wait_until_due()
        if reason is None:
            return
        logger.warning("stopping this deployment: %s", self._clock.rules.describe(reason))
        self._is_decided.set()
        try:
            self._notify(reason)
        except BaseException:  # the deployment is stopped, whatever the game's callback raises
            logger.exception("on_stop raised an exception; this deployment is stopped anyway")
        self._stop_until_seen()

    def _wait_until_due(self) -> StopReason | None:
        with self._changed:
            while not self._is_cancelled and self._reason is None:
                due = self._clock.due()
                left = None if due is None else due[0] - time.monotonic()
                if due is not None and left is not None and left <= 0:
                    self._reason = due[1]
                else:
                    self._changed.wait(None if left is None else min(left, threading.TIMEOUT_MAX))
            return self._reason

    def _stop_until_seen(self) -> None:
        """Retry until the block or this process ends, because a successful stop would have ended it."""
        pace = Pace()
        while not self._is_done.is_set():
            try:
                self._stop()
            except Exception as error:
                self._problem = error
                logger.error("this deployment could not be stopped, retrying: %s", error)
                wait = pace.after_failure()
            else:
                self._is_accepted.set()
                wait = pace.after_response()
            self._is_done.wait(wait)

    @abstractmethod
    def _notify(self, reason: StopReason) -> None:
        """Report why the deployment is about to be stopped."""

    def _end_block(self) -> None:
        """Stop the deployment at the end of the block, because the game server has ended."""
        with self._changed:
            if self._reason is None and not self._is_cancelled:
                self._reason = StopReason.SERVER_ENDED
            self._changed.notify()

    def _finish(self, error: BaseException | None) -> None:
        """Let the thread end, and report a stop that has failed."""
        self._is_done.set()
        if self._is_cancelled or self._is_accepted.is_set():
            return
        problem = self._problem or TimedOut(f"no response to the self-stop within {EXIT_SECONDS:g} s")
        if error is None:
            raise problem
        error.add_note(f"this deployment could not be stopped and may still run: {problem}")


@public_in("container")
class IdleStop(_Switch):
    """Stops this deployment when nobody plays in it. `Container.stop_when_idle` creates it.

    As a context manager it also stops the deployment at the end of the block, unless it was cancelled.
    """

    def __init__(
        self,
        rules: IdleRules,
        stop: Callable[[], object],
        on_stop: Callable[[StopReason], object] | None,
        on_stop_timeout: float,
    ) -> None:
        self._on_stop = on_stop
        super().__init__(rules, stop, on_stop_timeout if on_stop else 0.0)

    def _notify(self, reason: StopReason) -> None:
        on_stop = self._on_stop
        if on_stop is None or reason is StopReason.SERVER_ENDED:
            return
        # In a separate thread, because a hanging callback must not keep the deployment alive.
        thread = threading.Thread(target=on_stop, args=(reason,), name="edgegap-on-stop", daemon=True)
        thread.start()
        thread.join(self._on_stop_timeout)
        if thread.is_alive():
            logger.error("on_stop took longer than its %g s; this deployment is stopped now", self._on_stop_timeout)

    def wait(self, timeout: float | None = None) -> StopReason | None:
        """Wait until the deployment is being stopped.

        Args:
            timeout: The maximum wait, in seconds. Default: no limit.

        Returns:
            The reason of the stop; None after the timeout.
        """
        self._is_decided.wait(timeout)
        return self._reason

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_block()
        if not self._is_cancelled:
            self._is_accepted.wait(EXIT_SECONDS + self._on_stop_timeout)
        self._finish(error)


@public_in("container")
class AsyncIdleStop(_Switch):
    """The same as `IdleStop`, for asyncio. `Container.astop_when_idle` creates it.

    It runs in a thread, so it also stops a server whose event loop hangs.
    """

    def __init__(
        self,
        rules: IdleRules,
        stop: Callable[[], object],
        on_stop: Callable[[StopReason], Awaitable[object] | object] | None,
        on_stop_timeout: float,
    ) -> None:
        self._on_stop = on_stop
        self._loop = asyncio.get_running_loop()
        super().__init__(rules, stop, on_stop_timeout if on_stop else 0.0)

    def _notify(self, reason: StopReason) -> None:
        on_stop = self._on_stop
        if on_stop is None or reason is StopReason.SERVER_ENDED:
            return

        async def call() -> None:
            result = on_stop(reason)
            if isawaitable(result):
                await result

        work = call()
        try:
            asyncio.run_coroutine_threadsafe(work, self._loop).result(self._on_stop_timeout)
        except TimeoutError:
            logger.error("on_stop took longer than its %g s; this deployment is stopped now", self._on_stop_timeout)
        except RuntimeError:  # the event loop is closed
            work.close()
            raise

    async def wait(self, timeout: float | None = None) -> StopReason | None:
        """Wait until the deployment is being stopped.

        Args:
            timeout: The maximum wait, in seconds. Default: no limit.

        Returns:
            The reason of the stop; None after the timeout.
        """
        await self._until(self._is_decided, timeout)
        return self._reason

    async def _until(self, event: threading.Event, timeout: float | None) -> None:
        """Wait for an event of the thread. The thread continues if the wait is cancelled."""
        is_set = asyncio.Event()

        def watch() -> None:
            event.wait(timeout)
            with suppress(RuntimeError):  # the event loop is closed
                self._loop.call_soon_threadsafe(is_set.set)

        if not event.is_set():
            threading.Thread(target=watch, name="edgegap-idle-wait", daemon=True).start()
            await is_set.wait()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_block()
        if not self._is_cancelled:
            await self._until(self._is_accepted, EXIT_SECONDS + self._on_stop_timeout)
        self._finish(error)
