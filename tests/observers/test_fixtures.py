"""The blocks of `docs/how-to/testing.md` about mocks and frozen clocks, run as a user would, and their limits."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Final

import pytest

from ..users import run_tests

# Programs that take long on a busy machine.
pytestmark = pytest.mark.timeout(180)
PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "testing.md"
# The blocks are in tabs, so they are indented.
SHOWN: Final = {
    name: textwrap.dedent(text)
    for name, text in re.findall(
        r'^ *```py title="(\w+)\.py"\n(.*?)^ *```$', PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
}
LAUNCH: Final = 'deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])'
RESPX: Final = "respx.plugin"
PYTEST_HTTPX: Final = "pytest_httpx"
# A short deadline: without the setting, the calls have no other end.
ASYNC: Final = f"""
import asyncio
import edgegap_client

def run(sandbox):
    async def launch():
        async with edgegap_client.AsyncEdgegap() as edgegap:
            await edgegap.{LAUNCH}

    sandbox.add_version("my-game", "v1")
    asyncio.run(launch())
    assert sandbox.running[0].state == "READY"
"""
ASYNC_RESPX: Final = """
import pytest, respx
from game import run

@respx.mock
def test_the_decorator(edgegap_sandbox, edgegap_environment):
    respx.route(host="127.0.0.1").pass_through()
    run(edgegap_sandbox)

@pytest.mark.respx(assert_all_mocked=False)
def test_in_the_process(edgegap_sandbox, async_edgegap, respx_mock):
    edgegap_sandbox.add_version("my-game", "v1")
    import asyncio
    asyncio.run(async_edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"]))
    assert edgegap_sandbox.running

def test_without_the_setting_nothing_passes(edgegap_sandbox, edgegap, respx_mock):
    with pytest.raises(AssertionError, match="not mocked"):
        edgegap.applications.get("my-game")
    assert not edgegap_sandbox.requests

@pytest.mark.respx(assert_all_mocked=False)
def test_respx_responds_itself(edgegap_sandbox, edgegap, respx_mock):
    edgegap.applications.get("my-game")
    assert not edgegap_sandbox.requests
"""
ASYNC_PYTEST_HTTPX: Final = """
import pytest
from game import run

@pytest.mark.httpx_mock(should_mock=lambda request: request.url.host != "127.0.0.1")
def test_the_async_client(edgegap_sandbox, edgegap_environment, httpx_mock):
    run(edgegap_sandbox)

@pytest.mark.httpx_mock(assert_all_requests_were_expected=False)
def test_without_the_setting_nothing_passes(edgegap_sandbox, edgegap, httpx_mock):
    with pytest.raises(Exception, match="No response can be found"):
        edgegap.applications.get("my-game")
    assert not edgegap_sandbox.requests
"""
FROZEN: Final = """
import datetime, time
import freezegun, pytest, time_machine
from game import run

NOW = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)

def test_the_tick_of_time_machine(edgegap_sandbox, edgegap_environment):
    with time_machine.travel(NOW, tick=False) as traveller:
        run(edgegap_sandbox)
        before = edgegap_sandbox.requests[-1].time
        traveller.shift(86400 * 400)
        assert edgegap_sandbox.running
        edgegap_sandbox.advance(1)
        assert edgegap_sandbox.requests[-1].time == before
        assert time.time() == NOW.timestamp() + 86400 * 400

@freezegun.freeze_time(NOW, real_asyncio=True)
def test_a_sandbox_that_begins_and_ends_in_a_frozen_time():
    from edgegap_client.sandbox import Sandbox

    sandbox = Sandbox()
    with sandbox.in_environment():
        run(sandbox)
    assert datetime.datetime.now(datetime.UTC) == NOW and time.time() == NOW.timestamp()

@freezegun.freeze_time(NOW)
def test_many_calls_and_an_end(edgegap_sandbox, edgegap):
    edgegap_sandbox.add_version("my-game", "v1")
    deployment = edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
    for _ in range(30):  # more than its rate limit lets through at once
        edgegap.deployments.get(deployment.request_id)
    edgegap.deployments.stop(deployment.request_id)
    edgegap.deployments.wait_until_stopped(deployment.request_id)
    assert time.monotonic() == time.monotonic()

@pytest.mark.parametrize("freeze", [freezegun.freeze_time(NOW), time_machine.travel(NOW, tick=False)], ids=str)
def test_ages_are_those_that_the_code_sees(freeze, edgegap_sandbox, edgegap):
    edgegap_sandbox.add_version("my-game", "v1")
    with freeze:
        edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"], tags=["mine"])
        edgegap.deployments.sweep(tag="mine", older_than=86400 * 300)
    assert not edgegap_sandbox.running
"""
FROZEN_WITHOUT_FIXTURES: Final = """
import freezegun
freezegun.configure(extend_ignore_list=["edgegap_client"])

import unittest
from edgegap_client.sandbox import Sandbox
from edgegap_client import Edgegap

class Tests(unittest.TestCase):
    @freezegun.freeze_time("2030-01-01")
    def test_it(self):
        sandbox = Sandbox()
        sandbox.add_version("my-game", "v1")
        with sandbox.in_environment(), Edgegap() as edgegap:
            edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
        assert sandbox.running[0].state == "READY"
"""


@pytest.mark.parametrize(
    ("name", "plugins", "number"),
    [
        *((name, (RESPX,), 1) for name in ("test_with_respx", "test_with_respx_async")),
        *((name, (PYTEST_HTTPX,), 1) for name in ("test_with_pytest_httpx", "test_with_pytest_httpx_async")),
        *((name, (), 2) for name in ("test_frozen", "test_frozen_async")),
    ],
)
def test_what_the_page_shows_passes(name: str, plugins: tuple[str, ...], number: int, tmp_path: Path) -> None:
    assert run_tests(tmp_path, {name: SHOWN[name]}, *plugins)[0] == number


def test_the_page_shows_nothing_else() -> None:
    names = ("test_with_respx", "test_with_pytest_httpx", "test_frozen")
    assert set(SHOWN) == {*names, *(f"{name}_async" for name in names)}


@pytest.mark.parametrize(
    ("text", "plugins", "number"),
    [
        (ASYNC_RESPX, (RESPX,), 4),
        (ASYNC_PYTEST_HTTPX, (PYTEST_HTTPX,), 2),
        (FROZEN, (), 5),
        (FROZEN_WITHOUT_FIXTURES, (), 1),
    ],
    ids=["respx", "pytest-httpx", "frozen", "without fixtures"],
)
def test_the_async_client_and_the_limits_of_the_settings(
    text: str, plugins: tuple[str, ...], number: int, tmp_path: Path
) -> None:
    assert run_tests(tmp_path, {"game": ASYNC, "test_it": text}, *plugins)[0] == number
