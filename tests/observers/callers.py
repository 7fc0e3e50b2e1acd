"""One client of ours for each column of the table, called from plain code whether it is synchronous or not."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from edgegap_client import AsyncEdgegap, Edgegap

from ..conftest import TOKEN

__all__ = ["CALLERS", "Caller"]

CALLERS: Final = ("sync", "async", "aiohttp", "httpx2", "async httpx2")


class Caller:
    """A client of `url`, used as a context manager.

    Args:
        kind: One of `CALLERS`.
        url: Where the API is.
        options: Further arguments of the client.
    """

    def __init__(self, kind: str, url: str, **options: Any) -> None:
        self.kind = kind
        self._options = {"base_url": url, **options}
        self._open = ExitStack()
        self._runner: asyncio.Runner | None = None

    def __enter__(self) -> Self:
        if self.kind in ("sync", "httpx2"):
            if self.kind == "httpx2":
                self._options["http_client"] = self._open.enter_context(httpx2.Client())
            self._client: Any = self._open.enter_context(Edgegap(TOKEN, **self._options))
            return self
        self._runner = self._open.enter_context(asyncio.Runner())
        if self.kind == "async httpx2":
            http_client = self._options["http_client"] = httpx2.AsyncClient()
            self._open.callback(lambda: self._finish(http_client.aclose()))
        elif self.kind == "aiohttp":
            self._options["backend"] = "aiohttp"
        client = self._client = AsyncEdgegap(TOKEN, **self._options)
        self._open.callback(lambda: self._finish(client.aclose()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open.close()

    def call(self, what: Callable[[Any], Any]) -> Any:
        """The result of a call, such as `lambda edgegap: edgegap.applications.get("my-game")`."""
        result = what(self._client)
        return result if self._runner is None else self._finish(result)

    def create(self) -> str:
        """The id of a deployment, created with one POST."""
        created = self.call(
            lambda edgegap: edgegap.deployments.create(application="my-game", version="v1", users=["203.0.113.7"])
        )
        return str(created.request_id)

    def get(self) -> str:
        """The name of an application, read with one GET."""
        return str(self.call(lambda edgegap: edgegap.applications.get("my-game")).name)

    def _finish(self, work: Any) -> Any:
        assert self._runner is not None
        # In the caller's own context, where tools keep the span that is open.
        return self._runner.run(work, context=contextvars.copy_context())
