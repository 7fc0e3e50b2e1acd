"""A short run of the launch campaign; `make chaos` is the long one."""

from __future__ import annotations

from tests.chaos.campaign import SHORT, run
from tests.chaos.plan import outages_of, plan_of


def test_two_hundred_launches_against_outages_lies_and_kills_leave_nothing_behind() -> None:
    result = run(launches=200, seed=7, scale=SHORT)
    assert result.violations == []
    assert sum(sum(outcomes.values()) for outcomes in result.outcomes.values()) == 200
    faults = result.report["faults"]
    assert len(faults) > 20
    assert faults["in an outage, carried out"] > 5
    assert result.killed >= 3
    assert result.swept > 0


def test_the_plan_depends_on_the_seed_alone() -> None:
    plans = [plan_of(1, number) for number in range(100)]
    assert plans == [plan_of(1, number) for number in range(100)]
    assert plans != [plan_of(2, number) for number in range(100)]


def test_the_outages_of_an_organisation_are_within_its_launches() -> None:
    lengths = (5.0, 20.0, 60.0, 120.0)
    found = outages_of(1, "organisation", 500, lengths)
    assert sorted(seconds for _, seconds in found) == list(lengths)
    assert all(0 < number < 500 for number, _ in found)
