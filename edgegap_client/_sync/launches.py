"""One launch: its entry in the ledger, from before its create request until its outcome is known.
# Written by `make generate` from _async/launches.py; do not edit.

Until then it is pending: it looks for what it created and stops that, again and again.
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
from .._generated.orchestration.api.deployment_tags import DeploymentTagsResource
from .._generated.orchestration.api.deployments import DeploymentsResource
from .._runtime.registry import register, unregister
from .._runtime.sync_signal import Signal
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
from .holds import STALE_SECONDS, Hold
from .lookups import EndWatcher, TagWatcher, known_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._deployment import Deployment
    from .._runtime.sync_attempt import Probe
    from .client import Edgegap

logger: Final = logging.getLogger("edgegap_client")

# The state of a launch before there is a deployment.
CREATING: Final = "CREATING"
# A timeout of "forever", which not everything that waits can take.
FOREVER_SECONDS: Final = 1e9
# How long after a create request its deployment may still appear: lists lag, and a request may arrive late.
APPEARS_WITHIN_SECONDS: Final = 60.0
# How long a second one may still appear, where one was found.
ANOTHER_APPEARS_WITHIN_SECONDS: Final = 15.0
# At exit, nobody waits longer for a deployment that may appear, or for the end of one whose stop is accepted: the
# service carries out the stop of what is still starting only when it is ready.
APPEARS_AT_EXIT_WITHIN_SECONDS: Final = 15.0
ENDS_AT_EXIT_WITHIN_SECONDS: Final = 10.0
# How long the service may not know a deployment that it has just created.
YOUNG_SECONDS: Final = 15.0
# One list, read or stop of a pending launch may take so long.
STEP_SECONDS: Final = 10.0
# Between two tries to record a hand-over.
HAND_OVER_PAUSE_SECONDS: Final = 0.25
# Closing a client waits for so long for its pending launches.
CLOSE_SECONDS: Final = 5.0


class KeyTakenError(LaunchCancelled):
    """The ledger has an entry with the same key; nothing was sent.

    Args:
        entry: That entry.
    """

    def __init__(self, entry: LedgerEntry) -> None:
        super().__init__(f"another launch has the key {entry.key!r}")
        self.entry = entry


class Launch:
    """One launch, or the block that a launch has begun. This object owns its state.

    Args:
        edgegap: The client that launches.
        application: What is launched, for the ledger.
        version: The app version, for the ledger.
        timeout: Seconds until it must be ready.
        on_progress: Called for each new state.
        cancel_timeout: Seconds that the caller waits at the most for the clean-up after a failure or cancellation.
        belongs_to_block: Whether it is stopped at the end of a block.
        tag: Its unique tag, if it has one already.

    Attributes:
        tag: Its own, which no other has.
        accepts: The probe that it waits for, once the deployment is ready.
        deployment_id: The deployment, once it is known.
        status: The last state that was read.
        given_up: Whether its caller is cancelled, or SIGTERM has come.
        times_sent: How often a create request began to be written.
        is_ready: Whether it has ended well.
        is_over: Whether what it created is its caller's, or is being cleaned up.
        is_pending: Whether it is over and its outcome is not known yet.
        is_settled: Whether nothing is left to stop.
        problem: Why it is not settled yet.
        signal: Wakes it when its caller is cancelled.
        is_block: Whether its deployment is stopped at the end of a block.
        handles_sigterm: Whether SIGTERM stops it.
        is_alive: Returns whether the thread or event loop that runs it still does.
        key: The key that the ledger keeps; empty without one.
        key_ttl: Seconds for which the ledger keeps it.
        hold: Says whether other processes hold the deployment of its key, so that it does not stop it.
        decide: Finds out whether its deployment is the one of its key, and raises if not.
        marks: Tags that its deployment has until it is handed over.
        ids: Deployments that it is to stop, and whether they are seen to have ended.
        keep: Its deployment that is to run, where others with its tag are to be stopped.
        others: What looks for others with its tag and stops them, if its create request may have come twice.
        must_look: Whether deployments with its tag may exist that it does not know.
        must_unmark: Whether the tag `launching` is still to be deleted from the deployment that it keeps.
        is_recorded: Whether the ledger that outlives the process has an entry of it.
        is_single: Whether the create request was sent once and its response has come, so that there is one at the most.
        posted_at: When the create request ended, by the monotonic clock.
    """

    def __init__(
        self,
        edgegap: Edgegap,
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
        self.accepts: Probe[Deployment] | None = None
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
        self.signal = Signal()
        self.is_block = False
        self.belongs_to_block = belongs_to_block
        self.handles_sigterm = edgegap._runtime.handles_sigterm
        self.is_alive = edgegap._runtime.liveness()
        self.key = ""
        self.key_ttl = 0.0
        self.hold: Hold | None = None
        self.decide: Callable[[], Any] | None = None
        self.ids: dict[str, bool] = {}
        self.keep: str | None = None
        self.others: Launch | None = None
        self.must_look = False
        self.must_unmark = False
        self._ledger = edgegap._ledger
        self.is_recorded = False
        self._is_noted = False
        self.is_single = False
        self.posted_at = self.started
        self.failed_at = 0.0
        # Those that the service has shown, so that "not there" means that they have ended.
        self._shown: set[str] = set()
        # When the service last accepted their stops, by the monotonic clock.
        self._accepted: dict[str, float] = {}
        self._is_hurried = False
        self._hurried_until = FOREVER_SECONDS + self.started
        self._wakeups: dict[int, Signal] = {}

    @classmethod
    def recovered(cls, edgegap: Edgegap, entry: LedgerEntry) -> Self:
        """A launch of a dead process, whose deployment is to be looked for and stopped."""
        launch = cls(edgegap, application=entry.application, version=entry.version, tag=entry.tag)
        launch.since = datetime.datetime.fromtimestamp(entry.since, datetime.UTC)
        launch.deployment_id = entry.deployment_id or None
        launch.sent = launch.must_look = launch.is_recorded = True
        if entry.key:  # another process may have adopted its deployment, and the dead one may have held it
            launch.hold = Hold(is_creator=True, name=launch.name, may_be_tagged=True)
        # Its create request may have been sent at any moment until its process was last seen.
        launch.posted_at = time.monotonic() - max(0.0, time.time() - max(entry.since, entry.last_seen))
        return launch

    @property
    def name(self) -> str:
        """What its unique tag has in common with no other."""
        return self.tag.removeprefix(LAUNCH_TAG)

    @property
    def sent(self) -> bool:
        """Whether a byte of the create request was written, for the exchange that writes it."""
        return self._sent

    @sent.setter
    def sent(self, value: bool) -> None:
        self.times_sent += value
        self._sent = value

    def report(self, status: str) -> None:
        """Call the progress callback when the state is a new one."""
        if status and status != self.status:
            self.status = status
            if self.on_progress is not None:
                self.on_progress(Progress(self.deployment_id or "", status, time.monotonic() - self.started))

    def give_up(self) -> None:
        """Its caller is cancelled."""
        self.given_up = True
        self.failed_at = self.failed_at or time.monotonic()
        self.signal.set()

    def check(self) -> None:
        """Raise if its caller is cancelled, or if another process may have recovered it."""
        if self.given_up:
            raise LaunchCancelled("the launch was given up", deployment_id=self.deployment_id, last_status=self.status)
        if self._ledger is not None and self.is_recorded and not self._ledger.has_lease():
            raise LaunchCancelled("this process has lost its lease in the ledger", deployment_id=self.deployment_id)
        if not self._edgegap._organisation.ceiling.may_create(self.tag):
            raise LaunchCancelled("this process was suspended, and max_active has to be checked again: launch again")

    def hand_over(self) -> None:
        """Give the deployment to the caller, or to a block.

        Raises:
            LaunchCancelled: It was given up, and is to be stopped.
        """
        self.check()
        if self.belongs_to_block:
            self.is_block = True  # and it stays registered
        else:
            unregister(self)
        self.check()  # SIGTERM may have come just before it was unregistered
        self.is_over = True

    def leave_block(self) -> None:
        """Take the deployment out of its block: it is the caller's.

        Raises:
            LaunchCancelled: It was given up, and is to be stopped.
        """
        self.check()
        self.is_block = False
        unregister(self)
        self.check()  # SIGTERM may have come just before it was unregistered

    def end(self, error: BaseException | None = None) -> None:
        """Note that it failed or that its block ended, and what that leaves to do.

        Args:
            error: Why it failed.
        """
        self.failed_at = self.failed_at or time.monotonic()
        if self.is_settled:  # SIGTERM was quicker
            self.is_over, self.is_block = True, False
            return
        if self.deployment_id is not None and self.keep is None:
            self.ids.setdefault(self.deployment_id, False)
            if self.status != CREATING:
                self._shown.add(self.deployment_id)
        elif self.sent and not isinstance(error, EdgegapError):
            # Interrupted while creating: what became of it is not known, and it may still be on its way.
            self.must_look = True
        # In this order: an interrupt may come between any two lines, and who handles it then ends the launch once more.
        self.is_pending = True
        register(self)  # an interrupt may have come when it was just handed over
        self.is_over, self.is_block = True, False
        if self._is_done():
            self.settle_now()

    def left_to_wait(self) -> float:
        """Seconds that its caller still waits for the clean-up."""
        waited = time.monotonic() - self.failed_at if self.failed_at else 0.0
        return max(0.0, self.cancel_timeout - waited)

    def settle_now(self) -> None:
        """Note that nothing is left."""
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
        """Note for `max_active` that it is over. What it has created counts until that is seen to have ended."""
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
        """Whether its caller waits for it."""
        return not (self.is_over or self.is_pending or self.is_settled or self.is_block)

    @property
    def is_unknown(self) -> bool:
        """Whether a deployment of it may run that nobody holds."""
        is_held = self.is_block or not (self.is_pending or self.given_up)
        return not self.is_settled and not is_held and (self.sent or bool(self.ids) or self.must_unmark)

    def entry(self) -> PendingLaunch:
        """What `deployments.pending` says of it."""
        return PendingLaunch(
            tag=self.tag,
            # One that it keeps is its caller's; what may be left of this launch is another.
            deployment_id=self.deployment_id or next(iter(self.ids), self.keep if self.must_unmark else None),
            application=self.application,
            version=self.version,
            since=self.since,
            last_error=self._why(),
        )

    def _why(self) -> str:
        if self.must_unmark:
            return f"it runs, but its tag {LAUNCHING_TAG} is not deleted yet ({type(self.problem).__name__})"
        if self.problem is not None:
            return " ".join(f"{type(self.problem).__name__}: {self.problem}".split())
        return "its stop is accepted, its end is not seen yet" if self._accepted else ""

    def describe(self) -> str:
        """What may be left, and why, in one line."""
        return str(self.entry())

    def report_to(self, error: BaseException) -> None:
        """Let the error that the caller gets say what became of the deployment, and whether the launch is pending."""
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
        note = f"{what}: the client goes on looking for it and stopping it, see `deployments.pending`"
        if note not in getattr(error, "__notes__", ()):
            error.add_note(note)
            logger.warning("%s", note)
        if isinstance(error, EdgegapError):
            error.hint, error.outcome = what, Outcome.UNKNOWN

    def _report_others_to(self, error: BaseException) -> None:
        """Say that the launch is pending although what is known of it has ended: another deployment may appear."""
        may_be_doubled = self.others is not None and not self.others.is_settled
        if self.is_settled and not may_be_doubled:
            return
        note = (
            f"another deployment with the tag {self.tag} may still appear: the client goes on looking for it and "
            "stopping it, see `deployments.pending`"
        )
        if note not in getattr(error, "__notes__", ()):
            error.add_note(note)
        if may_be_doubled and isinstance(error, EdgegapError):
            error.outcome = Outcome.UNKNOWN

    # How it is settled

    def settle_here(self) -> None:
        """Settle it with the client that launched it, until that is closed."""
        with contextlib.suppress(ClientClosedError):
            self.settle(self._edgegap)

    def settle(self, edgegap: Edgegap, seconds: float = FOREVER_SECONDS, *, at_exit: bool = False) -> None:
        """Look for what it created and stop it, until that is seen or the time is up.

        Args:
            edgegap: What to send with.
            seconds: How long to try.
            at_exit: Whether the process ends, so that nobody can wait for what may still appear.
        """
        until = time.monotonic() + seconds
        wakeup = Signal()
        self._wakeups[id(wakeup)] = wakeup
        attempt = 0
        try:
            while not self.is_settled:
                left = min(until, self._hurried_until) - time.monotonic()
                if left <= 0:
                    return
                self._try(edgegap.with_options(timeout=max(0.5, min(STEP_SECONDS, left)), max_retries=0))
                if at_exit and self.is_stopped:
                    self.settle_now()  # nobody can wait for another one
                    return
                if self._is_waiting_only() and (self._is_hurried or (at_exit and self._has_waited_long())):
                    return
                now = time.monotonic()
                pause = min(retry_delay(attempt), min(until, self._hurried_until) - now)
                appears_until = self.posted_at + APPEARS_WITHIN_SECONDS
                if self.must_look and now < appears_until:  # the look that may settle it comes then, not after a pause
                    pause = min(pause, appears_until - now)
                wakeup.wait(max(0.0, pause))
                attempt += 1
        finally:
            self._wakeups.pop(id(wakeup), None)

    @property
    def is_stopped(self) -> bool:
        """Whether what its one create request made is seen to have ended; only a proxy can have doubled that."""
        return self.is_settled or (self.times_sent <= 1 and bool(self.ids) and all(self.ids.values()))

    def _is_waiting_only(self) -> bool:
        """Whether all is done that can be: the service accepts the stops, or has nothing with the tag so far."""
        return self.problem is None and all(each in self._accepted for each, ended in self.ids.items() if not ended)

    def _has_waited_long(self) -> bool:
        now = time.monotonic()
        ends = not all(self.ids.values()) and now - self.failed_at < ENDS_AT_EXIT_WITHIN_SECONDS
        appears = self.must_look and now - self.posted_at < APPEARS_AT_EXIT_WITHIN_SECONDS
        return not ends and not appears

    def hurry(self) -> float:
        """Let it come to an end soon, as the client or its event loop is closed.

        Returns:
            Until when that is, by the monotonic clock.
        """
        self._is_hurried = True
        self._hurried_until = min(self._hurried_until, time.monotonic() + CLOSE_SECONDS)
        for wakeup in tuple(self._wakeups.values()):
            wakeup.set()
        return self._hurried_until

    def _try(self, edgegap: Edgegap) -> None:
        """One look, and one stop of each that is known."""
        problem: EdgegapError | None = None
        if self.must_look:
            try:
                self._look(edgegap)
            except ClientClosedError:
                raise
            except EdgegapError as error:
                problem = error
        for deployment_id in [each for each, has_ended in self.ids.items() if not has_ended]:
            try:
                is_left = not (self._is_ending(deployment_id) or self._may_stop(edgegap, deployment_id))
                self.ids[deployment_id] = is_left or self._stop(edgegap, deployment_id)
            except ClientClosedError:
                raise
            except EdgegapError as error:
                problem = error
        if self.must_unmark:
            self.unmark(edgegap)
            problem = self.problem if self.must_unmark and isinstance(self.problem, EdgegapError) else problem
        self.problem = problem
        if self._is_done():
            self.settle_now()

    def _is_ending(self, deployment_id: str) -> bool:
        """Whether its stop is accepted, so that others wait for its end: nobody may be given it then."""
        accepted = self._accepted.get(deployment_id)
        return accepted is not None and time.monotonic() - accepted < STALE_SECONDS

    def _may_stop(self, edgegap: Edgegap, deployment_id: str) -> bool:
        return self.hold is None or self.hold.may_stop(edgegap, deployment_id)

    def _is_done(self) -> bool:
        return not self.must_look and not self.must_unmark and all(self.ids.values())

    def _unmark(self, edgegap: Edgegap) -> None:
        """Delete the tag that says that it is being launched.

        Raises:
            EdgegapError: It could not be deleted, and the service does not say that there is none.
        """
        try:
            DeploymentTagsResource(edgegap).delete(self.keep or "", LAUNCHING_TAG)
        except (NotFoundError, GoneError):
            # A proxy sends a 404 as well, and a sweep would stop a healthy deployment that still has the tag.
            if self._is_marked(edgegap):
                raise
        except StatusError as error:
            if not is_refusal(error):
                raise
            if not self._edgegap._organisation.refuses_tags:
                self._edgegap._organisation.refuses_tags = True
                logger.warning(
                    "the service refuses to delete the tag %s (%s): launches of this client do without it, and a sweep "
                    "takes their orphaned deployments and their matches for the same",
                    LAUNCHING_TAG,
                    error.status,
                )
        self.must_unmark = False

    def _is_marked(self, edgegap: Edgegap) -> bool:
        """Whether the deployment that it keeps is there, and has the tag `launching`.

        Raises:
            EdgegapError: That could not be read.
        """
        status = known_status(edgegap, self.keep or "")
        if status is None or peek(status, "status") in ENDING:
            return False
        return LAUNCHING_TAG in (tags_of(status) or ())

    def unmark(self, edgegap: Edgegap) -> None:
        """Try to delete the tag `launching`; `must_unmark` says whether that is still to be done."""
        try:
            self._unmark(edgegap)
        except EdgegapError as error:
            self.problem = error

    def _look(self, edgegap: Edgegap) -> None:
        waiter = (edgegap._watcher(TagWatcher)).look(self.tag, STEP_SECONDS)
        for deployment_id in waiter.ids:
            self._shown.add(deployment_id)
            if deployment_id != self.keep and deployment_id not in self.ids:
                if self.keep is not None:
                    logger.warning(
                        "deployment %s is a second one with the tag %s: it is stopped", deployment_id, self.tag
                    )
                self.ids[deployment_id] = False
        is_found = self.keep is not None or bool(self.ids)
        within = (
            0 if is_found and self.is_single else ANOTHER_APPEARS_WITHIN_SECONDS if is_found else APPEARS_WITHIN_SECONDS
        )
        if time.monotonic() - self.posted_at >= within:
            self.must_look = False

    def _stop(self, edgegap: Edgegap, deployment_id: str) -> bool:
        """Stop a deployment; returns whether it is seen to have ended. No response to a stop proves that.

        Raises:
            EdgegapError: The stop, or the look for its effect, has failed.
        """
        resource = DeploymentsResource(edgegap)
        try:
            resource.stop(deployment_id)
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
        waiter = (edgegap._watcher(EndWatcher)).look(deployment_id, STEP_SECONDS)
        is_young = time.monotonic() - self.posted_at < YOUNG_SECONDS
        if waiter.is_listed:
            self._shown.add(deployment_id)
        elif not is_young:
            return True
        try:
            status = resource.get(deployment_id)
        except EdgegapError as error:
            if not isinstance(error, GoneError | NotFoundError) and error.status != 400:
                raise
            return not waiter.is_listed and deployment_id in self._shown
        self._shown.add(deployment_id)
        return peek(status, "status") in ENDING

    # The ledger that outlives the process

    def begin_entry(self) -> None:
        """Record it before its create request.

        Raises:
            LedgerError: It could not be recorded; nothing may be sent then.
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
            found = self._edgegap._runtime.off_loop(lambda: ledger.begin(entry, self.key_ttl))
            if found is not None:
                self.is_recorded = False
                raise KeyTakenError(found)

    def note_deployment(self, deployment_id: str) -> None:
        """Record its deployment. Without that, a recovery finds it by its tag."""
        self.deployment_id = deployment_id
        self._edgegap._organisation.ceiling.created(self.tag, deployment_id)
        ledger = self._ledger
        if ledger is not None:
            try:
                self._edgegap._runtime.off_loop(lambda: ledger.note(self.tag, deployment_id))
                self._is_noted = True
            except LedgerError as error:
                logger.warning("%s", error)

    def hand_over_entry(self, *, to_block: bool) -> None:
        """Record that the deployment is its caller's, or a block's.

        Raises:
            LaunchCancelled: Another process has recovered it, as this one had lost its lease.
            LedgerError: It could not be recorded.
        """
        ledger = self._ledger
        if ledger is None or not self.is_recorded:
            return
        deployment_id = self.deployment_id
        if deployment_id is not None and not self._is_noted:  # or nobody could adopt it
            self._edgegap._runtime.off_loop(lambda: ledger.note(self.tag, deployment_id))
        state = LedgerState.BLOCK if to_block else LedgerState.HANDED_OVER
        while True:
            try:
                is_mine = self._edgegap._runtime.off_loop(lambda: ledger.hand_over(self.tag, state))
                break
            except LedgerError:
                # As long as the lease lasts, nobody else recovers it: a short outage costs no deployment that runs.
                if not ledger.has_lease() or time.monotonic() + HAND_OVER_PAUSE_SECONDS >= self.deadline:
                    raise
            self._edgegap._runtime.sleep(HAND_OVER_PAUSE_SECONDS)
            self.check()
        if not is_mine:
            raise LaunchCancelled("another process has recovered this launch", deployment_id=self.deployment_id)

    def find(self, seconds: float) -> list[str]:
        """The deployments with its tag, looked for as long as they may still appear: they may be listed late.

        Raises:
            EdgegapError: None was found, and the last look has failed.
        """
        watcher = self._edgegap._watcher(TagWatcher)
        waiter = watcher.join(self.tag)
        try:
            watcher.until(waiter, lambda waiter: waiter.found or None, time.monotonic() + seconds)
        finally:
            watcher.leave(waiter)
        if not waiter.found and waiter.trouble is not None:
            raise waiter.trouble
        return list(waiter.ids)

    def clean_up(self, seconds: float) -> None:
        """Settle it with connections of its own, as when the process or the event loop ends, for at most `seconds`."""
        if self.is_block or not self.is_over:
            self.end()
        with contextlib.suppress(ClientClosedError):
            try:
                if not (self.sent or self.ids or self.must_unmark):
                    self.settle_now()
                else:
                    with self._edgegap._reopened() as edgegap:
                        self._is_hurried, self._hurried_until = False, FOREVER_SECONDS + self.started
                        self.settle(edgegap, seconds, at_exit=True)
            except Exception as error:  # of a transport that was passed in, for instance
                self.problem = error
        if not self.is_settled:
            register(self)  # after SIGTERM, the clean-up at exit may still have time
