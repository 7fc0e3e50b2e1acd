"""Reports of players from a guarded game server: text lines or HTTP requests on a port of the loopback interface."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from ._idle import IdleClock

__all__ = ["PORT_VARIABLE", "URL_VARIABLE", "report_to", "serve_reports"]

PORT_VARIABLE: Final = "EDGEGAP_GUARD_PORT"
URL_VARIABLE: Final = "EDGEGAP_GUARD_URL"
MAX_BODY_BYTES: Final = 65_536
MAX_HEADER_LINES: Final = 100

# Takes a command and its argument, which may be empty, and returns the number of players.
Report = Callable[[str, str], int]


def report_to(clock: IdleClock, now: Callable[[], float], changed: Callable[[], object]) -> Report:
    """Return the function that handles reports. It raises a ValueError for an invalid report.

    Args:
        clock: Counts the players.
        now: Returns the time of a monotonic clock.
        changed: Called after each change.
    """

    def report(command: str, argument: str) -> int:
        if command == "player_joined":
            clock.join(argument or None, now())
        elif command == "player_left":
            clock.leave(argument or None, now())
        elif command != "players":
            raise ValueError("use player_joined, player_left or players")
        elif argument:
            if not (argument.isascii() and argument.isdecimal()):
                raise ValueError("players needs a number of at least 0, for instance: players 3")
            clock.set(int(argument[:9]), now())
        changed()
        return clock.players

    return report


async def serve_reports(report: Report, port: int) -> tuple[asyncio.Server, dict[str, str]]:
    """Listen for reports, and return the environment variables with the address.

    Args:
        report: Handles the reports.
        port: The port; 0 for a free port.
    """

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A line that is too long raises a ValueError. A peer that disconnects is harmless.
        with suppress(OSError, ValueError, asyncio.IncompleteReadError):
            while line := await reader.readline():
                text = line.decode("utf-8", "replace").strip()
                if text.endswith((" HTTP/1.1", " HTTP/1.0")):
                    writer.write(await _respond(report, text, reader))
                    await writer.drain()
                    break
                # A game server that does not read the replies must not be blocked.
                if text and not writer.transport.get_write_buffer_size():
                    writer.write(_reply(report, text))
                elif text:
                    _reply(report, text)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port)
    bound = server.sockets[0].getsockname()[1]
    return server, {PORT_VARIABLE: str(bound), URL_VARIABLE: f"http://127.0.0.1:{bound}"}


def _reply(report: Report, text: str) -> bytes:
    command, _, argument = text.partition(" ")
    try:
        return b"ok %d\n" % report(command, argument.strip())
    except ValueError as error:
        return f"error: {error}\n".encode()


async def _respond(report: Report, request: str, reader: asyncio.StreamReader) -> bytes:
    """Return the response to an HTTP request. The headers and the body of the request are ignored."""
    length = 0
    for _ in range(MAX_HEADER_LINES):
        name, _, value = (await reader.readline()).decode("latin-1").partition(":")
        if not name.strip():
            break
        if name.lower() == "content-length" and value.strip().isdecimal():
            length = min(int(value), MAX_BODY_BYTES)
    await reader.readexactly(length)
    method, _, target = request.rpartition(" ")[0].partition(" ")
    url = urlsplit(target)
    command = unquote(url.path).strip("/")
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    argument = asked.get("count" if command == "players" else "player", "")
    changes = command != "players" or bool(argument)
    if method not in (("POST", "PUT") if changes else ("GET",)):
        return _http("405 Method Not Allowed", "error: use POST for a report, GET /players to read\n")
    try:
        return _http("200 OK", f"{report(command, argument)}\n")
    except ValueError as error:
        return _http("400 Bad Request", f"error: {error}\n")


def _http(status: str, text: str) -> bytes:
    lines = (f"HTTP/1.1 {status}", "Content-Type: text/plain", f"Content-Length: {len(text)}", "Connection: close", "")
    return "\r\n".join((*lines, text)).encode()
