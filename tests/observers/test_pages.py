"""The blocks of pages that need other packages, run as a reader would run them, against a sandbox."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from edgegap_client.sandbox import Sandbox

from ..users import run_tests

# Programs that take long on a busy machine.
pytestmark = pytest.mark.timeout(180)
DOCS: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to"
TOKEN: Final = "an-organisation"
CELERY: Final = """
from tasks import app, edgegap, start_match, stop_match

app.backend_cls = "cache+memory://"  # in the place of Redis
first = start_match.apply(args=("4711", ["8.8.8.8"])).get()
assert start_match.apply(args=("4711", ["8.8.8.8"])).get() == first
stop_match.apply(args=(first,)).get()
edgegap.close()
"""
TEMPORAL: Final = """
import asyncio
from activities import Matches
from edgegap_client import AsyncEdgegap
from temporalio.testing import ActivityEnvironment

async def main():
    beats = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    async with AsyncEdgegap() as edgegap:
        matches = Matches(edgegap)
        started = await environment.run(matches.start_match, "4712", ["8.8.8.8"])
        assert started and beats[-1] == ("READY",), beats
        await environment.run(matches.stop_match, started)

asyncio.run(main())
"""
DISCORD: Final = """
import asyncio
from unittest import mock
from bot import bot, play, stop

async def main():
    assert {command.name for command in bot.tree.get_commands()} == {"play", "stop"}
    interaction = mock.AsyncMock()
    await play.callback(interaction, "Europe")
    interaction.response.defer.assert_awaited_once_with(thinking=True)
    (text,), _ = interaction.followup.send.await_args
    assert text.startswith("Play at `"), text
    await stop.callback(interaction, text.split("/stop ")[1].rstrip("`."))
    interaction.followup.send.assert_awaited_with("Stopped.")
    await bot.close()

asyncio.run(main())
"""
# For each page: what is run beside its blocks that are not tests, or in the place of those that only define something.
FOLLOW_UPS: Final = {
    "pandas": {"table": "", "async_table": "", "cities": "", "async_cities": ""},
    "task-queues": {"tasks": CELERY, "activities": TEMPORAL},
    "discord": {"bot": DISCORD},
    "monitoring": {
        f"with_{tool}{end}": "" for tool in ("sentry", "datadog", "opentelemetry") for end in ("", "_async")
    },
}
PRINTED: Final = {
    "table": ["request_id", "mine"],
    "async_table": ["request_id", "mine"],
    "cities": ["my-game", "v1"],
    "async_cities": ["my-game", "v1"],
    "with_opentelemetry": ['"name": "launch"', '"name": "create_deployment"', '"name": "POST"'],
    "with_opentelemetry_async": ['"name": "launch"', '"name": "create_deployment"', '"name": "POST"'],
}


def shown(page: str) -> dict[str, str]:
    """The blocks of a page, also those in tabs, by the name of their file without the ending."""
    text = (DOCS / f"{page}.md").read_text("utf-8")
    found = re.findall(r'^( *)```py title="(\w+)\.py"\n(.*?)^\1```$', text, re.MULTILINE | re.DOTALL)
    return {name: textwrap.dedent(code) for _, name, code in found}


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """The environment of a program that finds a sandbox with an application and a deployment."""
    sandbox = Sandbox()
    sandbox.add_version("my-game", "v1", token=TOKEN)
    with sandbox.in_environment(token=TOKEN) as variables:
        from edgegap_client import Edgegap

        with Edgegap() as edgegap:
            edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"], tags=["mine"])
        yield {
            **os.environ,
            **variables,
            "SENTRY_DSN": "http://public@127.0.0.1:1/1",
            "DD_TRACE_AGENT_URL": "http://127.0.0.1:1",
            "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
        }
    sandbox.close()


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, names in FOLLOW_UPS.items() for name in names])
def test_what_a_page_shows_works(page: str, name: str, environment: dict[str, str], tmp_path: Path) -> None:
    blocks = shown(page)
    assert blocks.keys() == FOLLOW_UPS[page].keys()
    (tmp_path / f"{name}.py").write_text(blocks[name], "utf-8")
    (tmp_path / "run.py").write_text(FOLLOW_UPS[page][name] or blocks[name], "utf-8")
    ran = subprocess.run(
        [sys.executable, "run.py"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(DOCS.parents[1])},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [text for text in PRINTED.get(name, ()) if text not in ran.stdout] == [], ran.stdout


@pytest.mark.parametrize("suffix", ["", "_async"])
@pytest.mark.parametrize(
    ("name", "plugin", "number"), [("respx", "respx.plugin", 3), ("pytest_httpx", "pytest_httpx", 1)]
)
def test_the_mocks_of_the_page_pass(name: str, suffix: str, plugin: str, number: int, tmp_path: Path) -> None:
    blocks = shown("respx")
    assert blocks.keys() == {f"test_{kind}{end}" for kind in ("respx", "pytest_httpx") for end in ("", "_async")}
    file = f"test_{name}{suffix}"
    assert run_tests(tmp_path, {file: blocks[file]}, plugin, "pytest_asyncio.plugin")[0] == number
