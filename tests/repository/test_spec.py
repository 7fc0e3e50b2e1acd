"""openapi/edgegap.yaml is complete, and is written so that the generator makes good code of it."""

from __future__ import annotations

import copy
import functools
import json
import keyword
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lowering import lowered
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from edgegap_client import ResponseFormatError
from edgegap_client._core.decoding import to_datetime

Json = dict[str, Any]

SPEC = Path(__file__).resolve().parents[2] / "openapi" / "edgegap.yaml"

# What the public documents list: method, path, and every status that any of them gives (2024's included).
# 429 is in none of them, but the service answers it.
DOCUMENTED = """
POST /v1/app 200 400 401 409 500
GET /v1/app/{app_name} 200 400 401 404 500
PATCH /v1/app/{app_name} 200 400 401 404 409 500
DELETE /v1/app/{app_name} 200 204 400 401 404 500
GET /v1/apps 200 400 401 403 500
POST /v1/app/{app_name}/version 200 400 401 404 409 424 500
GET /v1/app/{app_name}/version/{version_name} 200 400 401 404 500
PATCH /v1/app/{app_name}/version/{version_name} 200 400 401 404 424 500
DELETE /v1/app/{app_name}/version/{version_name} 200 400 401 404 500
GET /v1/app/{app_name}/versions 200 400 401 404 500
POST /v1/container-registry/images/{image_name}/tags/bulk-delete 207 400 401 404 500
GET /v1/container-registry/images/{image_name}/tags 200 400 401 404 500
DELETE /v1/container-registry/images/{image_name}/tags/{tag_name} 200 401 404 500
POST /v1/deployments/{deployment_id}/tags 200 400 401 404 409 500
GET /v1/deployments/{deployment_id}/tags 200 400 401 404 500
GET /v1/deployments/{deployment_id}/tags/{tag_name} 200 400 401 404 500
PATCH /v1/deployments/{deployment_id}/tags/{tag_name} 200 400 401 404 409 500
DELETE /v1/deployments/{deployment_id}/tags/{tag_name} 204 400 401 404 500
GET /v1/status/{deployment_id} 200 400 401 404 500
GET /v1/deployments 200 400 401 500
DELETE /v1/stop/{deployment_id} 200 202 400 401 403 404 410 500
POST /v1/deployments/bulk-stop 200 202 400 401 500
DELETE /v1/self/stop/{deployment_id}/{stop_key} 200 202 400 401 403 404 410 500
GET /v1/deployment/{deployment_id}/container-logs 200 400 401 404 500
GET /v1/metrics/deployment/{deployment_id} 200 400 401 404 422 500
POST /v1/deployments/{deployment_id}:report 200 400 401 403 500 503
POST /v1/deploy 200 400 401 404 409 422 500
PATCH /v1/deployments/{request_id} 200 400 401 404 500
GET /v1/locations 200 400 401 500
GET /v1/locations/beacons 200 400 401 500
POST /v1/relays/sessions 200 400 401 403 500 503
GET /v1/relays/sessions 200 401 403 500
GET /v1/relays/sessions/{session_id} 200 401 403 404 500
DELETE /v1/relays/sessions/{session_id} 204 401 403 404 500 503
POST /v1/relays/sessions:authorize-user 200 400 401 403 409 500 503
POST /v1/relays/sessions:revoke-user 200 204 400 401 403 404 500 503
POST /v1/storage/endpoint/{endpoint_name}/pull-profile 200 400 401 404 500
GET /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name} 200 400 401 404 500
PATCH /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name} 200 400 401 404 500
DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name} 204 400 401 404 500
GET /v1/storage/endpoint/{endpoint_name}/pull-profiles 200 400 401 404 500
PUT /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name} 200 400 401 404 500
DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name} 204 400 401 404 500
POST /v1/storage/endpoint 200 400 401 500
GET /v1/storage/endpoint/{endpoint_name} 200 400 401 404 500
PATCH /v1/storage/endpoint/{endpoint_name} 200 400 401 404 500
DELETE /v1/storage/endpoint/{endpoint_name} 200 204 401 404 500
GET /v1/storage/endpoints 200 400 401 500
POST /v2/deployments 202 400 401 422 500
GET /v2/private-fleets/{fleet-name}/hosts 200 400 401 500
POST /v2/private-fleets/deployments 202 400 401 422 500
GET /v1/lobbies 200
GET /v1/lobbies/{lobby_name} 200 400 401 409 500
DELETE /v1/lobbies/{lobby_name} 200
POST /v1/session 200 400 401 409
GET /v1/session/{session_id} 200 400 401
DELETE /v1/session/{session_id} 200 400 401 404 410
PUT /v1/session/{session_id}/users 200 400 401 422
DELETE /v1/session/{session_id}/users 200 400 401
POST /v1/sessions/bulk-stop 200 400 401 500
POST /v1/ips/lookup 200 401 500
POST /v1/lobbies 200 400 401 409 500
POST /v1/lobbies:deploy 202 400 401 409 500
POST /v1/lobbies:terminate 200 400 401 409 500
GET /v1/session/{session_id}/users 200 400 401
GET /v1/sessions 200 400 401
GET /v1/ip 200 401
GET /v1/ip/{ip}/lookup 200 401 500
"""  # noqa: E501

RATE_LIMITS = {
    "POST /v2/deployments": 40,
    "POST /v2/private-fleets/deployments": 40,
    "POST /v1/deploy": 40,
    "GET /v1/status/{deployment_id}": 20,
    "GET /v1/deployments": 10,
    "GET /v2/private-fleets/{fleet-name}/hosts": 10,
}
DEPRECATED = {"POST /v1/deploy", "PATCH /v1/deployments/{request_id}"}
SOURCES = {"S", "V1", "V2", "D25", "24", "24d"}
EXTENSIONS = {
    "x-edgegap-always",
    "x-edgegap-default",
    "x-edgegap-exist-ok",
    "x-edgegap-if-empty",
    "x-edgegap-method",
    "x-edgegap-mixin",
    "x-edgegap-name",
    "x-edgegap-paginate",
    "x-edgegap-positional",
    "x-edgegap-property",
    "x-edgegap-rate-limit",
    "x-edgegap-secret",
    "x-edgegap-shorthand",
    "x-edgegap-slashes",
    "x-edgegap-sources",
    "x-edgegap-time",
    "x-enum-varnames",
    "x-extensible-enum",
}

# Where the documents' name of a schema is not ours.
MERGED = {
    "RegistryDeletedArtifact": "RegistryArtifact",  # the same fields; only `required` differed, and it does not hold
    "DeployErrorV2": "DeployError",  # no other version of it exists
    "DeploymentStopAccepted": "DeploymentStopResponse",  # the 202 is the 200 without its optional summary
    "ErrorV2": "Error",  # v1's {message} with optional details
}
# Strings that need no lower bound, and why.
UNBOUNDED = {
    "GET /v1/deployments query": "JSON text, whose schema bounds it",
}
# Names of schema properties that look like secrets, and are none.
NOT_SECRET = {
    "access_key_id": "an identifier; its other half is the secret",
    "is_secret": "a flag",
}
# Every schema of the public documents with its fields.
FIELDS = """
AppCreateRequest: name is_active image is_telemetry_agent_active
Application: name is_active image create_time last_updated is_telemetry_agent_active
AppUpdateRequest: name is_active image is_telemetry_agent_active
AppList: applications total_count pagination
Pagination: number next_page_number previous_page_number paginator has_next has_previous
Paginator: num_pages
AppVersionCreateRequest: name is_active req_cpu req_memory req_video docker_repository private_username
    private_token docker_image docker_tag verify_image force_cache time_to_deploy max_duration restart_policy
    termination_grace_period_seconds will_deploy_in_mainland_china dns_config ports envs endpoint_storage
    use_telemetry inject_context_env whitelisting_active kind cache_min_hour cache_max_hour enable_all_locations
    session_config probe command arguments create_time last_updated build_type
AppVersionPort: port protocol to_check tls_upgrade name
AppVersionEnv: key value is_hidden is_secret
AppVersionCreateResponse: success version
AppVersion: name create_time last_updated is_active req_cpu req_memory req_video docker_repository private_username
    private_token docker_image docker_tag verify_image force_cache caching_percent time_to_deploy max_duration
    restart_policy termination_grace_period_seconds will_deploy_in_mainland_china dns_config ports envs
    endpoint_storage use_telemetry inject_context_env whitelisting_active kind cache_min_hour cache_max_hour
    enable_all_locations session_config probe command arguments build_type
SessionConfig: kind sockets autodeploy empty_ttl session_max_duration
AppVersionProbe: optimal_ping rejected_ping
AppVersionUpdateRequest: name is_active docker_repository private_username private_token docker_image docker_tag
    verify_image force_cache time_to_deploy max_duration restart_policy termination_grace_period_seconds
    will_deploy_in_mainland_china dns_config ports envs endpoint_storage req_cpu req_memory req_video use_telemetry
    inject_context_env whitelisting_active cache_min_hour cache_max_hour enable_all_locations session_config probe
    command arguments build_type
AppVersionUpdateResponse: success version
AppVersionDeleteResponse: success message
AppVersionList: versions total_count pagination
RegistryTagList: data
RegistryTag: tag last_push_at artifact
RegistryArtifact: artifact_deleted remaining_tags image_hash size_mb
RegistryTagDeleteResponse: artifact deleted_tag
RegistryDeletedArtifact: artifact_deleted size_mb remaining_tags image_hash
TagBulkDeleteRequest: tags
TagBulkDeleteResponse: results summary
TagBulkDeleteResult: tag status message
TagBulkDeleteSummary: total success failed
DeploymentTagRequest: name
DeploymentTag: name create_time last_updated
DeploymentTagList: tags total_count pagination count
DeployRequestV2: application version resources require_cached_locations users environment_variables tags
    webhook_on_ready webhook_on_error webhook_on_terminated
DeploymentResources: cpu_units memory_mib
DeploymentUser: user_type user_data
EnvVarV2: key value is_hidden
Webhook: url
DeployResponseV2: request_id
DeployErrorV2: request_id message
DeploymentUserData: ip_address latitude longitude
DeploymentStatus: request_id fqdn public_ip app_name app_version current_status running start_time elapsed_time
    max_duration removal_time last_status error error_detail ports location tags command arguments
    whitelisting_active sessions sockets sockets_usage
DeploymentPort: name link internal external protocol tls_upgrade proxy
Location: city country continent administrative_division timezone latitude longitude
DeploymentSessionSummary: session_id status ready linked kind user_count
DeploymentList: data message total_count pagination
DeploymentListItem: request_id fqdn ready start_time public_ip ports tags sockets sockets_usage
    is_joinable_by_session
DeploymentStopResponse: message deployment_summary
DeploymentStopAccepted: message
DeploymentBulkStopRequest: filters
DeploymentBulkStopFilter: field values filter_type
DeploymentBulkStopResponse: processable
StoppedDeployment: request_id
ContainerLogs: logs crash_logs crash_data encoding logs_link
ContainerCrashData: exit_code message restart_count
DeploymentMetrics: total cpu cpu_throttle_rate cpu_throttle_total mem network
MetricsTotal: receive_total transmit_total disk_read_total disk_write_total
MetricsSeries: labels datasets timestamps
MetricsNetwork: receive transmit
DeploymentReportRequest: reason metadata
DeployRequestV1: app_name version_name ip_list geo_ip_list filters env_vars tags webhook_url container_log_storage
    command arguments is_public_app telemetry_profile_uuid_list skip_telemetry location city country continent
    region administrative_division ap_sort_strategy
GeoIp: ip latitude longitude
DeployFilter: field values filter_type
EnvVar: key value is_hidden
ContainerLogStorage: enabled endpoint_storage
DeployResponseV1: request_id request_dns request_app request_version request_user_count filters tags
    container_log_storage city country continent administrative_division
Coordinates: latitude longitude
DeploymentUpdateRequest: is_joinable_by_session
DeploymentUpdateResponse: is_joinable_by_session
LocationList: locations messages total_count pagination
LocationEntry: city country continent administrative_division timezone latitude longitude type tags
LocationTag: key value
BeaconList: locations count
Beacon: host fqdn udp_port tcp_port location
PrivateHostList: data total_count pagination
PrivateHost: host_id status ip_address latitude longitude city country continent allocated_cpu_units
    allocated_memory_mb allocatable_cpu_units allocatable_memory_mb beacon created_at updated_at centroid
    delete_schedule fleet_host_specifications
PrivateHostBeacon: tcp_port udp_port ip_address
PrivateHostCentroid: label latitude longitude radius_km desired_host_count
PrivateHostDeleteSchedule: uuid scheduled_at
PrivateHostSpecifications: cpu_units memory_mb base_clock_speed_mhz
PrivateFleetDeployRequest: private_host_ids application version resources require_cached_locations users
    environment_variables tags webhook_on_ready webhook_on_error webhook_on_terminated
RelaySessionCreateRequest: users filters webhook_url
RelaySession: session_id authorization_token status ready linked error session_users relay webhook_url
RelaySessionUser: ip_address latitude longitude authorization_token
Relay: ip host ports
RelayPorts: server client
RelayPort: port protocol link
RelayUser: ip
RelayFilter: field values filter_type
RelaySessionList: sessions total_count pagination
RelayUserAuthorizeRequest: session_id user_ip
RelayUserAuthorizeResponse: session_id authorization_token status ready linked error session_user relay webhook_url
RelayUserRevokeRequest: session_id authorization_token
EndpointStorageCreateRequest: name access_key_id endpoint bucket output_format secret_access_key
EndpointStorage: name access_key_id endpoint bucket output_format create_time last_updated
EndpointStorageUpdateRequest: name access_key_id secret_access_key endpoint bucket output_format
EndpointStorageList: endpoints pagination
PullProfileCreateRequest: name source source_type destination
PullProfile: name source source_type destination create_time last_updated
PullProfileUpdateRequest: name source source_type destination
PullProfileList: pull_profiles total_count pagination
PullProfileLink: app app_version endpoint pull_profile create_time last_updated
SessionCreateRequest: app_name version_name ip_list geo_ip_list deployment_request_id location city country
    continent administrative_division region selectors webhook_url filters skip_telemetry
SessionSelector: tag tag_only env
SessionFilter: field values filter_type
SessionCreateResponse: session_id custom_id app version deployment_request_id selectors webhook_url
SelectorEnv: key value
Session: session_id custom_id status ready linked kind user_count app_version create_time elapsed error
    session_users session_ips deployment webhook_url
SessionUser: ip latitude longitude
SessionDeployment: request_id public_ip status ready whitelisting_active fqdn ports location tags sockets
    sockets_usage is_joinable_by_session
SessionDeleteResponse: message session_id custom_id
SessionUsers: session_users
SessionUsersRequest: ip_list
SessionList: data total_count pagination
SessionListItem: session_id custom_id status ready linked kind user_count deployment_request_id webhook_url
SessionBulkStopRequest: filters
SessionBulkStopFilter: field values filter_type
SessionBulkStopResponse: processable
StoppedSession: session_id
Lobby: name url status
LobbyNameRequest: name
PublicIp: public_ip
IpLookupResult: type ip_address location
IpLookupLocation: continent country latitude longitude
IpLookupContinent: code name
IpLookupCountry: code name
IpsLookupRequest: addresses
IpsLookupResponse: addresses
EndpointStorageDeleteResponse: message
Error: message
ErrorV2: message details
"""


@functools.cache
def loaded() -> Json:
    loader: Any = YAML(typ="safe")
    found: Json = loader.load(SPEC.read_text("utf-8"))
    return found


@functools.cache
def plain() -> Json:
    return lowered(loaded())


@pytest.fixture
def spec() -> Json:
    """The document in its plain form, which the code is generated from; not to be changed."""
    return plain()


@pytest.fixture
def written() -> Json:
    """The document as it is written; not to be changed."""
    return loaded()


def operations(spec: Json) -> dict[str, Json]:
    """The operations by method and path."""
    return {
        f"{method.upper()} {path}": operation
        for path, item in spec["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def resolved(spec: Json, thing: Json) -> Json:
    """What a local reference points to; anything else is itself."""
    if "$ref" not in thing:
        return thing
    found: Any = spec
    for part in thing["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return resolved(spec, found)


def parameters(spec: Json) -> dict[str, Json]:
    """The parameters of all operations, by method, path and name."""
    return {
        f"{name} {parameter['name']}": parameter
        for name, operation in operations(spec).items()
        for parameter in (resolved(spec, item) for item in operation.get("parameters", ()))
    }


def successes(spec: Json, operation: Json) -> dict[str, Json]:
    return {
        status: resolved(spec, response)
        for status, response in operation["responses"].items()
        if status.startswith("2")
    }


def json_body(holder: Json) -> Json | None:
    """The media type of a request body or a response; None without a body. There is no type but JSON."""
    content: Json = holder.get("content", {})
    assert set(content) <= {"application/json"}
    found: Json | None = content.get("application/json")
    return found


def parts(schema: Json, where: str) -> Iterator[tuple[str, Json]]:
    """All schemas inside a schema, itself included, with their places."""
    yield where, schema
    for name, inner in schema.get("properties", {}).items():
        yield from parts(inner, f"{where}.{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from parts(schema[key], f"{where}[]")
    for key in ("oneOf", "anyOf", "allOf"):
        for inner in schema.get(key, ()):
            yield from parts(inner, f"{where}|")


def all_schemas(spec: Json) -> Iterator[tuple[str, Json]]:
    """Every schema of the document, at any depth, with its place."""
    for name, schema in spec["components"]["schemas"].items():
        yield from parts(schema, name)
    for name, parameter in parameters(spec).items():
        yield from parts(parameter["schema"], name)
    for name, operation in operations(spec).items():
        for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
            if body := json_body(resolved(spec, holder)):
                yield from parts(body["schema"], name)


def types(schema: Json) -> list[str]:
    found = schema.get("type", [])
    return [found] if isinstance(found, str) else list(found)


def documented() -> dict[str, set[str]]:
    """The documented statuses of each operation."""
    lines = (line.split() for line in DOCUMENTED.strip().splitlines())
    return {f"{method} {path}": set(statuses) for method, path, *statuses in lines}


def documented_fields() -> dict[str, list[str]]:
    entries = re.split(r"\n(?! )", FIELDS.strip())
    return {name: fields.split() for name, _, fields in (entry.partition(":") for entry in entries)}


# --- the document ---


@pytest.mark.parametrize("form", ["written", "plain"])
def test_the_document_is_valid_openapi_3_1(form: str, written: Json, spec: Json) -> None:
    spec = {"written": written, "plain": spec}[form]
    problems = [
        f"{list(error.absolute_path)}: {error.message}" for error in OpenAPIV31SpecValidator(spec).iter_errors()
    ]

    assert problems == []
    assert re.fullmatch(r"3\.1\.\d+", spec["openapi"])


def test_every_value_is_json_so_that_no_yaml_loader_makes_dates_of_text(written: Json) -> None:
    assert json.loads(json.dumps(written)) == written


def test_only_known_extension_keys_are_used(written: Json) -> None:
    # A misspelt one would be ignored without a word.
    found = re.findall('"(x-(?:edgegap|enum|ext)[^"]*)": ', json.dumps(written), re.IGNORECASE)

    assert set(found) == EXTENSIONS


# --- what other tools read (their own verdict: `make contract`) ---


def every_schema(node: Json | list[Any] | str | float | None, where: str = "") -> Iterator[tuple[str, Json]]:
    """Everything in the document that says of which type a value is, as it is written."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from every_schema(item, f"{where}/{index}")
    elif isinstance(node, dict):
        if isinstance(node.get("type"), str | list):
            yield where, node
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from every_schema(value, f"{where}/{key}")


def test_a_time_of_the_service_is_not_called_a_date_time_which_rfc_3339_defines(written: Json) -> None:
    schemas = dict(every_schema(written))

    assert [where for where, schema in schemas.items() if schema.get("format") == "date-time"] == []
    assert sum(bool(schema.get("x-edgegap-time")) for schema in schemas.values()) > 20


def test_an_enumeration_that_may_grow_is_written_as_such_and_no_other(written: Json) -> None:
    for name, schema in written["components"]["schemas"].items():
        may_grow = "ther values are possible" in schema.get("description", "")
        assert ("x-extensible-enum" in schema) == may_grow, name
        assert "enum" not in schema or not may_grow, name


def test_a_parameter_that_two_operations_share_is_written_once(written: Json) -> None:
    inline = [
        json.dumps(parameter)
        for item in written["paths"].values()
        for operation in item.values()
        for parameter in operation.get("parameters", ())
        if "$ref" not in parameter
    ]

    assert sorted(inline) == sorted(set(inline))


def test_a_property_that_schemas_share_is_written_once(written: Json) -> None:
    uses: dict[str, list[str]] = {}
    for name, schema in written["components"]["schemas"].items():
        for field, inner in schema.get("properties", {}).items():
            if "$ref" not in inner:
                uses.setdefault(f"{field}: {json.dumps(inner)}", []).append(name)

    # Two may say the same of a plain value by chance.
    def most(text: str) -> int:
        schema = json.loads(text.partition(": ")[2])
        return 2 if schema.keys() <= {"description", "type"} and isinstance(schema.get("type"), str) else 1

    assert {text: names for text, names in uses.items() if len(names) > most(text)} == {}


def test_every_error_response_has_an_example(written: Json) -> None:
    responses = written["components"]["responses"]
    inline = [
        f"{name} {status}"
        for name, operation in operations(written).items()
        for status, response in operation["responses"].items()
        if "$ref" not in response and not status.startswith("2")
    ]

    assert inline == []
    assert [name for name, response in responses.items() if not (json_body(response) or {}).get("examples")] == []


def test_rate_limits_are_numbers_of_their_operation_and_no_prose(written: Json) -> None:
    assert re.findall(r"(?i)\d+ (?:requests|calls)? ?(?:per|a|/) ?second\b", json.dumps(written)) == []


# --- operations ---


def test_every_documented_operation_is_there(spec: Json) -> None:
    assert documented().keys() - operations(spec).keys() == set()


def test_operation_ids_are_unique_python_names(spec: Json) -> None:
    names = [operation["operationId"] for operation in operations(spec).values()]

    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []


def test_each_operation_has_one_tag_that_is_declared_with_a_description(spec: Json) -> None:
    declared = [tag["name"] for tag in spec["tags"]]

    assert len(set(declared)) == len(declared)
    assert [tag["name"] for tag in spec["tags"] if not tag.get("description")] == []
    assert {name: len(operation["tags"]) for name, operation in operations(spec).items()} == dict.fromkeys(
        operations(spec), 1
    )
    assert {operation["tags"][0] for operation in operations(spec).values()} == set(declared)


@pytest.mark.parametrize("key", ["summary", "description", "security", "x-edgegap-sources", "x-edgegap-method"])
def test_each_operation_states_its(key: str, spec: Json) -> None:
    assert [name for name, operation in operations(spec).items() if not operation.get(key)] == []


def test_sources_are_known_ones(spec: Json) -> None:
    assert {source for operation in operations(spec).values() for source in operation["x-edgegap-sources"]} <= SOURCES


def test_each_security_requirement_is_one_declared_scheme(spec: Json) -> None:
    declared = spec["components"]["securitySchemes"].keys()
    for name, operation in operations(spec).items():
        (requirement,) = operation["security"]
        assert len(requirement) == 1, name
        assert requirement.keys() <= declared, name


def test_only_self_stop_uses_the_token_of_a_deployment(spec: Json) -> None:
    own = [name for name, operation in operations(spec).items() if "deploymentToken" in operation["security"][0]]

    assert own == ["DELETE /v1/self/stop/{deployment_id}/{stop_key}"]


def test_method_names_are_unique_within_a_tag_and_usable(spec: Json) -> None:
    seen: set[tuple[str, str]] = set()
    for name, operation in operations(spec).items():
        method = operation["x-edgegap-method"]
        assert re.fullmatch("[a-z][a-z0-9_]*", method), name
        assert not keyword.iskeyword(method), name
        assert (operation["tags"][0], method) not in seen, name
        seen.add((operation["tags"][0], method))


def test_rate_limits_are_exactly_the_documented_ones(spec: Json) -> None:
    assert {
        name: operation["x-edgegap-rate-limit"]
        for name, operation in operations(spec).items()
        if "x-edgegap-rate-limit" in operation
    } == RATE_LIMITS


def test_deprecated_are_exactly_the_two_of_v1(spec: Json) -> None:
    assert {name for name, operation in operations(spec).items() if operation.get("deprecated")} == DEPRECATED


def test_a_paginated_operation_names_a_list_of_its_answer(spec: Json) -> None:
    for name, operation in operations(spec).items():
        if key := operation.get("x-edgegap-paginate"):
            for response in successes(spec, operation).values():
                body = json_body(response)
                assert body, name
                assert types(resolved(spec, body["schema"])["properties"][key]) == ["array"], name


def test_every_documented_status_is_there_and_429(spec: Json) -> None:
    missing = {
        name: absent
        for name, statuses in documented().items()
        if (absent := (statuses | {"429"}) - operations(spec)[name]["responses"].keys())
    }

    assert missing == {}


def test_every_error_answer_has_a_body_with_a_message(spec: Json) -> None:
    for name, operation in operations(spec).items():
        for status, response in operation["responses"].items():
            if not status.startswith("2"):
                body = json_body(resolved(spec, response))
                assert body, f"{name} {status}"
                assert "message" in resolved(spec, body["schema"])["properties"], f"{name} {status}"


def test_every_body_has_an_example(spec: Json) -> None:
    without: list[str] = []
    for name, operation in operations(spec).items():
        for what, holder in [("request", operation.get("requestBody", {})), *successes(spec, operation).items()]:
            body = json_body(holder)
            if body is not None and not body.get("examples"):
                without.append(f"{name} {what}")

    assert without == []


def test_every_request_body_is_required(spec: Json) -> None:
    assert [
        name
        for name, operation in operations(spec).items()
        if "requestBody" in operation and operation["requestBody"].get("required") is not True
    ] == []


# --- parameters ---


def test_every_parameter_is_described_and_typed(spec: Json) -> None:
    for name, parameter in parameters(spec).items():
        assert parameter.get("description"), name
        assert types(resolved(spec, parameter["schema"])), name


def test_every_parameter_is_bounded(spec: Json) -> None:
    loose: set[str] = set()
    for name, parameter in parameters(spec).items():
        schema = resolved(spec, parameter["schema"])
        bounds = {"string": {"minLength", "enum", "format", "pattern"}, "integer": {"minimum"}, "boolean": {"type"}}
        if any(not bounds[kind] & schema.keys() for kind in types(schema)):
            loose.add(name)

    assert loose == UNBOUNDED.keys()


def test_every_path_parameter_is_declared_required_and_never_empty(spec: Json) -> None:
    for name, operation in operations(spec).items():
        found = [item for item in (resolved(spec, p) for p in operation.get("parameters", ())) if item["in"] == "path"]
        assert [item["name"] for item in found] == re.findall("{([^}]+)}", name), name
        for item in found:
            assert item["required"] is True, name
            assert item["schema"]["minLength"] >= 1, name


def test_only_image_names_keep_their_slashes_and_all_of_them_do(spec: Json) -> None:
    assert {name: item.get("x-edgegap-slashes", False) for name, item in parameters(spec).items()} == {
        name: item["name"] == "image_name" for name, item in parameters(spec).items()
    }


def test_no_parameter_is_a_header_that_the_http_client_sets(spec: Json) -> None:
    headers = {item["name"].lower() for item in parameters(spec).values() if item["in"] == "header"}

    assert headers == {"x-fields", "authorization"}


def test_no_parameter_takes_a_name_that_the_generated_functions_need(spec: Json) -> None:
    names = {item["name"] for item in parameters(spec).values() if item["in"] != "header"}

    assert names & {"headers", "params", "client", "url", "body", "self"} == set()


# --- schemas ---


def test_every_schema_and_property_is_described(spec: Json) -> None:
    schemas = spec["components"]["schemas"]
    silent = [name for name, schema in schemas.items() if not schema.get("description")]
    for name, schema in schemas.items():
        for field, inner in schema.get("properties", {}).items():
            if not (inner.get("description") or resolved(spec, inner).get("description")):
                silent.append(f"{name}.{field}")

    assert silent == []


def test_nothing_has_a_default_which_the_generator_would_send(spec: Json) -> None:
    assert [where for where, schema in all_schemas(spec) if "default" in schema] == []


def test_no_object_schema_is_inline_so_that_each_model_has_a_name_of_its_own(spec: Json) -> None:
    named = set(spec["components"]["schemas"])
    inline = {
        where
        for where, schema in all_schemas(spec)
        if where not in named and ("properties" in schema or "object" in types(schema))
    }

    assert inline == set()


def test_no_enum_is_inline_or_holds_anything_but_text(spec: Json) -> None:
    named = set(spec["components"]["schemas"])
    enums = {where: schema for where, schema in all_schemas(spec) if "enum" in schema}

    assert enums.keys() <= named
    assert [
        where for where, schema in enums.items() if not all(isinstance(value, str) for value in schema["enum"])
    ] == []
    assert [where for where, schema in enums.items() if types(schema) != ["string"]] == []


def test_nullable_references_are_one_of_the_reference_and_null(spec: Json) -> None:
    one_or_many = "GET /v1/lobbies"  # documented both as a lobby and, by its meaning, as a list of them
    odd: set[str] = set()
    for where, schema in all_schemas(spec):
        several = [schema[key] for key in ("oneOf", "anyOf", "allOf") if key in schema]
        if several and several != [schema.get("oneOf")]:
            odd.add(where)
        for choices in several:
            if not (len(choices) == 2 and choices[0].keys() == {"$ref"} and choices[1] == {"type": "null"}):
                odd.add(where)
        if "$ref" in schema and schema.keys() & {"type", "nullable", "enum"}:
            odd.add(where)
        if "nullable" in schema:
            odd.add(where)

    assert odd == {one_or_many}


@pytest.mark.parametrize("name", sorted(documented_fields()))
def test_every_documented_field_is_in_our_schema_of(name: str, spec: Json) -> None:
    ours = spec["components"]["schemas"][MERGED.get(name, name)]["properties"]

    assert [field for field in documented_fields()[name] if field not in ours] == []


def test_renamed_schemas_are_not_there_twice(spec: Json) -> None:
    assert MERGED.keys() & spec["components"]["schemas"].keys() == set()


def test_every_schema_is_used(written: Json) -> None:
    text = json.dumps(written)
    unused = {name for name in written["components"]["schemas"] if f'"#/components/schemas/{name}"' not in text}

    assert unused == set()


# --- secrets ---


def secret_looking(spec: Json) -> set[str]:
    """What must be marked: by its name, or as the value of an environment variable."""
    found: set[str] = set()
    for name, schema in spec["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            variable = field == "value" and "Env" in name
            if (variable or re.search("token|secret|password|authorization", field)) and field not in NOT_SECRET:
                found.add(f"{name}.{field}")
    return found


def test_secrets_are_marked_and_nothing_else_is(spec: Json) -> None:
    marked = {where for where, schema in all_schemas(spec) if schema.get("x-edgegap-secret")}

    assert marked == secret_looking(spec)
    assert {
        "AppVersion.private_token",
        "AppVersionCreateRequest.private_token",
        "AppVersionUpdateRequest.private_token",
        "EndpointStorageCreateRequest.secret_access_key",
        "EndpointStorageUpdateRequest.secret_access_key",
        "RelaySession.authorization_token",
        "RelaySessionUser.authorization_token",
        "RelayUserAuthorizeResponse.authorization_token",
        "RelayUserRevokeRequest.authorization_token",
        "AppVersionEnv.value",
        "EnvVar.value",
        "EnvVarV2.value",
        "SelectorEnv.value",
    } <= marked


def test_the_key_and_the_token_of_self_stop_are_the_only_secret_parameters(spec: Json) -> None:
    marked = {name for name, item in parameters(spec).items() if item.get("x-edgegap-secret")}

    operation = "DELETE /v1/self/stop/{deployment_id}/{stop_key}"
    assert marked == {f"{operation} authorization", f"{operation} stop_key"}


def test_secret_text_is_shown_as_a_password_by_documentation_tools(spec: Json) -> None:
    assert [
        where
        for where, schema in all_schemas(spec)
        if schema.get("x-edgegap-secret") and types(schema) == ["string"] and schema.get("format") != "password"
    ] == []


# --- examples ---


def reads_as_time(value: object) -> bool:
    # jsonschema's own check wants RFC 3339; the service sends naive times, and our reader takes them.
    try:
        return not isinstance(value, str) or bool(to_datetime(value, ""))
    except ResponseFormatError:
        return False


def rebuilt(thing: Any, change: Callable[[Json], Json]) -> Any:
    """A copy in which each object has gone through `change`, the innermost first."""
    if isinstance(thing, dict):
        return change({key: rebuilt(value, change) for key, value in cast("Json", thing).items()})
    if isinstance(thing, list):
        return [rebuilt(value, change) for value in cast("Sequence[Any]", thing)]
    return thing


def open_enum(schema: Json) -> Json:
    """A response may hold values that nobody has listed."""
    return {key: value for key, value in schema.items() if key != "enum" or not isinstance(value, list)}


def closed(schema: Json) -> Json:
    """An example with a field that its schema does not know is misspelt or outdated."""
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        return {"additionalProperties": False, **schema}
    return schema


def example_problems(spec: Json) -> list[str]:
    """What is wrong with the examples, each line naming one."""
    formats = FormatChecker(formats=())
    formats.checks("date-time")(reads_as_time)
    sent: Json = rebuilt(spec["components"], closed)
    received: Json = rebuilt(sent, open_enum)
    problems: list[str] = []

    def check(where: str, holder: Json, components: Json) -> None:
        schema = {**holder["schema"], "components": components}
        validator: Any = Draft202012Validator(schema, format_checker=formats)
        examples = {name: example["value"] for name, example in holder.get("examples", {}).items()}
        if "example" in holder:
            examples["example"] = holder["example"]
        for name, value in examples.items():
            problems.extend(
                f"{where} {name}: {error.json_path}: {error.message}" for error in validator.iter_errors(value)
            )

    for name, operation in operations(spec).items():
        if body := json_body(operation.get("requestBody", {})):
            check(f"{name} request", body, sent)
        for status, response in operation["responses"].items():
            if body := json_body(resolved(spec, response)):
                check(f"{name} {status}", body, received)
    for name, parameter in parameters(spec).items():
        check(name, parameter, sent)
    for name, item in spec.get("webhooks", {}).items():
        for operation in item.values():
            if body := json_body(operation["requestBody"]):
                check(f"webhook {name}", body, received)
    return problems


def test_every_example_fits_its_schema(spec: Json) -> None:
    assert example_problems(spec) == []


def first_example(spec: Json, name: str, status: str | None = None) -> Json:
    operation = operations(spec)[name]
    holder = resolved(spec, operation["responses"][status]) if status else operation["requestBody"]
    body = json_body(holder)
    assert body
    value: Json = next(iter(body["examples"].values()))["value"]
    return value


def wrong_type(spec: Json) -> None:
    first_example(spec, "POST /v1/app")["is_active"] = "yes"


def missing_field(spec: Json) -> None:
    del first_example(spec, "POST /v2/deployments")["application"]


def unknown_field(spec: Json) -> None:
    first_example(spec, "POST /v1/app")["is_activ"] = True


def unknown_choice_in_a_request(spec: Json) -> None:
    first_example(spec, "POST /v2/deployments")["users"][0]["user_type"] = "passport"


def below_a_bound(spec: Json) -> None:
    first_example(spec, "POST /v1/app")["name"] = ""


def no_time(spec: Json) -> None:
    first_example(spec, "GET /v1/app/{app_name}", "200")["create_time"] = "last Tuesday"


def null_in_a_response(spec: Json) -> None:
    first_example(spec, "GET /v1/app/{app_name}", "200")["name"] = None


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (wrong_type, "POST /v1/app request integration_page: $.is_active: 'yes' is not of type 'boolean'"),
        (missing_field, "'application' is a required property"),
        (unknown_field, "'is_activ' was unexpected"),
        (unknown_choice_in_a_request, "'passport' is not one of"),
        (below_a_bound, "$.name: '' is too short"),
        (no_time, "$.create_time: 'last Tuesday' is not a 'date-time'"),
        (null_in_a_response, "$.name: None is not of type 'string'"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_an_example_that_does_not_fit_is_caught(damage: Callable[[Json], None], says: str) -> None:
    broken = copy.deepcopy(plain())
    damage(broken)

    (problem,) = example_problems(broken)

    assert says in problem


def test_a_response_may_hold_a_value_that_an_enum_does_not_list() -> None:
    changed = copy.deepcopy(plain())
    session = first_example(changed, "GET /v1/session/{session_id}", "200")
    session["status"] = "Hibernating"

    assert example_problems(changed) == []
