"""Stopping a deployment once nobody plays in it: the rules, and the switches of threads and of asyncio."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from edgegap_client import ConfigurationError, Edgegap, ServerError
from edgegap_client.beacons import users_from_ips
from edgegap_client.container import Container, StopReason, _pace, _switch
from edgegap_client.container._idle import IdleClock, IdleRules
from edgegap_client.errors import InvalidRequestError
from edgegap_client.sandbox import Sandbox, Timing

TOKEN = "11112222-3333-4444-5555-666677778888"
STOP = "self_stop_deployment"

# The rules.


def clock(**rules: float) -> IdleClock:
    return IdleClock(IdleRules.checked(**rules), 100.0)


def test_the_first_player_has_a_deadline() -> None:
    idle = clock(first_player_within=10)
    assert idle.due() == (110.0, StopReason.NO_FIRST_PLAYER)
    idle.join(None, 105.0)
    assert idle.due() is None
    idle.leave(None, 106.0)
    assert idle.due() is None


def test_an_empty_server_is_due_when_its_last_player_left_long_ago() -> None:
    idle = clock(empty_for=10)
    assert idle.due() is None
    idle.set(0, 101.0)
    assert idle.due() is None  # there was no first player
    idle.set(2, 102.0)
    idle.leave(None, 103.0)
    assert idle.due() is None
    idle.leave(None, 104.0)
    assert idle.due() == (114.0, StopReason.EMPTY)
    idle.set(0, 109.0)
    assert idle.due() == (114.0, StopReason.EMPTY)  # nothing has changed
    idle.join("a", 110.0)
    assert idle.due() is None
    idle.leave("a", 111.0)
    assert idle.due() == (121.0, StopReason.EMPTY)


def test_the_first_rule_that_applies_counts() -> None:
    idle = clock(first_player_within=10, empty_for=10, max_life=15)
    assert idle.due() == (110.0, StopReason.NO_FIRST_PLAYER)
    idle.join("a", 101.0)
    assert idle.due() == (115.0, StopReason.MAX_LIFE)
    idle.leave("a", 104.0)
    assert idle.due() == (114.0, StopReason.EMPTY)


def test_a_player_with_an_id_counts_once() -> None:
    idle = clock(empty_for=10)
    for player in ("a", "a", "b", None, None):
        idle.join(player, 101.0)
    assert idle.players == 4
    assert [idle.leave(player, 102.0) for player in ("a", "a", "c", None, None, None)] == [
        True, False, False, True, True, False
    ]  # fmt: skip
    assert idle.players == 1
    idle.set(7, 103.0)
    assert idle.players == 7


@pytest.mark.parametrize("rules", [{}, {"max_life": 0}, {"empty_for": -1}, {"first_player_within": float("nan")}])
def test_rules_that_make_no_sense_are_refused(rules: dict[str, Any]) -> None:
    container = Container(request_id="a", delete_url="http://127.0.0.1/", delete_token="b")
    with pytest.raises(InvalidRequestError):
        container.stop_when_idle(**rules)
    with pytest.raises(InvalidRequestError):
        container.astop_when_idle(**rules)


def test_a_switch_that_cannot_stop_anything_is_refused_at_once() -> None:
    with pytest.raises(ConfigurationError, match="ARBITRIUM_DELETE_URL"):
        Container(request_id="a").stop_when_idle(max_life=1)
    with pytest.raises(ConfigurationError, match="ARBITRIUM_DELETE_URL"):
        Container(request_id="a").astop_when_idle(max_life=1)


# The switches.


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=Timing(ready_after=0.0, terminating_for=0.05), seed=1)
    made.add_version("my-game", "v1", ports={"gameport": 7777}, token=TOKEN)
    with made.serve():
        yield made
    made.close()


@pytest.fixture
def container(sandbox: Sandbox) -> Container:
    with Edgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
        users = users_from_ips(["8.8.8.8"])
        deployment = edgegap.deployments.create(application="my-game", version="v1", users=users)
    return Container.from_env(sandbox.environment(deployment.request_id))


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RETRY_SECONDS", "ACCEPTED_SECONDS"):
        monkeypatch.setattr(_pace, name, 0.05)
    monkeypatch.setattr(_switch, "EXIT_SECONDS", 20.0)


def stops(sandbox: Sandbox) -> list[int]:
    """The statuses of the responses to stops, in order."""
    return [each.status for each in sandbox.requests if each.operation_id == STOP]


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.005)


class Play:
    """A game server of either kind: it reports what `reports` say, then waits for the end."""

    def __init__(self, *, is_async: bool) -> None:
        self.is_async = is_async

    def __call__(
        self,
        container: Container,
        *reports: tuple[str, Any],
        timeout: float = 20.0,
        until_refused: bool = False,
        **rules: Any,
    ) -> StopReason | None:
        if not self.is_async:
            idle = container.stop_when_idle(**rules)
            for name, argument in reports:
                getattr(idle, name)(argument)
            reason = idle.wait(timeout)
            with idle:
                until(lambda: idle._problem or not until_refused)
                return reason

        async def play() -> StopReason | None:
            idle = container.astop_when_idle(**rules)
            for name, argument in reports:
                getattr(idle, name)(argument)
            reason = await idle.wait(timeout)
            async with idle:
                await asyncio.to_thread(until, lambda: idle._problem or not until_refused)
                return reason

        return asyncio.run(play())


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def play(request: pytest.FixtureRequest) -> Play:
    return Play(is_async=bool(request.param))


@pytest.mark.parametrize(
    ("rules", "reports", "reason"),
    [
        ({"first_player_within": 0.1}, [], StopReason.NO_FIRST_PLAYER),
        ({"empty_for": 0.1}, [("player_joined", "a"), ("player_left", "a")], StopReason.EMPTY),
        ({"empty_for": 0.1}, [("set_players", 3), ("set_players", 0)], StopReason.EMPTY),
        ({"empty_for": 0.1, "max_life": 0.2}, [("player_joined", None)], StopReason.MAX_LIFE),
    ],
)
def test_a_server_where_nobody_plays_is_stopped(
    sandbox: Sandbox, container: Container, play: Play, rules: Any, reports: Any, reason: StopReason
) -> None:
    assert play(container, *reports, **rules) is reason
    assert stops(sandbox)[0] == 200
    until(lambda: not sandbox.running)


def test_a_server_where_somebody_plays_is_not_stopped(sandbox: Sandbox, container: Container) -> None:
    idle = container.stop_when_idle(first_player_within=1.5, empty_for=0.1)
    idle.player_joined("a")
    assert idle.wait(2.0) is None
    assert (idle.players, idle.reason, stops(sandbox)) == (1, None, [])
    assert idle.cancel()


def test_the_end_of_the_block_stops_the_deployment(
    sandbox: Sandbox, container: Container, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_pace, "ACCEPTED_SECONDS", 60.0)  # so that it is not retried before this looks
    called: list[StopReason] = []
    assert play(container, ("player_joined", "a"), timeout=0.05, empty_for=60, on_stop=called.append) is None
    assert stops(sandbox) == [200]
    assert not called


def test_a_block_that_was_cancelled_stops_nothing(sandbox: Sandbox, container: Container) -> None:
    with container.stop_when_idle(empty_for=0.05) as idle:
        assert idle.cancel()
        idle.player_joined()
        idle.player_left()
        assert idle.wait(0.2) is None
    assert stops(sandbox) == []


def test_what_is_being_stopped_cannot_be_cancelled(sandbox: Sandbox, container: Container) -> None:
    with container.stop_when_idle(max_life=0.01) as idle:
        assert idle.wait(20) is StopReason.MAX_LIFE
        assert not idle.cancel()
    assert stops(sandbox)[:1] == [200]


def test_a_stop_is_retried_until_this_process_ends(sandbox: Sandbox, container: Container) -> None:
    """Failures, and responses without an effect: only a process that lives on shows the lie."""
    sandbox.faults.add(operation=STOP, status=503, times=4)
    sandbox.faults.add(operation=STOP, drop="before", nth=[5])
    sandbox.faults.add(operation=STOP, status=200, body={"message": "deleted"}, nth=[6])
    sandbox.faults.add(operation=STOP, status=410, body={"message": "is already terminated"}, nth=[7])
    idle = container.stop_when_idle(max_life=0.01)
    until(lambda: not sandbox.running)
    assert 410 in stops(sandbox)
    since = len(stops(sandbox))
    until(lambda: len(stops(sandbox)) > since)
    idle._is_done.set()


def test_a_stop_that_never_succeeds_is_an_error_at_the_end_of_the_block(
    sandbox: Sandbox, container: Container, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_switch, "EXIT_SECONDS", 1.0)
    sandbox.faults.add(operation=STOP, status=503)
    with pytest.raises(ServerError):
        play(container, until_refused=True, max_life=0.01)


def test_an_error_in_the_block_says_that_the_deployment_may_still_run(
    sandbox: Sandbox, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_switch, "EXIT_SECONDS", 1.0)
    sandbox.faults.add(operation=STOP, status=401, body={"message": "no"})
    with pytest.raises(ZeroDivisionError) as caught, container.stop_when_idle(max_life=60):
        raise ZeroDivisionError
    assert "may still run" in caught.value.__notes__[0]
    assert TOKEN not in caught.value.__notes__[0]


def test_the_game_is_called_before_the_stop(sandbox: Sandbox, container: Container, play: Play) -> None:
    seen: list[object] = []

    def save(reason: StopReason) -> None:
        seen.append((reason, stops(sandbox)))

    async def asave(reason: StopReason) -> None:
        await asyncio.sleep(0)
        seen.append((reason, stops(sandbox)))

    play(container, max_life=0.01, on_stop=asave if play.is_async else save)
    assert seen == [(StopReason.MAX_LIFE, [])]
    assert stops(sandbox)[0] == 200


def test_a_callback_that_hangs_or_fails_does_not_keep_the_deployment(
    sandbox: Sandbox, container: Container, play: Play
) -> None:
    ends = threading.Event()

    def hang(_reason: StopReason) -> None:
        ends.wait(20)

    async def ahang(_reason: StopReason) -> None:
        await asyncio.sleep(20)

    async def afail(_reason: StopReason) -> None:
        raise ZeroDivisionError

    play(container, max_life=0.01, on_stop=ahang if play.is_async else hang, on_stop_timeout=0.05)
    assert stops(sandbox)[0] == 200
    ends.set()
    if play.is_async:
        play(container, max_life=0.01, on_stop=afail)
        assert len(stops(sandbox)) > 1


def test_a_server_whose_event_loop_hangs_is_stopped(sandbox: Sandbox, container: Container) -> None:
    async def hang() -> None:
        idle = container.astop_when_idle(max_life=0.05, on_stop=lambda reason: None, on_stop_timeout=0.05)
        until(lambda: not sandbox.running)  # it blocks the event loop
        idle._is_done.set()

    asyncio.run(hang())


async def test_a_block_that_is_cancelled_at_its_end_is_stopped_all_the_same(
    sandbox: Sandbox, container: Container
) -> None:
    sandbox.faults.add(operation=STOP, response_delay=2.0)

    idle = container.astop_when_idle(max_life=60)

    async def serve() -> None:
        async with idle:
            pass

    task = asyncio.create_task(serve())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(until, lambda: not sandbox.running)
    idle._is_done.set()


SERVER = """
import sys, time
from edgegap_client.container import Container

with Container.from_env().stop_when_idle(first_player_within=0.1) as idle:
    print(idle.wait(), flush=True)
    time.sleep(60)
"""


def test_a_python_server_stops_its_deployment_and_is_ended_by_it(sandbox: Sandbox, container: Container) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        env=sandbox.environment(container.request_id) | {"PYTHONPATH": ":".join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    until(lambda: not sandbox.running)
    server.terminate()  # as Edgegap does
    assert server.communicate(timeout=20)[0] == "no_first_player\n"
