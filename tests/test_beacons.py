"""Near the players: pings over real sockets, rankings, and the users of deploy requests."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from edgegap_client import InvalidRequestError, beacons
from edgegap_client.beacons import (
    Measurement,
    RankedLocation,
    measure,
    measure_sync,
    rank,
    users_from_coordinates,
    users_from_ips,
)
from edgegap_client.models import Beacon, Coordinates, Location

from .servers.beacons import udp_beacon
from .servers.ports import deaf_port, silent_port, unused_port

Measure = Callable[..., list[Measurement]]


def location(city: str = "Montreal", division: str = "Quebec", country: str = "Canada") -> Location:
    return Location(city, country, "North America", division, "Eastern Time", 45.5, -73.5)


def beacon(
    udp: int | None = None, tcp: int | None = None, *, host: str = "127.0.0.1", city: str = "Montreal"
) -> Beacon:
    return Beacon(host, location(city), udp_port=udp, tcp_port=tcp)


@pytest.fixture(params=["sync", "async"])
def by(request: pytest.FixtureRequest) -> Measure:
    def by_async(*arguments: Any, **options: Any) -> list[Measurement]:
        return asyncio.run(measure(*arguments, **options))

    return measure_sync if request.param == "sync" else by_async


# Measuring.


def test_udp_counts_when_both_answer(by: Measure) -> None:
    with udp_beacon() as udp, silent_port() as tcp:
        (found,) = by([beacon(udp, tcp)])
    assert found.protocol == "udp"
    assert found.latency_ms is not None
    assert 0 < found.latency_ms < 500
    assert len(found.samples_ms) == found.sent == 5
    assert (found.loss, found.error) == (0, None)
    assert found.location.city == "Montreal"


def test_any_answer_to_a_datagram_counts(by: Measure) -> None:
    with udp_beacon(reply=b"pong") as udp:
        assert by([beacon(udp)], samples=1)[0].protocol == "udp"
    with udp_beacon(reply=b"") as udp:
        assert by([beacon(udp)], samples=1)[0].protocol == "udp"


def test_tcp_counts_when_udp_is_silent(by: Measure) -> None:
    with udp_beacon(lambda _: None) as udp, silent_port() as tcp:
        (found,) = by([beacon(udp, tcp)], samples=3, timeout=0.2)
    assert (found.protocol, found.sent, found.loss) == ("tcp", 3, 0)


@pytest.mark.parametrize("missing", [None, 0, 70000])
def test_tcp_counts_when_there_is_no_udp_port(by: Measure, missing: int | None) -> None:
    with silent_port() as tcp:
        assert by([beacon(missing, tcp)])[0].protocol == "tcp"


def test_one_protocol_can_be_asked_for(by: Measure) -> None:
    with udp_beacon() as udp, silent_port() as tcp:
        assert by([beacon(udp, tcp)], protocol="tcp")[0].protocol == "tcp"
        assert by([beacon(udp, tcp)], protocol="udp")[0].protocol == "udp"
        (found,) = by([beacon(None, tcp)], protocol="udp")
    assert found.error == "udp: the beacon has no UDP port"


def test_the_median_is_not_moved_by_one_slow_sample(by: Measure) -> None:
    with udp_beacon(lambda number: 0.4 if number == 1 else 0) as udp:
        (found,) = by([beacon(udp)], samples=5)
    assert found.latency_ms is not None
    assert max(found.samples_ms) >= 400
    assert found.latency_ms < 300


def test_the_delay_is_measured_in_milliseconds(by: Measure) -> None:
    with udp_beacon(lambda _: 0.05) as udp:
        (found,) = by([beacon(udp)], samples=1)
    assert found.latency_ms is not None
    assert 50 <= found.latency_ms < 500


def test_lost_samples_are_counted_and_cost_one_timeout_together(by: Measure) -> None:
    since = time.monotonic()
    with udp_beacon(lambda number: None if number else 0) as udp:
        (found,) = by([beacon(udp)], samples=5, timeout=1.0)
    assert (len(found.samples_ms), found.sent, found.protocol) == (1, 5, "udp")
    assert found.loss == pytest.approx(0.8)
    assert time.monotonic() - since < 3.5  # one by one they would take 4 s


def test_a_late_answer_is_not_taken_for_the_next_samples(by: Measure) -> None:
    # Each answer comes after its own timeout, while the next sample waits for its own.
    with udp_beacon(lambda _: 0.15) as udp:
        (found,) = by([beacon(udp)], samples=3, timeout=0.11)
    assert found.samples_ms == ()


def test_mostly_lost_udp_gives_way_to_tcp(by: Measure) -> None:
    with udp_beacon(lambda number: None if number else 0) as udp, silent_port() as tcp:
        (found,) = by([beacon(udp, tcp)], samples=3, timeout=0.1)
    assert found.protocol == "tcp"


def test_nothing_that_answers_is_no_error_but_says_why(by: Measure) -> None:
    with udp_beacon(lambda _: None) as udp, deaf_port() as deaf:
        found = by([beacon(udp, deaf), beacon(), beacon(unused_port(socket.SOCK_DGRAM), unused_port())], timeout=0.2)
    assert [one.latency_ms for one in found] == [None] * 3
    assert [one.protocol for one in found] == [None] * 3
    assert [one.loss for one in found] == [1] * 3
    assert found[0].error == "udp: no reply in time; tcp: no reply in time"
    assert found[1].error == "udp: the beacon has no UDP port; tcp: the beacon has no TCP port"
    assert "refused" in (found[2].error or "").lower()


def test_the_deadline_ends_everything_and_keeps_what_was_measured(by: Measure) -> None:
    since = time.monotonic()
    with udp_beacon() as udp, udp_beacon(lambda _: None) as silent:
        quick, slow = by([beacon(udp), beacon(silent)], samples=5, timeout=30, deadline=0.3)
    assert time.monotonic() - since < 5
    assert len(quick.samples_ms) == 5
    assert (slow.latency_ms, slow.error) == (None, "udp: no reply in time; tcp: the beacon has no TCP port")


def test_results_come_in_the_order_of_the_beacons(by: Measure) -> None:
    with udp_beacon(lambda _: 0.05) as slow, udp_beacon() as quick:
        found = by([beacon(slow, city="A"), beacon(quick, city="B")], samples=1)
    assert [one.location.city for one in found] == ["A", "B"]
    assert by([]) == []


def test_many_beacons_are_measured_at_once(by: Measure) -> None:
    since = time.monotonic()
    with udp_beacon(lambda _: None) as udp, silent_port() as tcp:
        found = by([beacon(udp, tcp) for _ in range(40)], samples=2, timeout=0.3, deadline=10)
    assert time.monotonic() - since < 5
    assert {one.protocol for one in found} == {"tcp"}


def test_more_beacons_than_sockets_wait_for_their_turn(by: Measure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beacons, "MAX_SOCKETS", 2)
    with udp_beacon() as udp, silent_port() as tcp:
        found = by([beacon(udp, tcp) for _ in range(20)], samples=2)
    assert {one.loss for one in found} == {0}


def test_names_are_resolved_and_a_missing_address_gives_way_to_the_name(by: Measure) -> None:
    with silent_port() as tcp:
        named = beacon(tcp=tcp, host="localhost")
        nameless = Beacon("", location(), fqdn="127.0.0.1", tcp_port=tcp)
        found = by([named, nameless, beacon(tcp=tcp, host=""), beacon(tcp=tcp, host="x" * 64)], samples=1)
    assert found[1].protocol == "tcp"
    assert [one.error for one in found[2:]] == [
        "udp: the beacon has no UDP port; tcp: the beacon has no address and no host name",
        f"udp: the beacon has no UDP port; tcp: the host name {'x' * 64!r} cannot be resolved",
    ]
    # Whether `localhost` is IPv4 is up to the machine.
    assert found[0].error is None or "refused" in found[0].error.lower()


def test_a_slow_name_server_does_not_delay_beyond_the_deadline(by: Measure, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = threading.Event()
    ask = socket.getaddrinfo

    def slowly(host: Any, *arguments: Any, **options: Any) -> Any:
        if host == "slow.example" and not options:
            resolved.wait(20)
            raise socket.gaierror
        return ask(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    since = time.monotonic()
    with silent_port() as tcp:
        slow, quick = by([beacon(tcp=tcp, host="slow.example"), beacon(tcp=tcp)], samples=1, deadline=0.3)
    resolved.set()
    assert time.monotonic() - since < 5
    assert slow.latency_ms is None
    assert quick.protocol == "tcp"


async def test_cancelling_leaves_nothing_behind() -> None:
    with udp_beacon(lambda _: None) as udp:
        task = asyncio.create_task(measure([beacon(udp)], timeout=30, deadline=30))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_sync_function_works_inside_a_running_loop() -> None:
    with silent_port() as tcp:
        assert measure_sync([beacon(tcp=tcp)], samples=1)[0].protocol == "tcp"


@pytest.mark.parametrize(
    "wrong",
    [
        {"samples": 0},
        {"timeout": 0},
        {"timeout": math.nan},
        {"deadline": -1},
        {"deadline": math.inf},
        {"protocol": "icmp"},
    ],
)
def test_arguments_out_of_range_are_refused(by: Measure, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequestError, match=next(iter(wrong))):
        by([], **wrong)


# Ranking.


def measured(city: str, latency: float | None, division: str = "Quebec") -> Measurement:
    return Measurement(Beacon("1.2.3.4", location(city, division)), latency)


def shown(ranking: list[RankedLocation]) -> list[tuple[str, float]]:
    return [(one.name, one.latency_ms) for one in ranking]


def test_the_fair_location_and_the_one_good_for_most() -> None:
    players = [{"A": 10.0, "B": 50.0}, {"A": 12.0, "B": 55.0}, {"A": 90.0, "B": 60.0}]
    assert shown(rank(players)) == [("B", 60), ("A", 90)]
    assert shown(rank(players, by="mean")) == [("A", pytest.approx(112 / 3)), ("B", 55)]
    best = rank(players)[0]
    assert (best.worst_ms, best.mean_ms, best.players_ms, best.missing) == (60, 55, (50, 55, 60), 0)
    assert best.location is None


def test_a_location_that_a_player_lacks_comes_after_those_that_all_reached() -> None:
    ranking = rank([{"A": 1, "B": 200, "C": 1, "D": None}, {"A": None, "B": 210, "D": None}, {"B": 220, "C": 1}])
    assert shown(ranking) == [("B", 220), ("C", 1), ("A", 1)]
    assert [one.missing for one in ranking] == [0, 1, 2]
    assert ranking[2].players_ms == (1, None, None)


def test_measurements_are_merged_by_place_not_only_by_city() -> None:
    ann = [measured("London", 20, "England"), measured("London", 90, "Ontario"), measured("Paris", 30)]
    bob = [measured("London", 25, "England"), measured("London", 80, "Ontario"), measured("Paris", None)]
    ranking = rank([ann, iter(bob)])
    assert shown(ranking) == [("London", 25), ("London", 90), ("Paris", 30)]
    assert [one.location and one.location.administrative_division for one in ranking] == [
        "England",
        "Ontario",
        "Quebec",
    ]


def test_of_several_beacons_in_one_place_the_nearest_counts() -> None:
    assert shown(rank([[measured("A", 30), measured("A", 20), measured("A", None)]])) == [("A", 20)]


def test_equal_locations_have_a_certain_order() -> None:
    players = [{"C": 5, "B": 10, "A": 10}, {"C": 10, "B": 10, "A": 10}]
    assert [one.name for one in rank(players)] == ["C", "A", "B"]


def test_nobody_and_nothing_make_an_empty_ranking() -> None:
    assert rank([]) == []
    assert rank([{}, []]) == []
    assert rank([{"A": None}]) == []


def test_what_was_measured_can_be_ranked() -> None:
    with udp_beacon(lambda _: 0.05) as slow, udp_beacon() as quick:
        found = measure_sync([beacon(slow, city="A"), beacon(quick, city="B")], samples=1)
    assert [one.name for one in rank([found])] == ["B", "A"]


@pytest.mark.parametrize("latency", [-1, math.nan, math.inf, "12", True])
def test_a_latency_from_a_game_client_is_checked(latency: Any) -> None:
    with pytest.raises(InvalidRequestError, match="latency to Chicago"):
        rank([{"Chicago": latency}])


def test_names_and_measurements_are_not_mixed() -> None:
    with pytest.raises(InvalidRequestError, match="not both"):
        rank([{"London": 1}, [measured("London", 1)]])
    with pytest.raises(InvalidRequestError, match="by must be"):
        rank([], by="median")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# Users.


def test_public_addresses_become_users_in_order() -> None:
    addresses = ["8.8.8.8", " 1.1.1.1 ", "2001:4860:4860::8888", "::ffff:8.8.4.4", ipaddress.ip_address("9.9.9.9")]
    users = users_from_ips(addresses)
    assert [user.to_dict() for user in users] == [
        {"user_type": "ip_address", "user_data": {"ip_address": address}}
        for address in ("8.8.8.8", "1.1.1.1", "2001:4860:4860::8888", "8.8.4.4", "9.9.9.9")
    ]
    assert users_from_ips([]) == []
    assert len(users_from_ips(["8.8.8.8", "8.8.8.8"])) == 2


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fd00::1", "private"),
        ("fec0::1", "private"),
        ("192.0.2.1", "special-purpose"),
        ("2001:db8::1", "special-purpose"),
        ("::ffff:192.168.1.1", "private"),
        ("2002:a00:1::1", "private"),
        ("100.64.0.1", "shared"),
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("169.254.1.1", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "local network interface"),
        ("2001:4860::1%1", "local network interface"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("255.255.255.255", "reserved"),
        ("240.0.0.1", "reserved"),
        ("4000::1", "reserved"),
        ("", "not an IP address"),
        ("localhost", "not an IP address"),
        ("1.2.3", "not an IP address"),
        ("1.2.3.4:5555", "not an IP address"),
        ("[2001:4860::1]:80", "not an IP address"),
        ("8.8.8.0/24", "not an IP address"),
        ("010.8.8.8", "not an IP address"),
        ("1.2.3.4, 5.6.7.8", "not an IP address"),
        (134744072, "not an IP address"),
        (None, "not an IP address"),
        (b"\x08\x08\x08\x08", "not an IP address"),
    ],
)
def test_an_address_that_cannot_be_located_is_refused_by_name(address: Any, kind: str) -> None:
    with pytest.raises(InvalidRequestError, match=kind) as raised:
        users_from_ips(["8.8.8.8", address])
    assert str(address) in str(raised.value)


def test_errors_about_addresses_stay_short() -> None:
    with pytest.raises(InvalidRequestError) as raised:
        users_from_ips(["x" * 10_000])
    assert len(str(raised.value)) < 250
    with pytest.raises(InvalidRequestError, match="must be a list"):
        users_from_ips("8.8.8.8")


def test_coordinates_become_users_in_order() -> None:
    users = users_from_coordinates([(45.5, -73.5), (-90, 180), Coordinates(1.0, 2.0), location()])
    assert [user.to_dict() for user in users] == [
        {"user_type": "geo_coordinates", "user_data": {"latitude": latitude, "longitude": longitude}}
        for latitude, longitude in ((45.5, -73.5), (-90, 180), (1, 2), (45.5, -73.5))
    ]
    assert users_from_coordinates([]) == []


def wrong_places() -> Iterator[tuple[Any, str]]:
    for latitude in (90.1, -91, math.nan, math.inf, "45", None, True, 10**400):
        yield (latitude, 0.0), "latitude"
    for longitude in (180.1, -181, math.nan, -math.inf, "1"):
        yield (0.0, longitude), "longitude"
    for place in ((1.0,), (1.0, 2.0, 3.0), 7, None):
        yield place, "a pair of latitude and longitude"


@pytest.mark.parametrize(("place", "said"), list(wrong_places()), ids=str)
def test_coordinates_out_of_bounds_are_refused(place: Any, said: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"(?i){said}"):
        users_from_coordinates([(0.0, 0.0), place])
