"""One launch: its entry in the ledger, from before its create request until its outcome is known.

A launch whose outcome is not known yet is pending: it finds and stops its deployments, and retries that until they have
ended.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import time
from typing import TYPE_CHECKING, Any, Final, Self

from .._core.deployment import ENDING
from .._core.launch import LAUNCH_TAG, LAUNCHING_TAG, MAX_LAUNCH_SECONDS, OnProgress, Progress, new_tag
from .._core.ledger import LedgerEntry, LedgerState, PendingLaunch, described, retry_delay
from .._core.refusals import is_refusal
from .._core.unreadable import peek, tags_of
from .._generated.orchestration.api.deployment_tags import AsyncDeploymentTagsResource
from .._generated.orchestration.api.deployments import AsyncDeploymentsResource
from .._runtime.async_signal import AsyncSignal
from .._runtime.registry import register, unregister
from ..errors import (
    ClientClosedError,
    EdgegapError,
    GoneError,
    InvalidRequestError,
    LaunchCancelled,
    LaunchError,
    LedgerError,
    NoCapacityError,
    NotFoundError,
    Outcome,
    StatusError,
)
from .holds import STALE_SECONDS, AsyncHold
from .lookups import AsyncEndWatcher, AsyncTagWatcher, known_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._deployment import Deployment
    from .._runtime.async_attempt import AsyncProbe
    from .client import AsyncEdgegap

logger: Final = logging.getLogger("edgegap_client")

# The state of a launch that has no deployment yet.
CREATING: Final = "CREATING"
# A timeout of "forever" as a finite number: not every wait accepts infinity.
FOREVER_SECONDS: Final = 1e9
# How long after a create request its deployment may still appear: lists lag, and a request may arrive late.
APPEARS_WITHIN_SECONDS: Final = 60.0
# How long a second deployment may still appear, after a first one has appeared.
ANOTHER_APPEARS_WITHIN_SECONDS: Final = 15.0
# At exit, a launch waits at most this long for a deployment to appear, or for a deployment with an accepted stop to
# end: the service stops a starting deployment only when it is ready.
APPEARS_AT_EXIT_WITHIN_SECONDS: Final = 15.0
ENDS_AT_EXIT_WITHIN_SECONDS: Final = 10.0
# How long a deployment that was just created may be unknown to the service.
YOUNG_SECONDS: Final = 15.0
# The timeout of one list, read or stop of a pending launch.
STEP_SECONDS: Final = 10.0
# The back-off between two attempts to record a hand-over.
HAND_OVER_PAUSE_SECONDS: Final = 0.25
# Closing a client waits at most this long for its pending launches.
CLOSE_SECONDS: Final = 5.0


class KeyTakenError(LaunchCancelled):
    """The ledger has an entry with the same key; nothing was sent.

    Args:
        entry: The entry in the ledger.
    """

    def __init__(self, entry: LedgerEntry) -> None:
        super().__init__(f"another launch has the key {entry.key!r}")
        self.entry = entry


class AsyncLaunch:
    """One launch, or the block that it has begun. This object owns the state of the launch.

    Args:
        edgegap: The client that launches.
        application: The application's name, for the ledger.
        version: The app version, for the ledger.
        timeout: Seconds until the deployment must be ready.
        on_progress: Called for each new state.
        cancel_timeout: Maximum seconds that the caller waits for the clean-up after a failure or a cancellation.
        belongs_to_block: Whether a block stops the deployment at its end.
        tag: The unique tag of an earlier launch. Default: a new one.

    Attributes:
        tag: The unique tag.
        accepts: The probe that the launch waits for, once the deployment is ready.
        deployment_id: The deployment, once it is known.
        status: The state that was read last.
        given_up: Whether the caller is cancelled, or SIGTERM has come.
        times_sent: The number of attempts that began to send the create request.
        is_ready: Whether the launch has succeeded.
        is_over: Whether the deployment was handed over, or is being cleaned up.
        is_pending: Whether the launch is over and its outcome is not known yet.
        is_settled: Whether no deployment is left to stop.
        problem: The error for which the launch is not settled yet.
        signal: Wakes the launch when its caller is cancelled.
        is_block: Whether the deployment was handed over to a block, which stops it at its end.
        handles_sigterm: Whether SIGTERM stops the launch.
        is_alive: Returns whether the thread or event loop of the launch still runs.
        key: The key that the ledger keeps. Empty if there is none.
        key_ttl: Seconds for which the ledger keeps the key.
        hold: Finds out whether other processes hold the deployment of the key, so that this launch does not stop it.
        decide: Raises an error if the deployment is not the one of the key.
        marks: Tags that the deployment has until it is handed over.
        ids: The deployments to stop, each with whether it has ended.
        keep: The deployment that stays running while others with the same tag are stopped.
        others: The launch that stops other deployments with the same tag, if the create request may have arrived twice.
        must_look: Whether unknown deployments with the tag may exist.
        must_unmark: Whether the tag `launching` must still be deleted from the deployment `keep`.
        is_recorded: Whether the persistent ledger has an entry of the launch.
        is_single: Whether the create request was sent once and its response has arrived, so that there is at most one
            deployment.
        posted_at: When the create request ended, by the monotonic clock.
    """

    def __init__(
        self,
        edgegap: AsyncEdgegap,
        *,
        application: str = "",
        version: str = "",
        timeout: float = FOREVER_SECONDS,
        on_progress: OnProgress | None = None,
        cancel_timeout: float = 0.0,
        belongs_to_block: bool = False,
        tag: str = "",
    ) -> None:
        marks = edgegap._marks_launches and not edgegap._organisation.refuses_tags
        self.marks = [LAUNCHING_TAG] if marks else []
        if not timeout > 0:
            raise InvalidRequestError(f"timeout must be more than 0 seconds, got {timeout}")
        if LAUNCHING_TAG in self.marks and timeout > MAX_LAUNCH_SECONDS and timeout != FOREVER_SECONDS:
            raise InvalidRequestError(
                f"timeout must be at most {MAX_LAUNCH_SECONDS:g} seconds, got {timeout:g}: a sweep stops what is older "
                "(a client with launching_tag=False allows more)"
            )
        if not cancel_timeout >= 0:
            raise InvalidRequestError(f"cancel_timeout must be 0 seconds or more, got {cancel_timeout}")
        self._edgegap = edgegap
        self.base_url = edgegap._settings.base_url
        self.tag = tag or new_tag()
        self.application = application
        self.version = version
        self.since = datetime.datetime.now(datetime.UTC)
        self.started = time.monotonic()
        self.deadline = self.started + min(timeout, FOREVER_SECONDS)
        self.on_progress = on_progress
        self.cancel_timeout = cancel_timeout
        self.accepts: AsyncProbe[Deployment] | None = None
        self.deployment_id: str | None = None
        self.status = ""
        self.given_up = False
        self.times_sent = 0
        self._sent = False
        self.is_ready = False
        self.is_over = False
        self.is_pending = False
        self.is_settled = False
        self.problem: Exception | None = None
        self.signal = AsyncSignal()
        self.is_block = False
        self.belongs_to_block = belongs_to_block
        self.handles_sigterm = edgegap._runtime.handles_sigterm
        self.is_alive = edgegap._runtime.liveness()
        self.key = ""
        self.key_ttl = 0.0
        self.hold: AsyncHold | None = None
        self.decide: Callable[[], Any] | None = None
        self.ids: dict[str, bool] = {}
        self.keep: str | None = None
        self.others: AsyncLaunch | None = None
        self.must_look = False
        self.must_unmark = False
        self._ledger = edgegap._ledger
        self.is_recorded = False
        self._is_noted = False
        self.is_single = False
        self.posted_at = self.started
        self.failed_at = 0.0
        # Deployments that a response has shown: if a later one does not show them, they have ended.
        self._shown: set[str] = set()
        # When the service last accepted the stop of each deployment, by the monotonic clock.
        self._accepted: dict[str, float] = {}
        self._is_hurried = False
        self._hurried_until = FOREVER_SECONDS + self.started
        self._wakeups: dict[int, AsyncSignal] = {}

    @classmethod
    def recovered(cls, edgegap: AsyncEdgegap, entry: LedgerEntry) -> Self:
        """A launch of a dead process. The client finds its deployments and stops them."""
        launch = cls(edgegap, application=entry.application, version=entry.version, tag=entry.tag)
        launch.since = datetime.datetime.fromtimestamp(entry.since, datetime.UTC)
        launch.deployment_id = entry.deployment_id or None
        launch.sent = launch.must_look = launch.is_recorded = True
        # Another process may have adopted the deployment of the key, and the dead process may have held it.
        if entry.key:
            launch.hold = AsyncHold(is_creator=True, name=launch.name, may_be_tagged=True)
        # The dead process may have sent the create request at any moment until it last renewed its lease.
        launch.posted_at = time.monotonic() - max(0.0, time.time() - max(entry.since, entry.last_seen))
        return launch

    @property
    def name(self) -> str:
        """The part of the unique tag that differs from those of all other launches."""
        return self.tag.removeprefix(LAUNCH_TAG)

    @property
    def sent(self) -> bool:
        """Whether a byte of the create request was sent. The exchange that sends it sets this."""
        return self._sent

    @sent.setter
    def sent(self, value: bool) -> None:
        self.times_sent += value
        self._sent = value

    def report(self, status: str) -> None:
        """Call the progress callback if the state has changed."""
        if status and status != self.status:
            self.status = status
            if self.on_progress is not None:
                self.on_progress(Progress(self.deployment_id or "", status, time.monotonic() - self.started))

    def give_up(self) -> None:
        """Note that the caller is cancelled."""
        self.given_up = True
        self.failed_at = self.failed_at or time.monotonic()
        self.signal.set()

    def check(self) -> None:
        """Raise if the caller is cancelled, or if another process may have recovered the launch."""
        if self.given_up:
            raise LaunchCancelled("the launch was given up", deployment_id=self.deployment_id, last_status=self.status)
        if self._ledger is not None and self.is_recorded and not self._ledger.has_lease():
            raise LaunchCancelled("this process has lost its lease in the ledger", deployment_id=self.deployment_id)
        if not self._edgegap._organisation.ceiling.may_create(self.tag):
            raise LaunchCancelled("this process was suspended, so max_active must be checked again: call launch again")

    def hand_over(self) -> None:
        """Give the deployment to the caller, or to a block.

        Raises:
            LaunchCancelled: The launch was given up. The caller must stop the deployment.
        """
        self.check()
        if self.belongs_to_block:
            self.is_block = True  # A block stays registered until it ends.
        else:
            unregister(self)
        self.check()  # SIGTERM may have come just before the launch was unregistered.
        self.is_over = True

    def leave_block(self) -> None:
        """Take the deployment out of its block, and give it to the caller.

        Raises:
            LaunchCancelled: The launch was given up. The caller must stop the deployment.
        """
        self.check()
        self.is_block = False
        unregister(self)
        self.check()  # SIGTERM may have come just before the launch was unregistered.

    def end(self, error: BaseException | None = None) -> None:
        """Note that the launch failed or that its block ended, and which deployments must be stopped.

        Args:
            error: The error of the launch.
        """
        self.failed_at = self.failed_at or time.monotonic()
        if self.is_settled:  # The handler of SIGTERM has settled the launch already.
            self.is_over, self.is_block = True, False
            return
        if self.deployment_id is not None and self.keep is None:
            self.ids.setdefault(self.deployment_id, False)
            if self.status != CREATING:
                self._shown.add(self.deployment_id)
        elif self.sent and not isinstance(error, EdgegapError):
            # Interrupted during the create request: its outcome is unknown, and it may still arrive.
            self.must_look = True
        # The order matters: an interrupt may come between any two lines, and its handler then ends the launch once
        # more.
        self.is_pending = True
        register(self)  # An interrupt may have come just after the hand-over.
        self.is_over, self.is_block = True, False
        if self._is_done():
            self.settle_now()

    def left_to_wait(self) -> float:
        """Seconds that the caller still waits for the clean-up."""
        waited = time.monotonic() - self.failed_at if self.failed_at else 0.0
        return max(0.0, self.cancel_timeout - waited)

    def settle_now(self) -> None:
        """Note that no deployment is left to stop."""
        self.is_settled = True
        self.is_pending = False
        self.problem = None
        if self.is_recorded and self._ledger is not None:
            self._ledger.settle(self.tag)
        if self.keep is None:
            self._note_end()
        unregister(self)
        for wakeup in tuple(self._wakeups.values()):
            wakeup.set()

    def _note_end(self) -> None:
        """Note for `max_active` that the launch is over. Its deployments count until they are seen to have ended."""
        ceiling = self._edgegap._organisation.ceiling
        if self.ids:
            for deployment_id in self.ids:
                ceiling.stopping(self.tag, deployment_id)
        elif self.sent:
            ceiling.over(self.tag)
        else:
            ceiling.nothing_created(self.tag)

    @property
    def is_waiting(self) -> bool:
        """Whether the caller still waits for the deployment."""
        return not (self.is_over or self.is_pending or self.is_settled or self.is_block)

    @property
    def is_unknown(self) -> bool:
        """Whether a deployment of this launch may run that no caller has."""
        is_held = self.is_block or not (self.is_pending or self.given_up)
        return not self.is_settled and not is_held and (self.sent or bool(self.ids) or self.must_unmark)

    def entry(self) -> PendingLaunch:
        """The entry of this launch in `deployments.pending`."""
        return PendingLaunch(
            tag=self.tag,
            # The deployment that the launch keeps is the caller's. Another one may be left.
            deployment_id=self.deployment_id or next(iter(self.ids), self.keep if self.must_unmark else None),
            application=self.application,
            version=self.version,
            since=self.since,
            last_error=self._why(),
        )

    def _why(self) -> str:
        if self.must_unmark:
            why = type(self.problem).__name__
            return f"the deployment runs, but its tag {LAUNCHING_TAG} is not deleted yet ({why})"
        if self.problem is not None:
            return " ".join(f"{type(self.problem).__name__}: {self.problem}".split())
        return "the service has accepted the stop, the deployment has not ended yet" if self._accepted else ""

    def describe(self) -> str:
        """Describe in one line the deployment that may be left, and why."""
        return str(self.entry())

    def report_to(self, error: BaseException) -> None:
        """Add to the caller's error what became of the deployment, and whether the launch is pending."""
        if isinstance(error, LaunchError) and (self.sent or self.deployment_id):
            error.deployment_id, error.tag, error.stopped = self.deployment_id, self.tag, self.is_stopped
            error.outcome = Outcome.REJECTED if self.is_stopped else Outcome.UNKNOWN
        if self.is_stopped:
            if isinstance(error, NoCapacityError) and self.ids:
                error.hint = f"deployment {next(iter(self.ids))} was created, and stopped"
                error.outcome = Outcome.REJECTED
            self._report_others_to(error)
            return
        if not (self.sent or self.ids):
            return
        what = described(self.deployment_id or next(iter(self.ids), None), self.tag)
        note = f"{what}: the client continues to search for it and to stop it, see `deployments.pending`"
        if note not in getattr(error, "__notes__", ()):
            error.add_note(note)
            logger.warning("%s", note)
        if isinstance(error, EdgegapError):
            error.hint, error.outcome = what, Outcome.UNKNOWN

    def _report_others_to(self, error: BaseException) -> None:
        """Say that the launch is pending although its known deployments have ended: another one may appear."""
        may_be_doubled = self.others is not None and not self.others.is_settled
        if self.is_settled and not may_be_doubled:
            return
        note = (
            f"another deployment with the tag {self.tag} may still appear: the client continues to search for it and "
            "to stop it, see `deployments.pending`"
        )
        if note not in getattr(error, "__notes__", ()):
            error.add_note(note)
        if may_be_doubled and isinstance(error, EdgegapError):
            error.outcome = Outcome.UNKNOWN

    # --- clean-up

    async def settle_here(self) -> None:
        """Settle the launch with the client that made it, until that client is closed."""
        with contextlib.suppress(ClientClosedError):
            await self.settle(self._edgegap)

    async def settle(self, edgegap: AsyncEdgegap, seconds: float = FOREVER_SECONDS, *, at_exit: bool = False) -> None:
        """Find and stop the deployments of the launch, until they have ended or the time is up.

        Args:
            edgegap: The client that sends the requests.
            seconds: The maximum time.
            at_exit: Whether the process is ending, so that the launch cannot wait for deployments that may still
                appear.
        """
        until = time.monotonic() + seconds
        wakeup = AsyncSignal()
        self._wakeups[id(wakeup)] = wakeup
        attempt = 0
        try:
            while not self.is_settled:
                left = min(until, self._hurried_until) - time.monotonic()
                if left <= 0:
                    return
                await self._try(edgegap.with_options(timeout=max(0.5, min(STEP_SECONDS, left)), max_retries=0))
                if at_exit and self.is_stopped:
                    self.settle_now()  # A process that ends cannot wait for a second deployment.
                    return
                if self._is_waiting_only() and (self._is_hurried or (at_exit and self._has_waited_long())):
                    return
                now = time.monotonic()
                pause = min(retry_delay(attempt), min(until, self._hurried_until) - now)
                appears_until = self.posted_at + APPEARS_WITHIN_SECONDS
                # This look may settle the launch, so it does not wait for the back-off.
                if self.must_look and now < appears_until:
                    pause = min(pause, appears_until - now)
                await wakeup.wait(max(0.0, pause))
                attempt += 1
        finally:
            self._wakeups.pop(id(wakeup), None)

    @property
    def is_stopped(self) -> bool:
        """Whether the deployment of the single create request has ended. Only a proxy could have sent it twice."""
        return self.is_settled or (self.times_sent <= 1 and bool(self.ids) and all(self.ids.values()))

    def _is_waiting_only(self) -> bool:
        """Whether the launch only waits: all stops are accepted, or no deployment with the tag is listed so far."""
        return self.problem is None and all(each in self._accepted for each, ended in self.ids.items() if not ended)

    def _has_waited_long(self) -> bool:
        now = time.monotonic()
        ends = not all(self.ids.values()) and now - self.failed_at < ENDS_AT_EXIT_WITHIN_SECONDS
        appears = self.must_look and now - self.posted_at < APPEARS_AT_EXIT_WITHIN_SECONDS
        return not ends and not appears

    def hurry(self) -> float:
        """Shorten the clean-up, as the client or its event loop is closed.

        Returns:
            The moment at which the clean-up ends, by the monotonic clock.
        """
        self._is_hurried = True
        self._hurried_until = min(self._hurried_until, time.monotonic() + CLOSE_SECONDS)
        for wakeup in tuple(self._wakeups.values()):
            wakeup.set()
        return self._hurried_until

    async def _try(self, edgegap: AsyncEdgegap) -> None:
        """Look for deployments once, and stop each known one once."""
        problem: EdgegapError | None = None
        if self.must_look:
            try:
                await self._look(edgegap)
            except ClientClosedError:
                raise
            except EdgegapError as error:
                problem = error
        for deployment_id in [each for each, has_ended in self.ids.items() if not has_ended]:
            try:
                is_left = not (self._is_ending(deployment_id) or await self._may_stop(edgegap, deployment_id))
                self.ids[deployment_id] = is_left or await self._stop(edgegap, deployment_id)
            except ClientClosedError:
                raise
            except EdgegapError as error:
                problem = error
        if self.must_unmark:
            await self.unmark(edgegap)
            problem = self.problem if self.must_unmark and isinstance(self.problem, EdgegapError) else problem
        self.problem = problem
        if self._is_done():
            self.settle_now()

    def _is_ending(self, deployment_id: str) -> bool:
        """Whether the service has accepted the stop: no caller may get the deployment then."""
        accepted = self._accepted.get(deployment_id)
        return accepted is not None and time.monotonic() - accepted < STALE_SECONDS

    async def _may_stop(self, edgegap: AsyncEdgegap, deployment_id: str) -> bool:
        return self.hold is None or await self.hold.may_stop(edgegap, deployment_id)

    def _is_done(self) -> bool:
        return not self.must_look and not self.must_unmark and all(self.ids.values())

    async def _unmark(self, edgegap: AsyncEdgegap) -> None:
        """Delete the tag that marks the deployment as launching.

        Raises:
            EdgegapError: The tag could not be deleted, and may still exist.
        """
        try:
            await AsyncDeploymentTagsResource(edgegap).delete(self.keep or "", LAUNCHING_TAG)
        except (NotFoundError, GoneError):
            # A proxy sends a 404 as well. A sweep would then stop a healthy deployment that still has the tag.
            if await self._is_marked(edgegap):
                raise
        except StatusError as error:
            if not is_refusal(error):
                raise
            if not self._edgegap._organisation.refuses_tags:
                self._edgegap._organisation.refuses_tags = True
                logger.warning(
                    "the service refuses to delete the tag %s (%s): this process no longer sets it for the "
                    "organisation, so a sweep cannot distinguish orphaned deployments from matches",
                    LAUNCHING_TAG,
                    error.status,
                )
        self.must_unmark = False

    async def _is_marked(self, edgegap: AsyncEdgegap) -> bool:
        """Whether the deployment that the launch keeps exists and has the tag `launching`.

        Raises:
            EdgegapError: The tags could not be read.
        """
        status = await known_status(edgegap, self.keep or "")
        if status is None or peek(status, "status") in ENDING:
            return False
        return LAUNCHING_TAG in (tags_of(status) or ())

    async def unmark(self, edgegap: AsyncEdgegap) -> None:
        """Try to delete the tag `launching`. If that fails, `must_unmark` stays true."""
        try:
            await self._unmark(edgegap)
        except EdgegapError as error:
            self.problem = error

    async def _look(self, edgegap: AsyncEdgegap) -> None:
        waiter = await (await edgegap._watcher(AsyncTagWatcher)).look(self.tag, STEP_SECONDS)
        for deployment_id in waiter.ids:
            self._shown.add(deployment_id)
            if deployment_id != self.keep and deployment_id not in self.ids:
                if self.keep is not None:
                    logger.warning(
                        "deployment %s is a second one with the tag %s: the client stops it", deployment_id, self.tag
                    )
                self.ids[deployment_id] = False
        is_found = self.keep is not None or bool(self.ids)
        within = (
            0 if is_found and self.is_single else ANOTHER_APPEARS_WITHIN_SECONDS if is_found else APPEARS_WITHIN_SECONDS
        )
        if time.monotonic() - self.posted_at >= within:
            self.must_look = False

    async def _stop(self, edgegap: AsyncEdgegap, deployment_id: str) -> bool:
        """Stop a deployment. Returns whether it has ended; no response to a stop proves that.

        Raises:
            EdgegapError: The stop, or the read after it, has failed.
        """
        resource = AsyncDeploymentsResource(edgegap)
        try:
            await resource.stop(deployment_id)
        except EdgegapError as error:
            if error.status in (400, 404):
                accepted = False
            elif isinstance(error, GoneError) or 200 <= (error.status or 0) < 300:
                accepted = True
            else:
                raise
        else:
            accepted = True
        if accepted:
            self._accepted[deployment_id] = time.monotonic()
            self._shown.add(deployment_id)
        waiter = await (await edgegap._watcher(AsyncEndWatcher)).look(deployment_id, STEP_SECONDS)
        is_young = time.monotonic() - self.posted_at < YOUNG_SECONDS
        if waiter.is_listed:
            self._shown.add(deployment_id)
        elif not is_young:
            return True
        try:
            status = await resource.get(deployment_id)
        except EdgegapError as error:
            if not isinstance(error, GoneError | NotFoundError) and error.status != 400:
                raise
            return not waiter.is_listed and deployment_id in self._shown
        self._shown.add(deployment_id)
        return peek(status, "status") in ENDING

    # --- the persistent ledger

    async def begin_entry(self) -> None:
        """Record the launch before its create request.

        Raises:
            LedgerError: The launch could not be recorded, so the create request must not be sent.
            KeyTakenError: The ledger has an entry with the same key.
        """
        ledger = self._ledger
        if ledger is not None:
            entry = LedgerEntry(
                tag=self.tag,
                organisation=self._edgegap._organisation.ledger_name,
                application=self.application,
                version=self.version,
                since=self.since.timestamp(),
                key=self.key,
            )
            self.is_recorded = True
            found = await self._edgegap._runtime.off_loop(lambda: ledger.begin(entry, self.key_ttl))
            if found is not None:
                self.is_recorded = False
                raise KeyTakenError(found)

    async def note_deployment(self, deployment_id: str) -> None:
        """Record the deployment. If that fails, a recovery finds it by its tag."""
        self.deployment_id = deployment_id
        self._edgegap._organisation.ceiling.created(self.tag, deployment_id)
        ledger = self._ledger
        if ledger is not None:
            try:
                await self._edgegap._runtime.off_loop(lambda: ledger.note(self.tag, deployment_id))
                self._is_noted = True
            except LedgerError as error:
                logger.warning("%s", error)

    async def hand_over_entry(self, *, to_block: bool) -> None:
        """Record that the deployment is the caller's, or a block's.

        Raises:
            LaunchCancelled: Another process has recovered the launch, as this process had lost its lease.
            LedgerError: The hand-over could not be recorded.
        """
        ledger = self._ledger
        if ledger is None or not self.is_recorded:
            return
        deployment_id = self.deployment_id
        if deployment_id is not None and not self._is_noted:  # Without this, no process could adopt the deployment.
            await self._edgegap._runtime.off_loop(lambda: ledger.note(self.tag, deployment_id))
        state = LedgerState.BLOCK if to_block else LedgerState.HANDED_OVER
        while True:
            try:
                is_mine = await self._edgegap._runtime.off_loop(lambda: ledger.hand_over(self.tag, state))
                break
            except LedgerError:
                # As long as the lease lasts, no other process recovers the launch: a short outage costs no running
                # deployment.
                if not ledger.has_lease() or time.monotonic() + HAND_OVER_PAUSE_SECONDS >= self.deadline:
                    raise
            await self._edgegap._runtime.sleep(HAND_OVER_PAUSE_SECONDS)
            self.check()
        if not is_mine:
            raise LaunchCancelled("another process has recovered this launch", deployment_id=self.deployment_id)

    async def find(self, seconds: float) -> list[str]:
        """List the deployments with the tag for as long as they may still appear, as lists lag.

        Raises:
            EdgegapError: No deployment was found, and the last list failed.
        """
        watcher = await self._edgegap._watcher(AsyncTagWatcher)
        waiter = watcher.join(self.tag)
        try:
            await watcher.until(waiter, lambda waiter: waiter.found or None, time.monotonic() + seconds)
        finally:
            watcher.leave(waiter)
        if not waiter.found and waiter.last_failure is not None:
            raise waiter.last_failure
        return list(waiter.ids)

    async def clean_up(self, seconds: float) -> None:
        """Settle the launch with new connections, when the process or the event loop ends, for at most `seconds`."""
        if self.is_block or not self.is_over:
            self.end()
        with contextlib.suppress(ClientClosedError):
            try:
                if not (self.sent or self.ids or self.must_unmark):
                    self.settle_now()
                else:
                    async with self._edgegap._reopened() as edgegap:
                        self._is_hurried, self._hurried_until = False, FOREVER_SECONDS + self.started
                        await self.settle(edgegap, seconds, at_exit=True)
            except Exception as error:  # The transport that the user passed in may raise any exception.
                self.problem = error
        if not self.is_settled:
            register(self)  # After SIGTERM, the clean-up at exit may still have time.
