"""The types of arguments. Where the API takes an object, a method takes a model, a dict of its fields, or a plain value.

`DeploymentUserLike` is the type of such an argument, and `DeploymentUserDict` the type of such a dict.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypeAlias, TypedDict

from ..._core.public import public_in
from ..._core.shorthands import Place
from .models.location import Location
from .models.metadata import Metadata
from .models.ports import Ports
from .models.server import Server
from .models.slot_request import SlotRequest
from .models.user import User

__all__ = [
    "AnySeatRequestDict",
    "ConfirmRequestDict",
    "InstanceRequestDict",
    "InstanceUpdateDict",
    "LocationDict",
    "LocationLike",
    "MetadataLike",
    "Place",
    "PortsLike",
    "ReservationRequestDict",
    "ServerDict",
    "ServerLike",
    "SlotRequestDict",
    "SlotRequestLike",
    "SlotUpdateDict",
    "UserDict",
    "UserLike",
]


@public_in("server_browser")
class UserDict(TypedDict):
    """The fields of `User`.

    Attributes:
        user_id: An id that the game chooses. The player sends it to the server.
    """

    user_id: str


UserLike: TypeAlias = User | UserDict

MetadataLike: TypeAlias = Metadata | Mapping[str, Any]


@public_in("server_browser")
class LocationDict(TypedDict):
    """The fields of `Location`.

    Attributes:
        city: The city.
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


@public_in("server_browser")
class ServerDict(TypedDict):
    """The fields of `Server`.

    Attributes:
        fqdn: The host name of the server.
        public_ip: The address of the server.
        ports: The published ports, by name.
        location: The location of the server.
    """

    fqdn: NotRequired[str]
    public_ip: NotRequired[str]
    ports: NotRequired[PortsLike]
    location: NotRequired[LocationLike]


ServerLike: TypeAlias = Server | ServerDict


@public_in("server_browser")
class SlotRequestDict(TypedDict):
    """The fields of `SlotRequest`.

    Attributes:
        name: The name of the slot.
        available_seats: The number of seats for new players, including the reserved seats.
        metadata: Values of your choice, by name.
    """

    name: str
    available_seats: int
    metadata: NotRequired[MetadataLike]


SlotRequestLike: TypeAlias = SlotRequest | SlotRequestDict


@public_in("server_browser")
class AnySeatRequestDict(TypedDict):
    """The fields of `AnySeatRequest`.

    Attributes:
        policy_name: The name of a scaling policy of the configuration, such as on-demand.
        users: The users, each with a seat of their own.
    """

    policy_name: str
    users: Iterable[UserLike]


@public_in("server_browser")
class ConfirmRequestDict(TypedDict):
    """The fields of `ConfirmRequest`.

    Attributes:
        user_ids: The ids of the users.
    """

    user_ids: Iterable[str]


@public_in("server_browser")
class InstanceRequestDict(TypedDict):
    """The fields of `InstanceRequest`.

    Attributes:
        request_id: The id of the deployment that runs the server.
        server: The addresses and ports of the server.
        slots: The slots, at least one.
        metadata: Values of your choice, by name.
    """

    request_id: str
    server: ServerLike
    slots: Iterable[SlotRequestLike]
    metadata: NotRequired[MetadataLike]


@public_in("server_browser")
class InstanceUpdateDict(TypedDict):
    """The fields of `InstanceUpdate`.

    Attributes:
        metadata: Values of your choice, by name. Send all of them.
    """

    metadata: MetadataLike


@public_in("server_browser")
class ReservationRequestDict(TypedDict):
    """The fields of `ReservationRequest`.

    Attributes:
        users: The users, each with a seat of their own.
    """

    users: Iterable[UserLike]


@public_in("server_browser")
class SlotUpdateDict(TypedDict):
    """The fields of `SlotUpdate`.

    Attributes:
        available_seats: The number of seats for new players, including the reserved seats. The number is
            absolute.
        metadata: Values of your choice, by name.
    """

    available_seats: NotRequired[int]
    metadata: NotRequired[MetadataLike]
