"""Count the deployments that a list does not show correctly yet, for `max_active`. No I/O.

Lists lag. So a launch counts by itself from its permission until every list shows its deployment. Until then, the count
of the list leaves this deployment out. In the same way, the count leaves out a deployment that has ended, until every
list shows its end.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .._atomic import Atomic
from .launch import LAUNCH_TAG

__all__ = ["LISTED_WITHIN_SECONDS", "Ask", "Ceiling", "Counted", "Lease", "Seen", "Verdict"]

# Lists show a new deployment, or the end of one, at the latest after this time.
LISTED_WITHIN_SECONDS: Final = 15.0


class Counted(NamedTuple):
    """A deployment that is counted by its launch tag or id, and not in the list.

    Attributes:
        until: The time, by the monotonic clock, from which lists show it.
        counts: Whether it counts. False once the deployment has ended, or once it is known that nothing was created.
        is_stopping: Whether the service has accepted its stop, so that its status may show its end.
        deployment_id: The id of the deployment, if known.
        pid: The process that knows it. A forked child is another process, for which the list decides.
    """

    until: float
    counts: bool = True
    is_stopping: bool = False
    deployment_id: str = ""
    pid: int = 0

    def is_known(self, now: float) -> bool:
        """Whether this process still counts it by itself at `now`, by the monotonic clock."""
        return self.until > now and self.pid in (0, os.getpid())


class Seen(NamedTuple):
    """The deployments that were counted by themselves at one moment.

    Attributes:
        moment: The moment, by the monotonic clock.
        names: Their launch tags or deployment ids.
        store_moment: The moment by the clock of Redis, if Redis reported them.
    """

    moment: float
    names: Mapping[str, Counted]
    store_moment: str = ""


class Ask(NamedTuple):
    """A launch that requests permission.

    Attributes:
        tag: Its unique tag.
        max_active: The maximum number of deployments, including this one.
        until: The end of the launch at the latest, by the monotonic clock.
    """

    tag: str
    max_active: int
    until: float


class Verdict(NamedTuple):
    """Whether a launch has its permission.

    Attributes:
        is_granted: Whether the launch has its permission.
        active: The number of deployments.
        is_certain: False if other launches have begun meanwhile. The list may show these already, so count again.
    """

    is_granted: bool
    active: int
    is_certain: bool = True


class Lease:
    """The permission of a launch that has not sent its create request yet, if processes share the ceiling.

    Attributes:
        until: The time until which the other processes certainly count it, by the monotonic clock.
    """

    __slots__ = ("until",)

    def __init__(self, until: float) -> None:
        self.until = until


class Ceiling:
    """The launches of one organisation in this process that lists may not show yet, and the deployments that have
    ended.

    This object owns its state. Threads and event loops share it. It has no lock (see `Atomic`), because a signal
    handler may use it.

    Attributes:
        noted: If it is set, this object calls it with a name after each change. It is set if processes share the
            ceiling.
        leases: The leases by launch tag, until the create request has a response.
    """

    def __init__(self) -> None:
        self._counted: Atomic[Mapping[str, Counted]] = Atomic(MappingProxyType({}))
        self.noted: Callable[[str], object] | None = None
        self.leases: dict[str, Lease] = {}

    def all(self) -> Mapping[str, Counted]:
        """Return the deployments that are counted by themselves, by launch tag or deployment id."""
        now = time.monotonic()
        return {name: each for name, each in self._counted.get().items() if each.is_known(now)}

    def seen(self) -> Seen:
        """Return the deployments that are counted by themselves now. A later list shows all others."""
        return Seen(time.monotonic(), self.all())

    def open(self, tag: str, until: float, *, is_shared: bool = False) -> None:
        """Note that a launch may create a deployment.

        Args:
            tag: Its unique tag.
            until: Until when, by the monotonic clock.
            is_shared: Whether the other processes know that already.
        """
        self._change(tag, lambda _: _launching(until), is_shared=is_shared)

    def created(self, tag: str, deployment_id: str) -> None:
        """Note the deployment of a launch. The other processes need its id only when it is handed over or stopped."""
        self.leases.pop(tag, None)
        self._change(tag, lambda found: found and found._replace(deployment_id=deployment_id), is_shared=True)

    def leave_to_list(self, tag: str, created_at: float) -> None:
        """Note that lists show a launch's deployment soon after `created_at`, by the monotonic clock."""
        self.leases.pop(tag, None)
        until = created_at + LISTED_WITHIN_SECONDS
        self._change(tag, lambda found: found and found._replace(until=min(found.until, until)))

    def stopping(self, name: str, deployment_id: str) -> None:
        """Note that a stop was accepted. The deployment counts until its status shows its end, or lists decide."""
        new = Counted(
            time.monotonic() + LISTED_WITHIN_SECONDS, is_stopping=True, deployment_id=deployment_id, pid=os.getpid()
        )
        self._change(self._name(name, deployment_id), lambda found: new if found is None or found.counts else found)

    def over(self, name: str) -> None:
        """Note by launch tag or id that a deployment has ended, or that a launch has created none."""
        self.leases.pop(name, None)
        until = time.monotonic() + LISTED_WITHIN_SECONDS
        self._change(
            self._name(name, name),
            lambda found: Counted(until, False, False, found.deployment_id if found else "", os.getpid()),
        )

    def nothing_created(self, tag: str) -> None:
        """Note that a launch has sent nothing."""
        self.leases.pop(tag, None)
        if tag in self._counted.get():
            self.over(tag)

    def withdraw(self, tag: str) -> None:
        """Note that a launch no longer waits for its permission. It may have the permission already."""
        self.nothing_created(tag)
        if self.noted is not None:
            self.noted(tag)

    def leased(self, tag: str, until: float) -> None:
        """Note that the other processes count a launch that has just got its permission.

        Args:
            tag: Its unique tag.
            until: Until when at least, by the monotonic clock.
        """
        self.leases.setdefault(tag, Lease(until))

    def may_create(self, tag: str) -> bool:
        """Whether a launch still has its permission. The permission expires if this process is suspended."""
        lease = self.leases.get(tag)
        return lease is None or time.monotonic() < lease.until

    def renewed(self, tag: str, until: float) -> None:
        """Note that the other processes count a launch for longer. A lease that has expired stays expired.

        Args:
            tag: Its unique tag.
            until: Until when at least, by the monotonic clock.
        """
        lease = self.leases.get(tag)
        if lease is not None and time.monotonic() < lease.until:
            lease.until = until

    def end_renewals(self) -> None:
        """Note that leases are no longer renewed. Leases that have not expired then never expire."""
        for tag in tuple(self.leases):
            self.renewed(tag, math.inf)

    def take(self, seen: Seen, listed: int, asks: list[Ask]) -> list[Verdict]:
        """Grant permission to launches, one after the other, as long as there are not too many.

        Args:
            seen: The deployments that the count of the list left out.
            listed: The number of deployments in the list.
            asks: The launches that request permission.
        """

        def taken(known: Mapping[str, Counted]) -> tuple[Mapping[str, Counted], list[Verdict]]:
            known = {name: each for name, each in known.items() if each.pid in (0, os.getpid())}
            certain = listed + sum(known.get(name, each).counts for name, each in seen.names.items())
            # Launches that began since then. The list may show them already.
            doubtful = sum(
                each.counts and each.until > seen.moment
                for name, each in known.items()
                if name not in seen.names and name.startswith(LAUNCH_TAG)
            )
            verdicts: list[Verdict] = []
            for ask in asks:
                own = known.get(ask.tag)
                if own is not None and own.counts:  # granted before, but the launch did not wait for it
                    verdicts.append(Verdict(is_granted=True, active=certain + doubtful))
                    continue
                if is_granted := certain + doubtful < ask.max_active:
                    known[ask.tag] = _launching(ask.until)
                verdicts.append(Verdict(is_granted, certain + doubtful, is_granted or certain >= ask.max_active))
                certain += is_granted
            return MappingProxyType(known), verdicts

        return self._counted.update(taken)

    def _name(self, name: str, deployment_id: str) -> str:
        """Return the name by which a deployment is counted: its tag if known, otherwise its id."""
        for known, each in self._counted.get().items():
            if each.deployment_id == deployment_id and deployment_id:
                return known
        return name

    def _change(
        self, name: str, change: Callable[[Counted | None], Counted | None], *, is_shared: bool = False
    ) -> None:
        now = time.monotonic()

        def changed(known: Mapping[str, Counted]) -> tuple[Mapping[str, Counted], None]:
            current = known.get(name)
            found = current if current is not None and current.is_known(now) else None
            new = change(found)
            if new is None or new == found:
                return known, None
            rest = {each: counted for each, counted in known.items() if counted.is_known(now)}
            return MappingProxyType({**rest, name: new}), None

        self._counted.update(changed)
        if self.noted is not None and not is_shared:
            self.noted(name)


def _launching(until: float) -> Counted:
    return Counted(until + LISTED_WITHIN_SECONDS, pid=os.getpid())
