"""AppVersionUpdateResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.app_version import AppVersion
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_bool, unless_null

_NAMES = frozenset(("success", "version"))


@define(repr=False)
class AppVersionUpdateResponse(Model):
    """The result of changing a version.

    Attributes:
        success: Whether the version was changed.
        version: The version after the change, with the registry token in clear text; may be missing.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    success: bool | Unset = UNSET
    version: AppVersion | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        success = _data.get("success", UNSET)
        self.success = (
            success if type(success) is bool or success is UNSET else unless_null(success, to_bool, "success", _kept)
        )
        version = _data.get("version", UNSET)
        self.version = (
            version
            if version is UNSET
            else keep_null("version", _kept)
            if version is None
            else AppVersion.read(version, "version")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is AppVersionUpdateResponse else of_subclass(self, AppVersionUpdateResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.success is not UNSET:
            result["success"] = self.success
        if self.version is not UNSET:
            result["version"] = self.version.to_dict()
        return result
