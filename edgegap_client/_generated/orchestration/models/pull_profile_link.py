"""PullProfileLink: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    leave_out,
    sealed,
    to_datetime,
    to_str,
)

_NAMES = frozenset(("app", "app_version", "endpoint", "pull_profile", "create_time", "last_updated"))


@sealed(SERVICE)
@define(repr=False)
class PullProfileLink(Model):
    """The link between a pull profile and a version of an application.

    Attributes:
        app: Name of the application.
        app_version: Name of the version.
        endpoint: Name of the endpoint storage.
        pull_profile: Name of the pull profile.
        create_time: When the link was created, in UTC. The service sends no time zone.
        last_updated: When the link was last changed, in UTC. The service sends no time zone.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("create_time", "last_updated"))

    app: str
    app_version: str
    endpoint: str
    pull_profile: str
    create_time: datetime.datetime = ABSENT
    last_updated: datetime.datetime = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("create_time", "last_updated"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        app = _data.get("app", UNSET)
        self.app = app if type(app) is str else to_str(app, "app", self)
        app_version = _data.get("app_version", UNSET)
        self.app_version = app_version if type(app_version) is str else to_str(app_version, "app_version", self)
        endpoint = _data.get("endpoint", UNSET)
        self.endpoint = endpoint if type(endpoint) is str else to_str(endpoint, "endpoint", self)
        pull_profile = _data.get("pull_profile", UNSET)
        self.pull_profile = pull_profile if type(pull_profile) is str else to_str(pull_profile, "pull_profile", self)
        self.create_time = to_datetime(_data.get("create_time", UNSET), "create_time", self)
        self.last_updated = to_datetime(_data.get("last_updated", UNSET), "last_updated", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PullProfileLink else finished(self, PullProfileLink, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["app"] = self.app
        result["app_version"] = self.app_version
        result["endpoint"] = self.endpoint
        result["pull_profile"] = self.pull_profile
        result["create_time"] = self.create_time.isoformat()
        result["last_updated"] = self.last_updated.isoformat()
        return result
