"""Read a stream in Redis, with any version of the Redis client and of its protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, Final

from .replicas import ReplicaThread

__all__ = ["BATCH_SECONDS", "next_messages"]

# Messages of a process within this time share a command.
BATCH_SECONDS: Final = 0.01
# The maximum number of messages of a read command, and its wait for news, which is less than the usual timeouts of
# clients.
READ_COUNT: Final = 500
READ_SECONDS: Final = 0.4


async def next_messages(thread: ReplicaThread, client: Any, key: str, position: str) -> list[tuple[str, Any]]:
    """Wait for messages after a position, and return their names and fields. The result is often empty.

    Raises:
        Exception: Redis has failed. The thread has been notified.
    """
    try:
        response = await client.xread({key: position}, count=READ_COUNT, block=round(1000 * READ_SECONDS))
    except Exception as error:
        if isinstance(error, TimeoutError) or type(error).__name__ == "TimeoutError":
            await asyncio.sleep(BATCH_SECONDS)
            return []  # the client's own timeout is shorter; the thread finds out whether Redis has failed
        if thread.client is client:
            thread.lost(error)
        raise
    return list(_messages(response))


def _messages(response: Any) -> Iterator[tuple[str, Any]]:
    """Return the names and fields of messages, for any version of the protocol."""
    if isinstance(response, dict):
        response = list(response.items())  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
    for _, messages in response or ():
        yield from _each(messages)


def _each(messages: Any) -> Iterator[tuple[str, Any]]:
    for message in messages:
        if message and isinstance(message[0], list | tuple):
            yield from _each(message)  # RESP3 has one more list level
        elif message and isinstance(message[1], dict):
            name = message[0]
            yield name.decode() if isinstance(name, bytes) else str(name), message[1]
