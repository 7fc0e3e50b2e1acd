"""Hooks: functions that the client calls around each launch, call and attempt, like the event hooks of httpx.

    from edgegap_client import Edgegap
    from edgegap_client.hooks import CallEvent

    def report(event: CallEvent) -> None:
        print(event.operation, event.status, event.duration)

    edgegap = Edgegap(event_hooks={"attempt_end": [report]})

A hook takes one event. Hooks of `AsyncEdgegap` may also be `async def` functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias, TypedDict

from .errors import Outcome

__all__ = ["CallEvent", "CallHook", "EventHooks", "LaunchEvent", "LaunchHook"]


def __dir__() -> list[str]:
    return sorted(__all__)


class CallEvent:
    """The argument of a hook for a call of one operation, or for one of its attempts.

    It contains no token, no filled-in path, no query and no body. Its `repr` shows neither `headers` nor `context`.

    Attributes:
        name: Which hook this is.
        operation: The operationId, for instance `get_application`.
        method: The HTTP method.
        url_template: The path template, for instance `/v1/app/{app_name}`.
        attempt: The number of the attempt, from 1. In `call_start` it is 0, in `call_end` the number of attempts.
        status: The HTTP status; None without a response.
        outcome: Whether the server may have acted on the request. None until the call or attempt has ended, and after a
            success.
        error: Why the call or attempt failed; None otherwise. It may be a cancellation or the exception of a hook.
        duration: Seconds that the attempt took, or in `call_end` the whole call; 0 at the start.
        delay: Seconds until the next attempt, in `retry`; None otherwise.
        headers: Add headers here: in `call_start` for all attempts, in `attempt_start` for this and the following
            attempts. All events of a call share this dict.
        context: For your own data. All events of a call share this dict.
    """

    __slots__ = (
        "attempt",
        "context",
        "delay",
        "duration",
        "error",
        "headers",
        "method",
        "name",
        "operation",
        "outcome",
        "status",
        "url_template",
    )

    def __init__(
        self,
        name: Literal["call_start", "attempt_start", "attempt_end", "retry", "call_end"],
        *,
        operation: str,
        method: str,
        url_template: str,
        attempt: int = 0,
        status: int | None = None,
        outcome: Outcome | None = None,
        error: BaseException | None = None,
        duration: float = 0.0,
        delay: float | None = None,
        headers: dict[str, str] | None = None,
        context: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.operation = operation
        self.method = method
        self.url_template = url_template
        self.attempt = attempt
        self.status = status
        self.outcome = outcome
        self.error = error
        self.duration = duration
        self.delay = delay
        self.headers: dict[str, str] = {} if headers is None else headers
        self.context: dict[str, Any] = {} if context is None else context

    def __repr__(self) -> str:
        return (
            f"CallEvent({self.name!r}, operation={self.operation!r}, attempt={self.attempt}, status={self.status}, "
            f"error={type(self.error).__name__ if self.error else None}, duration={self.duration:.3f})"
        )


class LaunchEvent:
    """The argument of a hook for a launch. Its `repr` does not show `context`.

    Attributes:
        name: Which hook this is.
        application: The application's name.
        version: The name of the app version.
        tag: The unique tag of the launch.
        deployment_id: The id of the deployment; None until the launch knows it.
        status: The last state of the deployment that the launch read, for instance `READY`; empty if it read none.
        error: Why the launch failed; None otherwise. It may be a cancellation or the exception of a hook.
        duration: Seconds that the launch took; 0 at its start.
        context: For your own data. Both events of a launch share this dict.
    """

    __slots__ = ("application", "context", "deployment_id", "duration", "error", "name", "status", "tag", "version")

    def __init__(
        self,
        name: Literal["launch_start", "launch_end"],
        *,
        application: str,
        version: str,
        tag: str,
        deployment_id: str | None = None,
        status: str = "",
        error: BaseException | None = None,
        duration: float = 0.0,
        context: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.application = application
        self.version = version
        self.tag = tag
        self.deployment_id = deployment_id
        self.status = status
        self.error = error
        self.duration = duration
        self.context: dict[str, Any] = {} if context is None else context

    def __repr__(self) -> str:
        return (
            f"LaunchEvent({self.name!r}, application={self.application!r}, version={self.version!r}, tag={self.tag!r}, "
            f"deployment_id={self.deployment_id!r}, status={self.status!r}, "
            f"error={type(self.error).__name__ if self.error else None}, duration={self.duration:.3f})"
        )


CallHook: TypeAlias = Callable[[CallEvent], object]
LaunchHook: TypeAlias = Callable[[LaunchEvent], object]


class EventHooks(TypedDict, total=False):
    """The functions to call, by event. Every key is optional.

    The client calls the functions of `retry`, and of the events whose names have the suffix `_start`, in their order.
    It calls those with the suffix `_end` in reverse order, so that the first function can enclose the others. It calls
    all of the latter, even if one raises.

    The caller of the client receives the exception of a hook. The client has freed the rate limit's slot and the
    connection by then. A launch stops its deployment.

    Attributes:
        call_start: Before everything else in a call.
        attempt_start: Before an attempt is sent, after its wait for a slot of the rate limit.
        attempt_end: After an attempt's response or failure; once for each `attempt_start`.
        retry: Before the delay of a retry.
        call_end: At the end of a call, successful or not; once for each `call_start`.
        launch_start: Before everything else in a launch.
        launch_end: At the end of a launch, successful or not; once for each `launch_start`.
    """

    call_start: Sequence[CallHook]
    attempt_start: Sequence[CallHook]
    attempt_end: Sequence[CallHook]
    retry: Sequence[CallHook]
    call_end: Sequence[CallHook]
    launch_start: Sequence[LaunchHook]
    launch_end: Sequence[LaunchHook]
