"""A headless Chromium that tests drive through its DevTools protocol, over a pair of pipes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

import pytest

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
WAIT_SECONDS: Final = 60


class Chromium:
    """One page of the browser.

    Attributes:
        complaints: What the page's console and its security policy have reported.
    """

    def __init__(self, write: int, read: int) -> None:
        self._write = write
        self._reader = os.fdopen(read, "rb", buffering=0)
        self._left = b""
        self._number = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, /, **parameters: Any) -> dict[str, Any]:
        """The result of a command of the protocol."""
        self._number += 1
        number = self._number
        session = {"sessionId": self._session} if self._session else {}
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters, **session}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            received = self._receive()
            if received.get("method") in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
                self.complaints.append(json.dumps(received["params"]))
            if received.get("id") == number:
                assert "error" not in received, received
                return cast("dict[str, Any]", received["result"])

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            chunk = self._reader.read(65536)
            assert chunk, "the browser has ended"
            self._left += chunk
        line, _, self._left = self._left.partition(b"\0")
        return cast("dict[str, Any]", json.loads(line))

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, script: str, value: Any = True) -> None:
        """Wait until an expression in the page has this value."""
        until = time.monotonic() + WAIT_SECONDS
        while (found := self.evaluate(script)) != value:
            assert time.monotonic() < until, f"{script} is {found!r}, not {value!r}"
            time.sleep(0.05)


@contextmanager
def chromium(folder: Path) -> Generator[Chromium]:
    """A browser with a profile in that folder; without one, the test is skipped."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None or os.name == "nt":
        pytest.skip(f"needs {NAMES[0]}")
    commands, replies = os.pipe(), os.pipe()
    # The protocol is on the descriptors 3 and 4 of the browser.
    script = f'exec 3<&{commands[0]} 4>&{replies[1]}; exec "$@"'
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
    process = subprocess.Popen(
        ["bash", "-c", script, "bash", program, *options, f"--user-data-dir={folder}", "--remote-debugging-pipe"],
        pass_fds=(commands[0], replies[1]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(commands[0])
    os.close(replies[1])
    browser = None
    try:
        browser = Chromium(commands[1], replies[0])
        yield browser
    finally:
        process.kill()
        process.wait()
        os.close(commands[1])
        if browser:
            browser._reader.close()
