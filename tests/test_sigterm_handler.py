"""The handler of SIGTERM by itself, without a process that ends: what it wraps, and when it passes the signal on."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from edgegap_client._runtime import sigterm
from edgegap_client.deployments import LaunchCancelled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")


class FakeLaunch:
    """A launch as the handler sees it."""

    def __init__(self, *, is_block: bool = False, handles_sigterm: bool = True) -> None:
        self.is_block = is_block
        self.handles_sigterm = handles_sigterm
        self.given_up = 0

    def give_up(self) -> None:
        self.given_up += 1


class Process:
    """What the handler does to the process, noted instead."""

    def __init__(self) -> None:
        self.launches: list[FakeLaunch] = []
        self.stopped: list[list[FakeLaunch]] = []
        self.killed: list[tuple[int | None, int]] = []
        self.handlers: list[tuple[int, Any]] = []
        self.raised: list[int] = []
        self.can_start_threads = True
        self.work: list[Any] = []

    def start_thread(self, work: Any, arguments: tuple[Any, ...]) -> None:
        if not self.can_start_threads:
            raise RuntimeError("can't start new thread")
        self.work.append(lambda: work(*arguments))

    def stop_all(self, launches: list[FakeLaunch], _seconds: float) -> None:
        self.stopped.append(launches)

    def report(self, _launches: list[FakeLaunch]) -> None:
        pass

    def set_handler(self, number: int, handler: Any) -> None:
        self.handlers.append((number, handler))

    def kill(self, thread: int | None, number: int) -> None:
        self.killed.append((thread, number))

    def clean_up(self) -> None:
        """What the thread does."""
        for work in self.work:
            work()
        self.work.clear()


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Process:
    made = Process()
    monkeypatch.setattr(sigterm, "CALLERS_SECONDS", 0.0)
    monkeypatch.setattr(sigterm, "_terminated", set[int]())
    monkeypatch.setattr(sigterm, "registered", lambda: list(made.launches))
    monkeypatch.setattr(sigterm, "stop_all", made.stop_all)
    monkeypatch.setattr(sigterm, "report", made.report)
    monkeypatch.setattr(sigterm, "_thread", SimpleNamespace(start_new_thread=made.start_thread))
    signals = SimpleNamespace(
        SIGTERM=signal.SIGTERM,
        SIG_DFL=signal.SIG_DFL,
        signal=made.set_handler,
        pthread_kill=made.kill,
        raise_signal=made.raised.append,
    )
    monkeypatch.setattr(sigterm, "signal", signals)
    return made


class Wrapped:
    """The handler of the program."""

    def __init__(self, module: str = __name__) -> None:
        self.calls: list[int] = []
        self.__module__ = module

    def __call__(self, number: int, _frame: object) -> None:
        self.calls.append(number)


MAIN = threading.main_thread().ident


def test_launches_are_stopped_before_the_handler_of_the_program_is_called(process: Process) -> None:
    process.launches = [launch, block, other] = [
        FakeLaunch(),
        FakeLaunch(is_block=True),
        FakeLaunch(handles_sigterm=False),
    ]
    wrapped = Wrapped()
    handler = sigterm._Handler(wrapped)
    handler(signal.SIGTERM, None)
    assert (launch.given_up, block.given_up, other.given_up) == (1, 0, 0)
    assert wrapped.calls == []
    assert not handler.is_idle
    handler(signal.SIGTERM, None)  # sent twice
    assert launch.given_up == 1
    process.clean_up()
    assert process.stopped == [[launch]]
    assert handler.is_idle
    # Sent once more, it comes through in the main thread.
    assert process.killed == [(MAIN, signal.SIGTERM)]
    handler(signal.SIGTERM, None)
    assert wrapped.calls == [signal.SIGTERM]
    assert process.stopped == [[launch]]


def test_a_block_is_stopped_where_the_process_ends_by_itself(process: Process) -> None:
    process.launches = [FakeLaunch(is_block=True)]
    handler = sigterm._Handler(signal.SIG_DFL)
    handler(signal.SIGTERM, None)
    assert process.launches[0].given_up == 1
    assert process.raised == []
    process.clean_up()
    handler(signal.SIGTERM, None)
    assert process.handlers == [(signal.SIGTERM, signal.SIG_DFL)]
    assert process.raised == [signal.SIGTERM]


def test_without_launches_the_handler_of_the_program_is_called_at_once(process: Process) -> None:
    wrapped = Wrapped()
    sigterm._Handler(wrapped)(signal.SIGTERM, None)
    assert wrapped.calls == [signal.SIGTERM]
    assert process.work == []
    with pytest.raises(LaunchCancelled):
        sigterm.refuse_when_terminating()


@pytest.mark.parametrize("module", ["asyncio.unix_events", "uvloop.loop"])
def test_the_handler_of_an_event_loop_is_called_at_once_and_once(process: Process, module: str) -> None:
    """The loop was woken before; the clean-up runs beside its own."""
    process.launches = [FakeLaunch()]
    wrapped = Wrapped(module)
    handler = sigterm._Handler(wrapped)
    handler(signal.SIGTERM, None)
    assert wrapped.calls == [signal.SIGTERM]
    process.clean_up()
    assert process.stopped == [process.launches]
    assert process.killed == []


@pytest.mark.parametrize("module", [__name__, "asyncio.unix_events"])
def test_without_a_thread_for_the_clean_up_the_signal_is_passed_on_once(process: Process, module: str) -> None:
    process.launches = [FakeLaunch()]
    process.can_start_threads = False
    wrapped = Wrapped(module)
    handler = sigterm._Handler(wrapped)
    handler(signal.SIGTERM, None)
    assert process.launches[0].given_up == 1
    assert wrapped.calls == [signal.SIGTERM]
    assert handler.is_idle


@pytest.fixture
def handled() -> Iterator[None]:
    """The handler of SIGTERM is as before at the end."""
    before = signal.getsignal(signal.SIGTERM)
    users = list(sigterm._users)
    sigterm._users.clear()
    yield
    signal.signal(signal.SIGTERM, before)
    sigterm._users.clear()
    sigterm._users.update(users)


class User:
    """Who needs the handler."""


@pytest.mark.usefixtures("handled")
def test_the_handler_is_put_back_when_its_last_user_has_gone() -> None:
    wrapped, first, second, stranger = Wrapped(), User(), User(), User()
    signal.signal(signal.SIGTERM, wrapped)
    sigterm.handle_sigterm(first)
    handler = signal.getsignal(signal.SIGTERM)
    assert isinstance(handler, sigterm._Handler)
    sigterm.handle_sigterm(second)
    assert signal.getsignal(signal.SIGTERM) is handler
    sigterm.restore_sigterm(stranger)
    sigterm.restore_sigterm(first)
    assert signal.getsignal(signal.SIGTERM) is handler
    sigterm.restore_sigterm(second)
    assert signal.getsignal(signal.SIGTERM) is wrapped


@pytest.mark.usefixtures("handled")
def test_the_handler_stays_while_it_cleans_up() -> None:
    user = User()
    signal.signal(signal.SIGTERM, Wrapped())
    sigterm.handle_sigterm(user)
    handler: Any = signal.getsignal(signal.SIGTERM)
    handler._cleaning = os.getpid()
    sigterm.restore_sigterm(user)
    assert signal.getsignal(signal.SIGTERM) is handler


@pytest.mark.usefixtures("handled")
def test_an_ignored_signal_stays_ignored_and_a_handler_of_others_stays() -> None:
    user, wrapped = User(), Wrapped()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sigterm.handle_sigterm(user)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    signal.signal(signal.SIGTERM, wrapped)
    sigterm.restore_sigterm(user)
    assert signal.getsignal(signal.SIGTERM) is wrapped


@pytest.mark.usefixtures("handled")
def test_a_subinterpreter_and_another_thread_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped, user = Wrapped(), User()
    signal.signal(signal.SIGTERM, wrapped)
    thread = threading.Thread(target=sigterm.handle_sigterm, args=(user,))
    thread.start()
    thread.join()
    assert user not in sigterm._users

    def refuse(*_: object) -> None:
        raise ValueError("signal only works in main thread of the main interpreter")

    signals = SimpleNamespace(SIGTERM=signal.SIGTERM, SIG_DFL=signal.SIG_DFL, signal=refuse, getsignal=signal.getsignal)
    with monkeypatch.context() as patch:
        patch.setattr(sigterm, "signal", signals)
        sigterm.handle_sigterm(user)
    assert signal.getsignal(signal.SIGTERM) is wrapped
