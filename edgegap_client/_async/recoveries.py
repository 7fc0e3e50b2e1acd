"""Recovers launches of dead processes while the client runs: any replica stops the deployments of a killed one."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final
from weakref import ref

from .._core.ledger import LedgerState
from .._runtime.async_signal import AsyncSignal
from .._runtime.taken_over import taken_over_by
from ..errors import EdgegapError, LaunchCancelled, LedgerError
from .launches import AsyncLaunch

if TYPE_CHECKING:
    from .._core.ledger import Ledger
    from .client import AsyncEdgegap

logger: Final = logging.getLogger("edgegap_client")

# The first check, and each later one, comes after a random part of a lease, so that processes do not check at once.
MIN_PART: Final = 0.6
MAX_PART: Final = 1.0


class AsyncRecoveries:
    """The checks of one client for one organisation, in one event loop. This object owns their state.

    The checks begin with the first launch, and end with the client. They do not touch handed-over deployments:
    `deployments.recover` returns these.
    """

    def __init__(self) -> None:
        self._signal = AsyncSignal()
        # At most one entry: if several threads launch first, `setdefault` lets one win.
        self._running: dict[None, object] = {}
        self._client: Callable[[], AsyncEdgegap | None] = lambda: None
        self._is_ending = False

    @classmethod
    async def begin(cls, edgegap: AsyncEdgegap) -> None:
        """Begin the checks, if the client has a ledger."""
        ledger = edgegap._ledger
        # An interpreter that is ending starts no thread.
        if ledger is None or not threading.main_thread().is_alive():
            return
        runtime, name = edgegap._runtime, edgegap._organisation.ledger_name
        recoveries = await runtime.watcher(cls, (edgegap._organisation.key, id(ledger)), cls)
        # The reference is weak, or this object would keep an unused client alive. Copies of the client come and go.
        recoveries._client = ref(edgegap._original or edgegap)
        mark = object()
        if recoveries._running.setdefault(None, mark) is not mark:
            return
        try:
            start = await runtime.starter()
            start(partial(recoveries._work, ledger, name), recoveries._end)
        except BaseException:
            recoveries._running.pop(None, None)
            raise

    def wake(self, key: str) -> None:
        """Webhooks wake the watcher of deployments."""

    def _end(self) -> None:
        self._is_ending = True
        self._signal.set()

    async def _work(self, ledger: Ledger, name: str) -> None:
        try:
            while True:
                await self._signal.wait(ledger.lease_seconds * random.uniform(MIN_PART, MAX_PART))  # noqa: S311  # no secret
                edgegap = self._client()
                if edgegap is None or self._is_ending:
                    return
                await self._recover(edgegap, ledger, name)
                del edgegap
        finally:
            self._running.pop(None, None)

    async def _recover(self, edgegap: AsyncEdgegap, ledger: Ledger, name: str) -> None:
        taken_over = taken_over_by(ledger, name)

        def take() -> None:
            # The entries are noted here: if this is interrupted, the next check or `recover` continues.
            taken_over.update((entry.tag, entry) for entry in ledger.take_over(name, launching_only=True))

        try:
            await edgegap._runtime.off_loop(take)
            entries = [each for each in tuple(taken_over.values()) if each.state is not LedgerState.HANDED_OVER]
            if entries:
                logger.warning(
                    "recovering %d launches of dead processes: the client stops their deployments", len(entries)
                )
            for entry in entries:
                launch = AsyncLaunch.recovered(edgegap, entry)
                edgegap._runtime.register(launch)
                taken_over.pop(entry.tag, None)
                await edgegap.deployments._end(launch, 0.0)
        except LedgerError as error:
            logger.info("launches of dead processes could not be recovered, the client retries it: %s", error)
        except LaunchCancelled:  # This process is about to end.
            self._is_ending = True
        except EdgegapError as error:
            logger.warning("a launch of a dead process is not recovered yet, the client retries it: %s", error)
