"""Checks that need the organisation's token only, and cost nothing: an application without a deployment, and reads."""

from __future__ import annotations

from typing import Final

from .checks import check
from .forms import NAIVE_TIME, UNKNOWN_DEPLOYMENT, fits
from .run import Run
from .settings import ORCHESTRATION as API
from .wire import as_object, as_objects

PAGINATION: Final = {"number", "next_page_number", "previous_page_number", "paginator", "has_next", "has_previous"}
IMAGE: Final = {"docker_repository": "registry.edgegap.com", "docker_image": "live-check", "docker_tag": "1"}
HIDDEN: Final = {"key": "LIVE_CHECK", "value": "a-value-of-nobody", "is_hidden": True}
ADDRESSES: Final = ("8.8.8.8", "1.1.1.1", "9.9.9.9")


@check(
    "one application without versions",
    "token",
    (
        "application-times",
        "application-conflict",
        "application-unknown",
        "application-deleted-twice",
        "application-telemetry",
        "pagination-fields",
        "pagination-end",
    ),
)
def applications(run: Run) -> None:
    path, order = f"/v1/app/{run.name}", {"name": run.name, "is_active": False, "image": ""}
    found = run.send(API, "GET", path)
    run.judge("application-unknown", found.status == 404, found)
    created = run.send(API, "POST", "/v1/app", json=order)
    try:
        if not created.is_success:
            raise ValueError(f"an application could not be created: {created.status} {created.get('message')}")
        again = run.send(API, "POST", "/v1/app", json=order)
        run.judge("application-conflict", again.status == 409, again)
        read = run.send(API, "GET", path)
        run.judge("application-times", fits(NAIVE_TIME, read.get("create_time"), read.get("last_updated")), read)
        run.judge("application-telemetry", isinstance(read.get("is_telemetry_agent_active"), bool), read)
        page = run.send(API, "GET", "/v1/apps", params={"page": 1, "limit": 1})
        pagination = page.part("pagination")
        number = as_object(pagination.get("paginator")).get("num_pages")
        is_whole = pagination.keys() >= PAGINATION and number is not None
        run.judge("pagination-fields", is_whole, page)
        last = run.send(API, "GET", "/v1/apps", params={"page": number, "limit": 1})
        end = last.part("pagination")
        run.judge("pagination-end", end.get("next_page_number", 0) is None and end.get("has_next") is False, last)
    finally:
        run.send(API, "DELETE", path)
    deleted = run.send(API, "DELETE", path)
    run.judge("application-deleted-twice", deleted.status == 404, deleted)


@check(
    "one application with two versions, which are not deployed",
    "token",
    (
        "version-pages",
        "version-refuses-resources",
        "hidden-variables",
    ),
)
def versions(run: Run) -> None:
    application = f"{run.name}-v"
    path = f"/v1/app/{application}"
    try:
        run.send(API, "POST", "/v1/app", json={"name": application, "is_active": False, "image": ""})
        for name in ("one", "two"):
            order = {"name": name, **IMAGE, "req_cpu": 256, "req_memory": 256, "is_active": False, "envs": [HIDDEN]}
            created = run.send(API, "POST", f"{path}/version", json=order)
            if not created.is_success:
                raise ValueError(f"a version could not be created: {created.status} {created.get('message')}")
        page = run.send(API, "GET", f"{path}/versions", params={"page": 2, "limit": 1})
        names = [each.get("name") for each in page.rows("versions")]
        run.judge("version-pages", len(names) == 1, page)
        changed = run.send(API, "PATCH", f"{path}/version/one", json={"req_cpu": 512})
        is_refused = changed.status == 400 and "Unknown Args" in str(changed.get("message"))
        run.judge("version-refuses-resources", is_refused, changed)
        read = run.send(API, "GET", f"{path}/version/one")
        values = [each.get("value") for each in read.rows("envs") if each.get("key") == HIDDEN["key"]]
        run.judge("hidden-variables", values == [HIDDEN["value"]], read, reason="the value itself is masked here")
    finally:
        run.send(API, "DELETE", f"{path}/version/one")
        run.send(API, "DELETE", f"{path}/version/two")
        run.send(API, "DELETE", path)


@check(
    "ids that do not exist",
    "token",
    (
        "deployment-unknown",
        "stop-unknown",
        "logs-unknown",
        "error-details",
    ),
)
def unknown_ids(run: Run) -> None:
    status = run.send(API, "GET", f"/v1/status/{UNKNOWN_DEPLOYMENT}")
    is_known_text = "Bad Request ID provided" in str(status.get("message"))
    run.judge("deployment-unknown", status.status == 400 and is_known_text, status)
    stop = run.send(API, "DELETE", f"/v1/stop/{UNKNOWN_DEPLOYMENT}")
    run.judge("stop-unknown", stop.status == 400, stop)
    logs = run.send(API, "GET", f"/v1/deployment/{UNKNOWN_DEPLOYMENT}/container-logs")
    run.judge("logs-unknown", logs.status == 400, logs)
    hosts = run.send(API, "GET", f"/v2/private-fleets/{run.name}/hosts")
    if hosts.status < 400:
        raise ValueError(f"an unknown fleet gives {hosts.status}: there is no v2 error to look at")
    details = hosts.get("details")
    has_form = isinstance(hosts.get("message"), str) and (details is None or isinstance(details, dict))
    run.judge("error-details", has_form, hosts)


@check(
    "lists and look-ups",
    "token",
    (
        "filter-unknown-operators",
        "relay-session-pages",
        "location-type",
        "lobbies-exist",
        "lobby-unknown",
        "sessions-exist",
        "ip-lookup-exists",
        "ip-lookup-order",
    ),
)
def reads(run: Run) -> None:
    from .checks_deployment import listed

    found = listed(run, ("created_at", "lt", "2020-01-01T00:00:00Z"))
    run.judge("filter-unknown-operators", found.is_success, found)
    sessions = run.send(API, "GET", "/v1/relays/sessions", params={"page": 1, "limit": 1})
    run.judge("relay-session-pages", sessions.is_success and len(sessions.rows("sessions")) <= 1, sessions)
    places = run.send(API, "GET", "/v1/locations")
    kinds = {each.get("type") for each in places.rows("locations")}
    run.judge("location-type", kinds == {"standard"}, places)
    for fact_id, path in (("lobbies-exist", "/v1/lobbies"), ("sessions-exist", "/v1/sessions")):
        page = run.send(API, "GET", path)
        run.judge(fact_id, page.is_success, page)
    lobby = run.send(API, "GET", f"/v1/lobbies/{run.name}")
    run.judge("lobby-unknown", lobby.status == 404, lobby)
    one = run.send(API, "GET", f"/v1/ip/{ADDRESSES[0]}/lookup")
    run.judge("ip-lookup-exists", one.is_success, one)
    several = run.send(API, "POST", "/v1/ips/lookup", json={"addresses": list(ADDRESSES)})
    # The key of the list is not the same in all sources.
    rows = [as_objects(value) for value in as_object(several.body).values()]
    addresses = [each.get("ip_address") for each in (max(rows, key=len) if rows else ())]
    run.judge("ip-lookup-order", addresses == list(ADDRESSES), several)
