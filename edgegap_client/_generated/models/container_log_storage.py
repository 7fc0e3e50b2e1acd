"""ContainerLogStorage: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, note, to_bool, to_str

_NAMES = frozenset(("enabled", "endpoint_storage"))


@define(repr=False)
class ContainerLogStorage(Model):
    """Whether and where the container's logs are kept after the deployment's end.

    Attributes:
        enabled: Whether to keep them.
        endpoint_storage: The name of the endpoint storage that receives them. Give it whenever enabled is true.
        additional_properties: What the specification does not know, as it came.
    """

    enabled: bool
    endpoint_storage: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        enabled = _data.get("enabled", UNSET)
        if type(enabled) is not bool:
            enabled = to_bool(enabled, "enabled")
        endpoint_storage = _data.get("endpoint_storage", UNSET)
        if type(endpoint_storage) is not str and endpoint_storage is not UNSET and endpoint_storage is not None:
            endpoint_storage = to_str(endpoint_storage, "endpoint_storage")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(enabled, endpoint_storage, additional_properties=_kept)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["enabled"] = self.enabled
        if self.endpoint_storage is not UNSET:
            result["endpoint_storage"] = self.endpoint_storage
        return result
