"""A value that is replaced without a lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class _Version(Generic[T]):
    """One value, and the version that replaced it, if there is one."""

    __slots__ = ("successor", "value")

    def __init__(self, value: T) -> None:
        self.value = value
        self.successor: dict[None, _Version[T]] = {}


class Atomic(Generic[T]):
    """An immutable value that threads, event loops, finalisers and signal handlers replace without a lock.

    With a lock, a signal handler that uses the value would wait forever for the code that it interrupted, and an
    exception that it raises between `acquire` and `try` (or inside `with lock:`) would leave the lock acquired.

    Each version of the value has at most one successor. `dict.setdefault` stores it and is atomic: of all who replace
    the same version one succeeds, and the others compute their change again. Code that is interrupted has therefore
    replaced the value or has not; there is nothing in between, and nobody waits for anybody.
    """

    __slots__ = ("_version",)

    def __init__(self, value: T) -> None:
        # Perhaps not the latest, when somebody was interrupted; its successors lead there.
        self._version = _Version(value)

    def get(self) -> T:
        """The value."""
        return self._latest().value

    def update(self, change: Callable[[T], tuple[T, R]]) -> R:
        """Replace the value.

        Args:
            change: Gives the new value and a result, for the old value. It is called again when the value was replaced
                meanwhile. When it returns the old value itself, nothing is replaced.

        Returns:
            The result.
        """
        while True:
            version = self._latest()
            value, result = change(version.value)
            if value is version.value:
                return result
            new = _Version(value)
            if version.successor.setdefault(None, new) is new:
                self._version = new
                return result

    def _latest(self) -> _Version[T]:
        version = self._version
        if version.successor:
            while version.successor:
                version = version.successor[None]
            self._version = version
        return version
