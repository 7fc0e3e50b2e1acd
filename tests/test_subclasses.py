"""Clients that somebody has derived from ours, and copies of clients."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pytest

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.sandbox import Sandbox

from . import test_at_exit
from .test_at_exit import ORDER, TOKEN

soon = test_at_exit.soon


class Traced(Edgegap):
    """Writes down its requests, and has attributes of its own."""

    __slots__ = ("region",)

    def __init__(self, region: str, **options: Any) -> None:
        super().__init__(TOKEN, **options)
        self.region = region
        self.seen: list[str] = []

    def request(self, operation: Any, path: Any, **parts: Any) -> Any:
        self.seen.append(operation.id)
        return super().request(operation, path, **parts)

    @cached_property
    def names(self) -> Names:
        return Names(self)


class AsyncTraced(AsyncEdgegap):
    def __init__(self, region: str, **options: Any) -> None:
        super().__init__(TOKEN, **options)
        self.region = region
        self.seen: list[str] = []

    async def request(self, operation: Any, path: Any, **parts: Any) -> Any:
        self.seen.append(operation.id)
        return await super().request(operation, path, **parts)


class Names:
    """A resource of a user's own."""

    def __init__(self, client: Traced) -> None:
        self.client = client


@pytest.fixture
def options(soon: Sandbox) -> dict[str, Any]:
    return {"base_url": soon.base_url, "transport": soon.transport(), "poll_interval": 0.01}


@pytest.fixture
def traced(options: dict[str, Any]) -> Iterator[Traced]:
    with Traced("eu", **options) as client:
        yield client


def test_with_options_keeps_the_state_and_the_methods_of_a_subclass(traced: Traced) -> None:
    assert traced.names.client is traced
    other = traced.with_options(timeout=3)
    assert isinstance(other, Traced)
    assert (other.region, other.seen) == ("eu", [])
    assert other.seen is traced.seen
    other.applications.list().collect()
    assert traced.seen == ["list_applications"]
    # Made anew, or they would send with the options of the first client.
    assert other.names.client is other
    assert other.applications is not traced.applications
    assert other._settings.timeout == 3
    assert traced._settings.timeout != 3


def test_launches_send_through_the_methods_of_a_subclass(traced: Traced) -> None:
    with traced.deployments.running(**ORDER):
        assert traced.seen[0] == "create_deployment"
    assert "stop_deployment" in traced.seen
    assert len(traced.seen) >= 3


async def test_async_launches_send_through_the_methods_of_a_subclass(options: dict[str, Any]) -> None:
    async with AsyncTraced("eu", **options) as traced, traced.deployments.running(**ORDER):
        other = traced.with_options(timeout=3)
        assert (other.region, other.seen) == ("eu", traced.seen)
        assert traced.seen[0] == "create_deployment"
        traced.seen.clear()
    assert "stop_deployment" in traced.seen


def test_a_block_that_outlives_its_client_is_ended_by_the_methods_of_a_subclass(traced: Traced, soon: Sandbox) -> None:
    with traced.deployments.running(**ORDER):
        traced.close()
        traced.seen.clear()
    assert traced.seen[0] == "stop_deployment"
    assert set(traced.seen[1:]) == {"list_deployments", "get_deployment"}
    assert not soon.orphans()


def test_copies_share_connections(traced: Traced) -> None:
    other = copy.copy(traced)
    assert other is not traced
    assert (other._runtime, other.region) == (traced._runtime, "eu")


@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
@pytest.mark.parametrize("dump", [pickle.dumps, copy.deepcopy], ids=["pickle", "deepcopy"])
def test_clients_refuse_to_be_pickled_and_say_what_to_pass_instead(kind: Any, dump: Any) -> None:
    with pytest.raises(TypeError) as caught:
        dump(kind(TOKEN))
    assert str(caught.value) == (
        f"{kind.__name__} cannot be pickled, as it has the API token and open connections: "
        "pass base_url (and other options) to the other process, and create a client there, "
        "which reads the token from EDGEGAP_API_TOKEN"
    )


def test_a_spawned_process_refuses_a_client() -> None:
    process = multiprocessing.get_context("spawn").Process(target=print, args=(Edgegap(TOKEN),))
    with pytest.raises(TypeError, match="create a client there"):
        process.start()
