"""A round of many waiters reads one list of the deployments in error, if that is whole on one page."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from edgegap_client import AsyncEdgegap, Edgegap

from . import test_waiting
from .test_redis_limits import wait_until
from .test_waiting import TOKEN, Service, is_async

__all__ = ["is_async", "url"]

url = test_waiting.url
# Three chunks of waiters.
NUMBER: Final = 210


class Failing(Service):
    """A service that knows deployments in error.

    Attributes:
        failed: Those in error.
        strangers: How many others are in error, of which nobody here knows.
        asked: The fields of the filters of each list.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failed: set[str] = set()
        self.strangers = 0
        self.asked: list[str] = []

    def status(self, name: str) -> dict[str, Any]:
        found = super().status(name)
        return {**found, "current_status": "Status.ERROR", "error": True} if name in self.failed else found

    def list(self, options: dict[str, list[str]]) -> dict[str, Any]:
        found = super().list(options)
        filters = json.loads(options["query"][0])["filters"]
        self.asked.append(" ".join(each["field"] for each in filters))
        if all(each["field"] != "status" or each["operator"] != "eq" for each in filters):
            return found
        names = [*(f"{number:012d}" for number in range(self.strangers)), *sorted(self.failed)]
        if len(filters) == 2:
            names = [name for name in names if name in filters[0]["value"]]
        items = [{"request_id": name, "ready": False, "tags": []} for name in names]
        return {**found, "data": items[:100], "total_count": len(items)}


@pytest.fixture
def service() -> Failing:
    return Failing()


def outcomes(url: str, ids: list[str], *, is_async: bool) -> list[Any]:
    """The deployments, or the errors, of so many waiters."""
    if is_async:

        async def wait() -> list[Any]:
            async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:
                waits = [edgegap.deployments.wait_until_ready(each, timeout=50) for each in ids]
                return await asyncio.gather(*waits, return_exceptions=True)

        return asyncio.run(wait())
    with Edgegap(TOKEN, base_url=url) as edgegap, ThreadPoolExecutor(len(ids)) as threads:
        waits = [threads.submit(edgegap.deployments.wait_until_ready, each, timeout=50) for each in ids]
        return [each.exception() or each.result() for each in waits]


@pytest.mark.parametrize("strangers", [0, 150], ids=["few in error", "more in error than a page has"])
def test_one_list_of_those_in_error_serves_a_round(service: Failing, url: str, is_async: bool, strangers: int) -> None:
    service.strangers = strangers
    ids = service.add(NUMBER, float("inf"))
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(outcomes, url, ids, is_async=is_async)
        # The first round may begin before all wait.
        wait_until(lambda: service.asked.count("request_id") >= 12)
        asked = list(service.asked)
        service.failed.add(ids[-1])
        service.ready_at.update(dict.fromkeys(ids[:-1], 0.0))
        found = waiting.result()
    assert [each.request_id for each in found[:-1]] == ids[:-1]
    assert type(found[-1]).__name__ == "DeploymentFailed"
    # Three chunks a round.
    last = asked[asked.index("status") :]
    chunks, own = last.count("request_id"), last.count("request_id status")
    assert abs(chunks - own) <= 3 if strangers else own <= 1
    assert abs(chunks / 3 - last.count("status")) <= 1.5
