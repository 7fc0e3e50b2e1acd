"""IpLookupResult: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.ip_lookup_location import IpLookupLocation
from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed, to_str

_NAMES = frozenset(("ip_address", "type", "location"))


@sealed(SERVICE)
@define(repr=False)
class IpLookupResult(Model):
    """The location of an IP address.

    Attributes:
        ip_address: The address that was looked up.
        type_: The kind of the address, for example ipv4.
        location: The location of the address.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("type", "location"))

    _json_names: ClassVar[Mapping[str, str]] = {"type_": "type"}

    ip_address: str
    type_: str = ABSENT
    location: IpLookupLocation = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("type_", "location"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = ip_address if type(ip_address) is str else to_str(ip_address, "ip_address", self)
        type_ = _data.get("type", UNSET)
        self.type_ = type_ if type(type_) is str else to_str(type_, "type", self)
        self.location = IpLookupLocation.read(_data.get("location", UNSET), "location", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is IpLookupResult else finished(self, IpLookupResult, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip_address"] = self.ip_address
        result["type"] = self.type_
        result["location"] = self.location.to_dict()
        return result
