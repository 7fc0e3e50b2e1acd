"""The callers of the campaign: how they launch and leave, and what they notice."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, Final

from attrs import Factory, define, frozen

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError
from edgegap_client.deployments import LaunchError, LaunchOptions, Progress
from edgegap_client.errors import Outcome
from edgegap_client.hooks import LaunchEvent

from .plan import Plan, options_of, plan_of

# How long a caller tries to stop the deployment that it was given; longer than all outages together.
STOP_SECONDS: Final = 300.0
# The outcome of a launch whose tag is still to be deleted is known.
UNMARKING: Final = "its tag launching is not deleted yet"

launching: ContextVar[int | None] = ContextVar("launching", default=None)


class Nonsense(Exception):
    """Raised by a caller of the campaign."""


@frozen
class Claim:
    """What an error said of a launch, and when."""

    number: int
    error: str
    is_stopped: bool
    is_not_sent: bool
    at: float


@define(eq=False)
class Campaign:
    """What became of the launches so far. This object owns it, and threads share it.

    Attributes:
        seed: Of all plans.
        hook: The address for webhooks.
        outcomes: By the number of the launch.
        kept: The deployments that callers were given and have kept, by the number of the launch.
        given: All deployments that callers were given.
        tags: The unique tag of each launch.
        began: When each launch began.
        ended_at: When each launch ended.
        claims: What errors said.
        complaints: What must not have happened.
    """

    seed: int
    hook: str
    outcomes: dict[int, str] = Factory(dict[int, str])
    kept: dict[int, str] = Factory(dict[int, str])
    given: dict[int, str] = Factory(dict[int, str])
    tags: dict[int, str] = Factory(dict[int, str])
    began: dict[int, float] = Factory(dict[int, float])
    ended_at: dict[int, float] = Factory(dict[int, float])
    claims: list[Claim] = Factory(list[Claim])
    complaints: list[str] = Factory(list[str])

    def note_tag(self, event: LaunchEvent) -> None:
        """The hook that learns the unique tag of a launch."""
        number = launching.get()
        if number is not None:
            self.tags[number] = event.tag

    def options(self, plan: Plan) -> LaunchOptions:
        called = 0

        def on_progress(progress: Progress) -> None:
            nonlocal called
            called += 1
            if called >= plan.moment:
                if plan.ending == "callback-raises":
                    raise Nonsense
                if plan.ending == "interrupt":
                    raise KeyboardInterrupt

        options: Any = options_of(plan, on_progress=on_progress)
        if plan.is_hooked:
            options["webhook_url"] = self.hook
        return options  # type: ignore[no-any-return]

    def begins(self, plan: Plan) -> None:
        launching.set(plan.number)
        self.began[plan.number] = time.time()

    def has(self, plan: Plan, deployment: Any) -> None:
        """A caller was given a deployment."""
        self.given[plan.number] = deployment.request_id

    def ends(self, plan: Plan, outcome: str) -> None:
        if plan.number in self.outcomes:
            self.complaints.append(f"wrong outcome: {plan.tag} has two outcomes")
        self.outcomes[plan.number] = outcome
        self.ended_at[plan.number] = time.time()

    def failed(self, plan: Plan, error: BaseException, edgegap: AsyncEdgegap | Edgegap) -> None:
        """Take in how a launch ended that gave nothing, where its caller gets the error."""
        now = time.time()
        mine = [each for each in edgegap.deployments.pending if each.tag == self.tags.get(plan.number)]
        pending = [each for each in mine if UNMARKING not in each.last_error]
        if pending and not is_noted(error):
            self.complaints.append(
                f"unreported: {pending} of {plan.tag} ({plan.kind}, {plan.ending}), and {error!r} does not say so"
            )
        expected: tuple[type[BaseException], ...] = {
            "block-raises": (Nonsense,),
            "callback-raises": (Nonsense,),
            "interrupt": (KeyboardInterrupt,),
            "cancel": (asyncio.CancelledError,),
            "cancel-twice": (asyncio.CancelledError,),
            "timeout": (TimeoutError,),
        }.get(plan.ending, ())
        if not isinstance(error, (EdgegapError, *expected)):
            self.complaints.append(f"wrong outcome: {plan.tag} ({plan.ending}) ended with {error!r}")
        if isinstance(error, EdgegapError):
            is_stopped = (isinstance(error, LaunchError) and error.stopped) or error.outcome is Outcome.REJECTED
            is_not_sent = error.outcome is Outcome.NOT_SENT
            self.claims.append(Claim(plan.number, type(error).__name__, is_stopped, is_not_sent, now))
        self.ends(plan, type(error).__name__)

    # Asynchronous

    async def play_async(self, edgegap: AsyncEdgegap, numbers: Iterator[int]) -> None:
        for number in numbers:
            plan = plan_of(self.seed, number)
            task = asyncio.ensure_future(self._launch_async(edgegap, plan))
            if plan.ending.startswith("cancel"):
                await asyncio.wait((task,), timeout=plan.moment)
                task.cancel()
                if plan.ending == "cancel-twice":
                    await asyncio.wait((task,), timeout=plan.moment / 20)
                    task.cancel()
            await asyncio.wait((task,))
            if plan.number not in self.outcomes:  # cancelled before it began
                self.ends(plan, "CancelledError")

    async def _launch_async(self, edgegap: AsyncEdgegap, plan: Plan) -> None:
        self.begins(plan)
        try:
            options = self.options(plan)
            if plan.ending.startswith("block"):
                async with edgegap.deployments.running(**options) as deployment:
                    self.has(plan, deployment)
                    if plan.ending == "block-raises":
                        raise Nonsense
                self.ends(plan, "ran in a block")
                return
            async with asyncio.timeout(plan.moment if plan.ending == "timeout" else None):
                deployment = await edgegap.deployments.launch(**options)
        except BaseException as error:
            self.failed(plan, error, edgegap)
            return
        # Now it is this caller's. Its stop may not be cancelled.
        self.has(plan, deployment)
        if plan.ending == "keep":
            self.kept[plan.number] = deployment.request_id
            self.ends(plan, "runs, and was kept")
            return
        stop = asyncio.ensure_future(self._stop_async(edgegap, deployment.request_id))
        while not stop.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait((stop,))
        stop.result()
        self.ends(plan, "ran, and was stopped")

    async def _stop_async(self, edgegap: AsyncEdgegap, deployment_id: str) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            try:
                await edgegap.deployments.stop(deployment_id)
                await edgegap.deployments.wait_until_stopped(deployment_id, timeout=5)
            except EdgegapError:
                await asyncio.sleep(0.1)
            else:
                return
        self.complaints.append(f"the caller could not stop {deployment_id}")

    # Synchronous

    def play_sync(self, edgegap: Edgegap, numbers: Iterator[int]) -> None:
        for number in numbers:
            plan = plan_of(self.seed, number)
            self.begins(plan)
            try:
                self._launch_sync(edgegap, plan)
            except BaseException as error:
                self.failed(plan, error, edgegap)

    def _launch_sync(self, edgegap: Edgegap, plan: Plan) -> None:
        options = self.options(plan)
        if plan.ending.startswith("block"):
            with edgegap.deployments.running(**options) as deployment:
                self.has(plan, deployment)
                if plan.ending == "block-raises":
                    raise Nonsense
            self.ends(plan, "ran in a block")
            return
        deployment = edgegap.deployments.launch(**options)
        self.has(plan, deployment)
        if plan.ending == "keep":
            self.kept[plan.number] = deployment.request_id
            self.ends(plan, "runs, and was kept")
            return
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            try:
                edgegap.deployments.stop(deployment.request_id)
                edgegap.deployments.wait_until_stopped(deployment.request_id, timeout=5)
            except EdgegapError:
                time.sleep(0.1)
            else:
                self.ends(plan, "ran, and was stopped")
                return
        self.complaints.append(f"the caller could not stop {deployment.request_id}")


def is_noted(error: BaseException | None) -> bool:
    """Whether an error, or what it comes from, says that its launch is pending."""
    while error is not None:
        if any("deployments.pending" in note for note in getattr(error, "__notes__", ())):
            return True
        error = error.__cause__ or error.__context__
    return False


class Shared:
    """An iterator that several threads share."""

    def __init__(self, numbers: list[int]) -> None:
        self._numbers = deque(numbers)

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        try:
            return self._numbers.popleft()
        except IndexError:
            raise StopIteration from None
