"""The operations of deployments and their tags."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, cast

from ..faults import Outcome
from ..lifecycle import ENDING, Deployment, Host, Order, Phase, read_time, write_time
from ..places import PLACES, Place, nearest, place_of_ip, read_ip, read_point
from ..state import ApiError, Application, AppVersion, Json, NotFound
from ..world import DEPLOYMENT, UNKNOWN_ID
from .base import Call, Reply, fits, operation, page

MAX_TAG: Final = 40
NOT_UNDERSTOOD: Final = "The browser (or proxy) sent a request that this server could not understand."
METRICS_STEP: Final = 30
MAX_SAMPLES: Final = 1000


# --- create


def find_version(call: Call, app_name: str, version_name: str | None) -> tuple[Application, AppVersion]:
    """Find an application and one of its versions, by default the newest. Both must be active."""
    application = call.organisation.applications.get(app_name)
    if version_name is None:
        versions = list(application.versions)
        if not versions:
            raise ApiError(404, f"Application {app_name} has no version")
        version = versions[-1]
    else:
        version = application.versions.get(version_name)
    if not application.fields.get("is_active", True):
        raise ApiError(400, f"Application {app_name} is disabled")
    if not version.fields.get("is_active", True):
        raise ApiError(400, f"App version {version.name} is disabled")
    return application, version


def check_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Check the tags, and remove duplicates."""
    for index, tag in enumerate(tags):
        if not 1 <= len(tag) <= MAX_TAG:
            raise ApiError(400, f"tags.{index}: must have between 1 and {MAX_TAG} characters")
    return tuple(dict.fromkeys(tags))


_HOSTS: Final = {
    place: Host(f"alpha-{place.city.lower().replace(' ', '-')}-{index:02}", f"192.0.2.{10 + index}", place)
    for index, place in enumerate(PLACES)
}


def public_host(place: Place) -> Host:
    return _HOSTS[place]


def read_users(users: list[Json]) -> list[tuple[float, float]]:
    """Read the locations of the users of a v2 request."""
    points: list[tuple[float, float]] = []
    for index, user in enumerate(users):
        data, name = user["user_data"], f"users.{index}.user_data"
        if user["user_type"] == "ip_address":
            if "ip_address" not in data:
                raise ApiError(400, f"{name}.ip_address: is required")
            place = place_of_ip(read_ip(data["ip_address"], f"{name}.ip_address"))
            points.append((place.latitude, place.longitude))
        else:
            if not {"latitude", "longitude"} <= data.keys():
                raise ApiError(400, f"{name}: latitude and longitude are required")
            points.append(read_point(data["latitude"], data["longitude"], name))
    return points


def order_v2(call: Call, choose_host: Callable[[list[tuple[float, float]]], Host]) -> Order:
    """Read the order of a v2 request."""
    body = call.body
    application, version = find_version(call, body["application"], body["version"])
    points = read_users(body["users"])
    resources = body.get("resources", {})
    webhooks = {
        kind: body[key]["url"]
        for kind in ("on_ready", "on_error", "on_terminated")
        for key in (f"webhook_{kind}",)
        if key in body
    }
    return Order(
        app_name=application.name,
        version_name=version.name,
        version=version.fields,
        host=choose_host(points),
        tags=check_tags(body.get("tags", ())),
        variables={each["key"]: each["value"] for each in body.get("environment_variables", ())},
        webhooks=webhooks,
        cpu=resources.get("cpu_units", version.fields["req_cpu"]),
        memory=resources.get("memory_mib", version.fields["req_memory"]),
        user_count=len(points),
        outcome=call.outcome or Outcome(),
    )


def respond_v2(call: Call, order: Order) -> Json:
    """Deploy. A deployment that fails at once still exists."""
    deployment = call.world.deploy(call.organisation, order)
    if order.outcome.at_once:
        raise ApiError(422, order.outcome.detail, request_id=deployment.id)
    return {"request_id": deployment.id}


@operation()
def create_deployment(call: Call) -> Json:
    return respond_v2(call, order_v2(call, lambda points: public_host(nearest(points))))


_PLACE_FIELDS: Final[dict[str, Callable[[Place], Collection[str]]]] = {
    "city": lambda place: (place.city,),
    "country": lambda place: (place.country, place.country_code),
    "continent": lambda place: (place.continent, place.continent_code),
    "region": lambda place: (place.continent,),
    "administrative_division": lambda place: (place.administrative_division,),
    "location_tags": lambda _: (),
}


def find_places(filters: list[Json], body: Json) -> tuple[Place, ...]:
    """The places that match the filters, also by the fields of older versions of the API."""
    conditions = list(filters)
    for index, condition in enumerate(filters):
        if condition["field"] not in _PLACE_FIELDS:
            raise ApiError(400, f"filters.{index}.field: must be one of {', '.join(_PLACE_FIELDS)}")
    conditions += [
        {"field": name, "values": [body[name]], "filter_type": "any"} for name in _PLACE_FIELDS if name in body
    ]
    return tuple(
        place
        for place in PLACES
        if all(fits(condition, _PLACE_FIELDS[condition["field"]](place)) for condition in conditions)
    )


def read_players(body: Json) -> list[tuple[float, float]]:
    """Read the locations of the players of a v1 request."""
    points: list[tuple[float, float]] = []
    for index, text in enumerate(body.get("ip_list", ())):
        place = place_of_ip(read_ip(text, f"ip_list.{index}"))
        points.append((place.latitude, place.longitude))
    for index, each in enumerate(body.get("geo_ip_list", ())):
        read_ip(each["ip"], f"geo_ip_list.{index}.ip")
        points.append(read_point(each["latitude"], each["longitude"], f"geo_ip_list.{index}"))
    if location := body.get("location"):
        points.append(read_point(location["latitude"], location["longitude"], "location"))
    return points


@operation()
def create_deployment_v1(call: Call) -> Json:
    body = call.body
    if not any(body.get(key) for key in ("ip_list", "geo_ip_list", "location", "filters")):
        raise ApiError(400, "One of ip_list, geo_ip_list, location and filters is required")
    if body.get("ip_list") and body.get("geo_ip_list"):
        raise ApiError(400, "ip_list and geo_ip_list exclude each other")
    application, version = find_version(call, body["app_name"], body.get("version_name"))
    points = read_players(body)
    places = find_places(body.get("filters", []), body)
    if not places or (call.outcome and call.outcome.at_once):
        raise ApiError(422, "No location fits the request")
    order = Order(
        app_name=application.name,
        version_name=version.name,
        version=version.fields,
        host=public_host(nearest(points, places)),
        tags=check_tags(body.get("tags", ())),
        variables={each["key"]: each["value"] for each in body.get("env_vars", ())},
        webhooks={"webhook_url": body["webhook_url"]} if body.get("webhook_url") else {},
        cpu=version.fields["req_cpu"],
        memory=version.fields["req_memory"],
        user_count=len(body.get("ip_list", ())) + len(body.get("geo_ip_list", ())),
        command=body.get("command"),
        arguments=body.get("arguments"),
        outcome=call.outcome or Outcome(),
    )
    deployment = call.world.deploy(call.organisation, order)
    return {
        "request_id": deployment.id,
        "request_dns": deployment.fqdn,
        "request_app": order.app_name,
        "request_version": order.version_name,
        "request_user_count": order.user_count,
        "tags": list(order.tags),
        "container_log_storage": body.get("container_log_storage"),
        **{
            key: body[key]
            for key in ("filters", "city", "country", "continent", "administrative_division")
            if key in body
        },
    }


# --- read


@operation()
def get_deployment(call: Call) -> Json:
    deployment_id = call.path["deployment_id"]
    found = call.organisation.deployments.get(deployment_id)
    if found is None:
        # The error does not say whose deployment it was, although ids are no secrets.
        if deployment_id in call.world.gone:
            status = call.world.limits.after_end
            raise ApiError(status, UNKNOWN_ID if status == 400 else f"Instance {deployment_id} is already terminated")
        raise NotFound(DEPLOYMENT, deployment_id, 400, UNKNOWN_ID)
    return found.render(call.world.now)


_BASIC: Final = frozenset(("eq", "neq"))
_NAMES: Final = frozenset((*_BASIC, "in", "nin"))
_OPERATORS: Final[dict[str, frozenset[str]]] = {
    "status": _BASIC,
    "request_id": _NAMES,
    "tags": _NAMES,
    "created_at": frozenset(("eq", "gte", "lte")),
    "application": _NAMES,
    "version": _NAMES,
    "fleet_name": _NAMES | {"ilike"},
    "host_name": _NAMES | {"ilike"},
    "is_joinable_by_session": _BASIC,
    "available_session_sockets": _BASIC | {"gt", "gte", "lt", "lte"},
}
_ORDERS: Final = ("created_at", "available_session_sockets")
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def _available_sockets(deployment: Deployment) -> int:
    return (deployment.sockets or 0) - deployment.sockets_usage


_VALUES: Final[dict[str, Callable[[Deployment], Any]]] = {
    "request_id": lambda each: each.id,
    "created_at": lambda each: each.created,
    "application": lambda each: each.order.app_name,
    "version": lambda each: each.order.version_name,
    "fleet_name": lambda each: each.order.host.fleet,
    "host_name": lambda each: each.order.host.id,
    "is_joinable_by_session": lambda each: each.is_joinable,
    "available_session_sockets": _available_sockets,
}


def _read_query(text: str) -> tuple[list[Json], list[Json]]:
    """Read and check the filters and orders of the query."""
    try:
        query: object = json.loads(text)
    except (ValueError, RecursionError):
        raise ApiError(400, "query: is not valid JSON") from None
    if not isinstance(query, dict):
        raise ApiError(400, "query: must be of type object")
    given = cast("Json", query)
    if unknown := given.keys() - {"filters", "order_by"}:
        raise ApiError(400, f"query: has the unknown fields {', '.join(sorted(unknown))}")
    filters = _read_list(given.get("filters", []), "filters", {"field", "operator", "value"})
    orders = _read_list(given.get("order_by", []), "order_by", {"field", "order"})
    seen: set[str] = set()
    for each in filters:
        if each["field"] in seen:
            raise ApiError(400, f"query.filters: only one filter is allowed for {each['field']}")
        seen.add(each["field"])
        each["value"] = _read_value(each)
    for each in orders:
        if each["field"] not in _ORDERS or each["order"] not in ("asc", "desc"):
            raise ApiError(400, f"query.order_by: {' or '.join(_ORDERS)}, asc or desc")
    return filters, orders


def _read_list(value: Any, name: str, keys: set[str]) -> list[Json]:
    if not isinstance(value, list):
        raise ApiError(400, f"query.{name}: must be of type array")
    found: list[Json] = []
    for each in cast("Iterable[Any]", value):
        if not isinstance(each, dict) or cast("Json", each).keys() != keys:
            raise ApiError(400, f"query.{name}: each must have {', '.join(sorted(keys))}")
        item = cast("Json", each)
        if not all(isinstance(item[key], str) for key in keys - {"value"}):
            raise ApiError(400, f"query.{name}: must be of type string")
        found.append(item)
    return found


def _read_value(condition: Json) -> Any:
    name, how, value = condition["field"], condition["operator"], condition["value"]
    if name not in _OPERATORS:
        raise ApiError(400, f"query.filters.field: must be one of {', '.join(_OPERATORS)}")
    if how not in _OPERATORS[name]:
        raise ApiError(400, f"query.filters.operator: {name} takes {', '.join(sorted(_OPERATORS[name]))}")
    where = f"query.filters.value: for {name} and {how}"
    if how in ("in", "nin"):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in cast("Any", value)):
            raise ApiError(400, f"{where} an array of strings is needed")
        return cast("Any", value)
    match name:
        case "is_joinable_by_session":
            wanted: Any = bool
        case "available_session_sockets":
            wanted = int
        case _:
            wanted = str
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise ApiError(400, f"{where} a value of type {wanted.__name__} is needed")
    if name == "created_at":
        try:
            return read_time(str(value))
        except ValueError:
            raise ApiError(400, f"{where} a time is needed") from None
    return str(value).lower().removeprefix("status.") if name == "status" else value


def _make_test(condition: Json, now: float) -> Callable[[Deployment], bool]:
    """Make a function that checks whether a deployment meets a condition."""
    name, how, wanted = condition["field"], condition["operator"], condition["value"]
    if name == "tags":
        values = [wanted] if how in ("eq", "neq") else wanted
        if how in ("eq", "in"):
            return lambda each: any(value in each.tags for value in values)
        return lambda each: not any(value in each.tags for value in values)

    if name == "status" and wanted.upper() in Phase.__members__:
        phase, is_wanted = Phase(wanted.upper()), how == "eq"
        return lambda each: (each.phase is phase) is is_wanted

    def read_state(each: Deployment) -> Any:
        return each.state(now).lower()

    value_of = read_state if name == "status" else _VALUES[name]
    match how:
        case "neq":
            return lambda each: value_of(each) != wanted
        case "in":
            return lambda each: value_of(each) in wanted
        case "nin":
            return lambda each: value_of(each) not in wanted
        case "ilike":
            pattern = ".*".join(re.escape(piece) for piece in str(wanted).split("%"))
            fits_pattern = re.compile(pattern, re.IGNORECASE | re.DOTALL).fullmatch

            def is_like(each: Deployment) -> bool:
                value = value_of(each)
                return value is not None and fits_pattern(value) is not None

            return is_like
        case _:
            compare = _COMPARE[how]
            return lambda each: compare(value_of(each), wanted)


def _look_up(call: Call, condition: Json) -> Collection[Deployment] | None:
    """The deployments that meet a condition, from an index. None if there is no index for it."""
    organisation, how, value = call.organisation, condition["operator"], condition["value"]
    if how not in ("eq", "in"):
        return None
    values = [value] if how == "eq" else value
    match condition["field"]:
        case "request_id":
            ids = dict.fromkeys(values)
            return [organisation.deployments[each] for each in ids if each in organisation.deployments]
        case "tags":
            found = [organisation.by_tag.get(each, {}) for each in values]
            if len(found) == 1:
                return found[0].values()
            return {each.id: each for group in found for each in group.values()}.values()
        case "status" if str(value).upper() in Phase.__members__:
            return organisation.by_phase[Phase(str(value).upper())].values()
        case _:
            return None


def _select(call: Call, filters: list[Json]) -> Collection[Deployment]:
    """The deployments that meet all filters, oldest first."""
    organisation = call.organisation
    states = [each for each in filters if each["field"] == "status"]
    # Ended deployments are listed only if the query asks for them.
    asks_for_ended = any(each["operator"] == "eq" for each in states)
    if not asks_for_ended:
        filters = [each for each in filters if each not in states or each["value"] != "terminated"]
    indexed = [(found, each) for each in filters if (found := _look_up(call, each)) is not None]
    if indexed:
        found, by = min(indexed, key=lambda pair: len(pair[0]))
        filters = [each for each in filters if each is not by]
    else:
        found = (organisation.deployments if asks_for_ended else organisation.live).values()
    tests = [_make_test(condition, call.world.now) for condition in filters]
    if indexed and not asks_for_ended and organisation.by_phase[Phase.TERMINATED]:
        tests.append(lambda each: each.phase is not Phase.TERMINATED)
    if lag := call.world.timing.listed_after:
        latest = call.world.now - lag
        tests.append(lambda each: each.created <= latest)
    for test in tests:
        found = [each for each in found if test(each)]
    return sorted(found, key=operator.attrgetter("number")) if indexed else found


@operation()
def list_deployments(call: Call) -> Json:
    filters, orders = _read_query(call.query["query"]) if "query" in call.query else ([], [])
    found = _select(call, filters)
    for order in reversed(orders):
        key = _available_sockets if order["field"] == "available_session_sockets" else operator.attrgetter("created")
        found = sorted(found, key=key, reverse=order["order"] == "desc")
    return {**page(call, found, "data", "total_count", Deployment.render_item), "message": []}


@operation()
def update_deployment(call: Call) -> Json:
    deployment = call.organisation.deployment(call.path["request_id"], 404, "Deployment not found")
    deployment.is_joinable = call.body.get("is_joinable_by_session", deployment.is_joinable)
    return {"is_joinable_by_session": deployment.is_joinable}


# --- stop


def _stop(call: Call, deployment: Deployment | None) -> Reply:
    deployment_id = call.path["deployment_id"]
    if deployment is None:
        if deployment_id in call.world.gone:
            raise ApiError(410, f"Instance {deployment_id} is already terminated")
        raise NotFound(DEPLOYMENT, deployment_id, 400, UNKNOWN_ID)
    if deployment.phase in ENDING:
        raise ApiError(410, f"Instance {deployment_id} is already terminated")
    if not call.world.stop(deployment):
        return Reply(202, {"message": f"Instance {deployment_id} will be deleted once it is ready"})
    message = f"Instance {deployment_id} will be deleted"
    return Reply(200, {"message": message, "deployment_summary": deployment.render(call.world.now)})


@operation()
def stop_deployment(call: Call) -> Reply:
    return _stop(call, call.organisation.deployments.get(call.path["deployment_id"]))


@operation()
def self_stop_deployment(call: Call) -> Reply:
    return _stop(call, call.organisation.deployments.get(call.path["deployment_id"]))


@operation()
def bulk_stop_deployments(call: Call) -> Reply:
    organisation, filters = call.organisation, call.body["filters"]
    found: Iterable[Deployment] = organisation.deployments.values()
    for condition in filters:
        if condition["filter_type"] == "any":
            values = dict.fromkeys(condition["values"])
            if condition["field"] == "request_id":
                found = [organisation.deployments[each] for each in values if each in organisation.deployments]
            else:
                tagged = [organisation.by_tag.get(each, {}) for each in values]
                found = {each.id: each for group in tagged for each in group.values()}.values()
            break
    stopped = [
        deployment
        for deployment in list(found)
        if deployment.phase not in ENDING
        and all(
            fits(condition, (deployment.id,) if condition["field"] == "request_id" else deployment.tags)
            for condition in filters
        )
    ]
    for deployment in stopped:
        call.world.stop(deployment)
    return Reply(202, {"processable": [{"request_id": deployment.id} for deployment in stopped]})


# --- logs, metrics, reports


@operation()
def get_deployment_logs(call: Call) -> Json:
    deployment = call.organisation.deployment(call.path["deployment_id"], 400, NOT_UNDERSTOOD)
    if deployment.phase is Phase.TERMINATED:
        raise ApiError(404, "The logs of this deployment are gone")
    lines = deployment.logs
    if call.query.get("format") == "ndjson":
        lines = [json.dumps({"log": line}) for line in lines]
    outcome = deployment.order.outcome
    crash: Json = {"crash_logs": None, "crash_data": None}
    if outcome.crash_logs is not None and deployment.error_detail:
        data: Json = {"exit_code": outcome.exit_code or 0, "message": deployment.error_detail, "restart_count": 0}
        crash = {"crash_logs": outcome.crash_logs, "crash_data": data}
    return {"logs": "\n".join(lines), **crash, "encoding": "utf-8", "logs_link": None}


@operation()
def get_deployment_metrics(call: Call) -> Json:
    deployment = call.organisation.deployment(call.path["deployment_id"])
    now = call.world.now
    if deployment.started is None or deployment.phase is Phase.TERMINATED:
        raise ApiError(422, "Metrics are not available for this deployment")
    start, end = _read_moment(call, "start_time", deployment.started), _read_moment(call, "end_time", now)
    matched = re.fullmatch(r"([1-9][0-9]{0,5})([smh]?)", call.query.get("steps", f"{METRICS_STEP}s"))
    if not matched:
        raise ApiError(400, "steps: must be a number and s, m or h")
    step = int(matched[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[matched[2]]
    count = min(MAX_SAMPLES, max(0, int((min(end, now) - max(start, deployment.started)) // step) + 1))
    moments = [max(start, deployment.started) + index * step for index in range(count)]
    timestamps = [write_time(moment)[:23] for moment in moments]

    def series(base: float, growth: float = 0) -> Json:
        datasets = [round(base + growth * index + (index % 3), 2) for index in range(count)]
        return {"labels": [text[11:19] for text in timestamps], "datasets": datasets, "timestamps": timestamps}

    totals = ("receive_total", "transmit_total", "disk_read_total", "disk_write_total")
    return {
        "total": {name: series(0, 100) for name in totals},
        "cpu": series(20),
        "cpu_throttle_rate": series(0),
        "cpu_throttle_total": series(0),
        "mem": series(256),
        "network": {"receive": series(100), "transmit": series(120)},
    }


def _read_moment(call: Call, name: str, default: float) -> float:
    if name not in call.query:
        return default
    try:
        return read_time(call.query[name])
    except ValueError:
        raise ApiError(400, f"{name}: is not a time") from None


@operation()
def report_deployment(call: Call) -> None:
    call.organisation.deployment(call.path["deployment_id"])


@operation()
def get_deployment_context(call: Call) -> Json:
    """The response at ARBITRIUM_CONTEXT_URL in a container. The specification does not have this operation."""
    return call.organisation.deployment(call.path["deployment_id"]).render(call.world.now)


# --- tags


def _tagged(call: Call) -> Deployment:
    deployment = call.organisation.deployment(call.path["deployment_id"], 404, "Deployment not found")
    if "tag_name" in call.path and call.path["tag_name"] not in deployment.tags:
        raise ApiError(404, f"Tag {call.path['tag_name']} not found")
    return deployment


def _check_free(deployment: Deployment, name: str) -> str:
    if name in deployment.tags:
        raise ApiError(409, f"Tag {name} already exists")
    return name


@operation()
def create_deployment_tag(call: Call) -> Json:
    deployment = _tagged(call)
    name = _check_free(deployment, call.body["name"])
    call.organisation.set_tag(deployment, name, call.world.now)
    return deployment.render_tag(name)


@operation()
def list_deployment_tags(call: Call) -> Json:
    deployment = _tagged(call)
    return page(call, deployment.tags.keys(), "tags", "total_count", deployment.render_tag)


@operation()
def get_deployment_tag(call: Call) -> Json:
    return _tagged(call).render_tag(call.path["tag_name"])


@operation()
def update_deployment_tag(call: Call) -> Json:
    deployment, old, new = _tagged(call), call.path["tag_name"], call.body["name"]
    if new != old:
        _check_free(deployment, new)
    call.organisation.set_tag(deployment, new, call.organisation.drop_tag(deployment, old))
    return deployment.render_tag(new)


@operation()
def delete_deployment_tag(call: Call) -> None:
    call.organisation.drop_tag(_tagged(call), call.path["tag_name"])
