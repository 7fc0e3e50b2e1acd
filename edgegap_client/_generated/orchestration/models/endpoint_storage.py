"""EndpointStorage: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.output_format import OutputFormat
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    leave_out,
    sealed,
    to_datetime,
    to_str,
)

_NAMES = frozenset(("name", "access_key_id", "endpoint", "bucket", "create_time", "last_updated", "output_format"))


@sealed(SERVICE)
@define(repr=False)
class EndpointStorage(Model):
    """A registered S3 bucket, without its secret key.

    Attributes:
        name: Name of the endpoint storage.
        access_key_id: Access key id for the bucket.
        endpoint: URL of the S3 service.
        bucket: Name of the bucket.
        create_time: When the endpoint storage was created, in UTC. The service sends no time zone.
        last_updated: When the endpoint storage was last changed, in UTC. The service sends no time zone.
        output_format: Format of the logs.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(
        ("name", "access_key_id", "endpoint", "bucket", "create_time", "last_updated")
    )

    name: str = ABSENT
    access_key_id: str = ABSENT
    endpoint: str = ABSENT
    bucket: str = ABSENT
    create_time: datetime.datetime = ABSENT
    last_updated: datetime.datetime = ABSENT
    output_format: OutputFormat | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("name", "access_key_id", "endpoint", "bucket", "create_time", "last_updated"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        access_key_id = _data.get("access_key_id", UNSET)
        self.access_key_id = (
            access_key_id if type(access_key_id) is str else to_str(access_key_id, "access_key_id", self)
        )
        endpoint = _data.get("endpoint", UNSET)
        self.endpoint = endpoint if type(endpoint) is str else to_str(endpoint, "endpoint", self)
        bucket = _data.get("bucket", UNSET)
        self.bucket = bucket if type(bucket) is str else to_str(bucket, "bucket", self)
        self.create_time = to_datetime(_data.get("create_time", UNSET), "create_time", self)
        self.last_updated = to_datetime(_data.get("last_updated", UNSET), "last_updated", self)
        output_format = _data.get("output_format", UNSET)
        self.output_format = (
            None
            if output_format is UNSET
            else keep_none("output_format", _kept)
            if output_format is None
            else OutputFormat.read(output_format, "output_format", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is EndpointStorage else finished(self, EndpointStorage, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["access_key_id"] = self.access_key_id
        result["endpoint"] = self.endpoint
        result["bucket"] = self.bucket
        result["create_time"] = self.create_time.isoformat()
        result["last_updated"] = self.last_updated.isoformat()
        if self.output_format is not None:
            result["output_format"] = str(self.output_format)
        return result
