"""Deploy near the players: measure the latency to beacons, rank locations for several players, and locate players.

On the player's machine, or any machine whose distance matters:

    from edgegap_client import beacons

    measurements = await beacons.measure([beacon async for beacon in edgegap.locations.list_beacons()])

In the matchmaker, with the measurements of each player:

    ranking = beacons.rank([measurements_of_ann, measurements_of_bob])
    print(ranking[0].name, ranking[0].latency_ms)

In a deploy request: `users=users_from_ips(["1.2.3.4"])`. A server may be nearer than its beacon, because there are more
servers than beacons.

Edgegap does not document how beacons reply, except as "ICMP/UDP/TCP ping". This module measures:

- TCP: the time to open a connection. It is one round trip, and the beacon only needs to listen.
- UDP: the time until the first reply to a small datagram, `ping`, whatever the reply contains.

Both are one network round trip. ICMP is not used, because few processes have the permission for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import math
import socket
import statistics
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Literal, TypeAlias, cast

from attrs import define, field, frozen

from ._runtime.running_loop import running_loop
from .errors import InvalidRequestError
from .models import Beacon, Coordinates, DeploymentUser, DeploymentUserData, DeploymentUserType, Location

__all__ = [
    "Measurement",
    "PlayerLatencies",
    "Protocol",
    "RankedLocation",
    "measure",
    "measure_sync",
    "rank",
    "users_from_coordinates",
    "users_from_ips",
]


def __dir__() -> list[str]:
    return sorted(__all__)


Protocol: TypeAlias = Literal["udp", "tcp"]

PING: Final = b"ping"
# The next sample starts when the previous one has its reply, or after this many seconds. So all lost samples together
# cost one timeout, not one timeout each.
SAMPLE_INTERVAL_SECONDS: Final = 0.1
# Some systems allow a process only 256 open files.
MAX_SOCKETS: Final = 128


@frozen
class Measurement:
    """The measured latency to one beacon.

    Attributes:
        beacon: The beacon.
        latency_ms: The median round trip in milliseconds; None if there was no reply.
        protocol: The protocol of the measurement, `udp` or `tcp`; None if there was no reply.
        samples_ms: The round trips, in milliseconds, in the order of the replies.
        sent: The number of samples sent with that protocol, or with both protocols if there was no reply.
        error: Why there is no latency, as text for a person; None if there is one.
    """

    beacon: Beacon
    latency_ms: float | None = None
    protocol: Protocol | None = None
    samples_ms: tuple[float, ...] = ()
    sent: int = 0
    error: str | None = None

    @property
    def location(self) -> Location:
        """Where the beacon is."""
        return self.beacon.location

    @property
    def loss(self) -> float:
        """The share of samples without a reply, from 0 to 1; 1 if none was sent."""
        return 1 - len(self.samples_ms) / self.sent if self.sent else 1.0


# Measurements.


@define
class _Samples:
    """The samples of one protocol so far. `_sample` adds to them."""

    protocol: Protocol
    sent: int = 0
    replies_ms: list[float] = field(factory=list[float])
    error: str | None = None


@frozen
class _Plan:
    samples: int
    timeout: float
    sockets: asyncio.Semaphore
    names: ThreadPoolExecutor


async def measure(
    beacons: Iterable[Beacon],
    *,
    samples: int = 5,
    timeout: float = 1.0,
    deadline: float = 3.0,
    protocol: Protocol | None = None,
) -> list[Measurement]:
    """Measure the latency from this machine to all beacons at once.

    By default it measures with both protocols at the same time. It prefers UDP, because games use UDP, if at least half
    of the UDP samples have a reply. Otherwise it takes the protocol with more replies.

    Args:
        beacons: The beacons, as `edgegap.locations.list_beacons()` returns them.
        samples: The number of samples for each beacon and protocol. The result is their median. Default: 5.
        timeout: Seconds to wait for each reply. Default: 1.
        deadline: Seconds for the whole call. Samples without a reply by then are lost. Default: 3.
        protocol: Measure with this protocol only. Default: with both.

    Returns:
        One measurement for each beacon, in the same order. A beacon that did not reply has a measurement without a
        latency.

    Raises:
        InvalidRequestError: An argument is out of range. Network failures do not raise.
        ConfigurationError: No asyncio event loop runs, as under trio.
    """
    running_loop()
    wanted = list(beacons)
    _check(samples, timeout, deadline, protocol)
    results = [[_Samples(name) for name in ((protocol,) if protocol else ("udp", "tcp"))] for _ in wanted]
    # Threads that look up names cannot be interrupted, so nothing here waits for them longer than the deadline.
    names = ThreadPoolExecutor(max_workers=8, thread_name_prefix="edgegap-beacons")
    plan = _Plan(samples, timeout, asyncio.Semaphore(MAX_SOCKETS), names)
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(deadline), asyncio.TaskGroup() as group:
                for beacon, found in zip(wanted, results, strict=True):
                    group.create_task(_measure(beacon, found, plan))
    finally:
        names.shutdown(wait=False, cancel_futures=True)
    return [_measurement(beacon, found) for beacon, found in zip(wanted, results, strict=True)]


def measure_sync(
    beacons: Iterable[Beacon],
    *,
    samples: int = 5,
    timeout: float = 1.0,
    deadline: float = 3.0,
    protocol: Protocol | None = None,
) -> list[Measurement]:
    """Measure like `measure`, without asyncio. In a running event loop, use `measure`, because this one blocks."""
    work = measure(beacons, samples=samples, timeout=timeout, deadline=deadline, protocol=protocol)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _check(samples: int, timeout: float, deadline: float, protocol: str | None) -> None:
    if samples < 1:
        raise InvalidRequestError(f"samples must be at least 1, got {samples}.")
    for name, value in (("timeout", timeout), ("deadline", deadline)):
        if not 0 < value < math.inf:
            raise InvalidRequestError(f"{name} must be more than 0 seconds and finite, got {value}.")
    if protocol not in (None, "udp", "tcp"):
        raise InvalidRequestError(f"protocol must be 'udp' or 'tcp', got {protocol!r}.")


def _measurement(beacon: Beacon, found: list[_Samples]) -> Measurement:
    best = max(found, key=lambda one: len(one.replies_ms))  # of equals the first, which is UDP
    if len(found[0].replies_ms) * 2 >= found[0].sent > 0:
        best = found[0]
    if not best.replies_ms:
        errors = [f"{one.protocol}: {one.error or 'no reply in time'}" for one in found]
        return Measurement(beacon, sent=sum(one.sent for one in found), error="; ".join(errors))
    return Measurement(
        beacon,
        latency_ms=statistics.median(best.replies_ms),
        protocol=best.protocol,
        samples_ms=tuple(best.replies_ms),
        sent=best.sent,
    )


async def _measure(beacon: Beacon, found: list[_Samples], plan: _Plan) -> None:
    async with asyncio.TaskGroup() as group:
        for one in found:
            group.create_task(_measure_with(one, beacon, plan))


async def _measure_with(one: _Samples, beacon: Beacon, plan: _Plan) -> None:
    port = beacon.udp_port if one.protocol == "udp" else beacon.tcp_port
    if port is None or not 0 < port < 65536:
        one.error = f"the beacon has no {one.protocol.upper()} port"
        return
    try:
        family, address = await _resolve(beacon, port, plan.names)
    except (OSError, UnicodeError):
        name = beacon.host or beacon.fqdn
        one.error = (
            f"the host name {name!r} cannot be resolved" if name else "the beacon has no address and no host name"
        )
        return
    async with asyncio.TaskGroup() as group:
        for _ in range(plan.samples):
            sample = group.create_task(_sample(one, family, address, plan))
            await asyncio.wait((sample,), timeout=SAMPLE_INTERVAL_SECONDS)


async def _resolve(beacon: Beacon, port: int, names: ThreadPoolExecutor) -> tuple[int, Any]:
    host = beacon.host or beacon.fqdn
    if not host:
        raise OSError("the beacon has no address and no host name")
    try:
        found = socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)  # sends no DNS request
    except socket.gaierror:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(names, socket.getaddrinfo, host, port)
    return found[0][0], found[0][4]


async def _sample(one: _Samples, family: int, address: Any, plan: _Plan) -> None:
    loop = asyncio.get_running_loop()
    kind = socket.SOCK_DGRAM if one.protocol == "udp" else socket.SOCK_STREAM
    async with plan.sockets:
        try:
            # Each sample has its own socket, so that a late reply to another sample does not count for this one.
            with socket.socket(family, kind) as channel:
                channel.setblocking(False)
                async with asyncio.timeout(plan.timeout):
                    one.sent += 1
                    since = time.perf_counter()
                    if one.protocol == "udp":
                        channel.connect(address)  # sends nothing, but limits replies to those of the beacon
                        await loop.sock_sendall(channel, PING)
                        await loop.sock_recv(channel, 2048)
                    else:
                        await loop.sock_connect(channel, address)
                    one.replies_ms.append((time.perf_counter() - since) * 1000)
        except TimeoutError:
            one.error = "no reply in time"
        except OSError as error:
            one.error = error.strerror or type(error).__name__


# Rankings.

# One player's latencies: measurements, or milliseconds by the location's name (None without a reply). Game clients send
# matchmakers the second form: `{"Chicago": 12.3, "Tokyo": 233.2}`.
PlayerLatencies: TypeAlias = Iterable[Measurement] | Mapping[str, float | None]


@frozen
class RankedLocation:
    """The rank of a location for a group of players.

    Attributes:
        name: The location's name: its city, or the name in the players' mappings.
        location: The location; None if the players' latencies are mappings from names.
        latency_ms: The latency that decides the rank, in milliseconds: `worst_ms` or `mean_ms`, depending on `by`.
        worst_ms: The highest latency, in milliseconds, of the players who have one.
        mean_ms: The mean latency, in milliseconds, of the players who have one.
        players_ms: The latency of each player in milliseconds, in the order of the argument; None for a player without
            one.
    """

    name: str
    location: Location | None
    latency_ms: float
    worst_ms: float
    mean_ms: float
    players_ms: tuple[float | None, ...]

    @property
    def missing(self) -> int:
        """The number of players without a latency to this location."""
        return self.players_ms.count(None)


def rank(
    measurements_of_players: Iterable[PlayerLatencies], *, by: Literal["worst", "mean"] = "worst"
) -> list[RankedLocation]:
    """Rank locations for players who want to play together.

    A player may have no latency to a location, because the samples were lost or the player measured other beacons. Then
    the distance is unknown. So a location with more such players always ranks after one with fewer. Locations that no
    player reached are left out. If a place has several beacons, each player's nearest one counts.

    Args:
        measurements_of_players: For each player the result of `measure`, or a mapping from location names to
            milliseconds. All players need the same form, because a name alone does not say which London it means.
        by: `worst` ranks by the latency of the farthest player, which is fair. `mean` ranks by the mean latency, which
            is good for most players. Default: `worst`.

    Returns:
        The locations, the best first. Equal locations are in the order of the other latency, then of their names.

    Raises:
        InvalidRequestError: A latency is not a finite number of at least 0, the forms are mixed, or `by` is unknown.
    """
    if by not in ("worst", "mean"):
        raise InvalidRequestError(f"by must be 'worst' or 'mean', got {by!r}.")
    places: dict[tuple[str, ...], tuple[str, Location | None]] = {}
    players = [_latencies(given, places) for given in measurements_of_players]
    if len({location is None for _, location in places.values()}) > 1:
        raise InvalidRequestError(
            "Pass measurements for all players or mappings from location names for all players, not both."
        )
    ranking: list[RankedLocation] = []
    for key, (name, location) in places.items():
        figures = tuple(player.get(key) for player in players)
        reached = [figure for figure in figures if figure is not None]
        if reached:
            worst, mean = max(reached), statistics.fmean(reached)
            ranking.append(RankedLocation(name, location, worst if by == "worst" else mean, worst, mean, figures))
    return sorted(ranking, key=lambda one: (one.missing, one.latency_ms, one.worst_ms, one.mean_ms, one.name))


def _latencies(
    given: PlayerLatencies, places: dict[tuple[str, ...], tuple[str, Location | None]]
) -> dict[tuple[str, ...], float]:
    """Return the latencies of one player by place, and add new places to `places`."""
    found: dict[tuple[str, ...], float] = {}

    def add(key: tuple[str, ...], name: str, location: Location | None, latency: float | None) -> None:
        places.setdefault(key, (name, location))
        if latency is not None:
            found[key] = min(_number(latency, f"the latency to {name}", 0, math.inf), found.get(key, math.inf))

    if isinstance(given, Mapping):
        for name, latency in cast("Mapping[str, float | None]", given).items():
            add((name,), name, None, latency)
    else:
        for one in given:
            at = one.location
            add((at.city, at.administrative_division, at.country), at.city, at, one.latency_ms)
    return found


# Users for deploy requests.


def users_from_ips(addresses: Iterable[str | ipaddress.IPv4Address | ipaddress.IPv6Address]) -> list[DeploymentUser]:
    """Make the `users` of a deploy request from the players' IP addresses.

    Args:
        addresses: Public IPv4 or IPv6 addresses, without ports. An IPv4-mapped IPv6 address (`::ffff:1.2.3.4`), which
            dual-stack servers see, is sent as IPv4.

    Returns:
        One user for each address, in the same order. Duplicates stay, because players may share an address.

    Raises:
        InvalidRequestError: An address is malformed, or cannot be located because it is private, shared, loopback,
            link-local, multicast, unspecified or reserved. The error names it. Behind a proxy or load balancer, take
            the player's address from the header that the proxy sets, such as `X-Forwarded-For`.
    """
    # Checked at run time too, because the argument may come from JSON.
    if isinstance(addresses, str) or not isinstance(addresses, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequestError(f"addresses must be a list of IP addresses, got {_shown(addresses)}.")
    return [
        DeploymentUser(DeploymentUserType.IP_ADDRESS, DeploymentUserData(ip_address=_public(address)))
        for address in addresses
    ]


def users_from_coordinates(places: Iterable[tuple[float, float] | Coordinates | Location]) -> list[DeploymentUser]:
    """Make the `users` of a deploy request from the players' coordinates.

    Args:
        places: For each player the latitude (degrees north, -90 to 90) and the longitude (degrees east, -180 to 180).

    Returns:
        One user for each place, in the same order.

    Raises:
        InvalidRequestError: A coordinate is not a number, or is out of bounds. The error names it.
    """
    users: list[DeploymentUser] = []
    for place in places:
        if isinstance(place, Coordinates | Location):
            latitude, longitude = place.latitude, place.longitude
        else:
            latitude, longitude = _pair(place)
        users.append(
            DeploymentUser(
                DeploymentUserType.GEO_COORDINATES,
                DeploymentUserData(
                    latitude=_number(latitude, "the latitude", -90, 90),
                    longitude=_number(longitude, "the longitude", -180, 180),
                ),
            )
        )
    return users


def _pair(place: Any) -> tuple[Any, Any]:
    try:
        latitude, longitude = place
    except (TypeError, ValueError):
        raise InvalidRequestError(
            f"A player's coordinates must be a pair of latitude and longitude, got {_shown(place)}."
        ) from None
    return latitude, longitude


def _number(value: Any, name: str, least: float, most: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
        number = float(value)
        if math.isfinite(number):
            return number
    bounds = f"from {least:g} to {most:g}" if math.isfinite(most) else f"from {least:g}"
    raise InvalidRequestError(f"{name[0].upper()}{name[1:]} must be a finite number {bounds}, got {_shown(value)}.")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}..."


# The order matters, because an address may be of several kinds: the first kind is reported.
_KINDS: Final = (
    ("is_unspecified", "the unspecified address"),
    ("is_loopback", "a loopback address"),
    ("is_link_local", "a link-local address"),
    ("is_multicast", "a multicast address"),
    ("is_reserved", "a reserved address"),
    ("is_site_local", "a private address"),
    ("is_private", "a private or special-purpose address"),
)


def _public(value: object) -> str:
    """Return an address as text if the service can locate it; raise otherwise."""
    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    if isinstance(value, ipaddress.IPv4Address | ipaddress.IPv6Address):
        address = value
    elif isinstance(value, str):
        try:
            address = ipaddress.ip_address(value.strip())
        except ValueError:
            raise InvalidRequestError(
                f"{_shown(value)} is not an IP address. Pass the address alone, without port, prefix or name."
            ) from None
    else:
        raise InvalidRequestError(
            f"{_shown(value)} ({type(value).__name__}) is not an IP address. Pass text or an ipaddress object."
        )
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    inner = address.sixtofour if isinstance(address, ipaddress.IPv6Address) else None
    for one in (address, inner):
        kind = None if one is None else _not_public(one)
        if kind is not None:
            raise InvalidRequestError(
                f"{_shown(str(value))} is {kind}, which cannot be located. Pass the player's public address; behind a "
                "proxy or load balancer, read it from the header that the proxy sets."
            )
    return str(address)


def _not_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str | None:
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return "an address of a local network interface"
    for attribute, kind in _KINDS:
        if getattr(address, attribute, False):
            return kind
    return None if address.is_global else "an address shared inside a provider's network"
