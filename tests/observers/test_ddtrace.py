"""Datadog's tracer, with everything that `ddtrace-run` and `import ddtrace.auto` patch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from edgegap_client import ConnectionFailed

from ..conftest import TOKEN
from .callers import Caller
from .server import Server
from .table import times_seen

# No agent is here, and nothing is for anybody else.
QUIET = {
    "DD_TRACE_AGENT_URL": "http://127.0.0.1:1",
    "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
    "DD_REMOTE_CONFIGURATION_ENABLED": "false",
    "DD_CRASHTRACKING_ENABLED": "false",
}


class Datadog:
    """Keeps the spans instead of sending them."""

    def __init__(self, tracer: Any) -> None:
        self._tracer = tracer
        self._spans: list[Any] = []

    def process_trace(self, trace: list[Any]) -> None:
        self._spans += trace

    def during(self, work: Callable[[], object]) -> list[Any]:
        """The HTTP spans of some work."""
        self._spans.clear()
        with self._tracer.trace("match"):
            work()
        assert TOKEN not in repr([(span.get_tags(), span.get_metrics()) for span in self._spans])
        # On aiohttp there are spans of connecting, too.
        return [span for span in self._spans if span.get_tag("http.method")]


@pytest.fixture(scope="module")
def datadog(early_callers: dict[str, Caller]) -> Iterator[Datadog]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUIET.items():
            patch.setenv(name, value)
        # It patches everything when it is imported, as `ddtrace-run` does.
        import_module("ddtrace.auto")
        from ddtrace.trace import TraceFilter, tracer

        spans = Datadog(tracer)

        class Filter(TraceFilter):
            def process_trace(self, trace: list[Any]) -> None:
                spans.process_trace(trace)

        tracer.configure(trace_processors=[Filter()])
        yield spans
        tracer.shutdown()


def test_a_request_is_one_span(datadog: Datadog, caller: Caller, server: Server) -> None:
    spans = datadog.during(caller.create)
    assert len(spans) == times_seen("ddtrace", caller.kind)
    for span in spans:
        assert span.get_tag("http.method") == "POST"
        assert span.get_tag("http.url") == f"{server.url}/v2/deployments"
        assert span.get_tag("http.status_code") == "202"
    (request,) = server.received
    assert request.headers.get_all("x-datadog-parent-id") == [str(spans[-1].span_id)]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_attempt_is_a_span(datadog: Datadog, kind: str, server: Server) -> None:
    server.responses = [(503, {})]
    with Caller(kind, server.url) as caller:
        spans = datadog.during(caller.get)
    assert [span.get_tag("http.status_code") for span in spans] == ["503", "200"]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_lost_connection_is_a_span_with_an_error(datadog: Datadog, kind: str) -> None:
    def fail() -> None:
        with Caller(kind, "http://127.0.0.1:1") as caller, pytest.raises(ConnectionFailed):
            caller.create()

    spans = datadog.during(fail)
    assert spans
    assert all(span.error for span in spans)
