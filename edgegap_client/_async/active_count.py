"""Permission to launch while there are fewer than `max_active` deployments: one list for all that begin together."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final

from .._core.launch import query
from .._core.unreadable import peek
from .._generated.orchestration.api.deployments import AsyncDeploymentsResource
from .._runtime.async_signal import AsyncSignal
from ..errors import EdgegapError, TooManyActive

if TYPE_CHECKING:
    from .client import AsyncEdgegap

__all__ = ["AsyncActiveCount"]

# Launches that begin within this time share one list, and those that begin while it is read share the next.
GATHER_SECONDS: Final = 0.01
# How long one waits before it looks whether somebody still counts.
FOLLOWER_SECONDS: Final = 0.5
# A filter takes so many tags.
MAX_TAGS: Final = 100


class _Asker:
    """A launch that waits for its permission. This object owns the result."""

    def __init__(self, tag: str, max_active: int) -> None:
        self.tag = tag
        self.max_active = max_active
        # How many deployments there are, once that is known.
        self.active: int | None = None
        self.error: EdgegapError | None = None
        self.signal = AsyncSignal()


class AsyncActiveCount:
    """Counts the deployments of an organisation, and the launches of one client.

    Threads share it, and a signal handler may raise at any moment. So it has no lock: each step is one operation of a
    dict.

    Args:
        edgegap: What to count with.
    """

    def __init__(self, edgegap: AsyncEdgegap) -> None:
        self._edgegap = edgegap
        # The tags of launches that may be creating a deployment.
        self._launching: dict[str, None] = {}
        self._askers: dict[str, _Asker] = {}
        # By None: one at the most, as `setdefault` gives the first to everybody.
        self._leader: dict[None, _Asker] = {}

    async def begin(self, tag: str, max_active: int | None) -> None:
        """Wait until a launch may create a deployment; it has to call `end`, whatever happens.

        Other launches count from when they have this permission. The list is read after this call.

        Raises:
            TooManyActive: There are too many.
            EdgegapError: The list could not be read.
        """
        if max_active is None:
            self._launching[tag] = None
            return
        asker = _Asker(tag, max_active)
        self._askers[tag] = asker
        try:
            active = await self._wait(asker)
        finally:
            self._askers.pop(tag, None)
        if active >= max_active:
            raise TooManyActive(f"not launched: {active} deployments exist, max_active is {max_active}")

    def end(self, tag: str) -> None:
        """Note that a launch has ended, in whatever way."""
        self._launching.pop(tag, None)

    async def _wait(self, asker: _Asker) -> int:
        while asker.active is None:
            if asker.error is not None:
                raise asker.error
            if self._leader.setdefault(None, asker) is asker:
                try:
                    await self._count_for_all()
                finally:
                    self._leader.pop(None, None)
                    self._wake_next()
            else:
                await asker.signal.wait(FOLLOWER_SECONDS)
        return asker.active

    def _wake_next(self) -> None:
        """Whoever came while the list was read leads the next count."""
        for asker in tuple(self._askers.values()):
            if asker.active is None and asker.error is None:
                asker.signal.set()
                return

    async def _count_for_all(self) -> None:
        await self._edgegap._runtime.sleep(GATHER_SECONDS)
        askers = tuple(self._askers.values())
        # Those on their way may be listed already; they are not to count twice.
        launching = list(self._launching)
        try:
            listed = await self._count(not_tags=launching[:MAX_TAGS], not_status="terminated")
            for number in range(MAX_TAGS, len(launching), MAX_TAGS):
                listed -= await self._count(tags=launching[number : number + MAX_TAGS], not_status="terminated")
        except EdgegapError as error:
            for asker in askers:
                asker.error = copy(error)  # each adds to its own what it has lost
                asker.signal.set()
            return
        for asker in askers:
            # With those that have begun or ended since: whatever became of them, the list does not show it.
            active = listed + len({*launching, *self._launching})
            if active < asker.max_active:
                self._launching[asker.tag] = None
                if asker.tag not in self._askers:  # it was cancelled meanwhile
                    self._launching.pop(asker.tag, None)
            asker.active = active
            asker.signal.set()

    async def _count(self, **filters: Any) -> int:
        asked = query(**{name: value for name, value in filters.items() if value})
        resource = AsyncDeploymentsResource(self._edgegap)
        page = await resource.list_page(query=asked, limit=1)
        count = peek(page, "total_count")
        if isinstance(count, int):
            return count
        return len(await resource.list(query=asked, limit=MAX_TAGS).collect())
