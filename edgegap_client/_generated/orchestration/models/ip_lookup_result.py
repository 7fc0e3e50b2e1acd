"""IpLookupResult: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.ip_lookup_location import IpLookupLocation
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("ip_address", "type", "location"))


@define(repr=False)
class IpLookupResult(Model):
    """The location of an IP address.

    Attributes:
        ip_address: The address that was looked up.
        type_: The kind of the address, for example ipv4.
        location: The location of the address.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    ip_address: str
    type_: str | Unset = UNSET
    location: IpLookupLocation | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = ip_address if type(ip_address) is str else to_str(ip_address, "ip_address")
        type_ = _data.get("type", UNSET)
        self.type_ = type_ if type(type_) is str or type_ is UNSET else unless_null(type_, to_str, "type", _kept)
        location = _data.get("location", UNSET)
        self.location = (
            location
            if location is UNSET
            else keep_null("location", _kept)
            if location is None
            else IpLookupLocation.read(location, "location")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is IpLookupResult else of_subclass(self, IpLookupResult)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip_address"] = self.ip_address
        if self.type_ is not UNSET:
            result["type"] = self.type_
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        return result
