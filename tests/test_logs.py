"""What the client tells to logs and to OpenTelemetry: enough to see what happens, and never what was sent."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, RetryPolicy
from edgegap_client.models import AppVersionEnv
from edgegap_client.replicas import Replicas

from .conftest import TOKEN
from .servers.scripts import answer, serving_script

if TYPE_CHECKING:
    from opentelemetry.instrumentation.httpx import RequestInfo
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
    from opentelemetry.trace import Span

URL: Final = "http://edgegap.test"
SECRET: Final = "hunter2-hunter2-hunter2"
PLAYER: Final = "player-of-the-query"
STOP_KEY: Final = "key-in-the-path-0123"
GOOD: Final = {"name": "my-game", "is_active": True, "image": ""}


@dataclass
class Script:
    """Answers a transport gives in turn; an exception is raised. The last one is given for ever."""

    items: list[httpx.Response | Exception]
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        item = self.items.pop(0) if len(self.items) > 1 else self.items[0]
        if isinstance(item, Exception):
            raise item
        return item


def get(edgegap: Any) -> Any:
    return edgegap.applications.get("name-in-the-path")


def create_version(edgegap: Any) -> Any:
    return edgegap.app_versions.create(
        "name-in-the-path",
        name="v1",
        docker_repository="docker.io",
        docker_image="game",
        docker_tag="1",
        req_cpu=256,
        req_memory=256,
        private_token=SECRET,
        envs=[AppVersionEnv(key="PASS", value=SECRET)],
        ports=[{"port": 7777, "protocol": "UDP"}],
    )


def list_deployments(edgegap: Any) -> Any:
    return edgegap.deployments.list_page(query=f'{{"filters": [{{"value": "{PLAYER}"}}]}}')


def self_stop(edgegap: Any) -> Any:
    return edgegap.deployments.self_stop("d1", STOP_KEY, authorization=SECRET)


def carry_out(kind: str, call: Any = get, **options: Any) -> EdgegapError | None:
    options = {"base_url": URL, "max_retries": RetryPolicy(max_retries=2, first_delay=0.001), **options}
    try:
        if kind == "sync":
            with Edgegap(TOKEN, **options) as edgegap:
                call(edgegap)
        else:

            async def wait() -> None:
                async with AsyncEdgegap(TOKEN, **options) as edgegap:
                    await call(edgegap)

            asyncio.run(wait())
    except EdgegapError as error:
        return error
    return None


def scripted(*items: httpx.Response | Exception) -> httpx.MockTransport:
    return httpx.MockTransport(Script(list(items)))


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """What the client logs at any level, as `LEVEL text`; read it after the call."""
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            assert record.exc_info is None
            assert record.stack_info is None
            found.append(f"{record.levelname} {record.getMessage()}")

    handler = Keep()
    logger = logging.getLogger("edgegap_client")
    logger.addHandler(handler)
    with caplog.at_level(logging.DEBUG, "edgegap_client"):
        yield found
    logger.removeHandler(handler)


ATTEMPT: Final = r"DEBUG (GET|POST|DELETE) (/[^ ]*): (\w+) in (\d+) ms, attempt (\d)"


def attempts(lines: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """The fields of the DEBUG lines, the milliseconds left out."""
    found = [re.fullmatch(ATTEMPT, line) for line in lines if line.startswith("DEBUG")]
    assert all(found), lines
    return [(match[1], match[2], match[3], match[5]) for match in found if match]


def test_one_line_tells_of_an_attempt_with_the_template_of_its_path(kind: str, lines: list[str]) -> None:
    assert carry_out(kind, transport=scripted(httpx.Response(200, json=GOOD))) is None
    assert attempts(lines) == [("GET", "/v1/app/{app_name}", "200", "1")]
    assert len(lines) == 1


@pytest.mark.parametrize("call", [get, create_version, list_deployments, self_stop])
def test_neither_names_nor_queries_nor_headers_nor_bodies_are_logged(kind: str, call: Any, lines: list[str]) -> None:
    told = {"message": f"{SECRET} told", "x": TOKEN}
    for status in (200, 400, 429, 503):
        headers = {"X-Request-Id": "shown-in-errors-only", "Set-Cookie": SECRET, "Retry-After": "0"}
        answers = scripted(httpx.Response(status, json=told, headers=headers))
        carry_out(kind, call, transport=answers, rate_limits="off")
    assert lines
    for hidden in (
        TOKEN,
        SECRET,
        PLAYER,
        STOP_KEY,
        "told",
        "name-in-the-path",
        "d1",
        "shown-in-errors-only",
        "uthoriz",
    ):
        assert not [line for line in lines if hidden in line]


def test_every_attempt_and_every_retry_has_its_line_and_nothing_else_has(kind: str, lines: list[str]) -> None:
    script = scripted(httpx.Response(503), httpx.ReadError("lost"), httpx.Response(200, json=GOOD))
    assert carry_out(kind, transport=script) is None
    path = "/v1/app/{app_name}"
    assert attempts(lines) == [("GET", path, "503", "1"), ("GET", path, "ReadError", "2"), ("GET", path, "200", "3")]
    delay = r"\d\.\d{3} s"
    expected = [
        ATTEMPT,
        rf"INFO get_application is retried in {delay}, after attempt 1: 503",
        ATTEMPT,
        rf"INFO get_application is retried in {delay}, after attempt 2: ConnectionFailed",
        ATTEMPT,
    ]
    assert len(lines) == len(expected), lines
    assert all(re.fullmatch(pattern, line) for pattern, line in zip(expected, lines, strict=True)), lines


@pytest.mark.parametrize(("status", "told"), [(404, "404"), (302, "302"), (599, "599")])
def test_a_refused_attempt_is_told_by_its_status(kind: str, lines: list[str], status: int, told: str) -> None:
    failure = httpx.Response(status, headers={"Location": f"http://evil.test/{SECRET}"})
    assert carry_out(kind, transport=scripted(failure), max_retries=0)
    assert attempts(lines) == [("GET", "/v1/app/{app_name}", told, "1")]
    assert len(lines) == 1


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_a_failed_attempt_is_told_by_the_kind_of_its_failure(
    kind: str, lines: list[str], failure: type[httpx.TransportError]
) -> None:
    assert carry_out(kind, transport=scripted(failure(SECRET)), max_retries=0)
    assert attempts(lines) == [("GET", "/v1/app/{app_name}", failure.__name__, "1")]
    assert len(lines) == 1


def test_the_milliseconds_are_those_of_the_attempt(kind: str, lines: list[str]) -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        time.sleep(0.05)
        return httpx.Response(200, json=GOOD)

    assert carry_out(kind, transport=httpx.MockTransport(slow)) is None
    match = re.fullmatch(ATTEMPT, lines[0])
    assert match
    assert 50 <= int(match[4]) < 1000


def test_a_wait_for_ones_turn_is_told(kind: str, lines: list[str]) -> None:
    async def many(edgegap: Any) -> None:
        calls = [edgegap.deployments.list_page() for _ in range(11)]
        if kind == "async":
            await asyncio.gather(*calls)

    def call(edgegap: Any) -> Any:
        if kind == "async":
            return many(edgegap)
        return [edgegap.deployments.list_page() for _ in range(11)]

    answers = scripted(httpx.Response(200, json={"data": [], "total_count": 0, "pagination": {}}))
    # Another address is another organisation, whose turns no other test has taken.
    assert carry_out(kind, call, transport=answers, base_url=f"{URL}/{kind}") is None
    told = [line for line in lines if not line.startswith("DEBUG")]
    assert len(told) == 1
    assert re.fullmatch(r"INFO list_deployments waits [01]\.\d{3} s for a slot of its rate limit", told[0])
    assert len(attempts(lines)) == 11


def test_info_does_not_tell_of_attempts(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "edgegap_client"):
        carry_out(kind, transport=scripted(httpx.Response(503), httpx.Response(200, json=GOOD)))
    own = [record for record in caplog.records if record.name == "edgegap_client"]
    assert [record.levelname for record in own] == ["INFO"]


def test_what_is_not_sent_is_not_logged_as_an_attempt(kind: str, lines: list[str]) -> None:
    def call(edgegap: Any) -> Any:
        return edgegap.applications.create(name="\ud800", is_active=True, image="")

    assert carry_out(kind, call)
    assert lines == []


FIELDS: Final = ("operation", "method", "url_template", "attempt", "status", "outcome", "error", "duration", "delay")


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """What a formatter for JSON finds besides the text."""
    return {name.removeprefix("edgegap_"): value for name, value in vars(record).items() if "edgegap" in name}


def test_a_record_of_an_attempt_or_a_retry_has_fields(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    script = scripted(httpx.Response(503), httpx.ReadError("lost"), httpx.Response(200, json=GOOD))
    with caplog.at_level(logging.DEBUG, "edgegap_client"):
        assert carry_out(kind, transport=script) is None
    records = [fields(record) for record in caplog.records if record.name == "edgegap_client"]
    told = [tuple(record[name] for name in ("attempt", "status", "outcome", "error", "delay")) for record in records]
    delays = [record["delay"] for record in records]
    assert told == [
        (1, 503, "unknown", "ServerError", None),
        (1, 503, "unknown", "ServerError", delays[1]),
        (2, None, "unknown", "ConnectionFailed", None),
        (2, None, "unknown", "ConnectionFailed", delays[3]),
        (3, 200, "success", None, None),
    ]
    for record in records:
        assert tuple(record) == FIELDS
        assert (record["operation"], record["method"]) == ("get_application", "GET")
        assert record["url_template"] == "/v1/app/{app_name}"
        assert 0 < record["duration"] < 20
        assert record["delay"] is None or 0 <= record["delay"] < 1


async def test_a_cancelled_attempt_is_told(caplog: pytest.LogCaptureFixture) -> None:
    arrived = asyncio.Event()

    async def silent(request: httpx.Request) -> httpx.Response:
        arrived.set()
        await asyncio.sleep(30)
        raise AssertionError("it was cancelled")

    with caplog.at_level(logging.DEBUG, "edgegap_client"):
        async with AsyncEdgegap(TOKEN, base_url=URL, transport=httpx.MockTransport(silent)) as edgegap:
            call = asyncio.ensure_future(get(edgegap))
            await arrived.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
    (record,) = [fields(record) for record in caplog.records if record.name == "edgegap_client"]
    assert (record["attempt"], record["outcome"], record["error"]) == (1, "unknown", "CancelledError")


def test_the_field_of_a_wait_is_its_length(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    def call(edgegap: Any) -> Any:
        if kind == "sync":
            return [list_deployments(edgegap) for _ in range(11)]

        async def one_by_one() -> None:
            for _ in range(11):
                await list_deployments(edgegap)

        return one_by_one()

    answers = scripted(httpx.Response(200, json={"data": [], "total_count": 0, "pagination": {}}))
    with caplog.at_level(logging.INFO, "edgegap_client"):
        assert carry_out(kind, call, transport=answers, base_url=f"{URL}/fields/{kind}") is None
    (record,) = [fields(record) for record in caplog.records if record.name == "edgegap_client"]
    assert tuple(record) == FIELDS
    assert (record["operation"], record["attempt"]) == ("list_deployments", 0)
    assert 0 < record["delay"] <= 1.5


SILENT: Final = textwrap.dedent(
    """
    import asyncio, httpx
    from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, RetryPolicy
    from edgegap_client.replicas import Replicas

    policy = RetryPolicy(max_retries=2, first_delay=0)
    options = dict(base_url="http://127.0.0.1:1", max_retries=policy)

    class NoRedis:
        def eval(self, *arguments):
            raise OSError("no Redis")

    try:
        Edgegap("a-token", replicas=Replicas(NoRedis), **options).deployments.get("x")
    except EdgegapError:
        pass

    async def main():
        async with AsyncEdgegap("a-token", replicas=Replicas(NoRedis), **options) as edgegap:
            try:
                await edgegap.deployments.get("x")
            except EdgegapError:
                pass

    asyncio.run(main())
    """
)


def test_without_a_logging_set_up_nothing_is_written() -> None:
    ran = subprocess.run([sys.executable, "-c", SILENT], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("", "")


def test_with_a_logging_set_up_a_redis_that_fails_is_a_warning(kind: str, lines: list[str]) -> None:
    class NoRedis:
        def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
            raise OSError(f"no Redis at {SECRET}")

        def xread(self, streams: Any, count: int | None = None, block: int | None = None) -> Any: ...

    answers = scripted(httpx.Response(200, json={"data": [], "total_count": 0, "pagination": {}}))
    with Replicas(NoRedis) as shared:
        assert carry_out(kind, list_deployments, transport=answers, replicas=shared) is None
    assert [line.split()[0] for line in lines] == ["WARNING", "DEBUG"]
    assert "OSError" in lines[0]
    assert SECRET not in lines[0]


# --- OpenTelemetry --------------------------------------------------------------------------------------------------


def name_by_route(span: Span, request: RequestInfo) -> None:
    """What a user writes to see routes instead of addresses."""
    route = (request.extensions or {}).get("url.template")
    if span.is_recording() and route is not None:
        span.update_name(f"{request.method.decode()} {route}")
        span.set_attribute("url.template", route)
        for name in ("http.url", "url.full"):
            span.set_attribute(name, route)


async def name_by_route_async(span: Span, request: RequestInfo) -> None:
    name_by_route(span, request)


@pytest.fixture
def exporter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """The standard instrumentation, with the hook above unless the test says otherwise."""
    pytest.importorskip("opentelemetry.sdk")
    instrumentation = pytest.importorskip("opentelemetry.instrumentation.httpx")
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    # As in the other tests: who instruments first in a process decides on the names of all.
    monkeypatch.setenv("OTEL_SEMCONV_STABILITY_OPT_IN", "http")
    found = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(found))
    hooks: dict[str, Any] = {"request_hook": name_by_route, "async_request_hook": name_by_route_async}
    instrumentor = instrumentation.HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider, **getattr(request, "param", hooks))
    yield found
    instrumentor.uninstrument()
    provider.shutdown()


def texts_of(span: ReadableSpan) -> str:
    return f"{span.name} {span.to_json()} {span.status.description}"


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (get, "GET /v1/app/{app_name}"),
        (create_version, "POST /v1/app/{app_name}/version"),
        (list_deployments, "GET /v1/deployments"),
        (self_stop, "DELETE /v1/self/stop/{deployment_id}/{stop_key}"),
    ],
)
def test_spans_bear_the_route_and_no_secret(kind: str, exporter: InMemorySpanExporter, call: Any, name: str) -> None:
    got: list[bytes] = []

    def respond(request: bytes) -> list[bytes]:
        got.append(request)
        return [answer(f'{{"message": "{SECRET}"}}'.encode(), status="503 No")]

    with serving_script(respond) as base_url:
        assert carry_out(kind, call, base_url=base_url, max_retries=1)
    spans = exporter.get_finished_spans()
    # Each attempt is a span of its own, and the server can go on with it.
    assert [span.name for span in spans] == [name] * len(got)
    for span, request in zip(spans, got, strict=True):
        attributes = span.attributes or {}
        assert attributes["url.template"] == name.split()[1]
        assert attributes["http.response.status_code"] == 503
        assert f"{span.context.trace_id if span.context else 0:032x}".encode() in request
        for secret in (TOKEN, SECRET, STOP_KEY, PLAYER, "name-in-the-path"):
            assert secret not in texts_of(span)


def test_a_failed_connection_ends_its_span_with_the_kind_of_the_error(
    kind: str, exporter: InMemorySpanExporter
) -> None:
    assert carry_out(kind, self_stop, base_url="http://127.0.0.1:1", max_retries=0)
    (span,) = exporter.get_finished_spans()
    assert (span.attributes or {})["error.type"] == "ConnectError"
    for secret in (SECRET, STOP_KEY):
        assert secret not in texts_of(span)


given: list[RequestInfo] = []


def note(span: Span, request: RequestInfo) -> None:
    given.append(request)


async def note_async(span: Span, request: RequestInfo) -> None:
    given.append(request)


@pytest.mark.parametrize("exporter", [{"request_hook": note, "async_request_hook": note_async}], indirect=True)
def test_hooks_are_given_the_operation_and_its_route(kind: str, exporter: InMemorySpanExporter) -> None:
    given.clear()
    with serving_script(lambda request: [answer(b'{"name": "my-game", "is_active": true, "image": ""}')]) as base_url:
        assert carry_out(kind, base_url=base_url) is None
    (request,) = given
    assert request.method == b"GET"
    assert isinstance(request.url, httpx.URL)
    assert request.url.path == "/v1/app/name-in-the-path"
    extensions = request.extensions or {}
    assert extensions["edgegap_operation"] == "get_application"
    assert extensions["url.template"] == "/v1/app/{app_name}"


@pytest.mark.parametrize("exporter", [{}], indirect=True)
def test_without_a_hook_spans_hold_no_token_and_nothing_of_a_body(kind: str, exporter: InMemorySpanExporter) -> None:
    with serving_script(lambda request: [answer(b"{}", status="400 No")]) as base_url:
        for call in (get, create_version, list_deployments, self_stop):
            assert carry_out(kind, call, base_url=base_url)
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["GET", "POST", "GET", "DELETE"]
    for span in spans:
        assert TOKEN not in texts_of(span)
        assert SECRET not in texts_of(span)
    # The address of a request is an attribute by the standard; hence the hook.
    assert PLAYER in texts_of(spans[2])
    assert STOP_KEY in texts_of(spans[3])


def test_spans_are_children_of_the_callers(kind: str, exporter: InMemorySpanExporter) -> None:
    from opentelemetry.sdk.trace import TracerProvider

    tracer = TracerProvider().get_tracer("test")
    with (
        serving_script(lambda request: [answer(b'{"name": "my-game", "is_active": true, "image": ""}')]) as base_url,
        tracer.start_as_current_span("matchmaking") as parent,
    ):
        assert carry_out(kind, base_url=base_url) is None
    (span,) = exporter.get_finished_spans()
    assert span.parent
    assert span.parent.span_id == parent.get_span_context().span_id


@pytest.mark.parametrize("exporter", [{}], indirect=True)
def test_spans_hold_no_headers_unless_the_user_asks_for_them(kind: str, exporter: InMemorySpanExporter) -> None:
    with serving_script(lambda request: [answer(b"{}", f"Set-Cookie: {SECRET}")]) as base_url:
        carry_out(kind, base_url=base_url)
    (span,) = exporter.get_finished_spans()
    assert not [name for name in span.attributes or {} if ".header." in name]
