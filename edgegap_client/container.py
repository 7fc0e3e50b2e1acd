"""For code that runs inside a deployment: who am I, where, on which ports; and stop me.

    from edgegap_client.container import Container

    container = Container.from_env()
    server.listen(container.ports["gameport"].internal)
    ...
    container.stop()             # or: await container.astop()

Edgegap injects what a game server needs to know into its environment, in variables that begin with `ARBITRIUM_`, and
matchmakers add theirs, which begin with `MM_`. No API token of the organisation is needed here, and none should be in
the container: stopping and the context have tokens of their own.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Final, Self, TypeVar, cast

import httpx
from attrs import field, frozen

from ._async.client import AsyncEdgegap
from ._core.decoding import to_bool, to_float, to_int, to_str
from ._core.operation import Operation, decode
from ._core.redaction import Secret, hide
from ._generated.orchestration.api.deployments.self_stop_deployment import OPERATION as SELF_STOP
from ._sync.client import Edgegap
from .errors import (
    AuthenticationError,
    ConfigurationError,
    EdgegapError,
    GoneError,
    NotFoundError,
    PermissionDeniedError,
    ResponseFormatError,
)
from .models import PortProtocol

__all__ = ["Container", "ContainerBeacon", "ContainerLocation", "ContainerPort"]


def __dir__() -> list[str]:
    return sorted(__all__)


T = TypeVar("T")

DEFAULT_TIMEOUT: Final = 10.0
CONTEXT: Final = Operation(
    id="get_context",
    method="GET",
    path="/v1/context/{deployment_id}/{context_key}",
    tag="deployments",
    own_token=True,
)
# These operations send a token of their own, never the client's; but there is no client without one.
_NO_TOKEN: Final = "none-inside-a-container"  # noqa: S105

_PORT_VARIABLE: Final = re.compile(r"ARBITRIUM_PORT_(?P<name>.+)_(?P<part>INTERNAL|EXTERNAL|PROTOCOL)")
_TRUE: Final = frozenset(("true", "1", "yes", "on"))
_FALSE: Final = frozenset(("false", "0", "no", "off"))


@frozen
class ContainerPort:
    """A port of the deployment, as seen from inside and from outside.

    Attributes:
        name: The port's name in the app version.
        internal: The port to listen on. None when the variable is missing or unreadable, as for the others.
        external: The port that players connect to.
        protocol: The protocol. A value that is not known is kept as it came.
    """

    name: str
    internal: int | None = None
    external: int | None = None
    protocol: PortProtocol | None = None


@frozen
class ContainerLocation:
    """Where the deployment runs. Each field is None when it is missing.

    Attributes:
        city: The city.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a name to show, such as Eastern Time; not one of the IANA names.
        latitude: Degrees north.
        longitude: Degrees east.
    """

    city: str | None = None
    country: str | None = None
    continent: str | None = None
    administrative_division: str | None = None
    timezone: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@frozen
class ContainerBeacon:
    """The beacon of the host, which players can measure their latency against.

    Attributes:
        public_ip: The beacon's address.
        udp_port: The port that replies to UDP; None when it is missing.
        tcp_port: The port that accepts TCP; None when it is missing.
    """

    public_ip: str
    udp_port: int | None = None
    tcp_port: int | None = None


@frozen(kw_only=True)
class Container:
    """The deployment that this process runs in; make it with `Container.from_env()`.

    A variable that is missing or empty gives None, or an empty collection. One that cannot be read does too, and
    stands as it came in `unreadable`: a game server should start all the same.

    Attributes:
        request_id: The deployment's id.
        public_ip: The address of the host.
        host_id: The id of the host.
        tags: The deployment's tags.
        location: Where the host is.
        ports: The ports, by the names that they have in the app version. A port known only by variables of its own
            (`ARBITRIUM_PORT_GAMEPORT_INTERNAL`) is found under its name in lower case.
        vcpu_units: How much processor time the deployment has; 1024 units are one virtual processor.
        memory_mb: How much memory the deployment has, in megabytes.
        base_clock_mhz: The base clock of the host's processor, in megahertz.
        beacon: The host's beacon; None when it has none.
        in_private_fleet: Whether the host belongs to a private fleet.
        private_fleet_id: The id of that fleet; None in the public cloud.
        debug: Whether the deployment was started for debugging.
        matchmaker: What a matchmaker injected, by the whole name of the variable (`MM_MATCH_ID`), as text; most values
            are JSON. In `repr` only the names show, as tickets hold players' addresses.
        delete_url: The address that stops the deployment. Not in `repr`, like the following.
        delete_token: The token for it.
        context_url: The address that describes the deployment.
        context_token: The token for it.
        unreadable: The variables that could not be read, or not wholly, with their text as it came. Not in `repr`.
    """

    request_id: str
    public_ip: str | None = None
    host_id: str | None = None
    tags: tuple[str, ...] = ()
    location: ContainerLocation | None = None
    ports: Mapping[str, ContainerPort] = field(factory=dict[str, ContainerPort])
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
        """Read what Edgegap injected.

        Args:
            environ: The variables. Default: those of this process, `os.environ`.

        Raises:
            ConfigurationError: This is no deployment of Edgegap: there is no ARBITRIUM_REQUEST_ID.
        """
        variables = _Variables(os.environ if environ is None else environ)
        request_id = variables.text("ARBITRIUM_REQUEST_ID")
        if request_id is None:
            raise ConfigurationError(
                "This process does not run in an Edgegap deployment: there is no variable ARBITRIUM_REQUEST_ID. To try "
                "it elsewhere, start a deployment in the sandbox (edgegap_client.sandbox) and pass the variables of "
                "its container: Container.from_env(sandbox.environment(request_id)). In a deployment, check that the "
                "process that starts this one hands its environment on."
            )
        fleet = variables.text("ARBITRIUM_PRIVATE_FLEET_ID")
        fleet = None if fleet == "PUBLIC_CLOUD" else fleet
        in_fleet = variables.flag("ARBITRIUM_HOST_IN_PRIVATE_FLEET")
        return cls(
            request_id=request_id,
            public_ip=variables.text("ARBITRIUM_PUBLIC_IP"),
            host_id=variables.text("ARBITRIUM_HOST_ID"),
            tags=_tags(variables),
            location=_location(variables),
            ports=_ports(variables),
            vcpu_units=variables.count("ARBITRIUM_DEPLOYMENT_VCPU_UNITS"),
            memory_mb=variables.count("ARBITRIUM_DEPLOYMENT_MEMORY_MB"),
            base_clock_mhz=variables.count("ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY"),
            beacon=_beacon(variables),
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
        """Stop this deployment: ask Edgegap to end it, this process included. Safe to repeat.

        A deployment that has ended already, or is no longer known, counts as stopped. The process gets the signal to
        end some moments later, so save what is to be saved before.

        Args:
            timeout: Seconds to wait for a response.

        Raises:
            ConfigurationError: ARBITRIUM_DELETE_URL or ARBITRIUM_DELETE_TOKEN is missing or malformed.
            EdgegapError: The stop was refused or got no response; see `edgegap_client.errors`. Trying again is safe.
        """
        call = self._stop_call()
        with suppress(GoneError, NotFoundError):
            call.send(timeout)

    async def astop(self, *, timeout: float = DEFAULT_TIMEOUT) -> None:
        """The same as `stop`, for asyncio."""
        call = self._stop_call()
        with suppress(GoneError, NotFoundError):
            await call.asend(timeout)

    def context(self, *, timeout: float = DEFAULT_TIMEOUT) -> dict[str, Any]:
        """What Edgegap knows about this deployment now.

        Args:
            timeout: Seconds to wait for a response.

        Returns:
            The response's JSON object as it came: what it holds is not documented.

        Raises:
            ConfigurationError: ARBITRIUM_CONTEXT_URL or ARBITRIUM_CONTEXT_TOKEN is missing or malformed.
            ResponseFormatError: The response is not a JSON object.
            EdgegapError: Any other failure; see `edgegap_client.errors`.
        """
        call = self._context_call()
        return decode(CONTEXT, call.send(timeout), _object)

    async def acontext(self, *, timeout: float = DEFAULT_TIMEOUT) -> dict[str, Any]:
        """The same as `context`, for asyncio."""
        call = self._context_call()
        return decode(CONTEXT, await call.asend(timeout), _object)

    def _stop_call(self) -> _Call:
        return _Call.read(SELF_STOP, "ARBITRIUM_DELETE", hide(self.delete_url or ""), hide(self.delete_token or ""))

    def _context_call(self) -> _Call:
        return _Call.read(CONTEXT, "ARBITRIUM_CONTEXT", hide(self.context_url or ""), hide(self.context_token or ""))


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ResponseFormatError(f"should be an object, got {type(value).__name__}", field=name)
    return cast("dict[str, Any]", value)


def _split(address: Secret[str]) -> tuple[str, Secret[str]]:
    """The origin of an address, and its path; no origin if it is none of HTTP."""
    try:
        url = httpx.URL(address.reveal())
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        return "", Secret("")
    return str(url.copy_with(path="/", query=None, fragment=None)).rstrip("/"), Secret(url.raw_path.decode("ascii"))


@frozen
class _Call:
    """A call to an injected address, with a token of its own. Both are secrets: no error shows them."""

    operation: Operation
    variable: str
    origin: str
    path: Secret[str]
    token: Secret[str]

    @classmethod
    def read(cls, operation: Operation, variable: str, address: Secret[str], token: Secret[str]) -> Self:
        for name, value in ((f"{variable}_URL", address), (f"{variable}_TOKEN", token)):
            if not value.reveal():
                raise ConfigurationError(
                    f"There is no variable {name}, so {operation.id} is not possible here. Edgegap injects it into "
                    "deployments; a sandbox gives it with environment()."
                )
        origin, path = _split(address)
        if not origin:
            raise ConfigurationError(f"{variable}_URL is not an http or https address.")
        if not (token.reveal().isascii() and token.reveal().isprintable()):
            raise ConfigurationError(f"{variable}_TOKEN must be printable ASCII text without line breaks.")
        return cls(operation, variable, origin, path, token)

    # The client is made for one call; only its retries, timeouts and errors are used.

    def send(self, timeout: float) -> httpx.Response:
        with Edgegap(_NO_TOKEN, base_url=self.origin, timeout=timeout) as client:
            try:
                return client.request(self.operation, self.path, headers={"Authorization": self.token})
            except EdgegapError as error:
                self._advise(error)
                raise

    async def asend(self, timeout: float) -> httpx.Response:
        async with AsyncEdgegap(_NO_TOKEN, base_url=self.origin, timeout=timeout) as client:
            try:
                return await client.request(self.operation, self.path, headers={"Authorization": self.token})
            except EdgegapError as error:
                self._advise(error)
                raise

    def _advise(self, error: EdgegapError) -> None:
        if isinstance(error, AuthenticationError | PermissionDeniedError):
            error.hint = f"check {self.variable}_TOKEN: it must belong to this deployment and be passed on as it is"


class _Variables:
    """Reads variables by type; those that cannot be read are noted, and None."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.all = dict(environ)
        self.unreadable: dict[str, str] = {}

    def note(self, name: str) -> None:
        self.unreadable[name] = self.all[name]

    def text(self, name: str) -> str | None:
        """The value without the quotes that a .env file may have left around it; None for an empty one."""
        value = self.all.get(name, "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1].strip()
        return value or None

    def _read(self, name: str, read: Callable[[str], T]) -> T | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            return read(value)
        except (ValueError, RecursionError, ResponseFormatError):
            self.note(name)
            return None

    def count(self, name: str) -> int | None:
        return self._read(name, lambda value: _not_below(0, to_int(_number(value), name)))

    def port(self, name: str) -> int | None:
        return self._read(name, _port)

    def flag(self, name: str) -> bool | None:
        return self._read(name, _flag)

    def json(self, name: str) -> Any:
        return self._read(name, json.loads)


def _number(value: str) -> str | float:
    """Whole numbers may be written with a fraction of nothing: `2000.0`."""
    return to_float(value, "") if re.fullmatch(r"\d{1,15}\.0+", value) else value


def _not_below(least: int, number: int) -> int:
    if number < least:
        raise ValueError(number)
    return number


def _port(value: Any) -> int:
    number = _not_below(1, to_int(value, ""))
    if number > 65535:
        raise ValueError(number)
    return number


def _flag(value: str) -> bool:
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    return to_bool(value, "")


def _protocol(value: Any) -> PortProtocol:
    """Protocols come in upper and in lower case."""
    text = to_str(value, "")
    known = {member.lower(): member for member in PortProtocol}
    return known.get(text.lower()) or PortProtocol(text)


def _tags(variables: _Variables) -> tuple[str, ...]:
    name = "ARBITRIUM_DEPLOYMENT_TAGS"
    text = variables.text(name)
    if text is None:
        return ()
    tags: Iterable[str] = text.split(",")
    if text.startswith("["):
        with suppress(ValueError, RecursionError):
            found = json.loads(text)
            if all(isinstance(tag, str) for tag in found):
                tags = cast("list[str]", found)
    return tuple(tag.strip() for tag in tags if tag.strip())


def _location(variables: _Variables) -> ContainerLocation | None:
    name = "ARBITRIUM_DEPLOYMENT_LOCATION"
    value = variables.json(name)
    if not isinstance(value, dict):
        if value is not None:
            variables.note(name)
        return None
    given = cast("dict[str, Any]", value)

    def read(part: str, as_type: Callable[[Any, str], T]) -> T | None:
        if given.get(part) is None:
            return None
        try:
            return as_type(given[part], part)
        except ResponseFormatError:
            variables.note(name)
            return None

    return ContainerLocation(
        city=read("city", to_str),
        country=read("country", to_str),
        continent=read("continent", to_str),
        administrative_division=read("administrative_division", to_str),
        timezone=read("timezone", to_str),
        latitude=read("latitude", to_float),
        longitude=read("longitude", to_float),
    )


def _beacon(variables: _Variables) -> ContainerBeacon | None:
    address = variables.text("ARBITRIUM_HOST_BEACON_PUBLIC_IP")
    udp = variables.port("ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL")
    tcp = variables.port("ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL")
    enabled = [variables.flag(name) for name in ("ARBITRIUM_HOST_BEACON_ENABLED", "ARBITRIUM_BEACON_ENABLED")]
    if address is None or (False in enabled and True not in enabled):
        return None
    return ContainerBeacon(address, udp, tcp)


def _variable_name(name: str) -> str:
    """A port's name as it is in the names of its variables."""
    return re.sub(r"\W", "_", name).upper()


def _ports(variables: _Variables) -> dict[str, ContainerPort]:
    mapping = "ARBITRIUM_PORTS_MAPPING"
    value = variables.json(mapping)
    parts: dict[str, dict[str, Any]] = {}
    if value is not None:
        found = cast("dict[str, Any]", value).get("ports") if isinstance(value, dict) else None
        entries = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            variables.note(mapping)
        for key, entry in entries.items():
            if isinstance(entry, dict):
                parts[key] = _port_parts(variables, mapping, cast("dict[str, Any]", entry))
            else:
                variables.note(mapping)
    names = {_variable_name(name): name for name in parts}
    for variable in sorted(variables.all):
        match = _PORT_VARIABLE.fullmatch(variable)
        if match is None or variables.text(variable) is None:
            continue
        name, part = match["name"], match["part"].lower()
        known = parts.setdefault(names.setdefault(_variable_name(name), name.lower()), {})
        # The mapping says it first; where it is silent or unreadable, the port's own variable does.
        if part not in known:
            single = variables.text(variable) if part == "protocol" else variables.port(variable)
            if single is not None:
                known[part] = _protocol(single) if part == "protocol" else single
    return {name: ContainerPort(name, **known) for name, known in parts.items()}


def _port_parts(variables: _Variables, mapping: str, entry: dict[str, Any]) -> dict[str, Any]:
    """What can be read of one entry of the mapping."""
    known: dict[str, Any] = {}
    readers: dict[str, Callable[[Any], Any]] = {"internal": _port, "external": _port, "protocol": _protocol}
    for part, read in readers.items():
        if entry.get(part) is None:
            continue
        try:
            known[part] = read(entry[part])
        except (ValueError, ResponseFormatError):
            variables.note(mapping)
    return known
