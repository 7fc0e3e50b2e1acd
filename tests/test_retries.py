"""What is sent again, how often and when: the table of retry_table.py over real sockets, and what goes with it."""

from __future__ import annotations

import asyncio
import datetime
import pickle
import random
import socket
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime
from typing import Any, Final

import httpx
import pytest

from edgegap_client import (
    AsyncEdgegap,
    CertificateError,
    ConfigurationError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    NotFoundError,
    Outcome,
    RateLimitedError,
    RetryPolicy,
    ServerError,
    TimedOut,
)
from edgegap_client._core.retries import may_retry
from edgegap_client._runtime.async_runtime import AsyncRuntime
from edgegap_client._runtime.sync_runtime import Runtime
from edgegap_client.hooks import CallEvent

from . import retry_table
from .all_clients import ALL_KINDS, KINDS, client_of, create, delete, get, is_sync
from .conftest import TOKEN
from .retry_table import MALFORMED, METHODS, NEVER_MADE, READ_TIMEOUT, RESET, RETRIES, TABLE, UNTRUSTED
from .servers.ports import unused_port
from .servers.responses import RESETTING, SILENCE, Answer, Server, reply
from .servers.untrusted import untrusted_server

AT_ONCE: Final = RetryPolicy(RETRIES, first_delay=0)
SECRET: Final = "hunter2-hunter2"


# One call of a real operation for each method.
CALLS: Final[dict[str, Callable[[Any], Any]]] = {
    "GET": get,
    "PUT": lambda edgegap: edgegap.sessions.add_users("session-1", ip_list=["1.2.3.4"]),
    "DELETE": delete,
    "PATCH": lambda edgegap: edgegap.applications.update("my-game", is_active=False),
    "POST": create,
}


def perform(kind: str, call: Callable[[Any], Any], **options: Any) -> Any:
    """The result of one call by a client of a kind."""
    if is_sync(kind):
        with client_of(kind, **options) as client:
            return call(client)

    async def perform_async() -> Any:
        async with client_of(kind, **options) as client:
            return await call(client)

    return asyncio.run(perform_async())


def failure_of(kind: str, call: Callable[[Any], Any], **options: Any) -> EdgegapError:
    """The error of one call by a client of a kind."""
    with pytest.raises(EdgegapError) as raised:
        perform(kind, call, **options)
    return raised.value


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for; nobody sleeps."""
    pauses: list[float] = []

    async def note(runtime: AsyncRuntime, seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(Runtime, "sleep", lambda runtime, seconds: pauses.append(seconds))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    monkeypatch.setattr(AsyncRuntime, "sleep", note)
    return pauses


CELLS: Final = [
    pytest.param(kind, method, row.failure, status, requests, id=f"{kind}-{method}-{status or row.failure}")
    for kind in ALL_KINDS
    for row in TABLE
    for method, requests in zip(METHODS, row.requests, strict=True)
    for status in (row.statuses or (None,))[: None if kind in KINDS else 1]
    if kind in KINDS or method in ("GET", "POST", "DELETE")
]
WITHOUT_STATUS: Final = {RESET: RESETTING, READ_TIMEOUT: SILENCE, MALFORMED: reply(body=b'{"name": ')}


@pytest.mark.parametrize(("kind", "method", "failure", "status", "requests"), CELLS)
def test_the_server_sees_a_failing_request_as_often_as_the_table_says(
    kind: str, method: str, failure: str, status: int | None, requests: int
) -> None:
    retries: list[CallEvent] = []
    options: dict[str, Any] = {
        "max_retries": AT_ONCE,
        "event_hooks": {"retry": [retries.append]},
        "timeouts": httpx.Timeout(5, read=0.05 if failure == READ_TIMEOUT else 5),
    }
    if failure == UNTRUSTED:
        with untrusted_server() as untrusted:
            error = failure_of(kind, CALLS[method], base_url=untrusted.base_url, **options)
            assert (untrusted.connections, error.attempts) == (requests, requests)
        return
    if failure == NEVER_MADE:
        error = failure_of(kind, CALLS[method], base_url=f"http://127.0.0.1:{unused_port()}", **options)
        assert (error.attempts, error.outcome) == (requests, Outcome.NOT_SENT)
    else:
        with Server(WITHOUT_STATUS[failure] if status is None else reply(status)) as server:
            if failure == MALFORMED and method == "DELETE":
                perform(kind, CALLS[method], base_url=server.url, **options)  # its answer is not read
            else:
                error = failure_of(kind, CALLS[method], base_url=server.url, **options)
                assert error.status == (200 if failure == MALFORMED else status)
            # On a busy machine it may read a request only after the client has given it up.
            server.wait_for_requests(requests)
        assert [seen.method for seen in server.seen] == [method] * requests
    assert [retry.attempt for retry in retries] == list(range(1, requests))


def test_the_rule_agrees_with_the_table() -> None:
    by_failure: dict[str, EdgegapError] = {
        NEVER_MADE: ConnectionFailed("", outcome=Outcome.NOT_SENT),
        UNTRUSTED: CertificateError(""),
        RESET: ConnectionFailed("", outcome=Outcome.UNKNOWN),
        READ_TIMEOUT: TimedOut("", outcome=Outcome.UNKNOWN),
        MALFORMED: EdgegapError("", status=200),
    }
    for row in TABLE:
        for error in [EdgegapError("", status=status) for status in row.statuses] or [by_failure[row.failure]]:
            for method, requests in zip(METHODS, row.requests, strict=True):
                assert may_retry(method, error) is (requests > 1), f"{method}: {row.failure}"


def test_the_page_shows_the_table_that_the_tests_enforce() -> None:
    assert retry_table.page_table() == retry_table.markdown(), "run: python -m tests.retry_table"


@pytest.mark.parametrize("kind", KINDS)
def test_no_retries_means_one_request(kind: str) -> None:
    with Server(reply(503)) as server:
        assert failure_of(kind, CALLS["GET"], base_url=server.url, max_retries=0).attempts == 1
    assert len(server.seen) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_retries_are_set_for_one_call_without_changing_the_client(kind: str, slept: list[float]) -> None:
    with Server(reply(503)) as server:
        failure_of(kind, lambda edgegap: CALLS["GET"](edgegap.with_options(max_retries=0)), base_url=server.url)
        assert len(server.seen) == 1
        failure_of(
            kind, lambda edgegap: CALLS["GET"](edgegap.with_options(max_retries=3)), base_url=server.url, max_retries=0
        )
        assert len(server.seen) == 1 + 4
        failure_of(
            kind,
            lambda edgegap: CALLS["GET"](edgegap.with_options(max_retries=RetryPolicy(1)).with_options(timeout=9)),
            base_url=server.url,
        )
    assert len(server.seen) == 1 + 4 + 2
    assert len(slept) == 0 + 3 + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_succeeds_at_last_gives_its_result(kind: str, slept: list[float]) -> None:
    with Server(reply(502), RESETTING, reply()) as server:
        assert perform(kind, CALLS["GET"], base_url=server.url).name == "my-game"
    assert len(server.seen) == 3
    assert len(slept) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_hook_is_told_what_is_repeated_when_and_why(kind: str, slept: list[float]) -> None:
    told: list[CallEvent] = []
    with Server(reply(502), RESETTING, reply(500)) as server:
        failure_of(kind, CALLS["GET"], base_url=server.url, event_hooks={"retry": [told.append]})
    assert [(retry.operation, retry.attempt) for retry in told] == [("get_application", 1), ("get_application", 2)]
    assert [retry.delay for retry in told] == slept
    first, second = (retry.error for retry in told)
    assert isinstance(first, ServerError)
    assert (first.status, first.attempts) == (502, 1)
    assert isinstance(second, ConnectionFailed)
    assert (second.outcome, second.attempts) == (Outcome.UNKNOWN, 2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("failing", [reply(429, {"message": f"no {SECRET} {TOKEN}", "token": TOKEN}), RESETTING])
def test_the_hook_sees_no_secret(kind: str, failing: Answer, slept: list[float]) -> None:
    told: list[CallEvent] = []

    def create(edgegap: Any) -> Any:
        return edgegap.app_versions.create(
            "my-game",
            name="v1",
            docker_repository="r",
            docker_image="i",
            docker_tag="1",
            req_cpu=256,
            req_memory=256,
            private_token=SECRET,
            ports=[{"port": 7777, "protocol": "UDP"}],
        )

    with Server(failing, reply(400)) as server:
        # A reset POST is not repeated, so the version's creation is told only once it was refused.
        call = create if failing is not RESETTING else CALLS["GET"]
        failure_of(kind, call, base_url=server.url, event_hooks={"retry": [told.append]})
    assert len(told) == 1
    error = told[0].error
    shown = f"{told[0]!r} {error!s} {vars(error)!r} {''.join(traceback.format_exception(error))}"
    assert TOKEN not in shown
    assert SECRET not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_the_hook_is_its_callers(kind: str) -> None:
    def stop(retry: CallEvent) -> None:
        raise LookupError("stop")

    with Server(reply(503)) as server, pytest.raises(LookupError, match="stop"):
        perform(kind, CALLS["GET"], base_url=server.url, event_hooks={"retry": [stop]})
    assert len(server.seen) == 1


def test_delays_are_drawn_evenly_below_a_bound_that_doubles_up_to_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edgegap_client._core.retries.random", random.Random(1))
    policy = RetryPolicy(10, first_delay=0.5, max_delay=3)
    error = ServerError("", status=503)
    for attempt, bound in enumerate((0.5, 1, 2, 3, 3, 3, 3, 3, 3, 3), start=1):
        delays = [delay for _ in range(2000) if (delay := policy.delay("GET", error, attempt)) is not None]
        assert len(delays) == 2000
        assert 0 <= min(delays) < bound * 0.01
        assert bound * 0.99 < max(delays) <= bound
        assert sum(delays) / 2000 == pytest.approx(bound / 2, rel=0.05)
    assert policy.delay("GET", error, 11) is None


def test_even_the_thousandth_delay_can_be_told() -> None:
    delay = RetryPolicy(10_000).delay("GET", ServerError("", status=503), 9_999)
    assert delay is not None
    assert 0 <= delay <= 8


def in_seconds(seconds: int) -> str:
    return str(seconds)


def as_date(seconds: int) -> str:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return format_datetime(moment, usegmt=True)


FORMS: Final = pytest.mark.parametrize("form", [in_seconds, as_date])


@pytest.mark.parametrize("kind", KINDS)
@FORMS
def test_retry_after_is_slept_as_asked(kind: str, form: Callable[[int], str], slept: list[float]) -> None:
    # Longer than any delay of the policy's own.
    with Server(reply(429, retry_after=form(20)), reply()) as server:
        assert perform(kind, CALLS["POST"], base_url=server.url).name == "my-game"
    assert slept == [pytest.approx(20, abs=1.5)]
    assert len(server.seen) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [425, 503])
@FORMS
def test_retry_after_is_slept_for_every_status(
    kind: str, status: int, form: Callable[[int], str], slept: list[float]
) -> None:
    with Server(reply(status, retry_after=form(20)), reply()) as server:
        perform(kind, CALLS["GET"], base_url=server.url)
    assert slept == [pytest.approx(20, abs=1.5)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unusable", [None, "soon", "-3", ""])
def test_without_a_usable_retry_after_the_policys_own_delay_is_slept(
    kind: str, unusable: str | None, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edgegap_client._core.retries.random.uniform", lambda low, high: high)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with Server(reply(429, retry_after=unusable)) as server:
        error = failure_of(kind, CALLS["GET"], base_url=server.url)
    assert slept == [0.5, 1.0]
    assert isinstance(error, RateLimitedError)
    assert error.retry_after is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_date_that_has_passed_asks_for_no_pause(kind: str, slept: list[float]) -> None:
    with Server(reply(429, retry_after=as_date(-60)), reply()) as server:
        perform(kind, CALLS["GET"], base_url=server.url)
    assert slept == [0.0]


@pytest.mark.parametrize("kind", KINDS)
@FORMS
def test_a_retry_after_beyond_the_deadline_is_raised_at_once(
    kind: str, form: Callable[[int], str], slept: list[float]
) -> None:
    with Server(reply(429, retry_after=form(60))) as server:
        error = failure_of(kind, CALLS["GET"], base_url=server.url, timeout=10)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == pytest.approx(60, abs=1.5)
    assert (error.outcome, error.attempts, len(server.seen)) == (Outcome.REJECTED, 1, 1)
    assert error.elapsed < 5  # of the deadline of 10
    assert not slept


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_tells_its_attempts_and_how_long_they_took(kind: str) -> None:
    with Server(reply(503, after=0.05)) as server:
        started = time.monotonic()
        error = failure_of(kind, CALLS["GET"], base_url=server.url, max_retries=AT_ONCE)
        took = time.monotonic() - started
        once = failure_of(kind, CALLS["GET"], base_url=server.url, max_retries=0)
    assert error.attempts == 3
    assert 0.15 <= error.elapsed <= took
    assert f"(after 3 attempts in {error.elapsed:.1f} s)" in str(error)
    assert "attempt" not in str(once)


@pytest.mark.parametrize("kind", KINDS)
def test_a_delete_that_may_have_worked_is_of_unknown_outcome_whatever_the_repetition_says(kind: str) -> None:
    with Server(RESETTING, reply(404, {"message": "not found"})) as server:
        error = failure_of(kind, CALLS["DELETE"], base_url=server.url, max_retries=AT_ONCE)
    assert isinstance(error, NotFoundError)
    assert (error.attempts, error.outcome) == (2, Outcome.UNKNOWN)


def test_a_request_that_was_sent_is_never_not_sent_because_its_repetition_was_not() -> None:
    # A server that goes away while it works: reset, then nobody listens.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"

        def read_and_go_away() -> None:
            connection, _ = listener.accept()
            connection.recv(65536)
            listener.close()
            connection.close()

        thread = threading.Thread(target=read_and_go_away)
        thread.start()
        error = failure_of("sync", CALLS["PUT"], base_url=url, max_retries=AT_ONCE)
        thread.join()
    assert (error.attempts, error.outcome) == (3, Outcome.UNKNOWN)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: Edgegap(TOKEN, max_retries=-1),
        lambda: AsyncEdgegap(TOKEN, max_retries=-1),
        lambda: Edgegap(TOKEN).with_options(max_retries=-1),
        lambda: RetryPolicy(-1),
        lambda: RetryPolicy(first_delay=-0.1),
        lambda: RetryPolicy(max_delay=-0.1),
        lambda: replace(RetryPolicy(), max_retries=-1),
    ],
)
def test_negative_retries_and_delays_are_refused(refused: Callable[[], object]) -> None:
    with pytest.raises(ConfigurationError, match="negative"):
        refused()


def test_a_policy_can_be_pickled_compared_and_replaced() -> None:
    policy = RetryPolicy(5, first_delay=0.1, max_delay=2)
    assert pickle.loads(pickle.dumps(policy)) == policy
    more = replace(policy, max_retries=6)
    assert (more.max_retries, more.first_delay, more.max_delay) == (6, 0.1, 2)
    assert policy.max_retries == 5
    with pytest.raises(AttributeError):
        policy.max_retries = 7  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
