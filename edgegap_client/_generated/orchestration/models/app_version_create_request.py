"""AppVersionCreateRequest: a model of the specification."""

import datetime
from collections.abc import Mapping
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
    to_datetime,
    to_int,
    to_models,
    to_secret,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    (
        "name",
        "docker_repository",
        "docker_image",
        "docker_tag",
        "req_cpu",
        "req_memory",
        "is_active",
        "private_username",
        "private_token",
        "verify_image",
        "req_video",
        "max_duration",
        "time_to_deploy",
        "termination_grace_period_seconds",
        "restart_policy",
        "force_cache",
        "cache_min_hour",
        "cache_max_hour",
        "will_deploy_in_mainland_china",
        "dns_config",
        "ports",
        "envs",
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
        "create_time",
        "last_updated",
    )
)


@sealed(SERVICE)
@define(repr=False)
class AppVersionCreateRequest(Model):
    """The request to create a version.

    Attributes:
        name: Name of the version, 1 to 64 characters, unique in its application.
        docker_repository: Host name of the registry that holds the image, such as registry.edgegap.com or
            docker.io.
        docker_image: Image name with its project, in lower case, without the registry and the tag.
        docker_tag: Tag of the image.
        req_cpu: CPU share in vCPU units, at least 100. 1024 units are one vCPU.
        req_memory: Memory in MiB, at least 100, and at most twice the number of vCPU units.
        is_active: Whether the version can be deployed. The service's default is true.
        private_username: User name for a private registry.
        private_token: Token (recommended) or password for a private registry. Responses can contain it in clear
            text.
        verify_image: Whether the service tries to pull the image before it accepts the version. The service's
            default is false.
        req_video: GPU share, where 1024 is one GPU.
        max_duration: Minutes after which the service stops a deployment, from -1 to 1440. The service's default
            is 1440. In older documents, 0 means no limit. The free tier allows at most 60 minutes.
        time_to_deploy: Seconds that a deployment may take to start before the service tries again. The
            service's default is 10, although the documented minimum is 15.
        termination_grace_period_seconds: Seconds between SIGTERM and the end of the container, up to 3600. The
            documented minimum is 5.
        restart_policy: When the service restarts a container that has ended.
        force_cache: Whether the service caches the image at its sites, so that deployments start faster.
        cache_min_hour: First hour of the day, 0 to 23, at which the image should be cached. The newest
            specification does not have it.
        cache_max_hour: Last hour of the day, 0 to 23, at which the image should be cached. The newest
            specification does not have it.
        will_deploy_in_mainland_china: Whether deployments can run in mainland China. The service's default is
            false.
        dns_config: Name of the DNS configuration that deployments use.
        ports: Ports that the container listens on.
        envs: Environment variables of the container.
        endpoint_storage: Name of the endpoint storage that receives container logs. Omit it or send null for
            none.
        command: Command to run in place of the image's own command. Null keeps the image's own command.
        arguments: Arguments for the command. Null means none.
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
        create_time: When the version was created. The service sets it, so omit it.
        last_updated: When the version was last changed. The service sets it, so omit it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("private_token",))

    name: str
    docker_repository: str
    docker_image: str
    docker_tag: str
    req_cpu: int
    req_memory: int
    is_active: bool | Unset = UNSET
    private_username: str | Unset = UNSET
    private_token: str | Unset = UNSET
    verify_image: bool | Unset = UNSET
    req_video: int | Unset = UNSET
    max_duration: int | Unset = UNSET
    time_to_deploy: int | Unset = UNSET
    termination_grace_period_seconds: int | Unset = UNSET
    restart_policy: RestartPolicy | Unset = UNSET
    force_cache: bool | Unset = UNSET
    cache_min_hour: int | Unset = UNSET
    cache_max_hour: int | Unset = UNSET
    will_deploy_in_mainland_china: bool | Unset = UNSET
    dns_config: str | Unset = UNSET
    ports: list[AppVersionPort] | Unset = UNSET
    envs: list[AppVersionEnv] | Unset = UNSET
    endpoint_storage: None | str | Unset = UNSET
    command: None | str | Unset = UNSET
    arguments: None | str | Unset = UNSET
    session_config: SessionConfig | Unset = UNSET
    probe: AppVersionProbe | Unset = UNSET
    use_telemetry: bool | Unset = UNSET
    whitelisting_active: bool | Unset = UNSET
    kind: int | Unset = UNSET
    inject_context_env: bool | Unset = UNSET
    enable_all_locations: bool | Unset = UNSET
    build_type: BuildType | Unset = UNSET
    create_time: datetime.datetime | Unset = UNSET
    last_updated: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
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
        req_cpu = _data.get("req_cpu", UNSET)
        self.req_cpu = req_cpu if type(req_cpu) is int else to_int(req_cpu, "req_cpu", self)
        req_memory = _data.get("req_memory", UNSET)
        self.req_memory = req_memory if type(req_memory) is int else to_int(req_memory, "req_memory", self)
        is_active = _data.get("is_active", UNSET)
        self.is_active = (
            is_active
            if type(is_active) is bool or is_active is UNSET
            else unless_null(is_active, to_bool, "is_active", self)
        )
        private_username = _data.get("private_username", UNSET)
        self.private_username = (
            private_username
            if type(private_username) is str or private_username is UNSET
            else unless_null(private_username, to_str, "private_username", self)
        )
        private_token = _data.get("private_token", UNSET)
        self.private_token = (
            private_token
            if private_token is UNSET
            else keep_null("private_token", _kept)
            if private_token is None
            else to_secret(private_token, "private_token", self)
        )
        verify_image = _data.get("verify_image", UNSET)
        self.verify_image = (
            verify_image
            if type(verify_image) is bool or verify_image is UNSET
            else unless_null(verify_image, to_bool, "verify_image", self)
        )
        req_video = _data.get("req_video", UNSET)
        self.req_video = (
            req_video
            if type(req_video) is int or req_video is UNSET
            else unless_null(req_video, to_int, "req_video", self)
        )
        max_duration = _data.get("max_duration", UNSET)
        self.max_duration = (
            max_duration
            if type(max_duration) is int or max_duration is UNSET
            else unless_null(max_duration, to_int, "max_duration", self)
        )
        time_to_deploy = _data.get("time_to_deploy", UNSET)
        self.time_to_deploy = (
            time_to_deploy
            if type(time_to_deploy) is int or time_to_deploy is UNSET
            else unless_null(time_to_deploy, to_int, "time_to_deploy", self)
        )
        termination_grace_period_seconds = _data.get("termination_grace_period_seconds", UNSET)
        self.termination_grace_period_seconds = (
            termination_grace_period_seconds
            if type(termination_grace_period_seconds) is int or termination_grace_period_seconds is UNSET
            else unless_null(termination_grace_period_seconds, to_int, "termination_grace_period_seconds", self)
        )
        restart_policy = _data.get("restart_policy", UNSET)
        self.restart_policy = (
            restart_policy
            if restart_policy is UNSET
            else keep_null("restart_policy", _kept)
            if restart_policy is None
            else RestartPolicy.read(restart_policy, "restart_policy", self)
        )
        force_cache = _data.get("force_cache", UNSET)
        self.force_cache = (
            force_cache
            if type(force_cache) is bool or force_cache is UNSET
            else unless_null(force_cache, to_bool, "force_cache", self)
        )
        cache_min_hour = _data.get("cache_min_hour", UNSET)
        self.cache_min_hour = (
            cache_min_hour
            if type(cache_min_hour) is int or cache_min_hour is UNSET
            else unless_null(cache_min_hour, to_int, "cache_min_hour", self)
        )
        cache_max_hour = _data.get("cache_max_hour", UNSET)
        self.cache_max_hour = (
            cache_max_hour
            if type(cache_max_hour) is int or cache_max_hour is UNSET
            else unless_null(cache_max_hour, to_int, "cache_max_hour", self)
        )
        will_deploy_in_mainland_china = _data.get("will_deploy_in_mainland_china", UNSET)
        self.will_deploy_in_mainland_china = (
            will_deploy_in_mainland_china
            if type(will_deploy_in_mainland_china) is bool or will_deploy_in_mainland_china is UNSET
            else unless_null(will_deploy_in_mainland_china, to_bool, "will_deploy_in_mainland_china", self)
        )
        dns_config = _data.get("dns_config", UNSET)
        self.dns_config = (
            dns_config
            if type(dns_config) is str or dns_config is UNSET
            else unless_null(dns_config, to_str, "dns_config", self)
        )
        ports = _data.get("ports", UNSET)
        self.ports = (
            ports
            if ports is UNSET
            else keep_null("ports", _kept)
            if ports is None
            else to_models(ports, AppVersionPort, "ports", self)
        )
        envs = _data.get("envs", UNSET)
        self.envs = (
            envs
            if envs is UNSET
            else keep_null("envs", _kept)
            if envs is None
            else to_models(envs, AppVersionEnv, "envs", self)
        )
        endpoint_storage = _data.get("endpoint_storage", UNSET)
        self.endpoint_storage = (
            endpoint_storage
            if endpoint_storage is UNSET or type(endpoint_storage) is str or endpoint_storage is None
            else to_str(endpoint_storage, "endpoint_storage", self)
        )
        command = _data.get("command", UNSET)
        self.command = (
            command if command is UNSET or type(command) is str or command is None else to_str(command, "command", self)
        )
        arguments = _data.get("arguments", UNSET)
        self.arguments = (
            arguments
            if arguments is UNSET or type(arguments) is str or arguments is None
            else to_str(arguments, "arguments", self)
        )
        session_config = _data.get("session_config", UNSET)
        self.session_config = (
            session_config
            if session_config is UNSET
            else keep_null("session_config", _kept)
            if session_config is None
            else SessionConfig.read(session_config, "session_config", self)
        )
        probe = _data.get("probe", UNSET)
        self.probe = (
            probe
            if probe is UNSET
            else keep_null("probe", _kept)
            if probe is None
            else AppVersionProbe.read(probe, "probe", self)
        )
        use_telemetry = _data.get("use_telemetry", UNSET)
        self.use_telemetry = (
            use_telemetry
            if type(use_telemetry) is bool or use_telemetry is UNSET
            else unless_null(use_telemetry, to_bool, "use_telemetry", self)
        )
        whitelisting_active = _data.get("whitelisting_active", UNSET)
        self.whitelisting_active = (
            whitelisting_active
            if type(whitelisting_active) is bool or whitelisting_active is UNSET
            else unless_null(whitelisting_active, to_bool, "whitelisting_active", self)
        )
        kind = _data.get("kind", UNSET)
        self.kind = kind if type(kind) is int or kind is UNSET else unless_null(kind, to_int, "kind", self)
        inject_context_env = _data.get("inject_context_env", UNSET)
        self.inject_context_env = (
            inject_context_env
            if type(inject_context_env) is bool or inject_context_env is UNSET
            else unless_null(inject_context_env, to_bool, "inject_context_env", self)
        )
        enable_all_locations = _data.get("enable_all_locations", UNSET)
        self.enable_all_locations = (
            enable_all_locations
            if type(enable_all_locations) is bool or enable_all_locations is UNSET
            else unless_null(enable_all_locations, to_bool, "enable_all_locations", self)
        )
        build_type = _data.get("build_type", UNSET)
        self.build_type = (
            build_type
            if build_type is UNSET
            else keep_null("build_type", _kept)
            if build_type is None
            else BuildType.read(build_type, "build_type", self)
        )
        create_time = _data.get("create_time", UNSET)
        self.create_time = (
            create_time
            if create_time is UNSET
            else keep_null("create_time", _kept)
            if create_time is None
            else to_datetime(create_time, "create_time", self)
        )
        last_updated = _data.get("last_updated", UNSET)
        self.last_updated = (
            last_updated
            if last_updated is UNSET
            else keep_null("last_updated", _kept)
            if last_updated is None
            else to_datetime(last_updated, "last_updated", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AppVersionCreateRequest else finished(self, AppVersionCreateRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["docker_repository"] = self.docker_repository
        result["docker_image"] = self.docker_image
        result["docker_tag"] = self.docker_tag
        result["req_cpu"] = self.req_cpu
        result["req_memory"] = self.req_memory
        if self.is_active is not UNSET:
            result["is_active"] = self.is_active
        if self.private_username is not UNSET:
            result["private_username"] = self.private_username
        if self.private_token is not UNSET:
            result["private_token"] = self.private_token
        if self.verify_image is not UNSET:
            result["verify_image"] = self.verify_image
        if self.req_video is not UNSET:
            result["req_video"] = self.req_video
        if self.max_duration is not UNSET:
            result["max_duration"] = self.max_duration
        if self.time_to_deploy is not UNSET:
            result["time_to_deploy"] = self.time_to_deploy
        if self.termination_grace_period_seconds is not UNSET:
            result["termination_grace_period_seconds"] = self.termination_grace_period_seconds
        if self.restart_policy is not UNSET:
            result["restart_policy"] = str(self.restart_policy)
        if self.force_cache is not UNSET:
            result["force_cache"] = self.force_cache
        if self.cache_min_hour is not UNSET:
            result["cache_min_hour"] = self.cache_min_hour
        if self.cache_max_hour is not UNSET:
            result["cache_max_hour"] = self.cache_max_hour
        if self.will_deploy_in_mainland_china is not UNSET:
            result["will_deploy_in_mainland_china"] = self.will_deploy_in_mainland_china
        if self.dns_config is not UNSET:
            result["dns_config"] = self.dns_config
        if self.ports is not UNSET:
            result["ports"] = [item.to_dict() for item in self.ports]
        if self.envs is not UNSET:
            result["envs"] = [item.to_dict() for item in self.envs]
        if self.endpoint_storage is not UNSET:
            result["endpoint_storage"] = self.endpoint_storage
        if self.command is not UNSET:
            result["command"] = self.command
        if self.arguments is not UNSET:
            result["arguments"] = self.arguments
        if self.session_config is not UNSET:
            result["session_config"] = self.session_config.to_dict()
        if self.probe is not UNSET:
            result["probe"] = self.probe.to_dict()
        if self.use_telemetry is not UNSET:
            result["use_telemetry"] = self.use_telemetry
        if self.whitelisting_active is not UNSET:
            result["whitelisting_active"] = self.whitelisting_active
        if self.kind is not UNSET:
            result["kind"] = self.kind
        if self.inject_context_env is not UNSET:
            result["inject_context_env"] = self.inject_context_env
        if self.enable_all_locations is not UNSET:
            result["enable_all_locations"] = self.enable_all_locations
        if self.build_type is not UNSET:
            result["build_type"] = str(self.build_type)
        if self.create_time is not UNSET:
            result["create_time"] = self.create_time.isoformat()
        if self.last_updated is not UNSET:
            result["last_updated"] = self.last_updated.isoformat()
        return result
