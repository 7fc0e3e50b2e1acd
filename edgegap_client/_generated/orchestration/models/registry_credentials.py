"""RegistryCredentials: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_secret,
    to_str,
    unless_none,
)

_NAMES = frozenset(("registry_url", "project", "username", "token"))


@sealed(SERVICE)
@define(repr=False)
class RegistryCredentials(Model):
    """Credentials for the organisation's container registry.

    Attributes:
        registry_url: Host name of the registry.
        project: Project of the organisation in the registry. It is the first part of the image names.
        username: User name to log in with.
        token: Password to log in with.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("token",))

    registry_url: str | None = None
    project: str | None = None
    username: str | None = None
    token: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        registry_url = _data.get("registry_url", UNSET)
        self.registry_url = (
            registry_url
            if type(registry_url) is str
            else None
            if registry_url is UNSET
            else unless_none(registry_url, to_str, "registry_url", self)
        )
        project = _data.get("project", UNSET)
        self.project = (
            project
            if type(project) is str
            else None
            if project is UNSET
            else unless_none(project, to_str, "project", self)
        )
        username = _data.get("username", UNSET)
        self.username = (
            username
            if type(username) is str
            else None
            if username is UNSET
            else unless_none(username, to_str, "username", self)
        )
        token = _data.get("token", UNSET)
        self.token = (
            None if token is UNSET else keep_none("token", _kept) if token is None else to_secret(token, "token", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RegistryCredentials else finished(self, RegistryCredentials, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.registry_url is not None:
            result["registry_url"] = self.registry_url
        if self.project is not None:
            result["project"] = self.project
        if self.username is not None:
            result["username"] = self.username
        if self.token is not None:
            result["token"] = self.token
        return result
