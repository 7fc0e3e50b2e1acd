"""SessionCreateResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_selector import SessionSelector
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(("session_id", "app", "version", "custom_id", "deployment_request_id", "selectors", "webhook_url"))


@define(repr=False)
class SessionCreateResponse(Model):
    """The session that was created. It has no status yet; get the session for that.

    Attributes:
        session_id: Id of the session.
        app: Name of the application.
        version: Name of the application version.
        custom_id: An id of the caller's own, if any.
        deployment_request_id: Id of the requested deployment.
        selectors: The selectors of the request.
        webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    app: str
    version: str
    custom_id: str | Unset = UNSET
    deployment_request_id: str | Unset = UNSET
    selectors: list[SessionSelector] | Unset = UNSET
    webhook_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id")
        app = _data.get("app", UNSET)
        self.app = app if type(app) is str else to_str(app, "app")
        version = _data.get("version", UNSET)
        self.version = version if type(version) is str else to_str(version, "version")
        custom_id = _data.get("custom_id", UNSET)
        self.custom_id = (
            custom_id
            if type(custom_id) is str or custom_id is UNSET
            else unless_null(custom_id, to_str, "custom_id", _kept)
        )
        deployment_request_id = _data.get("deployment_request_id", UNSET)
        self.deployment_request_id = (
            deployment_request_id
            if type(deployment_request_id) is str or deployment_request_id is UNSET
            else unless_null(deployment_request_id, to_str, "deployment_request_id", _kept)
        )
        selectors = _data.get("selectors", UNSET)
        self.selectors = (
            selectors
            if selectors is UNSET
            else keep_null("selectors", _kept)
            if selectors is None
            else to_list(selectors, SessionSelector.read, "selectors")
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str or webhook_url is UNSET
            else unless_null(webhook_url, to_str, "webhook_url", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionCreateResponse else of_subclass(self, SessionCreateResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["app"] = self.app
        result["version"] = self.version
        if self.custom_id is not UNSET:
            result["custom_id"] = self.custom_id
        if self.deployment_request_id is not UNSET:
            result["deployment_request_id"] = self.deployment_request_id
        if self.selectors is not UNSET:
            result["selectors"] = [item.to_dict() for item in self.selectors]
        if self.webhook_url is not UNSET:
            result["webhook_url"] = self.webhook_url
        return result
