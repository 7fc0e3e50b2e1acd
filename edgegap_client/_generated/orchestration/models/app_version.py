"""AppVersion: a model of the specification."""

import datetime
from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.app_version_env import AppVersionEnv
from ..models.app_version_port import AppVersionPort
from ..models.app_version_probe import AppVersionProbe
from ..models.build_type import BuildType
from ..models.restart_policy import RestartPolicy
from ..models.session_config import SessionConfig
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
    to_bool,
    to_datetime,
    to_float,
    to_int,
    to_models,
    to_secret,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    (
        "name",
        "is_active",
        "docker_repository",
        "docker_image",
        "docker_tag",
        "verify_image",
        "req_cpu",
        "req_memory",
        "max_duration",
        "time_to_deploy",
        "termination_grace_period_seconds",
        "force_cache",
        "ports",
        "envs",
        "create_time",
        "last_updated",
        "private_username",
        "private_token",
        "req_video",
        "restart_policy",
        "caching_percent",
        "cache_min_hour",
        "cache_max_hour",
        "will_deploy_in_mainland_china",
        "dns_config",
        "endpoint_storage",
        "command",
        "arguments",
        "session_config",
        "probe",
        "use_telemetry",
        "whitelisting_active",
        "kind",
        "inject_context_env",
        "enable_all_locations",
        "build_type",
    )
)


@sealed(SERVICE)
@define(repr=False)
class AppVersion(Model):
    """A version of an application. It says how to run a container image. The service does not always send all
    fields.

    Attributes:
        name: Name of the version, unique in its application.
        is_active: Whether the version can be deployed.
        docker_repository: Host name of the registry that holds the image, such as registry.edgegap.com or
            docker.io.
        docker_image: Image name with its project, without the registry and the tag.
        docker_tag: Tag of the image.
        verify_image: The value of `verify_image` in the request.
        req_cpu: CPU share in vCPU units, where 1024 is one vCPU.
        req_memory: Memory in MiB.
        max_duration: Minutes after which the service stops a deployment, from -1 to 1440. In older documents, 0
            means no limit.
        time_to_deploy: Seconds that a deployment may take to start before the service tries again.
        termination_grace_period_seconds: Seconds between SIGTERM and the end of the container, from 5 to 3600
            as documented.
        force_cache: Whether the service caches the image at its sites, so that deployments start faster.
        ports: Ports that the container listens on.
        envs: Environment variables of the container.
        create_time: When the version was created. A time without a zone is UTC.
        last_updated: When the version was last changed. A time without a zone is UTC.
        private_username: User name for a private registry.
        private_token: Password or token for a private registry. The service can send it in clear text.
        req_video: GPU share, where 1024 is one GPU.
        restart_policy: When the service restarts a container that has ended. It can be missing on versions from
            before May 2026.
        caching_percent: Progress of the caching, from 0 to 1.
        cache_min_hour: First hour of the day, 0 to 23, at which the image should be cached. The newest
            specification does not have it.
        cache_max_hour: Last hour of the day, 0 to 23, at which the image should be cached. The newest
            specification does not have it.
        will_deploy_in_mainland_china: Whether deployments can run in mainland China.
        dns_config: Name of the DNS configuration that deployments use.
        endpoint_storage: Name of the endpoint storage that receives container logs.
        command: Command that replaces the image's own command. Null means the image's own command.
        arguments: Arguments for the command, or null if there are none.
        session_config: How sessions share deployments of this version. The newest specification does not have
            it.
        probe: The latencies that are good and bad for players. The newest specification does not have it.
        use_telemetry: Whether deployments of this version use telemetry. The newest specification does not have
            it.
        whitelisting_active: Whether only players on the access list can connect to deployments. The newest
            specification does not have it.
        kind: Kind of version as a number. The meaning of each number is not documented.
        inject_context_env: It no longer has an effect. The service always injects the context variables.
            Deprecated.
        enable_all_locations: Whether deployments can use every location, including slow ones. Deployments then
            take longer to start. You cannot combine it with the access list or with caching. Deprecated.
        build_type: The purpose that the version is built for. Only the API of December 2024 had this field.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("private_token",))

    _always: ClassVar[frozenset[str]] = frozenset(
        (
            "name",
            "is_active",
            "docker_repository",
            "docker_image",
            "docker_tag",
            "verify_image",
            "req_cpu",
            "req_memory",
            "max_duration",
            "time_to_deploy",
            "termination_grace_period_seconds",
            "force_cache",
            "ports",
            "envs",
            "create_time",
            "last_updated",
        )
    )

    name: str = ABSENT
    is_active: bool = ABSENT
    docker_repository: str = ABSENT
    docker_image: str = ABSENT
    docker_tag: str = ABSENT
    verify_image: bool = ABSENT
    req_cpu: int = ABSENT
    req_memory: int = ABSENT
    max_duration: int = ABSENT
    time_to_deploy: int = ABSENT
    termination_grace_period_seconds: int = ABSENT
    force_cache: bool = ABSENT
    ports: list[AppVersionPort] = ABSENT
    envs: list[AppVersionEnv] = ABSENT
    create_time: datetime.datetime = ABSENT
    last_updated: datetime.datetime = ABSENT
    private_username: str | None = None
    private_token: str | None = None
    req_video: int | None = None
    restart_policy: RestartPolicy | None = None
    caching_percent: float | None = None
    cache_min_hour: int | None = None
    cache_max_hour: int | None = None
    will_deploy_in_mainland_china: bool | None = None
    dns_config: str | None = None
    endpoint_storage: str | None = None
    command: str | None = None
    arguments: str | None = None
    session_config: SessionConfig | None = None
    probe: AppVersionProbe | None = None
    use_telemetry: bool | None = None
    whitelisting_active: bool | None = None
    kind: int | None = None
    inject_context_env: bool | None = None
    enable_all_locations: bool | None = None
    build_type: BuildType | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(
            self,
            (
                "name",
                "is_active",
                "docker_repository",
                "docker_image",
                "docker_tag",
                "verify_image",
                "req_cpu",
                "req_memory",
                "max_duration",
                "time_to_deploy",
                "termination_grace_period_seconds",
                "force_cache",
                "ports",
                "envs",
                "create_time",
                "last_updated",
            ),
        )

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        is_active = _data.get("is_active", UNSET)
        self.is_active = is_active if type(is_active) is bool else to_bool(is_active, "is_active", self)
        docker_repository = _data.get("docker_repository", UNSET)
        self.docker_repository = (
            docker_repository
            if type(docker_repository) is str
            else to_str(docker_repository, "docker_repository", self)
        )
        docker_image = _data.get("docker_image", UNSET)
        self.docker_image = docker_image if type(docker_image) is str else to_str(docker_image, "docker_image", self)
        docker_tag = _data.get("docker_tag", UNSET)
        self.docker_tag = docker_tag if type(docker_tag) is str else to_str(docker_tag, "docker_tag", self)
        verify_image = _data.get("verify_image", UNSET)
        self.verify_image = verify_image if type(verify_image) is bool else to_bool(verify_image, "verify_image", self)
        req_cpu = _data.get("req_cpu", UNSET)
        self.req_cpu = req_cpu if type(req_cpu) is int else to_int(req_cpu, "req_cpu", self)
        req_memory = _data.get("req_memory", UNSET)
        self.req_memory = req_memory if type(req_memory) is int else to_int(req_memory, "req_memory", self)
        max_duration = _data.get("max_duration", UNSET)
        self.max_duration = max_duration if type(max_duration) is int else to_int(max_duration, "max_duration", self)
        time_to_deploy = _data.get("time_to_deploy", UNSET)
        self.time_to_deploy = (
            time_to_deploy if type(time_to_deploy) is int else to_int(time_to_deploy, "time_to_deploy", self)
        )
        termination_grace_period_seconds = _data.get("termination_grace_period_seconds", UNSET)
        self.termination_grace_period_seconds = (
            termination_grace_period_seconds
            if type(termination_grace_period_seconds) is int
            else to_int(termination_grace_period_seconds, "termination_grace_period_seconds", self)
        )
        force_cache = _data.get("force_cache", UNSET)
        self.force_cache = force_cache if type(force_cache) is bool else to_bool(force_cache, "force_cache", self)
        self.ports = to_models(_data.get("ports", UNSET), AppVersionPort, "ports", self)
        self.envs = to_models(_data.get("envs", UNSET), AppVersionEnv, "envs", self)
        self.create_time = to_datetime(_data.get("create_time", UNSET), "create_time", self)
        self.last_updated = to_datetime(_data.get("last_updated", UNSET), "last_updated", self)
        private_username = _data.get("private_username", UNSET)
        self.private_username = (
            private_username
            if type(private_username) is str
            else None
            if private_username is UNSET
            else unless_none(private_username, to_str, "private_username", self)
        )
        private_token = _data.get("private_token", UNSET)
        self.private_token = (
            None
            if private_token is UNSET
            else keep_none("private_token", _kept)
            if private_token is None
            else to_secret(private_token, "private_token", self)
        )
        req_video = _data.get("req_video", UNSET)
        self.req_video = (
            req_video
            if type(req_video) is int
            else None
            if req_video is UNSET
            else unless_none(req_video, to_int, "req_video", self)
        )
        restart_policy = _data.get("restart_policy", UNSET)
        self.restart_policy = (
            None
            if restart_policy is UNSET
            else keep_none("restart_policy", _kept)
            if restart_policy is None
            else RestartPolicy.read(restart_policy, "restart_policy", self)
        )
        caching_percent = _data.get("caching_percent", UNSET)
        self.caching_percent = (
            caching_percent
            if (type(caching_percent) is float and isfinite(caching_percent))
            else None
            if caching_percent is UNSET
            else unless_none(caching_percent, to_float, "caching_percent", self)
        )
        cache_min_hour = _data.get("cache_min_hour", UNSET)
        self.cache_min_hour = (
            cache_min_hour
            if type(cache_min_hour) is int
            else None
            if cache_min_hour is UNSET
            else unless_none(cache_min_hour, to_int, "cache_min_hour", self)
        )
        cache_max_hour = _data.get("cache_max_hour", UNSET)
        self.cache_max_hour = (
            cache_max_hour
            if type(cache_max_hour) is int
            else None
            if cache_max_hour is UNSET
            else unless_none(cache_max_hour, to_int, "cache_max_hour", self)
        )
        will_deploy_in_mainland_china = _data.get("will_deploy_in_mainland_china", UNSET)
        self.will_deploy_in_mainland_china = (
            will_deploy_in_mainland_china
            if type(will_deploy_in_mainland_china) is bool
            else None
            if will_deploy_in_mainland_china is UNSET
            else unless_none(will_deploy_in_mainland_china, to_bool, "will_deploy_in_mainland_china", self)
        )
        dns_config = _data.get("dns_config", UNSET)
        self.dns_config = (
            dns_config
            if type(dns_config) is str
            else None
            if dns_config is UNSET
            else unless_none(dns_config, to_str, "dns_config", self)
        )
        endpoint_storage = _data.get("endpoint_storage", UNSET)
        self.endpoint_storage = (
            endpoint_storage
            if type(endpoint_storage) is str
            else None
            if endpoint_storage is UNSET
            else unless_none(endpoint_storage, to_str, "endpoint_storage", self)
        )
        command = _data.get("command", UNSET)
        self.command = (
            command
            if type(command) is str
            else None
            if command is UNSET
            else unless_none(command, to_str, "command", self)
        )
        arguments = _data.get("arguments", UNSET)
        self.arguments = (
            arguments
            if type(arguments) is str
            else None
            if arguments is UNSET
            else unless_none(arguments, to_str, "arguments", self)
        )
        session_config = _data.get("session_config", UNSET)
        self.session_config = (
            None
            if session_config is UNSET
            else keep_none("session_config", _kept)
            if session_config is None
            else SessionConfig.read(session_config, "session_config", self)
        )
        probe = _data.get("probe", UNSET)
        self.probe = (
            None
            if probe is UNSET
            else keep_none("probe", _kept)
            if probe is None
            else AppVersionProbe.read(probe, "probe", self)
        )
        use_telemetry = _data.get("use_telemetry", UNSET)
        self.use_telemetry = (
            use_telemetry
            if type(use_telemetry) is bool
            else None
            if use_telemetry is UNSET
            else unless_none(use_telemetry, to_bool, "use_telemetry", self)
        )
        whitelisting_active = _data.get("whitelisting_active", UNSET)
        self.whitelisting_active = (
            whitelisting_active
            if type(whitelisting_active) is bool
            else None
            if whitelisting_active is UNSET
            else unless_none(whitelisting_active, to_bool, "whitelisting_active", self)
        )
        kind = _data.get("kind", UNSET)
        self.kind = kind if type(kind) is int else None if kind is UNSET else unless_none(kind, to_int, "kind", self)
        inject_context_env = _data.get("inject_context_env", UNSET)
        self.inject_context_env = (
            inject_context_env
            if type(inject_context_env) is bool
            else None
            if inject_context_env is UNSET
            else unless_none(inject_context_env, to_bool, "inject_context_env", self)
        )
        enable_all_locations = _data.get("enable_all_locations", UNSET)
        self.enable_all_locations = (
            enable_all_locations
            if type(enable_all_locations) is bool
            else None
            if enable_all_locations is UNSET
            else unless_none(enable_all_locations, to_bool, "enable_all_locations", self)
        )
        build_type = _data.get("build_type", UNSET)
        self.build_type = (
            None
            if build_type is UNSET
            else keep_none("build_type", _kept)
            if build_type is None
            else BuildType.read(build_type, "build_type", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AppVersion else finished(self, AppVersion, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["is_active"] = self.is_active
        result["docker_repository"] = self.docker_repository
        result["docker_image"] = self.docker_image
        result["docker_tag"] = self.docker_tag
        result["verify_image"] = self.verify_image
        result["req_cpu"] = self.req_cpu
        result["req_memory"] = self.req_memory
        result["max_duration"] = self.max_duration
        result["time_to_deploy"] = self.time_to_deploy
        result["termination_grace_period_seconds"] = self.termination_grace_period_seconds
        result["force_cache"] = self.force_cache
        result["ports"] = [item.to_dict() for item in self.ports]
        result["envs"] = [item.to_dict() for item in self.envs]
        result["create_time"] = self.create_time.isoformat()
        result["last_updated"] = self.last_updated.isoformat()
        if self.private_username is not None:
            result["private_username"] = self.private_username
        if self.private_token is not None:
            result["private_token"] = self.private_token
        if self.req_video is not None:
            result["req_video"] = self.req_video
        if self.restart_policy is not None:
            result["restart_policy"] = str(self.restart_policy)
        if self.caching_percent is not None:
            result["caching_percent"] = self.caching_percent
        if self.cache_min_hour is not None:
            result["cache_min_hour"] = self.cache_min_hour
        if self.cache_max_hour is not None:
            result["cache_max_hour"] = self.cache_max_hour
        if self.will_deploy_in_mainland_china is not None:
            result["will_deploy_in_mainland_china"] = self.will_deploy_in_mainland_china
        if self.dns_config is not None:
            result["dns_config"] = self.dns_config
        if self.endpoint_storage is not None:
            result["endpoint_storage"] = self.endpoint_storage
        if self.command is not None:
            result["command"] = self.command
        if self.arguments is not None:
            result["arguments"] = self.arguments
        if self.session_config is not None:
            result["session_config"] = self.session_config.to_dict()
        if self.probe is not None:
            result["probe"] = self.probe.to_dict()
        if self.use_telemetry is not None:
            result["use_telemetry"] = self.use_telemetry
        if self.whitelisting_active is not None:
            result["whitelisting_active"] = self.whitelisting_active
        if self.kind is not None:
            result["kind"] = self.kind
        if self.inject_context_env is not None:
            result["inject_context_env"] = self.inject_context_env
        if self.enable_all_locations is not None:
            result["enable_all_locations"] = self.enable_all_locations
        if self.build_type is not None:
            result["build_type"] = str(self.build_type)
        return result
