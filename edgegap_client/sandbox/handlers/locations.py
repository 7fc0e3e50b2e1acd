"""The operations of locations, beacons and IP look-up."""

from __future__ import annotations

import ipaddress

from ..places import PLACES, Place, place_of_ip, read_ip
from ..state import Json
from .base import Call, operation, page


def _render_location(place: Place) -> Json:
    return {**place.render(), "type": "edge", "tags": []}


def render_beacon(place: Place) -> Json:
    index = PLACES.index(place)
    return {
        "host": f"198.51.100.{10 + index}",
        "fqdn": f"b-{index:012x}.pr.edgegap.net",
        "udp_port": 32100 + index,
        "tcp_port": 32500 + index,
        "location": place.render(),
    }


def render_preview_beacons() -> Json:
    """The beacons in the form of matchmakers and server browsers."""
    beacons = [render_beacon(place) for place in PLACES]
    return {"count": len(beacons), "beacons": [{**each, "public_ip": each.pop("host")} for each in beacons]}


@operation()
def list_locations(call: Call) -> Json:
    if "app" in call.query:
        application = call.organisation.applications.get(call.query["app"])
        if "version" in call.query:
            application.versions.get(call.query["version"])
    is_known = call.query.get("type", "edge") == "edge" and "tags" not in call.query
    places = PLACES if is_known else ()
    return {**page(call, places, "locations", "total_count", _render_location), "messages": []}


@operation()
def list_beacons(call: Call) -> Json:
    shown = page(call, PLACES, "locations", None, render_beacon)["locations"]
    # As in production: a count, and no pagination.
    return {"locations": shown if call.query else [render_beacon(place) for place in PLACES], "count": len(PLACES)}


def _look_up(text: str, name: str) -> Json:
    address = read_ip(text, name)
    place = place_of_ip(address)
    return {
        "type": f"ipv{ipaddress.ip_address(address).version}",
        "ip_address": address,
        "location": {
            "continent": {"code": place.continent_code, "name": place.continent},
            "country": {"code": place.country_code, "name": place.country},
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
    }


@operation()
def get_public_ip(call: Call) -> Json:
    return {"public_ip": call.client}


@operation()
def lookup_ip(call: Call) -> Json:
    return _look_up(call.path["ip"], "ip")


@operation()
def lookup_ips(call: Call) -> Json:
    return {"addresses": [_look_up(text, f"addresses.{index}") for index, text in enumerate(call.body["addresses"])]}
