"""PullProfileCreateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pull_profile_source_type import PullProfileSourceType
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_str

_NAMES = frozenset(("name", "source", "source_type", "destination"))


@sealed(SERVICE)
@define(repr=False)
class PullProfileCreateRequest(Model):
    """The request to create a pull profile. It names the files and their destination in containers.

    Attributes:
        name: Name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Destination folder in the container. An ordinary user must have the right to write to it.
            With a protected folder such as /etc, the deployment fails.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
    source: str
    source_type: PullProfileSourceType
    destination: str
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        source = _data.get("source", UNSET)
        self.source = source if type(source) is str else to_str(source, "source", self)
        self.source_type = PullProfileSourceType.read(_data.get("source_type", UNSET), "source_type", self)
        destination = _data.get("destination", UNSET)
        self.destination = destination if type(destination) is str else to_str(destination, "destination", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PullProfileCreateRequest else finished(self, PullProfileCreateRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["source"] = self.source
        result["source_type"] = str(self.source_type)
        result["destination"] = self.destination
        return result
