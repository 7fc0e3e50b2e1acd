"""The reports of replicas through Redis, and their metrics. No I/O."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from .public import public_in

__all__ = ["ReplicaReport", "ReplicasReport", "SharedLimitReport", "WebhookReport", "read_report"]

# The maximum number of webhooks in a report.
MAX_WEBHOOKS = 10


@public_in("replicas")
@frozen
class ReplicaReport:
    """The report of one process.

    Attributes:
        name: Its name, which is new in each process.
        host: The name of its machine or container.
        pid: Its process id on that machine.
        since: The time when it began to share, in UTC.
        version: Its version of this package.
        last_heartbeat: Seconds since its last report to Redis.
        is_leader: Whether it also polls for the deployments that the other processes wait for.
        waiting_launches: Its launches that have no running deployment yet.
        pending_launches: Its launches whose outcome is not known yet, as of `deployments.pending`.
    """

    name: str
    host: str
    pid: int
    since: datetime.datetime
    version: str
    last_heartbeat: float
    is_leader: bool
    waiting_launches: int
    pending_launches: int


@public_in("replicas")
@frozen
class SharedLimitReport:
    """The report of one shared rate limit.

    Attributes:
        organisation: The beginning of the digest of the organisation's token.
        name: The operation, or the group of operations that share the limit.
        slots: The rate limit, in requests per second.
        used: The slots in use at the moment, in all processes.
        waiting: The calls that wait for a slot, in all processes.
    """

    organisation: str
    name: str
    slots: int
    used: int
    waiting: int


@public_in("replicas")
@frozen
class WebhookReport:
    """A webhook that the replicas have shared.

    Attributes:
        id: The id of the deployment or session.
        age: Seconds since it arrived.
    """

    id: str
    age: float


@public_in("replicas")
@frozen
class ReplicasReport:
    """The reports of all processes that share a Redis server. Each reports once a second, so the data is up to 1 s old.

    Attributes:
        replicas: The processes, the oldest first.
        limits: The rate limits in use.
        webhooks: The last webhooks, the newest first; at most 10.
    """

    replicas: tuple[ReplicaReport, ...]
    limits: tuple[SharedLimitReport, ...]
    webhooks: tuple[WebhookReport, ...]

    @property
    def waiting_launches(self) -> int:
        """The number of launches without a running deployment yet."""
        return sum(each.waiting_launches for each in self.replicas)

    @property
    def pending_launches(self) -> int:
        """The number of launches whose outcome is not known yet."""
        return sum(each.pending_launches for each in self.replicas)

    def metrics(self) -> str:
        """Return the report as text in the Prometheus format."""
        by_replica = [({"replica": each.name, "host": each.host, "pid": str(each.pid)}, each) for each in self.replicas]
        by_limit = [({"organisation": each.organisation, "limit": each.name}, each) for each in self.limits]
        return "".join([
            _gauge("edgegap_replicas", "Processes that share this Redis.", [({}, len(self.replicas))]),
            _gauge(
                "edgegap_replica_heartbeat_age_seconds",
                "Seconds since the last heartbeat of a process.",
                [(labels, round(each.last_heartbeat, 3)) for labels, each in by_replica],
            ),
            _gauge(
                "edgegap_replica_is_leader",
                "1 for a process that polls for the others too.",
                [(labels, int(each.is_leader)) for labels, each in by_replica],
            ),
            _gauge(
                "edgegap_replica_waiting_launches",
                "Launches that have no running deployment yet.",
                [(labels, each.waiting_launches) for labels, each in by_replica],
            ),
            _gauge(
                "edgegap_replica_pending_launches",
                "Launches whose outcome is not known yet.",
                [(labels, each.pending_launches) for labels, each in by_replica],
            ),
            _gauge(
                "edgegap_limit_slots",
                "Requests a second that a shared rate limit allows.",
                [(labels, each.slots) for labels, each in by_limit],
            ),
            _gauge(
                "edgegap_limit_slots_used",
                "Slots of a shared rate limit that count at the moment.",
                [(labels, each.used) for labels, each in by_limit],
            ),
            _gauge(
                "edgegap_limit_waiting_calls",
                "Calls that wait for a slot of a shared rate limit.",
                [(labels, each.waiting) for labels, each in by_limit],
            ),
            _gauge(
                "edgegap_last_webhook_age_seconds",
                "Seconds since the last webhook that any process has handled.",
                [({}, each.age) for each in self.webhooks[:1]],  # only the newest, because ids would be too many labels
            ),
        ])  # fmt: skip


def _gauge(name: str, text: str, values: Iterable[tuple[Mapping[str, str], float]]) -> str:
    lines = [f"# HELP {name} {text}", f"# TYPE {name} gauge"]
    for labels, value in values:
        # A JSON string escapes the same characters as a label.
        written = ",".join(f"{label}={json.dumps(text, ensure_ascii=False)}" for label, text in labels.items())
        lines.append(f"{name}{{{written}}} {value}" if written else f"{name} {value}")
    return "\n".join((*lines, ""))


def read_report(response: Iterable[tuple[str, float, str]]) -> ReplicasReport:
    """Build the report from the data in Redis: for each process its name, the age of its data in seconds, and its data.

    Data of another version that this version cannot read is left out.
    """
    replicas: list[ReplicaReport] = []
    limits: dict[tuple[str, str], SharedLimitReport] = {}
    webhooks: dict[str, float] = {}
    for name, age, text in response:
        try:
            data = json.loads(text)
            replicas.append(_replica(name, age, data))
            for key, (slots, used, waiting) in data.get("limits", {}).items():
                _add(limits, key, int(slots), int(used), int(waiting))
            for deployment_id, seconds in data.get("webhooks", ()):
                webhooks[str(deployment_id)] = min(float(seconds) + age, webhooks.get(str(deployment_id), 1e9))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            continue
    newest = sorted(webhooks.items(), key=lambda item: item[1])[:MAX_WEBHOOKS]
    return ReplicasReport(
        tuple(sorted(replicas, key=lambda each: (each.since, each.name))),
        tuple(limits[key] for key in sorted(limits)),
        tuple(WebhookReport(deployment_id, round(seconds, 1)) for deployment_id, seconds in newest),
    )


def _replica(name: str, age: float, data: dict[str, Any]) -> ReplicaReport:
    return ReplicaReport(
        name=name,
        host=str(data["host"]),
        pid=int(data["pid"]),
        since=datetime.datetime.fromtimestamp(float(data["since"]), datetime.UTC),
        version=str(data["version"]),
        last_heartbeat=round(age, 3),
        is_leader=bool(data.get("leads", False)),
        waiting_launches=int(data["waiting"]),
        pending_launches=int(data["pending"]),
    )


def _add(limits: dict[tuple[str, str], SharedLimitReport], key: str, slots: int, used: int, waiting: int) -> None:
    organisation, _, name = key.partition(":")
    known = limits.get((organisation, name))
    limits[organisation, name] = SharedLimitReport(
        organisation[:8], name, slots, used + (known.used if known else 0), waiting + (known.waiting if known else 0)
    )
