"""AppVersionCreateResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.app_version import AppVersion
from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed, to_bool

_NAMES = frozenset(("success", "version"))


@sealed(SERVICE)
@define(repr=False)
class AppVersionCreateResponse(Model):
    """The result of creating a version.

    Attributes:
        success: Whether the version was created.
        version: The version as the service stores it, possibly with the registry token in clear text.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("success", "version"))

    success: bool = ABSENT
    version: AppVersion = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("success", "version"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        success = _data.get("success", UNSET)
        self.success = success if type(success) is bool else to_bool(success, "success", self)
        self.version = AppVersion.read(_data.get("version", UNSET), "version", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AppVersionCreateResponse else finished(self, AppVersionCreateResponse, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["success"] = self.success
        result["version"] = self.version.to_dict()
        return result
