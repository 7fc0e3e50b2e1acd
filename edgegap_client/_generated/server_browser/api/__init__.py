"""The resources of a client: one attribute for each group of operations, imported at first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..client import AsyncClient, Client

if TYPE_CHECKING:
    from .instances import AsyncInstancesResource, InstancesResource
    from .locations import AsyncLocationsResource, LocationsResource
    from .monitor import AsyncMonitorResource, MonitorResource
    from .reservations import AsyncReservationsResource, ReservationsResource
    from .slots import AsyncSlotsResource, SlotsResource


class Resources(Client):
    """The operations of `ServerBrowser`, by group."""

    @cached_property
    def monitor(self) -> MonitorResource:
        """The health of the server browser."""
        from .monitor import MonitorResource

        return MonitorResource(self)

    @cached_property
    def locations(self) -> LocationsResource:
        """Players measure their latency to beacons."""
        from .locations import LocationsResource

        return LocationsResource(self)

    @cached_property
    def instances(self) -> InstancesResource:
        """A server instance is a running server that players can find."""
        from .instances import InstancesResource

        return InstancesResource(self)

    @cached_property
    def slots(self) -> SlotsResource:
        """A slot is a part of a server instance with seats of its own, such as a team or a room."""
        from .slots import SlotsResource

        return SlotsResource(self)

    @cached_property
    def reservations(self) -> ReservationsResource:
        """A reservation holds a seat for a user for a short time, until the server confirms it."""
        from .reservations import ReservationsResource

        return ReservationsResource(self)


class AsyncResources(AsyncClient):
    """The operations of `AsyncServerBrowser`, by group."""

    @cached_property
    def monitor(self) -> AsyncMonitorResource:
        """The health of the server browser."""
        from .monitor import AsyncMonitorResource

        return AsyncMonitorResource(self)

    @cached_property
    def locations(self) -> AsyncLocationsResource:
        """Players measure their latency to beacons."""
        from .locations import AsyncLocationsResource

        return AsyncLocationsResource(self)

    @cached_property
    def instances(self) -> AsyncInstancesResource:
        """A server instance is a running server that players can find."""
        from .instances import AsyncInstancesResource

        return AsyncInstancesResource(self)

    @cached_property
    def slots(self) -> AsyncSlotsResource:
        """A slot is a part of a server instance with seats of its own, such as a team or a room."""
        from .slots import AsyncSlotsResource

        return AsyncSlotsResource(self)

    @cached_property
    def reservations(self) -> AsyncReservationsResource:
        """A reservation holds a seat for a user for a short time, until the server confirms it."""
        from .reservations import AsyncReservationsResource

        return AsyncReservationsResource(self)
