"""The deployment in which this process runs."""

import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Final, Self

from attrs import field, frozen

from .._core.operation import decode
from .._core.public import public_in
from .._core.redaction import hide
from ..errors import ConfigurationError, GoneError, NotFoundError
from ._calls import CONTEXT, context_call, read_object, stop_call
from ._idle import IdleRules, StopReason
from ._place import ContainerBeacon, ContainerLocation, read_beacon, read_location, read_tags
from ._ports import ContainerPort, ContainerPorts, read_ports
from ._switch import AsyncIdleStop, IdleStop
from ._variables import Variables

__all__ = ["Container"]

DEFAULT_TIMEOUT: Final = 10.0


@public_in("container")
@frozen(kw_only=True)
class Container:
    """The deployment in which this process runs. Create it with `Container.from_env()`.

    A missing or empty variable means None or an empty collection. An unreadable variable means the same, so that the
    game server can start anyway. `unreadable` keeps its text.

    Attributes:
        request_id: The deployment's id.
        public_ip: The IP address of the host.
        host_id: The id of the host.
        tags: The deployment's tags.
        location: Where the host is.
        ports: The ports by their names in the app version, each port once. A port that is known only from its own
            variables (`ARBITRIUM_PORT_GAMEPORT_INTERNAL`) has its name in lower case. See `ContainerPorts`.
        vcpu_units: The processor time of the deployment; 1024 units are one virtual processor.
        memory_mb: The memory of the deployment, in megabytes.
        base_clock_mhz: The base clock of the host's processor, in megahertz.
        beacon: The host's beacon; None if it has none.
        in_private_fleet: Whether the host belongs to a private fleet.
        private_fleet_id: The id of that fleet; None in the public cloud.
        debug: Whether the deployment was started for debugging.
        matchmaker: The variables of a matchmaker, by their full names (`MM_MATCH_ID`), as text; most values are JSON.
            `repr` shows only the names, because tickets contain players' addresses.
        delete_url: The address that stops the deployment. `repr` does not show this and the following attributes.
        delete_token: The token for `delete_url`.
        context_url: The address that describes the deployment.
        context_token: The token for `context_url`.
        unreadable: The variables that could not be read completely, with their original text.
    """

    request_id: str
    public_ip: str | None = None
    host_id: str | None = None
    tags: tuple[str, ...] = ()
    location: ContainerLocation | None = None
    ports: Mapping[str, ContainerPort] = field(factory=ContainerPorts)
    vcpu_units: int | None = None
    memory_mb: int | None = None
    base_clock_mhz: int | None = None
    beacon: ContainerBeacon | None = None
    in_private_fleet: bool = False
    private_fleet_id: str | None = None
    debug: bool = False
    matchmaker: Mapping[str, str] = field(factory=dict[str, str], repr=lambda values: f"<{', '.join(sorted(values))}>")
    delete_url: str | None = field(default=None, repr=False)
    delete_token: str | None = field(default=None, repr=False)
    context_url: str | None = field(default=None, repr=False)
    context_token: str | None = field(default=None, repr=False)
    unreadable: Mapping[str, str] = field(factory=dict[str, str], repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the variables that Edgegap injected.

        Args:
            environ: The variables. Default: the environment of this process, `os.environ`.

        Raises:
            ConfigurationError: The process does not run in a deployment: ARBITRIUM_REQUEST_ID is unset.
        """
        variables = Variables(os.environ if environ is None else environ)
        request_id = variables.text("ARBITRIUM_REQUEST_ID")
        if request_id is None:
            raise ConfigurationError(
                "This process does not run in an Edgegap deployment: the environment variable ARBITRIUM_REQUEST_ID is "
                "unset. To try it elsewhere, start a deployment in the sandbox (edgegap_client.sandbox) and pass the "
                "variables of its container: Container.from_env(sandbox.environment(request_id)). In a deployment, "
                "check that the parent process passes its environment to this one."
            )
        fleet = variables.text("ARBITRIUM_PRIVATE_FLEET_ID")
        fleet = None if fleet == "PUBLIC_CLOUD" else fleet
        in_fleet = variables.flag("ARBITRIUM_HOST_IN_PRIVATE_FLEET")
        return cls(
            request_id=request_id,
            public_ip=variables.text("ARBITRIUM_PUBLIC_IP"),
            host_id=variables.text("ARBITRIUM_HOST_ID"),
            tags=read_tags(variables),
            location=read_location(variables),
            ports=read_ports(variables),
            vcpu_units=variables.count("ARBITRIUM_DEPLOYMENT_VCPU_UNITS"),
            memory_mb=variables.count("ARBITRIUM_DEPLOYMENT_MEMORY_MB"),
            base_clock_mhz=variables.count("ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY"),
            beacon=read_beacon(variables),
            in_private_fleet=fleet is not None if in_fleet is None else in_fleet,
            private_fleet_id=fleet,
            debug=variables.flag("ARBITRIUM_ENV_DEBUG") or False,
            matchmaker={name: value for name, value in variables.all.items() if name.startswith("MM_")},
            delete_url=variables.text("ARBITRIUM_DELETE_URL"),
            delete_token=variables.text("ARBITRIUM_DELETE_TOKEN"),
            context_url=variables.text("ARBITRIUM_CONTEXT_URL"),
            context_token=variables.text("ARBITRIUM_CONTEXT_TOKEN"),
            unreadable=variables.unreadable,
        )

    def stop(self, *, timeout: float = DEFAULT_TIMEOUT) -> None:
        """Stop this deployment, including this process. You may repeat it.

        A deployment that has already ended, or that Edgegap no longer knows, counts as stopped. The process receives
        the signal to end some moments later, so save your data before the call.

        Args:
            timeout: Seconds to wait for a response.

        Raises:
            ConfigurationError: ARBITRIUM_DELETE_URL or ARBITRIUM_DELETE_TOKEN is missing or malformed.
            EdgegapError: The stop was rejected or got no response; see `edgegap_client.errors`. It is safe to retry.
        """
        call = stop_call(hide(self.delete_url), hide(self.delete_token))
        with suppress(GoneError, NotFoundError):
            call.send(timeout)

    async def astop(self, *, timeout: float = DEFAULT_TIMEOUT) -> None:
        """The same as `stop`, for asyncio."""
        call = stop_call(hide(self.delete_url), hide(self.delete_token))
        with suppress(GoneError, NotFoundError):
            await call.asend(timeout)

    def stop_when_idle(
        self,
        *,
        first_player_within: float | None = None,
        empty_for: float | None = None,
        max_life: float | None = None,
        on_stop: Callable[[StopReason], object] | None = None,
        on_stop_timeout: float = DEFAULT_TIMEOUT,
    ) -> IdleStop:
        """Stop this deployment when nobody plays in it. A deployment that does not stop itself is billed until
        `max_duration`.

            from edgegap_client.container import Container

            container = Container.from_env()
            with container.stop_when_idle(first_player_within=300, empty_for=60, max_life=4 * 3600) as idle:
                server.on_join, server.on_leave = idle.player_joined, idle.player_left
                server.serve_forever()

        It starts at once, in a daemon thread. The stop is final. It is retried until the block or the process ends,
        because a successful stop ends the process. The end of the block stops the deployment, too, because Edgegap
        would restart a container that has ended. It waits at most 30 s plus `on_stop_timeout` until Edgegap accepts
        the stop. After that it raises, or adds a note to the exception of the block.

        Args:
            first_player_within: Seconds after which the deployment stops if no player has joined. Default: no limit.
            empty_for: Seconds after which the deployment stops when the last player has left. It applies after the
                first player has joined. Default: no limit.
            max_life: Seconds after which the deployment stops, with or without players. Default: no limit.
            on_stop: Called with the reason before the stop is sent, in a separate thread, but not at the end of the
                block. Save your data here, and reject new players.
            on_stop_timeout: The maximum duration of `on_stop`, in seconds. After it, the stop is sent anyway.

        Returns:
            The switch. Report the players to it.

        Raises:
            InvalidRequestError: No limit is given, or a number is not positive.
            ConfigurationError: ARBITRIUM_DELETE_URL or ARBITRIUM_DELETE_TOKEN is missing or malformed.
        """
        rules = IdleRules.checked(first_player_within=first_player_within, empty_for=empty_for, max_life=max_life)
        stop_call(hide(self.delete_url), hide(self.delete_token))
        return IdleStop(rules, self.stop, on_stop, on_stop_timeout)

    def astop_when_idle(
        self,
        *,
        first_player_within: float | None = None,
        empty_for: float | None = None,
        max_life: float | None = None,
        on_stop: Callable[[StopReason], Awaitable[object] | object] | None = None,
        on_stop_timeout: float = DEFAULT_TIMEOUT,
    ) -> AsyncIdleStop:
        """The same as `stop_when_idle`, for asyncio. Call it in the event loop. `on_stop` may be an `async def`
        function.

        async with container.astop_when_idle(first_player_within=300, empty_for=60) as idle:
            ...
            await idle.wait()
        """
        rules = IdleRules.checked(first_player_within=first_player_within, empty_for=empty_for, max_life=max_life)
        stop_call(hide(self.delete_url), hide(self.delete_token))
        return AsyncIdleStop(rules, self.stop, on_stop, on_stop_timeout)

    def context(self, *, timeout: float = DEFAULT_TIMEOUT) -> dict[str, Any]:
        """Return what Edgegap currently knows about this deployment.

        Args:
            timeout: Seconds to wait for a response.

        Returns:
            The JSON object of the response, unchanged. Edgegap does not document its content.

        Raises:
            ConfigurationError: ARBITRIUM_CONTEXT_URL or ARBITRIUM_CONTEXT_TOKEN is missing or malformed.
            ResponseFormatError: The response is not a JSON object.
            EdgegapError: Any other failure; see `edgegap_client.errors`.
        """
        call = context_call(hide(self.context_url), hide(self.context_token))
        return decode(CONTEXT, call.send(timeout), read_object)

    async def acontext(self, *, timeout: float = DEFAULT_TIMEOUT) -> dict[str, Any]:
        """The same as `context`, for asyncio."""
        call = context_call(hide(self.context_url), hide(self.context_token))
        return decode(CONTEXT, await call.asend(timeout), read_object)
