"""The models of requests and responses, each imported at first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ap_sort_strategy import ApSortStrategy
    from .app_create_request import AppCreateRequest
    from .app_list import AppList
    from .app_update_request import AppUpdateRequest
    from .app_version import AppVersion
    from .app_version_create_request import AppVersionCreateRequest
    from .app_version_create_response import AppVersionCreateResponse
    from .app_version_delete_response import AppVersionDeleteResponse
    from .app_version_env import AppVersionEnv
    from .app_version_list import AppVersionList
    from .app_version_port import AppVersionPort
    from .app_version_probe import AppVersionProbe
    from .app_version_update_request import AppVersionUpdateRequest
    from .app_version_update_response import AppVersionUpdateResponse
    from .application import Application
    from .beacon import Beacon
    from .beacon_list import BeaconList
    from .build_type import BuildType
    from .container_crash_data import ContainerCrashData
    from .container_log_storage import ContainerLogStorage
    from .container_logs import ContainerLogs
    from .coordinates import Coordinates
    from .deploy_error import DeployError
    from .deploy_filter import DeployFilter
    from .deploy_filter_field import DeployFilterField
    from .deploy_request_v1 import DeployRequestV1
    from .deploy_request_v2 import DeployRequestV2
    from .deploy_response_v1 import DeployResponseV1
    from .deploy_response_v2 import DeployResponseV2
    from .deployment_bulk_stop_field import DeploymentBulkStopField
    from .deployment_bulk_stop_filter import DeploymentBulkStopFilter
    from .deployment_bulk_stop_request import DeploymentBulkStopRequest
    from .deployment_bulk_stop_response import DeploymentBulkStopResponse
    from .deployment_list import DeploymentList
    from .deployment_list_filter import DeploymentListFilter
    from .deployment_list_filter_field import DeploymentListFilterField
    from .deployment_list_filter_operator import DeploymentListFilterOperator
    from .deployment_list_item import DeploymentListItem
    from .deployment_list_order import DeploymentListOrder
    from .deployment_list_order_field import DeploymentListOrderField
    from .deployment_list_query import DeploymentListQuery
    from .deployment_metrics import DeploymentMetrics
    from .deployment_port import DeploymentPort
    from .deployment_ports import DeploymentPorts
    from .deployment_report_metadata import DeploymentReportMetadata
    from .deployment_report_request import DeploymentReportRequest
    from .deployment_resources import DeploymentResources
    from .deployment_session_summary import DeploymentSessionSummary
    from .deployment_state import DeploymentState
    from .deployment_status import DeploymentStatus
    from .deployment_stop_response import DeploymentStopResponse
    from .deployment_tag import DeploymentTag
    from .deployment_tag_list import DeploymentTagList
    from .deployment_tag_request import DeploymentTagRequest
    from .deployment_update_request import DeploymentUpdateRequest
    from .deployment_update_response import DeploymentUpdateResponse
    from .deployment_user import DeploymentUser
    from .deployment_user_data import DeploymentUserData
    from .deployment_user_type import DeploymentUserType
    from .endpoint_storage import EndpointStorage
    from .endpoint_storage_create_request import EndpointStorageCreateRequest
    from .endpoint_storage_delete_response import EndpointStorageDeleteResponse
    from .endpoint_storage_list import EndpointStorageList
    from .endpoint_storage_update_request import EndpointStorageUpdateRequest
    from .env_var import EnvVar
    from .env_var_v2 import EnvVarV2
    from .error import Error
    from .error_details import ErrorDetails
    from .filter_type import FilterType
    from .geo_ip import GeoIp
    from .ip_lookup_continent import IpLookupContinent
    from .ip_lookup_country import IpLookupCountry
    from .ip_lookup_location import IpLookupLocation
    from .ip_lookup_result import IpLookupResult
    from .ips_lookup_request import IpsLookupRequest
    from .ips_lookup_response import IpsLookupResponse
    from .lobby import Lobby
    from .lobby_name_request import LobbyNameRequest
    from .lobby_status import LobbyStatus
    from .location import Location
    from .location_entry import LocationEntry
    from .location_list import LocationList
    from .location_tag import LocationTag
    from .log_format import LogFormat
    from .metrics_network import MetricsNetwork
    from .metrics_series import MetricsSeries
    from .metrics_total import MetricsTotal
    from .output_format import OutputFormat
    from .pagination import Pagination
    from .paginator import Paginator
    from .port_protocol import PortProtocol
    from .private_fleet_deploy_request import PrivateFleetDeployRequest
    from .private_host import PrivateHost
    from .private_host_beacon import PrivateHostBeacon
    from .private_host_centroid import PrivateHostCentroid
    from .private_host_delete_schedule import PrivateHostDeleteSchedule
    from .private_host_list import PrivateHostList
    from .private_host_specifications import PrivateHostSpecifications
    from .private_host_status import PrivateHostStatus
    from .public_ip import PublicIp
    from .pull_profile import PullProfile
    from .pull_profile_create_request import PullProfileCreateRequest
    from .pull_profile_link import PullProfileLink
    from .pull_profile_list import PullProfileList
    from .pull_profile_source_type import PullProfileSourceType
    from .pull_profile_update_request import PullProfileUpdateRequest
    from .registry_artifact import RegistryArtifact
    from .registry_credentials import RegistryCredentials
    from .registry_tag import RegistryTag
    from .registry_tag_delete_response import RegistryTagDeleteResponse
    from .registry_tag_list import RegistryTagList
    from .relay import Relay
    from .relay_filter import RelayFilter
    from .relay_port import RelayPort
    from .relay_ports import RelayPorts
    from .relay_session import RelaySession
    from .relay_session_create_request import RelaySessionCreateRequest
    from .relay_session_list import RelaySessionList
    from .relay_session_status import RelaySessionStatus
    from .relay_session_user import RelaySessionUser
    from .relay_user import RelayUser
    from .relay_user_authorize_request import RelayUserAuthorizeRequest
    from .relay_user_authorize_response import RelayUserAuthorizeResponse
    from .relay_user_revoke_request import RelayUserRevokeRequest
    from .restart_policy import RestartPolicy
    from .selector_env import SelectorEnv
    from .session import Session
    from .session_bulk_stop_field import SessionBulkStopField
    from .session_bulk_stop_filter import SessionBulkStopFilter
    from .session_bulk_stop_request import SessionBulkStopRequest
    from .session_bulk_stop_response import SessionBulkStopResponse
    from .session_config import SessionConfig
    from .session_create_request import SessionCreateRequest
    from .session_create_response import SessionCreateResponse
    from .session_delete_response import SessionDeleteResponse
    from .session_deployment import SessionDeployment
    from .session_filter import SessionFilter
    from .session_kind import SessionKind
    from .session_list import SessionList
    from .session_list_item import SessionListItem
    from .session_selector import SessionSelector
    from .session_status import SessionStatus
    from .session_user import SessionUser
    from .session_users import SessionUsers
    from .session_users_request import SessionUsersRequest
    from .session_webhook import SessionWebhook
    from .sort_order import SortOrder
    from .stopped_deployment import StoppedDeployment
    from .stopped_session import StoppedSession
    from .tag_bulk_delete_request import TagBulkDeleteRequest
    from .tag_bulk_delete_response import TagBulkDeleteResponse
    from .tag_bulk_delete_result import TagBulkDeleteResult
    from .tag_bulk_delete_summary import TagBulkDeleteSummary
    from .webhook import Webhook

__all__ = (
    "ApSortStrategy",
    "AppCreateRequest",
    "AppList",
    "AppUpdateRequest",
    "AppVersion",
    "AppVersionCreateRequest",
    "AppVersionCreateResponse",
    "AppVersionDeleteResponse",
    "AppVersionEnv",
    "AppVersionList",
    "AppVersionPort",
    "AppVersionProbe",
    "AppVersionUpdateRequest",
    "AppVersionUpdateResponse",
    "Application",
    "Beacon",
    "BeaconList",
    "BuildType",
    "ContainerCrashData",
    "ContainerLogStorage",
    "ContainerLogs",
    "Coordinates",
    "DeployError",
    "DeployFilter",
    "DeployFilterField",
    "DeployRequestV1",
    "DeployRequestV2",
    "DeployResponseV1",
    "DeployResponseV2",
    "DeploymentBulkStopField",
    "DeploymentBulkStopFilter",
    "DeploymentBulkStopRequest",
    "DeploymentBulkStopResponse",
    "DeploymentList",
    "DeploymentListFilter",
    "DeploymentListFilterField",
    "DeploymentListFilterOperator",
    "DeploymentListItem",
    "DeploymentListOrder",
    "DeploymentListOrderField",
    "DeploymentListQuery",
    "DeploymentMetrics",
    "DeploymentPort",
    "DeploymentPorts",
    "DeploymentReportMetadata",
    "DeploymentReportRequest",
    "DeploymentResources",
    "DeploymentSessionSummary",
    "DeploymentState",
    "DeploymentStatus",
    "DeploymentStopResponse",
    "DeploymentTag",
    "DeploymentTagList",
    "DeploymentTagRequest",
    "DeploymentUpdateRequest",
    "DeploymentUpdateResponse",
    "DeploymentUser",
    "DeploymentUserData",
    "DeploymentUserType",
    "EndpointStorage",
    "EndpointStorageCreateRequest",
    "EndpointStorageDeleteResponse",
    "EndpointStorageList",
    "EndpointStorageUpdateRequest",
    "EnvVar",
    "EnvVarV2",
    "Error",
    "ErrorDetails",
    "FilterType",
    "GeoIp",
    "IpLookupContinent",
    "IpLookupCountry",
    "IpLookupLocation",
    "IpLookupResult",
    "IpsLookupRequest",
    "IpsLookupResponse",
    "Lobby",
    "LobbyNameRequest",
    "LobbyStatus",
    "Location",
    "LocationEntry",
    "LocationList",
    "LocationTag",
    "LogFormat",
    "MetricsNetwork",
    "MetricsSeries",
    "MetricsTotal",
    "OutputFormat",
    "Pagination",
    "Paginator",
    "PortProtocol",
    "PrivateFleetDeployRequest",
    "PrivateHost",
    "PrivateHostBeacon",
    "PrivateHostCentroid",
    "PrivateHostDeleteSchedule",
    "PrivateHostList",
    "PrivateHostSpecifications",
    "PrivateHostStatus",
    "PublicIp",
    "PullProfile",
    "PullProfileCreateRequest",
    "PullProfileLink",
    "PullProfileList",
    "PullProfileSourceType",
    "PullProfileUpdateRequest",
    "RegistryArtifact",
    "RegistryCredentials",
    "RegistryTag",
    "RegistryTagDeleteResponse",
    "RegistryTagList",
    "Relay",
    "RelayFilter",
    "RelayPort",
    "RelayPorts",
    "RelaySession",
    "RelaySessionCreateRequest",
    "RelaySessionList",
    "RelaySessionStatus",
    "RelaySessionUser",
    "RelayUser",
    "RelayUserAuthorizeRequest",
    "RelayUserAuthorizeResponse",
    "RelayUserRevokeRequest",
    "RestartPolicy",
    "SelectorEnv",
    "Session",
    "SessionBulkStopField",
    "SessionBulkStopFilter",
    "SessionBulkStopRequest",
    "SessionBulkStopResponse",
    "SessionConfig",
    "SessionCreateRequest",
    "SessionCreateResponse",
    "SessionDeleteResponse",
    "SessionDeployment",
    "SessionFilter",
    "SessionKind",
    "SessionList",
    "SessionListItem",
    "SessionSelector",
    "SessionStatus",
    "SessionUser",
    "SessionUsers",
    "SessionUsersRequest",
    "SessionWebhook",
    "SortOrder",
    "StoppedDeployment",
    "StoppedSession",
    "TagBulkDeleteRequest",
    "TagBulkDeleteResponse",
    "TagBulkDeleteResult",
    "TagBulkDeleteSummary",
    "Webhook",
)

_MODULES = {
    "ApSortStrategy": ".ap_sort_strategy",
    "AppCreateRequest": ".app_create_request",
    "AppList": ".app_list",
    "AppUpdateRequest": ".app_update_request",
    "AppVersion": ".app_version",
    "AppVersionCreateRequest": ".app_version_create_request",
    "AppVersionCreateResponse": ".app_version_create_response",
    "AppVersionDeleteResponse": ".app_version_delete_response",
    "AppVersionEnv": ".app_version_env",
    "AppVersionList": ".app_version_list",
    "AppVersionPort": ".app_version_port",
    "AppVersionProbe": ".app_version_probe",
    "AppVersionUpdateRequest": ".app_version_update_request",
    "AppVersionUpdateResponse": ".app_version_update_response",
    "Application": ".application",
    "Beacon": ".beacon",
    "BeaconList": ".beacon_list",
    "BuildType": ".build_type",
    "ContainerCrashData": ".container_crash_data",
    "ContainerLogStorage": ".container_log_storage",
    "ContainerLogs": ".container_logs",
    "Coordinates": ".coordinates",
    "DeployError": ".deploy_error",
    "DeployFilter": ".deploy_filter",
    "DeployFilterField": ".deploy_filter_field",
    "DeployRequestV1": ".deploy_request_v1",
    "DeployRequestV2": ".deploy_request_v2",
    "DeployResponseV1": ".deploy_response_v1",
    "DeployResponseV2": ".deploy_response_v2",
    "DeploymentBulkStopField": ".deployment_bulk_stop_field",
    "DeploymentBulkStopFilter": ".deployment_bulk_stop_filter",
    "DeploymentBulkStopRequest": ".deployment_bulk_stop_request",
    "DeploymentBulkStopResponse": ".deployment_bulk_stop_response",
    "DeploymentList": ".deployment_list",
    "DeploymentListFilter": ".deployment_list_filter",
    "DeploymentListFilterField": ".deployment_list_filter_field",
    "DeploymentListFilterOperator": ".deployment_list_filter_operator",
    "DeploymentListItem": ".deployment_list_item",
    "DeploymentListOrder": ".deployment_list_order",
    "DeploymentListOrderField": ".deployment_list_order_field",
    "DeploymentListQuery": ".deployment_list_query",
    "DeploymentMetrics": ".deployment_metrics",
    "DeploymentPort": ".deployment_port",
    "DeploymentPorts": ".deployment_ports",
    "DeploymentReportMetadata": ".deployment_report_metadata",
    "DeploymentReportRequest": ".deployment_report_request",
    "DeploymentResources": ".deployment_resources",
    "DeploymentSessionSummary": ".deployment_session_summary",
    "DeploymentState": ".deployment_state",
    "DeploymentStatus": ".deployment_status",
    "DeploymentStopResponse": ".deployment_stop_response",
    "DeploymentTag": ".deployment_tag",
    "DeploymentTagList": ".deployment_tag_list",
    "DeploymentTagRequest": ".deployment_tag_request",
    "DeploymentUpdateRequest": ".deployment_update_request",
    "DeploymentUpdateResponse": ".deployment_update_response",
    "DeploymentUser": ".deployment_user",
    "DeploymentUserData": ".deployment_user_data",
    "DeploymentUserType": ".deployment_user_type",
    "EndpointStorage": ".endpoint_storage",
    "EndpointStorageCreateRequest": ".endpoint_storage_create_request",
    "EndpointStorageDeleteResponse": ".endpoint_storage_delete_response",
    "EndpointStorageList": ".endpoint_storage_list",
    "EndpointStorageUpdateRequest": ".endpoint_storage_update_request",
    "EnvVar": ".env_var",
    "EnvVarV2": ".env_var_v2",
    "Error": ".error",
    "ErrorDetails": ".error_details",
    "FilterType": ".filter_type",
    "GeoIp": ".geo_ip",
    "IpLookupContinent": ".ip_lookup_continent",
    "IpLookupCountry": ".ip_lookup_country",
    "IpLookupLocation": ".ip_lookup_location",
    "IpLookupResult": ".ip_lookup_result",
    "IpsLookupRequest": ".ips_lookup_request",
    "IpsLookupResponse": ".ips_lookup_response",
    "Lobby": ".lobby",
    "LobbyNameRequest": ".lobby_name_request",
    "LobbyStatus": ".lobby_status",
    "Location": ".location",
    "LocationEntry": ".location_entry",
    "LocationList": ".location_list",
    "LocationTag": ".location_tag",
    "LogFormat": ".log_format",
    "MetricsNetwork": ".metrics_network",
    "MetricsSeries": ".metrics_series",
    "MetricsTotal": ".metrics_total",
    "OutputFormat": ".output_format",
    "Pagination": ".pagination",
    "Paginator": ".paginator",
    "PortProtocol": ".port_protocol",
    "PrivateFleetDeployRequest": ".private_fleet_deploy_request",
    "PrivateHost": ".private_host",
    "PrivateHostBeacon": ".private_host_beacon",
    "PrivateHostCentroid": ".private_host_centroid",
    "PrivateHostDeleteSchedule": ".private_host_delete_schedule",
    "PrivateHostList": ".private_host_list",
    "PrivateHostSpecifications": ".private_host_specifications",
    "PrivateHostStatus": ".private_host_status",
    "PublicIp": ".public_ip",
    "PullProfile": ".pull_profile",
    "PullProfileCreateRequest": ".pull_profile_create_request",
    "PullProfileLink": ".pull_profile_link",
    "PullProfileList": ".pull_profile_list",
    "PullProfileSourceType": ".pull_profile_source_type",
    "PullProfileUpdateRequest": ".pull_profile_update_request",
    "RegistryArtifact": ".registry_artifact",
    "RegistryCredentials": ".registry_credentials",
    "RegistryTag": ".registry_tag",
    "RegistryTagDeleteResponse": ".registry_tag_delete_response",
    "RegistryTagList": ".registry_tag_list",
    "Relay": ".relay",
    "RelayFilter": ".relay_filter",
    "RelayPort": ".relay_port",
    "RelayPorts": ".relay_ports",
    "RelaySession": ".relay_session",
    "RelaySessionCreateRequest": ".relay_session_create_request",
    "RelaySessionList": ".relay_session_list",
    "RelaySessionStatus": ".relay_session_status",
    "RelaySessionUser": ".relay_session_user",
    "RelayUser": ".relay_user",
    "RelayUserAuthorizeRequest": ".relay_user_authorize_request",
    "RelayUserAuthorizeResponse": ".relay_user_authorize_response",
    "RelayUserRevokeRequest": ".relay_user_revoke_request",
    "RestartPolicy": ".restart_policy",
    "SelectorEnv": ".selector_env",
    "Session": ".session",
    "SessionBulkStopField": ".session_bulk_stop_field",
    "SessionBulkStopFilter": ".session_bulk_stop_filter",
    "SessionBulkStopRequest": ".session_bulk_stop_request",
    "SessionBulkStopResponse": ".session_bulk_stop_response",
    "SessionConfig": ".session_config",
    "SessionCreateRequest": ".session_create_request",
    "SessionCreateResponse": ".session_create_response",
    "SessionDeleteResponse": ".session_delete_response",
    "SessionDeployment": ".session_deployment",
    "SessionFilter": ".session_filter",
    "SessionKind": ".session_kind",
    "SessionList": ".session_list",
    "SessionListItem": ".session_list_item",
    "SessionSelector": ".session_selector",
    "SessionStatus": ".session_status",
    "SessionUser": ".session_user",
    "SessionUsers": ".session_users",
    "SessionUsersRequest": ".session_users_request",
    "SessionWebhook": ".session_webhook",
    "SortOrder": ".sort_order",
    "StoppedDeployment": ".stopped_deployment",
    "StoppedSession": ".stopped_session",
    "TagBulkDeleteRequest": ".tag_bulk_delete_request",
    "TagBulkDeleteResponse": ".tag_bulk_delete_response",
    "TagBulkDeleteResult": ".tag_bulk_delete_result",
    "TagBulkDeleteSummary": ".tag_bulk_delete_summary",
    "Webhook": ".webhook",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value  # the next look-up does not call this function
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
