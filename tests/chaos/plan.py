"""What happens to each launch of the campaign, from the seed and the number of the launch alone."""

from __future__ import annotations

import random
from typing import Any, Final

from attrs import frozen

from edgegap_client.sandbox.faults import Fault, Outcome

ASYNC_TOKENS: Final = tuple(f"async-organisation-{number}" for number in range(5))
SYNC_TOKENS: Final = tuple(f"sync-organisation-{number}" for number in range(4))
# The organisation of the processes that are killed.
KILLED_TOKEN: Final = "killed-organisation"  # of nobody
BAD_ID: Final = {"message": "Bad Request ID"}
# What a reverse proxy sends while its back end restarts, and what a firewall sends.
PROXY_404: Final = "404 page not found\n"
FIREWALL_403: Final = "<html>forbidden</html>"

# Responses to a stop that has no effect.
LIES: Final = (
    Fault(status=202, body={"message": "will be deleted"}),
    Fault(status=200, body={"message": "will be deleted"}),
    Fault(status=410, body={"message": "is already terminated"}),
    Fault(status=400, body=BAD_ID),
    Fault(status=404, body=PROXY_404),
    Fault(status=403, body=FIREWALL_403),
)


@frozen
class Plan:
    """What happens to one launch.

    Attributes:
        number: Of the launch.
        kind: What goes wrong with its create request, in a word.
        fate: What becomes of its deployment, in a word.
        creations: What goes wrong with each request to create, in their order; then nothing does.
        copies: How many deployments its first create request makes: a proxy may send it twice.
        reads: The same as `creations`, for the status.
        stops: The same for stopping.
        untags: The same for deleting its tag `launching`.
        hooks: What goes wrong with its webhooks; None is nothing.
        is_hooked: Whether it asks for webhooks.
        deadline: Seconds until it must be ready.
        ending: How its caller ends: keep, stop, block, block-raises, callback-raises, interrupt, cancel, cancel-twice
            or timeout.
        moment: When a caller that leaves does so, in seconds; of a callback, the number of the call that raises.
    """

    number: int
    kind: str
    fate: str
    creations: tuple[Fault, ...]
    copies: int
    reads: tuple[Fault, ...]
    stops: tuple[Fault, ...]
    untags: tuple[Fault, ...]
    hooks: Fault | None
    is_hooked: bool
    deadline: float
    ending: str
    moment: float

    @property
    def is_async(self) -> bool:
        return self.number % 2 == 0

    @property
    def token(self) -> str:
        tokens = ASYNC_TOKENS if self.is_async else SYNC_TOKENS
        return tokens[self.number // 2 % len(tokens)]

    @property
    def tag(self) -> str:
        return f"chaos-{self.number}"

    @property
    def must_run(self) -> bool:
        """Whether nothing goes wrong that may keep the caller from getting a deployment, unless there is an outage."""
        is_calm = self.kind in ("none", "slow") and self.fate == "ready" and self.deadline >= DEADLINE
        return is_calm and self.ending in ("keep", "stop", "block")


DEADLINE: Final = 30.0


def plan_of(seed: int, number: int) -> Plan:
    """The plan of a launch."""
    chance = random.Random(f"{seed}/{number}")
    is_async = number % 2 == 0
    deadline = DEADLINE
    fate_name = chance.choices(("ready", "error", "stuck", "no capacity"), (89, 5, 3, 3))[0]
    match fate_name:
        case "error":
            fate = Outcome.error(after=chance.uniform(0.02, 0.3))
        case "stuck":
            fate, deadline = Outcome.stuck(), 0.6
        case "no capacity":
            fate = Outcome.no_capacity()
        case _:
            fate = Outcome(after=chance.uniform(0.02, 0.3))
    if chance.random() < 0.06:
        deadline = chance.uniform(0.05, 0.5)
    status = chance.choice((500, 502, 503, 504))
    hurry = {"Retry-After": "0.1"}
    creations = {
        "none": [],
        "dropped before": [Fault(drop="before")],
        "dropped after": [Fault(drop="after", outcome=fate)],
        "5xx before": [Fault(status=status)],
        "5xx after": [Fault(status=status, effect=True, outcome=fate)],
        "429": [Fault(status=429, headers=hurry)] * chance.randint(1, 2),
        "429 after": [Fault(status=429, headers=hurry, effect=True, outcome=fate)],
        "unread": [Fault(status=202, body="<html>", effect=True, outcome=fate)],
        "unread 422": [Fault(status=422, body="<html>", effect=True, outcome=fate)],
        "slow": [Fault(response_delay=chance.uniform(0.1, 0.5), outcome=fate)],
        "late": [Fault(delay=chance.uniform(1.1, 2.2), outcome=fate)],
        "doubled": [Fault(outcome=fate)],
        "doubled, lost": [Fault(drop="after", outcome=fate)],
        "doubled, 5xx": [Fault(status=status, effect=True, outcome=fate)],
    }
    kind = chance.choices(tuple(creations), (68, 2, 5, 2, 4, 3, 2, 3, 1, 5, 1, 1, 2, 1))[0]
    if kind == "late":
        deadline = 0.3
    passing = [
        Fault(drop="before"),
        Fault(drop="after"),
        Fault(status=500),
        Fault(status=503),
        Fault(status=429, headers=hurry),
        Fault(response_delay=0.3),
    ]
    reads = [*passing, Fault(status=200, body="{"), Fault(status=400, body=BAD_ID), Fault(status=404, body=PROXY_404)]
    stops = [*passing, Fault(status=503, effect=True), Fault(delay=0.3), Fault(status=504, effect=True), *LIES]
    untags = [*passing, Fault(status=404, body=PROXY_404), Fault(status=403, body=FIREWALL_403)]
    hooks = [None, Fault(webhook="*", copies=2), Fault(webhook="*", delay=1.0), Fault(webhook="*", drop="before")]
    endings = {"keep": 30, "stop": 30 if is_async else 40, "block": 12, "block-raises": 4, "callback-raises": 5}
    endings |= {"cancel": 8, "cancel-twice": 6, "timeout": 6} if is_async else {"interrupt": 5}
    ending = chance.choices(tuple(endings), tuple(endings.values()))[0]
    return Plan(
        number=number,
        kind=kind,
        fate=fate_name,
        # What is left of them is asked for without a fault, but with the same fate.
        creations=(*creations[kind], *[Fault(outcome=fate)] * 3),
        copies=2 if kind.startswith("doubled") else 1,
        reads=tuple(chance.choices(reads, k=chance.randint(1, 2)) if chance.random() < 0.1 else ()),
        stops=tuple(chance.choices(stops, k=chance.randint(1, 3)) if chance.random() < 0.3 else ()),
        untags=tuple(chance.choices(untags, k=chance.randint(1, 2)) if chance.random() < 0.1 else ()),
        hooks=chance.choice(hooks),
        is_hooked=chance.random() < 0.5,
        deadline=deadline,
        ending=ending,
        moment=chance.randint(1, 3) if ending in ("callback-raises", "interrupt") else chance.uniform(0, 0.7),
    )


def outages_of(seed: int, token: str, launches: int, lengths: tuple[float, ...]) -> list[tuple[int, float]]:
    """The outages of an organisation: before which of its create requests each begins, and how many seconds it lasts.

    Args:
        seed: Of the campaign.
        token: The organisation.
        launches: How many launches it has.
        lengths: How long the outages are, in seconds.
    """
    chance = random.Random(f"{seed}/{token}/outages")
    shuffled = chance.sample(lengths, len(lengths))
    share = launches / (len(lengths) + 1)
    return [(int(share * (place + chance.uniform(0.5, 1.2))), length) for place, length in enumerate(shuffled)]


def fault_in_outage(method: str, number: int) -> Fault:
    """What happens to a request in an outage: half of those that change something are carried out all the same."""
    chance = random.Random(f"outage/{method}/{number}")
    if chance.random() < 0.1:
        return Fault(drop=chance.choice(("before", "after")))
    return Fault(
        status=chance.choice((503, 504)),
        body="<html>the back end is away</html>",
        effect=method != "GET" and chance.random() < 0.5,
    )


def options_of(plan: Plan, **others: Any) -> dict[str, Any]:
    """The options of its launch."""
    return {
        "application": "my-game",
        "version": "v1",
        "users": ["8.8.8.8"],
        "tags": [plan.tag],
        "timeout": plan.deadline,
        **others,
    }
