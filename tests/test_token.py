"""The token may be text, a secret, or a callable that gives it for each attempt; it never shows."""

from __future__ import annotations

import asyncio
import functools
import re
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from edgegap_client import (
    AsyncEdgegap,
    ConfigurationError,
    Edgegap,
    EdgegapError,
    Outcome,
    RateLimitedError,
    RetryPolicy,
    TimedOut,
)
from edgegap_client.deployments import Deployment
from edgegap_client.sandbox import Sandbox

from .conftest import TOKEN
from .servers.scripts import answer, serving_script
from .test_launch import FAST, ORDER, POLL, prepare, until_then
from .test_tracebacks import VAULT, assert_hides_all

GOOD: Final = b'{"name": "my-game", "is_active": true, "image": ""}'
EMPTY: Final = b'{"data": [], "total_count": 0, "pagination": {}}'
OTHER: Final = "99998888-7777-6666-5555-444433332222"


class Secretive:
    """What pydantic's SecretStr is, as far as the client is concerned."""

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secretive('**********')"


async def async_text() -> str:
    await asyncio.sleep(0)
    return TOKEN


async def async_secret() -> Secretive:
    return Secretive(TOKEN)


def future() -> asyncio.Future[str]:
    made: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.001, made.set_result, f"token {TOKEN}")
    return made


class Manager:
    """A secret manager: an object that can be called."""

    def __call__(self) -> str:
        return TOKEN


SOURCES: Final[dict[str, Any]] = {
    "text": TOKEN,
    "secret": Secretive(TOKEN),
    "function": lambda: TOKEN,
    "function with a secret": lambda: Secretive(f"token {TOKEN}"),
    "partial": functools.partial(str, TOKEN),
    "object": Manager(),
}
ASYNC_SOURCES: Final[dict[str, Any]] = {
    "coroutine function": async_text,
    "coroutine function with a secret": async_secret,
    "function with a coroutine": lambda: async_text(),
    "function with a future": future,
}


def perform(kind: str, call: Callable[[Any], Any], token: Any, **options: Any) -> Any:
    options = {"max_retries": RetryPolicy(2, first_delay=0)} | options
    if kind == "sync":
        with Edgegap(token, **options) as edgegap:
            return call(edgegap)

    async def wait() -> Any:
        async with AsyncEdgegap(token, **options) as edgegap:
            return await call(edgegap)

    return asyncio.run(wait())


def get(edgegap: Any) -> Any:
    return edgegap.applications.get("my-game")


def self_stop(edgegap: Any) -> Any:
    return edgegap.deployments.self_stop("d1", "k1", authorization=OTHER)


def failure_of(kind: str, token: Any, **options: Any) -> EdgegapError:
    with pytest.raises(EdgegapError) as raised:
        perform(kind, get, token, **options)
    return raised.value


@contextmanager
def noting(*bodies: bytes | int) -> Generator[tuple[str, list[str]]]:
    """A server that notes the tokens that it gets. It responds with bodies, or with statuses, the last for ever."""
    given: list[str] = []
    left = list(bodies)

    def respond(request: bytes) -> list[bytes]:
        given.extend(re.findall(r"(?im)^authorization: token (\S+)\r$", request.decode()))
        body = left.pop(0) if len(left) > 1 else left[0]
        return [answer(body) if isinstance(body, bytes) else answer(b"{}", status=f"{body} No")]

    with serving_script(respond) as base_url:
        yield base_url, given


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("kind", "source"),
    [("sync", name) for name in SOURCES] + [("async", name) for name in SOURCES | ASYNC_SOURCES],
)
def test_whatever_gives_the_token_it_is_sent(kind: str, source: str) -> None:
    with noting(GOOD) as (base_url, given):
        assert perform(kind, get, (SOURCES | ASYNC_SOURCES)[source], base_url=base_url).name == "my-game"
    assert given == [TOKEN]


def rotating(kind: str) -> tuple[Callable[[], Any], list[str]]:
    """What gives another token each time, and the list of those it gave."""
    tokens: list[str] = []

    def rotate() -> str:
        tokens.append(f"{TOKEN}-{len(tokens)}")
        return tokens[-1]

    async def rotate_async() -> str:
        return rotate()

    return (rotate if kind == "sync" else rotate_async), tokens


def test_a_callable_is_asked_once_for_each_attempt(kind: str) -> None:
    rotate, tokens = rotating(kind)
    with noting(503, 503, GOOD) as (base_url, given):
        perform(kind, get, rotate, base_url=base_url)
    assert given == tokens == [f"{TOKEN}-{number}" for number in range(3)]


def test_no_token_is_asked_for_where_an_operation_brings_its_own(kind: str) -> None:
    rotate, tokens = rotating(kind)
    with noting(b'{"message": "ok"}') as (base_url, _):
        perform(kind, self_stop, rotate, base_url=base_url)
    assert tokens == []


class VaultError(Exception):
    """What a secret manager raises."""


def breaking(kind: str) -> Callable[[], Any]:
    def fail() -> str:
        raise VaultError("sealed")

    async def fail_async() -> str:
        return fail()

    return fail if kind == "sync" else fail_async


def test_what_a_callable_raises_is_the_cause_of_an_error_and_nothing_is_sent(kind: str) -> None:
    with noting(GOOD) as (base_url, given):
        error = failure_of(kind, breaking(kind), base_url=base_url)
    assert isinstance(error, ConfigurationError)
    assert isinstance(error.__cause__, VaultError)
    assert (error.outcome, error.attempts, error.operation) == (Outcome.NOT_SENT, 0, "get_application")
    assert "token= raised VaultError" in str(error)
    assert "sealed" not in str(error)
    assert given == []


def test_a_callable_that_raises_for_a_retry_does_not_hide_that_something_was_sent(kind: str) -> None:
    left = [TOKEN]
    with noting(503) as (base_url, given):
        error = failure_of(kind, lambda: left.pop(), base_url=base_url)
    assert isinstance(error.__cause__, IndexError)
    assert (error.outcome, error.attempts) == (Outcome.UNKNOWN, 1)
    assert given == [TOKEN]


@pytest.mark.parametrize("wrong", ["", "two words", "Bearer abcdef123456", None, 7, Secretive("a\nb"), lambda: TOKEN])
def test_a_callable_that_gives_no_token_is_refused_without_showing_it(kind: str, wrong: Any) -> None:
    with noting(GOOD) as (base_url, given):
        error = failure_of(kind, lambda: wrong, base_url=base_url)
    assert isinstance(error, ConfigurationError)
    assert (error.outcome, error.operation) == (Outcome.NOT_SENT, "get_application")
    assert given == []
    assert "two words" not in str(error)


@pytest.mark.parametrize("source", ASYNC_SOURCES)
def test_the_synchronous_client_refuses_what_must_be_awaited(source: str) -> None:
    if source.startswith("coroutine"):
        with pytest.raises(ConfigurationError, match="cannot await"):
            Edgegap(ASYNC_SOURCES[source])
        with Edgegap(TOKEN) as edgegap, pytest.raises(ConfigurationError, match="cannot await"):
            edgegap.with_options(token=ASYNC_SOURCES[source])
        return

    async def in_a_loop() -> EdgegapError:
        return failure_of("sync", ASYNC_SOURCES[source], base_url="http://127.0.0.1:1")

    error = asyncio.run(in_a_loop())
    assert isinstance(error, ConfigurationError)
    assert "cannot await" in str(error)


async def test_a_token_that_does_not_come_ends_with_the_deadline_of_the_call() -> None:
    async def wait() -> str:
        await asyncio.sleep(30)
        return TOKEN

    began = time.monotonic()
    async with AsyncEdgegap(wait, timeout=0.1, base_url="http://127.0.0.1:1") as edgegap:
        with pytest.raises(TimedOut, match="returned no token within the timeout of the call") as raised:
            await get(edgegap)
    assert raised.value.outcome is Outcome.NOT_SENT
    assert time.monotonic() - began < 10


async def test_a_callables_own_timeout_is_its_failure() -> None:
    async def wait() -> str:
        raise TimeoutError("of the secret manager")

    async with AsyncEdgegap(wait, base_url="http://127.0.0.1:1") as edgegap:
        with pytest.raises(ConfigurationError, match="raised TimeoutError"):
            await get(edgegap)


async def test_a_call_that_is_cancelled_while_it_waits_for_a_token_is_not_sent() -> None:
    asked = asyncio.Event()

    async def wait() -> str:
        asked.set()
        await asyncio.sleep(30)
        return TOKEN

    with noting(GOOD) as (base_url, given):
        async with AsyncEdgegap(wait, base_url=base_url) as edgegap:
            call = asyncio.ensure_future(get(edgegap))
            await asked.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
    assert given == []


# --- Rate limits -----------------------------------------------------------------------------------------------------


def test_rotating_a_token_does_not_reset_the_rate_limits(kind: str) -> None:
    """An organisation may list its deployments 10 times a second."""
    rotate, tokens = rotating(kind)

    def many(edgegap: Any) -> Any:
        if kind == "sync":
            return [edgegap.deployments.list_page() for _ in range(12)]

        async def one_by_one() -> None:
            for _ in range(12):
                await edgegap.with_options(timeout=5).deployments.list_page()

        return one_by_one()

    with noting(EMPTY) as (base_url, given):
        with pytest.raises(RateLimitedError) as raised:
            perform(kind, many, rotate, base_url=base_url, rate_limits="raise")
        assert raised.value.outcome is Outcome.NOT_SENT
        assert len(set(given)) == len(given) >= 10
        # The first token names the organisation; another client that has it shares the limits.
        with Edgegap(tokens[0], base_url=base_url, rate_limits="raise") as same, pytest.raises(RateLimitedError):
            same.deployments.list_page()
        with Edgegap(tokens[1], base_url=base_url, rate_limits="raise") as other:
            other.deployments.list_page()


def test_another_token_of_with_options_has_the_limits_of_that_token() -> None:
    with noting(EMPTY) as (base_url, _), Edgegap(TOKEN, base_url=base_url, rate_limits="raise") as edgegap:
        with pytest.raises(RateLimitedError):
            for _ in range(12):
                edgegap.deployments.list_page()
        edgegap.with_options(token=OTHER).deployments.list_page()
        with pytest.raises(RateLimitedError):
            edgegap.with_options(token=OTHER).with_options(token=TOKEN).deployments.list_page()


# --- with_options ----------------------------------------------------------------------------------------------------


def test_with_options_gives_another_token_and_leaves_the_clients_own(kind: str) -> None:
    def call(edgegap: Any) -> Any:
        clients = edgegap.with_options(token=OTHER), edgegap, edgegap.with_options(token=lambda: OTHER)
        if kind == "sync":
            return [get(each) for each in clients]

        async def one_by_one() -> None:
            for each in clients:
                await get(each)

        return one_by_one()

    with noting(GOOD) as (base_url, given):
        perform(kind, call, TOKEN, base_url=base_url)
    assert given == [OTHER, TOKEN, OTHER]


def test_a_wrong_token_of_with_options_is_refused_at_once() -> None:
    with Edgegap(TOKEN) as edgegap, pytest.raises(ConfigurationError):
        edgegap.with_options(token="two words")


async def test_another_token_does_not_cancel_a_launch_and_each_organisation_has_its_own_watcher() -> None:
    sandbox = Sandbox(timing=FAST, seed=1)
    prepare(sandbox)
    prepare(sandbox, OTHER)
    with sandbox.serve() as url:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap:
            launch = asyncio.create_task(edgegap.deployments.launch(**ORDER))
            await until_then(lambda: sandbox.deployments)
            other = edgegap.with_options(token=OTHER)
            second = await other.deployments.launch(**ORDER)
            first = await launch
            assert {type(first), type(second)} == {Deployment}
            owners = {each.request_id: each.token for each in sandbox.deployments}
            assert (owners[first.request_id], owners[second.request_id]) == (TOKEN, OTHER)
            await other.deployments.stop(second.request_id)
            await edgegap.deployments.stop(first.request_id)
    sandbox.close()


def test_a_launch_asks_for_the_token_of_each_of_its_requests(kind: str) -> None:
    sandbox = Sandbox(timing=FAST, seed=1)
    prepare(sandbox)
    asked = 0

    def token() -> str:
        nonlocal asked
        asked += 1
        return TOKEN

    with sandbox.serve() as url:
        deployment = perform(
            kind, lambda edgegap: edgegap.deployments.launch(**ORDER), token, base_url=url, poll_interval=POLL
        )
    assert deployment.request_id
    assert asked >= len(sandbox.requests) >= 2
    sandbox.close()


# --- Nothing shows ---------------------------------------------------------------------------------------------------


def hidden() -> str:
    return str(VAULT.token)


async def hidden_async() -> str:
    return str(VAULT.token)


@pytest.mark.parametrize("source", [hidden, hidden_async, lambda: Secretive(VAULT.token)])
def test_no_traceback_shows_a_token_that_a_callable_gave(kind: str, source: Any) -> None:
    if kind == "sync" and source is hidden_async:
        return
    for options in ({}, {"timeout": 0.05}):
        assert_hides_all(failure_of(kind, source, base_url="http://127.0.0.1:1", **options))


@pytest.mark.parametrize("words", ["two words", "bearer "])
def test_no_traceback_shows_a_malformed_token_that_a_callable_gave(kind: str, words: str) -> None:
    assert_hides_all(failure_of(kind, lambda: f"{words} {VAULT.token}", base_url="http://127.0.0.1:1"))


def test_neither_repr_nor_dict_of_a_client_shows_a_callable() -> None:
    with Edgegap(functools.partial(str, TOKEN)) as edgegap:
        assert TOKEN not in f"{edgegap!r} {vars(edgegap)} {edgegap._settings!r} {edgegap._settings.token!r}"
