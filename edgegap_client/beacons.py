"""Near the players: measure the latency to beacons, rank locations for several players, and name players to deploy for.

On the player's machine, or any machine whose distance matters:

    from edgegap_client import beacons

    measurements = await beacons.measure([beacon async for beacon in edgegap.locations.list_beacons()])

Where the matches are made, with what each player measured:

    ranking = beacons.rank([measurements_of_ann, measurements_of_bob])
    print(ranking[0].name, ranking[0].latency_ms)

And for a deploy request: `users=users_from_ips(["1.2.3.4"])`. A server may be nearer than its beacon, as there are more
servers than beacons.

How beacons reply is documented nowhere, except as "ICMP/UDP/TCP ping". What is measured here:

- TCP: the time in which a connection is made, which is one round trip and asks nothing of the beacon but to listen.
- UDP: the time until the first reply to a small datagram, `ping`, whatever the reply holds.

Both are one round trip of the network. ICMP needs rights that few processes have.
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
# The next sample starts when the one before has its reply, or after this many seconds: lost samples then cost one
# timeout together, not one each.
SAMPLE_INTERVAL_SECONDS: Final = 0.1
# Processes may have few files open (256 on some systems).
MAX_SOCKETS: Final = 128


@frozen
class Measurement:
    """How far a beacon is.

    Attributes:
        beacon: The beacon.
        latency_ms: The median round trip in milliseconds; None when there was no reply.
        protocol: What it was measured with; None when there was no reply.
        samples_ms: The round trips, in milliseconds, in the order of the replies.
        sent: How many samples were sent with that protocol (with both, when there was no reply).
        error: Why there is no latency, for a person to read; None when there is one.
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
        """The share of the samples without a reply, 0 to 1; 1 when none was sent."""
        return 1 - len(self.samples_ms) / self.sent if self.sent else 1.0


# Measuring.


@define
class _Samples:
    """What one protocol gave, as far as it has come."""

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
    """Measure the latency to beacons, all at once, from where this runs.

    By default both protocols are tried at the same time. UDP counts, as it is what games speak, when at least half of
    its samples had a reply; otherwise the protocol with more replies.

    Args:
        beacons: The beacons, as `edgegap.locations.list_beacons()` gives them.
        samples: How often to measure each; the median counts.
        timeout: Seconds to wait for each reply.
        deadline: Seconds for everything; samples without a reply by then are lost.
        protocol: Measure with this one only.

    Returns:
        One measurement for each beacon, in the same order, also for those that did not reply.

    Raises:
        InvalidRequestError: An argument is out of range. Nothing that the network does is an error.
        ConfigurationError: No asyncio event loop runs, as under trio.
    """
    running_loop()
    wanted = list(beacons)
    _check(samples, timeout, deadline, protocol)
    results = [[_Samples(name) for name in ((protocol,) if protocol else ("udp", "tcp"))] for _ in wanted]
    # Names are looked up in threads that cannot be interrupted: nothing here waits for them longer than the deadline.
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
    """The same as `measure`, without asyncio. In a running event loop it works too, but blocks it: use `measure`."""
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
    best = max(found, key=lambda one: len(one.replies_ms))  # the first of equals, which is UDP
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
        one.error = "it has no such port"
        return
    try:
        family, address = await _resolve(beacon, port, plan.names)
    except (OSError, UnicodeError):
        one.error = "its name cannot be resolved"
        return
    async with asyncio.TaskGroup() as group:
        for _ in range(plan.samples):
            sample = group.create_task(_sample(one, family, address, plan))
            await asyncio.wait((sample,), timeout=SAMPLE_INTERVAL_SECONDS)


async def _resolve(beacon: Beacon, port: int, names: ThreadPoolExecutor) -> tuple[int, Any]:
    host = beacon.host or beacon.fqdn
    if not host:
        raise OSError("there is neither an address nor a name")
    try:
        found = socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)  # does not ask anyone
    except socket.gaierror:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(names, socket.getaddrinfo, host, port)
    return found[0][0], found[0][4]


async def _sample(one: _Samples, family: int, address: Any, plan: _Plan) -> None:
    loop = asyncio.get_running_loop()
    kind = socket.SOCK_DGRAM if one.protocol == "udp" else socket.SOCK_STREAM
    async with plan.sockets:
        try:
            # A socket for each sample: a late reply to another one cannot be taken for this one's.
            with socket.socket(family, kind) as channel:
                channel.setblocking(False)
                async with asyncio.timeout(plan.timeout):
                    one.sent += 1
                    since = time.perf_counter()
                    if one.protocol == "udp":
                        channel.connect(address)  # sends nothing; from then on only the beacon can reply
                        await loop.sock_sendall(channel, PING)
                        await loop.sock_recv(channel, 2048)
                    else:
                        await loop.sock_connect(channel, address)
                    one.replies_ms.append((time.perf_counter() - since) * 1000)
        except TimeoutError:
            one.error = "no reply in time"
        except OSError as error:
            one.error = error.strerror or type(error).__name__


# Ranking.

# What one player measured: measurements, or milliseconds by the name of the location (None without a reply), as
# game clients send them to matchmakers: `{"Chicago": 12.3, "Tokyo": 233.2}`.
PlayerLatencies: TypeAlias = Iterable[Measurement] | Mapping[str, float | None]


@frozen
class RankedLocation:
    """How good a location is for a group of players.

    Attributes:
        name: The location's name: its city, or the name in the players' mappings.
        location: The location; None when the players gave names only.
        latency_ms: What it is ranked by: the worst or the mean latency of the players who measured it.
        worst_ms: The highest latency among them.
        mean_ms: The mean of their latencies.
        players_ms: The latency of each player, in the order the players were given; None where one has none.
    """

    name: str
    location: Location | None
    latency_ms: float
    worst_ms: float
    mean_ms: float
    players_ms: tuple[float | None, ...]

    @property
    def missing(self) -> int:
        """How many players have no latency to it."""
        return self.players_ms.count(None)


def rank(
    measurements_of_players: Iterable[PlayerLatencies], *, by: Literal["worst", "mean"] = "worst"
) -> list[RankedLocation]:
    """Rank locations for players who want to play together.

    Where players have no latency to a location (their samples were lost, or they measured other beacons) nobody knows
    how far they are: a location comes after all that lack fewer players, however near it is to the rest. Locations
    that nobody reached are left out. Of several beacons in one place the nearest counts, for each player.

    Args:
        measurements_of_players: For each player the result of `measure`, or a mapping from names of locations to
            milliseconds; the same form for all, since a name does not say which London is meant.
        by: `worst` is fair, the player farthest away counts; `mean` is good for most.

    Returns:
        The locations, the best first. Equal ones are ordered by the other figure, then by name.

    Raises:
        InvalidRequestError: A latency is not a number from 0, the forms are mixed, or `by` is unknown.
    """
    if by not in ("worst", "mean"):
        raise InvalidRequestError(f"by must be 'worst' or 'mean', got {by!r}.")
    places: dict[tuple[str, ...], tuple[str, Location | None]] = {}
    players = [_latencies(given, places) for given in measurements_of_players]
    if len({location is None for _, location in places.values()}) > 1:
        raise InvalidRequestError("Give measurements for all players, or mappings from names for all, not both.")
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
    """The latencies of one player by place; new places are added to `places`."""
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


# Players for deploy requests.


def users_from_ips(addresses: Iterable[str | ipaddress.IPv4Address | ipaddress.IPv6Address]) -> list[DeploymentUser]:
    """The players of a deploy request, located by their addresses.

    Args:
        addresses: Public IPv4 or IPv6 addresses, without ports. IPv4 addresses in the form of IPv6
            (`::ffff:1.2.3.4`), as servers for both see them, are sent as IPv4.

    Returns:
        One user for each address, in the same order; duplicates stay, as players may share one.

    Raises:
        InvalidRequestError: An address is malformed, or cannot be located since it is private, shared, loopback,
            link-local, multicast, unspecified, or reserved; the error names it. Behind a proxy or load balancer, take
            the player's address from the header that it sets.
    """
    # Also for what came from outside, as JSON.
    if isinstance(addresses, str) or not isinstance(addresses, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequestError("users_from_ips takes a list of addresses, not one.")
    return [
        DeploymentUser(DeploymentUserType.IP_ADDRESS, DeploymentUserData(ip_address=_public(address)))
        for address in addresses
    ]


def users_from_coordinates(places: Iterable[tuple[float, float] | Coordinates | Location]) -> list[DeploymentUser]:
    """The players of a deploy request, located by coordinates.

    Args:
        places: For each player latitude (degrees north, -90 to 90) and longitude (degrees east, -180 to 180).

    Returns:
        One user for each, in the same order.

    Raises:
        InvalidRequestError: A coordinate is not a number or out of bounds; the error names it.
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
            f"A player's coordinates are a pair of latitude and longitude, got {_shown(place)}."
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


# In this order, since some are several things at once.
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
    """An address as text, if the service can locate it."""
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
        raise InvalidRequestError(f"{_shown(value)} is not an IP address: it must be text.")
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    inner = address.sixtofour if isinstance(address, ipaddress.IPv6Address) else None
    for one in (address, inner):
        kind = None if one is None else _not_public(one)
        if kind is not None:
            raise InvalidRequestError(
                f"{_shown(str(value))} is {kind}, which cannot be located. Pass the player's public address; behind a "
                "proxy or load balancer it is in a header."
            )
    return str(address)


def _not_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str | None:
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return "an address of a local network interface"
    for attribute, kind in _KINDS:
        if getattr(address, attribute, False):
            return kind
    return None if address.is_global else "an address shared inside a provider's network"
