"""OpenTelemetry's instrumentation of httpx: a CLIENT span and a measurement for each request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor, HTTPXClientInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from edgegap_client import ConnectionFailed

from ..conftest import TOKEN
from .callers import Caller
from .server import Server
from .table import times_seen

INSTRUMENTORS: tuple[Any, ...] = (HTTPXClientInstrumentor, HTTPX2ClientInstrumentor)


class Telemetry:
    """Keeps spans and metrics."""

    def __init__(self) -> None:
        self._spans = InMemorySpanExporter()
        self._metrics = InMemoryMetricReader()
        self.tracer_provider = TracerProvider()
        self.tracer_provider.add_span_processor(SimpleSpanProcessor(self._spans))
        self.meter_provider = MeterProvider([self._metrics])
        self._measured = 0

    def during(self, work: Callable[[], object]) -> tuple[list[ReadableSpan], int]:
        """The CLIENT spans of some work, and how many requests were measured."""
        self._spans.clear()
        before = self._measurements()
        with self.tracer_provider.get_tracer("tests").start_as_current_span("match"):
            work()
        spans = [span for span in self._spans.get_finished_spans() if span.kind is SpanKind.CLIENT]
        assert TOKEN not in repr([span.to_json() for span in spans])
        return spans, self._measurements() - before

    def _measurements(self) -> int:
        data: Any = self._metrics.get_metrics_data()
        if data is None:
            return 0
        metrics = [
            metric for resource in data.resource_metrics for scope in resource.scope_metrics for metric in scope.metrics
        ]
        assert TOKEN not in repr(metrics)
        return sum(
            point.count
            for metric in metrics
            if metric.name in ("http.client.duration", "http.client.request.duration")
            for point in metric.data.data_points
        )


@pytest.fixture
def telemetry(early_callers: dict[str, Caller]) -> Iterator[Telemetry]:
    kept = Telemetry()
    providers = {"tracer_provider": kept.tracer_provider, "meter_provider": kept.meter_provider}
    for kind in INSTRUMENTORS:
        kind().instrument(**providers)
    yield kept
    for kind in INSTRUMENTORS:
        kind().uninstrument()


def test_a_request_is_one_span_and_one_measurement(telemetry: Telemetry, caller: Caller, server: Server) -> None:
    spans, measured = telemetry.during(caller.create)
    seen = times_seen("OpenTelemetry", caller.kind)
    assert (len(spans), measured) == (seen, seen)
    (request,) = server.received
    assert len(request.headers.get_all("traceparent", [])) == seen
    for span in spans:
        check(span, request.headers["traceparent"], server)


def check(span: ReadableSpan, traceparent: str, server: Server) -> None:
    attributes = dict(span.attributes or {})
    assert (attributes.get("http.method") or attributes.get("http.request.method")) == "POST"
    assert (attributes.get("http.url") or attributes.get("url.full")) == f"{server.url}/v2/deployments"
    assert (attributes.get("http.status_code") or attributes.get("http.response.status_code")) == 202
    assert f"{span.get_span_context().span_id:016x}" in traceparent  # type: ignore[union-attr]


def test_on_aiohttp_its_own_instrumentation_sees_the_request(early_callers: dict[str, Caller], server: Server) -> None:
    telemetry = Telemetry()
    instrumentor = AioHttpClientInstrumentor()
    instrumentor.instrument(tracer_provider=telemetry.tracer_provider, meter_provider=telemetry.meter_provider)
    try:
        with Caller("aiohttp", server.url) as caller:
            spans, measured = telemetry.during(caller.create)
    finally:
        instrumentor.uninstrument()
    assert (len(spans), measured) == (1, 1)
    check(spans[0], server.received[0].headers["traceparent"], server)


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_attempt_is_a_span(telemetry: Telemetry, kind: str, server: Server) -> None:
    server.responses = [(503, {})]
    with Caller(kind, server.url) as caller:
        spans, measured = telemetry.during(caller.get)
    assert [span.status.status_code for span in spans] == [StatusCode.ERROR, StatusCode.UNSET]
    assert measured == 2


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_lost_connection_is_a_span_with_an_error(telemetry: Telemetry, kind: str) -> None:
    def fail() -> None:
        with Caller(kind, "http://127.0.0.1:1") as caller, pytest.raises(ConnectionFailed):
            caller.create()

    spans, _ = telemetry.during(fail)
    assert spans
    assert all(span.status.status_code is StatusCode.ERROR for span in spans)
