"""Spans and histograms of calls and launches, beside those of OpenTelemetry's instrumentation of httpx."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, RetryPolicy
from edgegap_client.beacons import users_from_ips
from edgegap_client.models import AppVersionEnv
from edgegap_client.sandbox import Sandbox, Timing

from .conftest import TOKEN
from .servers.responses import SILENCE, Server, reply
from .servers.scripts import answer, serving_script
from .test_launch import POLL, prepare
from .test_secrets import VERSION

pytest.importorskip("opentelemetry.sdk")
pytest.importorskip("opentelemetry.instrumentation.httpx")

from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from edgegap_client import otel

CLOSED: Final = "http://127.0.0.1:1"
SECRET: Final = "hunter2-hunter2-hunter2"
DURATION: Final = "edgegap.client.operation.duration"


class Telescope:
    """The providers of a test, and what they got."""

    def __init__(self) -> None:
        self.exporter, self.reader = InMemorySpanExporter(), InMemoryMetricReader()
        self.tracers, self.meters = TracerProvider(), MeterProvider([self.reader])
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.hooks = otel.event_hooks(tracer_provider=self.tracers, meter_provider=self.meters)

    def spans(self, kind: SpanKind | None = None) -> list[ReadableSpan]:
        return [span for span in self.exporter.get_finished_spans() if kind in (None, span.kind)]

    def points(self, name: str) -> list[HistogramDataPoint]:
        data = self.reader.get_metrics_data()
        return [
            point
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in metric.data.data_points
            if isinstance(point, HistogramDataPoint)
        ]

    def metric_names(self) -> set[str]:
        data = self.reader.get_metrics_data()
        scopes = [scope for resource in (data.resource_metrics if data else ()) for scope in resource.scope_metrics]
        return {metric.name for scope in scopes for metric in scope.metrics}


@pytest.fixture
def telescope(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telescope]:
    monkeypatch.setenv("OTEL_SEMCONV_STABILITY_OPT_IN", "http")
    made = Telescope()
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=made.tracers, meter_provider=made.meters)
    yield made
    instrumentor.uninstrument()
    made.tracers.shutdown()
    made.meters.shutdown()


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def get(edgegap: Any) -> Any:
    return edgegap.applications.get("name-in-the-path")


def perform(kind: str, call: Callable[[Any], Any], **options: Any) -> Any:
    options = {"max_retries": RetryPolicy(2, first_delay=0)} | options
    if kind == "sync":
        with Edgegap(TOKEN, **options) as edgegap:
            return call(edgegap)

    async def wait() -> Any:
        async with AsyncEdgegap(TOKEN, **options) as edgegap:
            return await call(edgegap)

    return asyncio.run(wait())


def attributes_of(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def id_of(span: ReadableSpan) -> int:
    assert span.context is not None
    return int(span.context.span_id)


def parent_of(span: ReadableSpan) -> int | None:
    return None if span.parent is None else int(span.parent.span_id)


def test_a_call_is_one_internal_span_above_one_client_span_for_each_attempt(kind: str, telescope: Telescope) -> None:
    with Server(reply(503), reply(503), reply()) as server:
        perform(kind, get, base_url=server.url, event_hooks=telescope.hooks)
    (call,) = telescope.spans(SpanKind.INTERNAL)
    requests = telescope.spans(SpanKind.CLIENT)
    assert len(telescope.spans()) == 4
    assert [attributes_of(span)["http.response.status_code"] for span in requests] == [503, 503, 200]
    assert {parent_of(span) for span in requests} == {id_of(call)}
    assert call.name == "get_application"
    assert parent_of(call) is None
    assert call.status.status_code is StatusCode.UNSET
    assert attributes_of(call) == {
        "edgegap.operation": "get_application",
        "http.request.method": "GET",
        "url.template": "/v1/app/{app_name}",
        "http.response.status_code": 200,
        "http.request.resend_count": 2,
        "edgegap.outcome": "success",
    }
    assert call.instrumentation_scope is not None
    assert call.instrumentation_scope.name == "edgegap_client"


def test_a_call_has_one_duration_beside_those_of_its_requests(kind: str, telescope: Telescope) -> None:
    with Server(reply(503, after=0.05), reply()) as server:
        for _ in range(2):
            perform(kind, get, base_url=server.url, event_hooks=telescope.hooks)
    (point,) = telescope.points(DURATION)
    assert point.count == 2
    assert 0.05 <= point.sum < 20
    assert max(point.explicit_bounds) == 60
    assert dict(point.attributes or {}) == {
        "edgegap.operation": "get_application",
        "http.request.method": "GET",
        "url.template": "/v1/app/{app_name}",
        "http.response.status_code": 200,
        "edgegap.outcome": "success",
    }
    # The instrumentation of httpx counts the three requests, and nothing else has its name.
    assert sum(each.count for each in telescope.points("http.client.request.duration")) == 3
    assert telescope.metric_names() == {DURATION, "http.client.request.duration"}


@pytest.mark.parametrize(
    ("options", "error", "outcome", "status"),
    [
        ({"base_url": CLOSED}, "ConnectionFailed", "not_sent", None),
        ({"answer": reply(404)}, "NotFoundError", "rejected", 404),
        ({"answer": reply(500)}, "ServerError", "unknown", 500),
        ({"answer": SILENCE, "timeout": 0.2}, "TimedOut", "unknown", None),
    ],
)
def test_a_failure_sets_its_class_and_its_outcome(
    kind: str, telescope: Telescope, options: dict[str, Any], error: str, outcome: str, status: int | None
) -> None:
    options = {"max_retries": 0, "event_hooks": telescope.hooks, **options}
    with Server(options.pop("answer", reply())) as server, pytest.raises(EdgegapError):
        perform(kind, get, **{"base_url": server.url} | options)
    (call,) = telescope.spans(SpanKind.INTERNAL)
    found = attributes_of(call)
    assert (found["error.type"], found["edgegap.outcome"]) == (error, outcome)
    assert found.get("http.response.status_code") == status
    assert "http.request.resend_count" not in found
    assert (call.status.status_code, call.status.description) == (StatusCode.ERROR, error)
    assert call.events == ()
    (point,) = telescope.points(DURATION)
    assert (point.attributes or {})["error.type"] == error


async def test_with_an_injected_client_too_a_request_is_below_its_call(telescope: Telescope) -> None:
    async with httpx.AsyncClient() as mine:
        with Server() as server:
            async with AsyncEdgegap(
                TOKEN, base_url=server.url, http_client=mine, event_hooks=telescope.hooks
            ) as edgegap:
                await get(edgegap)
    (call,), (request,) = telescope.spans(SpanKind.INTERNAL), telescope.spans(SpanKind.CLIENT)
    assert parent_of(request) == id_of(call)


async def test_a_cancelled_call_ends_its_span(telescope: Telescope) -> None:
    with Server(SILENCE) as server:
        async with AsyncEdgegap(TOKEN, base_url=server.url, event_hooks=telescope.hooks) as edgegap:
            call = asyncio.ensure_future(get(edgegap))
            while not server.seen:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
    (span,) = telescope.spans(SpanKind.INTERNAL)
    assert attributes_of(span)["error.type"] == "CancelledError"
    assert not trace.get_current_span().get_span_context().is_valid


def test_a_span_is_a_child_of_the_callers_and_leaves_it_current(kind: str, telescope: Telescope) -> None:
    with Server() as server, telescope.tracers.get_tracer("test").start_as_current_span("outer") as outer:
        perform(kind, get, base_url=server.url, event_hooks=telescope.hooks)
        assert trace.get_current_span() is outer
    (call,) = [span for span in telescope.spans(SpanKind.INTERNAL) if span.name != "outer"]
    assert parent_of(call) == outer.get_span_context().span_id


def test_a_hook_that_raises_before_ours_at_the_start_leaves_no_span_open(kind: str, telescope: Telescope) -> None:
    def fail(event: Any) -> None:
        raise LookupError("stop")

    first: Any = {"call_start": [fail, *telescope.hooks.get("call_start", ())]}
    with pytest.raises(LookupError):
        perform(kind, get, base_url=CLOSED, event_hooks={**telescope.hooks, **first})
    assert telescope.spans() == []
    last: Any = {"call_start": [*telescope.hooks.get("call_start", ()), fail]}
    with pytest.raises(LookupError):
        perform(kind, get, base_url=CLOSED, event_hooks={**telescope.hooks, **last})
    (span,) = telescope.spans()
    assert attributes_of(span)["error.type"] == "LookupError"
    assert not trace.get_current_span().get_span_context().is_valid


def test_two_providers_on_one_client_do_not_disturb_each_other(kind: str) -> None:
    one, two = Telescope(), Telescope()
    with Server() as server:
        perform(
            kind,
            lambda edgegap: get(edgegap.with_options(event_hooks=two.hooks)),
            base_url=server.url,
            event_hooks=one.hooks,
        )
    (outer,), (inner,) = one.spans(), two.spans()
    assert parent_of(outer) is None
    assert parent_of(inner) == id_of(outer)
    assert not trace.get_current_span().get_span_context().is_valid


def test_without_arguments_the_global_providers_are_used(kind: str) -> None:
    """There are none in the tests, so nothing happens."""
    with Server() as server:
        assert perform(kind, get, base_url=server.url, event_hooks=otel.event_hooks()).name == "my-game"


def test_no_secret_is_in_a_span_or_a_metric(kind: str, telescope: Telescope) -> None:
    def create_version(edgegap: Any) -> Any:
        return edgegap.app_versions.create(
            "name-in-the-path",
            name="v1",
            private_token=SECRET,
            envs=[AppVersionEnv(key="PASS", value=SECRET)],
            **VERSION,
        )

    def self_stop(edgegap: Any) -> Any:
        return edgegap.deployments.self_stop("d1", "key-in-the-path", authorization=SECRET)

    told = f'{{"message": "{SECRET} {TOKEN}"}}'.encode()
    with serving_script(lambda request: [answer(told, status="400 No")]) as base_url:
        for call in (get, create_version, self_stop):
            with pytest.raises(EdgegapError):
                perform(kind, call, base_url=base_url, event_hooks=telescope.hooks, headers={"X-Api-Key": SECRET})
    spans = telescope.spans(SpanKind.INTERNAL)
    assert [span.name for span in spans] == ["get_application", "create_app_version", "self_stop_deployment"]
    shown = "".join(f"{span.to_json()} {span.status.description}" for span in spans)
    shown += "".join(str(point.attributes) for point in telescope.points(DURATION))
    for secret in (SECRET, TOKEN, "name-in-the-path", "key-in-the-path"):
        assert secret not in shown


def test_a_launch_is_a_span_above_those_of_its_calls(kind: str, telescope: Telescope) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.06, terminating_for=0.05), seed=1)
    prepare(sandbox)
    order: dict[str, Any] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}
    with sandbox.serve() as url:
        deployment = perform(
            kind,
            lambda edgegap: edgegap.deployments.launch(**order),
            base_url=url,
            poll_interval=POLL,
            event_hooks=telescope.hooks,
        )
    sandbox.close()
    spans = telescope.spans(SpanKind.INTERNAL)
    (launch,) = [span for span in spans if span.name == "launch"]
    calls = [span for span in spans if span is not launch]
    assert {"create_deployment", "get_deployment"} <= {span.name for span in calls}
    assert {parent_of(span) for span in calls} == {id_of(launch)}
    assert {parent_of(span) for span in telescope.spans(SpanKind.CLIENT)} == {id_of(span) for span in calls}
    (tag,) = deployment.tags
    assert attributes_of(launch) == {
        "edgegap.application": "my-game",
        "edgegap.version": "v1",
        "edgegap.launch.tag": tag,
        "edgegap.deployment.id": deployment.request_id,
        "edgegap.deployment.status": "READY",
    }
    (point,) = telescope.points("edgegap.client.launch.duration")
    assert (point.count, dict(point.attributes or {})) == (
        1,
        {"edgegap.application": "my-game", "edgegap.version": "v1"},
    )
    assert not trace.get_current_span().get_span_context().is_valid


def test_a_launch_that_fails_has_the_class_of_its_error(kind: str, telescope: Telescope) -> None:
    with serving_script(lambda request: [answer(b"{}", status="400 No")]) as base_url, pytest.raises(EdgegapError):
        perform(
            kind,
            lambda edgegap: edgegap.deployments.launch(
                application="my-game", version="v1", users=users_from_ips(["8.8.8.8"])
            ),
            base_url=base_url,
            event_hooks=telescope.hooks,
        )
    (launch,) = [span for span in telescope.spans() if span.name == "launch"]
    assert (launch.status.status_code, attributes_of(launch)["error.type"]) == (StatusCode.ERROR, "BadRequestError")
