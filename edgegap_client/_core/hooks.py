"""Check the hooks of a client when the client is created."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, cast

from ..errors import ConfigurationError
from ..hooks import CallHook, LaunchHook

__all__ = ["Hooks", "read_hooks"]


class Hooks(NamedTuple):
    """The functions of each hook, as `EventHooks` documents them."""

    call_start: tuple[CallHook, ...] = ()
    attempt_start: tuple[CallHook, ...] = ()
    attempt_end: tuple[CallHook, ...] = ()
    retry: tuple[CallHook, ...] = ()
    call_end: tuple[CallHook, ...] = ()
    launch_start: tuple[LaunchHook, ...] = ()
    launch_end: tuple[LaunchHook, ...] = ()


_NONE: Final = Hooks()


def read_hooks(event_hooks: object, check: Callable[[str, object], None], before: Hooks | None = None) -> Hooks | None:
    """Read the hooks of a client; None if there are none.

    Args:
        event_hooks: What the caller passed: an `EventHooks` or None, but callers without a type checker pass anything.
        check: Raises for a function that this client cannot call. It takes a description and the function.
        before: The existing hooks, to which these are added.

    Raises:
        ConfigurationError: A name is unknown, or a hook is not a function.
    """
    if event_hooks is None:
        event_hooks = {}
    if not isinstance(event_hooks, Mapping):
        raise ConfigurationError(f"event_hooks must be a mapping of names to lists of functions, got {event_hooks!r}.")
    added: dict[str, tuple[Any, ...]] = {}
    for name, functions in cast("Mapping[str, object]", event_hooks).items():
        if name not in Hooks._fields:
            raise ConfigurationError(f"event_hooks has no {name!r}: the names are {', '.join(Hooks._fields)}.")
        added[name] = tuple(cast("Iterable[object]", functions)) if isinstance(functions, Iterable) else (None,)
        for function in added[name]:
            if not callable(function):
                raise ConfigurationError(f"event_hooks[{name!r}] must be a list of functions, got {functions!r}.")
            check(f"event_hooks[{name!r}]", function)
    earlier = before or _NONE
    hooks = Hooks(*(getattr(earlier, name) + added.get(name, ()) for name in Hooks._fields))
    return hooks if any(hooks) else None
