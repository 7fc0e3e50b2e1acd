"""Sentry with its default integrations: a span and a breadcrumb for each request, and the trace header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from edgegap_client import NotFoundError

from ..conftest import TOKEN
from .callers import Caller
from .server import Server
from .table import times_seen


class Sentry(Transport):
    """Keeps what would be sent to Sentry."""

    def __init__(self, options: dict[str, Any] | None = None) -> None:
        super().__init__(options)
        self.envelopes: list[Envelope] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        assert TOKEN not in envelope.serialize().decode("utf-8", "replace")
        self.envelopes.append(envelope)

    def during(self, work: Callable[[], object]) -> tuple[list[Any], list[Any]]:
        """The HTTP spans and the HTTP breadcrumbs of some work."""
        self.envelopes.clear()
        with sentry_sdk.isolation_scope() as scope, sentry_sdk.start_transaction(name="match"):
            scope.clear_breadcrumbs()
            work()
            sentry_sdk.capture_message("done")
        events = [item.payload.json for envelope in self.envelopes for item in envelope.items]
        transaction = next(event for event in events if event and event.get("type") == "transaction")
        message = next(event for event in events if event and event.get("message") == "done")
        spans = [span for span in transaction["spans"] if span["op"] == "http.client"]
        return spans, [each for each in message["breadcrumbs"]["values"] if each["category"] == "httplib"]


@pytest.fixture(scope="module")
def sentry(early_callers: dict[str, Caller]) -> Iterator[Sentry]:
    transport = Sentry()
    sentry_sdk.init(dsn="http://public@127.0.0.1:1/1", traces_sample_rate=1.0, transport=transport)
    yield transport
    sentry_sdk.get_client().close()


def test_a_request_is_a_span_and_a_breadcrumb(sentry: Sentry, caller: Caller, made: str, server: Server) -> None:
    spans, breadcrumbs = sentry.during(caller.create)
    seen = times_seen("Sentry", caller.kind)
    if seen == 2 and made == "made before":
        seen = 1  # of aiohttp's sessions, Sentry sees those that are made later
    assert len(spans) == len(breadcrumbs) == seen
    for span, breadcrumb in zip(spans, breadcrumbs, strict=True):
        assert span["description"] == f"POST {server.url}/v2/deployments"
        assert span["data"]["http.response.status_code"] == 202
        assert breadcrumb["data"]["url"] == f"{server.url}/v2/deployments"
        assert breadcrumb["data"]["http.method"] == "POST"
        assert breadcrumb["data"]["http.response.status_code"] == 202
    (request,) = server.received
    assert len(request.headers.get_all("sentry-trace", [])) == 1
    trace, span_id, _ = request.headers["sentry-trace"].split("-")
    assert (trace, span_id) in [(span["trace_id"], span["span_id"]) for span in spans]
    assert "sentry-trace_id=" + trace in request.headers["baggage"]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_attempt_is_a_span(sentry: Sentry, kind: str, server: Server) -> None:
    server.responses = [(503, {})]
    with Caller(kind, server.url) as caller:
        spans, breadcrumbs = sentry.during(caller.get)
    for seen in (spans, breadcrumbs):
        assert [each["data"]["http.response.status_code"] for each in seen] == [503, 200]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_an_error_of_ours_is_reported_without_the_token(sentry: Sentry, kind: str, server: Server) -> None:
    server.responses = [(404, {"message": "no such application"})]
    sentry.envelopes.clear()
    with Caller(kind, server.url) as caller, sentry_sdk.isolation_scope():
        try:
            caller.get()
        except NotFoundError as error:
            sentry_sdk.capture_exception(error)
    # `capture_envelope` looks for the token.
    assert any("no such application" in envelope.serialize().decode() for envelope in sentry.envelopes)
