"""EndpointStorageCreateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.output_format import OutputFormat
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_null,
    keep_unknown,
    sealed,
    to_secret,
    to_str,
)

_NAMES = frozenset(("name", "access_key_id", "secret_access_key", "endpoint", "bucket", "output_format"))


@sealed(SERVICE)
@define(repr=False)
class EndpointStorageCreateRequest(Model):
    """An S3 bucket to register.

    Attributes:
        name: Name of the endpoint storage.
        access_key_id: Access key id for the bucket.
        secret_access_key: Secret key for the bucket. The service stores it encrypted and never returns it.
        endpoint: URL of the S3 service with http or https, preferably without the bucket in the host name.
        bucket: Name of the bucket.
        output_format: Format of the logs. The service's default is TEXT.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("secret_access_key",))

    name: str
    access_key_id: str
    secret_access_key: str
    endpoint: str
    bucket: str
    output_format: OutputFormat | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

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
        self.secret_access_key = to_secret(_data.get("secret_access_key", UNSET), "secret_access_key", self)
        endpoint = _data.get("endpoint", UNSET)
        self.endpoint = endpoint if type(endpoint) is str else to_str(endpoint, "endpoint", self)
        bucket = _data.get("bucket", UNSET)
        self.bucket = bucket if type(bucket) is str else to_str(bucket, "bucket", self)
        output_format = _data.get("output_format", UNSET)
        self.output_format = (
            output_format
            if output_format is UNSET
            else keep_null("output_format", _kept)
            if output_format is None
            else OutputFormat.read(output_format, "output_format", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is EndpointStorageCreateRequest else finished(self, EndpointStorageCreateRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["access_key_id"] = self.access_key_id
        result["secret_access_key"] = self.secret_access_key
        result["endpoint"] = self.endpoint
        result["bucket"] = self.bucket
        if self.output_format is not UNSET:
            result["output_format"] = str(self.output_format)
        return result
