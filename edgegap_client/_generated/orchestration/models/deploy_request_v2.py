"""DeployRequestV2: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_resources import DeploymentResources
from ..models.deployment_user import DeploymentUser
from ..models.env_var_v2 import EnvVarV2
from ..models.webhook import Webhook
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
    to_bool,
    to_list,
    to_models,
    to_str,
)

_NAMES = frozenset(
    (
        "application",
        "version",
        "users",
        "resources",
        "require_cached_locations",
        "environment_variables",
        "tags",
        "webhook_on_ready",
        "webhook_on_error",
        "webhook_on_terminated",
    )
)


@sealed(SERVICE)
@define(repr=False)
class DeployRequestV2(Model):
    """The request to start a deployment.

    Attributes:
        application: The application's name.
        version: The name of the app version.
        users: The players, at least one. The service places the deployment near them.
        resources: Resources of this deployment, in place of the resources of the version.
        require_cached_locations: Whether to use only locations that have cached the image. The service's
            default is false. Null means the same.
        environment_variables: Environment variables for the container, in addition to the variables of the
            version.
        tags: Tags to find the deployment by. Up to 20 characters for each tag are safe.
        webhook_on_ready: The webhook that the service calls when the deployment is READY.
        webhook_on_error: The webhook that the service calls when the deployment is in ERROR.
        webhook_on_terminated: The webhook that the service calls when the deployment is TERMINATED.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    application: str
    version: str
    users: list[DeploymentUser]
    resources: DeploymentResources | Unset = UNSET
    require_cached_locations: bool | None | Unset = UNSET
    environment_variables: list[EnvVarV2] | Unset = UNSET
    tags: list[str] | Unset = UNSET
    webhook_on_ready: Webhook | Unset = UNSET
    webhook_on_error: Webhook | Unset = UNSET
    webhook_on_terminated: Webhook | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        application = _data.get("application", UNSET)
        self.application = application if type(application) is str else to_str(application, "application", self)
        version = _data.get("version", UNSET)
        self.version = version if type(version) is str else to_str(version, "version", self)
        self.users = to_models(_data.get("users", UNSET), DeploymentUser, "users", self)
        resources = _data.get("resources", UNSET)
        self.resources = (
            resources
            if resources is UNSET
            else keep_null("resources", _kept)
            if resources is None
            else DeploymentResources.read(resources, "resources", self)
        )
        require_cached_locations = _data.get("require_cached_locations", UNSET)
        self.require_cached_locations = (
            require_cached_locations
            if require_cached_locations is UNSET
            or type(require_cached_locations) is bool
            or require_cached_locations is None
            else to_bool(require_cached_locations, "require_cached_locations", self)
        )
        environment_variables = _data.get("environment_variables", UNSET)
        self.environment_variables = (
            environment_variables
            if environment_variables is UNSET
            else keep_null("environment_variables", _kept)
            if environment_variables is None
            else to_models(environment_variables, EnvVarV2, "environment_variables", self)
        )
        tags = _data.get("tags", UNSET)
        self.tags = (
            tags if tags is UNSET else keep_null("tags", _kept) if tags is None else to_list(tags, to_str, "tags", self)
        )
        webhook_on_ready = _data.get("webhook_on_ready", UNSET)
        self.webhook_on_ready = (
            webhook_on_ready
            if webhook_on_ready is UNSET
            else keep_null("webhook_on_ready", _kept)
            if webhook_on_ready is None
            else Webhook.read(webhook_on_ready, "webhook_on_ready", self)
        )
        webhook_on_error = _data.get("webhook_on_error", UNSET)
        self.webhook_on_error = (
            webhook_on_error
            if webhook_on_error is UNSET
            else keep_null("webhook_on_error", _kept)
            if webhook_on_error is None
            else Webhook.read(webhook_on_error, "webhook_on_error", self)
        )
        webhook_on_terminated = _data.get("webhook_on_terminated", UNSET)
        self.webhook_on_terminated = (
            webhook_on_terminated
            if webhook_on_terminated is UNSET
            else keep_null("webhook_on_terminated", _kept)
            if webhook_on_terminated is None
            else Webhook.read(webhook_on_terminated, "webhook_on_terminated", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeployRequestV2 else finished(self, DeployRequestV2, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["application"] = self.application
        result["version"] = self.version
        result["users"] = [item.to_dict() for item in self.users]
        if self.resources is not UNSET:
            result["resources"] = self.resources.to_dict()
        if self.require_cached_locations is not UNSET:
            result["require_cached_locations"] = self.require_cached_locations
        if self.environment_variables is not UNSET:
            result["environment_variables"] = [item.to_dict() for item in self.environment_variables]
        if self.tags is not UNSET:
            result["tags"] = self.tags
        if self.webhook_on_ready is not UNSET:
            result["webhook_on_ready"] = self.webhook_on_ready.to_dict()
        if self.webhook_on_error is not UNSET:
            result["webhook_on_error"] = self.webhook_on_error.to_dict()
        if self.webhook_on_terminated is not UNSET:
            result["webhook_on_terminated"] = self.webhook_on_terminated.to_dict()
        return result
