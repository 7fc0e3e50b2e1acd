"""Waiting for sessions and relay sessions, by the sync and the async client alike."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from edgegap_client import AsyncEdgegap, Edgegap, PermissionDeniedError
from edgegap_client.models import (
    AppVersionPort,
    PortProtocol,
    RelaySession,
    RelayUser,
    Session,
    SessionConfig,
    SessionKind,
)
from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.sessions import SessionFailed, SessionTimedOut

TOKEN = "11112222-3333-4444-5555-666677778888"
POLL = 0.03


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=Timing(ready_after=0.1, session_after=0.1, relay_after=0.1), seed=1)
    with Edgegap(TOKEN, base_url=made.base_url, transport=made.transport()) as edgegap:
        edgegap.applications.create(name="my-game", is_active=True, image="")
        edgegap.app_versions.create(
            "my-game",
            name="v1",
            docker_repository="registry.edgegap.com",
            docker_image="my-game-server",
            docker_tag="0.1.2",
            req_cpu=256,
            req_memory=256,
            ports=[AppVersionPort(port=7777, protocol=PortProtocol.UDP, name="gameport")],
            session_config=SessionConfig(kind=SessionKind.SEAT, sockets=10, autodeploy=True),
        )
    made.counts.clear()
    yield made
    made.close()


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


@pytest.fixture(params=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "async")


def create(url: str, kind: str, number: int = 1) -> list[str]:
    with Edgegap(TOKEN, base_url=url) as edgegap:
        if kind == "relays":
            users = [RelayUser(ip="8.8.8.8"), RelayUser(ip="1.1.1.1")]
            return [edgegap.relays.create_session(users=users).session_id for _ in range(number)]
        made = [
            edgegap.sessions.create(app_name="my-game", version_name="v1", ip_list=["8.8.8.8"]) for _ in range(number)
        ]
        return [each.session_id for each in made]


def wait(
    url: str,
    kind: str,
    ids: list[str],
    *,
    is_async: bool,
    timeout: float = 30.0,
    meanwhile: Callable[[Callable[[str], None]], object] | None = None,
    **options: Any,
) -> list[Any]:
    """Wait for all at once; gives sessions and errors."""
    options = {"base_url": url, "poll_interval": POLL, **options}
    if not is_async:
        with Edgegap(TOKEN, **options) as edgegap, ThreadPoolExecutor(len(ids)) as threads:
            resource = getattr(edgegap, kind)
            waits = [threads.submit(resource.wait_until_ready, each, timeout=timeout) for each in ids]
            if meanwhile is not None:
                meanwhile(resource.wake)
            return [each.exception() or each.result() for each in waits]

    async def play() -> list[Any]:
        async with AsyncEdgegap(TOKEN, **options) as edgegap:
            resource = getattr(edgegap, kind)
            waits: list[Awaitable[Any]] = [
                asyncio.ensure_future(resource.wait_until_ready(each, timeout=timeout)) for each in ids
            ]
            if meanwhile is not None:
                await asyncio.to_thread(meanwhile, resource.wake)
            return await asyncio.gather(*waits, return_exceptions=True)

    return asyncio.run(play())


KINDS = pytest.mark.parametrize("kind", ["relays", "sessions"])


@KINDS
def test_a_session_is_given_when_it_is_ready(sandbox: Sandbox, url: str, kind: str, is_async: bool) -> None:
    ids = create(url, kind)
    (session,) = wait(url, kind, ids, is_async=is_async)
    assert session.session_id == ids[0]
    assert session.ready
    if kind == "relays":
        assert isinstance(session, RelaySession)
        assert session.relay
        assert session.relay.ports
        assert len(session.session_users or ()) == 2
    else:
        assert isinstance(session, Session)
        assert session.deployment
        assert [each.request_id for each in sandbox.running] == [session.deployment.request_id]


@KINDS
def test_many_sessions_share_their_lists(sandbox: Sandbox, url: str, kind: str, is_async: bool) -> None:
    create(url, kind, 3)  # of others
    ids = create(url, kind, 20)
    sandbox.counts.clear()
    found = wait(url, kind, ids, is_async=is_async)
    assert [session.session_id for session in found] == ids
    listed = sum(
        number for (name, _), number in sandbox.counts.items() if name in ("list_relay_sessions", "list_sessions")
    )
    assert listed >= 1


@KINDS
def test_a_session_that_fails_is_told_with_its_reason(sandbox: Sandbox, url: str, kind: str, is_async: bool) -> None:
    operation = "create_relay_session" if kind == "relays" else "create_session"
    sandbox.faults.add(operation=operation, outcome="error", times=1)
    ids = create(url, kind, 2)
    failed, good = wait(url, kind, ids, is_async=is_async)
    assert isinstance(failed, SessionFailed)
    assert failed.session_id == ids[0]
    assert ids[0] in str(failed)
    assert good.ready


@KINDS
def test_a_session_that_does_not_come_ends_with_its_deadline(
    sandbox: Sandbox, url: str, kind: str, is_async: bool
) -> None:
    operation = "create_relay_session" if kind == "relays" else "create_session"
    sandbox.faults.add(operation=operation, outcome="stuck")
    ids = create(url, kind, 7)
    errors = wait(url, kind, ids, is_async=is_async, timeout=2.0)
    assert [type(each) for each in errors] == [SessionTimedOut] * 7
    assert all("left alone" in str(each) and each.last_status for each in errors)


@KINDS
def test_news_of_a_session_ends_its_wait_at_once(sandbox: Sandbox, url: str, kind: str, is_async: bool) -> None:
    ids = create(url, kind)
    with Edgegap(TOKEN, base_url=url) as edgegap:
        # Ready, but not asked for: the interval is an hour.
        def ready_then(wake: Callable[[str], None]) -> None:
            getattr(edgegap, kind).wait_until_ready(ids[0])
            wake(ids[0])

        found = wait(url, kind, ids, is_async=is_async, poll_interval=3600, meanwhile=ready_then)
    assert found[0].ready


@KINDS
def test_passing_trouble_does_not_end_a_wait_and_a_revoked_token_does(
    sandbox: Sandbox, url: str, kind: str, is_async: bool
) -> None:
    operation = "get_relay_session" if kind == "relays" else "get_session"
    sandbox.faults.add(operation=operation, status=503, times=2)
    sandbox.faults.add(operation=operation, drop="after", times=1)
    (session,) = wait(url, kind, create(url, kind), is_async=is_async, max_retries=0)
    assert session.ready
    sandbox.faults.add(operation=operation, status=403)
    (error,) = wait(url, kind, create(url, kind), is_async=is_async)
    assert isinstance(error, PermissionDeniedError)


def test_errors_can_be_pickled() -> None:
    for kind in (SessionFailed, SessionTimedOut):
        error = kind("late", session_id="abc-S", last_status="Linked")
        copy = pickle.loads(pickle.dumps(error))
        assert type(copy) is kind
        assert str(copy) == str(error) == "late; session abc-S; last seen in Linked; it was left alone"
        assert copy.session_id == "abc-S"
