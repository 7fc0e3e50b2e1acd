"""SessionUsersRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_list, to_str

_NAMES = frozenset(("ip_list",))


@sealed(SERVICE)
@define(repr=False)
class SessionUsersRequest(Model):
    """The players to add or remove.

    Attributes:
        ip_list: Public IP addresses of the players.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    ip_list: list[str]
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.ip_list = to_list(_data.get("ip_list", UNSET), to_str, "ip_list", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionUsersRequest else finished(self, SessionUsersRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip_list"] = self.ip_list
        return result
