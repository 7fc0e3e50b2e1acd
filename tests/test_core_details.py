"""Values that are seldom given or received: what they are read as, and how they are refused."""

from __future__ import annotations

import datetime
import gc
import ipaddress
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from edgegap_client import ConfigurationError, InvalidRequestError, Outcome, ResponseFormatError
from edgegap_client._core.decoding import query_time, to_bool, to_datetime
from edgegap_client._core.error_mapping import retry_after
from edgegap_client._core.launch import check_tags
from edgegap_client._core.lease import Lease
from edgegap_client._core.masked import to_secret
from edgegap_client._core.matchmaker import Poller
from edgegap_client._core.matchmaker_rules import _CHECKS
from edgegap_client._core.paging import items_in
from edgegap_client._core.query import Query
from edgegap_client._core.rate_limiter import Limit
from edgegap_client._core.redaction import without_library_frames
from edgegap_client._core.retries import may_retry
from edgegap_client._core.settings import read_base_url
from edgegap_client._core.unreadable import tags_of
from edgegap_client.errors import CertificateError
from edgegap_client.matchmaking import Match, PlayerTicket
from edgegap_client.models import DeploymentStatus

# Read


def test_a_bool_stays_as_it_is() -> None:
    assert to_bool(True, "ready") is True
    assert to_bool("FALSE", "ready") is False


@pytest.mark.parametrize("zone", ["UTC", "GMT", "Z"])
def test_a_time_with_the_name_of_a_zone_is_in_utc(zone: str) -> None:
    assert to_datetime(f"Nov 26 2026 12:00:00 {zone}", "t") == datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)


def test_a_time_of_an_unknown_zone_is_no_time() -> None:
    with pytest.raises(ResponseFormatError):
        to_datetime("Nov 26 2026 12:00:00 XYZ", "t")


@pytest.mark.parametrize(("received", "read"), [(7, "7"), (1.5, "1.5"), ("a", "a")])
def test_a_secret_that_is_a_number_is_text(received: object, read: str) -> None:
    assert to_secret(received, "token") == read


@pytest.mark.parametrize("received", [True, None, []])
def test_what_is_no_secret_is_refused(received: object) -> None:
    with pytest.raises(ResponseFormatError):
        to_secret(received, "token")


@pytest.mark.parametrize(
    ("received", "tags"), [("a, b", ["a", "b"]), (["a", {"b": 1}], ["a"]), ({"a": 1}, None), (7, None), (None, None)]
)
def test_tags_are_read_as_far_as_they_are_texts(received: object, tags: list[str] | None) -> None:
    assert tags_of(DeploymentStatus.from_dict({"request_id": "d1", "tags": received})) == tags


def test_a_page_whose_items_are_no_list_is_no_empty_page() -> None:
    def items_of(_: DeploymentStatus) -> list[object]:
        raise ResponseFormatError("should be a list, got str", field="data")

    with pytest.raises(ResponseFormatError):
        items_in(DeploymentStatus.from_dict({"request_id": "d1"}), items_of)


@pytest.mark.parametrize(
    ("text", "least"), [("Thu, 26 Nov 2099 12:00:00 -0000", 1e9), ("Thu, 26 Nov 2009 12:00:00 -0000", 0.0)]
)
def test_a_date_without_a_zone_is_in_utc(text: str, least: float) -> None:
    found = retry_after(httpx.Response(429, headers={"Retry-After": text}))
    assert found is not None
    assert found >= least
    assert (found == 0.0) is (least == 0.0)


def test_the_team_of_a_ticket_is_its_own_or_that_of_its_group() -> None:
    own = PlayerTicket.of({"id": "own", "team_id": "red"})
    match = Match(
        "casual",
        "m1",
        ticket_ids=("own", "other"),
        tickets={"own": own, "other": PlayerTicket.of({"id": "other"})},
        groups={"g": ["other"]},
        teams={"blue": ["g"]},
    )
    assert [match.team_of(each) for each in ("own", "other", "nobody")] == ["red", "blue", None]


@pytest.mark.parametrize("value", [None, {}, [], "Chicago", {"Chicago": 0}, {"": 12.0}, {"Chicago": "12"}])
def test_what_are_no_latencies_is_seen(value: object) -> None:
    check, _ = _CHECKS["latencies"]
    assert not check(value)
    assert check({"Chicago": 12.0})


# Given


def test_a_time_without_a_zone_is_in_utc() -> None:
    hours = datetime.timezone(datetime.timedelta(hours=2))
    assert query_time(datetime.datetime(2026, 11, 26, 12)) == "2026-11-26 12:00:00.000000"
    assert query_time(datetime.datetime(2026, 11, 26, 12, tzinfo=hours)) == "2026-11-26 10:00:00.000000"


@pytest.mark.parametrize("tags", [[7], ["a", None], [b"a"]])
def test_a_tag_that_is_no_text_is_refused(tags: Any) -> None:
    with pytest.raises(InvalidRequestError):
        check_tags(tags)


@pytest.mark.parametrize("field", ["is_joinable_by_session", "available_session_sockets"])
def test_a_condition_on_sessions_is_sent_as_it_is(field: Any) -> None:
    (condition,) = Query().where(field, "eq", True).to_dict()["filters"]
    assert condition["value"] is True


@pytest.mark.parametrize("host", ["[::1]", "[fe80::1]"])
def test_an_ipv6_address_is_a_host(host: str) -> None:
    assert read_base_url(f"http://{host}:8080/") == f"http://{host}:8080"
    assert ipaddress.ip_address(host.strip("[]")).version == 6


@pytest.mark.parametrize("url", ["http://localhost:0", "http://[v1.x]:80", "http://a b"])
def test_what_is_no_host_or_port_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        read_base_url(url)


# Shared


def test_a_wrong_certificate_is_not_tried_again() -> None:
    assert not may_retry("GET", CertificateError("expired", outcome=Outcome.NOT_SENT))


def test_the_frames_of_libraries_are_removed_from_groups_too() -> None:
    def fail(work: Callable[[], object]) -> Exception:
        try:
            work()
        except Exception as error:
            return error
        raise AssertionError("it has not failed")

    inner = fail(lambda: httpx.get("no-scheme"))
    group = ExceptionGroup("several", [inner, ValueError("other")])
    assert "httpx" in modules_of(inner)
    without_library_frames(group)
    assert "httpx" not in modules_of(inner)


def modules_of(error: BaseException) -> set[str]:
    found, traceback = set[str](), error.__traceback__
    while traceback is not None:
        found.add(str(traceback.tb_frame.f_globals["__name__"]).partition(".")[0])
        traceback = traceback.tb_next
    return found


class Wakeup:
    """Who waits for a read."""

    def set(self) -> bool:
        return True


def test_what_nobody_reads_any_more_is_forgotten() -> None:
    poller = Poller()
    first = poller.of("ticket")
    assert poller.of("ticket") is first
    del first
    gc.collect()
    assert poller.of("ticket").reads == 0


def test_a_read_that_is_overdue_does_not_keep_others_from_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("edgegap_client._core.matchmaker.time.monotonic", lambda: now)
    polled, first, second = Poller().of("ticket"), Wakeup(), Wakeup()
    polled.join(first)
    polled.join(second)
    now += 100.0
    assert polled.claim(first, 10.0, 1.0) == 0.0
    assert polled.claim(second, 10.0, 1.0) > 0.0
    polled.release(second)  # it has not claimed it
    assert polled.claim(second, 10.0, 1.0) > 0.0
    now += 100.0
    assert polled.claim(second, 10.0, 1.0) == 0.0


def test_a_lease_without_a_lessor_is_ignored() -> None:
    limit = Limit(2)
    limit.leased(Lease(), pause=50.0)
    assert not limit.is_paused()
