"""Deployments that are never orphaned and never doubled."""

from __future__ import annotations

import builtins
import datetime
import logging
import time
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, Unpack

from .._core.decoding import UNSET, Unset
from .._core.deployment import READY, TERMINATED, Stopped
from .._core.launch import (
    LAUNCH_TAG,
    LaunchOptions,
    OnProgress,
    Progress,
    check_tags,
    new_tag,
    query,
    still_running,
    tail,
)
from .._core.public import public_in
from .._core.unreadable import peek, tags_of
from .._generated.orchestration.api.deployments import AsyncDeploymentsResource
from .._runtime.async_attempt import AsyncProbe
from .._runtime.async_callbacks import run_all, run_to_end
from .._runtime.async_signal import AsyncSignal
from .._runtime.registry import register, unregister
from ..errors import (
    ClientClosedError,
    ConnectionFailed,
    DeploymentFailed,
    EdgegapError,
    GoneError,
    InvalidRequestError,
    LaunchCancelled,
    LaunchError,
    LaunchTimedOut,
    NoCapacityError,
    NotFoundError,
    Outcome,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    TimedOut,
)
from ..hooks import LaunchEvent
from .probing import until_accepted
from .watchers import CHUNK_SIZE, UNKNOWN_FOR_SECONDS, AsyncDeploymentWatcher, AsyncTagWatcher, AsyncWaiter

if TYPE_CHECKING:
    from .._deployment import Deployment
    from .._generated.orchestration.models.deployment_resources import DeploymentResources
    from .._generated.orchestration.models.deployment_stop_response import DeploymentStopResponse
    from .._generated.orchestration.models.deployment_user import DeploymentUser
    from .._generated.orchestration.models.env_var_v2 import EnvVarV2
    from .._generated.orchestration.models.webhook import Webhook
    from .client import AsyncEdgegap

logger: Final = logging.getLogger("edgegap_client")

# How long a launch looks for a deployment whose create response was lost, and how long a stop is retried.
LOOKING_FOR: Final = 15.0
STOPPING_FOR: Final = 60.0
# A timeout of "forever", which not everything that waits can take.
FOREVER_SECONDS: Final = 1e9
# The state of a launch before there is a deployment.
CREATING: Final = "CREATING"
# How long the log of what has failed may keep its stop waiting.
LOG_FOR: Final = 5.0


class AsyncLaunch:
    """One launch, or the block that a launch has begun. This object owns its state.

    Attributes:
        tag: Its own, which no other has.
        accepts: The probe that it waits for, once the deployment is ready.
        deployment_id: The deployment, once it is known.
        status: The last state that was read.
        given_up: Whether its caller is cancelled, or SIGTERM has come.
        sent: Whether a create request has gone out.
        is_ready: Whether it has ended well.
        is_over: Whether what it created is its caller's, or is being cleaned up.
        is_settled: Whether nothing is left to stop.
        problem: Why it could not be stopped.
        signal: Wakes it when its caller is cancelled.
        is_block: Whether its deployment is stopped at the end of a block.
        handles_sigterm: Whether SIGTERM stops it.
        is_alive: Returns whether the thread or event loop that runs it still does.
    """

    def __init__(
        self, edgegap: AsyncEdgegap, timeout: float, on_progress: OnProgress | None, *, is_block: bool = False
    ) -> None:
        if not timeout > 0:
            raise InvalidRequestError(f"timeout must be more than 0 seconds, got {timeout}")
        self._edgegap = edgegap
        self.tag = new_tag()
        self.started = time.monotonic()
        self.deadline = self.started + min(timeout, FOREVER_SECONDS)
        self.on_progress = on_progress
        self.accepts: AsyncProbe[Deployment] | None = None
        self.deployment_id: str | None = None
        self.status = ""
        self.given_up = False
        self.sent = False
        self.is_ready = False
        self.is_over = False
        self.is_settled = False
        self.problem: Exception | None = None
        self.signal = AsyncSignal()
        self.is_block = False
        self.belongs_to_block = is_block
        self.handles_sigterm = edgegap._runtime.handles_sigterm
        self.is_alive = edgegap._runtime.liveness()

    def report(self, status: str) -> None:
        """Call the progress callback when the state is a new one."""
        if status and status != self.status:
            self.status = status
            if self.on_progress is not None:
                self.on_progress(Progress(self.deployment_id or "", status, time.monotonic() - self.started))

    def give_up(self) -> None:
        """Its caller is cancelled."""
        self.given_up = True
        self.signal.set()

    def check(self) -> None:
        """Raise if its caller is cancelled."""
        if self.given_up:
            raise LaunchCancelled("the launch was given up", deployment_id=self.deployment_id, last_status=self.status)

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

    def settle(self, is_settled: bool) -> None:
        """Note that it is over, and whether nothing is left. If something is, its caller has an error that says so."""
        self.is_settled = self.is_settled or is_settled
        unregister(self)

    async def clean_up(self) -> None:
        """Stop what it created while the process ends, with connections of its own."""
        try:
            if self.sent:
                async with self._edgegap._reopened() as client:
                    await AsyncDeployments(client)._clean_up(self, None)
            else:
                self.is_settled = True
        except Exception as error:  # of a transport that was passed in, for instance
            self.problem = error
        if not self.is_settled:
            register(self)  # after SIGTERM, the clean-up at exit may still have time

    def describe(self) -> str:
        """What may be left, and why, in one line."""
        left = still_running(self.deployment_id, self.tag)
        return " ".join(f"{left} ({type(self.problem).__name__}: {self.problem})".split()) if self.problem else left


@public_in("deployments")
class AsyncDeployments(AsyncDeploymentsResource):
    """A deployment is one running game server.

    Besides the operations of the API: `launch` and `running` give a running game server, or stop what they created;
    `stop` may be repeated; `wait_until_ready`, `wait_until_stopped`, `stop_many` and `sweep`.
    """

    __slots__ = ("_edgegap",)

    def __init__(self, edgegap: AsyncEdgegap) -> None:
        super().__init__(edgegap)
        self._edgegap = edgegap

    async def _watching(self) -> AsyncDeploymentWatcher:
        return await self._edgegap._watcher(AsyncDeploymentWatcher)

    async def launch(
        self,
        *,
        application: str,
        version: str,
        users: builtins.list[DeploymentUser],
        timeout: float = 300.0,
        on_progress: OnProgress | None = None,
        max_active: int | None = None,
        resources: DeploymentResources | Unset = UNSET,
        require_cached_locations: bool | Unset | None = UNSET,
        environment_variables: builtins.list[EnvVarV2] | Unset = UNSET,
        tags: Iterable[str] = (),
        webhook_url: str | None = None,
        webhook_on_ready: Webhook | Unset = UNSET,
        webhook_on_error: Webhook | Unset = UNSET,
        webhook_on_terminated: Webhook | Unset = UNSET,
        accepts: AsyncProbe[Deployment] | None = None,
    ) -> Deployment:
        """Start a game server near some players, and wait until it runs.

        It returns a running deployment, or raises and leaves none behind. On a timeout, an error, a cancellation or any
        exception while waiting, it stops the deployment first, at the latest when the interpreter ends. If the response
        to the create request is lost, `launch` finds the deployment by its unique tag. It retries the create request
        only if that certainly had no effect.

        On SIGTERM, unfinished launches stop their deployments within 5 seconds (`handle_sigterm` of the client).
        After a kill, use `sweep`.

        Args:
            application: The application's name.
            version: The name of the app version.
            users: The players to be close to; at least one.
            timeout: Seconds until it must be ready. Stopping what failed may take up to a minute more.
            on_progress: Called with a `Progress` for each new state that is seen.
            max_active: Refuse to launch when the organisation has this many deployments already, with those that this
                client (in this event loop) is just launching. Other processes may launch at the same moment.
            resources: Other resources than the version's.
            require_cached_locations: Only locations that have the image already.
            environment_variables: Further environment variables of the container.
            tags: Further tags; the launch adds one of its own (`launch-` and 12 characters).
            webhook_url: Address to call when it is ready or has failed, for instance the `url` of a
                `edgegap_client.webhooks.WebhookReceiver` whose `on_event` is `wake`: the launch then ends at once.
            webhook_on_ready: Address to call when it is ready, if another.
            webhook_on_error: Address to call when it fails, if another.
            webhook_on_terminated: Address to call when it has ended.
            accepts: Wait for this probe as well: READY can come up to a minute before the game server accepts players.
                It is called with the deployment, about twice a second, until it returns True. See
                `edgegap_client.probes`.

        Returns:
            The running deployment.

        Raises:
            NoCapacityError: No server could be started (422).
            DeploymentFailed: Its state became ERROR; with the detail and the end of the container's log.
            LaunchTimedOut: It was not ready in time.
            TooManyActive: `max_active` is reached; nothing was created.
            LaunchCancelled: The client was closed meanwhile.
            InvalidRequestError: A tag is too long, or the timeout is not positive; nothing was sent.
            TypeError: The probe is of the other client, or returned something else than True or False.
            BadRequestError: The service refuses the request.
            EdgegapError: The create request failed; `outcome` says whether a deployment may exist that was not found.
        """
        plan = AsyncLaunch(self._edgegap, timeout, on_progress)
        options: LaunchOptions = {
            "application": application,
            "version": version,
            "users": users,
            "max_active": max_active,
            "resources": resources,
            "require_cached_locations": require_cached_locations,
            "environment_variables": environment_variables,
            "tags": tags,
            "webhook_url": webhook_url,
            "webhook_on_ready": webhook_on_ready,
            "webhook_on_error": webhook_on_error,
            "webhook_on_terminated": webhook_on_terminated,
            "accepts": accepts,
        }
        return await self._begin(plan, **options)

    async def _begin(
        self,
        plan: AsyncLaunch,
        *,
        tags: Iterable[str] = (),
        max_active: int | None = None,
        webhook_url: str | None = None,
        webhook_on_ready: Webhook | Unset = UNSET,
        webhook_on_error: Webhook | Unset = UNSET,
        accepts: AsyncProbe[Deployment] | None = None,
        **request: Any,
    ) -> Deployment:
        """Launch. The deployment becomes the caller's, or that of a block: then its plan stays registered."""
        from .._generated.orchestration.models.webhook import Webhook

        hook = UNSET if webhook_url is None else Webhook(url=webhook_url)
        plan.accepts = accepts
        request["tags"] = [*check_tags(tags), plan.tag]
        request["webhook_on_ready"] = webhook_on_ready or hook
        request["webhook_on_error"] = webhook_on_error or hook
        runtime, watcher = self._edgegap._runtime, await self._watching()
        try:
            runtime.register(plan)
            async with self._observed(plan, request["application"], request["version"]):
                await watcher.active_count.begin(plan.tag, max_active)
                deployment = await runtime.supervise(
                    lambda: self._launch(plan, request), plan.give_up, lambda: self._undo(plan)
                )
            watcher.active_count.end(plan.tag)
            plan.hand_over()
            return deployment
        except BaseException:
            watcher.active_count.end(plan.tag)
            if plan.is_ready:
                await self._undo(plan)  # interrupted between its end and its return
            if not plan.sent:
                plan.settle(True)
            raise

    @asynccontextmanager
    async def _observed(self, plan: AsyncLaunch, application: str, version: str) -> AsyncGenerator[None]:
        """The hooks around a launch. They are called in the caller's context, which the work of the launch copies."""
        hooks = self._edgegap._settings.hooks
        if hooks is None or not (hooks.launch_start or hooks.launch_end):
            yield
            return
        context: dict[str, Any] = {}

        def event(name: Literal["launch_start", "launch_end"], error: BaseException | None = None) -> LaunchEvent:
            return LaunchEvent(
                name,
                application=application,
                version=version,
                tag=plan.tag,
                deployment_id=plan.deployment_id,
                status=plan.status,
                error=error,
                duration=0.0 if name == "launch_start" else time.monotonic() - plan.started,
                context=context,
            )

        try:
            await run_all(hooks.launch_start, event("launch_start"))
            yield
        except BaseException as error:
            await run_to_end(hooks.launch_end, event("launch_end", error))
            raise
        await run_to_end(hooks.launch_end, event("launch_end"))

    @asynccontextmanager
    async def running(self, **options: Unpack[LaunchOptions]) -> AsyncGenerator[Deployment]:
        """`launch` for the length of a block; the deployment is stopped at its end, whatever happens.

            async with edgegap.deployments.running(application="my-game", version="v1", users=users) as deployment:
                ...

        Args:
            options: As for `launch`.

        Raises:
            EdgegapError: As of `launch`; or the deployment could not be stopped at the end, and may still run. When the
                block has raised something itself, that is raised, with a note.
        """
        timeout, on_progress = options.pop("timeout", 300.0), options.pop("on_progress", None)
        plan = AsyncLaunch(self._edgegap, timeout, on_progress, is_block=True)
        problem: EdgegapError | Unset | None = UNSET
        try:
            deployment = await self._begin(plan, **options)
            try:
                yield deployment
            finally:
                problem = await self._end(deployment.request_id)
        except BaseException as error:
            if plan.is_block and problem is UNSET:  # interrupted while it ended, or before that had begun
                problem = await self._end(plan.deployment_id or "")
            plan.settle(problem is None)
            if problem is not None and problem is not UNSET:
                error.add_note(still_running(plan.deployment_id))
            raise
        plan.settle(problem is None)
        if problem is not None:
            raise problem

    async def _end(self, deployment_id: str) -> EdgegapError | None:
        """Stop a deployment, whoever leaves meanwhile; returns why it could not be stopped."""
        runtime = self._edgegap._runtime
        try:
            return await runtime.supervise(lambda: runtime.to_the_end(lambda: self._surely_stop(deployment_id)))
        except ClientClosedError:
            # The block has outlived its client.
            async with self._edgegap._reopened() as edgegap:
                return await AsyncDeployments(edgegap)._end(deployment_id)

    async def stop(self, deployment_id: str, *, container_log_storage: str | Unset = UNSET) -> DeploymentStopResponse:
        """Stop a deployment. Safe to repeat: one that has ended, or that the service does not know, counts as stopped.

        Args:
            deployment_id: The deployment.
            container_log_storage: `true`, `false` or the name of an endpoint storage for the container's log.

        Returns:
            The service's response; if it was stopped before, its message about that.

        Raises:
            EdgegapError: It could not be stopped.
        """
        from .._generated.orchestration.models.deployment_stop_response import DeploymentStopResponse

        try:
            return await super().stop(deployment_id, container_log_storage=container_log_storage)
        except (GoneError, NotFoundError) as error:
            return DeploymentStopResponse(message=error.message)

    async def stop_many(self, deployment_ids: Iterable[str]) -> Stopped:
        """Stop several deployments with one request for each hundred.

        Returns:
            Which were accepted and which were not: unknown to the service, or ended already.

        Raises:
            EdgegapError: A request failed. Those before it were carried out; to repeat all of them does no harm.
        """
        from .._generated.orchestration.models.deployment_bulk_stop_field import DeploymentBulkStopField
        from .._generated.orchestration.models.deployment_bulk_stop_filter import DeploymentBulkStopFilter
        from .._generated.orchestration.models.filter_type import FilterType

        wanted = list(dict.fromkeys(deployment_ids))
        accepted: builtins.list[str] = []
        for number in range(0, len(wanted), CHUNK_SIZE):
            chunk = DeploymentBulkStopFilter(
                field=DeploymentBulkStopField.REQUEST_ID,
                filter_type=FilterType.ANY,
                values=wanted[number : number + CHUNK_SIZE],
            )
            response = await self.bulk_stop(filters=[chunk])
            accepted += [name for item in response.processable if (name := peek(item, "request_id"))]
        known = set(accepted)
        return Stopped(tuple(accepted), tuple(name for name in wanted if name not in known))

    async def sweep(
        self, *, tag_prefix: str = LAUNCH_TAG, older_than: float | datetime.timedelta = 0.0
    ) -> builtins.list[str]:
        """Find deployments by the beginning of a tag and stop them: orphaned deployments of a killed service.

        Args:
            tag_prefix: What one of their tags begins with. `launch-` finds all that any launch created.
            older_than: Leave alone what began less than this many seconds ago (or a timedelta).

        Returns:
            The ids of those that were stopped.

        Raises:
            EdgegapError: The list could not be read, or some could not be stopped; all others are. Sweep again.
        """
        age = older_than if isinstance(older_than, datetime.timedelta) else datetime.timedelta(seconds=older_than)
        latest = datetime.datetime.now(datetime.UTC) - age
        # What has not started yet has no start time: the filter keeps what others are just launching out of this.
        asked = query(until_created_at=latest.strftime("%Y-%m-%dT%H:%M:%SZ")) if age else UNSET
        found = [
            item.request_id
            async for item in self.list(query=asked, limit=CHUNK_SIZE)
            if any(tag.startswith(tag_prefix) for tag in tags_of(item) or ())
            and (not age or not (started := peek(item, "start_time")) or started <= latest)
            and peek(item, "request_id")
        ]
        left = found
        try:
            left = builtins.list((await self.stop_many(found)).not_accepted)
        except EdgegapError as error:
            logger.info("a bulk stop failed, each is stopped by itself: %s", error)
        problems = [(name, problem) for name in left if (problem := await self._stop_quietly(name)) is not None]
        for name, problem in problems[:1]:
            others = f", and {len(problems) - 1} more" if problems[1:] else ""
            problem.hint = f"{len(found) - len(problems)} were stopped; {name}{others} may still run: sweep again"
            raise problem
        return found

    async def _stop_quietly(self, deployment_id: str) -> EdgegapError | None:
        try:
            await self.stop(deployment_id)
        except EdgegapError as error:
            return error
        return None

    async def wait_until_ready(
        self, deployment_id: str, *, timeout: float = 300.0, on_progress: OnProgress | None = None
    ) -> Deployment:
        """Wait until a deployment runs; unlike `launch`, it leaves the deployment alone whatever happens.

        Raises:
            DeploymentFailed: Its state became ERROR, or it was terminated.
            LaunchTimedOut: It was not ready in time.
        """
        plan = AsyncLaunch(self._edgegap, timeout, on_progress)
        plan.deployment_id = deployment_id
        return await self._until_ready(plan)

    async def wait_until_stopped(self, deployment_id: str, *, timeout: float = 120.0) -> None:
        """Wait until a deployment has ended: terminated, in error, or no longer known.

        Raises:
            LaunchTimedOut: It is still running after `timeout` seconds.
        """
        watcher = await self._watching()
        waiter = watcher.join(deployment_id, is_ending=True, unknown_for=0.0)

        def look(waiter: AsyncWaiter) -> bool | None:
            return waiter.is_gone or waiter.is_failed or None

        try:
            if not await watcher.until(waiter, look, time.monotonic() + timeout):
                raise LaunchTimedOut(
                    f"not stopped within {timeout:g} s",
                    deployment_id=deployment_id,
                    last_status=waiter.status,
                    stopped=False,
                )
        finally:
            watcher.leave(waiter)

    def wake(self, deployment_id: str) -> None:
        """Look at a deployment at once, as a webhook says that there is news; may be called from any thread."""
        self._edgegap._runtime.wake(deployment_id)

    async def _launch(self, plan: AsyncLaunch, request: dict[str, Any]) -> Deployment:
        try:
            plan.check()
            plan.report(CREATING)
            plan.deployment_id = await self._create(plan, request)
            deployment = await self._until_ready(plan)
            if plan.accepts is not None:
                await until_accepted(plan.accepts, deployment, plan, await self._watching())
            plan.is_ready = True
            return deployment
        except BaseException as error:
            stopped = await self._edgegap._runtime.to_the_end(partial(self._clean_up, plan, error))
            if isinstance(error, LaunchError):
                error.deployment_id, error.tag, error.stopped = plan.deployment_id, plan.tag, stopped
                error.outcome = Outcome.REJECTED if stopped else Outcome.UNKNOWN
            elif not stopped:
                error.add_note(still_running(plan.deployment_id, plan.tag))
                if isinstance(error, EdgegapError):
                    error.hint, error.outcome = still_running(plan.deployment_id, plan.tag), Outcome.UNKNOWN
            elif isinstance(error, NoCapacityError):
                error.hint, error.outcome = (
                    f"deployment {plan.deployment_id} was created, and stopped",
                    Outcome.REJECTED,
                )
            raise

    async def _create(self, plan: AsyncLaunch, request: dict[str, Any]) -> str:
        """Create the deployment once, and find it by its tag if the response is lost."""
        edgegap = self._edgegap.with_options(timeout=max(1.0, plan.deadline - time.monotonic()))
        edgegap._permission = plan
        resource = AsyncDeploymentsResource(edgegap)
        try:
            created = await self._edgegap._runtime.until_given_up(lambda: resource.create(**request), plan)
            return created.request_id
        except EdgegapError as error:
            if error.outcome is not Outcome.UNKNOWN or isinstance(error, NoCapacityError):
                raise
            try:
                found = await self._find(plan.tag)
            except EdgegapError as problem:
                logger.error("the tag %s could not be looked for: %s", plan.tag, problem)
                found = None
            if found is None:
                error.hint = f"no deployment was found, but one may yet appear: look for the tag {plan.tag}"
                raise
            logger.info("launch adopts deployment %s, whose create response was lost", found)
            return found

    async def _find(self, tag: str) -> str | None:
        """The deployment of a tag, looked for as long as it may still appear: it may be listed late.

        Raises:
            EdgegapError: It was not found, and the last look has failed.
        """
        edgegap = self._edgegap
        watcher = await edgegap._watcher(AsyncTagWatcher)
        waiter = watcher.join(tag)
        try:
            found = await watcher.until(waiter, lambda waiter: waiter.found or None, time.monotonic() + LOOKING_FOR)
        finally:
            watcher.leave(waiter)
        if found is None and waiter.trouble is not None:
            raise waiter.trouble
        return found

    async def _until_ready(self, plan: AsyncLaunch) -> Deployment:
        deployment_id = plan.deployment_id or ""
        watcher = await self._watching()
        waiter = watcher.join(deployment_id)
        plan.signal = waiter.signal

        def look(waiter: AsyncWaiter) -> Deployment | None:
            plan.report(waiter.status)
            if waiter.error is None:
                plan.check()
            if waiter.deployment is None and (waiter.is_gone or waiter.is_failed):
                raise DeploymentFailed(
                    "the deployment failed",
                    deployment_id=deployment_id,
                    last_status=waiter.status or TERMINATED,
                    error_detail=waiter.detail,
                    stopped=False,
                )
            return waiter.deployment

        try:
            deployment = await watcher.until(waiter, look, plan.deadline)
        finally:
            watcher.leave(waiter)
        if deployment is None:
            raise LaunchTimedOut(
                f"the deployment was not {READY} within {plan.deadline - plan.started:g} s",
                deployment_id=deployment_id,
                last_status=waiter.status,
                stopped=False,
            ) from waiter.trouble
        return deployment

    async def _undo(self, plan: AsyncLaunch) -> None:
        """Stop what a launch gave, or may have given, whose caller is cancelled."""
        if plan.sent and not plan.is_over:
            await self._edgegap._runtime.to_the_end(lambda: self._clean_up(plan, None))

    async def _clean_up(self, plan: AsyncLaunch, error: BaseException | None) -> bool:
        """Stop what a launch created; returns whether nothing is left."""
        plan.is_over = True
        if plan.is_settled:  # SIGTERM was quicker
            return True
        try:
            found = plan.deployment_id
            if found is None and isinstance(error, NoCapacityError):
                found = error.deployment_id
            elif found is None and plan.sent and not isinstance(error, EdgegapError):
                # Interrupted while creating: what became of it is not known, and it may still be on its way.
                found = await self._find(plan.tag)
            plan.deployment_id = found
            if found is not None:
                is_new = plan.status == CREATING and not isinstance(error, NoCapacityError)
                try:
                    if isinstance(error, DeploymentFailed):
                        error.log = await self._log_of(found)  # it is gone once the deployment is
                finally:
                    plan.problem = await self._surely_stop(found, unknown_for=UNKNOWN_FOR_SECONDS if is_new else 0.0)
        except EdgegapError as problem:
            logger.error("the tag %s could not be looked for: %s", plan.tag, problem)
            plan.problem = problem
        plan.settle(plan.problem is None)
        return plan.is_settled

    async def _surely_stop(self, deployment_id: str, *, unknown_for: float = 0.0) -> EdgegapError | None:
        """Stop a deployment, again and again if need be; returns why it could not be stopped.

        Args:
            deployment_id: The deployment.
            unknown_for: For so many seconds it is not believed that the service does not know it, as it may be new.
        """
        began = time.monotonic()
        pause = 0.25
        while True:
            try:
                await super().stop(deployment_id)
                return None
            except GoneError:
                return None
            except EdgegapError as error:
                lasted = time.monotonic() - began
                unknown = isinstance(error, NotFoundError)
                unread = isinstance(error, ResponseFormatError)
                if (unknown and lasted >= unknown_for) or (unread and 200 <= (error.status or 0) < 300):
                    return None  # it has ended; or the stop was accepted, in words that cannot be read
                passing = isinstance(error, ConnectionFailed | TimedOut | ServerError | RateLimitedError)
                again = passing or unknown or unread or error.status in (408, 425)
                if not again or lasted >= STOPPING_FOR:
                    logger.error("deployment %s could not be stopped: %s", deployment_id, error)
                    error.hint, error.outcome = still_running(deployment_id), Outcome.UNKNOWN
                    return error
            await self._edgegap._runtime.sleep(pause)
            pause = min(pause * 2, 5.0)

    async def _log_of(self, deployment_id: str) -> str:
        hurried = self._edgegap.with_options(timeout=LOG_FOR)
        try:
            return tail(peek(await AsyncDeploymentsResource(hurried).get_logs(deployment_id), "logs"))
        except EdgegapError:
            return ""
