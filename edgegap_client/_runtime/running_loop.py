"""Return the running asyncio event loop, or raise a clear error."""

from __future__ import annotations

import asyncio

from ..errors import ConfigurationError

__all__ = ["running_loop"]


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the running asyncio event loop.

    Raises:
        ConfigurationError: No asyncio event loop runs, for instance under trio.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise ConfigurationError("the async client needs asyncio; it does not run under trio") from None
