"""SessionUsersRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass, to_list, to_str

_NAMES = frozenset(("ip_list",))


@define(repr=False)
class SessionUsersRequest(Model):
    """The players to add or remove.

    Attributes:
        ip_list: Public IP addresses of the players.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    ip_list: list[str]
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.ip_list = to_list(_data.get("ip_list", UNSET), to_str, "ip_list")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionUsersRequest else of_subclass(self, SessionUsersRequest)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip_list"] = self.ip_list
        return result
