"""A short run of the launch campaign; `make chaos` is the long one."""

from __future__ import annotations

from tests.chaos import plan_of, run


def test_a_hundred_and_fifty_launches_against_faults_leave_nothing_behind() -> None:
    result = run(launches=150, seed=7)
    assert result.violations == []
    assert sum(sum(outcomes.values()) for outcomes in result.outcomes.values()) == 150
    assert len(result.report["faults"]) > 5


def test_the_plan_depends_on_the_seed_alone() -> None:
    plans = [plan_of(1, number) for number in range(100)]
    assert plans == [plan_of(1, number) for number in range(100)]
    assert plans != [plan_of(2, number) for number in range(100)]
