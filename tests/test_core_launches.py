"""Rules of launches, case by case: tags, keys, order by age, and what counts for `max_active`."""

from __future__ import annotations

import json
import os
import time
from typing import Any

import pytest

from edgegap_client._core.ceiling import Ask, Ceiling, Counted, Seen
from edgegap_client._core.launch import KeyOptions, by_age, check_tags, new_tag, query, tail
from edgegap_client._core.lease import Lease
from edgegap_client.errors import InvalidRequestError


@pytest.mark.parametrize("tags", [[], ["a"], ["x" * 40], ("a", "b")])
def test_tags_of_1_to_40_characters_are_taken(tags: Any) -> None:
    assert check_tags(tags) == list(tags)


@pytest.mark.parametrize("tags", ["a", [""], ["x" * 41], ["a", 7], [None]])
def test_other_tags_are_refused(tags: Any) -> None:
    with pytest.raises(InvalidRequestError):
        check_tags(tags)


@pytest.mark.parametrize("options", [{}, {"list_lag": 0}, {"list_lag": 3599.9}, {"key_ttl": 0.1}, {"key_ttl": None}])
def test_a_key_with_a_lag_of_less_than_an_hour_is_taken(options: dict[str, Any]) -> None:
    assert KeyOptions("match-1", **options).tag == KeyOptions("match-1").tag


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("", {}),
        ("match-1", {"list_lag": -0.1}),
        ("match-1", {"list_lag": 3600}),
        ("match-1", {"key_ttl": 0}),
        ("match-1", {"key_ttl": -1}),
    ],
)
def test_other_keys_are_refused(key: str, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequestError):
        KeyOptions(key, **options)


def test_the_tag_of_a_key_depends_on_the_key_only() -> None:
    """Processes of two versions of this package find the deployment of a key by it."""
    assert KeyOptions("match-1").tag == "launch-5e5b43a279f0"
    assert len({KeyOptions(f"match-{number}").tag for number in range(50)}) == 50
    assert len({new_tag() for _ in range(50)}) == 50
    assert {len(new_tag()) for _ in range(50)} == {19}


def test_a_filter_of_a_list_names_field_operator_and_value() -> None:
    filters = json.loads(query(status="READY", not_tags=["a"], until_created_at="2026", app=["x"], not_version="v1"))
    assert filters["filters"] == [
        {"field": "status", "operator": "eq", "value": "READY"},
        {"field": "tags", "operator": "nin", "value": ["a"]},
        {"field": "created_at", "operator": "lte", "value": "2026"},
        {"field": "app", "operator": "in", "value": ["x"]},
        {"field": "version", "operator": "neq", "value": "v1"},
    ]


@pytest.mark.parametrize(
    ("ascending", "descending", "order"),
    [
        ([], [], []),
        (["b", "a"], ["a", "b"], ["b", "a"]),
        (["b", "a"], ["b", "a"], ["a", "b"]),  # created at the same moment: by name
        (["c", "b", "a"], ["c", "b", "a"], ["a", "b", "c"]),
        (["d", "c", "b", "a"], ["b", "a", "d", "c"], ["c", "d", "a", "b"]),
        (["a", "z", "y"], ["y", "z", "a"], ["a", "z", "y"]),
        (["b", "a", "new"], ["b", "a"], ["a", "b", "new"]),
    ],
)
def test_deployments_of_the_same_moment_are_ordered_by_name(
    ascending: list[str], descending: list[str], order: list[str]
) -> None:
    assert by_age(ascending, descending) == order


def test_the_end_of_a_log_has_20_lines_and_at_most_4000_characters() -> None:
    lines = [f"line {number}" for number in range(30)]
    assert tail("\n".join(lines)) == "\n".join(lines[10:])
    assert tail("\n".join(lines), 2) == "line 28\nline 29"
    assert tail("x" * 3999 + "yz") == "x" * 3998 + "yz"
    assert tail(None) == ""


# What counts.


class Clock:
    """The monotonic clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def counted(ceiling: Ceiling) -> int:
    return sum(each.counts for each in ceiling.all().values())


def test_a_launch_counts_by_itself_until_15_s_after_its_end(clock: Clock) -> None:
    ceiling = Ceiling()
    ceiling.open("launch-1", clock.now + 10)
    clock.now += 24.9
    assert counted(ceiling) == 1
    clock.now += 0.1
    assert counted(ceiling) == 0


def test_a_deployment_counts_by_itself_until_15_s_after_it_was_created(clock: Clock) -> None:
    ceiling = Ceiling()
    ceiling.open("launch-1", clock.now + 600)
    ceiling.created("launch-1", "d1")
    assert ceiling.all()["launch-1"].deployment_id == "d1"
    ceiling.leave_to_list("launch-1", clock.now)
    clock.now += 14.9
    assert counted(ceiling) == 1
    clock.now += 0.1
    assert counted(ceiling) == 0


def test_what_has_ended_is_left_out_of_lists_by_its_tag_or_its_id(clock: Clock) -> None:
    ceiling = Ceiling()
    ceiling.open("launch-1", clock.now + 600)
    ceiling.created("launch-1", "d1")
    ceiling.over("d1")
    assert counted(ceiling) == 0
    assert set(ceiling.all()) == {"launch-1"}
    ceiling.over("d2")
    assert set(ceiling.all()) == {"launch-1", "d2"}
    clock.now += 15.0
    assert not ceiling.all()


def test_a_deployment_that_is_being_stopped_counts_and_one_that_has_ended_does_not_count_again(clock: Clock) -> None:
    ceiling = Ceiling()
    ceiling.stopping("d1", "d1")
    assert ceiling.all()["d1"].is_stopping
    assert counted(ceiling) == 1
    ceiling.over("d1")
    ceiling.stopping("d1", "d1")
    assert counted(ceiling) == 0


def test_a_launch_that_has_sent_nothing_is_over_only_if_it_was_known(clock: Clock) -> None:
    noted: list[str] = []
    ceiling = Ceiling()
    ceiling.noted = noted.append
    ceiling.nothing_created("launch-1")
    assert (dict(ceiling.all()), noted) == ({}, [])
    ceiling.open("launch-1", clock.now + 10, is_shared=True)
    assert noted == []
    ceiling.nothing_created("launch-1")
    assert (counted(ceiling), noted) == (0, ["launch-1"])
    ceiling.withdraw("launch-2")
    assert noted == ["launch-1", "launch-2"]


def test_permission_is_granted_as_long_as_fewer_count_than_the_maximum(clock: Clock) -> None:
    ceiling = Ceiling()
    asks = [Ask(f"launch-{number}", 3, clock.now + 10) for number in range(3)]
    verdicts = ceiling.take(ceiling.seen(), 1, asks)
    assert [(each.is_granted, each.active, each.is_certain) for each in verdicts] == [
        (True, 1, True),
        (True, 2, True),
        (False, 3, True),
    ]
    # Who asks again has it still, and others that began since may be on the list already.
    clock.now += 1
    again, other = ceiling.take(ceiling.seen(), 1, [asks[0], Ask("launch-9", 3, clock.now + 10)])
    assert (again.is_granted, again.active) == (True, 3)
    assert (other.is_granted, other.active, other.is_certain) == (False, 3, True)


def test_a_launch_that_began_after_the_list_makes_the_verdict_uncertain(clock: Clock) -> None:
    ceiling = Ceiling()
    seen = ceiling.seen()
    clock.now += 1
    ceiling.open("launch-1", clock.now + 10)
    (verdict,) = ceiling.take(seen, 1, [Ask("launch-2", 2, clock.now + 10)])
    assert (verdict.is_granted, verdict.active, verdict.is_certain) == (False, 2, False)
    (verdict,) = ceiling.take(seen, 2, [Ask("launch-2", 2, clock.now + 10)])
    assert (verdict.is_granted, verdict.active, verdict.is_certain) == (False, 3, True)


@pytest.mark.parametrize(
    ("name", "until", "active"), [("launch-1", 1000.5, 1), ("launch-1", 1000.0, 0), ("d1", 1001, 0)]
)
def test_only_launches_that_counted_when_the_list_was_read_are_doubtful(
    clock: Clock, name: str, until: float, active: int
) -> None:
    ceiling = Ceiling()
    seen = Seen(clock.now, {})
    ceiling.open(name, until - 15.0)
    (verdict,) = ceiling.take(seen, 0, [Ask("launch-2", 5, clock.now + 10)])
    assert verdict.active == active


def test_what_another_process_knows_is_left_to_lists(clock: Clock) -> None:
    for pid, known in ((0, True), (os.getpid(), True), (os.getpid() + 1, False)):
        assert Counted(clock.now + 1, pid=pid).is_known(clock.now) is known
        assert not Counted(clock.now, pid=pid).is_known(clock.now)


def test_a_permission_lapses_unless_it_is_renewed_before(clock: Clock) -> None:
    ceiling = Ceiling()
    assert ceiling.may_create("launch-1")
    ceiling.leased("launch-1", clock.now + 2)
    ceiling.leased("launch-1", clock.now + 99)  # the first one holds
    clock.now += 1.9
    assert ceiling.may_create("launch-1")
    ceiling.renewed("launch-1", clock.now + 2)
    clock.now += 1.9
    assert ceiling.may_create("launch-1")
    clock.now += 0.1
    assert not ceiling.may_create("launch-1")
    ceiling.renewed("launch-1", clock.now + 2)
    ceiling.end_renewals()
    assert not ceiling.may_create("launch-1")
    ceiling.leased("launch-2", clock.now + 2)
    ceiling.end_renewals()
    clock.now += 1e6
    assert ceiling.may_create("launch-2")


@pytest.mark.parametrize(
    ("capacity", "target", "now", "usable"), [(5, 3, 9.9, 3), (3, 5, 9.9, 3), (5, 5, 10.0, 0), (5, 5, 11.0, 0)]
)
def test_a_lease_may_be_used_down_to_its_target_while_it_is_valid(
    capacity: int, target: int, now: float, usable: int
) -> None:
    assert Lease(capacity, target, 9, valid_until=10.0, as_of=5.0).usable(now) == usable


def test_without_a_lease_nothing_may_start_and_the_share_of_a_process_is_one() -> None:
    lease = Lease()
    assert (lease.usable(0.0), lease.usable(-1.0), lease.share, lease.stretch) == (0, 0, 1, 1.0)
    assert (lease.capacity, lease.target, lease.total, lease.next_free) == (0, 0, 0, 0.0)
    assert lease.is_shared
    assert not Lease(as_of=float("inf")).is_shared
