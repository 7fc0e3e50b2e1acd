"""What an error says of a failed request, at the bounds of what is kept of the response."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from edgegap_client import Edgegap, EdgegapError, Outcome, RetryPolicy, ServerError, StatusError
from edgegap_client._core.error_mapping import closed_during_call
from edgegap_client._core.retries import may_retry
from edgegap_client._core.server_browser import renamed

from .conftest import TOKEN


def error_of(status: int, body: bytes, base_url: str = "http://edgegap.test") -> EdgegapError:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    with (
        Edgegap(TOKEN, base_url=base_url, transport=transport, max_retries=0) as edgegap,
        pytest.raises(EdgegapError) as raised,
    ):
        edgegap.applications.get("my-game")
    return raised.value


def test_a_body_of_2000_characters_is_kept_whole_and_no_more_of_a_longer_one() -> None:
    assert error_of(500, b"x" * 2000).body == "x" * 2000
    assert error_of(500, b"x" * 2001).body == "x" * 2000 + "..."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"message": "no", "code": 7}, "no"),
        ({"code": 7}, "7"),
        ({"errors": [{"message": "no", "code": 7}]}, "no (7)"),
        ({"errors": [{"message": "no", "code": "E7"}, {"code": "E8"}]}, "no (E7); E8"),
        ({"errors": [{"message": "no", "code": ["E7"]}]}, "no"),
        ({"title": "Refused", "detail": "no"}, "Refused: no"),
        ({"title": "Refused", "message": "no"}, "no"),
        ({"title": "Refused"}, "Refused"),
        ({"detail": [{"loc": ["body", "users", 0], "msg": "missing"}]}, "body.users.0: missing"),
        ({"detail": [{"loc": "body", "msg": "missing"}]}, "missing"),
        ({"errors": {"users": ["missing"], "version": [None]}}, "users: missing"),
    ],
)
def test_a_code_and_a_place_are_shown_with_the_text_they_are_about(body: dict[str, Any], message: str) -> None:
    assert error_of(400, json.dumps(body).encode()).message == message


def test_lists_and_depths_of_a_body_are_read_within_a_bound() -> None:
    texts = [f"text-{number}" for number in range(21)]
    assert error_of(400, json.dumps({"errors": texts[:20]}).encode()).message.split("; ") == texts[:20]
    assert error_of(400, json.dumps({"errors": texts}).encode()).message.split("; ") == texts[:20]
    body: Any = "deep"
    for _ in range(5):
        body = [body]
    assert error_of(400, json.dumps({"errors": body[0]}).encode()).message == "deep"
    assert error_of(400, json.dumps({"errors": body}).encode()).message == "Bad Request"


@pytest.mark.parametrize(
    ("is_sent", "outcome"), [(False, Outcome.NOT_SENT), (True, Outcome.UNKNOWN), (None, Outcome.UNKNOWN)]
)
def test_only_what_was_certainly_not_sent_as_the_client_closed_is_not_sent(
    is_sent: bool | None, outcome: Outcome
) -> None:
    assert closed_during_call(is_sent).outcome is outcome


def test_by_default_the_bound_of_the_delay_doubles_from_half_a_second_to_8_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def longest(_: float, high: float) -> float:
        return high

    monkeypatch.setattr("random.uniform", longest)
    error = ServerError("", status=503)
    delays = [RetryPolicy(6).delay("GET", error, attempt) for attempt in range(1, 8)]
    assert delays == [0.5, 1, 2, 4, 8, 8, None]
    assert [RetryPolicy().delay("GET", error, attempt) is None for attempt in (1, 2, 3)] == [False, False, True]


def test_only_temporary_failures_are_retried_and_a_post_only_if_nothing_was_done() -> None:
    temporary = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
    errors = {status: StatusError("", status=status) for status in range(300, 600)}
    assert {status for status, error in errors.items() if may_retry("GET", error)} == temporary
    assert {status for status, error in errors.items() if may_retry("POST", error)} == {425, 429}


def test_a_call_without_parameters_has_none_in_any_version_of_the_server_browser() -> None:
    assert renamed(None, {"page_size": "limit"}) is None
    assert renamed({"page_size": 5, "page": 1}, {"page_size": "limit"}) == {"limit": 5, "page": 1}
