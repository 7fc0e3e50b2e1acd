"""ContainerLogStorage: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, Unset, finished, keep_unknown, sealed, to_bool, to_str

_NAMES = frozenset(("enabled", "endpoint_storage"))


@sealed(SERVICE)
@define(repr=False)
class ContainerLogStorage(Model):
    """Whether and where the container's logs are stored after the end of the deployment.

    Attributes:
        enabled: Whether to store the logs.
        endpoint_storage: The name of the endpoint storage that receives the logs. Set it if `enabled` is true.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    enabled: bool
    endpoint_storage: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        enabled = _data.get("enabled", UNSET)
        self.enabled = enabled if type(enabled) is bool else to_bool(enabled, "enabled", self)
        endpoint_storage = _data.get("endpoint_storage", UNSET)
        self.endpoint_storage = (
            endpoint_storage
            if endpoint_storage is UNSET or type(endpoint_storage) is str or endpoint_storage is None
            else to_str(endpoint_storage, "endpoint_storage", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is ContainerLogStorage else finished(self, ContainerLogStorage, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["enabled"] = self.enabled
        if self.endpoint_storage is not UNSET:
            result["endpoint_storage"] = self.endpoint_storage
        return result
