"""Deployments that are never orphaned and never doubled."""

from __future__ import annotations

import builtins
import datetime
import logging
import time
from collections.abc import AsyncGenerator, Container, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, Unpack

from .._core.decoding import UNSET, Unset
from .._core.deployment import ENDING, ERROR, READY, TERMINATED, Stopped, Swept
from .._core.launch import (
    CLI_TAG,
    LAUNCHING_TAG,
    MAX_LAUNCH_SECONDS,
    KeyOptions,
    LaunchOptions,
    LaunchOutcome,
    OnProgress,
    check_tags,
    query,
    read_options,
    tail,
)
from .._core.ledger import Ledger, LedgerEntry, LedgerState, PendingLaunch
from .._core.public import public_in
from .._core.redaction import Secret
from .._core.unreadable import peek, tags_of
from .._generated.orchestration.api.deployment_tags import AsyncDeploymentTagsResource
from .._generated.orchestration.api.deployments import AsyncDeploymentsResource
from .._generated.orchestration.api.private_fleets import AsyncPrivateFleetsResource
from .._runtime.async_attempt import AsyncProbe
from .._runtime.async_callbacks import run_all, run_to_end
from .._runtime.registry import registered
from .._runtime.taken_over import taken_over_by
from ..errors import (
    ConfigurationError,
    DeploymentFailed,
    EdgegapError,
    GoneError,
    InvalidRequestError,
    LaunchCancelled,
    LaunchTimedOut,
    NoCapacityError,
    NotFoundError,
    Outcome,
    TimedOut,
)
from ..hooks import LaunchEvent
from .deployment_lists import AsyncDeploymentLists
from .groups import AsyncLaunchGroup
from .keys import AsyncKeyHolder
from .launches import CREATING, AsyncLaunch
from .lookups import known_status
from .probing import until_accepted
from .recoveries import AsyncRecoveries
from .watchers import CHUNK_SIZE, AsyncDeploymentWatcher, AsyncWaiter

if TYPE_CHECKING:
    from .._deployment import Deployment
    from .._generated.orchestration.arguments import (
        DeploymentResourcesLike,
        DeploymentUserLike,
        EnvVarV2Like,
        WebhookLike,
    )
    from .._generated.orchestration.models.deployment_list_item import DeploymentListItem
    from .._generated.orchestration.models.deployment_stop_response import DeploymentStopResponse
    from .client import AsyncEdgegap

logger: Final = logging.getLogger("edgegap_client")

# How long a launch looks for the deployment of a lost create response before the caller gets the error.
LOOKING_FOR: Final = 4.5
# How long the end of a block waits for its deployment to end.
BLOCK_SECONDS: Final = 60.0
# How long reading the log of a failed deployment may delay its stop.
LOG_FOR: Final = 2.0
# How long the first attempt to delete the tag `launching` may delay the caller.
UNMARK_SECONDS: Final = 2.0
# How long a sweep waits for the deployments to end.
SWEEP_SECONDS: Final = 10.0
# How often a recovery checks whether it is done.
LOOK_SECONDS: Final = 0.2
MINUTES_A_DAY: Final = 1440
BAD_REQUEST: Final = 400
INTERNAL_ERROR: Final = 500
# Of the 4xx statuses, these may be temporary, and the create request may have been carried out.
PASSING: Final = frozenset((408, 429))
# The API sends this status for a create request that created a deployment in error, or may have created one.
NO_CAPACITY: Final = 422


def _deploy_request(arguments: Secret[dict[str, Any]]) -> Any:
    from .._generated.orchestration.bodies import make_body
    from .._generated.orchestration.models.deploy_request_v2 import DeployRequestV2

    return make_body(DeployRequestV2, arguments)


def _take_key(options: LaunchOptions) -> KeyOptions | None:
    """Remove the options of the key from the options, and return them."""
    key, lag, ttl = options.pop("key", None), options.pop("list_lag", 5.0), options.pop("key_ttl", None)
    return None if key is None else KeyOptions(key, lag, ttl)


def _is_refused(error: EdgegapError) -> bool:
    """Return whether the response proves that a create request had no effect."""
    status = error.status
    return status is not None and BAD_REQUEST <= status < INTERNAL_ERROR and status not in PASSING


@public_in("deployments")
class AsyncDeployments(AsyncDeploymentLists):
    """A deployment is one running game server.

    `launch` and `running` give a running game server, or stop the deployment that they created. `stop`, `stop_many`
    and `sweep` stop deployments. `wait_until_ready` and `wait_until_stopped` wait. The other methods are the operations
    of the API.
    """

    __slots__ = ("_edgegap",)

    def __init__(self, edgegap: AsyncEdgegap) -> None:
        super().__init__(edgegap)
        self._edgegap = edgegap

    async def _watching(self) -> AsyncDeploymentWatcher:
        edgegap = self._edgegap
        watcher = await edgegap._watcher(AsyncDeploymentWatcher)
        if edgegap._replicas is not None:
            from .._runtime.redis_leader import share_polling

            watcher.candidate = share_polling(
                edgegap._replicas,
                edgegap._organisation.ledger_name,
                watcher,
                watcher.candidate,
                edgegap._settings.poll_interval,
            )
        return watcher

    async def launch(
        self,
        *,
        application: str,
        version: str,
        users: Iterable[DeploymentUserLike],
        timeout: float = 300.0,
        cancel_timeout: float = 5.0,
        on_progress: OnProgress | None = None,
        max_active: int | None = None,
        private_host_ids: builtins.list[str] | None = None,
        resources: DeploymentResourcesLike | Unset = UNSET,
        require_cached_locations: bool | Unset | None = UNSET,
        environment_variables: Iterable[EnvVarV2Like] | Mapping[str, str] | Unset = UNSET,
        tags: Iterable[str] = (),
        webhook_url: str | None = None,
        webhook_on_ready: WebhookLike | Unset = UNSET,
        webhook_on_error: WebhookLike | Unset = UNSET,
        webhook_on_terminated: WebhookLike | Unset = UNSET,
        key: str | None = None,
        list_lag: float = 5.0,
        key_ttl: float | None = None,
        accepts: AsyncProbe[Deployment] | None = None,
    ) -> Deployment:
        """Start a game server near some players, and wait until it runs.

        It returns a running deployment, or raises an error and leaves no deployment behind. After a timeout, an error,
        a cancellation or any exception while waiting, it stops the deployment. It waits at most `cancel_timeout`
        seconds until the deployment has ended. If the deployment has not ended by then, the launch is pending: the
        error has a note, and the client retries the stop in the background, see `pending`. If the response to the
        create request is lost, `launch` finds the deployment by its unique tag. It retries the create request only if
        the request certainly had no effect.

        On SIGTERM, unfinished launches stop their deployments within 5 seconds (`handle_sigterm` of the client). After
        a kill, call `sweep`, or `recover` if the client has a ledger.

        Args:
            application: The application's name.
            version: The name of the app version.
            users: The players near whom the server starts, at least one. Each is an IP address as text, a (latitude,
                longitude) pair, a dict or a `DeploymentUser`.
            timeout: Seconds until the deployment must be ready. Maximum: 3600, unless the client has
                `launching_tag=False`.
            cancel_timeout: Seconds that the caller waits, after a failure or a cancellation, until the deployment has
                ended.
            on_progress: Called with a `Progress` for each new state of the deployment.
            max_active: Refuse to launch if the organisation has this many deployments already. Deployments that this
                process is launching count too. With `replicas`, those that other processes are launching also count.
            private_host_ids: Launch on one of these private hosts, see `private_fleets.launch`.
            resources: Resources to use instead of the version's: a dict or a `DeploymentResources`.
            require_cached_locations: Whether to use only locations that have cached the image.
            environment_variables: Further environment variables of the container: a dict of names and values, or a list
                of dicts, (name, value) pairs or `EnvVarV2`.
            tags: Further tags. The launch adds a unique tag (`launch-` and 12 characters).
            webhook_url: URL that the service calls when the deployment is ready or has failed. With the `url` of an
                `edgegap_client.webhooks.WebhookReceiver` whose `on_event` is `wake`, the launch polls at once.
            webhook_on_ready: URL that the service calls when the deployment is ready. Default: `webhook_url`.
            webhook_on_error: URL that the service calls when the deployment has failed. Default: `webhook_url`.
            webhook_on_terminated: URL that the service calls when the deployment has ended.
            key: The same key gives the same deployment, in all processes of the organisation, as long as the deployment
                runs. The other options apply only in the call that launches the deployment.
            list_lag: Maximum seconds by which the service's lists lag behind. A launch with a key takes at least this
                long.
            key_ttl: Seconds for which the `ledger` of the client keeps the key.
            accepts: A probe that the launch also waits for: a deployment can be READY up to a minute before its game
                server accepts players. The launch calls the probe with the deployment, about twice a second, until the
                probe returns True. See `edgegap_client.probes`.

        Returns:
            The running deployment.

        Raises:
            NoCapacityError: No server could be started (422).
            DeploymentFailed: The deployment's state became ERROR. The error has the service's detail and the end of the
                container's log.
            LaunchTimedOut: The deployment was not ready in time.
            TooManyActive: `max_active` is reached. No deployment was created.
            LaunchCancelled: The client was closed during the launch. Or the process was suspended for so long that
                other processes no longer count the launch for `max_active`.
            InvalidRequestError: An argument has a wrong shape, or the timeout is not positive. Nothing was sent.
            TypeError: The probe is for the other client, or did not return True or False.
            BadRequestError: The service refuses the request.
            EdgegapError: The create request failed; `outcome` is `unknown` while the launch is pending.
        """
        options: LaunchOptions = {
            "application": application,
            "version": version,
            "users": users,
            "max_active": max_active,
            "private_host_ids": private_host_ids,
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
        del environment_variables  # From here on, no traceback shows the values of the options.
        read_options(options, _deploy_request)
        if key is not None:
            options.update({"timeout": timeout, "cancel_timeout": cancel_timeout, "on_progress": on_progress})
            return await AsyncKeyHolder(self, options, KeyOptions(key, list_lag, key_ttl)).launch()
        plan = AsyncLaunch(
            self._edgegap,
            application=application,
            version=version,
            timeout=timeout,
            on_progress=on_progress,
            cancel_timeout=cancel_timeout,
        )
        return await self._begin(plan, **options)

    async def _begin(
        self,
        plan: AsyncLaunch,
        *,
        tags: Iterable[str] = (),
        max_active: int | None = None,
        private_host_ids: builtins.list[str] | None = None,
        webhook_url: str | None = None,
        webhook_on_ready: WebhookLike | Unset = UNSET,
        webhook_on_error: WebhookLike | Unset = UNSET,
        accepts: AsyncProbe[Deployment] | None = None,
        **request: Any,
    ) -> Deployment:
        """Launch a deployment for the caller or for a block.

        The launch of a block stays registered until the block ends.
        """
        from .._generated.orchestration.models.webhook import Webhook

        hook = UNSET if webhook_url is None else Webhook(url=webhook_url)
        plan.accepts = accepts
        request["tags"] = [*check_tags(tags), plan.tag, *plan.marks]
        request["private_host_ids"] = private_host_ids
        request["webhook_on_ready"] = webhook_on_ready or hook
        request["webhook_on_error"] = webhook_on_error or hook
        runtime, watcher, ceiling = self._edgegap._runtime, await self._watching(), self._edgegap._organisation.ceiling
        try:
            runtime.register(plan)
            async with self._observed(plan, request["application"], request["version"]):
                await watcher.active_count.begin(plan.tag, max_active, plan.deadline)
                deployment = await runtime.supervise(
                    lambda: self._launch(plan, request),
                    plan.give_up,
                    lambda: self._undo(plan),
                    max_wait=plan.cancel_timeout,
                )
            ceiling.leave_to_list(plan.tag, plan.posted_at)
            plan.hand_over()
            return deployment
        except BaseException as error:
            if plan.is_pending:
                # `supervise` has waited for the clean-up, unless the caller was cancelled once more.
                await self._end(plan, 0.0)
            elif plan.is_ready:
                await self._undo(plan)  # An interrupt came between the end of the launch and the return.
            if not plan.sent:
                plan.settle_now()
            if not plan.is_settled:
                ceiling.leave_to_list(plan.tag, time.monotonic())
            plan.report_to(error)
            raise

    @asynccontextmanager
    async def _observed(self, plan: AsyncLaunch, application: str, version: str) -> AsyncGenerator[None]:
        """Run the hooks around a launch. They run in the caller's context, which the task of the launch copies."""
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
        """Launch a deployment for the length of a block, and stop it at the end of the block, whatever happens.

            async with edgegap.deployments.running(application="my-game", version="v1", users=users) as deployment:
                ...

        Args:
            options: As for `launch`.

        Raises:
            EdgegapError: As for `launch`. Or the deployment could not be stopped at the end, and may still run. If the
                block itself raised an exception, `running` raises that exception with a note.
        """
        read_options(options, _deploy_request)
        key = _take_key(options)
        if key is not None:
            async with AsyncKeyHolder(self, options, key) as deployment:
                yield deployment
            return
        plan = self._plan(options)
        is_begun = False
        try:
            deployment = await self._begin(plan, **options)
            is_begun = True
            yield deployment
            await self._end(plan, BLOCK_SECONDS)
        except BaseException as error:
            if plan.is_block or plan.is_pending:  # `_begin` has waited for the clean-up itself.
                await self._end(plan, plan.left_to_wait() if is_begun or plan.is_block else 0.0)
            plan.report_to(error)
            raise
        if not plan.is_stopped:
            problem = plan.problem
            if not isinstance(problem, EdgegapError):
                problem = TimedOut(f"the deployment was not seen to end within {BLOCK_SECONDS:g} s")
            plan.report_to(problem)
            raise problem

    def group(self) -> AsyncLaunchGroup:
        """Launch several deployments that belong together: all of them run, or none is left behind.

            async with edgegap.deployments.group() as group:
                for players in teams:
                    group.launch(application="my-game", version="v1", users=players)
                deployments = await group.keep()

        If a launch fails, or the block raises or is cancelled, the group stops all other deployments. At the end of
        the block, it stops the deployments that `keep` has not returned.
        """
        return AsyncLaunchGroup(self)

    async def launch_many(
        self, number: int, *, all_or_none: bool = False, **options: Unpack[LaunchOptions]
    ) -> builtins.list[LaunchOutcome]:
        """Launch several game servers of one kind, no faster than the documented limit of create requests.

        Each launch and its `timeout` begin shortly before the rate limit admits the create request.

        Args:
            number: The number of game servers, at least one.
            all_or_none: Whether the failure of one launch stops all others and is raised.
            options: As for `launch`.

        Returns:
            The outcome of each launch. The deployments are yours. As with `launch`, a failed launch leaves none behind.

        Raises:
            ExceptionGroup: A launch failed, with `all_or_none`.
            InvalidRequestError: The number is less than one, or as for `launch`. Nothing was sent.
            LaunchCancelled: The client was closed meanwhile. All deployments are stopped.
        """
        if number < 1:
            raise InvalidRequestError(f"launch_many takes a number of 1 or more, got {number}")
        waiting = self._edgegap.with_options(rate_limits="wait").deployments
        async with AsyncLaunchGroup(waiting, stops_on_failure=all_or_none) as group:
            for _ in range(number):
                await group.launch_soon(**options)
            return await group.outcomes()

    def _plan(self, options: LaunchOptions) -> AsyncLaunch:
        """Make the launch of a block. Removes from `options` what does not belong to the create request."""
        _take_key(options)
        return AsyncLaunch(
            self._edgegap,
            application=options["application"],
            version=options["version"],
            timeout=options.pop("timeout", 300.0),
            on_progress=options.pop("on_progress", None),
            cancel_timeout=options.pop("cancel_timeout", 5.0),
            belongs_to_block=True,
        )

    async def _end(self, plan: AsyncLaunch, seconds: float, error: BaseException | None = None) -> None:
        """Let an ended launch stop its deployments in the background, and wait at most `seconds` for that."""
        plan.end(error)
        if plan.is_pending:
            await self._edgegap._runtime.settle(plan, seconds)

    @property
    def pending(self) -> builtins.list[PendingLaunch]:
        """The launches of this process for this organisation whose outcome is not known yet, oldest first.

        The client looks for their deployments and stops them: in the background, when it is closed, and at exit.
        """
        key = self._edgegap._organisation.key
        launches: builtins.list[Any] = registered()
        pending = [each for each in launches if each.is_unknown and each._edgegap._organisation.key == key]
        return sorted((each.entry() for each in pending), key=lambda entry: entry.since)

    async def stop(self, deployment_id: str, *, container_log_storage: str | Unset = UNSET) -> DeploymentStopResponse:
        """Stop a deployment. You may repeat the call: an ended or unknown deployment counts as stopped.

        Args:
            deployment_id: The id of the deployment.
            container_log_storage: `true`, `false` or the name of an endpoint storage for the container's log.

        Returns:
            The service's response. Its message says whether the deployment was stopped before.

        Raises:
            EdgegapError: The deployment could not be stopped.
        """
        from .._generated.orchestration.models.deployment_stop_response import DeploymentStopResponse

        try:
            response = await super().stop(deployment_id, container_log_storage=container_log_storage)
            self._edgegap._ceiling.stopping(deployment_id, deployment_id)
        except (GoneError, NotFoundError) as error:
            response = DeploymentStopResponse(message=error.message)
        if self._edgegap._ledger is not None:
            self._edgegap._ledger.settle_deployment(deployment_id)
        return response

    async def stop_many(self, deployment_ids: Iterable[str]) -> Stopped:
        """Stop several deployments with one request for each hundred ids.

        Returns:
            The ids that the service accepted, and the ids that it does not know or that had ended already.

        Raises:
            EdgegapError: A request failed. The service has carried out the earlier requests. You may repeat the call.
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
        for deployment_id in accepted:
            self._edgegap._ceiling.stopping(deployment_id, deployment_id)
        ledger = self._edgegap._ledger
        if ledger is not None:
            for deployment_id in accepted:
                ledger.settle_deployment(deployment_id)
        known = set(accepted)
        return Stopped(tuple(accepted), tuple(name for name in wanted if name not in known))

    async def recover(self, *, timeout: float = 60.0) -> builtins.list[Deployment]:
        """Stop or return the deployments of processes that were killed, from the client's `ledger`.

        Call it at each start.

        It stops the deployments of launches and `running` blocks that were not handed over. A client that launches
        also does this by itself, about every 15 seconds. `recover` leaves the entries of living processes alone. A
        process counts as dead 15 seconds after it was killed, so `recover` may wait for 15 seconds.

        Args:
            timeout: Seconds for stopping the deployments. Launches that take longer are pending, see `pending`.

        Returns:
            Running deployments that were handed over to dead processes. Adopt or stop them. The ledger now has them as
            entries of this process.

        Raises:
            ConfigurationError: The client has no ledger.
            LedgerError: The ledger cannot be read.
            EdgegapError: The deployments could not be read. Call `recover` again.
        """
        ledger = self._edgegap._ledger
        if ledger is None:
            raise ConfigurationError("recover needs a ledger: create the client with ledger=")
        deadline = time.monotonic() + timeout
        await self._take_over(ledger, deadline)
        taken_over = taken_over_by(ledger, self._edgegap._organisation.ledger_name)
        launches: builtins.list[AsyncLaunch] = []
        for entry in tuple(taken_over.values()):
            if entry.state is not LedgerState.HANDED_OVER:
                launch = AsyncLaunch.recovered(self._edgegap, entry)
                self._edgegap._runtime.register(launch)
                taken_over.pop(entry.tag, None)
                await self._end(launch, 0.0)
                launches.append(launch)
        adopted = [await self._still_running(ledger, entry) for entry in tuple(taken_over.values())]
        while any(not launch.is_settled for launch in launches) and time.monotonic() < deadline:
            await self._edgegap._runtime.sleep(LOOK_SECONDS)
        # No code after this line can fail. Otherwise, nobody would adopt the deployments.
        return [found for tag, found in filter(None, adopted) if taken_over.pop(tag, None)]

    async def _take_over(self, ledger: Ledger, deadline: float) -> None:
        """Take over the entries of dead processes.

        Wait first where a lease has not ended yet: its process may renew it.
        """
        runtime, name = self._edgegap._runtime, self._edgegap._organisation.ledger_name
        taken_over = taken_over_by(ledger, name)

        def take() -> None:
            taken_over.update((entry.tag, entry) for entry in ledger.take_over(name))

        await runtime.off_loop(take)
        doubtful = await runtime.off_loop(lambda: ledger.leases(name))
        while doubtful and time.monotonic() < deadline:
            await runtime.sleep(LOOK_SECONDS)
            now = await runtime.off_loop(lambda: ledger.leases(name))
            doubtful = {owner: until for owner, until in doubtful.items() if now.get(owner) == until}
            await runtime.off_loop(take)

    async def _still_running(self, ledger: Ledger, entry: LedgerEntry) -> tuple[str, Deployment] | None:
        """Return the tag and the deployment of an entry, if the deployment still runs.

        Other deployments with the tag are stopped in the background: the process may have been killed while it looked
        for them.
        """
        from .._deployment import Deployment

        status = await known_status(self._edgegap, entry.deployment_id)
        if status is None or peek(status, "status") in (*ENDING, ERROR):
            ledger.settle(entry.tag)
            taken_over_by(ledger, self._edgegap._organisation.ledger_name).pop(entry.tag, None)
            return None
        found = Deployment.from_status(status)
        mark = AsyncLaunch.recovered(self._edgegap, entry)
        mark.deployment_id, mark.keep, mark.is_recorded = None, entry.deployment_id, False
        mark.must_unmark = LAUNCHING_TAG in (tags_of(found) or ())
        self._edgegap._runtime.register(mark)
        await self._end(mark, 0.0)
        return entry.tag, found

    async def sweep(
        self,
        *,
        tag: str = LAUNCHING_TAG,
        older_than: float | datetime.timedelta = MAX_LAUNCH_SECONDS,
        dry_run: bool = False,
    ) -> builtins.list[Swept]:
        """Stop orphaned deployments of killed processes: those that still have the tag `launching` after an hour.

        A deployment has that tag from its create request until it is handed over, so a match never has it. Before each
        stop, `sweep` reads the deployment's tag and its age once more. It does not stop deployments of `edgegap
        deploy`, which have the tag `edgegap-cli`.

        Args:
            tag: The exact tag. With a tag of your own, `sweep` stops all deployments that have it and are old enough.
            older_than: Skip younger deployments: seconds or a timedelta. Minimum for `launching`: one hour, the maximum
                `timeout` of a launch.
            dry_run: Whether only to return the deployments, and stop none.

        Returns:
            The deployments with the tag, each with the reason why it was stopped or not.

        Raises:
            InvalidRequestError: `older_than` is less than an hour, with the tag `launching`.
            EdgegapError: The list could not be read.
        """
        return await self._sweep(tag, older_than, dry_run=dry_run)

    async def _sweep(
        self, tag: str, older_than: float | datetime.timedelta, *, dry_run: bool, only: Container[str] | None = None
    ) -> builtins.list[Swept]:
        """`sweep`. If `only` is given, it stops none but these deployments, which the user has seen in a plan."""
        age = older_than.total_seconds() if isinstance(older_than, datetime.timedelta) else older_than
        if tag == LAUNCHING_TAG and age < MAX_LAUNCH_SECONDS:
            raise InvalidRequestError(
                f"older_than must be at least {MAX_LAUNCH_SECONDS:g} s for the tag {tag}, got {age:g}"
            )
        latest = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=age)
        asked = query(tags=tag, until_created_at=latest.strftime("%Y-%m-%dT%H:%M:%SZ"))
        found: builtins.list[tuple[DeploymentListItem, datetime.datetime | None, str, AsyncLaunch]] = []
        async for item in self.list(query=asked, page_size=CHUNK_SIZE):
            if not peek(item, "request_id") or (only is not None and item.request_id not in only):
                continue
            if CLI_TAG in (tags_of(item) or ()):
                since, reason = None, "a person made it: `edgegap stop --created-by-cli` stops such deployments"
            else:
                since, reason = await self._tagged_since(item.request_id, tag, latest)
            launch = AsyncLaunch(self._edgegap)
            if since is not None and not dry_run:
                launch.deployment_id, launch.sent = item.request_id, True
                launch.posted_at -= age
                self._edgegap._runtime.register(launch)
                await self._end(launch, 0.0)
            found.append((item, since, reason, launch))
        until = time.monotonic() + SWEEP_SECONDS
        while any(launch.is_pending for *_, launch in found) and time.monotonic() < until:
            await self._edgegap._runtime.sleep(LOOK_SECONDS)
        return [
            Swept(
                item.request_id,
                tuple(tags_of(item) or ()),
                since,
                launch.is_settled,
                f"{reason}; the client is stopping it in the background" if launch.is_pending else reason,
            )
            for item, since, reason, launch in found
        ]

    async def _tagged_since(
        self, deployment_id: str, tag: str, latest: datetime.datetime
    ) -> tuple[datetime.datetime | None, str]:
        """Return since when a deployment has a tag, if that is long enough, and why it is stopped or not."""
        try:
            found = await AsyncDeploymentTagsResource(self._edgegap).get(deployment_id, tag)
        except (NotFoundError, GoneError):
            return None, f"it no longer has the tag {tag}"
        except EdgegapError as error:
            return None, f"its tags could not be read ({type(error).__name__})"
        since = peek(found, "create_time") or None
        if since is None:
            return None, f"the age of its tag {tag} is unknown"
        if since > latest:
            return None, f"its tag {tag} is younger than older_than"
        return since, f"it has had the tag {tag} since {since:%Y-%m-%d %H:%M:%S} UTC"

    async def wait_until_ready(
        self, deployment_id: str, *, timeout: float = 300.0, on_progress: OnProgress | None = None
    ) -> Deployment:
        """Wait until a deployment runs. Unlike `launch`, this method never stops the deployment.

        Raises:
            DeploymentFailed: The deployment's state became ERROR, or it was terminated.
            LaunchTimedOut: The deployment was not ready in time.
        """
        plan = AsyncLaunch(self._edgegap, timeout=timeout, on_progress=on_progress)
        plan.deployment_id = deployment_id
        return await self._until_ready(plan)

    async def wait_until_stopped(self, deployment_id: str, *, timeout: float = 120.0) -> None:
        """Wait until a deployment has ended: it is terminated, in error, or unknown to the service.

        Raises:
            LaunchTimedOut: The deployment still runs after `timeout` seconds.
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
            if waiter.is_gone or waiter.status == TERMINATED:
                self._edgegap._ceiling.over(deployment_id)
        finally:
            watcher.leave(waiter)

    def wake(self, deployment_id: str) -> None:
        """Poll a deployment at once, for instance after a webhook. You may call this method from any thread.

        With `replicas=`, waiting calls of other processes poll too. This method does not wait for Redis.
        """
        self._edgegap._wake(deployment_id)

    async def _launch(self, plan: AsyncLaunch, request: dict[str, Any]) -> Deployment:
        try:
            plan.check()
            plan.report(CREATING)
            await plan.begin_entry()
            await AsyncRecoveries.begin(self._edgegap)
            await plan.note_deployment(await self._create(plan, request))
            deployment = await self._until_ready(plan)
            if plan.accepts is not None:
                await until_accepted(plan.accepts, deployment, plan, await self._watching())
            self._warn_of_duration(plan, deployment)
            if plan.decide is not None:
                await plan.decide()
            await plan.hand_over_entry(to_block=plan.belongs_to_block)
            plan.is_ready = True
            return await self._unmarked(plan, deployment)
        except BaseException as error:
            if isinstance(error, DeploymentFailed) and plan.deployment_id:
                # The log is deleted together with the deployment.
                error.log = await self._log_of(plan.deployment_id)
            await self._end(plan, plan.left_to_wait(), error)
            plan.report_to(error)
            raise

    async def _create(self, plan: AsyncLaunch, request: dict[str, Any]) -> str:
        """Create the deployment once, and find it by its tag if the response is lost."""
        edgegap = self._edgegap.with_options(timeout=max(1.0, plan.deadline - time.monotonic()))
        edgegap._permission = plan
        hosts = request.pop("private_host_ids")
        if hosts is None:
            create = partial(AsyncDeploymentsResource(edgegap).create, **request)
        else:
            create = partial(AsyncPrivateFleetsResource(edgegap).deploy, private_host_ids=hosts, **request)
        try:
            created = await self._edgegap._runtime.until_given_up(create, plan)
        except EdgegapError as error:
            plan.failed_at = plan.posted_at = time.monotonic()
            if error.status == NO_CAPACITY:
                plan.must_look, plan.is_single = True, plan.times_sent == 1
                if isinstance(error, NoCapacityError) and error.deployment_id:
                    plan.ids[error.deployment_id] = False
                raise
            # The service may have carried out one of several attempts, though it refused the last. Or the caller was
            # cancelled before the response arrived. Or a proxy sent a 429 for a request that it had forwarded.
            is_unknown = error.outcome is Outcome.UNKNOWN or (isinstance(error, LaunchCancelled) and plan.sent)
            plan.must_look = is_unknown or plan.times_sent > (1 if _is_refused(error) else 0)
            if not is_unknown or plan.given_up:  # Nobody is there to adopt the deployment.
                raise
            found = await self._found(plan)
            if not found:
                raise
            plan.must_look, plan.failed_at = False, 0.0
            logger.info("launch adopts deployment %s, whose create response was lost", found)
            await self._look_for_others(plan, found)
            return found
        except BaseException:
            plan.posted_at = time.monotonic()
            raise
        plan.posted_at = time.monotonic()
        if plan.times_sent > 1:
            await self._look_for_others(plan, created.request_id)
        return created.request_id

    def _warn_of_duration(self, plan: AsyncLaunch, deployment: Deployment) -> None:
        """Warn once for each version whose deployments are billed for up to a day if nobody stops them."""
        version, minutes = (plan.application, plan.version), peek(deployment, "max_duration")
        is_short = minutes is not None and 0 < minutes < MINUTES_A_DAY
        if not peek(deployment, "location") or is_short or version in self._edgegap._organisation.warned_of:
            return
        self._edgegap._organisation.warned_of.add(version)
        logger.warning(
            "version %s of %s has %s: a deployment that nobody stops is billed for up to 24 hours. Set the version's "
            "max_duration to the length of a match, in minutes",
            plan.version,
            plan.application,
            "no max_duration" if minutes is None else f"max_duration {minutes}",
        )

    async def _unmarked(self, plan: AsyncLaunch, deployment: Deployment) -> Deployment:
        """Delete the tag `launching`, in the background if that fails at once. Returns the deployment without it."""
        if LAUNCHING_TAG not in plan.marks:
            return deployment
        mark = AsyncLaunch(self._edgegap, application=plan.application, version=plan.version, tag=plan.tag)
        mark.keep, mark.must_unmark = deployment.request_id, True
        await mark.unmark(self._edgegap.with_options(timeout=UNMARK_SECONDS, max_retries=0))
        if mark.must_unmark:
            self._edgegap._runtime.register(mark)
            await self._end(mark, 0.0)
        if peek(deployment, "tags") is not None:
            deployment.tags = [tag for tag in deployment.tags if tag != LAUNCHING_TAG]
        return deployment

    async def _found(self, plan: AsyncLaunch) -> str:
        """Find the deployment of a launch whose create response was lost. Empty if no list shows it."""
        try:
            found = await plan.find(LOOKING_FOR)
        except EdgegapError as problem:
            plan.problem = problem
            logger.warning("deployments with the tag %s could not be listed: %s", plan.tag, problem)
            return ""
        return found[0] if found else ""

    async def _look_for_others(self, plan: AsyncLaunch, deployment_id: str) -> None:
        """Stop other deployments with the tag in the background: the create request may have arrived twice."""
        others = AsyncLaunch(self._edgegap, application=plan.application, version=plan.version, tag=plan.tag)
        others.sent = others.must_look = True
        others.keep, others.posted_at = deployment_id, plan.posted_at
        plan.others = others
        self._edgegap._runtime.register(others)
        await self._end(others, 0.0)

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
                    "the service no longer knows the deployment" if waiter.is_gone else "the deployment failed",
                    deployment_id=deployment_id,
                    last_status=waiter.status or TERMINATED,
                    error_detail=waiter.detail,
                    stopped=False,
                )
            return waiter.deployment

        try:
            deployment = await watcher.until(waiter, look, plan.deadline)
            # Another caller of the key has come, who waits longer.
            while deployment is None and time.monotonic() < plan.deadline:
                deployment = await watcher.until(waiter, look, plan.deadline)
        finally:
            watcher.leave(waiter)
        if deployment is None:
            raise LaunchTimedOut(
                f"the deployment was not {READY} within {plan.deadline - plan.started:g} s",
                deployment_id=deployment_id,
                last_status=waiter.status,
                stopped=False,
            ) from waiter.last_failure
        return deployment

    async def _undo(self, plan: AsyncLaunch) -> None:
        """Stop the deployment of a launch whose caller is cancelled. You may repeat this call after an interrupt."""
        if plan.is_pending or (plan.sent and not plan.is_over):
            await self._end(plan, plan.left_to_wait())

    async def _log_of(self, deployment_id: str) -> str:
        hurried = self._edgegap.with_options(timeout=LOG_FOR)
        try:
            return tail(peek(await AsyncDeploymentsResource(hurried).get_logs(deployment_id), "logs"))
        except EdgegapError:
            return ""
