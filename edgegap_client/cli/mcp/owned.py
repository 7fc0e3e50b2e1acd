"""The deployments of a session. They are counted before they are created, and stopped when their time is over."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field, frozen

from ..._core.launch import query
from ..._core.unreadable import peek, tags_of
from ...deployments import Progress
from ...errors import EdgegapError, GoneError, NotFoundError
from .limits import Limits, Refused

if TYPE_CHECKING:
    from ..._deployment import Deployment
    from ...client import AsyncEdgegap

logger: Final = logging.getLogger("edgegap_client")

ITEMS_PER_PAGE: Final = 100
# A deployment in one of these states costs nothing more, or its stop is accepted.
OVER: Final = frozenset(("TERMINATED", "TERMINATING"))
# The maximum wait between two checks of the session's deployments.
LOOK_SECONDS: Final = 15.0
# The interval of checks while a stop is under way, and how long until the stop is sent once more.
STOPPING_LOOK_SECONDS: Final = 1.0
STOP_AGAIN_SECONDS: Final = 10.0
# At the end of a session: the interval of attempts to stop deployments, and how long it waits for launches.
CLOSE_ATTEMPTS: Final = 5
CLOSE_SECONDS: Final = 15.0
# If a session has not stopped its deployment after this extra time, the session was killed.
SWEEP_GRACE_SECONDS: Final = 120.0


@frozen
class Order:
    """The arguments of a launch.

    Attributes:
        application: The application.
        version: Its version.
        users: The players, as for `launch`.
        tags: Additional tags.
        environment: Environment variables of the container. They are not shown.
        minutes: The maximum lifetime of the deployment, in minutes.
        timeout: Seconds until it must be ready.
        keep: Whether it may outlive the session.
    """

    application: str
    version: str
    users: list[Any]
    tags: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    minutes: float
    timeout: float
    keep: bool


@define(eq=False)
class Owned:
    """A deployment of the session.

    Attributes:
        deployment_id: The id of the deployment.
        order: The arguments of its launch.
        until: The end of its time, by the monotonic clock.
        until_time: The end of its time by the wall clock, because a sleeping computer stops the monotonic clock.
        stopped_at: When its stop was last accepted, by the monotonic clock; None before that.
    """

    deployment_id: str
    order: Order
    until: float
    until_time: float
    stopped_at: float | None = None

    @property
    def seconds_left(self) -> float:
        """Seconds until the deployment's time is over, by the clock that says less."""
        return min(self.until - time.monotonic(), self.until_time - time.time())


@define(eq=False)
class Launching:
    """A launch of the session.

    Attributes:
        id: The id that the agent uses.
        order: The arguments of the launch.
        progress: The state that was read last.
        is_abandoned: Whether the launch was stopped or its session has ended.
        task: The task of the launch.
    """

    id: str
    order: Order
    progress: Progress | None = None
    is_abandoned: bool = False
    task: asyncio.Task[Any] = field(init=False)

    def note(self, progress: Progress) -> None:
        """Store the state that was read last."""
        self.progress = progress


class OwnDeployments:
    """The deployments and launches of a session, with the state for its guards.

    This object owns the table of deployments, the launches and the count. It belongs to one event loop.

    Args:
        edgegap: The client.
        limits: The limits.
    """

    def __init__(self, edgegap: AsyncEdgegap, limits: Limits) -> None:
        self._edgegap = edgegap
        self._limits = limits
        # Each deployment of this session has this tag, so that a person can stop all of them.
        self.session_tag: Final = f"{limits.tag}-s-{secrets.token_hex(4)}"
        self.launched = 0
        self._owned: dict[str, Owned] = {}
        self._launching: dict[str, Launching] = {}
        self._counting = asyncio.Lock()
        self._news = asyncio.Event()
        self._is_closing = False

    # --- state

    @property
    def owned(self) -> list[Owned]:
        """The deployments that are not known to have ended, oldest first."""
        return list(self._owned.values())

    @property
    def launching(self) -> list[Launching]:
        """The launches that are under way."""
        return [each for each in self._launching.values() if not each.task.done()]

    def launch_of(self, launch_id: str) -> Launching:
        """Find a launch of the session.

        Raises:
            Refused: The session has no launch with this id.
        """
        if launch_id not in self._launching:
            raise Refused(f"there is no launch {launch_id!r} in this session")
        return self._launching[launch_id]

    def check_owned(self, deployment_id: object) -> None:
        """Refuse a deployment that the session has not created."""
        if deployment_id not in self._owned:
            raise Refused(
                f"this session has not created the deployment {deployment_id!r}, or it has ended: a session only stops"
                " and changes its own"
            )

    def order_of(self, deployment_id: str) -> Order:
        """The arguments with which a deployment of the session was launched.

        Raises:
            Refused: The deployment is not the session's.
        """
        self.check_owned(deployment_id)
        return self._owned[deployment_id].order

    # --- launch

    async def check_room(self) -> int:
        """Return the number of deployments with the tag that exist or are being created.

        Raises:
            Refused: The limit is reached.
            EdgegapError: The deployments could not be counted, so none is created.
        """
        if self._is_closing:
            raise Refused("the session is ending")
        if self.launched >= self._limits.max_launches:
            raise Refused(f"this session has created {self.launched} deployments, its maximum (--max-launches)")
        asked = query(tags=self._limits.tag)
        listed = [each async for each in self._edgegap.deployments.list(query=asked, page_size=ITEMS_PER_PAGE)]
        # The session's own table counts its deployments, as lists may lag.
        others = [each for each in listed if self.session_tag not in (tags_of(each) or ())]
        active = len(others) + self._count()
        if active >= self._limits.max_active:
            await self._unregister_ended()
            active = len(others) + self._count()
        if active >= self._limits.max_active:
            raise Refused(
                f"{active} deployments with the tag {self._limits.tag} exist or are being created, the maximum"
                " (--max-active): stop one first"
            )
        return active

    def _count(self) -> int:
        """The number of this session's deployments, those included that are being created or stopped."""
        known = {*self._owned, *(each.progress.request_id for each in self.launching if each.progress)}
        undone = [each for each in self._edgegap.deployments.pending if each.deployment_id not in known]
        return len(self._owned) + len(self.launching) + len(undone)

    async def launch(self, order: Order) -> Launching:
        """Begin a launch if the limits allow it. Launches are counted one after the other, so that none is missed."""
        async with self._counting:
            await self.check_room()
            if self._is_closing:  # The session may have begun to end meanwhile.
                raise Refused("the session is ending")
            self.launched += 1
            launching = Launching(f"launch-{self.launched}", order)
            launching.task = asyncio.create_task(self._carry_out(launching))
            launching.task.add_done_callback(_retrieve)
            self._launching[launching.id] = launching
            return launching

    async def _carry_out(self, launching: Launching) -> Deployment:
        order = launching.order
        until, until_time = time.monotonic() + order.minutes * 60, time.time() + order.minutes * 60
        deployment = await self._edgegap.deployments.launch(
            application=order.application,
            version=order.version,
            users=order.users,
            timeout=min(order.timeout, order.minutes * 60),
            environment_variables=dict(order.environment),
            tags=[*order.tags, self._limits.tag, self.session_tag, f"{self._limits.tag}-until-{until_time:.0f}"],
            on_progress=launching.note,
        )
        owned = Owned(deployment.request_id, order, until, until_time)
        if launching.is_abandoned:
            owned.until = time.monotonic()
        self._owned[owned.deployment_id] = owned
        self._news.set()
        return deployment

    async def until_done(self, launching: Launching, seconds: float) -> bool:
        """Wait for a launch. The launch continues whatever happens. Returns whether it is over."""
        done, _ = await asyncio.wait({launching.task}, timeout=seconds)
        return bool(done)

    def abandon(self, launching: Launching) -> None:
        """Stop a launch and its deployment: `launch` stops it, or this session does."""
        launching.is_abandoned = True
        if not launching.task.done():
            launching.task.cancel()
            return
        if launching.task.cancelled() or launching.task.exception() is not None:
            return
        if (owned := self._owned.get(launching.task.result().request_id)) is not None:
            owned.until = time.monotonic()
            self._news.set()

    # --- stop

    async def stop(self, deployment_ids: Iterable[str]) -> dict[str, list[str]]:
        """Stop deployments of the session.

        Raises:
            Refused: A deployment is not the session's. None is stopped.
            EdgegapError: The request failed.
        """
        wanted = list(deployment_ids)
        for each in wanted:
            self.check_owned(each)
        stopped = await self._edgegap.deployments.stop_many(wanted)
        for each in wanted:
            # A deployment whose stop was not accepted has ended, or the next check reads it.
            if (owned := self._owned.get(each)) is not None:
                owned.stopped_at = time.monotonic()
                owned.until = min(owned.until, owned.stopped_at)
        self._news.set()
        return {"stopping": list(stopped.accepted), "not_accepted": list(stopped.not_accepted)}

    async def watch(self) -> None:
        """Stop deployments whose time is over, until the session ends.

        A stop is complete when the deployment has ended.
        """
        while True:
            self._news.clear()
            over = [each for each in self._owned.values() if each.seconds_left <= 0]
            waiting = min((each.seconds_left for each in self._owned.values()), default=LOOK_SECONDS)
            try:
                await self._stop_again(over)
                await self._unregister_ended(over)
            except EdgegapError as error:
                logger.warning("overdue deployments could not be stopped yet, the session retries it: %s", error)
            except Exception as error:  # Whatever the error is, the other deployments must still be stopped.
                logger.warning("a check of the deployments failed, the session retries it: %s", type(error).__name__)
            seconds = STOPPING_LOOK_SECONDS if over else max(0.0, min(waiting, LOOK_SECONDS))
            # This is not `wait_for`: that of Python 3.11 may swallow the cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._news.wait()

    async def _stop_again(self, over: list[Owned]) -> None:
        now = time.monotonic()
        due = [each for each in over if each.stopped_at is None or now - each.stopped_at > STOP_AGAIN_SECONDS]
        if due:
            await self._edgegap.deployments.stop_many(each.deployment_id for each in due)
            for each in due:
                each.stopped_at = now

    async def _unregister_ended(self, which: Iterable[Owned] | None = None) -> None:
        """Remove the deployments that are seen to have ended from the table."""
        for each in list(self._owned.values() if which is None else which):
            try:
                found = await self._edgegap.deployments.get(each.deployment_id)
            except (NotFoundError, GoneError):
                # A replica may lag: only a stopped or no longer listed deployment has ended.
                if each.stopped_at is None and await self._is_listed(each.deployment_id):
                    continue
            else:
                if str(peek(found, "status") or "") not in OVER:
                    continue
            self._owned.pop(each.deployment_id, None)

    async def _is_listed(self, deployment_id: str) -> bool:
        asked = query(request_id=deployment_id)
        return bool([each async for each in self._edgegap.deployments.list(query=asked, page_size=1)])

    async def close(self) -> list[str]:
        """End the session: stop all launches, and all deployments that are not to be kept.

        Returns:
            The ids of the deployments that could not be stopped.
        """
        self._is_closing = True
        tasks = [each.task for each in self.launching]
        for each in self.launching:
            self.abandon(each)
        ends = time.monotonic() + CLOSE_SECONDS
        await self._stop_all()
        if tasks:
            await asyncio.wait(tasks, timeout=max(0.0, ends - time.monotonic()))
        await self._stop_all()
        return [each.deployment_id for each in self._to_stop()]

    def _to_stop(self) -> list[Owned]:
        return [each for each in self._owned.values() if each.stopped_at is None and not _is_kept(each)]

    async def _stop_all(self) -> None:
        for attempt in range(CLOSE_ATTEMPTS):
            left = self._to_stop()
            if not left:
                return
            try:
                stopped = await self._edgegap.deployments.stop_many([each.deployment_id for each in left])
                for each in left:
                    if each.deployment_id in stopped.accepted:
                        each.stopped_at = time.monotonic()
                # A deployment whose stop was not accepted has ended, or the replica that responded does not know it
                # yet.
                await self._unregister_ended(self._to_stop())
            except EdgegapError as error:
                logger.warning("deployments of the session could not be stopped yet, the session retries it: %s", error)
            if self._to_stop():
                await asyncio.sleep(0.2 * 2**attempt)

    # --- deployments of killed sessions

    async def overdue(self) -> list[dict[str, Any]]:
        """The deployments with the tag whose time is over, because their own session was killed."""
        asked = query(tags=self._limits.tag)
        found: list[dict[str, Any]] = []
        async for each in self._edgegap.deployments.list(query=asked, page_size=ITEMS_PER_PAGE):
            tags = tags_of(each) or []
            until = self._until_of(tags)
            is_tagged = self._limits.tag in tags
            if is_tagged and until is not None and until + SWEEP_GRACE_SECONDS < time.time():
                found.append({"deployment_id": each.request_id, "tags": tags, "over_for_seconds": time.time() - until})
        return found

    def _until_of(self, tags: Iterable[str]) -> float | None:
        start = f"{self._limits.tag}-until-"
        ends = [each.removeprefix(start) for each in tags if each.startswith(start)]
        return float(ends[0]) if len(ends) == 1 and ends[0].isdecimal() else None

    async def sweep(self, deployment_ids: Iterable[str]) -> dict[str, list[str]]:
        """Stop those of the given deployments whose time is still over."""
        overdue = {each["deployment_id"] for each in await self.overdue()}
        due = [each for each in deployment_ids if each in overdue]
        stopped = await self._edgegap.deployments.stop_many(due)
        return {"stopping": list(stopped.accepted), "not_accepted": list(stopped.not_accepted)}


def _is_kept(owned: Owned) -> bool:
    return owned.order.keep and owned.seconds_left > 0


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Retrieve the exception of a launch whose caller was cancelled."""
    if not task.cancelled():
        task.exception()
