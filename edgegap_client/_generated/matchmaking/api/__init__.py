"""The resources of a client: one attribute for each group of operations, imported at first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..client import AsyncClient, Client

if TYPE_CHECKING:
    from .backfills import AsyncBackfillsResource, BackfillsResource
    from .groups import AsyncGroupsResource, GroupsResource
    from .inspect import AsyncInspectResource, InspectResource
    from .locations import AsyncLocationsResource, LocationsResource
    from .monitor import AsyncMonitorResource, MonitorResource
    from .tickets import AsyncTicketsResource, TicketsResource


class Resources(Client):
    """The operations of `Matchmaker`, by group."""

    @cached_property
    def monitor(self) -> MonitorResource:
        """The health of the matchmaker."""
        from .monitor import MonitorResource

        return MonitorResource(self)

    @cached_property
    def locations(self) -> LocationsResource:
        """Players measure their latency to beacons."""
        from .locations import LocationsResource

        return LocationsResource(self)

    @cached_property
    def tickets(self) -> TicketsResource:
        """A ticket is one player's search for a match. A backend starts it."""
        from .tickets import TicketsResource

        return TicketsResource(self)

    @cached_property
    def groups(self) -> GroupsResource:
        """A group (Group Up) is a party of one or more players. The search starts when all members are ready."""
        from .groups import GroupsResource

        return GroupsResource(self)

    @cached_property
    def backfills(self) -> BackfillsResource:
        """A backfill requests one more group of players for a running server."""
        from .backfills import BackfillsResource

        return BackfillsResource(self)

    @cached_property
    def inspect(self) -> InspectResource:
        """Developers can inspect the current tickets and matches, if `inspect` is on in the configuration of the matchmaker."""
        from .inspect import InspectResource

        return InspectResource(self)


class AsyncResources(AsyncClient):
    """The operations of `AsyncMatchmaker`, by group."""

    @cached_property
    def monitor(self) -> AsyncMonitorResource:
        """The health of the matchmaker."""
        from .monitor import AsyncMonitorResource

        return AsyncMonitorResource(self)

    @cached_property
    def locations(self) -> AsyncLocationsResource:
        """Players measure their latency to beacons."""
        from .locations import AsyncLocationsResource

        return AsyncLocationsResource(self)

    @cached_property
    def tickets(self) -> AsyncTicketsResource:
        """A ticket is one player's search for a match. A backend starts it."""
        from .tickets import AsyncTicketsResource

        return AsyncTicketsResource(self)

    @cached_property
    def groups(self) -> AsyncGroupsResource:
        """A group (Group Up) is a party of one or more players. The search starts when all members are ready."""
        from .groups import AsyncGroupsResource

        return AsyncGroupsResource(self)

    @cached_property
    def backfills(self) -> AsyncBackfillsResource:
        """A backfill requests one more group of players for a running server."""
        from .backfills import AsyncBackfillsResource

        return AsyncBackfillsResource(self)

    @cached_property
    def inspect(self) -> AsyncInspectResource:
        """Developers can inspect the current tickets and matches, if `inspect` is on in the configuration of the matchmaker."""
        from .inspect import AsyncInspectResource

        return AsyncInspectResource(self)
