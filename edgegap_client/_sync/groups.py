"""Several launches at once: all of them run, or none is left behind."""
# Written by `make generate` from _async/groups.py; do not edit.

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, Unpack

from .._core.launch import LaunchOptions, LaunchOutcome
from .._core.public import public_in
from .._generated.orchestration.api.deployments.create_deployment import OPERATION as CREATE_DEPLOYMENT
from .._runtime.registry import register
from .._runtime.sync_signal import Signal
from ..errors import EdgegapError, InvalidRequestError, LaunchCancelled, TimedOut
from .launches import FOREVER_SECONDS, Launch

if TYPE_CHECKING:
    from .._deployment import Deployment
    from .deployments import Deployments

# How long the end of a block waits for its deployments to end.
BLOCK_SECONDS: Final = 60.0
# How often to check whether deployments have ended.
LOOK_SECONDS: Final = 0.02
# An event loop accepts no infinite time.
WAIT_SECONDS: Final = 3600.0
# The documented limit of create requests.
CREATES_A_SECOND: Final = int(CREATE_DEPLOYMENT.rate_limit or 1)


@public_in("deployments")
class GroupLaunch:
    """One launch of a group, which runs in the background.

    Attributes:
        deployment: The running deployment; None until it is ready.
        error: The error of a failed launch; None otherwise.
        is_over: Whether the launch is ready or has failed.
        is_kept: Whether the block of the group no longer owns it.
    """

    def __init__(self, group: LaunchGroup, plan: Launch, options: dict[str, Any]) -> None:
        self._group = group
        self._plan = plan
        self._options = options
        self._is_given_up = False
        self.deployment: Deployment | None = None
        self.error: BaseException | None = None
        self.is_over = False
        self.is_kept = False

    @property
    def is_creating(self) -> bool:
        """Whether the response to the create request has not arrived yet."""
        return not self.is_over and self._plan.deployment_id is None

    def __repr__(self) -> str:
        state = "failed" if self.error is not None else "ready" if self.deployment is not None else "launching"
        return f"<{type(self).__name__} {self._plan.tag} {state}>"

    def result(self) -> Deployment:
        """Wait for the running deployment. The end of the block stops it, unless the group keeps it.

        Raises:
            EdgegapError: The launch failed, as for `launch`.
            LaunchCancelled: The launch was given up, as another launch of the group failed.
        """
        self._group._until(lambda: self.is_over)
        if self.error is not None:
            raise self.error
        if self.deployment is None:
            raise LaunchCancelled("the launch was given up")
        return self.deployment


@public_in("deployments")
class LaunchGroup:
    """Launches that belong together, for the length of a block. `deployments.group` makes the group.

        with edgegap.deployments.group() as group:
            for players in teams:
                group.launch(application="my-game", version="v1", users=players)
            deployments = group.keep()

    The block owns each deployment until `keep` has returned. If one launch fails, the group gives up the other launches
    and stops all running deployments. It does the same if the block raises or is cancelled, or ends before `keep` has
    returned. This object owns the launches.
    """

    def __init__(self, deployments: Deployments, *, stops_on_failure: bool = True) -> None:
        self._deployments = deployments
        self._runtime = deployments._edgegap._runtime
        self._stops_on_failure = stops_on_failure
        self._start: Any = None
        self._launches: list[GroupLaunch] = []
        self._is_stopping = False
        self._wakeups: dict[int, Signal] = {}

    def __enter__(self) -> Self:
        self._start = self._runtime.starter()
        return self

    def launch(self, **options: Unpack[LaunchOptions]) -> GroupLaunch:
        """Begin a launch in the background.

        Args:
            options: As for `deployments.launch`. Each launch has its own `timeout` and `cancel_timeout`.

        Returns:
            The launch. Its `result` waits for the deployment.

        Raises:
            LaunchCancelled: A launch of the group has failed, or the block has ended. Nothing was sent.
            InvalidRequestError: A key was passed, a tag is too long, or a timeout is not positive. Nothing was sent.
            ClientClosedError: The client is closed.
        """
        if self._start is None:
            raise LaunchCancelled("not launched: the block of the group has not begun")
        if self._is_stopping:
            raise LaunchCancelled("not launched: the group is stopped, because a launch failed or its block has ended")
        if options.get("key") is not None:
            raise InvalidRequestError(
                "a launch of a group takes no key, because other processes may hold the deployment of a key; "
                "use deployments.launch"
            )
        plan = self._deployments._plan(options)
        launch = GroupLaunch(self, plan, dict(options))
        try:
            # The launch is registered here, not in the background: only the main thread can handle SIGTERM.
            self._runtime.register(plan)
            self._start(lambda: self._run(launch), plan.give_up)
        except BaseException:
            plan.give_up()  # An interrupt may have come after the task had started.
            if not plan.sent:
                plan.settle_now()
            raise
        self._launches.append(launch)
        return launch

    def wait(self) -> list[Deployment]:
        """Wait until all launches are ready. The block still owns them.

        Returns:
            The deployments, in the order of the calls of `launch`.

        Raises:
            ExceptionGroup: Launches failed. The group has stopped all others. The exception has a note for each pending
                launch.
        """
        self._until(lambda: self._is_stopping or self._is_over())
        if self._is_stopping:
            raise self._failure()
        return [each.deployment for each in self._launches if each.deployment is not None]

    def keep(self) -> list[Deployment]:
        """Wait until all launches are ready, and hand their deployments over to the caller.

        Returns:
            The deployments, in the order of the calls of `launch`.

        Raises:
            ExceptionGroup: As for `wait`.
            LaunchCancelled: The client was closed, or SIGTERM has come. All deployments are stopped.
            LedgerError: The ledger cannot be written. All deployments are stopped.
        """
        self.wait()
        self._keep()
        return [each.deployment for each in self._launches if each.deployment is not None]

    def launch_soon(self, **options: Unpack[LaunchOptions]) -> GroupLaunch:
        """`launch`, but wait first while too many launches of the group wait for the response to their create request.

        Args:
            options: As for `launch`.

        Raises:
            LaunchCancelled: As for `launch`.
            InvalidRequestError: As for `launch`.
            ClientClosedError: As for `launch`.
        """
        while not self._is_stopping and sum(each.is_creating for each in self._launches) >= CREATES_A_SECOND:
            self._runtime.sleep(LOOK_SECONDS)
        return self.launch(**options)

    def outcomes(self) -> list[LaunchOutcome]:
        """Wait until all launches have ended, and hand the ready deployments over to the caller.

        Returns:
            The outcome of each launch, in the order of the calls of `launch`.

        Raises:
            ExceptionGroup: Launches failed, in a group that then stops all others.
            LaunchCancelled: As for `keep`.
            LedgerError: As for `keep`.
        """
        self.wait()
        self._keep()
        return [LaunchOutcome(each.deployment, each.error) for each in self._launches]

    def _keep(self) -> None:
        """Hand over all ready deployments, or none."""
        owned = [each for each in self._launches if each.deployment is not None and not each.is_kept]
        for each in owned:
            each._plan.hand_over_entry(to_block=False)
        try:
            for each in owned:
                each._plan.leave_block()
                each.is_kept = True
        except BaseException:
            for each in owned:
                each.is_kept = False
                register(each._plan)
            raise

    def _is_over(self) -> bool:
        return all(each.is_over for each in self._launches)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            self._stop(error)
            return
        try:
            self._until(lambda: self._is_stopping or self._is_over())
        except BaseException as interrupt:
            self._stop(interrupt)
            raise
        if self._is_stopping:
            raise self._failure()
        self._is_stopping = True
        plans = self._begin_to_stop()
        try:
            self._until_settled(plans, BLOCK_SECONDS)
        finally:
            problems = [self._problem_of(plan) for plan in plans if not plan.is_stopped]
        if problems:
            message = f"{len(problems)} of {len(plans)} deployments were not seen to end"
            raise self._noted(BaseExceptionGroup(message, problems))

    def _problem_of(self, plan: Launch) -> BaseException:
        problem = plan.problem
        if not isinstance(problem, EdgegapError):
            problem = TimedOut(f"the deployment was not seen to end within {BLOCK_SECONDS:g} s")
        plan.report_to(problem)
        return problem

    def _run(self, launch: GroupLaunch) -> None:
        plan = launch._plan
        try:
            deployment = self._deployments._begin(plan, **launch._options)
            if self._is_stopping:
                self._deployments._end(plan, 0.0)
            else:
                launch.deployment = deployment
        except BaseException as error:  # The error may also come from a progress callback or the end of the event loop.
            launch.error = error
            if self._stops_on_failure and not self._is_stopping:
                self._is_stopping = True
                self._begin_to_stop()
        finally:
            launch.is_over = True
            self._wake()
            # Some launches were ready before this one failed, or became ready while the group was stopping.
            if self._is_stopping and launch.deployment is not None and not launch.is_kept:
                self._deployments._end(plan, 0.0)

    def _begin_to_stop(self) -> list[Launch]:
        """Give up unfinished launches, and let running deployments stop in the background."""
        owned = [each for each in self._launches if not each.is_kept]
        for each in owned:
            if not each.is_over:
                each._is_given_up = True
                each._plan.give_up()
        ready = [each._plan for each in owned if each.is_over and each.deployment is not None]
        for plan in ready:
            self._deployments._end(plan, 0.0)
        self._wake()
        return ready

    def _stop(self, error: BaseException) -> None:
        """Stop all deployments, wait as a cancelled caller does, and note on `error` which launches are pending."""
        self._is_stopping = True
        owned = [each._plan for each in self._launches if not each.is_kept]
        seconds = max((plan.cancel_timeout for plan in owned), default=0.0)
        until = time.monotonic() + seconds
        try:
            self._begin_to_stop()
            self._until(self._is_over, seconds)
            self._until_settled(owned, until - time.monotonic())
        except BaseException as again:
            self._noted(again)
            raise
        finally:
            self._noted(error)

    def _failure(self) -> BaseException:
        """The exception for the failure of a launch, after the others are stopped or their time is up."""
        failed = [each for each in self._launches if each.error is not None and not each._is_given_up]
        errors = [each.error for each in failed or self._launches if each.error is not None]
        message = f"{len(errors)} of {len(self._launches)} launches failed"
        failure = BaseExceptionGroup(message, errors) if errors else LaunchCancelled("the group was stopped")
        self._stop(failure)
        return failure

    def _noted(self, error: BaseException) -> BaseException:
        for each in self._launches:
            # A launch that is neither pending nor given up was settled, or is the caller's.
            if not each.is_kept and (each._plan.is_pending or not each.is_over):
                each._plan.report_to(error)
        return error

    def _until_settled(self, plans: list[Launch], seconds: float) -> None:
        until = time.monotonic() + seconds
        while any(plan.is_pending for plan in plans) and (left := until - time.monotonic()) > 0:
            self._runtime.sleep(min(LOOK_SECONDS, left))

    def _wake(self) -> None:
        for wakeup in tuple(self._wakeups.values()):
            wakeup.set()

    def _until(self, condition: Callable[[], bool], seconds: float = FOREVER_SECONDS) -> None:
        """Wait until a condition is true, or for `seconds`."""
        until = time.monotonic() + seconds
        wakeup = Signal()
        self._wakeups[id(wakeup)] = wakeup
        try:
            while not condition() and (left := until - time.monotonic()) > 0:
                wakeup.wait(min(left, WAIT_SECONDS))
        finally:
            self._wakeups.pop(id(wakeup), None)
