"""logfire, whose `instrument_httpx` covers httpx and httpx2."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import logfire
import pytest
from logfire.testing import TestExporter
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import SpanKind

from ..conftest import TOKEN
from .callers import Caller
from .server import DEPLOYMENT_ID, Server
from .table import times_seen


class Logfire:
    """Keeps spans and metrics."""

    def __init__(self) -> None:
        self.spans = TestExporter()
        self.metrics = InMemoryMetricReader()

    def during(self, work: Callable[[], object]) -> tuple[list[dict[str, Any]], int]:
        """The CLIENT spans of some work, and how many requests were measured."""
        self.spans.clear()
        before = self._measurements()
        with logfire.span("match"):
            work()
        # Finished ones only, of which there is a pending copy.
        clients = {span.context.span_id for span in self.spans.exported_spans if span.kind is SpanKind.CLIENT}
        spans = [span for span in self.spans.exported_spans_as_dict() if span["context"]["span_id"] in clients]
        assert TOKEN not in repr(spans)
        return spans, self._measurements() - before

    def _measurements(self) -> int:
        data = self.metrics.get_metrics_data()
        if data is None:
            return 0
        metrics = [
            metric
            for resource in json.loads(data.to_json())["resource_metrics"]
            for scope in resource["scope_metrics"]
            for metric in scope["metrics"]
        ]
        assert TOKEN not in repr(metrics)
        return sum(
            point["count"]
            for metric in metrics
            if metric["name"] in ("http.client.duration", "http.client.request.duration")
            for point in metric["data"]["data_points"]
        )


@pytest.fixture(scope="module")
def kept(early_callers: dict[str, Caller]) -> Iterator[Logfire]:
    kept = Logfire()
    logfire.configure(
        send_to_logfire=False,
        console=False,
        additional_span_processors=[SimpleSpanProcessor(kept.spans)],
        metrics=logfire.MetricsOptions(additional_readers=[kept.metrics]),
    )
    logfire.instrument_httpx(capture_all=True)
    yield kept
    logfire.shutdown()


def test_a_request_is_one_span_and_one_measurement(kept: Logfire, caller: Caller, server: Server) -> None:
    spans, measured = kept.during(caller.create)
    seen = times_seen("logfire", caller.kind)
    assert (len(spans), measured) == (seen, seen)
    (request,) = server.received
    assert len(request.headers.get_all("traceparent", [])) == seen
    for span in spans:
        attributes = span["attributes"]
        assert attributes["http.method"] == "POST"
        assert attributes["http.url"] == f"{server.url}/v2/deployments"
        assert attributes["http.status_code"] == 202
        assert f"{span['context']['span_id']:016x}" in request.headers["traceparent"]
        assert json.loads(attributes["http.request.body.text"])["application"] == "my-game"


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_the_body_of_a_response_is_not_recorded(kept: Logfire, kind: str, server: Server) -> None:
    """logfire wraps `response.read()`. The client reads and decompresses within `max_response_bytes` instead."""
    with Caller(kind, server.url) as caller:
        kept.during(caller.create)
    assert DEPLOYMENT_ID not in repr(kept.spans.exported_spans_as_dict())


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_attempt_is_a_span(kept: Logfire, kind: str, server: Server) -> None:
    server.responses = [(503, {})]
    with Caller(kind, server.url) as caller:
        spans, measured = kept.during(caller.get)
    assert [span["attributes"]["http.status_code"] for span in spans] == [503, 200]
    assert measured == 2
