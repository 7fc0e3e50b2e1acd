"""The types of arguments. Where the API takes an object, a method takes a model, a dict of its fields, or a plain value.

`DeploymentUserLike` is the type of such an argument, and `DeploymentUserDict` the type of such a dict.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypeAlias, TypedDict

from ..._core.public import public_in
from ..._core.shorthands import Place
from .models.assignment import Assignment
from .models.attributes import Attributes
from .models.backfill_attributes import BackfillAttributes
from .models.injected_tickets import InjectedTickets
from .models.location import Location
from .models.ports import Ports
from .models.ticket_request import TicketRequest

__all__ = [
    "AssignmentDict",
    "AssignmentLike",
    "AttributesLike",
    "BackfillAttributesDict",
    "BackfillAttributesLike",
    "BackfillRequestDict",
    "GroupTicketRequestDict",
    "InjectedTicketsLike",
    "LocationDict",
    "LocationLike",
    "MemberRequestDict",
    "MemberUpdateDict",
    "Place",
    "PortsLike",
    "TicketRequestDict",
    "TicketRequestLike",
]


@public_in("matchmaking")
class LocationDict(TypedDict):
    """The fields of `Location`.

    Attributes:
        city: The city. Tickets have the latencies under this name.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a display name, such as Central Time. It is not an IANA name.
        latitude: Latitude in degrees. Only older versions of the service send it.
        longitude: Longitude in degrees. Only older versions of the service send it.
    """

    city: NotRequired[str]
    country: NotRequired[str]
    continent: NotRequired[str]
    administrative_division: NotRequired[str]
    timezone: NotRequired[str]
    latitude: NotRequired[float]
    longitude: NotRequired[float]


LocationLike: TypeAlias = Location | LocationDict

PortsLike: TypeAlias = Ports | Mapping[str, Any]


@public_in("matchmaking")
class AssignmentDict(TypedDict):
    """The fields of `Assignment`.

    Attributes:
        fqdn: The host name of the server.
        ports: The published ports, by name.
        public_ip: The address of the server.
        location: The location of the server.
        request_id: The id of the deployment. Backfills need it. Tickets do not have it.
    """

    fqdn: str
    ports: PortsLike
    public_ip: NotRequired[str]
    location: NotRequired[LocationLike]
    request_id: NotRequired[str]


AssignmentLike: TypeAlias = Assignment | AssignmentDict


@public_in("matchmaking")
class BackfillAttributesDict(TypedDict):
    """The fields of `BackfillAttributes`.

    Attributes:
        assignment: The server. The `request_id` in it is required since version 2.1.0.
        backfill_group_size: The sizes of the groups that can still join, as texts. Send it if the profile has a
            rule of this name.
    """

    assignment: AssignmentLike
    backfill_group_size: NotRequired[Iterable[str]]


BackfillAttributesLike: TypeAlias = BackfillAttributes | BackfillAttributesDict

InjectedTicketsLike: TypeAlias = InjectedTickets | Mapping[str, Any]

AttributesLike: TypeAlias = Attributes | Mapping[str, Any]


@public_in("matchmaking")
class TicketRequestDict(TypedDict):
    """The fields of `TicketRequest`.

    Attributes:
        profile: The name of a profile in the configuration of the matchmaker.
        attributes: The player's values for the rules of the profile.
        player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
            service takes the address of the caller.
    """

    profile: str
    attributes: AttributesLike
    player_ip: NotRequired[str | None]


TicketRequestLike: TypeAlias = TicketRequest | TicketRequestDict


@public_in("matchmaking")
class BackfillRequestDict(TypedDict):
    """The fields of `BackfillRequest`.

    Attributes:
        profile: The name of the profile of the match.
        attributes: The server.
        tickets: The players who are in the server, by ticket id.
    """

    profile: str
    attributes: BackfillAttributesLike
    tickets: InjectedTicketsLike


@public_in("matchmaking")
class GroupTicketRequestDict(TypedDict):
    """The fields of `GroupTicketRequest`.

    Attributes:
        player_tickets: One item for each player.
    """

    player_tickets: Iterable[TicketRequestLike]


@public_in("matchmaking")
class MemberRequestDict(TypedDict):
    """The fields of `MemberRequest`.

    Attributes:
        profile: The name of a profile in the configuration of the matchmaker.
        attributes: The player's values for the rules of the profile.
        is_ready: Whether the player is ready. The search starts when all members are ready.
        player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
            service takes the address of the caller.
    """

    profile: str
    attributes: AttributesLike
    is_ready: bool
    player_ip: NotRequired[str | None]


@public_in("matchmaking")
class MemberUpdateDict(TypedDict):
    """The fields of `MemberUpdate`.

    Attributes:
        is_ready: Whether the player is ready.
    """

    is_ready: bool
