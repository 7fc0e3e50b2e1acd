"""DeploymentUser: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_user_data import DeploymentUserData
from ..models.deployment_user_type import DeploymentUserType
from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass

_NAMES = frozenset(("user_type", "user_data"))


@define(repr=False)
class DeploymentUser(Model):
    """A player, identified by an address or by coordinates.

    Attributes:
        user_type: How the player is located.
        user_data: The player's address or coordinates, depending on user_type.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    user_type: DeploymentUserType
    user_data: DeploymentUserData
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.user_type = DeploymentUserType.read(_data.get("user_type", UNSET), "user_type")
        self.user_data = DeploymentUserData.read(_data.get("user_data", UNSET), "user_data")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeploymentUser else of_subclass(self, DeploymentUser)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["user_type"] = str(self.user_type)
        result["user_data"] = self.user_data.to_dict()
        return result
