"""RegistryCredentials: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("registry_url", "project", "username", "token"))


@define(repr=False)
class RegistryCredentials(Model):
    """Credentials for the organisation's container registry.

    Attributes:
        registry_url: Host name of the registry.
        project: Project of the organisation in the registry; the first part of its image names.
        username: User name to log in with.
        token: Password to log in with.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("token",))

    registry_url: str | Unset = UNSET
    project: str | Unset = UNSET
    username: str | Unset = UNSET
    token: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        registry_url = _data.get("registry_url", UNSET)
        self.registry_url = (
            registry_url
            if type(registry_url) is str or registry_url is UNSET
            else unless_null(registry_url, to_str, "registry_url", _kept)
        )
        project = _data.get("project", UNSET)
        self.project = (
            project if type(project) is str or project is UNSET else unless_null(project, to_str, "project", _kept)
        )
        username = _data.get("username", UNSET)
        self.username = (
            username if type(username) is str or username is UNSET else unless_null(username, to_str, "username", _kept)
        )
        token = _data.get("token", UNSET)
        self.token = token if type(token) is str or token is UNSET else unless_null(token, to_str, "token", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RegistryCredentials else of_subclass(self, RegistryCredentials)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.registry_url is not UNSET:
            result["registry_url"] = self.registry_url
        if self.project is not UNSET:
            result["project"] = self.project
        if self.username is not UNSET:
            result["username"] = self.username
        if self.token is not UNSET:
            result["token"] = self.token
        return result
