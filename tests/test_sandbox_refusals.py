"""The sandbox refuses what the service refuses, with the place of what is wrong; over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from edgegap_client.sandbox import Sandbox, Timing

from .servers.clients import TOKEN, prepared


@pytest.fixture(scope="module")
def service() -> Iterator[httpx.Client]:
    sandbox = prepared(Sandbox(timing=Timing(ready_after=0.05), seed=1))
    with sandbox.serve() as url, httpx.Client(base_url=url, headers={"Authorization": f"token {TOKEN}"}) as made:
        made.post("/v1/app", json={"name": "empty", "is_active": True, "image": ""}).raise_for_status()
        yield made
    sandbox.close()


def condition(field: str, kind: str = "any") -> dict[str, Any]:
    return {"field": field, "values": ["a"], "filter_type": kind}


USER: dict[str, Any] = {"user_type": "ip_address", "user_data": {"ip_address": "8.8.8.8"}}
ORDER: dict[str, Any] = {"application": "my-game", "version": "v1", "users": [USER]}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("/v1/sessions/bulk-stop", {"filters": []}, "filters"),
    ("/v1/sessions/bulk-stop", {"filters": [condition("city")]}, "filters.0.field"),
    ("/v1/sessions/bulk-stop", {"filters": [condition("session_id", "some")]}, "filters.0.filter_type"),
    ("/v1/deployments/bulk-stop", {"filters": []}, "filters"),
    ("/v1/deployments/bulk-stop", {"filters": [condition("city")]}, "filters.0.field"),
    ("/v1/deployments/bulk-stop", {"filters": [condition("request_id", "some")]}, "filters.0.filter_type"),
    (
        "/v1/relays/sessions",
        {"users": [{"ip": "8.8.8.8"}], "filters": [condition("city", "some")]},
        "filters.0.filter_type",
    ),
    ("/v2/deployments", {**ORDER, "users": [{**USER, "user_type": "planet"}]}, "users.0.user_type"),
    ("/v2/deployments", {**ORDER, "users": [{**USER, "user_data": {}}]}, "users.0.user_data"),
]


@pytest.mark.parametrize(("path", "body", "place"), WRONG)
def test_a_wrong_request_is_refused_with_the_place_of_what_is_wrong(
    service: httpx.Client, path: str, body: dict[str, Any], place: str
) -> None:
    response = service.post(path, json=body)
    assert response.status_code == 400, response.text
    assert place in response.text


def test_an_application_without_a_version_cannot_be_deployed(service: httpx.Client) -> None:
    response = service.post("/v1/deploy", json={"app_name": "empty", "ip_list": ["8.8.8.8"]})
    assert response.status_code in (400, 404), response.text
    assert "empty" in response.text


def test_a_session_of_which_nothing_runs_is_stopped_by_its_id_alone(service: httpx.Client) -> None:
    for field in ("request_id", "deployment_tags"):
        response = service.post("/v1/sessions/bulk-stop", json={"filters": [condition(field)]})
        assert response.json() == {"processable": []}, response.text
