"""What becomes of calls when the server or the network fails, over real sockets; the same for both clients."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._core.retries import RetryPolicy
from edgegap_client.errors import (
    BadRequestError,
    ConnectionFailed,
    EdgegapError,
    Outcome,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    TimedOut,
    UnexpectedStatusError,
)
from tests.fault_campaign import LATEST, REGISTRY_SECRET, Planned, call, campaign, open_sockets, peak_memory, plan
from tests.servers.faults import DOORS, KINDS, FaultServer

from .conftest import ON_AIOHTTP, TOKEN

QUICKLY = 1.0  # seconds of processor time; a gigabyte takes many times that if anything of it is kept or unpacked


@pytest.fixture(scope="session")
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server
    assert server.trouble == []
    assert server.followed == 0


@dataclass
class Caller:
    """Makes calls that may fail, with either client.

    Attributes:
        server: The server that they go to.
        is_async: Which client.
    """

    server: FaultServer
    is_async: bool
    calls: int = 0
    name: str = ""
    busy: float = 0.0

    def __call__(self, kind: str, operation: str = "get", *, timeout: float = 3.0, max_retries: int = 0) -> Any:
        """The result of one call of a client of its own, or the error, which is given back instead of raised."""
        self.calls += 1
        number = {"sync": 0, "async": 10**6}["async" if self.is_async else "sync"] + self.calls * 3
        planned = Planned(number, kind, operation, timeout, max_retries, None)
        self.name = f"{kind}.{planned.number}"
        busy = time.process_time()
        try:
            return asyncio.run(self._by_async(planned)) if self.is_async else self._by_sync(planned)
        except EdgegapError as error:
            return error
        finally:
            self.busy = time.process_time() - busy

    def _by_sync(self, planned: Planned) -> Any:
        with Edgegap(TOKEN, base_url=self.server.url(planned.kind), max_response_bytes=2**20) as edgegap:
            return call(edgegap, planned)

    async def _by_async(self, planned: Planned) -> Any:
        async with AsyncEdgegap(TOKEN, base_url=self.server.url(planned.kind), max_response_bytes=2**20) as edgegap:
            return await call(edgegap, planned)

    @property
    def read(self) -> int:
        """How many requests of the last call the server has read whole."""
        return len(self.server.read_requests(self.name))


@pytest.fixture(params=["sync", "async"])
def calling(request: pytest.FixtureRequest, server: FaultServer) -> Caller:
    return _callers.setdefault(request.param, Caller(server, request.param == "async"))


# One for each client, so that no name comes twice.
_callers: dict[str, Caller] = {}


def test_a_short_campaign_breaks_no_promise() -> None:
    report = campaign(exchanges=1_000, seed=3)

    assert report.broken == [], report.table()
    assert len(report.ended) == 1_000


def test_the_plan_depends_on_the_seed_alone() -> None:
    def first(seed: int, number: int) -> list[Planned]:
        return [planned for planned, _ in zip(plan(seed), range(number), strict=False)]

    assert first(7, 500) == first(7, 500)
    assert first(7, 500) == first(7, 1000)[:500]
    assert first(7, 50) != first(8, 50)
    assert {planned.kind for planned in first(1, 10_000)} == set(KINDS)
    assert len(KINDS) == len(set(KINDS)) >= 100


@pytest.mark.parametrize("operation", ["create", "delete"])
def test_a_refused_connection_was_certainly_not_sent(calling: Caller, operation: str) -> None:
    error = calling("refused", operation, max_retries=2)

    assert type(error) is ConnectionFailed
    assert (error.outcome, error.attempts) == (Outcome.NOT_SENT, 3)


LOST = (
    "reset_after_head",
    "reset_in_request_body",
    "closed_after_head",
    "reset_before_answer",
    "reset_in_answer_head",
    "reset_in_answer_body",
    "closed_without_answer",
    "truncated_body",
    "chunks_cut_off",
    "bad_chunk_size",
    "bad_chunk_size_later",
    "garbage_status_line",
    "http09",
    "header_flood",
    "trailer_flood",
)


@pytest.mark.parametrize("kind", LOST)
def test_a_post_whose_answer_is_lost_is_sent_once_and_in_doubt(calling: Caller, kind: str) -> None:
    error = calling(kind, "create", max_retries=2)

    assert type(error) is ConnectionFailed
    assert (error.outcome, error.attempts) == (Outcome.UNKNOWN, 1)
    assert calling.read <= 1


@pytest.mark.parametrize("kind", ["status_520", "burst_500", "burst_502", "burst_503", "burst_504", "busy_503"])
def test_a_post_that_fails_in_the_server_is_sent_once(calling: Caller, kind: str) -> None:
    error = calling(kind, "create", max_retries=2)

    assert type(error) is ServerError
    assert (error.outcome, calling.read) == (Outcome.UNKNOWN, 1)


@pytest.mark.parametrize("operation", ["create", "update"])
@pytest.mark.parametrize("kind", ["limited_then_free", "limited_by_past_date"])
def test_what_the_server_did_not_process_is_repeated(calling: Caller, kind: str, operation: str) -> None:
    result = calling(kind, operation, max_retries=3)

    assert not isinstance(result, EdgegapError)
    assert 2 <= calling.read <= 4


def test_a_425_says_that_nothing_was_done(calling: Caller) -> None:
    error = calling("status_425", "create", max_retries=2)

    assert (error.status, error.outcome, calling.read) == (425, Outcome.REJECTED, 3)


def test_a_refusal_of_the_repetition_leaves_the_call_in_doubt(calling: Caller) -> None:
    # The first DELETE was carried out, but its answer lost; the second finds nothing to delete.
    error = calling("reset_then_404", "delete", max_retries=1)

    assert (error.status, error.outcome, calling.read) == (404, Outcome.UNKNOWN, 2)


SLOW = (
    "never_read",
    "silence",
    "slow_close",
    "drip_head",
    "drip_body",
    "drip_chunks",
    "drip_error_body",
    "endless_1xx",
    "flood_of_1xx",
)


@pytest.mark.parametrize("kind", SLOW)
def test_no_server_can_hold_a_call_beyond_its_deadline(calling: Caller, kind: str) -> None:
    error = calling(kind, "create", timeout=0.6, max_retries=2)

    assert type(error) is TimedOut
    assert error.outcome is Outcome.UNKNOWN
    assert 0.55 < error.elapsed < 0.6 + 4 * LATEST
    assert calling.read <= 1


@pytest.mark.parametrize("kind", ["gzip_bomb", "gzip_twice_bomb", "huge_body", "huge_length"])
def test_bombs_and_huge_bodies_are_refused_quickly_and_cheaply(calling: Caller, kind: str) -> None:
    before = peak_memory()

    error = calling(kind, "create", timeout=10.0)

    assert type(error) is ResponseFormatError
    assert error.outcome is Outcome.UNKNOWN
    assert calling.busy < QUICKLY
    assert peak_memory() - before < 50


@pytest.mark.parametrize("kind", ["gzip_bomb_error", "huge_error_body"])
def test_bombs_do_not_hide_what_their_status_says(calling: Caller, kind: str) -> None:
    error = calling(kind, "create", timeout=10.0)

    assert type(error) is ServerError
    assert (error.status, calling.busy < QUICKLY) == (500, True)


@pytest.mark.parametrize(
    "kind", ["null_200", "empty_200", "no_content_204", "wrong_types", "missing_fields", "null_fields"]
)
def test_a_field_that_cannot_be_read_raises_when_it_is_used(calling: Caller, kind: str) -> None:
    application = calling(kind, max_retries=2)

    assert type(application) is not ResponseFormatError
    with pytest.raises(ResponseFormatError) as raised:
        _ = application.name
    assert (raised.value.field, raised.value.operation, calling.read) == ("name", "get_application", 1)
    assert "\n" not in str(raised.value)


UNREADABLE = (
    "html_200",
    "list_200",
    "number_200",
    "string_200",
    "invalid_utf8",
    "nan",
    "deep_nesting",
    "long_number",
    "cut_json",
    "length_too_small",
    "gzip_corrupt",
    "gzip_cut_off",
    "gzip_not_at_all",
)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_malformed_body_is_a_response_format_error_and_nothing_is_sent_again(calling: Caller, kind: str) -> None:
    if ON_AIOHTTP and kind == "length_too_small":
        pytest.skip("aiohttp takes what is too much for the next answer, and gives up on both")
    error = calling(kind, max_retries=2)

    assert type(error) is ResponseFormatError
    assert (error.outcome, calling.read) == (Outcome.UNKNOWN, 1)
    assert "\n" not in str(error)


READABLE = (
    "valid",
    "slow_first_byte",
    "body_ends_with_connection",
    "closed_after_answer",
    "reset_after_answer",
    "answered_twice",
    "binary_headers",
    "early_hints",
    "unknown_enums",
    "odd_dates",
    "impossible_dates",
    "with_bom",
    "wrong_content_type",
    "gzip_valid",
    "deflate_valid",
)


@pytest.mark.parametrize("kind", READABLE)
def test_what_is_merely_odd_is_read(calling: Caller, kind: str) -> None:
    assert calling(kind).name == calling.name


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(calling: Caller, server: FaultServer, status: int) -> None:
    error = calling(f"redirect_{status}", max_retries=2)

    assert type(error) is UnexpectedStatusError
    assert (error.status, calling.read, server.followed) == (status, 1, 0)


@pytest.mark.parametrize("kind", ["limited_for_a_minute", "limited_until_date", "limited_until_9999"])
def test_a_retry_after_beyond_the_deadline_raises_at_once(calling: Caller, kind: str) -> None:
    error = calling(kind, "create", timeout=5.0, max_retries=2)

    assert type(error) is RateLimitedError
    assert (error.outcome, calling.read) == (Outcome.REJECTED, 1)
    assert error.retry_after is not None
    assert error.retry_after > 50
    assert error.elapsed < 4  # it does not wait for the deadline


def test_no_error_gives_away_what_the_server_tells(calling: Caller) -> None:
    error = calling("tells_secrets", "create")

    assert type(error) is BadRequestError
    for told in (str(error), repr(error), repr(vars(error))):
        assert TOKEN not in told
        assert REGISTRY_SECRET not in told


@pytest.mark.parametrize("kind", ["answered_twice", "length_too_small"])
def test_what_a_server_sends_too_much_is_no_answer_to_the_next_request(server: FaultServer, kind: str) -> None:
    with Edgegap(TOKEN, base_url=server.url(), max_retries=0) as edgegap:
        for number in range(10):
            outcomes = [_name_or_error(edgegap, name) for name in (f"{kind}.{9000 + number}", f"valid.{9000 + number}")]
            assert outcomes[1] == f"valid.{9000 + number}"


async def test_what_a_server_sends_too_much_is_no_answer_to_the_next_async_request(server: FaultServer) -> None:
    async with AsyncEdgegap(TOKEN, base_url=server.url(), max_retries=0) as edgegap:
        for number in range(10):
            assert (await edgegap.applications.get(f"answered_twice.{8000 + number}")).name.startswith("answered_twice")
            assert (await edgegap.applications.get(f"valid.{8000 + number}")).name == f"valid.{8000 + number}"


def _name_or_error(edgegap: Edgegap, name: str) -> str:
    try:
        return edgegap.applications.get(name).name
    except ResponseFormatError as error:
        return str(error)


def test_connections_are_kept_after_good_answers(server: FaultServer) -> None:
    with Edgegap(TOKEN, base_url=server.url()) as edgegap:
        edgegap.applications.get("valid.7000")
        sockets = open_sockets()
        for number in range(20):
            edgegap.applications.get(f"gzip_valid.{7001 + number}")
        assert open_sockets() == sockets


@pytest.mark.parametrize("kind", DOORS)
async def test_a_cancelled_call_leaves_nothing_behind(server: FaultServer, kind: str) -> None:
    async with AsyncEdgegap(TOKEN, base_url=server.url(kind), max_retries=RetryPolicy(2, first_delay=0.01)) as edgegap:
        for delay in (0.0, 0.001, 0.01):
            task = asyncio.ensure_future(edgegap.with_options(timeout=0.1).applications.get(f"{kind}.1"))
            asyncio.get_running_loop().call_later(delay, task.cancel)
            with pytest.raises((asyncio.CancelledError, EdgegapError)):
                await task
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_a_server_that_reads_slowly_cannot_hold_a_call_beyond_its_deadline(server: FaultServer) -> None:
    picture = "x" * 20_000_000  # more than the buffers of two sockets hold
    with Edgegap(TOKEN, base_url=server.url(), timeout=1.5, max_retries=0) as edgegap:
        started = time.monotonic()
        with pytest.raises(TimedOut) as caught:
            edgegap.applications.update("read_slowly.1", image=picture)
        assert caught.value.outcome is Outcome.UNKNOWN
        # So much takes its time to encode and to mask as well, on a busy machine.
        assert time.monotonic() - started < 1.5 + 4 * LATEST
