"""What Edgegap has deprecated warns the line that uses it, once, whichever way it is called."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.api.deployments import create_deployment_v1
from edgegap_client.models import DeployRequestV1

from .conftest import TOKEN

ANSWER = {"request_id": "a", "request_user_count": 1, "request_dns": "b", "request_app": "c", "request_version": "d"}


def respond(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=ANSWER)


@pytest.fixture
def seen() -> Iterator[list[warnings.WarningMessage]]:
    """The warnings, each once for its line, as Python shows them."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("default")
        yield found


def texts(seen: list[warnings.WarningMessage]) -> list[str]:
    assert {(each.category, each.filename) for each in seen} == {(DeprecationWarning, __file__)}
    return [str(each.message) for each in seen]


OPERATION = "Edgegap has deprecated create_deployment_v1 (POST /v1/deploy): its documentation names what replaces it."


def test_an_operation_warns_each_line_once(seen: list[warnings.WarningMessage]) -> None:
    with Edgegap(TOKEN, transport=httpx.MockTransport(respond)) as edgegap:
        for _ in range(3):
            edgegap.deployments.create_v1(app_name="my-game", ip_list=["1.1.1.1"])  # pyright: ignore[reportDeprecated]
        edgegap.deployments.create_v1(app_name="my-game", ip_list=["1.1.1.1"])  # pyright: ignore[reportDeprecated]
        create_deployment_v1.sync(client=edgegap, body=DeployRequestV1(app_name="my-game"))

    assert texts(seen) == [OPERATION] * 3
    assert len({each.lineno for each in seen}) == 3


async def test_a_task_warns_too(seen: list[warnings.WarningMessage]) -> None:
    async with AsyncEdgegap(TOKEN, transport=httpx.MockTransport(respond)) as edgegap:
        await edgegap.deployments.create_v1(app_name="my-game", ip_list=["1.1.1.1"])  # pyright: ignore[reportDeprecated]
        assert texts(seen) == [OPERATION]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # The line that runs the event loop is pytest's.
            with pytest.raises(DeprecationWarning):
                await asyncio.create_task(edgegap.deployments.create_v1(app_name="my-game"))  # pyright: ignore[reportDeprecated]


def test_a_field_warns_where_it_is_sent_and_others_do_not(seen: list[warnings.WarningMessage]) -> None:
    version = {
        "name": "v1",
        "docker_repository": "a",
        "docker_image": "b",
        "docker_tag": "c",
        "req_cpu": 1,
        "req_memory": 1,
    }
    answer = {"success": True, "version": version}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
    with Edgegap(TOKEN, transport=transport) as edgegap:
        edgegap.app_versions.update("my-game", "v1", is_active=True)
        assert seen == []
        edgegap.app_versions.update("my-game", "v1", inject_context_env=True)

    (message,) = texts(seen)
    assert "the field inject_context_env of AppVersionUpdateRequest" in message


def test_signatures_and_documentation_say_so() -> None:
    for client in (Edgegap, AsyncEdgegap):
        method = client(TOKEN).deployments.create_v1  # pyright: ignore[reportDeprecated]
        marked: Any = method
        assert "create_deployment_v1" in marked.__deprecated__
        assert "Deprecated." in (method.__doc__ or "")
    assert "Deprecated." in (Edgegap(TOKEN).app_versions.update.__doc__ or "").split("inject_context_env: ")[1][:200]
