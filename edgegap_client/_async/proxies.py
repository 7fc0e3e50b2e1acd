"""Waiters of other replicas for which this replica polls, and the messages to them: see `_runtime.redis_leader`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from .._generated.orchestration.models.deployment_list_item import DeploymentListItem
from .._generated.orchestration.models.deployment_status import DeploymentStatus
from .._generated.orchestration.models.location import Location
from .._runtime.async_signal import AsyncSignal
from .watchers import AsyncWaiter

if TYPE_CHECKING:
    from .._runtime.redis_leader import Wait
    from .watchers import AsyncWatcher

__all__ = ["AsyncProxy", "take_in"]

logger: Final = logging.getLogger("edgegap_client")

# The kinds of messages: a deployment's status, an item of a list with its location, or that the deployment is gone.
STATUS: Final = "status"
LISTED: Final = "listed"
GONE: Final = "gone"


class AsyncProxy(AsyncWaiter):
    """A waiter of another replica. The results of its polls are sent to that replica.

    Args:
        watcher: The watcher that polls.
        who: The name of the other replica.
        number: The number of the waiter in that replica.
        wait: The id that it waits for, with its conditions.
    """

    def __init__(self, watcher: AsyncWatcher, who: str, number: int, wait: Wait) -> None:
        key, is_ending, unknown_for = wait
        super().__init__(key, is_ending=is_ending, unknown_for=unknown_for)
        self._watcher = watcher
        self._to = who, number
        self._sent_status = ""
        self._held_item: DeploymentListItem | None = None
        self.signal = _WakeLeader(self._kick)

    def _kick(self) -> None:
        if self.needs_read:
            self._watcher.kick()

    def _send(self, what: str, data: Any = None) -> None:
        candidate = self._watcher.candidate
        if candidate is not None:
            candidate.publish(*self._to, what, data)

    def see_deployment(self, status: DeploymentStatus) -> None:
        super().see_deployment(status)
        if self.is_settled or self.status != self._sent_status:
            self._sent_status = self.status
            self._send(STATUS, status.to_dict())

    def see_listed(self, item: DeploymentListItem, location: Location | None) -> None:
        super().see_listed(item, location)
        self._send_listed(item, location)

    def hold(self, item: DeploymentListItem) -> None:
        self._held_item = item
        super().hold(item)

    def release(self, location: Location | None = None) -> None:
        is_handed_over = self.deployment is None
        super().release(location)
        if is_handed_over and self.deployment is not None and self._held_item is not None:
            self._send_listed(self._held_item, location)

    def _send_listed(self, item: DeploymentListItem, location: Location | None) -> None:
        self._send(LISTED, [item.to_dict(), None if location is None else location.to_dict()])

    def see_gone(self) -> None:
        super().see_gone()
        self._send(GONE)


class _WakeLeader(AsyncSignal):
    """A signal that wakes the waiter that polls, as nobody in this process waits on it."""

    __slots__ = ("_kick",)

    def __init__(self, kick: Callable[[], None]) -> None:
        super().__init__()
        self._kick = kick

    def set(self) -> bool:
        self._kick()
        return True


def take_in(waiter: AsyncWaiter, what: str, data: Any) -> None:
    """Apply a message of the replica that polls to one of this replica's waiters."""
    try:
        if what == STATUS:
            waiter.see_deployment(DeploymentStatus.from_dict(data))
        elif what == LISTED and not waiter.is_ending:
            item, location = data
            waiter.see_listed(
                DeploymentListItem.from_dict(item), None if location is None else Location.from_dict(location)
            )
        elif what == GONE:
            waiter.see_gone()
    except Exception as error:
        logger.debug("a message of another replica could not be decoded: %s", type(error).__name__)
