"""The types of arguments. Where the API takes an object, a method takes a model, a dict of its fields, or a plain value.

`DeploymentUserLike` is the type of such an argument, and `DeploymentUserDict` the type of such a dict.
"""

import datetime
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from ..._core.public import public_in
from ..._core.shorthands import Place
from .models.ap_sort_strategy import ApSortStrategy
from .models.app_version_env import AppVersionEnv
from .models.app_version_port import AppVersionPort
from .models.app_version_probe import AppVersionProbe
from .models.build_type import BuildType
from .models.container_log_storage import ContainerLogStorage
from .models.coordinates import Coordinates
from .models.deploy_filter import DeployFilter
from .models.deploy_filter_field import DeployFilterField
from .models.deployment_bulk_stop_field import DeploymentBulkStopField
from .models.deployment_bulk_stop_filter import DeploymentBulkStopFilter
from .models.deployment_report_metadata import DeploymentReportMetadata
from .models.deployment_resources import DeploymentResources
from .models.deployment_user import DeploymentUser
from .models.deployment_user_data import DeploymentUserData
from .models.deployment_user_type import DeploymentUserType
from .models.env_var import EnvVar
from .models.env_var_v2 import EnvVarV2
from .models.filter_type import FilterType
from .models.geo_ip import GeoIp
from .models.output_format import OutputFormat
from .models.port_protocol import PortProtocol
from .models.pull_profile_source_type import PullProfileSourceType
from .models.relay_filter import RelayFilter
from .models.relay_user import RelayUser
from .models.restart_policy import RestartPolicy
from .models.selector_env import SelectorEnv
from .models.session_bulk_stop_field import SessionBulkStopField
from .models.session_bulk_stop_filter import SessionBulkStopFilter
from .models.session_config import SessionConfig
from .models.session_filter import SessionFilter
from .models.session_kind import SessionKind
from .models.session_selector import SessionSelector
from .models.webhook import Webhook

__all__ = [
    "ApSortStrategyLike",
    "AppCreateRequestDict",
    "AppUpdateRequestDict",
    "AppVersionCreateRequestDict",
    "AppVersionEnvDict",
    "AppVersionEnvLike",
    "AppVersionPortDict",
    "AppVersionPortLike",
    "AppVersionProbeDict",
    "AppVersionProbeLike",
    "AppVersionUpdateRequestDict",
    "BuildTypeLike",
    "ContainerLogStorageDict",
    "ContainerLogStorageLike",
    "CoordinatesDict",
    "CoordinatesLike",
    "DeployFilterDict",
    "DeployFilterFieldLike",
    "DeployFilterLike",
    "DeployRequestV1Dict",
    "DeployRequestV2Dict",
    "DeploymentBulkStopFieldLike",
    "DeploymentBulkStopFilterDict",
    "DeploymentBulkStopFilterLike",
    "DeploymentBulkStopRequestDict",
    "DeploymentReportMetadataLike",
    "DeploymentReportRequestDict",
    "DeploymentResourcesDict",
    "DeploymentResourcesLike",
    "DeploymentTagRequestDict",
    "DeploymentUpdateRequestDict",
    "DeploymentUserDataDict",
    "DeploymentUserDataLike",
    "DeploymentUserDict",
    "DeploymentUserLike",
    "DeploymentUserTypeLike",
    "EndpointStorageCreateRequestDict",
    "EndpointStorageUpdateRequestDict",
    "EnvVarDict",
    "EnvVarLike",
    "EnvVarV2Dict",
    "EnvVarV2Like",
    "FilterTypeLike",
    "GeoIpDict",
    "GeoIpLike",
    "IpsLookupRequestDict",
    "LobbyNameRequestDict",
    "OutputFormatLike",
    "Place",
    "PortProtocolLike",
    "PrivateFleetDeployRequestDict",
    "PullProfileCreateRequestDict",
    "PullProfileSourceTypeLike",
    "PullProfileUpdateRequestDict",
    "RelayFilterDict",
    "RelayFilterLike",
    "RelaySessionCreateRequestDict",
    "RelayUserAuthorizeRequestDict",
    "RelayUserDict",
    "RelayUserLike",
    "RelayUserRevokeRequestDict",
    "RestartPolicyLike",
    "SelectorEnvDict",
    "SelectorEnvLike",
    "SessionBulkStopFieldLike",
    "SessionBulkStopFilterDict",
    "SessionBulkStopFilterLike",
    "SessionBulkStopRequestDict",
    "SessionConfigDict",
    "SessionConfigLike",
    "SessionCreateRequestDict",
    "SessionFilterDict",
    "SessionFilterLike",
    "SessionKindLike",
    "SessionSelectorDict",
    "SessionSelectorLike",
    "SessionUsersRequestDict",
    "TagBulkDeleteRequestDict",
    "WebhookDict",
    "WebhookLike",
]

ApSortStrategyLike: TypeAlias = ApSortStrategy | Literal["basic", "weighted"]
BuildTypeLike: TypeAlias = BuildType | Literal["Production", "Development"]
DeployFilterFieldLike: TypeAlias = (
    DeployFilterField | Literal["city", "country", "continent", "region", "administrative_division", "location_tags"]
)
DeploymentBulkStopFieldLike: TypeAlias = DeploymentBulkStopField | Literal["request_id", "deployment_tags"]
DeploymentUserTypeLike: TypeAlias = DeploymentUserType | Literal["ip_address", "geo_coordinates"]
FilterTypeLike: TypeAlias = FilterType | Literal["any", "all", "not"]
OutputFormatLike: TypeAlias = OutputFormat | Literal["TEXT", "NDJSON"]
PortProtocolLike: TypeAlias = PortProtocol | Literal["UDP", "TCP", "TCP/UDP", "HTTP", "HTTPS", "WS", "WSS", "Websocket"]
PullProfileSourceTypeLike: TypeAlias = PullProfileSourceType | Literal["File", "Folder"]
RestartPolicyLike: TypeAlias = RestartPolicy | Literal["always", "never", "on_failure"]
SessionBulkStopFieldLike: TypeAlias = SessionBulkStopField | Literal["session_id", "deployment_tags", "request_id"]
SessionKindLike: TypeAlias = SessionKind | Literal["Default", "Seat", "Match"]


@public_in("arguments")
class AppVersionEnvDict(TypedDict):
    """The fields of `AppVersionEnv`.

    Attributes:
        key: Name of the variable.
        value: Value of the variable, up to 4 KB.
        is_secret: Whether the dashboard hides the value. Do not rely on the API to hide it. Some responses call
            this field `is_hidden`.
        is_hidden: The newer name of `is_secret`. If in doubt, send both and read both.
    """

    key: str
    value: str
    is_secret: NotRequired[bool]
    is_hidden: NotRequired[bool]


AppVersionEnvLike: TypeAlias = AppVersionEnv | AppVersionEnvDict | tuple[str, str]


@public_in("arguments")
class AppVersionPortDict(TypedDict):
    """The fields of `AppVersionPort`.

    Attributes:
        port: Port number inside the container, up to 59999. With 0, the service chooses a number and uses the
            same number outside. The port then needs a name.
        protocol: Protocol of the port.
        to_check: Whether the service checks that the port responds. The service's default is true.
        tls_upgrade: Whether the service adds TLS in front of the port. It has a meaning only for WS and HTTP.
            The service's default is false.
        name: Name of the port in a deployment's port map. Port 0 needs a name.
    """

    port: int
    protocol: PortProtocolLike
    to_check: NotRequired[bool]
    tls_upgrade: NotRequired[bool]
    name: NotRequired[str]


AppVersionPortLike: TypeAlias = AppVersionPort | AppVersionPortDict


@public_in("arguments")
class AppVersionProbeDict(TypedDict):
    """The fields of `AppVersionProbe`.

    Attributes:
        optimal_ping: Optimal latency in milliseconds, at least 1.
        rejected_ping: Latency in milliseconds from which the service rejects a place, at least 1.
    """

    optimal_ping: int
    rejected_ping: int


AppVersionProbeLike: TypeAlias = AppVersionProbe | AppVersionProbeDict


@public_in("arguments")
class SessionConfigDict(TypedDict):
    """The fields of `SessionConfig`.

    Attributes:
        kind: How players are counted.
        sockets: Number of places that one deployment offers, at least 1.
        autodeploy: Whether the service starts another deployment when all places are taken.
        empty_ttl: How long a deployment without players keeps running, at least 1. The unit is probably
            minutes.
        session_max_duration: How long a session may last, at least 60. The unit is probably minutes.
    """

    kind: NotRequired[SessionKindLike]
    sockets: NotRequired[int]
    autodeploy: NotRequired[bool]
    empty_ttl: NotRequired[int]
    session_max_duration: NotRequired[int]


SessionConfigLike: TypeAlias = SessionConfig | SessionConfigDict


@public_in("arguments")
class ContainerLogStorageDict(TypedDict):
    """The fields of `ContainerLogStorage`.

    Attributes:
        enabled: Whether to store the logs.
        endpoint_storage: The name of the endpoint storage that receives the logs. Set it if `enabled` is true.
    """

    enabled: bool
    endpoint_storage: NotRequired[str | None]


ContainerLogStorageLike: TypeAlias = ContainerLogStorage | ContainerLogStorageDict | bool | str


@public_in("arguments")
class CoordinatesDict(TypedDict):
    """The fields of `Coordinates`.

    Attributes:
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
    """

    latitude: float
    longitude: float


CoordinatesLike: TypeAlias = Coordinates | CoordinatesDict | tuple[float, float] | Place


@public_in("arguments")
class DeployFilterDict(TypedDict):
    """The fields of `DeployFilter`.

    Attributes:
        field: The field to compare.
        values: The values to compare with.
        filter_type: Whether any, all or none of the values must match.
    """

    field: DeployFilterFieldLike
    values: Iterable[str]
    filter_type: FilterTypeLike


DeployFilterLike: TypeAlias = DeployFilter | DeployFilterDict


@public_in("arguments")
class EnvVarDict(TypedDict):
    """The fields of `EnvVar`.

    Attributes:
        key: The variable's name.
        value: The variable's value, at most 4 KB.
        is_hidden: Whether the dashboard hides the value. The service's default is false. Whether the API also
            hides it is not known.
    """

    key: str
    value: str
    is_hidden: NotRequired[bool]


EnvVarLike: TypeAlias = EnvVar | EnvVarDict | tuple[str, str]


@public_in("arguments")
class GeoIpDict(TypedDict):
    """The fields of `GeoIp`.

    Attributes:
        ip: The player's public address.
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
    """

    ip: str
    latitude: float
    longitude: float


GeoIpLike: TypeAlias = GeoIp | GeoIpDict


@public_in("arguments")
class DeploymentResourcesDict(TypedDict):
    """The fields of `DeploymentResources`.

    Attributes:
        cpu_units: CPU share in vCPU units, at least 100. 1024 units are one vCPU.
        memory_mib: Memory in MiB, at least 100. For app versions, the service accepts at most twice the number
            of vCPU units.
    """

    cpu_units: int
    memory_mib: int


DeploymentResourcesLike: TypeAlias = DeploymentResources | DeploymentResourcesDict


@public_in("arguments")
class DeploymentUserDataDict(TypedDict):
    """The fields of `DeploymentUserData`.

    Attributes:
        ip_address: The player's public address, for the user type `ip_address`.
        latitude: Latitude in degrees, for the user type `geo_coordinates`.
        longitude: Longitude in degrees, for the user type `geo_coordinates`.
    """

    ip_address: NotRequired[str]
    latitude: NotRequired[float]
    longitude: NotRequired[float]


DeploymentUserDataLike: TypeAlias = DeploymentUserData | DeploymentUserDataDict


@public_in("arguments")
class DeploymentUserDict(TypedDict):
    """The fields of `DeploymentUser`.

    Attributes:
        user_type: How the player is located.
        user_data: The player's address or coordinates, depending on `user_type`.
    """

    user_type: DeploymentUserTypeLike
    user_data: DeploymentUserDataLike


DeploymentUserLike: TypeAlias = (
    DeploymentUser | DeploymentUserDict | str | IPv4Address | IPv6Address | tuple[float, float] | Place
)


@public_in("arguments")
class EnvVarV2Dict(TypedDict):
    """The fields of `EnvVarV2`.

    Attributes:
        key: The variable's name.
        value: The variable's value, at most 4 KB.
        is_hidden: Whether the dashboard hides the value. Whether the API also hides it is not known.
    """

    key: str
    value: str
    is_hidden: NotRequired[bool]


EnvVarV2Like: TypeAlias = EnvVarV2 | EnvVarV2Dict | tuple[str, str]


@public_in("arguments")
class WebhookDict(TypedDict):
    """The fields of `Webhook`.

    Attributes:
        url: The URL to call. The receiver has 10 seconds to respond. The service neither retries nor signs the
            request, so read the status again before you act on it.
    """

    url: str


WebhookLike: TypeAlias = Webhook | WebhookDict | str


@public_in("arguments")
class DeploymentBulkStopFilterDict(TypedDict):
    """The fields of `DeploymentBulkStopFilter`.

    Attributes:
        field: The field to compare.
        values: The ids or tags to compare with.
        filter_type: Whether any, all or none of the values must match.
    """

    field: DeploymentBulkStopFieldLike
    values: Iterable[str]
    filter_type: FilterTypeLike


DeploymentBulkStopFilterLike: TypeAlias = DeploymentBulkStopFilter | DeploymentBulkStopFilterDict

DeploymentReportMetadataLike: TypeAlias = DeploymentReportMetadata | Mapping[str, Any]


@public_in("arguments")
class RelayFilterDict(TypedDict):
    """The fields of `RelayFilter`.

    Attributes:
        field: The field to compare. The names are not documented for relays. Deployments have city, country,
            continent, region, `administrative_division` and `location_tags`.
        values: The values to compare with.
        filter_type: How the values must match.
    """

    field: str
    values: Iterable[str]
    filter_type: FilterTypeLike


RelayFilterLike: TypeAlias = RelayFilter | RelayFilterDict


@public_in("arguments")
class RelayUserDict(TypedDict):
    """The fields of `RelayUser`.

    Attributes:
        ip: The player's public IP address.
    """

    ip: str


RelayUserLike: TypeAlias = RelayUser | RelayUserDict | str | IPv4Address | IPv6Address


@public_in("arguments")
class SessionBulkStopFilterDict(TypedDict):
    """The fields of `SessionBulkStopFilter`.

    Attributes:
        field: The field to compare.
        values: The values to compare with.
        filter_type: How the values must match.
    """

    field: SessionBulkStopFieldLike
    values: Iterable[str]
    filter_type: FilterTypeLike


SessionBulkStopFilterLike: TypeAlias = SessionBulkStopFilter | SessionBulkStopFilterDict


@public_in("arguments")
class SessionFilterDict(TypedDict):
    """The fields of `SessionFilter`.

    Attributes:
        field: The field to compare. The names are not documented for sessions. Deployments have city, country,
            continent, region, `administrative_division` and `location_tags`.
        values: The values to compare with.
        filter_type: How the values must match.
    """

    field: str
    values: Iterable[str]
    filter_type: FilterTypeLike


SessionFilterLike: TypeAlias = SessionFilter | SessionFilterDict


@public_in("arguments")
class SelectorEnvDict(TypedDict):
    """The fields of `SelectorEnv`.

    Attributes:
        key: Name of the variable.
        value: Value of the variable.
    """

    key: str
    value: str


SelectorEnvLike: TypeAlias = SelectorEnv | SelectorEnvDict


@public_in("arguments")
class SessionSelectorDict(TypedDict):
    """The fields of `SessionSelector`.

    Attributes:
        tag: The tag to look for, 1 to 20 characters.
        tag_only: Whether the tag alone decides. The service's default is false.
        env: An environment variable that belongs to the tag.
    """

    tag: str
    tag_only: NotRequired[bool]
    env: NotRequired[SelectorEnvLike]


SessionSelectorLike: TypeAlias = SessionSelector | SessionSelectorDict | str


@public_in("arguments")
class AppCreateRequestDict(TypedDict):
    """The fields of `AppCreateRequest`.

    Attributes:
        name: Name of the application, 3 to 64 characters, unique in the organisation.
        is_active: Whether versions of the application can be deployed.
        image: Picture of the application as base64 text. Older documentation allows at most 300 KB.
        is_telemetry_agent_active: Whether versions of the application carry the telemetry agent. The newest
            specification no longer has this field.
    """

    name: str
    is_active: NotRequired[bool]
    image: NotRequired[str]
    is_telemetry_agent_active: NotRequired[bool]


@public_in("arguments")
class AppUpdateRequestDict(TypedDict):
    """The fields of `AppUpdateRequest`.

    Attributes:
        name: New name of the application, 3 to 64 characters, unique in the organisation.
        is_active: Whether versions of the application can be deployed.
        image: Picture of the application as base64 text. Older documentation allows at most 300 KB.
        is_telemetry_agent_active: Whether versions of the application carry the telemetry agent. The newest
            specification no longer has this field.
    """

    name: NotRequired[str]
    is_active: NotRequired[bool]
    image: NotRequired[str]
    is_telemetry_agent_active: NotRequired[bool]


@public_in("arguments")
class AppVersionCreateRequestDict(TypedDict):
    """The fields of `AppVersionCreateRequest`.

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
    """

    name: str
    docker_repository: str
    docker_image: str
    docker_tag: str
    req_cpu: int
    req_memory: int
    is_active: NotRequired[bool]
    private_username: NotRequired[str]
    private_token: NotRequired[str]
    verify_image: NotRequired[bool]
    req_video: NotRequired[int]
    max_duration: NotRequired[int]
    time_to_deploy: NotRequired[int]
    termination_grace_period_seconds: NotRequired[int]
    restart_policy: NotRequired[RestartPolicyLike]
    force_cache: NotRequired[bool]
    cache_min_hour: NotRequired[int]
    cache_max_hour: NotRequired[int]
    will_deploy_in_mainland_china: NotRequired[bool]
    dns_config: NotRequired[str]
    ports: NotRequired[Iterable[AppVersionPortLike]]
    envs: NotRequired[Iterable[AppVersionEnvLike] | Mapping[str, str]]
    endpoint_storage: NotRequired[str | None]
    command: NotRequired[str | None]
    arguments: NotRequired[str | None]
    session_config: NotRequired[SessionConfigLike]
    probe: NotRequired[AppVersionProbeLike]
    use_telemetry: NotRequired[bool]
    whitelisting_active: NotRequired[bool]
    kind: NotRequired[int]
    inject_context_env: NotRequired[bool]
    enable_all_locations: NotRequired[bool]
    build_type: NotRequired[BuildTypeLike]
    create_time: NotRequired[datetime.datetime]
    last_updated: NotRequired[datetime.datetime]


@public_in("arguments")
class AppVersionUpdateRequestDict(TypedDict):
    """The fields of `AppVersionUpdateRequest`.

    Attributes:
        name: Name of the version, 1 to 64 characters, unique in its application.
        is_active: Whether the version can be deployed.
        docker_repository: Host name of the registry that holds the image, such as registry.edgegap.com or
            docker.io.
        docker_image: Image name with its project, in lower case, without the registry and the tag.
        docker_tag: Tag of the image.
        private_username: User name for a private registry.
        private_token: Token (recommended) or password for a private registry. Responses can contain it in clear
            text.
        verify_image: Whether the service tries to pull the image before it accepts the change.
        req_cpu: CPU share in vCPU units, at least 100. The live service refuses it here with 400, although
            documents until 2025 have it.
        req_memory: Memory in MiB, at least 100. The live service refuses it here with 400, although documents
            until 2025 have it.
        req_video: GPU share. The live service refuses it here with 400, although documents until 2025 have it.
        max_duration: Minutes after which the service stops a deployment, from -1 to 1440. In older documents, 0
            means no limit. The free tier allows at most 60 minutes.
        time_to_deploy: Seconds that a deployment may take to start before the service tries again, at least 10,
            although the documented minimum is 15.
        termination_grace_period_seconds: Seconds between SIGTERM and the end of the container, up to 3600. The
            documented minimum is 5.
        restart_policy: When the service restarts a container that has ended.
        force_cache: Whether the service caches the image at its sites, so that deployments start faster.
        cache_min_hour: First hour of the day, 0 to 23, at which the image should be cached. The newest
            specification does not have it.
        cache_max_hour: Last hour of the day, 0 to 23, at which the image should be cached. The newest
            specification does not have it.
        will_deploy_in_mainland_china: Whether deployments can run in mainland China.
        dns_config: Name of the DNS configuration that deployments use.
        ports: Ports that the container listens on.
        envs: Environment variables of the container.
        endpoint_storage: Name of the endpoint storage that receives container logs, or null for none.
        command: Command to run in place of the image's own command. Null keeps the image's own command.
        arguments: Arguments for the command. Null means none.
        session_config: How sessions share deployments of this version. The newest specification does not have
            it.
        probe: The latencies that are good and bad for players. The newest specification does not have it.
        use_telemetry: Whether deployments of this version use telemetry. The newest specification does not have
            it.
        whitelisting_active: Whether only players on the access list can connect to deployments. The newest
            specification does not have it.
        inject_context_env: It no longer has an effect. The service always injects the context variables.
            Deprecated.
        enable_all_locations: Whether deployments can use every location, including slow ones. Deployments then
            take longer to start. You cannot combine it with the access list or with caching. Deprecated.
        build_type: The purpose that the version is built for. Only the API of December 2024 had this field.
    """

    name: NotRequired[str]
    is_active: NotRequired[bool]
    docker_repository: NotRequired[str]
    docker_image: NotRequired[str]
    docker_tag: NotRequired[str]
    private_username: NotRequired[str]
    private_token: NotRequired[str]
    verify_image: NotRequired[bool]
    req_cpu: NotRequired[int]
    req_memory: NotRequired[int]
    req_video: NotRequired[int]
    max_duration: NotRequired[int]
    time_to_deploy: NotRequired[int]
    termination_grace_period_seconds: NotRequired[int]
    restart_policy: NotRequired[RestartPolicyLike]
    force_cache: NotRequired[bool]
    cache_min_hour: NotRequired[int]
    cache_max_hour: NotRequired[int]
    will_deploy_in_mainland_china: NotRequired[bool]
    dns_config: NotRequired[str]
    ports: NotRequired[Iterable[AppVersionPortLike]]
    envs: NotRequired[Iterable[AppVersionEnvLike] | Mapping[str, str]]
    endpoint_storage: NotRequired[str | None]
    command: NotRequired[str | None]
    arguments: NotRequired[str | None]
    session_config: NotRequired[SessionConfigLike]
    probe: NotRequired[AppVersionProbeLike]
    use_telemetry: NotRequired[bool]
    whitelisting_active: NotRequired[bool]
    inject_context_env: NotRequired[bool]
    enable_all_locations: NotRequired[bool]
    build_type: NotRequired[BuildTypeLike]


@public_in("arguments")
class DeployRequestV1Dict(TypedDict):
    """The fields of `DeployRequestV1`.

    Attributes:
        app_name: The application's name.
        version_name: The name of the app version. By default, the service takes the newest version.
        ip_list: The players' addresses. You cannot combine it with `geo_ip_list`.
        geo_ip_list: The players' addresses and coordinates. You cannot combine it with `ip_list`.
        filters: Conditions on the location.
        env_vars: Environment variables for the container, in addition to the variables of the version.
        tags: Tags to find the deployment by.
        webhook_url: The URL that receives the status once, when the deployment is READY or in ERROR.
        container_log_storage: Whether and where to store the container's logs.
        command: Command to run in place of the image's entry point. Null keeps the image's own entry point.
        arguments: Arguments of the command. Null means the image's own arguments.
        is_public_app: Whether the application is a public one. Only documents of 2024 have it.
        telemetry_profile_uuid_list: Telemetry profiles to use. Only documents of 2024 have it.
        skip_telemetry: Whether to choose the location without telemetry. Only documents of 2024 have it.
        location: A point to place the deployment near. Only documents of 2024 have it.
        city: The city to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        country: The country to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        continent: The continent to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        region: The region to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        administrative_division: The state or province to deploy in. Only documents of 2024 have this field. Use
            `filters` instead.
        ap_sort_strategy: How to rank candidate locations. Only documents of 2024 have it.
    """

    app_name: str
    version_name: NotRequired[str]
    ip_list: NotRequired[Iterable[str]]
    geo_ip_list: NotRequired[Iterable[GeoIpLike]]
    filters: NotRequired[Iterable[DeployFilterLike]]
    env_vars: NotRequired[Iterable[EnvVarLike] | Mapping[str, str]]
    tags: NotRequired[Iterable[str]]
    webhook_url: NotRequired[str]
    container_log_storage: NotRequired[ContainerLogStorageLike]
    command: NotRequired[str | None]
    arguments: NotRequired[str | None]
    is_public_app: NotRequired[bool]
    telemetry_profile_uuid_list: NotRequired[Iterable[str]]
    skip_telemetry: NotRequired[bool]
    location: NotRequired[CoordinatesLike]
    city: NotRequired[str]
    country: NotRequired[str]
    continent: NotRequired[str]
    region: NotRequired[str]
    administrative_division: NotRequired[str]
    ap_sort_strategy: NotRequired[ApSortStrategyLike]


@public_in("arguments")
class DeployRequestV2Dict(TypedDict):
    """The fields of `DeployRequestV2`.

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
    """

    application: str
    version: str
    users: Iterable[DeploymentUserLike]
    resources: NotRequired[DeploymentResourcesLike]
    require_cached_locations: NotRequired[bool | None]
    environment_variables: NotRequired[Iterable[EnvVarV2Like] | Mapping[str, str]]
    tags: NotRequired[Iterable[str]]
    webhook_on_ready: NotRequired[WebhookLike]
    webhook_on_error: NotRequired[WebhookLike]
    webhook_on_terminated: NotRequired[WebhookLike]


@public_in("arguments")
class DeploymentBulkStopRequestDict(TypedDict):
    """The fields of `DeploymentBulkStopRequest`.

    Attributes:
        filters: Conditions on the deployments to stop.
    """

    filters: Iterable[DeploymentBulkStopFilterLike]


@public_in("arguments")
class DeploymentReportRequestDict(TypedDict):
    """The fields of `DeploymentReportRequest`.

    Attributes:
        reason: The problem, in 1 to 255 characters.
        metadata: Further details.
    """

    reason: str
    metadata: NotRequired[DeploymentReportMetadataLike]


@public_in("arguments")
class DeploymentTagRequestDict(TypedDict):
    """The fields of `DeploymentTagRequest`.

    Attributes:
        name: The tag, 1 to 40 characters. Older versions of the service accept at most 20.
    """

    name: str


@public_in("arguments")
class DeploymentUpdateRequestDict(TypedDict):
    """The fields of `DeploymentUpdateRequest`.

    Attributes:
        is_joinable_by_session: Whether the service can place sessions on the deployment.
    """

    is_joinable_by_session: NotRequired[bool]


@public_in("arguments")
class EndpointStorageCreateRequestDict(TypedDict):
    """The fields of `EndpointStorageCreateRequest`.

    Attributes:
        name: Name of the endpoint storage.
        access_key_id: Access key id for the bucket.
        secret_access_key: Secret key for the bucket. The service stores it encrypted and never returns it.
        endpoint: URL of the S3 service with http or https, preferably without the bucket in the host name.
        bucket: Name of the bucket.
        output_format: Format of the logs. The service's default is TEXT.
    """

    name: str
    access_key_id: str
    secret_access_key: str
    endpoint: str
    bucket: str
    output_format: NotRequired[OutputFormatLike]


@public_in("arguments")
class EndpointStorageUpdateRequestDict(TypedDict):
    """The fields of `EndpointStorageUpdateRequest`.

    Attributes:
        name: New name of the endpoint storage.
        access_key_id: Access key id for the bucket.
        secret_access_key: Secret key for the bucket. The service stores it encrypted and never returns it.
        endpoint: URL of the S3 service with http or https, preferably without the bucket in the host name.
        bucket: Name of the bucket.
        output_format: Format of the logs.
    """

    name: NotRequired[str]
    access_key_id: NotRequired[str]
    secret_access_key: NotRequired[str]
    endpoint: NotRequired[str]
    bucket: NotRequired[str]
    output_format: NotRequired[OutputFormatLike]


@public_in("arguments")
class IpsLookupRequestDict(TypedDict):
    """The fields of `IpsLookupRequest`.

    Attributes:
        addresses: The IP addresses, at most 20.
    """

    addresses: Iterable[str]


@public_in("arguments")
class LobbyNameRequestDict(TypedDict):
    """The fields of `LobbyNameRequest`.

    Attributes:
        name: Name of the lobby service, unique in the organisation.
    """

    name: str


@public_in("arguments")
class PrivateFleetDeployRequestDict(TypedDict):
    """The fields of `PrivateFleetDeployRequest`.

    Attributes:
        private_host_ids: The ids of the hosts that the service can choose from, at least one, without
            duplicates.
        application: The application's name.
        version: The name of the app version.
        users: The players, at least one. The service places the deployment near them.
        resources: Resources of this deployment, in place of the resources of the version.
        require_cached_locations: Whether to use only hosts that have cached the image. The service's default is
            false. Null means the same.
        environment_variables: Environment variables for the container, in addition to the variables of the
            version.
        tags: Tags to find the deployment by.
        webhook_on_ready: The webhook that the service calls when the deployment is READY.
        webhook_on_error: The webhook that the service calls when the deployment is in ERROR.
        webhook_on_terminated: The webhook that the service calls when the deployment is TERMINATED.
    """

    private_host_ids: Iterable[str]
    application: str
    version: str
    users: Iterable[DeploymentUserLike]
    resources: NotRequired[DeploymentResourcesLike]
    require_cached_locations: NotRequired[bool | None]
    environment_variables: NotRequired[Iterable[EnvVarV2Like] | Mapping[str, str]]
    tags: NotRequired[Iterable[str]]
    webhook_on_ready: NotRequired[WebhookLike]
    webhook_on_error: NotRequired[WebhookLike]
    webhook_on_terminated: NotRequired[WebhookLike]


@public_in("arguments")
class PullProfileCreateRequestDict(TypedDict):
    """The fields of `PullProfileCreateRequest`.

    Attributes:
        name: Name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Destination folder in the container. An ordinary user must have the right to write to it.
            With a protected folder such as /etc, the deployment fails.
    """

    name: str
    source: str
    source_type: PullProfileSourceTypeLike
    destination: str


@public_in("arguments")
class PullProfileUpdateRequestDict(TypedDict):
    """The fields of `PullProfileUpdateRequest`.

    Attributes:
        name: New name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Destination folder in the container. An ordinary user must have the right to write to it.
            With a protected folder such as /etc, the deployment fails.
    """

    name: NotRequired[str]
    source: NotRequired[str]
    source_type: NotRequired[PullProfileSourceTypeLike]
    destination: NotRequired[str]


@public_in("arguments")
class RelaySessionCreateRequestDict(TypedDict):
    """The fields of `RelaySessionCreateRequest`.

    Attributes:
        users: The players of the session, at least one.
        filters: Conditions on the location of the relay. Without filters, every location is possible.
        webhook_url: URL that receives a POST when the session changes. The receiver has 10 seconds to respond,
            and the service does not retry.
    """

    users: Iterable[RelayUserLike]
    filters: NotRequired[Iterable[RelayFilterLike]]
    webhook_url: NotRequired[str]


@public_in("arguments")
class RelayUserAuthorizeRequestDict(TypedDict):
    """The fields of `RelayUserAuthorizeRequest`.

    Attributes:
        session_id: Id of the relay session.
        user_ip: The player's public IP address.
    """

    session_id: str
    user_ip: str


@public_in("arguments")
class RelayUserRevokeRequestDict(TypedDict):
    """The fields of `RelayUserRevokeRequest`.

    Attributes:
        session_id: Id of the relay session.
        authorization_token: Token of the player to remove, not the token of the session. The number can exceed
            32 bits.
    """

    session_id: str
    authorization_token: int


@public_in("arguments")
class SessionBulkStopRequestDict(TypedDict):
    """The fields of `SessionBulkStopRequest`.

    Attributes:
        filters: Conditions on the sessions to stop.
    """

    filters: Iterable[SessionBulkStopFilterLike]


@public_in("arguments")
class SessionCreateRequestDict(TypedDict):
    """The fields of `SessionCreateRequest`.

    Attributes:
        app_name: Name of the application.
        version_name: Name of the application version. The default is not documented.
        ip_list: Public IP addresses of the players, which determine their locations.
        geo_ip_list: Public IP addresses of players whose positions are known already.
        deployment_request_id: Id of the deployment to link to. By default, the service chooses one.
        location: The position that the deployment should be near.
        city: The deployment must be in this city.
        country: The deployment must be in this country.
        continent: The deployment must be on this continent.
        administrative_division: The deployment must be in this state or province.
        region: The deployment must be in this region.
        selectors: Selectors for suitable deployments, by tag and environment variable.
        webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails. The
            receiver has 10 seconds to respond, and the service does not retry.
        filters: Conditions on the location of the deployment.
        skip_telemetry: Whether to choose a place without measuring the latency to the players.
    """

    app_name: str
    version_name: NotRequired[str]
    ip_list: NotRequired[Iterable[str]]
    geo_ip_list: NotRequired[Iterable[GeoIpLike]]
    deployment_request_id: NotRequired[str]
    location: NotRequired[CoordinatesLike]
    city: NotRequired[str]
    country: NotRequired[str]
    continent: NotRequired[str]
    administrative_division: NotRequired[str]
    region: NotRequired[str]
    selectors: NotRequired[Iterable[SessionSelectorLike]]
    webhook_url: NotRequired[str]
    filters: NotRequired[Iterable[SessionFilterLike]]
    skip_telemetry: NotRequired[bool]


@public_in("arguments")
class SessionUsersRequestDict(TypedDict):
    """The fields of `SessionUsersRequest`.

    Attributes:
        ip_list: Public IP addresses of the players.
    """

    ip_list: Iterable[str]


@public_in("arguments")
class TagBulkDeleteRequestDict(TypedDict):
    """The fields of `TagBulkDeleteRequest`.

    Attributes:
        tags: The tags.
    """

    tags: Iterable[str]
