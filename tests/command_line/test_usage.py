"""`edgegap usage`: vCPU-hours of what the service still lists; and the bars of `edgegap ping`."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import Edgegap
from edgegap_client.cli.places import BAR_WIDTH, _with_bars
from edgegap_client.sandbox import Sandbox

from ..test_cli import TOKEN, Run, launch, terminal
from ..test_launch import ORDER, Past
from .test_stops import past

__all__ = ["past"]


def used(ran: Any) -> dict[str, tuple[int, float]]:
    return {each["name"]: (each["deployments"], each["vcpu_hours"]) for each in ran.data["usage"]}


@pytest.fixture
def two(past: Past) -> None:
    """One that has run for three hours, and one for half a minute less than two, of a quarter of a vCPU each."""
    with Edgegap() as edgegap:
        for tags in (["ranked", "eu", "launch-0123456789ab"], []):
            edgegap.deployments.create(**ORDER, tags=tags)
            past.go_on(seconds=30)
            past.go_on(hours=1)


@pytest.mark.usefixtures("two")
def test_hours_are_counted_by_application_tag_and_day(run: Run, past: Past) -> None:
    by_app = run("usage", "--json")
    ((name, (count, hours)),) = used(by_app).items()
    assert (name, count) == ("my-game", 2)
    assert hours == pytest.approx(0.25 * (3 + 2 - 1 / 120), abs=0.05)
    by_tag = used(run("usage", "--by", "tag", "--json"))
    assert by_tag.keys() == {"ranked", "eu", "(no tag)"}
    assert by_tag["ranked"] == by_tag["eu"]
    assert by_tag["ranked"][1] == pytest.approx(0.75, abs=0.03)
    by_day = used(run("usage", "--by", "day", "--json"))
    assert sum(each for _, each in by_day.values()) == pytest.approx(hours, abs=0.02)
    today = datetime.datetime.now(datetime.UTC).date()
    assert set(by_day) <= {today.isoformat(), (today - datetime.timedelta(days=1)).isoformat()}
    since = run("usage", "--since", "1h", "--json").data["total"]
    assert since["vcpu_hours"] == pytest.approx(0.5, abs=0.01)
    assert run("usage", "--app", "nobodys-game").err == "There are no such deployments.\n"


@pytest.mark.usefixtures("two")
def test_money_comes_only_from_a_price(run: Run) -> None:
    without = run("usage")
    assert without.out.splitlines()[0].split() == ["APP", "DEPLOYMENTS", "VCPU-HOURS"]
    assert run("usage", "--json").data["total"]["cost"] is None
    priced = run("usage", "--price", "0.08")
    assert priced.out.splitlines()[0].split()[-1] == "COST"
    assert [line.split()[0] for line in priced.out.splitlines()[1:]] == ["my-game", "total"]
    total = run("usage", "--price", "0.08", "--json").data["total"]
    assert total["cost"] == pytest.approx(total["vcpu_hours"] * 0.08, abs=1e-5)
    assert run("usage", "--price", "-1").status == 2


@pytest.mark.usefixtures("game")
def test_what_cannot_be_counted_is_said(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    launch(edgegap)
    sandbox.faults.add(operation="get_app_version", status=403)
    ran = run("usage")
    assert ran.err.splitlines()[-1].startswith("1 not counted: ")
    assert "no history" in " ".join(run("usage", "--help").out.split())


def test_a_day_ends_at_midnight_in_utc() -> None:
    from edgegap_client.cli.deployment_rows import Row
    from edgegap_client.cli.usage import Span, _add_up
    from edgegap_client.models import DeploymentListItem

    start = datetime.datetime(2026, 3, 31, 22, tzinfo=datetime.UTC)
    row = Row(DeploymentListItem(request_id="a", ready=True, tags=[]), None, is_ended=False, now=start)
    span = Span(row, start, start + datetime.timedelta(hours=27), 2.0)
    found = [(each.name, each.vcpu_hours) for each in _add_up([span], "day", None)]
    assert found == [("2026-04-02", 2.0), ("2026-04-01", 48.0), ("2026-03-31", 4.0)]


def test_latencies_have_bars() -> None:
    rows = [{"latency_ms": figure} for figure in (1.0, 50.0, 100.0, None)]
    assert [len(row["bar"]) for row in _with_bars(rows)] == [1, BAR_WIDTH // 2, BAR_WIDTH, 0]
    assert _with_bars([{"latency_ms": None}])[0]["bar"] == ""


def test_ping_shows_its_time_and_then_a_table_with_bars(base_url: str, httpserver: HTTPServer) -> None:
    place = {"country": "C", "continent": "C", "administrative_division": "A", "timezone": "T"}
    place |= {"city": "Paris", "latitude": 1.0, "longitude": 1.0}  # type: ignore[dict-item]
    beacon = {"host": "127.0.0.1", "tcp_port": httpserver.port, "location": place}
    httpserver.expect_request("/v1/locations/beacons").respond_with_json({"count": 1, "locations": [beacon]})
    options = ("--samples", "3", "--deadline", "5", "--protocol", "tcp", "--base-url", httpserver.url_for(""))
    screen = terminal("ping", *options, columns=80)
    assert screen.status == 0
    assert "measuring 1 beacons" in screen.text
    assert re.search(rf"Paris +C +\d+\.\d ms +█{{{BAR_WIDTH}}} +tcp +0%", screen.text)
    assert TOKEN not in screen.raw
