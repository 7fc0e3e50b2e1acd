"""DeploymentUpdateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, Unset, finished, keep_unknown, sealed, to_bool, unless_null

_NAMES = frozenset(("is_joinable_by_session",))


@sealed(SERVICE)
@define(repr=False)
class DeploymentUpdateRequest(Model):
    """The changes to a running deployment.

    Attributes:
        is_joinable_by_session: Whether the service can place sessions on the deployment.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    is_joinable_by_session: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        is_joinable_by_session = _data.get("is_joinable_by_session", UNSET)
        self.is_joinable_by_session = (
            is_joinable_by_session
            if type(is_joinable_by_session) is bool or is_joinable_by_session is UNSET
            else unless_null(is_joinable_by_session, to_bool, "is_joinable_by_session", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentUpdateRequest else finished(self, DeploymentUpdateRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.is_joinable_by_session is not UNSET:
            result["is_joinable_by_session"] = self.is_joinable_by_session
        return result
