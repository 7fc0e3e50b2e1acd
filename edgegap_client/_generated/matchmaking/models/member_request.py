"""MemberRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.attributes import Attributes
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, Unset, finished, keep_unknown, sealed, to_bool, to_str

_NAMES = frozenset(("profile", "attributes", "is_ready", "player_ip"))


@sealed(SERVICE)
@define(repr=False)
class MemberRequest(Model):
    """A player who opens or joins a group.

    Attributes:
        profile: The name of a profile in the configuration of the matchmaker.
        attributes: The player's values for the rules of the profile.
        is_ready: Whether the player is ready. The search starts when all members are ready.
        player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
            service takes the address of the caller.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    profile: str
    attributes: Attributes
    is_ready: bool
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
        is_ready = _data.get("is_ready", UNSET)
        self.is_ready = is_ready if type(is_ready) is bool else to_bool(is_ready, "is_ready", self)
        player_ip = _data.get("player_ip", UNSET)
        self.player_ip = (
            player_ip
            if player_ip is UNSET or type(player_ip) is str or player_ip is None
            else to_str(player_ip, "player_ip", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is MemberRequest else finished(self, MemberRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["profile"] = self.profile
        result["attributes"] = self.attributes.to_dict()
        result["is_ready"] = self.is_ready
        if self.player_ip is not UNSET:
            result["player_ip"] = self.player_ip
        return result
