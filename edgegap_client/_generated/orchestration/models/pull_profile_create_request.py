"""PullProfileCreateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pull_profile_source_type import PullProfileSourceType
from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass, to_str

_NAMES = frozenset(("name", "source", "source_type", "destination"))


@define(repr=False)
class PullProfileCreateRequest(Model):
    """The request to create a pull profile: what to copy into containers, and where.

    Attributes:
        name: Name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Destination folder in the container. An ordinary user must be able to write to it; with a
            protected folder such as /etc the deployment fails.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
    source: str
    source_type: PullProfileSourceType
    destination: str
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name")
        source = _data.get("source", UNSET)
        self.source = source if type(source) is str else to_str(source, "source")
        self.source_type = PullProfileSourceType.read(_data.get("source_type", UNSET), "source_type")
        destination = _data.get("destination", UNSET)
        self.destination = destination if type(destination) is str else to_str(destination, "destination")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is PullProfileCreateRequest else of_subclass(self, PullProfileCreateRequest)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["source"] = self.source
        result["source_type"] = str(self.source_type)
        result["destination"] = self.destination
        return result
