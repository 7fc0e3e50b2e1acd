"""PullProfileLink: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_datetime, to_str

_NAMES = frozenset(("app", "app_version", "endpoint", "pull_profile", "create_time", "last_updated"))


@define(repr=False)
class PullProfileLink(Model):
    """The link between a pull profile and a version of an application.

    Attributes:
        app: Name of the application.
        app_version: Name of the version.
        endpoint: Name of the endpoint storage.
        pull_profile: Name of the pull profile.
        create_time: When the link was created. The server sends no time zone; the time is UTC.
        last_updated: When the link was last changed. The server sends no time zone; the time is UTC.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    app: str
    app_version: str
    endpoint: str
    pull_profile: str
    create_time: datetime.datetime | Unset = UNSET
    last_updated: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        app = _data.get("app", UNSET)
        self.app = app if type(app) is str else to_str(app, "app")
        app_version = _data.get("app_version", UNSET)
        self.app_version = app_version if type(app_version) is str else to_str(app_version, "app_version")
        endpoint = _data.get("endpoint", UNSET)
        self.endpoint = endpoint if type(endpoint) is str else to_str(endpoint, "endpoint")
        pull_profile = _data.get("pull_profile", UNSET)
        self.pull_profile = pull_profile if type(pull_profile) is str else to_str(pull_profile, "pull_profile")
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
        return self if cls is PullProfileLink else of_subclass(self, PullProfileLink)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["app"] = self.app
        result["app_version"] = self.app_version
        result["endpoint"] = self.endpoint
        result["pull_profile"] = self.pull_profile
        if self.create_time is not UNSET:
            result["create_time"] = self.create_time.isoformat()
        if self.last_updated is not UNSET:
            result["last_updated"] = self.last_updated.isoformat()
        return result
