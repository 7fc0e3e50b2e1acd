"""DeploymentUser: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_user_data import DeploymentUserData
from ..models.deployment_user_type import DeploymentUserType
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed

_NAMES = frozenset(("user_type", "user_data"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentUser(Model):
    """A player, identified by an address or by coordinates.

    Attributes:
        user_type: How the player is located.
        user_data: The player's address or coordinates, depending on `user_type`.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    user_type: DeploymentUserType
    user_data: DeploymentUserData
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.user_type = DeploymentUserType.read(_data.get("user_type", UNSET), "user_type", self)
        self.user_data = DeploymentUserData.read(_data.get("user_data", UNSET), "user_data", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentUser else finished(self, DeploymentUser, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["user_type"] = str(self.user_type)
        result["user_data"] = self.user_data.to_dict()
        return result
