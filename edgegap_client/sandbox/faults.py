"""The fault script: which calls and webhooks fail, how, and when."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal

from attrs import define, evolve, field, fields, frozen

STARTING_STATES: Final = ("INITIALIZING", "SEEKING", "SEEKED", "SCANNING", "DEPLOYING")
WEBHOOK_KINDS: Final = ("on_ready", "on_error", "on_terminated", "webhook_url", "session", "relay")


@frozen
class Outcome:
    """The outcome of a deployment, a session or a relay session.

    Attributes:
        state: READY, ERROR, or a state of the start, such as DEPLOYING, in which it stays until it fails.
        detail: The text of the error.
        after: Seconds until READY or ERROR. Default: from the sandbox's timing.
        at_once: Whether the response to the request already has ERROR. A v2 deploy then responds with 422.
        logs: The log of the container.
        crash_logs: The log of the container before it crashed.
        exit_code: The exit code of the crash.
    """

    state: str = "READY"
    detail: str = ""
    after: float | None = None
    at_once: bool = False
    logs: str | None = None
    crash_logs: str | None = None
    exit_code: int | None = None

    @classmethod
    def error(cls, detail: str = "Pull image timeout exceeded", *, after: float | None = None) -> Outcome:
        """The deployment fails during its start."""
        return cls("ERROR", detail, after)

    @classmethod
    def crash(cls, logs: str, *, exit_code: int = 1, after: float | None = None) -> Outcome:
        """The container starts, writes to its log, and exits with an error."""
        detail = f"The container exited with code {exit_code}"
        return cls("ERROR", detail, after, logs=logs, crash_logs=logs, exit_code=exit_code)

    @classmethod
    def no_capacity(cls, detail: str = "No capacity is available for this deployment") -> Outcome:
        """The response to a v2 deploy is 422, but the deployment still exists, in ERROR."""
        return cls("ERROR", detail, at_once=True)

    @classmethod
    def stuck(cls, state: str = "DEPLOYING") -> Outcome:
        """The deployment stays in a state of its start."""
        if state not in STARTING_STATES:
            raise ValueError(f"state must be one of {', '.join(STARTING_STATES)}")
        return cls(state)


_OUTCOMES: Final = {
    "ready": Outcome(),
    "error": Outcome.error(),
    "crash": Outcome.crash("Segmentation fault"),
    "no_capacity": Outcome.no_capacity(),
    "stuck": Outcome.stuck(),
}


def _read_outcome(value: Outcome | str | None) -> Outcome | None:
    if isinstance(value, str):
        if value not in _OUTCOMES:
            raise ValueError(f"outcome must be one of {', '.join(_OUTCOMES)}")
        return _OUTCOMES[value]
    return value


@frozen(kw_only=True)
class Fault:
    """One rule of the fault script. Pass `operation` or `webhook`, or neither for every operation.

    The sandbox applies the attributes to a request in this order: it waits for `delay`; `drop="before"` closes the
    connection; it responds with `status`, unless `effect` is set; it carries the request out, with `outcome`; it waits
    for `response_delay`; `drop="after"` closes the connection; it responds with `status`, or else with the normal
    response.

    Attributes:
        operation: The operation's id in the specification, such as create_deployment.
        webhook: on_ready, on_error, on_terminated, webhook_url (v1), session, relay, or * for all of them.
        delay: Seconds before the request is carried out, by the computer's clock. For a webhook: seconds by which it is
            late, by the sandbox's clock.
        response_delay: Seconds between the effect and the response, by the computer's clock.
        drop: Close the connection without a response, `before` or `after` the effect. A webhook is never sent with
            either.
        status: The status of the response.
        body: The body of that response: text unchanged, any other value as JSON.
        headers: Headers of that response.
        effect: Whether to carry the request out before that response.
        outcome: The outcome of the deployment: an `Outcome`, or `ready`, `error`, `crash`, `no_capacity` or `stuck`.
        copies: The number of times that the webhook is sent.
        after_next: Whether to send the webhook only after the next one of the same deployment or session.
        nth: The numbers of the matching calls to which the rule applies, counted from 1: a number or several. Default:
            all.
        times: The maximum number of times that the rule applies. Default: no limit.
        probability: The probability on each call, 0 to 1.
    """

    operation: str | None = None
    webhook: str | None = None
    delay: float = 0
    response_delay: float = 0
    drop: Literal["before", "after"] | None = None
    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=lambda headers: str(sorted(headers)))
    effect: bool = False
    outcome: Outcome | None = field(default=None, converter=_read_outcome)
    copies: int = 1
    after_next: bool = False
    nth: int | Collection[int] | None = None
    times: int | None = None
    probability: float = 1

    def __attrs_post_init__(self) -> None:
        if self.operation is not None and self.webhook is not None:
            raise ValueError("a fault has operation= or webhook=, not both")
        if self.webhook is not None and self.webhook not in ("*", *WEBHOOK_KINDS):
            raise ValueError(f"webhook must be * or one of {', '.join(WEBHOOK_KINDS)}")
        if self.drop not in (None, "before", "after"):
            raise ValueError("drop must be before or after")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError("status must be between 200 and 599")
        if not 0 <= self.probability <= 1:
            raise ValueError("probability must be between 0 and 1")
        if min(self.delay, self.response_delay, self.copies) < 0:
            raise ValueError("delays and copies must not be negative")

    @classmethod
    def parse(cls, text: str) -> Fault:
        """Read a fault from the command line, such as `operation=create_deployment,status=503,times=2`."""
        readers: dict[str, Any] = {
            "delay": float,
            "response_delay": float,
            "status": int,
            "effect": _read_bool,
            "copies": int,
            "after_next": _read_bool,
            "nth": _read_numbers,
            "times": int,
            "probability": float,
        }
        known = {attribute.name for attribute in fields(cls)} - {"headers"}
        given: dict[str, Any] = {}
        for part in text.split(","):
            key, equals, value = (piece.strip() for piece in part.partition("="))
            if not equals or key not in known:
                raise ValueError(f"{part!r} is not KEY=VALUE with a known key; the keys are {', '.join(sorted(known))}")
            try:
                given[key] = readers.get(key, str)(value)
            except ValueError:
                raise ValueError(f"{value!r} is not a value for {key}") from None
        return cls(**given)


def _read_numbers(text: str) -> list[int]:
    return [int(each) for each in text.split("+")]


def _read_bool(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


@define(eq=False)
class Rule:
    """A fault with its counters.

    Attributes:
        fault: The fault.
        calls: The number of matching calls so far.
        fired: The number of calls to which the fault was applied.
    """

    fault: Fault
    _random: random.Random
    calls: int = 0
    fired: int = 0

    def fires(self) -> bool:
        """Count a matching call. Returns whether the fault applies to it."""
        self.calls += 1
        # The random number is drawn on each call, so that the draws of a fault do not depend on its other conditions.
        drawn = self._random.random() < self.fault.probability
        nth = self.fault.nth
        wanted = nth is None or (self.calls == nth if isinstance(nth, int) else self.calls in nth)
        if not drawn or not wanted or (self.fault.times is not None and self.fired >= self.fault.times):
            return False
        self.fired += 1
        return True


@define(eq=False)
class FaultScript:
    """The active rules. The first matching rule that fires applies to a call. All matching rules count the call.

    Attributes:
        seed: The seed of the random numbers for probabilities.
        operations: The known operationIds.
    """

    seed: int
    operations: frozenset[str]
    _rules: list[Rule] = field(init=False, factory=list[Rule])
    _added: int = field(init=False, default=0)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def add(self, fault: Fault | None = None, /, **settings: Any) -> Rule:
        """Add a rule: a `Fault`, or its attributes by name.

        Example: `sandbox.faults.add(operation="create_deployment", drop="after", times=1)`
        """
        fault = evolve(fault, **settings) if fault else Fault(**settings)
        if fault.operation is not None and fault.operation not in self.operations:
            near = get_close_matches(str(fault.operation), self.operations, n=1) or ["create_deployment"]
            raise ValueError(
                f"there is no operation {fault.operation}: faults apply to operations of the API, such as {near[0]}"
                " (`edgegap operations` lists them)"
            )
        self._added += 1
        rule = Rule(fault, random.Random(f"{self.seed}/{self._added}"))  # noqa: S311 - repeatable, not secret
        self._rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        """Remove a rule."""
        self._rules.remove(rule)

    def clear(self) -> None:
        """Remove all rules."""
        self._rules.clear()

    def on_operation(self, operation_id: str) -> Fault | None:
        """Count a call of an operation, and return the fault that applies to it."""
        if not self._rules:
            return None
        return self._first(
            [
                rule
                for rule in self._rules
                if rule.fault.webhook is None and rule.fault.operation in (None, operation_id)
            ]
        )

    def on_webhook(self, kind: str) -> Fault | None:
        """Count a webhook, and return the fault that applies to it."""
        if not self._rules:
            return None
        return self._first([rule for rule in self._rules if rule.fault.webhook in ("*", kind)])

    def _first(self, rules: list[Rule]) -> Fault | None:
        fired = [rule.fault for rule in rules if rule.fires()]
        return fired[0] if fired else None
