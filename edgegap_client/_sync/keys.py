"""Launches with a key: the same key gives the same deployment, in one process and in several.
# Written by `make generate` from _async/keys.py; do not edit.

In one process, callers of one key share one launch, and count how many of them hold its deployment. Processes without a
shared ledger list the deployments with the tag of the key, and the oldest deployment wins. Each process that holds the
deployment adds a tag of its own.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable
from copy import copy
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from .._core.deployment import READY
from .._core.launch import KeyOptions, LaunchOptions, by_age, oldest_first
from .._core.ledger import LedgerEntry, LedgerState
from .._core.unreadable import peek, tags_of
from .._runtime.sync_signal import Signal
from ..errors import (
    AuthenticationError,
    ClientError,
    DeploymentFailed,
    EdgegapError,
    GoneError,
    InvalidRequestError,
    LaunchCancelled,
    LaunchTimedOut,
    NotFoundError,
    Outcome,
    PermissionDeniedError,
    TimedOut,
)
from .holds import Hold
from .launches import KeyTakenError, Launch
from .watchers import CHUNK_SIZE

if TYPE_CHECKING:
    from .._deployment import Deployment
    from .._generated.orchestration.models.deployment_status import DeploymentStatus
    from .deployments import Deployments

logger: Final = logging.getLogger("edgegap_client")

# How often to check whether another launch with the key has ended.
LOOK_SECONDS: Final = 0.25
# How often to check whether the deployment of another process has won.
DECIDED_SECONDS: Final = 0.5
# How often a caller checks whether the last holder in this process has left.
LEAVING_SECONDS: Final = 0.02
# The extra time in which the launch itself may report its timeout.
GRACE_SECONDS: Final = 0.1
# A deployment that is older than the list lag by this much has won or lost already, even if this computer's clock is
# wrong.
CLOCK_ERROR_SECONDS: Final = 60.0
# The number of deployments of `launch` callers that are remembered, so that each gets one tag only.
MAX_KEPT: Final = 10_000
# How long the end of a block waits for its deployment to end.
BLOCK_SECONDS: Final = 60.0


class LostError(LaunchCancelled):
    """Another launch with the same key was first."""


class SharedLaunch:
    """The launch that the callers of one key in this process share. This object owns its state.

    Attributes:
        plan: The launch, or the adoption of another process's deployment.
        callers: The calls that wait for the launch.
        holders: The blocks that have the deployment.
        deployment: The deployment, once it is ready.
        error: The error of a failed launch.
        is_done: Whether the launch has succeeded or failed.
        is_kept: Whether a caller of `launch` has the deployment, so that no block stops it.
        is_ending: Whether the last block has ended, and checks whether another caller has joined meanwhile.
        given_up: Whether all callers were cancelled.
    """

    def __init__(self, plan: Launch) -> None:
        self.plan = plan
        self.callers: dict[KeyHolder, Signal] = {}
        self.holders: dict[KeyHolder, None] = {}
        self.deployment: Deployment | None = None
        self.error: BaseException | None = None
        self.is_done = False
        self.is_kept = False
        self.is_ending = False
        self.given_up = False

    def finish(self, error: BaseException | None = None) -> None:
        """Note the result of the launch, and wake the callers."""
        self.error = error
        self.is_done = True
        for signal in tuple(self.callers.values()):
            signal.set()

    def give_up(self) -> None:
        """Give the launch up: no caller waits for it, or the client is closed."""
        self.given_up = True
        self.plan.give_up()


class Keys:
    """The shared launches of one client in one event loop. This object owns them."""

    def __init__(self) -> None:
        self.shared: dict[str, SharedLaunch] = {}
        self.kept: dict[str, None] = {}

    def wake(self, key: str) -> None:
        """Webhooks wake the watcher of deployments."""

    def remove(self, tag: str, shared: SharedLaunch) -> None:
        """Let the next caller of a key start a new launch."""
        if self.shared.get(tag) is shared:
            self.shared.pop(tag, None)

    def note_kept(self, deployment_id: str) -> None:
        """Note a deployment whose tag this process never removes."""
        self.kept[deployment_id] = None
        for old in list(self.kept)[:-MAX_KEPT]:
            self.kept.pop(old, None)


class KeyHolder:
    """One call of `launch`, or one `running` block, with a key.

    Args:
        deployments: The resource that launches.
        options: The options of the launch, without those of the key.
        key: The key and its options.
    """

    def __init__(self, deployments: Deployments, options: LaunchOptions, key: KeyOptions) -> None:
        if key.key_ttl is not None and deployments._edgegap._ledger is None:
            raise InvalidRequestError("key_ttl needs a ledger: create the client with ledger=")
        self._deployments = deployments
        self._edgegap = deployments._edgegap
        self._key = key
        self._tag = key.tag
        self._plan = deployments._plan(options)  # This call validates the options.
        self._options: dict[str, Any] = dict(options)
        self._deadline = self._plan.deadline
        self._keys: Keys | None = None
        self._shared: SharedLaunch | None = None
        self._stopping: Launch | None = None

    # --- methods for callers

    def launch(self) -> Deployment:
        """Return the deployment of the key, and hand it over to the caller."""
        deployment, shared, keys = self._begin()
        try:
            if not shared.is_kept:
                shared.plan.hand_over_entry(to_block=False)
                shared.plan.leave_block()
                shared.is_kept = True
            keys.note_kept(deployment.request_id)
        except BaseException as error:
            self.end(self._plan.cancel_timeout)
            shared.plan.report_to(error)
            raise
        shared.holders.pop(self, None)
        if not (shared.holders or shared.callers):
            keys.remove(self._tag, shared)
        return deployment

    def __enter__(self) -> Deployment:
        return (self._begin())[0]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self.end(BLOCK_SECONDS if error is None else self._plan.cancel_timeout)
        except BaseException as interrupt:
            if self._stopping is not None:
                self._stopping.report_to(interrupt)
            raise
        plan = self._stopping
        if plan is None or plan.is_settled:
            return
        if error is not None:
            plan.report_to(error)
            return
        problem = plan.problem
        if not isinstance(problem, EdgegapError):
            problem = TimedOut(f"the deployment was not seen to end within {BLOCK_SECONDS:g} s")
        plan.report_to(problem)
        raise problem

    def end(self, seconds: float) -> None:
        """End the block. The last holder stops the deployment, unless another process holds it."""
        keys, shared = self._keys, self._shared
        if keys is None or shared is None:
            return
        is_here = self in shared.holders or self in shared.callers
        shared.holders.pop(self, None)
        shared.callers.pop(self, None)
        if not is_here or shared.holders or shared.callers:
            return
        # A caller that joins now is counted before it reads `is_ending`, so one of the two sees the other.
        shared.is_ending = True
        if shared.holders or shared.callers:
            shared.is_ending = False
            return
        keys.remove(self._tag, shared)
        if not shared.is_kept:
            self._stopping = shared.plan
            self._deployments._end(shared.plan, seconds)

    # --- callers of one process

    def _begin(self) -> tuple[Deployment, SharedLaunch, Keys]:
        edgegap = self._edgegap
        keys = edgegap._runtime.watcher(Keys, edgegap._organisation.key, Keys)
        self._keys = keys
        start = self._edgegap._runtime.starter()
        while True:
            signal = Signal()
            mine = SharedLaunch(self._new_plan())
            mine.callers[self] = signal
            shared = self._shared = keys.shared.setdefault(self._tag, mine)
            try:
                shared.callers[self] = signal
                is_new, was_done = shared is mine, shared.is_done
                if is_new:
                    # Only the main thread can handle SIGTERM, so the launch is registered here.
                    self._edgegap._runtime.register(shared.plan)
                    start(partial(self._run, keys, mine), mine.give_up)
                elif not self._has_joined(keys, shared, signal):
                    continue
                if not self._until_done(shared, signal):
                    raise self._timed_out(shared)
                error = shared.error
                if error is None:
                    shared.holders[self] = None
                    shared.callers.pop(self, None)
                    if shared.deployment is not None and (not was_done or self._still_runs(shared)):
                        return shared.deployment, shared, keys
                shared.holders.pop(self, None)
                shared.callers.pop(self, None)
                keys.remove(self._tag, shared)
                if error is not None and not (shared.given_up and self._may_begin_again(error)):
                    raise copy(error) if isinstance(error, EdgegapError) else error
            except BaseException as error:
                self._leave(keys, shared, error)
                raise

    def _may_begin_again(self, error: BaseException) -> bool:
        """Whether other callers gave the launch up just before this caller joined."""
        is_closing = self._edgegap._runtime.is_closing
        return isinstance(error, LaunchCancelled) and not is_closing and time.monotonic() < self._deadline

    def _new_plan(self) -> Launch:
        """Make a launch from the options. It ends with its last caller."""
        old = self._plan
        plan = Launch(
            self._edgegap,
            application=old.application,
            version=old.version,
            on_progress=old.on_progress,
            cancel_timeout=old.cancel_timeout,
            belongs_to_block=True,
        )
        plan.started, plan.deadline = old.started, self._deadline
        return plan

    def _has_joined(self, keys: Keys, shared: SharedLaunch, signal: Signal) -> bool:
        """Wait while the last holder is leaving. Returns False if that holder has left."""
        while shared.is_ending:
            if keys.shared.get(self._tag) is not shared:
                break
            signal.wait(LEAVING_SECONDS)
        if keys.shared.get(self._tag) is not shared:
            shared.callers.pop(self, None)
            return False
        shared.plan.deadline = max(shared.plan.deadline, self._deadline)
        self._warn_of_version(shared.plan.application, shared.plan.version)
        return True

    def _until_done(self, shared: SharedLaunch, signal: Signal) -> bool:
        until = self._deadline + GRACE_SECONDS
        while not shared.is_done and (left := until - time.monotonic()) > 0:
            signal.wait(min(left, 3600.0))
        return shared.is_done

    def _leave(self, keys: Keys, shared: SharedLaunch, error: BaseException) -> None:
        """Stop waiting. The last caller gives the launch up, and waits until it is over."""
        until = time.monotonic() + self._plan.cancel_timeout
        if shared.is_done:
            if shared.error is None:
                self.end(self._plan.cancel_timeout)
                if not shared.holders and not shared.is_kept:
                    shared.plan.report_to(error)
            return
        signal = shared.callers.pop(self, None)
        if shared.callers or shared.holders or signal is None:
            return
        keys.remove(self._tag, shared)
        shared.give_up()
        while not shared.is_done and (left := until - time.monotonic()) > 0:
            signal.wait(min(left, LEAVING_SECONDS))
        shared.plan.report_to(error)

    def _timed_out(self, shared: SharedLaunch) -> LaunchTimedOut:
        plan = shared.plan
        seconds = self._deadline - self._plan.started
        message = f"the deployment was not {READY} within {seconds:g} s"
        return LaunchTimedOut(message, deployment_id=plan.deployment_id, last_status=plan.status, stopped=False)

    def _still_runs(self, shared: SharedLaunch) -> bool:
        """Whether the deployment that this process holds still runs."""
        status = self._status(shared.deployment.request_id) if shared.deployment is not None else None
        return status is not None and peek(status, "status") == READY

    def _warn_of_version(self, application: str, version: str) -> None:
        """Warn if the deployment of the key runs another version than the options ask for."""
        wanted = self._plan
        if (application, version) not in (("", ""), (wanted.application, wanted.version)):
            logger.warning(
                "the deployment of the key %r runs version %s of %s, not version %s of %s",
                self._key.key,
                version,
                application,
                wanted.version,
                wanted.application,
            )

    # --- several processes

    def _replace_plan(self, shared: SharedLaunch) -> Launch:
        """Start a new launch for the same callers. All callers may be cancelled meanwhile."""
        shared.plan = plan = self._new_plan()
        self._edgegap._runtime.register(plan)
        if shared.given_up:
            plan.give_up()
        return plan

    def _run(self, keys: Keys, shared: SharedLaunch) -> None:
        """Launch in the background, on behalf of all callers."""
        try:
            while True:
                try:
                    shared.deployment = self._adopt_or_create(keys, shared)
                except LostError:
                    self._replace_plan(shared)
                    continue
                if shared.deployment is not None:
                    break
                shared.plan.check()
                self._edgegap._runtime.sleep(LOOK_SECONDS)
            shared.plan.check()
        except BaseException as error:
            plan = shared.plan
            if plan.is_block or (plan.hold is not None and not plan.sent):
                self._deployments._end(plan, 0.0)
            elif not plan.sent:
                plan.settle_now()
            shared.finish(error)
        else:
            shared.finish()
            if not (shared.callers or shared.holders or shared.is_kept):
                self._deployments._end(shared.plan, 0.0)

    def _adopt_or_create(self, keys: Keys, shared: SharedLaunch) -> Deployment | None:
        """The deployment of the key. None if it has ended meanwhile, so that the caller must look once more."""
        plan = shared.plan
        # Reset the state of an earlier adoption whose deployment has ended.
        plan.deployment_id, plan.hold, plan.status, plan.signal = None, None, "", Signal()
        plan.check()
        try:
            # A lagging replica or a proxy may say "not found" for a listed deployment.
            found = self._with_retries(plan, self._oldest, (NotFoundError, GoneError))
        except EdgegapError as error:
            error.outcome = Outcome.NOT_SENT
            raise
        if found is not None:
            return self._adopt(keys, plan, found)
        ledger, name = self._edgegap._ledger, self._edgegap._organisation.ledger_name
        if ledger is not None:
            there = self._edgegap._runtime.off_loop(lambda: ledger.find(self._key.key, name))
            if there is not None:
                return self._use(keys, plan, there)
        plan.hold = Hold(is_creator=True, name=plan.name)
        plan.decide = lambda: self._decide(plan)
        plan.key, plan.key_ttl = self._key.key, self._key.key_ttl or 0.0
        options: dict[str, Any] = {**self._options, "tags": [*self._options.get("tags", ()), self._tag]}
        try:
            return self._deployments._begin(plan, **options)
        except KeyTakenError as taken:  # Another process took the key at this moment.
            entry = taken.entry
        return self._use(keys, self._replace_plan(shared), entry)

    def _use(self, keys: Keys, plan: Launch, entry: LedgerEntry) -> Deployment | None:
        """The deployment of the key's ledger entry. None if it is not known yet, or has ended."""
        if entry.is_taken_over:
            # The process of the entry is dead. Its deployment is stopped, unless another process holds it.
            lost = Launch.recovered(self._edgegap, entry)
            self._edgegap._runtime.register(lost)
            self._deployments._end(lost, 0.0)
            return None
        status = self._status(entry.deployment_id) if entry.deployment_id else None
        if status is not None:
            return self._adopt(keys, plan, status, is_decided=True)
        if entry.state is LedgerState.HANDED_OVER:
            raise LaunchCancelled(
                f"the deployment of the key {entry.key!r} has ended, but the ledger keeps the key for key_ttl seconds",
                deployment_id=entry.deployment_id or None,
            )
        if entry.state is LedgerState.BLOCK and self._edgegap._ledger is not None:
            self._edgegap._ledger.settle_deployment(entry.deployment_id)  # The process of the block may be dead.
        return None

    def _decide(self, plan: Launch) -> None:
        """Find out whether the deployment of this launch is the key's, once lists show all others.

        Raises:
            LostError: Another deployment is the key's.
            EdgegapError: The service could not be read.
        """
        # With a ledger, this is decided before the create request, except for deployments handed over just before it.
        until = plan.posted_at if plan.is_recorded else plan.posted_at + self._key.list_lag
        while (left := until - time.monotonic()) > 0:
            plan.check()
            plan.signal.wait(min(left, LOOK_SECONDS))
        winner = self._with_retries(plan, self._oldest)
        if winner is not None and winner.request_id != plan.deployment_id:
            message = f"another launch with the key {self._key.key!r} was first: deployment {winner.request_id}"
            raise LostError(message, deployment_id=plan.deployment_id)
        if plan.hold is not None and not self._take(plan, plan.hold):
            raise LostError("the deployment was stopped meanwhile", deployment_id=plan.deployment_id)

    def _adopt(
        self, keys: Keys, plan: Launch, found: DeploymentStatus, *, is_decided: bool = False
    ) -> Deployment | None:
        """Adopt the deployment of another process, once it is ready and certainly the key's."""
        seen = time.monotonic()
        self._warn_of_version(found.app_name or "", found.app_version or "")
        plan.deployment_id = found.request_id
        try:
            deployment = self._deployments._until_ready(plan)
        except DeploymentFailed:
            return None
        status = self._with_retries(plan, lambda: self._status(found.request_id))
        if status is None:
            return None
        is_decided = is_decided or self._is_decided(status)
        # The launch of this deployment may lose against an older one that is not listed yet. Processes hold it only
        # once it has won.
        while not is_decided and (left := seen + self._key.list_lag - time.monotonic()) > 0:
            plan.check()
            plan.signal.wait(min(left, DECIDED_SECONDS))
            status = self._with_retries(plan, lambda: self._status(found.request_id))
            if status is None:
                return None
            is_decided = self._is_decided(status)
        if not is_decided:
            oldest = self._with_retries(plan, self._oldest)
            if oldest is None or oldest.request_id != found.request_id:
                return None
        # A deployment that this process has handed over to a caller has its tag already, and no block may stop it.
        plan.hold = Hold(is_creator=False, name=plan.name)
        if found.request_id not in keys.kept and not self._take(plan, plan.hold):
            return None
        plan.hand_over()
        return deployment

    def _take(self, plan: Launch, hold: Hold) -> bool:
        return hold.take(self._edgegap, plan.deployment_id or "", plan.check, plan.deadline)

    def _is_decided(self, status: DeploymentStatus) -> bool:
        if Hold.are_held(Hold.tags(self._edgegap, status.request_id, status)):
            return True
        began = peek(status, "start_time")
        return (
            isinstance(began, datetime.datetime)
            and time.time() - began.timestamp() > self._key.list_lag + CLOCK_ERROR_SECONDS
        )

    def _with_retries(
        self, plan: Launch, look: Callable[[], Any], repeated: tuple[type[EdgegapError], ...] = (EdgegapError,)
    ) -> DeploymentStatus | None:
        """Return the result of `look`. Retry it on the given errors, until the deadline."""
        while True:
            plan.check()
            try:
                found: DeploymentStatus | None = look()
                return found
            except repeated as error:
                is_hopeless = isinstance(error, AuthenticationError | PermissionDeniedError | ClientError)
                if is_hopeless or time.monotonic() + LOOK_SECONDS >= plan.deadline:
                    raise
            self._edgegap._runtime.sleep(LOOK_SECONDS)

    def _oldest(self) -> DeploymentStatus | None:
        """The oldest deployment with the key's tag that runs or will run."""
        items = self._listed(oldest_first(self._tag))
        if len(items) > 1:
            items = by_age(items, self._listed(oldest_first(self._tag, reverse=True)))
        for deployment_id in items:
            status = self._status(deployment_id)
            if status is not None and self._tag in Hold.tags(self._edgegap, deployment_id, status):
                return status
        return None

    def _listed(self, asked: str) -> list[str]:
        # The client filters too: a service that ignores the filter must not make it adopt the deployment of another
        # launch.
        return [
            item.request_id
            for item in self._deployments.list(query=asked, page_size=CHUNK_SIZE)
            if (tags := tags_of(item)) is None or self._tag in tags
        ]

    def _status(self, deployment_id: str) -> DeploymentStatus | None:
        return Hold.status(self._edgegap, deployment_id)
