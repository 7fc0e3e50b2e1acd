"""TicketRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.attributes import Attributes
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, Unset, finished, keep_unknown, sealed, to_str

_NAMES = frozenset(("profile", "attributes", "player_ip"))


@sealed(SERVICE)
@define(repr=False)
class TicketRequest(Model):
    """A player who searches for a match.

    Attributes:
        profile: The name of a profile in the configuration of the matchmaker.
        attributes: The player's values for the rules of the profile.
        player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
            service takes the address of the caller.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    profile: str
    attributes: Attributes
    player_ip: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        profile = _data.get("profile", UNSET)
        self.profile = profile if type(profile) is str else to_str(profile, "profile", self)
        self.attributes = Attributes.read(_data.get("attributes", UNSET), "attributes", self)
        player_ip = _data.get("player_ip", UNSET)
        self.player_ip = (
            player_ip
            if player_ip is UNSET or type(player_ip) is str or player_ip is None
            else to_str(player_ip, "player_ip", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is TicketRequest else finished(self, TicketRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["profile"] = self.profile
        result["attributes"] = self.attributes.to_dict()
        if self.player_ip is not UNSET:
            result["player_ip"] = self.player_ip
        return result
