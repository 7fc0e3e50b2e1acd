"""EndpointStorage: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.output_format import OutputFormat
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_datetime,
    to_str,
    unless_null,
)

_NAMES = frozenset(("name", "access_key_id", "endpoint", "bucket", "output_format", "create_time", "last_updated"))


@define(repr=False)
class EndpointStorage(Model):
    """A registered S3 bucket, without its secret key.

    Attributes:
        name: Name of the endpoint storage.
        access_key_id: Access key id for the bucket.
        endpoint: URL of the S3 service.
        bucket: Name of the bucket.
        output_format: Format of the logs.
        create_time: When the endpoint storage was created. The server sends no time zone; the time is UTC.
        last_updated: When the endpoint storage was last changed. The server sends no time zone; the time is
            UTC.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str | Unset = UNSET
    access_key_id: str | Unset = UNSET
    endpoint: str | Unset = UNSET
    bucket: str | Unset = UNSET
    output_format: OutputFormat | Unset = UNSET
    create_time: datetime.datetime | Unset = UNSET
    last_updated: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", _kept)
        access_key_id = _data.get("access_key_id", UNSET)
        self.access_key_id = (
            access_key_id
            if type(access_key_id) is str or access_key_id is UNSET
            else unless_null(access_key_id, to_str, "access_key_id", _kept)
        )
        endpoint = _data.get("endpoint", UNSET)
        self.endpoint = (
            endpoint if type(endpoint) is str or endpoint is UNSET else unless_null(endpoint, to_str, "endpoint", _kept)
        )
        bucket = _data.get("bucket", UNSET)
        self.bucket = bucket if type(bucket) is str or bucket is UNSET else unless_null(bucket, to_str, "bucket", _kept)
        output_format = _data.get("output_format", UNSET)
        self.output_format = (
            output_format
            if output_format is UNSET
            else keep_null("output_format", _kept)
            if output_format is None
            else OutputFormat.read(output_format, "output_format")
        )
        create_time = _data.get("create_time", UNSET)
        self.create_time = (
            create_time
            if create_time is UNSET
            else keep_null("create_time", _kept)
            if create_time is None
            else to_datetime(create_time, "create_time", _kept)
        )
        last_updated = _data.get("last_updated", UNSET)
        self.last_updated = (
            last_updated
            if last_updated is UNSET
            else keep_null("last_updated", _kept)
            if last_updated is None
            else to_datetime(last_updated, "last_updated", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is EndpointStorage else of_subclass(self, EndpointStorage)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.name is not UNSET:
            result["name"] = self.name
        if self.access_key_id is not UNSET:
            result["access_key_id"] = self.access_key_id
        if self.endpoint is not UNSET:
            result["endpoint"] = self.endpoint
        if self.bucket is not UNSET:
            result["bucket"] = self.bucket
        if self.output_format is not UNSET:
            result["output_format"] = str(self.output_format)
        if self.create_time is not UNSET:
            result["create_time"] = self.create_time.isoformat()
        if self.last_updated is not UNSET:
            result["last_updated"] = self.last_updated.isoformat()
        return result
