"""Ctrl-C and SIGTERM for commands that clean up before they end."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

import click


class Terminated(BaseException):
    """A signal asks this process to end."""


class Signals:
    """Turns the signals that end a process into exceptions. This object owns the list of received signals.

    Args:
        on_first: Called with the first signal, before the exception is raised.
    """

    def __init__(self, on_first: Callable[[], None]) -> None:
        self._on_first = on_first
        self._first: int | None = None
        self._is_held = False

    def receive(self, number: int, _frame: FrameType | None) -> None:
        """Handle a signal."""
        is_first = self._first is None
        if is_first:
            self._first = number
            self._on_first()
        if not (is_first and self._is_held):
            raise _exception(number)

    @contextmanager
    def held(self) -> Generator[None]:
        """Delay the first signal to the end of the block, for a request whose response must be known."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._first is not None:
            raise _exception(self._first)


def _exception(number: int) -> BaseException:
    return KeyboardInterrupt() if number == signal.SIGINT else Terminated()


def exit_of(interruption: BaseException) -> click.exceptions.Exit:
    """The exception that ends the command after an interruption."""
    return click.exceptions.Exit(143 if isinstance(interruption, Terminated) else 130)


@contextmanager
def signals(on_first: Callable[[], None]) -> Generator[Signals]:
    """Turn signals into exceptions during the block. `on_first` is called before the first of them."""
    kinds = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {kind: signal.getsignal(kind) for kind in kinds}
    found = Signals(on_first)
    for kind in kinds:
        if before[kind] is not signal.SIG_IGN:  # nohup ignores the signal.
            signal.signal(kind, found.receive)
    try:
        yield found
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
