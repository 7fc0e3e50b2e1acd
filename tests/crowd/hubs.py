"""The persistent servers of the campaign, which are in the server browser, and their players."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from typing import Any, Final

from edgegap_client import ConflictError, EdgegapError
from edgegap_client.server_browser import (
    AsyncServerBrowser,
    AsyncServerInstance,
    ServerBrowser,
    ServerInstance,
)

from .claims import Nonsense
from .settings import CLOSING_SECONDS

SLOTS: Final = {"main": 3, "side": 2}
ATTEMPTS: Final = 6
SYNCED_WITHIN_SECONDS: Final = 30.0
# The service's expiration is three times that.
KEEP_ALIVE_SECONDS: Final = 1.0


class Hub:
    """A persistent server. This object owns what it was told.

    Args:
        seed: Of all plans.
        number: Of the server.

    Attributes:
        id: The `request_id` of the deployment.
        steps: What happens, with the seconds before: a user who comes to a slot, or a number that says who leaves.
        ending: How it ends.
        seats: The available seats that it has in the end, by its own count.
        admitted: Users who were let in, each as often as that happened.
        complaints: What must not have happened.
    """

    def __init__(self, seed: int, number: int) -> None:
        chance = random.Random(f"{seed}/hub/{number}")
        self.id = f"hub-{number}"
        self.is_async = number % 2 == 0
        self.seats: dict[str, int] = {}
        self.admitted: list[str] = []
        self.complaints: list[str] = []
        self.steps: list[tuple[float, str | int, str]] = [
            (
                chance.uniform(0, 0.3),
                f"{self.id}-user-{step}" if chance.random() < 0.65 else chance.randrange(100),
                chance.choice(tuple(SLOTS)),
            )
            for step in range(chance.randint(6, 24))
        ]
        self.ending = chance.choice(("return", "raise"))
        self.options: dict[str, Any] = {
            "slots": SLOTS,
            "request_id": self.id,
            "server": {"fqdn": f"{self.id}.example"},
            "interval": KEEP_ALIVE_SECONDS,
            "closing_timeout": CLOSING_SECONDS,
        }

    def came(self, user: str, confirmation: Any) -> None:
        """A user has connected, and the reservation was confirmed or not."""
        self.admitted += [each for slot in confirmation.slots or () for each in slot.accepted_user_ids or ()]

    def check(self, instance: Any, *, is_synced: bool) -> None:
        """What must hold when nothing changes any more."""
        self.seats = instance.available_seats
        if not is_synced:
            self.complaints.append(f"other: the seats of {self.id} did not reach the service: {instance}")
        for slot, seats in SLOTS.items():
            taken = list(instance.seated.values()).count(slot)
            if self.seats[slot] != max(0, seats - taken):
                self.complaints.append(f"seat counted twice: {self.id} has {taken} in {slot}, and says {instance}")


async def play_hubs(server: AsyncServerBrowser, player: AsyncServerBrowser, hubs: Iterable[Hub]) -> None:
    """Run one server after the other."""
    for hub in hubs:
        try:
            async with AsyncServerInstance(server, **hub.options) as instance:
                for seconds, what, slot in hub.steps:
                    await asyncio.sleep(seconds)
                    if isinstance(what, str):
                        await _come(player, instance, hub, what, slot)
                    elif seated := list(instance.seated):
                        instance.leave(seated[what % len(seated)])
                hub.check(instance, is_synced=await instance.synced(SYNCED_WITHIN_SECONDS))
                if hub.ending == "raise":
                    raise Nonsense
        except Nonsense:
            pass
        except Exception as error:
            hub.complaints.append(f"other: {hub.id} ended with {error!r}")


async def _come(player: AsyncServerBrowser, instance: AsyncServerInstance, hub: Hub, user: str, slot: str) -> None:
    try:
        await player.reservations.reserve_for(hub.id, slot, [user])
    except ConflictError:
        return
    except EdgegapError:
        pass  # the player connects, and the server sees whether there is a reservation
    for _ in range(ATTEMPTS):
        try:
            hub.came(user, await instance.confirm([user]))
        except EdgegapError:
            await asyncio.sleep(0.05)
        else:
            return


def play_hubs_sync(server: ServerBrowser, player: ServerBrowser, hubs: Iterable[Hub]) -> None:
    """Run one server after the other, with the synchronous clients."""
    for hub in hubs:
        try:
            with ServerInstance(server, **hub.options) as instance:
                for seconds, what, slot in hub.steps:
                    time.sleep(seconds)
                    if isinstance(what, str):
                        _come_sync(player, instance, hub, what, slot)
                    elif seated := list(instance.seated):
                        instance.leave(seated[what % len(seated)])
                hub.check(instance, is_synced=instance.synced(SYNCED_WITHIN_SECONDS))
                if hub.ending == "raise":
                    raise Nonsense
        except Nonsense:
            pass
        except Exception as error:
            hub.complaints.append(f"other: {hub.id} ended with {error!r}")


def _come_sync(player: ServerBrowser, instance: ServerInstance, hub: Hub, user: str, slot: str) -> None:
    try:
        player.reservations.reserve_for(hub.id, slot, [user])
    except ConflictError:
        return
    except EdgegapError:
        pass
    for _ in range(ATTEMPTS):
        try:
            hub.came(user, instance.confirm([user]))
        except EdgegapError:
            time.sleep(0.05)
        else:
            return
