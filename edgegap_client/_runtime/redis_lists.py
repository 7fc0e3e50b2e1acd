"""The list calls that replicas share: together, all that wait list deployments no more often than one process would.

Each process reports how many lists one of its rounds takes. Its rounds are then as far apart as if one process did all
rounds one after the other.
"""

from __future__ import annotations

import asyncio
from typing import Final, Protocol
from weakref import ref

from .redis_scripts import SHARE_LISTS
from .replicas import Part, Replicas, ReplicaThread

__all__ = ["share_lists"]

# A process that has reported nothing for so long does not wait any more, or is dead.
LISTS_SECONDS: Final = 2.0


class Poller(Protocol):
    """A watcher: see `_async.watchers`."""

    # How many lists a round of the others takes, and how many others there are; both are changed by another thread.
    lists_elsewhere: int
    pollers_elsewhere: int

    def lists_a_round(self) -> int:
        """How many lists one of its rounds takes; may be called from any thread."""
        ...


def share_lists(replicas: Replicas, organisation: str, poller: Poller) -> None:
    """Let a watcher share the list calls of its organisation. Safe to repeat.

    Args:
        replicas: With whom.
        organisation: Its name, the same in all replicas.
        poller: The watcher, to which only a weak reference is kept.
    """
    lists = replicas._part(_Lists)
    if lists is not None:
        lists.add(organisation, poller)


class _Lists(Part):
    """The watchers of this process. The thread changes nothing but their numbers."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        # By organisation, and by the id of the object. Other threads add to it, each time in one operation.
        self._pollers: dict[str, dict[int, ref[Poller]]] = {}
        # The organisations that Redis knows of this process.
        self._reported: set[str] = set()

    def add(self, organisation: str, poller: Poller) -> None:
        """See `share_lists`; may be called from any thread."""
        pollers = self._pollers.get(organisation) or self._pollers.setdefault(organisation, {})
        number = id(poller)
        known = pollers.get(number)
        if known is not None and known() is poller:
            return

        def unregister(dead: ref[Poller]) -> None:
            if pollers.get(number) is dead:
                pollers.pop(number, None)

        pollers[number] = ref(poller, unregister)

    async def beat(self) -> None:
        """Report what this process takes, and learn what the others take, with one command for each organisation."""
        await asyncio.gather(*(self._share(organisation) for organisation in list(self._pollers)))

    async def _share(self, organisation: str) -> None:
        found = [poller() for poller in list(self._pollers[organisation].values())]
        takes = [(poller, poller.lists_a_round()) for poller in found if poller is not None]
        mine, mine_busy = sum(lists for _, lists in takes), sum(lists > 0 for _, lists in takes)
        elsewhere, others = 0, 0
        if mine or organisation in self._reported:
            elsewhere, others = await self._report(organisation, mine)
        for poller, lists in takes:
            poller.lists_elsewhere = elsewhere + mine - lists
            poller.pollers_elsewhere = others + mine_busy - (lists > 0)

    async def _report(self, organisation: str, lists: int) -> tuple[int, int]:
        key = f"{self.thread.prefix}:lists:{{{organisation}}}"
        if lists:
            self._reported.add(organisation)
        else:
            self._reported.discard(organisation)
        elsewhere, others = await self.thread.run(SHARE_LISTS, [key], self.thread.replica, lists, LISTS_SECONDS)
        return int(elsewhere), int(others)

    async def leave(self) -> None:
        await asyncio.gather(*(self._report(organisation, 0) for organisation in list(self._reported)))
