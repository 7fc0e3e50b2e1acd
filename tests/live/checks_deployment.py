"""Checks on one deployment, which runs for as long as they take."""

from __future__ import annotations

import json
from typing import Any

from .checks import check
from .forms import NAIVE_TIME, fits, is_time
from .run import LAUNCH_TIMEOUT_SECONDS, Run
from .settings import ORCHESTRATION as API
from .wire import Exchange, as_object

STOPPED_TIMEOUT_SECONDS = 120.0


def listed(run: Run, *filters: tuple[str, str, Any]) -> Exchange:
    """The list of deployments, with filters of field, operator and value."""
    query = {"filters": [{"field": field, "operator": op, "value": value} for field, op, value in filters]}
    return run.send(API, "GET", "/v1/deployments", params={"query": json.dumps(query)})


def ids(page: Exchange) -> list[str]:
    """The deployments on a page."""
    return [str(each.get("request_id")) for each in page.rows("data")]


@check(
    "one deployment: its times, its tags, filters, its end",
    "version",
    (
        "deploy-status",
        "deployment-times",
        "deployment-state",
        "deployment-list-times",
        "filter-tags",
        "filter-not-in",
        "filters-anded",
        "log-format",
        "stop-first",
        "stop-again",
        "status-after-end",
        "tag-created",
        "tag-conflict",
        "tag-times",
        "tag-length",
        "tag-too-long",
        "tag-renamed",
        "tag-deleted",
        "tag-unknown",
    ),
)
def deployment(run: Run) -> None:
    application, version = run.settings.application, run.settings.version
    assert application is not None
    assert version is not None
    run.take_deployment()
    with run.edgegap.deployments.running(
        application=application,
        version=version,
        users=[run.settings.player_ip],
        tags=[run.name],
        timeout=LAUNCH_TIMEOUT_SECONDS,
    ) as launched:
        deployment_id = launched.request_id
        deployed = next(run.seen("POST", "/v2/deployments"))
        run.judge(
            "deploy-status", deployed.status == 202 and list(as_object(deployed.body)) == ["request_id"], deployed
        )
        status = run.send(API, "GET", f"/v1/status/{deployment_id}")
        run.judge("deployment-times", fits(NAIVE_TIME, status.get("start_time")), status)
        run.judge("deployment-state", status.get("current_status") == "Status.READY", status)
        _filters(run, deployment_id, application)
        _tags(run, deployment_id)
        logs = run.send(API, "GET", f"/v1/deployment/{deployment_id}/container-logs", params={"format": "text"})
        run.judge("log-format", logs.is_success, logs)
        stop = run.send(API, "DELETE", f"/v1/stop/{deployment_id}")
        run.judge("stop-first", stop.status in (200, 202), stop)
        run.edgegap.deployments.wait_until_stopped(deployment_id, timeout=STOPPED_TIMEOUT_SECONDS)
        again = run.send(API, "DELETE", f"/v1/stop/{deployment_id}")
        run.judge("stop-again", again.status in (400, 404, 410), again)
        ended = run.send(API, "GET", f"/v1/status/{deployment_id}")
        run.judge("status-after-end", ended.status in (200, 400, 404, 410), ended)


def _filters(run: Run, deployment_id: str, application: str) -> None:
    found = listed(run, ("tags", "in", [run.name]))
    run.judge("filter-tags", ids(found) == [deployment_id], found)
    times = [each.get("start_time") for each in found.rows("data")]
    run.judge("deployment-list-times", bool(times) and is_time(*times), found)
    others = listed(run, ("tags", "nin", [run.name]))
    run.judge("filter-not-in", others.is_success and deployment_id not in ids(others), others)
    both = listed(run, ("tags", "in", [run.name]), ("application", "eq", application))
    neither = listed(run, ("tags", "in", [run.name]), ("application", "neq", application))
    is_anded = ids(both) == [deployment_id] and neither.is_success and not ids(neither)
    run.judge("filters-anded", is_anded, both, neither)


def _tags(run: Run, deployment_id: str) -> None:
    tags = f"/v1/deployments/{deployment_id}/tags"
    created = run.send(API, "POST", tags, json={"name": "live-one"})
    has_fields = all(created.get(name) is not None for name in ("name", "create_time", "last_updated"))
    run.judge("tag-created", created.is_success and has_fields, created)
    again = run.send(API, "POST", tags, json={"name": "live-one"})
    run.judge("tag-conflict", again.status == 409, again)
    read = run.send(API, "GET", f"{tags}/live-one")
    run.judge("tag-times", is_time(read.get("create_time"), read.get("last_updated")), read)
    full = run.send(API, "POST", tags, json={"name": "t" * 40})
    run.judge("tag-length", full.is_success, full)
    too_long = run.send(API, "POST", tags, json={"name": "t" * 41})
    run.judge("tag-too-long", too_long.status == 400, too_long)
    renamed = run.send(API, "PATCH", f"{tags}/live-one", json={"name": "live-two"})
    after = run.send(API, "GET", f"{tags}/live-two")
    run.judge("tag-renamed", renamed.is_success and after.get("name") == "live-two", renamed, after)
    deleted = run.send(API, "DELETE", f"{tags}/live-two")
    run.judge("tag-deleted", deleted.status == 204, deleted)
    gone = run.send(API, "GET", f"{tags}/live-two")
    run.judge("tag-unknown", gone.status == 404, gone)
