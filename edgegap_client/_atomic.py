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

    A lock is unsafe here for two reasons. A signal handler that uses the value would wait forever for the code that it
    interrupted. An exception that the handler raises between `acquire` and `try` would leave the lock acquired.

    Each version of the value has at most one successor. `dict.setdefault` stores it atomically: if several threads
    replace the same version, one succeeds, and the others compute their change again. So interrupted code has either
    replaced the value or not, and no thread waits for another.
    """

    __slots__ = ("_version",)

    def __init__(self, value: T) -> None:
        # This may be an older version, if an update was interrupted. Its successors lead to the latest one.
        self._version = _Version(value)

    def get(self) -> T:
        """The value."""
        return self._latest().value

    def update(self, change: Callable[[T], tuple[T, R]]) -> R:
        """Replace the value.

        Args:
            change: Takes the old value, and returns the new value and a result. It is called again if the value was
                replaced meanwhile. If it returns the old value itself, nothing is replaced.

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
