"""Private fleets: their hosts, which tests add, and deployments on them."""

from __future__ import annotations

from attrs import define, evolve

from ..faults import Outcome
from ..lifecycle import Host, Order, Phase, write_iso_time
from ..places import nearest
from ..state import ApiError, Json
from ..world import Organisation
from .base import Call, operation, page
from .deployments import order_v2, respond_v2

KIND = "hosts"


@define(eq=False)
class PrivateHost:
    """A host of a private fleet. It is PENDING until `active_from`, or for ever if that is None."""

    host: Host
    fleet: str
    cpu_units: int
    memory_mb: int
    created: float
    active_from: float | None

    def is_active(self, now: float) -> bool:
        return self.active_from is not None and now >= self.active_from

    def used(self, organisation: Organisation) -> tuple[int, int]:
        """The vCPU units and MB of memory that deployments use on it."""
        orders = [
            each.order
            for phase in (Phase.STARTING, Phase.READY, Phase.TERMINATING)
            for each in organisation.by_phase[phase].values()
            if each.order.host is self.host
        ]
        return sum(order.cpu for order in orders), sum(order.memory for order in orders)

    def render(self, organisation: Organisation) -> Json:
        now, place = organisation.world.now, self.host.place
        is_active = self.is_active(now)
        cpu, memory = self.used(organisation) if is_active else (0, 0)
        known: Json = {
            "ip_address": self.host.ip,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "city": place.city,
            "country": place.country,
            "continent": place.continent,
            "allocated_cpu_units": cpu,
            "allocated_memory_mb": memory,
            "allocatable_cpu_units": self.cpu_units - cpu,
            "allocatable_memory_mb": self.memory_mb - memory,
            "beacon": {"tcp_port": 32501, "udp_port": 32101, "ip_address": self.host.ip},
        }
        changed = self.active_from if is_active and self.active_from is not None else self.created
        return {
            "host_id": self.host.id,
            "status": "ACTIVE" if is_active else "PENDING",
            **(known if is_active else dict.fromkeys(known)),
            "created_at": write_iso_time(self.created),
            "updated_at": write_iso_time(changed),
            "centroid": {
                "label": place.city,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "radius_km": 100,
                "desired_host_count": 1,
            },
            "delete_schedule": None,
            "fleet_host_specifications": {
                "cpu_units": self.cpu_units,
                "memory_mb": self.memory_mb,
                "base_clock_speed_mhz": 3200,
            },
        }


@operation()
def list_private_hosts(call: Call) -> Json:
    fleet = call.path["fleet-name"]
    hosts: list[PrivateHost] = [each for each in call.organisation.all_of(KIND).values() if each.fleet == fleet]
    if not hosts:
        raise ApiError(400, f"Private fleet {fleet} not found")
    return page(call, hosts, "data", "total_count", lambda host: host.render(call.organisation))


@operation()
def deploy_to_private_fleet(call: Call) -> Json:
    organisation, now = call.organisation, call.world.now
    hosts: dict[str, PrivateHost] = organisation.all_of(KIND)
    for index, host_id in enumerate(call.body["private_host_ids"]):
        if host_id not in hosts:
            raise ApiError(400, f"private_host_ids.{index}: there is no such host")
    wanted = [hosts[host_id] for host_id in call.body["private_host_ids"]]
    active = [host for host in wanted if host.is_active(now)]

    def choose(points: list[tuple[float, float]]) -> Host:
        near = nearest(points, tuple(dict.fromkeys(host.host.place for host in active or wanted)))
        return next(host.host for host in active or wanted if host.host.place is near)

    order = order_v2(call, choose)
    with_room = [host for host in active if _has_room(host, organisation, order)]
    if not with_room:
        return respond_v2(call, evolve(order, outcome=Outcome.no_capacity("No private host has room for it")))
    if not any(host.host is order.host for host in with_room):
        order = evolve(order, host=with_room[0].host)
    return respond_v2(call, order)


def _has_room(host: PrivateHost, organisation: Organisation, order: Order) -> bool:
    cpu, memory = host.used(organisation)
    return cpu + order.cpu <= host.cpu_units and memory + order.memory <= host.memory_mb
