"""The places of the sandbox: some cities, and a city for every IP address."""

from __future__ import annotations

import ipaddress
import math
import operator
import zlib
from typing import Any, Final

from attrs import frozen

from .state import ApiError, Json


@frozen(eq=False)
class Place:
    city: str
    country: str
    country_code: str
    continent: str
    continent_code: str
    administrative_division: str
    timezone: str
    latitude: float
    longitude: float

    def __deepcopy__(self, _memo: Any) -> Place:
        return self

    def render(self) -> Json:
        return {
            "city": self.city,
            "country": self.country,
            "continent": self.continent,
            "administrative_division": self.administrative_division,
            "timezone": self.timezone,
            "latitude": self.latitude,
            "longitude": self.longitude,
        }


def _vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The place as a vector from the centre of the earth."""
    lat, lon = math.radians(latitude), math.radians(longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


PLACES: Final = (
    Place("Montreal", "Canada", "CA", "North America", "NA", "Quebec", "Eastern Time", 45.508888, -73.561668),
    Place("Chicago", "United States", "US", "North America", "NA", "Illinois", "Central Time", 41.878113, -87.629799),
    Place("Dallas", "United States", "US", "North America", "NA", "Texas", "Central Time", 32.776664, -96.796988),
    Place(
        "Los Angeles",
        "United States",
        "US",
        "North America",
        "NA",
        "California",
        "Pacific Time",
        34.052234,
        -118.243685,
    ),
    Place("Sao Paulo", "Brazil", "BR", "South America", "SA", "Sao Paulo", "Brasilia Time", -23.550520, -46.633308),
    Place("London", "United Kingdom", "GB", "Europe", "EU", "England", "Greenwich Mean Time", 51.507351, -0.127758),
    Place("Frankfurt", "Germany", "DE", "Europe", "EU", "Hesse", "Central European Time", 50.110922, 8.682127),
    Place("Warsaw", "Poland", "PL", "Europe", "EU", "Masovia", "Central European Time", 52.229676, 21.012229),
    Place("Johannesburg", "South Africa", "ZA", "Africa", "AF", "Gauteng", "South Africa Time", -26.204103, 28.047305),
    Place("Mumbai", "India", "IN", "Asia", "AS", "Maharashtra", "India Standard Time", 19.075984, 72.877656),
    Place("Singapore", "Singapore", "SG", "Asia", "AS", "Singapore", "Singapore Time", 1.352083, 103.819836),
    Place("Tokyo", "Japan", "JP", "Asia", "AS", "Tokyo", "Japan Standard Time", 35.689487, 139.691706),
    Place(
        "Sydney",
        "Australia",
        "AU",
        "Oceania",
        "OC",
        "New South Wales",
        "Australian Eastern Time",
        -33.868820,
        151.209296,
    ),
)


_VECTORS: Final = {place: _vector(place.latitude, place.longitude) for place in PLACES}


def nearest(points: list[tuple[float, float]], places: tuple[Place, ...] = PLACES) -> Place:
    """The place that is nearest to all points together."""
    if len(places) == 1 or not points:
        return places[0]
    x, y, z = (sum(each) for each in zip(*(_vector(*point) for point in points), strict=True))
    return max(places, key=lambda place: sum(map(operator.mul, _VECTORS[place], (x, y, z))))


def read_ip(text: str, name: str) -> str:
    """Check an IP address."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise ApiError(400, f"{name}: is not an IP address") from None


def place_of_ip(address: str) -> Place:
    """The place of an IP address: always the same, and a place of the sandbox for any address."""
    return PLACES[zlib.crc32(address.encode()) % len(PLACES)]


def read_point(latitude: Any, longitude: Any, name: str) -> tuple[float, float]:
    """Check coordinates."""
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise ApiError(400, f"{name}: is not a place on the earth")
    return float(latitude), float(longitude)


def render_user(address: str) -> Json:
    """A player of a session or of a relay session."""
    place = place_of_ip(address)
    return {"ip": address, "latitude": place.latitude, "longitude": place.longitude}
