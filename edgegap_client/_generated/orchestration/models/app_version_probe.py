"""AppVersionProbe: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int

_NAMES = frozenset(("optimal_ping", "rejected_ping"))


@sealed(SERVICE)
@define(repr=False)
class AppVersionProbe(Model):
    """The latencies that are good and bad for players of this version. The newest specification does not have it.

    Attributes:
        optimal_ping: Optimal latency in milliseconds, at least 1.
        rejected_ping: Latency in milliseconds from which the service rejects a place, at least 1.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    optimal_ping: int
    rejected_ping: int
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        optimal_ping = _data.get("optimal_ping", UNSET)
        self.optimal_ping = optimal_ping if type(optimal_ping) is int else to_int(optimal_ping, "optimal_ping", self)
        rejected_ping = _data.get("rejected_ping", UNSET)
        self.rejected_ping = (
            rejected_ping if type(rejected_ping) is int else to_int(rejected_ping, "rejected_ping", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AppVersionProbe else finished(self, AppVersionProbe, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["optimal_ping"] = self.optimal_ping
        result["rejected_ping"] = self.rejected_ping
        return result
