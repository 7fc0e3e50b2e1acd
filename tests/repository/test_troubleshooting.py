"""Each message of docs/how-to/troubleshooting.md is one that a failure really has."""

from __future__ import annotations

import asyncio
import pickle
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from edgegap_client import Edgegap, EdgegapError
from edgegap_client._core.extras import missing_extra
from edgegap_client.beacons import users_from_ips
from edgegap_client.sandbox import Sandbox, Timing

from ..servers.ports import unused_port
from ..servers.untrusted import untrusted_server
from .pages import DOCS

PAGE = (DOCS / "how-to" / "troubleshooting.md").read_text("utf-8")
MESSAGES = re.findall(r"(?m)^\| `(.*?)` \|", PAGE)
TOKEN = "an-organisation"
ORDER: dict[str, Any] = {"application": "my-game", "version": "v1", "users": ["8.8.8.8"], "cancel_timeout": 0}

Fail = Callable[[Callable[[], object]], None]


def fail_in_settings(fail: Fail) -> None:
    fail(Edgegap)
    fail(lambda: Edgegap('"quoted"'))
    fail(lambda: Edgegap("Bearer abc"))
    fail(lambda: Edgegap(TOKEN, base_url="https://api.edgegap.com/v1"))
    hooks: Any = {"call_start": [asyncio.sleep]}
    fail(lambda: Edgegap(TOKEN, event_hooks=hooks))
    fail(lambda: pickle.dumps(Edgegap(TOKEN)))


def fail_to_connect(fail: Fail, sandbox_url: str) -> None:
    def get(base_url: str, **options: Any) -> None:
        with Edgegap(TOKEN, base_url=base_url, max_retries=0, **options) as edgegap:
            edgegap.applications.get("my-game")

    def time_out(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("because")

    fail(lambda: get("http://no-such-host.invalid"))
    fail(lambda: get(f"http://127.0.0.1:{unused_port()}"))
    fail(lambda: get(sandbox_url.replace("http", "https")))
    fail(lambda: get("https://a.test", transport=httpx.MockTransport(time_out)))
    with untrusted_server() as server:
        fail(lambda: get(server.base_url))


def fail_at_the_service(fail: Fail, sandbox: Sandbox, edgegap: Edgegap) -> None:
    def get() -> object:
        return edgegap.applications.get("my-game")

    def get_as_another() -> object:
        return edgegap.with_options(token="another").applications.get("my-game")

    faults: list[dict[str, Any]] = [{"drop": "after"}, *({"status": status} for status in (401, 403, 429, 503))]
    for fault in faults:
        sandbox.faults.add(operation="get_application", times=1, **fault)
        fail(get)
    fail(lambda: edgegap.applications.get("another-game"))
    fail(lambda: edgegap.deployments.get("123456789abc"))
    fail(lambda: edgegap.applications.create("my-game"))
    edgegap.applications.create("second-game")
    fail(lambda: edgegap.applications.create("third-game"))
    fail(get_as_another)


def fail_to_launch(fail: Fail, sandbox: Sandbox, edgegap: Edgegap) -> None:
    def launch(**options: Any) -> object:
        return edgegap.deployments.launch(**{**ORDER, **options})

    fail(lambda: launch(max_active=0))
    fail(lambda: launch(users="8.8.8.8"))
    fail(lambda: users_from_ips(["192.168.1.1"]))
    outcomes: list[tuple[str, dict[str, Any]]] = [
        ("no_capacity", {"cancel_timeout": 60}),
        ("crash", {}),
        ("stuck", {"timeout": 2}),
    ]
    for outcome, options in outcomes:
        sandbox.faults.add(operation="create_deployment", outcome=outcome, times=1)
        fail(partial(launch, **options))


def test_each_message_is_that_of_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EDGEGAP_API_TOKEN", "EDGEGAP_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    texts = [missing_extra("The sandbox", "sandbox", "uvicorn")]

    def fail(work: Callable[[], object]) -> None:
        with pytest.raises((EdgegapError, TypeError)) as caught:
            work()
        texts.extend([str(caught.value), *getattr(caught.value, "__notes__", ())])

    fail_in_settings(fail)
    sandbox = Sandbox(timing=Timing(ready_after=0.05), max_applications=2)
    sandbox.add_version("my-game", "v1", token=TOKEN)
    with sandbox.serve() as url:
        fail_to_connect(fail, url)
        with Edgegap(TOKEN, base_url=url, poll_interval=0.05, max_retries=0) as edgegap:
            fail_at_the_service(fail, sandbox, edgegap)
            fail_to_launch(fail, sandbox, edgegap)
            sandbox.close()  # or closing the client would wait for the stop of a deployment
        fail(lambda: edgegap.applications.get("my-game"))
    assert len(MESSAGES) > 25
    patterns = {message: re.escape(message).replace(r"\.\.\.", ".*") for message in MESSAGES}
    found = {message: any(re.fullmatch(pattern, text) for text in texts) for message, pattern in patterns.items()}
    missing = [message for message, is_found in found.items() if not is_found]
    assert not missing, "\n".join([*missing, "", *texts])
