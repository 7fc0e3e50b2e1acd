"""The location of the deployment, its beacon and its tags."""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar, cast

from attrs import frozen

from .._core.decoding import to_float, to_str
from .._core.public import public_in
from ..errors import ResponseFormatError
from ._variables import Variables

__all__ = ["ContainerBeacon", "ContainerLocation", "read_beacon", "read_location", "read_tags"]

T = TypeVar("T")


@public_in("container")
@frozen
class ContainerLocation:
    """The location of the deployment. A missing field is None.

    Attributes:
        city: The city.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a display name, such as Eastern Time; not an IANA name.
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


@public_in("container")
@frozen
class ContainerBeacon:
    """The beacon of the host, which players can measure their latency against.

    Attributes:
        public_ip: The beacon's address.
        udp_port: The port that replies to UDP; None if missing.
        tcp_port: The port that accepts TCP; None if missing.
    """

    public_ip: str
    udp_port: int | None = None
    tcp_port: int | None = None


def read_tags(variables: Variables) -> tuple[str, ...]:
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


def read_location(variables: Variables) -> ContainerLocation | None:
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


def read_beacon(variables: Variables) -> ContainerBeacon | None:
    address = variables.text("ARBITRIUM_HOST_BEACON_PUBLIC_IP")
    udp = variables.port("ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL")
    tcp = variables.port("ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL")
    enabled = [variables.flag(name) for name in ("ARBITRIUM_HOST_BEACON_ENABLED", "ARBITRIUM_BEACON_ENABLED")]
    if address is None or (False in enabled and True not in enabled):
        return None
    return ContainerBeacon(address, udp, tcp)
