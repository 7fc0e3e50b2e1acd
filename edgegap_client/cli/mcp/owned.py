"""The deployments that a session has created: counted before they are created, and stopped when their time is over."""

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
# States of a deployment that costs nothing more, or that a stop has reached.
OVER: Final = frozenset(("TERMINATED", "TERMINATING"))
# How often the session looks at its deployments, at least.
LOOK_SECONDS: Final = 15.0
# While a stop is under way, and how long until it is sent once more.
STOPPING_LOOK_SECONDS: Final = 1.0
STOP_AGAIN_SECONDS: Final = 10.0
# The end of a session: how often it tries to stop what still runs, and how long it waits for launches.
CLOSE_ATTEMPTS: Final = 5
CLOSE_SECONDS: Final = 15.0
# A deployment that its own session has not stopped by then has no session any more.
SWEEP_GRACE_SECONDS: Final = 120.0


@frozen
class Order:
    """What to launch.

    Attributes:
        application: The application.
        version: Its version.
        users: The players, as `launch` takes them.
        tags: Further tags.
        environment: Environment variables of the container; they are not shown.
        minutes: How long the deployment may exist.
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
        deployment_id: Its id.
        order: What it was launched as.
        until: When it is over, on the monotonic clock.
        until_time: The same on the wall clock, as a computer that sleeps stops the other one.
        stopped_at: When its stop was last accepted, on the monotonic clock; None before that.
    """

    deployment_id: str
    order: Order
    until: float
    until_time: float
    stopped_at: float | None = None

    @property
    def seconds_left(self) -> float:
        """Seconds until it is over, by the clock that says less."""
        return min(self.until - time.monotonic(), self.until_time - time.time())


@define(eq=False)
class Launching:
    """A launch of the session.

    Attributes:
        id: How the agent names it.
        order: What is launched.
        progress: The last state that was seen.
        is_abandoned: Whether nobody wants the deployment any more.
        task: What carries it out.
    """

    id: str
    order: Order
    progress: Progress | None = None
    is_abandoned: bool = False
    task: asyncio.Task[Any] = field(init=False)

    def note(self, progress: Progress) -> None:
        """Keep the last state that was seen."""
        self.progress = progress


class OwnDeployments:
    """The deployments and launches of a session, with the state that its guards need.

    It owns the table of deployments, the launches and the count; all of it belongs to one event loop.

    Args:
        edgegap: The client.
        limits: The limits.
    """

    def __init__(self, edgegap: AsyncEdgegap, limits: Limits) -> None:
        self._edgegap = edgegap
        self._limits = limits
        # On each deployment of this session, so that a person can stop them all.
        self.session_tag: Final = f"{limits.tag}-s-{secrets.token_hex(4)}"
        self.launched = 0
        self._owned: dict[str, Owned] = {}
        self._launching: dict[str, Launching] = {}
        self._counting = asyncio.Lock()
        self._news = asyncio.Event()
        self._is_closing = False

    # What is there.

    @property
    def owned(self) -> list[Owned]:
        """The deployments that are not known to have ended, oldest first."""
        return list(self._owned.values())

    @property
    def launching(self) -> list[Launching]:
        """The launches that are under way."""
        return [each for each in self._launching.values() if not each.task.done()]

    def launch_of(self, launch_id: str) -> Launching:
        """A launch of the session.

        Raises:
            Refused: There is none of that id.
        """
        if launch_id not in self._launching:
            raise Refused(f"there is no launch {launch_id!r} in this session")
        return self._launching[launch_id]

    def check_owned(self, deployment_id: object) -> None:
        """Refuse a deployment that the session has not created."""
        if deployment_id not in self._owned:
            raise Refused(
                f"this session has not created the deployment {deployment_id!r}, or it has ended; it only stops and"
                " changes its own"
            )

    def order_of(self, deployment_id: str) -> Order:
        """What a deployment of the session was launched as.

        Raises:
            Refused: It is not the session's.
        """
        self.check_owned(deployment_id)
        return self._owned[deployment_id].order

    # Creating.

    async def check_room(self) -> int:
        """How many deployments with the tag exist or are being created.

        Raises:
            Refused: There are as many as may be.
            EdgegapError: They could not be counted; then none is created either.
        """
        if self._is_closing:
            raise Refused("the session is ending")
        if self.launched >= self._limits.max_launches:
            raise Refused(f"this session has created {self.launched} deployments, as many as it may")
        asked = query(tags=self._limits.tag)
        listed = [each async for each in self._edgegap.deployments.list(query=asked, page_size=ITEMS_PER_PAGE)]
        # Those of this session are counted by its own table, as lists may lag.
        others = [each for each in listed if self.session_tag not in (tags_of(each) or ())]
        active = len(others) + self._count()
        if active >= self._limits.max_active:
            await self._unregister_ended()
            active = len(others) + self._count()
        if active >= self._limits.max_active:
            raise Refused(
                f"{active} deployments with the tag {self._limits.tag} exist or are being created, as many as may:"
                " stop one first"
            )
        return active

    def _count(self) -> int:
        """The deployments of this session, those that are being created or undone included."""
        known = {*self._owned, *(each.progress.request_id for each in self.launching if each.progress)}
        undone = [each for each in self._edgegap.deployments.pending if each.deployment_id not in known]
        return len(self._owned) + len(self.launching) + len(undone)

    async def launch(self, order: Order) -> Launching:
        """Begin a launch, if there is room. Launches are counted one after the other, so that none slips through."""
        async with self._counting:
            await self.check_room()
            if self._is_closing:  # meanwhile
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
        """Wait for a launch, which goes on whatever happens. Returns whether it is over."""
        done, _ = await asyncio.wait({launching.task}, timeout=seconds)
        return bool(done)

    def abandon(self, launching: Launching) -> None:
        """Stop a launch, and what it has created: `launch` stops it, or this session does."""
        launching.is_abandoned = True
        if not launching.task.done():
            launching.task.cancel()
            return
        if launching.task.cancelled() or launching.task.exception() is not None:
            return
        if (owned := self._owned.get(launching.task.result().request_id)) is not None:
            owned.until = time.monotonic()
            self._news.set()

    # Stopping.

    async def stop(self, deployment_ids: Iterable[str]) -> dict[str, list[str]]:
        """Stop deployments of the session.

        Raises:
            Refused: One of them is not the session's; none is stopped.
            EdgegapError: The request failed.
        """
        wanted = list(deployment_ids)
        for each in wanted:
            self.check_owned(each)
        stopped = await self._edgegap.deployments.stop_many(wanted)
        for each in wanted:
            # Those that were not accepted have ended, or will be looked at.
            if (owned := self._owned.get(each)) is not None:
                owned.stopped_at = time.monotonic()
                owned.until = min(owned.until, owned.stopped_at)
        self._news.set()
        return {"stopping": list(stopped.accepted), "not_accepted": list(stopped.not_accepted)}

    async def watch(self) -> None:
        """Stop what is over, until the session ends; a stop counts when the deployment is seen to end."""
        while True:
            self._news.clear()
            over = [each for each in self._owned.values() if each.seconds_left <= 0]
            waiting = min((each.seconds_left for each in self._owned.values()), default=LOOK_SECONDS)
            try:
                await self._stop_again(over)
                await self._unregister_ended(over)
            except EdgegapError as error:
                logger.warning("deployments whose time is over could not be stopped yet: %s", error)
            except Exception as error:  # whatever it is, the others must be stopped all the same
                logger.warning("the watch over deployments failed, and goes on: %s", type(error).__name__)
            seconds = STOPPING_LOOK_SECONDS if over else max(0.0, min(waiting, LOOK_SECONDS))
            # Not `wait_for`: that of Python 3.11 may swallow the cancellation.
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
        """Unregister the deployments that are seen to have ended."""
        for each in list(self._owned.values() if which is None else which):
            try:
                found = await self._edgegap.deployments.get(each.deployment_id)
            except (NotFoundError, GoneError):
                # A replica may lag: only what was stopped, or is listed no more, has ended.
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
        """End the session: stop all launches and all deployments but those that are kept.

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
                # What was not accepted has ended, or is not known yet to the replica that responded.
                await self._unregister_ended(self._to_stop())
            except EdgegapError as error:
                logger.warning("the deployments of the session could not be stopped yet: %s", error)
            if self._to_stop():
                await asyncio.sleep(0.2 * 2**attempt)

    # What killed sessions have left.

    async def overdue(self) -> list[dict[str, Any]]:
        """Deployments with the tag whose time is over, which their own session would have stopped."""
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
        """Stop those of some deployments whose time is still over."""
        overdue = {each["deployment_id"] for each in await self.overdue()}
        due = [each for each in deployment_ids if each in overdue]
        stopped = await self._edgegap.deployments.stop_many(due)
        return {"stopping": list(stopped.accepted), "not_accepted": list(stopped.not_accepted)}


def _is_kept(owned: Owned) -> bool:
    return owned.order.keep and owned.seconds_left > 0


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Take the exception of a launch whose caller has gone."""
    if not task.cancelled():
        task.exception()
