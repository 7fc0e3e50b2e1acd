"""Hooks around launches, calls and attempts: what they are told, what they may add, and what they raise."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from typing import Any, Final

import pytest

from edgegap_client import (
    AsyncEdgegap,
    ConfigurationError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    InvalidRequestError,
    NotFoundError,
    Outcome,
    RateLimitedError,
    RetryPolicy,
    ServerError,
)
from edgegap_client._core import call as call_module
from edgegap_client.hooks import CallEvent, EventHooks, LaunchEvent
from edgegap_client.sandbox import Sandbox, Timing

from .all_clients import ALL_KINDS, client_of, get, got, is_sync
from .conftest import TOKEN
from .servers.responses import SILENCE, Server, reply
from .servers.scripts import answer, serving_script
from .test_launch import ORDER, POLL, nothing_runs, posts, prepare

CLOSED: Final = "http://127.0.0.1:1"
CALL_HOOKS: Final = ("call_start", "attempt_start", "attempt_end", "retry", "call_end")
LAUNCH_HOOKS: Final = ("launch_start", "launch_end")
EMPTY: Final = b'{"data": [], "total_count": 0, "pagination": {}}'
SECRET: Final = "hunter2-hunter2"


def list_deployments(edgegap: Any) -> Any:
    return edgegap.deployments.list_page()


def perform(kind: str, call: Callable[[Any], Any], **options: Any) -> Any:
    options = {"max_retries": RetryPolicy(2, first_delay=0)} | options
    if is_sync(kind):
        with client_of(kind, **options) as client:
            return call(client)

    async def wait() -> Any:
        async with client_of(kind, **options) as client:
            return await call(client)

    return asyncio.run(wait())


def hooks_of(kind: str, function: Callable[[Any], Any], *names: str) -> dict[str, Any]:
    """The function as a hook of every name. That of the async client is a coroutine function."""

    async def awaited(event: Any) -> None:
        await asyncio.sleep(0)
        function(event)

    return {name: [function if is_sync(kind) else awaited] for name in names or CALL_HOOKS}


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# --- What they are told ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_events_of_a_call_in_their_order(kind: str) -> None:
    told: list[CallEvent] = []
    with Server(reply(503, after=0.05), reply()) as server:
        perform(kind, get, base_url=server.url, event_hooks=hooks_of(kind, told.append))
    assert [(event.name, event.attempt, event.status, event.outcome) for event in told] == [
        ("call_start", 0, None, None),
        ("attempt_start", 1, None, None),
        ("attempt_end", 1, 503, Outcome.UNKNOWN),
        ("retry", 1, 503, Outcome.UNKNOWN),
        ("attempt_start", 2, None, None),
        ("attempt_end", 2, 200, None),
        ("call_end", 2, 200, None),
    ]
    for event in told:
        operation, template, _ = got(kind)
        assert (event.operation, event.method, event.url_template) == (operation, "GET", template)
        assert isinstance(event.error, ServerError) is (event.status == 503)
        assert (event.delay is not None) is (event.name == "retry")
        if event.name.endswith("start"):
            assert event.duration == 0
    first, _, second, whole = (event.duration for event in told if event.name in ("attempt_end", "retry", "call_end"))
    assert 0.05 <= first < whole < 20
    assert 0 < second < whole


def test_an_ordinary_function_is_a_hook_of_the_async_client_too() -> None:
    told: list[CallEvent] = []
    with Server() as server:
        perform("async", get, base_url=server.url, event_hooks={name: [told.append] for name in CALL_HOOKS})
    assert [event.name for event in told] == ["call_start", "attempt_start", "attempt_end", "call_end"]


def test_a_failure_is_told_with_the_error_that_the_caller_gets(kind: str) -> None:
    told: list[CallEvent] = []
    with pytest.raises(ConnectionFailed) as raised:
        perform(kind, get, base_url=CLOSED, max_retries=0, event_hooks=hooks_of(kind, told.append))
    *_, attempt, call = told
    assert (attempt.name, call.name) == ("attempt_end", "call_end")
    assert attempt.error is call.error is raised.value
    assert (call.attempt, call.status, call.outcome) == (1, None, Outcome.NOT_SENT)


def test_a_request_that_cannot_be_written_is_no_attempt(kind: str) -> None:
    told: list[CallEvent] = []

    def call(edgegap: Any) -> Any:
        return edgegap.applications.create(name="\ud800", is_active=True, image="")

    with pytest.raises(InvalidRequestError):
        perform(kind, call, base_url=CLOSED, event_hooks=hooks_of(kind, told.append))
    assert [(event.name, event.attempt) for event in told] == [
        ("call_start", 0),
        ("attempt_start", 1),
        ("attempt_end", 1),
        ("call_end", 0),
    ]


def test_a_call_that_is_not_sent_for_its_rate_limit_has_no_attempt(kind: str) -> None:
    told: list[CallEvent] = []

    def call(edgegap: Any) -> Any:
        if kind == "sync":
            return [list_deployments(edgegap) for _ in range(12)]

        async def one_by_one() -> None:
            for _ in range(12):
                await list_deployments(edgegap)

        return one_by_one()

    with serving_script(lambda request: [answer(EMPTY)]) as base_url, pytest.raises(RateLimitedError):
        perform(kind, call, base_url=base_url, rate_limits="raise", event_hooks=hooks_of(kind, told.append))
    before, last = told[-2:]
    assert (before.name, last.name, last.attempt, last.outcome) == ("call_start", "call_end", 0, Outcome.NOT_SENT)
    assert isinstance(last.error, RateLimitedError)


async def test_a_cancelled_call_is_told_and_the_next_one_works() -> None:
    told: list[CallEvent] = []
    with Server(SILENCE, reply()) as server:
        hooks = hooks_of("async", told.append)
        async with AsyncEdgegap(TOKEN, base_url=server.url, max_connections=1, event_hooks=hooks) as edgegap:  # type: ignore[arg-type]
            call = asyncio.ensure_future(get(edgegap))
            while not server.seen:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            ends = [event for event in told if event.name.endswith("end")]
            assert [event.name for event in ends] == ["attempt_end", "call_end"]
            for event in ends:
                assert isinstance(event.error, asyncio.CancelledError)
                assert event.outcome is Outcome.UNKNOWN
            assert (await get(edgegap)).name == "my-game"


def test_all_events_of_a_call_share_a_context_and_no_two_calls_do(kind: str) -> None:
    seen: list[int] = []

    def note(event: CallEvent) -> None:
        if event.name == "call_start":
            assert event.context == {}
        event.context["events"] = event.context.get("events", 0) + 1
        if event.name == "call_end":
            seen.append(event.context["events"])

    with Server(reply(503), reply()) as server:
        options: dict[str, Any] = {"base_url": server.url, "event_hooks": hooks_of(kind, note)}
        perform(kind, get, **options)
        perform(kind, get, **options)
    assert seen == [7, 4]


current: Final[contextvars.ContextVar[str]] = contextvars.ContextVar("current", default="")


def test_what_a_start_sets_in_the_context_is_there_at_the_end(kind: str) -> None:
    """As spans of tracers need it."""
    tokens: dict[str, contextvars.Token[str]] = {}
    found: list[str] = []

    def note(event: CallEvent) -> None:
        if event.name == "call_start":
            tokens["call"] = current.set("inside")
        found.append(current.get())
        if event.name == "call_end":
            current.reset(tokens["call"])

    with Server() as server:
        perform(kind, get, base_url=server.url, event_hooks=hooks_of(kind, note))
    assert found == ["inside"] * 4
    assert current.get() == ""


def test_the_repr_of_an_event_shows_neither_headers_nor_context(kind: str) -> None:
    shown: list[str] = []

    def note(event: CallEvent) -> None:
        event.headers["X-Gateway-Key"] = SECRET
        event.context["secret"] = SECRET
        shown.append(repr(event))

    with Server(reply(503), reply()) as server:
        perform(kind, get, base_url=server.url, event_hooks=hooks_of(kind, note))
    assert len(shown) == 7
    assert not [text for text in shown if SECRET in text or TOKEN in text]
    assert "get_application" in shown[0]


# --- What they add ---------------------------------------------------------------------------------------------------


def test_headers_of_a_start_are_sent(kind: str) -> None:
    requests: list[str] = []
    bodies = ["503 No", "503 No", "200 OK"]

    def respond(request: bytes) -> list[bytes]:
        requests.append(request.decode().lower())
        return [answer(b'{"name": "my-game", "is_active": true}', status=bodies.pop(0))]

    def add(event: CallEvent) -> None:
        if event.name == "call_start":
            event.headers["X-Call"] = "all"
        elif event.name == "attempt_start":
            event.headers["X-Attempt"] = str(event.attempt)
            event.headers.pop("X-First", None)
            if event.attempt == 1:
                event.headers["X-First"] = "only"

    with serving_script(respond) as base_url:
        perform(kind, get, base_url=base_url, headers={"x-call": "default"}, event_hooks=hooks_of(kind, add))
    for number, request in enumerate(requests, 1):
        assert "\r\nx-call: all\r\n" in request
        assert request.count("x-call:") == 1
        assert f"\r\nx-attempt: {number}\r\n" in request
        assert ("\r\nx-first: only\r\n" in request) is (number == 1)
        assert f"\r\nauthorization: token {TOKEN}\r\n" in request


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", SECRET),
        ("content-length", "7"),
        ("X-Lines", f"{SECRET}\r\nX: y"),
        ("X-Number", 7),
        ("a b", "c"),
    ],
)
def test_a_header_that_cannot_be_added_is_refused_without_its_value(kind: str, name: str, value: Any) -> None:
    def add(event: CallEvent) -> None:
        event.headers[name] = value

    with Server() as server, pytest.raises(InvalidRequestError) as raised:
        perform(kind, get, base_url=server.url, event_hooks=hooks_of(kind, add, "call_start"))
    assert server.seen == []
    assert repr(name) in str(raised.value)
    assert SECRET not in str(raised.value)


# --- What they raise -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("failing", CALL_HOOKS)
@pytest.mark.parametrize("raised", [LookupError("stop"), TimeoutError("late"), NotFoundError("other")], ids=repr)
def test_what_a_hook_raises_reaches_the_caller_and_nothing_leaks(kind: str, failing: str, raised: Exception) -> None:
    told: list[str] = []
    fails = True

    def note(event: CallEvent) -> None:
        told.append(event.name)

    def fail(event: CallEvent) -> None:
        if fails:
            raise raised

    hooks = hooks_of(kind, note)
    # The functions of an end are called in reverse order: the noting one is the last of them.
    hooks[failing] = [*hooks[failing], *hooks_of(kind, fail, failing)[failing]]
    before = {
        "call_start": ["call_start", "call_end"],
        "attempt_start": ["call_start", "attempt_start", "attempt_end", "call_end"],
        "attempt_end": ["call_start", "attempt_start", "attempt_end", "call_end"],
        "retry": ["call_start", "attempt_start", "attempt_end", "retry", "call_end"],
        "call_end": ["call_start", "attempt_start", "attempt_end", "call_end"],
    }[failing]

    def call(edgegap: Any) -> Any:
        nonlocal fails
        if kind == "sync":
            with pytest.raises(type(raised)) as caught:
                get(edgegap)
            assert caught.value is raised
            fails = False
            return get(edgegap)

        async def twice() -> Any:
            nonlocal fails
            with pytest.raises(type(raised)) as caught:
                await get(edgegap)
            assert caught.value is raised
            fails = False
            return await get(edgegap)

        return twice()

    answers = [reply(503), reply()] if failing == "retry" else [reply()]
    with Server(*answers) as server:
        # With one connection, the next call would wait for ever for one that was not given back.
        result = perform(kind, call, base_url=server.url, max_connections=1, timeout=10, event_hooks=hooks)
        assert result.name == "my-game"
        assert len(server.seen) == (1 if failing in ("call_start", "attempt_start") else 2)
    assert told[: len(before)] == before
    assert told[len(before) :] == ["call_start", "attempt_start", "attempt_end", "call_end"]


def test_an_error_before_an_attempt_gives_its_slot_of_the_rate_limit_back(kind: str) -> None:
    """An organisation may list its deployments 10 times a second."""
    left = 15

    def fail(event: CallEvent) -> None:
        nonlocal left
        left -= 1
        if left > 0:
            raise LookupError("stop")

    def call(edgegap: Any) -> Any:
        if kind == "sync":
            for _ in range(14):
                with pytest.raises(LookupError):
                    list_deployments(edgegap)
            return list_deployments(edgegap)

        async def often() -> Any:
            for _ in range(14):
                with pytest.raises(LookupError):
                    await list_deployments(edgegap)
            return await list_deployments(edgegap)

        return often()

    with serving_script(lambda request: [answer(EMPTY)]) as base_url:
        hooks = hooks_of(kind, fail, "attempt_start")
        perform(kind, call, base_url=base_url, rate_limits="raise", event_hooks=hooks)


@pytest.mark.parametrize("failing", ["attempt_end", "call_end"])
def test_an_error_of_ours_that_a_hook_raises_does_not_say_that_nothing_was_done(kind: str, failing: str) -> None:
    def fail(event: CallEvent) -> None:
        raise ConfigurationError("of the hook")

    def call(edgegap: Any) -> Any:
        return edgegap.applications.create(name="my-game", is_active=True, image="")

    with Server() as server, pytest.raises(ConfigurationError, match="of the hook") as raised:
        perform(kind, call, base_url=server.url, event_hooks=hooks_of(kind, fail, failing))
    assert raised.value.outcome is Outcome.UNKNOWN
    with pytest.raises(ConfigurationError, match="of the hook") as raised:
        perform(kind, call, base_url=CLOSED, max_retries=0, event_hooks=hooks_of(kind, fail, failing))
    assert raised.value.outcome is Outcome.NOT_SENT


def test_ends_are_called_in_reverse_order_and_all_of_them(kind: str) -> None:
    told: list[str] = []

    def noting(name: str) -> Any:
        def note(event: CallEvent) -> None:
            told.append(f"{name} {event.name}")
            if event.name == "call_end":
                raise LookupError(name)

        return hooks_of(kind, note, "call_start", "call_end")

    one, two = noting("one"), noting("two")
    hooks = {name: one[name] + two[name] for name in one}
    with Server() as server, pytest.raises(LookupError, match="one") as raised:
        perform(kind, get, base_url=server.url, event_hooks=hooks)
    assert told == ["one call_start", "two call_start", "two call_end", "one call_end"]
    assert isinstance(raised.value.__context__, LookupError)


async def test_a_hook_that_is_cancelled_leaks_nothing() -> None:
    waiting = asyncio.Event()
    told: list[str] = []

    async def wait(event: CallEvent) -> None:
        if not told:
            waiting.set()
            await asyncio.sleep(30)

    def note(event: CallEvent) -> None:
        told.append(type(event.error).__name__)

    hooks: EventHooks = {"attempt_start": [wait], "call_end": [note]}
    with Server() as server:
        async with AsyncEdgegap(TOKEN, base_url=server.url, max_connections=1, event_hooks=hooks) as edgegap:
            call = asyncio.ensure_future(get(edgegap))
            await waiting.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert server.seen == []
            await get(edgegap)
    assert told == ["CancelledError", "NoneType"]


# --- How they are given ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hooks", "words"),
    [
        ({"on_retry": [print]}, "has no 'on_retry': the names are call_start, attempt_start"),
        ({"retry": print}, r"event_hooks\['retry'\] must be a list of functions"),
        ({"retry": ["print"]}, r"event_hooks\['retry'\] must be a list of functions"),
        ([print], "must be a mapping"),
    ],
)
def test_what_is_no_hook_is_refused_at_once(kind: str, hooks: Any, words: str) -> None:
    make = Edgegap if kind == "sync" else AsyncEdgegap
    with pytest.raises(ConfigurationError, match=words):
        make(TOKEN, event_hooks=hooks)
    with pytest.raises(ConfigurationError, match=words):
        make(TOKEN).with_options(event_hooks=hooks)


class Callable_:
    async def __call__(self, event: CallEvent) -> None: ...


@pytest.mark.parametrize("name", [*CALL_HOOKS, *LAUNCH_HOOKS])
def test_the_synchronous_client_refuses_hooks_that_must_be_awaited(name: str) -> None:
    async def hook(event: Any) -> None: ...

    for function in (hook, Callable_()):
        hooks: Any = {name: [function]}
        with pytest.raises(ConfigurationError, match=f"'{name}'.*AsyncEdgegap"):
            Edgegap(TOKEN, event_hooks=hooks)
    call_hooks: EventHooks = {"call_start": [lambda event: hook(event)]}
    with Edgegap(TOKEN, event_hooks=call_hooks) as edgegap, pytest.raises(ConfigurationError, match="cannot await"):
        get(edgegap)


def test_with_options_adds_hooks(kind: str) -> None:
    told: list[str] = []
    own = hooks_of(kind, lambda event: told.append(f"own {event.name}"), "call_start")
    more = hooks_of(kind, lambda event: told.append(f"more {event.name}"), "call_start", "call_end")

    def call(edgegap: Any) -> Any:
        if kind == "sync":
            return [get(edgegap.with_options(event_hooks=more).with_options(timeout=9)), get(edgegap)]

        async def both() -> None:
            await get(edgegap.with_options(event_hooks=more).with_options(timeout=9))
            await get(edgegap)

        return both()

    with Server() as server:
        perform(kind, call, base_url=server.url, event_hooks=own)
    assert told == ["own call_start", "more call_start", "more call_end", "own call_start"]


def test_without_hooks_no_event_is_made(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_module, "CallEvent", None)
    with Server() as server:
        perform(kind, get, base_url=server.url, event_hooks={})
        perform(kind, get, base_url=server.url, event_hooks={"retry": []})


# --- Launches --------------------------------------------------------------------------------------------------------


@pytest.fixture
def sandbox() -> Any:
    made = Sandbox(timing=Timing(ready_after=0.06, terminating_for=0.05, known_for=0.05), seed=1)
    prepare(made)
    yield made
    made.close()


def launch(kind: str, sandbox: Sandbox, **options: Any) -> Any:
    with sandbox.serve() as url:
        return perform(
            kind, lambda edgegap: edgegap.deployments.launch(**ORDER), base_url=url, poll_interval=POLL, **options
        )


def test_the_events_of_a_launch(kind: str, sandbox: Sandbox) -> None:
    told: list[LaunchEvent] = []
    deployment = launch(kind, sandbox, event_hooks=hooks_of(kind, told.append, *LAUNCH_HOOKS))
    start, end = told
    assert (start.name, start.deployment_id, start.status, start.error, start.duration) == (
        "launch_start",
        None,
        "",
        None,
        0,
    )
    assert (end.name, end.deployment_id, end.error) == ("launch_end", deployment.request_id, None)
    assert end.status == "READY"
    assert 0.05 < end.duration < 20
    assert start.context is end.context
    for event in told:
        assert (event.application, event.version) == ("my-game", "v1")
        assert event.tag in deployment.tags
        assert event.tag in repr(event)


def test_the_calls_of_a_launch_run_in_the_context_of_its_start(kind: str, sandbox: Sandbox) -> None:
    found: set[str] = set()
    tokens: list[contextvars.Token[str]] = []

    def start(event: LaunchEvent) -> None:
        tokens.append(current.set(event.tag))

    def end(event: LaunchEvent) -> None:
        current.reset(tokens.pop())

    hooks = (
        hooks_of(kind, start, "launch_start")
        | hooks_of(kind, end, "launch_end")
        | hooks_of(kind, lambda event: found.add(current.get()), "call_start")
    )
    deployment = launch(kind, sandbox, event_hooks=hooks)
    assert found <= set(deployment.tags)
    assert len(found) == 1
    assert tokens == []


def test_a_launch_that_fails_is_told_why(kind: str, sandbox: Sandbox) -> None:
    told: list[LaunchEvent] = []
    with pytest.raises(EdgegapError) as raised, sandbox.serve() as url:
        perform(
            kind,
            lambda edgegap: edgegap.deployments.launch(**ORDER | {"version": "v9"}),
            base_url=url,
            event_hooks=hooks_of(kind, told.append, *LAUNCH_HOOKS),
        )
    assert [event.name for event in told] == ["launch_start", "launch_end"]
    assert told[1].error is raised.value


@pytest.mark.parametrize("failing", [*LAUNCH_HOOKS, "call_start", "attempt_start", "attempt_end", "call_end"])
@pytest.mark.parametrize("raised", [LookupError("stop"), KeyboardInterrupt()], ids=repr)
def test_a_hook_that_raises_in_a_launch_leaves_nothing_behind(
    kind: str, sandbox: Sandbox, failing: str, raised: BaseException
) -> None:
    """The hooks of calls raise once: at the create request."""
    is_first = True

    def fail(event: CallEvent | LaunchEvent) -> None:
        nonlocal is_first
        if is_first and (isinstance(event, LaunchEvent) or event.method == "POST"):
            is_first = False
            raise raised

    with pytest.raises(type(raised)):
        launch(kind, sandbox, event_hooks=hooks_of(kind, fail, failing))
    assert not is_first
    assert nothing_runs(sandbox)
    assert posts(sandbox) == (0 if failing.endswith("start") else 1)


async def test_a_launch_that_is_cancelled_is_told(sandbox: Sandbox) -> None:
    told: list[LaunchEvent] = []
    hooks: Any = hooks_of("async", told.append, *LAUNCH_HOOKS)
    with sandbox.serve() as url:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL, event_hooks=hooks) as edgegap:
            task = asyncio.create_task(edgegap.deployments.launch(**ORDER))
            while not sandbox.deployments:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    assert isinstance(told[1].error, asyncio.CancelledError)
    assert nothing_runs(sandbox)
