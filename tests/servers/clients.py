"""Either client, called the same way from ordinary test code: the async one runs in an event loop of its own thread."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Self

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.beacons import users_from_ips
from edgegap_client.sandbox import Sandbox

TOKEN = "11112222-3333-4444-5555-666677778888"
ORDER: dict[str, Any] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}


class EitherClient:
    """A client; coroutines of the async one run in its loop, and any thread may wait for them."""

    def __init__(self, url: str, *, is_async: bool, **options: Any) -> None:
        self.url = url
        options = {"base_url": url, "poll_interval": 0.03, **options}
        self.is_async = is_async
        if is_async:
            self.loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
            self._thread.start()
        self.edgegap: Any = self.call(lambda: (AsyncEdgegap if is_async else Edgegap)(TOKEN, **options))
        self.deployments: Any = self.edgegap.deployments

    def call(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Call a method of the client or of what it gave, and wait for its result."""
        if not self.is_async:
            return function(*arguments, **named)

        async def work() -> Any:
            result = function(*arguments, **named)
            return await result if inspect.isawaitable(result) else result

        return asyncio.run_coroutine_threadsafe(work(), self.loop).result()

    def launch(self, **arguments: Any) -> Any:
        return self.call(self.deployments.launch, **{**ORDER, **arguments})

    @contextmanager
    def block(self, manager: Any) -> Generator[Any]:
        """A context manager of either kind."""
        if not self.is_async:
            with manager as entered:
                yield entered
            return
        entered = self.call(manager.__aenter__)
        try:
            yield entered
        except BaseException as error:
            if not self.call(manager.__aexit__, type(error), error, error.__traceback__):
                raise
        else:
            self.call(manager.__aexit__, None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.is_async:
            self.edgegap.close()
            return
        self.call(self.edgegap.aclose)
        self.call(self.loop.shutdown_asyncgens)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


def prepared(sandbox: Sandbox) -> Sandbox:
    """A sandbox with the application and version that the tests launch."""
    sandbox.add_version("my-game", "v1", token=TOKEN)
    sandbox.requests.clear()
    sandbox.counts.clear()
    return sandbox
