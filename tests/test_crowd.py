"""A short run of the crowd campaign; `make crowd` is the long one."""

from __future__ import annotations

import pytest

from tests.crowd.campaign import run
from tests.crowd.plan import parties

# Its players wait for each other, on however busy a computer.
pytestmark = pytest.mark.timeout(300)


def test_two_hundred_players_against_faults_and_restarts_leave_nothing_behind() -> None:
    result = run(tickets=200, seed=3)
    assert result.violations == []
    assert result.tickets >= 200
    assert len(result.report.faults) > 10
    assert result.claims.outcomes["assigned"] > 20
    records = result.report.records.values()
    assert {search.end for each in records for search in each.searches} >= {"matched", "deleted", "cancelled"}


def test_the_plan_depends_on_the_seed_alone() -> None:
    assert parties(1, 100) == parties(1, 100)
    assert parties(1, 100) != parties(2, 100)
