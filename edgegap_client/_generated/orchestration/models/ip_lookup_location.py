"""IpLookupLocation: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.ip_lookup_continent import IpLookupContinent
from ..models.ip_lookup_country import IpLookupCountry
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_float, unless_null

_NAMES = frozenset(("continent", "country", "latitude", "longitude"))


@define(repr=False)
class IpLookupLocation(Model):
    """The location of an IP address, as far as it is known.

    Attributes:
        continent: The continent.
        country: The country.
        latitude: Approximate latitude in degrees.
        longitude: Approximate longitude in degrees.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    continent: IpLookupContinent | Unset = UNSET
    country: IpLookupCountry | Unset = UNSET
    latitude: float | Unset = UNSET
    longitude: float | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        continent = _data.get("continent", UNSET)
        self.continent = (
            continent
            if continent is UNSET
            else keep_null("continent", _kept)
            if continent is None
            else IpLookupContinent.read(continent, "continent")
        )
        country = _data.get("country", UNSET)
        self.country = (
            country
            if country is UNSET
            else keep_null("country", _kept)
            if country is None
            else IpLookupCountry.read(country, "country")
        )
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude
            if (type(latitude) is float and isfinite(latitude)) or latitude is UNSET
            else unless_null(latitude, to_float, "latitude", _kept)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude
            if (type(longitude) is float and isfinite(longitude)) or longitude is UNSET
            else unless_null(longitude, to_float, "longitude", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is IpLookupLocation else of_subclass(self, IpLookupLocation)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.continent is not UNSET:
            result["continent"] = self.continent.to_dict()
        if self.country is not UNSET:
            result["country"] = self.country.to_dict()
        if self.latitude is not UNSET:
            result["latitude"] = self.latitude
        if self.longitude is not UNSET:
            result["longitude"] = self.longitude
        return result
