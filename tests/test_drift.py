"""What the specification does not know is counted and logged once, by both clients and for webhooks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, webhooks
from edgegap_client.drift import Drift, Unknown, Watch, note_status
from edgegap_client.models import Application, DeploymentState

from .conftest import TOKEN

APPLICATION = {"name": "my-game", "is_active": True, "image": ""}
STATUS = {"request_id": "abc123", "fqdn": "", "app_name": "g", "app_version": "v", "current_status": "Status.READY"}

Ask = Callable[[str], Drift]


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest, base_url: str) -> Ask:
    """Get the application (or the status of the deployment `abc123`) twice, and give what the client counted."""
    import asyncio

    def by_sync(what: str) -> Drift:
        with Edgegap(TOKEN, base_url=base_url, max_retries=0) as client:
            for _ in range(2):
                with suppress(EdgegapError):
                    client.applications.get("g") if what == "app" else client.deployments.get("abc123")
            return client.with_options(timeout=9).drift

    async def walk(what: str) -> Drift:
        async with AsyncEdgegap(TOKEN, base_url=base_url, max_retries=0) as client:
            for _ in range(2):
                with suppress(EdgegapError):
                    await (client.applications.get("g") if what == "app" else client.deployments.get("abc123"))
            return client.with_options(timeout=9).drift

    return by_sync if request.param == "sync" else lambda what: asyncio.run(walk(what))


def serve(httpserver: HTTPServer, path: str, body: Any, status: int = 200) -> None:
    httpserver.expect_request(path).respond_with_json(body, status=status)


def test_nothing_unknown_counts_nothing(httpserver: HTTPServer, ask: Ask) -> None:
    serve(httpserver, "/v1/app/g", APPLICATION)
    drift = ask("app")
    assert not drift
    assert drift.counts() == {}


def test_a_field_is_counted_each_time_and_logged_once_without_its_value(
    httpserver: HTTPServer, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    serve(httpserver, "/v1/app/g", {**APPLICATION, "tier": "hush", "x" * 500 + "\n": 1})
    with caplog.at_level(logging.WARNING, "edgegap_client"):
        counts = ask("app").counts()
    assert counts == {
        Unknown("get_application", "field", "Application", "tier"): 2,
        Unknown("get_application", "field", "Application", "x" * 80): 2,
    }
    assert sorted(record.getMessage() for record in caplog.records) == [
        "get_application: unknown field tier of Application",
        f"get_application: unknown field {'x' * 80} of Application",
    ]


def test_nested_models_and_enum_values_count_for_the_operation(httpserver: HTTPServer, ask: Ask) -> None:
    port = {"external": 1, "internal": 2, "protocol": "UDP", "shard": 1}
    body = {**STATUS, "current_status": "Status.DREAMING", "ports": {"game": port}}
    serve(httpserver, "/v1/status/abc123", body)
    found = {(unknown.kind, unknown.where, unknown.name): n for unknown, n in ask("status").counts().items()}
    assert found[("enum value", "DeploymentState", "Status.DREAMING")] == 2
    assert found[("field", "DeploymentPort", "shard")] == 2


@pytest.mark.parametrize("status", [207, 418])
def test_a_status_that_the_operation_does_not_document(httpserver: HTTPServer, ask: Ask, status: int) -> None:
    serve(httpserver, "/v1/app/g", APPLICATION, status)
    assert ask("app").counts() == {Unknown("get_application", "status", "", str(status)): 2}


def test_a_documented_error_is_no_drift(httpserver: HTTPServer, ask: Ask) -> None:
    serve(httpserver, "/v1/app/g", {"message": "no"}, 404)
    assert not ask("app")


def test_a_name_or_value_that_holds_the_token_is_masked(
    httpserver: HTTPServer, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    serve(httpserver, "/v1/app/g", {**APPLICATION, f"{'x' * 60}{TOKEN}": 1})
    assert TOKEN[:12] not in str(ask("app").counts())
    assert TOKEN[:12] not in caplog.text


def test_a_list_counts_each_item_and_an_answer_of_endless_names_is_cut_short(
    httpserver: HTTPServer, base_url: str
) -> None:
    application = {**APPLICATION, **{f"field{number}": 1 for number in range(5000)}}
    listed = [{**APPLICATION, "tier": number} for number in range(500)]
    httpserver.expect_request("/v1/app/g").respond_with_json(application)
    httpserver.expect_request("/v1/apps").respond_with_json(
        {"applications": listed, "count": 500, "total_count": 500, "pagination": {}}
    )
    with Edgegap(TOKEN, base_url=base_url) as client:
        client.applications.list_page()
        assert client.drift.counts()[Unknown("list_applications", "field", "Application", "tier")] == 500
        client.drift.clear()
        client.applications.get("g")
        assert len(client.drift.counts()) == 200
        assert client.drift.dropped == 4800


def test_webhooks_are_counted_for_the_process() -> None:
    webhooks.drift.clear()
    webhooks.parse_deployment({**STATUS, "mood": "good"})
    assert webhooks.drift.counts() == {Unknown("webhook", "field", "DeploymentStatus", "mood"): 1}
    webhooks.drift.clear()


def test_what_a_user_reads_by_hand_counts_for_nobody() -> None:
    Application.from_dict({**APPLICATION, "tier": 1})
    assert DeploymentState("Status.NEW") == "NEW"
    drift = Drift()
    with Watch(drift, "outer"):
        pass
    assert not drift


def test_memory_is_bounded_and_threads_lose_no_count() -> None:
    drift = Drift()

    def see(_: int) -> None:
        for status in range(600, 1900):
            note_status(drift, "op", ("200",), status)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(see, range(4)))
    assert len(drift.counts()) == 1000
    assert sum(drift.counts().values()) + drift.dropped == 4 * 1300
    drift.clear()
    assert (drift.counts(), drift.dropped) == ({}, 0)
