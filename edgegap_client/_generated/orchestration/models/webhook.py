"""Webhook: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_str

_NAMES = frozenset(("url",))


@sealed(SERVICE)
@define(repr=False)
class Webhook(Model):
    """A URL that the service calls for an event of the deployment. It sends a POST with the status as the body.

    Attributes:
        url: The URL to call. The receiver has 10 seconds to respond. The service neither retries nor signs the
            request, so read the status again before you act on it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    url: str
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        url = _data.get("url", UNSET)
        self.url = url if type(url) is str else to_str(url, "url", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Webhook else finished(self, Webhook, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["url"] = self.url
        return result
