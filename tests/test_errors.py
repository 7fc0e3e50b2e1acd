"""Every failure becomes the one error that its meaning asks for, and says all that is known of it."""

from __future__ import annotations

import asyncio
import copy
import inspect
import pickle
import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Final, TypeAlias, cast

import httpx
import pytest

from edgegap_client import (
    AsyncEdgegap,
    AuthenticationError,
    BadRequestError,
    ClientError,
    ConflictError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    GoneError,
    ImagePullError,
    InvalidRequestError,
    LaunchError,
    LaunchTimedOut,
    NoCapacityError,
    NotFoundError,
    Outcome,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitedError,
    ResponseFormatError,
    RetryPolicy,
    ServerError,
    SessionTimedOut,
    StatusError,
    TimedOut,
    TooManyActive,
    TransportError,
    UnexpectedStatusError,
    errors,
)
from edgegap_client._core import error_mapping

from .all_clients import ALL_KINDS, KINDS, client_of, get, got, is_sync
from .conftest import TOKEN

Answer: TypeAlias = Callable[[httpx.Request], httpx.Response]
URL: Final = "http://edgegap.test"

BY_STATUS: Final[dict[int, type[EdgegapError]]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    422: BadRequestError,
    424: ImagePullError,
    429: RateLimitedError,
}
REJECTED: Final = frozenset(BY_STATUS)

# Name: the body, and the message that it gives; None for the reason phrase.
BODIES: Final[dict[str, tuple[bytes, str | None]]] = {
    "message": (b'{"message": "It is so."}', "It is so."),
    "messages": (b'{"messages": ["one", "two"]}', "one; two"),
    "message is a list": (b'{"message": ["one", "two"]}', "one; two"),
    "message is null": (b'{"message": null}', None),
    "message is empty": (b'{"message": " "}', None),
    "message is an object": (b'{"message": {"a": 1}}', None),
    "error": (b'{"error": "It is so."}', "It is so."),
    "validator": (b'{"detail": [{"loc": ["body", "name"], "msg": "too short"}]}', None),
    "html": (b"<html><head><title>502 Bad\nGateway</title></head><body>...</body></html>", "502 Bad Gateway"),
    "text": (b"upstream connect error\r\nreset", "upstream connect error reset"),
    "empty": (b"", None),
    "null": (b"null", None),
    "truncated": (b'{"message": "It is', '{"message": "It is'),
    "list": (b"[1, 2]", None),
    "number": (b"17", None),
    "true": (b"true", None),
    "json text": (b'"It is so."', "It is so."),
    "not UTF-8": (b"\xff\xfe\xfd", None),
}


def expected_class(status: int) -> type[EdgegapError]:
    return BY_STATUS.get(status, ServerError if 500 <= status <= 599 else UnexpectedStatusError)


def answer(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
    return lambda request: httpx.Response(status, content=body, headers=headers)


def deploy(edgegap: Any) -> Any:
    return edgegap.deployments.create(application="my-game", version="v1", users=["203.0.113.7"])


def errors_of(answers: Iterable[Answer], kind: str, call: Callable[[Any], Any] = get) -> Iterator[EdgegapError]:
    """What one client of that kind raises for each answer in turn."""
    current: list[Answer] = []

    def respond(request: httpx.Request) -> httpx.Response:
        return current[-1](request)

    transport = httpx.MockTransport(respond)
    options: dict[str, Any] = {"transport": transport, "max_retries": 0, "rate_limits": "off"}
    if is_sync(kind):
        with client_of(kind, URL, **options) as client:
            for item in answers:
                current.append(item)
                with pytest.raises(EdgegapError) as raised:
                    call(client)
                yield raised.value
        return

    async def walk() -> list[EdgegapError]:
        found: list[EdgegapError] = []
        async with client_of(kind, URL, **options) as client:
            for item in answers:
                current.append(item)
                with pytest.raises(EdgegapError) as raised:
                    await call(client)
                found.append(raised.value)
        return found

    yield from asyncio.run(walk())


def error_of(item: Answer, kind: str = "sync", call: Callable[[Any], Any] = get) -> EdgegapError:
    return next(iter(list(errors_of([item], kind, call))))


def assert_readable(error: EdgegapError) -> None:
    line = str(error)
    assert line
    assert line.isprintable()
    assert len(line) < 1000


def assert_survives(error: EdgegapError) -> None:
    """Copies and pickles are the same error with everything on it."""
    copies: list[EdgegapError] = [
        copy.copy(error),
        copy.deepcopy(error),
        *(pickle.loads(pickle.dumps(error, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)),
    ]
    for other in copies:
        assert type(other) is type(error)
        assert vars(other) == vars(error)
        assert (str(other), repr(other), other.args) == (str(error), repr(error), error.args)


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in ALL_KINDS for name in (BODIES if kind in KINDS else list(BODIES)[:2])],
)
def test_every_status_has_its_class_whatever_the_body_is(kind: str, name: str) -> None:
    body, message = BODIES[name]
    statuses = [*range(300, 600), 199, 600, 700, 999]
    started = time.monotonic()
    found = list(errors_of([answer(status, body) for status in statuses], kind))
    for status, error in zip(statuses, found, strict=True):
        assert type(error) is expected_class(status), f"{status}: {error!r}"
        assert isinstance(error, StatusError)
        assert not isinstance(error, TransportError | ClientError)
        assert error.status == status
        operation, _, path = got(kind)
        assert (error.operation, error.method, error.path) == (operation, "GET", path)
        assert error.attempts == 1
        assert 0 < error.elapsed <= time.monotonic() - started
        assert error.outcome is (Outcome.REJECTED if status in REJECTED | {425} else Outcome.UNKNOWN)
        if message is not None:
            assert error.message == message
        assert error.message
        assert str(error).startswith(f"GET {path}: HTTP {status}: {error.message}")
        assert_readable(error)
    assert_survives(found[-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bad request ID", NotFoundError),
        ("bad request id: 1234", NotFoundError),
        ("You have reached your limit of 2 applications", QuotaExceededError),
        ("You have reached your active deployments limit of 2", QuotaExceededError),
        ("Unable to login with the given credentials", ImagePullError),
        ("Bad Request", BadRequestError),
        ("Unknown Args: {'x'}", BadRequestError),
        ("The limit of the page is 100", BadRequestError),
    ],
)
def test_a_400_is_told_by_its_text_and_no_other_status_is(kind: str, text: str, expected: type[EdgegapError]) -> None:
    body = f'{{"message": "{text}"}}'.encode()
    first, *others = errors_of([answer(s, body) for s in (400, 403, 404, 409, 422, 500)], kind)
    assert type(first) is expected
    assert [type(error) for error in others] == [expected_class(error.status or 0) for error in others]


def test_a_used_up_quota_is_also_caught_as_an_invalid_request() -> None:
    error = error_of(answer(400, b'{"message": "You have reached your limit of 2"}'))
    assert isinstance(error, QuotaExceededError)
    assert isinstance(error, BadRequestError)


def test_a_v2_deploy_without_capacity_names_the_deployment_to_stop(kind: str) -> None:
    body = b'{"message": "No capacity", "request_id": "f1e2d3", "details": {"cities": ["Paris"]}}'
    error = error_of(answer(422, body), kind, deploy)
    assert type(error) is NoCapacityError
    assert error.deployment_id == "f1e2d3"
    assert error.details == {"cities": ["Paris"]}
    assert error.outcome is Outcome.UNKNOWN
    assert "stop deployment f1e2d3" in str(error)
    assert_readable(error)
    assert_survives(error)


@pytest.mark.parametrize("body", [b'{"request_id": null}', b'{"request_id": 5}', b"{}", b"[]", b"<html>", b""])
def test_a_422_without_a_deployment_is_an_invalid_request(body: bytes) -> None:
    error = error_of(answer(422, body), call=deploy)
    assert type(error) is BadRequestError
    assert error.outcome is Outcome.REJECTED


def test_a_body_of_32_kib_is_parsed_and_a_larger_one_is_text(kind: str) -> None:
    """Parsing and redacting a larger one would stop an event loop for too long."""
    body = b'{"message": "no", "details": {"why": "because"}}'.ljust(32 * 1024)
    parsed, text = errors_of([answer(400, body), answer(400, body + b" ")], kind)
    assert parsed.details == {"why": "because"}
    assert text.details is None


def test_retry_after_is_read_in_both_forms(kind: str) -> None:
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    forms = ["7", "0", "2.5", in_an_hour, "Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-1", ""]
    found = list(errors_of([answer(429, b"", {"Retry-After": form}) for form in forms], kind))
    seconds = [cast("RateLimitedError", error).retry_after for error in found]
    assert seconds[:3] == [7.0, 0.0, 2.5]
    assert seconds[3] == pytest.approx(3600, abs=5)
    assert seconds[4:] == [0.0, None, None, None]
    assert "try again in 7 s" in str(found[0])
    for error in found:
        assert_survives(error)


def test_only_headers_of_the_allow_list_are_kept(kind: str) -> None:
    shown = {name: f"value of {name}" for name in error_mapping.SHOWN_HEADERS if name != "content-length"}
    hidden = {"set-cookie": "a=b", "authorization": "x", "location": "/x", "x-amz-id": "1", "www-authenticate": "x"}
    error = error_of(answer(500, b"{}", {**shown, **hidden}), kind)
    assert error.headers == {**shown, "content-length": "2"}
    assert error.request_id == "value of x-request-id"
    assert "(request id value of x-request-id)" in str(error)
    assert_survives(error)


def test_the_second_kind_of_request_id_stands_in_for_the_first() -> None:
    assert error_of(answer(500, b"", {"X-Correlation-ID": "c-1"})).request_id == "c-1"
    assert error_of(answer(500)).request_id is None


def test_the_body_is_kept_within_a_bound() -> None:
    assert error_of(answer(500, b"short")).body == "short"
    assert error_of(answer(400, b'{"a": [1, null]}')).body == '{"a": [1, null]}'
    for body in (b"x" * 5000, b'{"message": "' + b"word " * 1000 + b'"}'):
        error = error_of(answer(500, body))
        assert len(error.body) == error_mapping.BODY_LIMIT + 3
        assert len(error.message) == errors.MESSAGE_LIMIT + 3
        assert_readable(error)


def test_attempts_and_time_are_those_of_the_whole_call(kind: str) -> None:
    error = after_three_attempts(kind)
    assert error.attempts == 3
    assert error.elapsed >= 0.03
    assert "(after 3 attempts in 0." in str(error)
    assert_survives(error)


def after_three_attempts(kind: str) -> EdgegapError:
    def slow(request: httpx.Request) -> httpx.Response:
        time.sleep(0.01)
        return httpx.Response(503)

    policy = RetryPolicy(max_retries=2, first_delay=0.0)
    with pytest.raises(ServerError) as raised:
        if kind == "sync":
            with Edgegap(TOKEN, base_url=URL, transport=httpx.MockTransport(slow), max_retries=policy) as edgegap:
                get(edgegap)
        else:

            async def call() -> None:
                transport = httpx.MockTransport(slow)
                async with AsyncEdgegap(TOKEN, base_url=URL, transport=transport, max_retries=policy) as edgegap:
                    await get(edgegap)

            asyncio.run(call())
    return raised.value


HTTPX_ERRORS: Final = sorted(
    (
        kind
        for kind in vars(httpx).values()
        if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__.startswith("httpx")
    ),
    key=lambda kind: kind.__name__,
)


def raising(kind: type[Exception]) -> Answer:
    def fail(request: httpx.Request) -> httpx.Response:
        if issubclass(kind, httpx.HTTPStatusError):
            raise httpx.HTTPStatusError("said", request=request, response=httpx.Response(500, request=request))
        try:
            failure = kind("said")
        except TypeError:
            failure = kind()  # some say always the same
        raise failure

    return fail


def test_the_list_of_httpx_exceptions_is_not_empty() -> None:
    assert {httpx.ConnectError, httpx.InvalidURL, httpx.StreamConsumed, httpx.HTTPStatusError} <= set(HTTPX_ERRORS)


@pytest.mark.parametrize("raised", HTTPX_ERRORS, ids=lambda kind: kind.__name__)
def test_no_httpx_exception_escapes(kind: str, raised: type[Exception]) -> None:
    error = error_of(raising(raised), kind)
    assert isinstance(error, EdgegapError)
    # The original is told, not shown to be handled.
    assert type(error.__cause__) is raised
    assert (error.operation, error.method, error.path) == ("get_application", "GET", "/v1/app/my-game")
    assert error.status is None
    assert error.attempts == 1
    assert error.elapsed > 0
    if issubclass(raised, httpx.TimeoutException):
        assert type(error) is TimedOut
    elif issubclass(raised, httpx.NetworkError | httpx.ProxyError | httpx.RemoteProtocolError):
        assert type(error) is ConnectionFailed
    if isinstance(error, TransportError):
        assert not isinstance(error, StatusError | ClientError)
        never_sent = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
        # A transport of others does not tell how far a request came.
        assert error.outcome is (Outcome.NOT_SENT if issubclass(raised, never_sent) else Outcome.UNKNOWN)
    assert_readable(error)
    assert_survives(error)


def test_a_timeout_of_the_standard_library_is_a_timed_out(kind: str) -> None:
    error = error_of(raising(TimeoutError), kind)
    assert type(error) is TimedOut
    assert type(error.__cause__) is TimeoutError


def test_what_transports_say_stays_one_line(kind: str) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("first\nsecond \x1b[31mred\x1b[0m " + "x" * 10_000)

    error = error_of(fail, kind)
    assert "first second" in str(error)
    assert_readable(error)


@pytest.mark.parametrize("body", [b"<html>", b"[1", b"[]", b"17", b'"x"'])
def test_a_malformed_success_says_what_cannot_be_read(kind: str, body: bytes) -> None:
    error = error_of(answer(200, body), kind)
    assert type(error) is ResponseFormatError
    assert not isinstance(error, StatusError | TransportError | ClientError)
    assert (error.operation, error.method, error.path) == ("get_application", "GET", "/v1/app/my-game")
    assert error.status == 200
    assert error.outcome is Outcome.UNKNOWN
    assert error.reason
    assert_readable(error)
    assert_survives(error)


def test_a_malformed_success_counts_its_attempts(kind: str) -> None:
    error = error_of(answer(200, b"[]"), kind)
    assert error.attempts == 1
    assert error.elapsed > 0


def test_what_is_found_before_sending_is_not_sent(kind: str) -> None:
    def call(edgegap: Any) -> Any:
        return edgegap.applications.create(name="\ud800", is_active=True, image="")

    error = error_of(answer(200, b"{}"), kind, call)
    assert type(error) is InvalidRequestError
    assert error.outcome is Outcome.NOT_SENT
    assert (error.status, error.attempts) == (None, 0)
    assert error.operation == "create_application"
    assert_readable(error)
    assert_survives(error)


def documented_tree() -> dict[str, str]:
    """The tree of the module's docstring: each class and its base."""
    lines = (errors.__doc__ or "").splitlines()
    path: list[str] = []
    bases: dict[str, str] = {}
    for line in lines:
        if match := re.match(r"((?:\|  )*)(?:\|- )?([A-Z]\w+)(?:  |$)", line):
            depth = len(match[1]) // 3 + ("|- " in line)
            del path[depth:]
            bases[match[2]] = path[-1] if path else "Exception"
            path.append(match[2])
    return bases


def all_errors(root: type[EdgegapError] = EdgegapError) -> Iterator[type[EdgegapError]]:
    """The classes of the tree, without those that no caller gets to see: they are in private modules."""
    yield root
    for kind in root.__subclasses__():
        if "._" not in kind.__module__:
            yield from all_errors(kind)


def test_the_documented_tree_is_the_real_one() -> None:
    real = {kind.__name__: kind.__bases__[0] for kind in all_errors()}
    assert documented_tree() == {name: base.__name__ for name, base in real.items()}
    assert set(real) == set(errors.__all__) - {"Outcome"}
    assert {kind.__module__ for kind in all_errors()} == {"edgegap_client.errors"}


def test_a_timeout_is_a_builtin_timeout_error_wherever_it_happens() -> None:
    for kind in (TimedOut, LaunchTimedOut, SessionTimedOut):
        assert issubclass(kind, TimeoutError)
        assert issubclass(kind, TimedOut)
    assert issubclass(LaunchTimedOut, LaunchError)
    with pytest.raises(TimeoutError, match="not ready"):
        raise LaunchTimedOut("not ready")


def test_what_the_client_refuses_is_not_sent_and_has_no_status() -> None:
    assert {kind for kind in all_errors(ClientError) if kind.default_outcome is not Outcome.NOT_SENT} == set()
    assert not issubclass(InvalidRequestError, StatusError)
    assert TooManyActive("too many").outcome is Outcome.NOT_SENT


@pytest.mark.parametrize("kind", list(all_errors()), ids=lambda kind: kind.__name__)
def test_every_class_says_what_it_means_and_survives(kind: type[EdgegapError]) -> None:
    assert kind.__doc__
    error = kind("said")
    error.headers = {"x-request-id": "r-1"}
    error.attempts, error.elapsed = 2, 0.5
    assert_readable(error)
    assert_survives(error)
