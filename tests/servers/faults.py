"""A server that does everything wrong that a server or a network can do, on raw sockets, with no HTTP library.

The path of a request names the fault: an application called `silence.17` never gets an answer, `valid.18` gets a good
one. What goes wrong before a request is read is behind other ports, the doors. The server runs in a thread and an event
loop of its own, so that blocking and asynchronous clients can use it, and counts every request that it read whole.

    with FaultServer() as server:
        edgegap = Edgegap(TOKEN, base_url=server.url())
        edgegap.applications.get("reset_before_answer.1")
        server.read_requests("reset_before_answer.1")
"""

from __future__ import annotations

import asyncio
import email.utils
import gzip
import json
import re
import socket
import struct
import threading
import time
import zlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import cache
from itertools import count
from types import TracebackType
from typing import Any, Final, Self

LOCALHOST: Final = "127.0.0.1"
# What goes wrong before a request is read; each has a port of its own.
DOORS: Final = ("refused", "reset_on_accept", "never_read")
# Longer than any deadline that tests set.
FOR_EVER: Final = 30.0
DRIP: Final = 0.01
_NAMED: Final = re.compile(r"/app/(([a-z0-9_]+)\.(\d+))(?=[/? ]|$)")


@dataclass(frozen=True)
class ReadRequest:
    """A request that was read whole.

    Attributes:
        method: Its method.
        refused_unprocessed: Whether the answer says that nothing was done (425, 429), so that it may come again.
    """

    method: str
    refused_unprocessed: bool


@dataclass
class Conversation:
    """One request and the connection it came on."""

    server: FaultServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    method: str
    name: str
    fault: str
    number: int
    headers: dict[str, str]
    body: bytes = b""
    earlier: int = 0  # requests with this name that were read whole before
    over: bool = False

    async def read_body(self) -> None:
        self.body = await self.reader.readexactly(int(self.headers.get("content-length", "0")))

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
        await self.writer.drain()

    async def until_the_client_leaves(self) -> None:
        await asyncio.wait_for(self.reader.read(), FOR_EVER)
        self.over = True

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        self.over = True
        reset(self.writer)

    def valid_body(self) -> dict[str, Any]:
        """An answer that every operation can read: what one does not know it keeps aside."""
        version = {"name": self.name, "docker_repository": "docker.io", "docker_image": "game", "docker_tag": "1"}
        return {
            "name": self.name,
            "is_active": True,
            "is_telemetry_agent_active": False,
            "create_time": "2026-11-02 10:00:00.123456",
            "last_updated": "2026-11-02T10:00:00Z",
            "app": self.name,
            "app_version": "v1",
            "endpoint": "storage",
            "pull_profile": "profile",
            "success": True,
            "version": version | {"req_cpu": 256, "req_memory": 512, "is_active": True, "restart_policy": "always"},
        }


Fault = Callable[[Conversation], Awaitable[None]]
# Faults of a request that was read whole, and of one that was not.
FAULTS: Final[dict[str, Fault]] = {}
BEFORE_BODY: Final[dict[str, Fault]] = {}


def after_reading(fault: Fault) -> Fault:
    FAULTS[fault.__name__] = fault
    return fault


def before_body(fault: Fault) -> Fault:
    BEFORE_BODY[fault.__name__] = fault
    return fault


def reset(writer: asyncio.StreamWriter) -> None:
    connection: socket.socket | None = writer.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def answer(status: int, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """An answer as bytes; `length` overrides what Content-Length says."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


JSON: Final = "Content-Type: application/json"
GZIP: Final = "Content-Encoding: gzip"
HTML: Final = b"<html><head><title>Welcome to nginx</title></head><body>It works</body></html>"
ENDLESS_HEAD: Final = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def send_valid(at: Conversation, *headers: str) -> None:
    await at.send(answer(200, as_json(at.valid_body()), JSON, *headers))


# Connections that end too early, or never.


@before_body
async def reset_after_head(at: Conversation) -> None:
    at.reset()


@before_body
async def reset_in_request_body(at: Conversation) -> None:
    if at.headers.get("content-length", "0") != "0":
        await at.reader.readexactly(1)
    at.reset()


@before_body
async def closed_after_head(at: Conversation) -> None:
    at.over = True


@before_body
async def answer_before_body(at: Conversation) -> None:
    await at.send(answer(413, as_json({"message": "too much"}), JSON, "Connection: close"))
    at.writer.write_eof()
    await at.until_the_client_leaves()


@before_body
async def read_slowly(at: Conversation) -> None:
    """Takes some of the body now and then."""
    left = int(at.headers.get("content-length", "0"))
    while left > 0:
        taken = await at.reader.read(2**17)
        if not taken:
            raise ConnectionResetError
        left -= len(taken)
        await asyncio.sleep(DRIP)
    await send_valid(at, "Connection: close")
    at.over = True


@after_reading
async def reset_before_answer(at: Conversation) -> None:
    at.reset()


@after_reading
async def reset_in_answer_head(at: Conversation) -> None:
    await at.send(b"HTTP/1.1 200 OK\r\nContent-Le")
    await asyncio.sleep(0.002)
    at.reset()


@after_reading
async def reset_in_answer_body(at: Conversation) -> None:
    await at.send(answer(200, b'{"name": "', JSON, length=500))
    await asyncio.sleep(0.002)
    at.reset()


@after_reading
async def closed_without_answer(at: Conversation) -> None:
    at.over = True


@after_reading
async def silence(at: Conversation) -> None:
    await at.until_the_client_leaves()


@after_reading
async def slow_first_byte(at: Conversation) -> None:
    await asyncio.sleep(0.08)
    await send_valid(at)


@after_reading
async def slow_close(at: Conversation) -> None:
    """The body ends with the connection, which does not end."""
    await at.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", as_json(at.valid_body()))
    await at.until_the_client_leaves()


@after_reading
async def body_ends_with_connection(at: Conversation) -> None:
    await at.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", as_json(at.valid_body()))
    at.over = True


@after_reading
async def closed_after_answer(at: Conversation) -> None:
    """Keep-alive is promised, but not kept."""
    await send_valid(at, "Connection: keep-alive")
    at.over = True


@after_reading
async def reset_after_answer(at: Conversation) -> None:
    await send_valid(at, "Connection: keep-alive")
    await asyncio.sleep(0.005)
    at.reset()


@after_reading
async def reset_then_404(at: Conversation) -> None:
    """What a repeated DELETE sees when the first was carried out."""
    if at.earlier == 0:
        at.reset()
    else:
        await at.send(answer(404, as_json({"message": "not found"}), JSON))


# Bytes that come slowly, or for ever.


@after_reading
async def drip_head(at: Conversation) -> None:
    await at.send(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while True:
        await at.send(b"x")
        await asyncio.sleep(DRIP)


@after_reading
async def drip_body(at: Conversation) -> None:
    await at.send(answer(200, b"[", JSON, length=1_000_000))
    while True:
        await at.send(b" ")
        await asyncio.sleep(DRIP)


@after_reading
async def drip_chunks(at: Conversation) -> None:
    await at.send(ENDLESS_HEAD)
    while True:
        await at.send(b"1\r\n \r\n")
        await asyncio.sleep(DRIP)


@after_reading
async def drip_error_body(at: Conversation) -> None:
    await at.send(answer(400, b"[", JSON, length=1_000_000))
    while True:
        await at.send(b" ")
        await asyncio.sleep(DRIP)


@after_reading
async def endless_1xx(at: Conversation) -> None:
    while True:
        await at.send(b"HTTP/1.1 102 Processing\r\n\r\n")
        await asyncio.sleep(DRIP / 2)


@after_reading
async def flood_of_1xx(at: Conversation) -> None:
    while True:
        await at.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 20)
        await asyncio.sleep(DRIP / 5)


@after_reading
async def huge_body(at: Conversation) -> None:
    await at.send(ENDLESS_HEAD)
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    while True:
        await at.send(chunk)


@after_reading
async def huge_length(at: Conversation) -> None:
    await at.send(answer(200, b"[", JSON, length=10**15))
    while True:
        await at.send(b" " * 0x10000)


@after_reading
async def huge_error_body(at: Conversation) -> None:
    await at.send(answer(500, b"[", JSON, length=10**12))
    while True:
        await at.send(b" " * 0x10000)


@after_reading
async def header_flood(at: Conversation) -> None:
    await at.send(b"HTTP/1.1 200 OK\r\n")
    for number in count():
        await at.send(f"X-Flood-{number}: {'x' * 200}\r\n".encode())


@after_reading
async def trailer_flood(at: Conversation) -> None:
    await at.send(ENDLESS_HEAD, b"2\r\n{}\r\n0\r\n")
    for number in count():
        await at.send(f"X-Flood-{number}: {'x' * 200}\r\n".encode())


@after_reading
async def chunk_extension_flood(at: Conversation) -> None:
    await at.send(ENDLESS_HEAD, b"2;")
    while True:
        await at.send(b"x" * 1000)


# HTTP that is none.


@after_reading
async def truncated_body(at: Conversation) -> None:
    body = as_json(at.valid_body())
    await at.send(answer(200, body, JSON, length=len(body) + 10))
    at.over = True


@after_reading
async def length_too_small(at: Conversation) -> None:
    """The rest of the body is left on the connection."""
    body = as_json(at.valid_body())
    await at.send(answer(200, body, JSON, length=len(body) - 10))


@after_reading
async def answered_twice(at: Conversation) -> None:
    """A second answer, which must not become the answer to the next request on the connection."""
    stray = as_json(at.valid_body() | {"name": "stray", "app": "stray", "version": {}})
    await at.send(answer(200, as_json(at.valid_body()), JSON) + answer(200, stray, JSON))


@after_reading
async def lengths_that_differ(at: Conversation) -> None:
    await at.send(answer(200, as_json(at.valid_body()), JSON, "Content-Length: 7"))
    at.over = True


@after_reading
async def negative_length(at: Conversation) -> None:
    await at.send(answer(200, as_json(at.valid_body()), JSON, length=-1))
    at.over = True


@after_reading
async def bad_chunk_size(at: Conversation) -> None:
    await at.send(ENDLESS_HEAD, b"many\r\n{}\r\n0\r\n\r\n")
    at.over = True


@after_reading
async def bad_chunk_size_later(at: Conversation) -> None:
    await at.send(ENDLESS_HEAD)
    await asyncio.sleep(0.02)
    await at.send(b"many\r\n{}\r\n0\r\n\r\n")
    at.over = True


@after_reading
async def chunks_cut_off(at: Conversation) -> None:
    await at.send(ENDLESS_HEAD, b'a\r\n{"name": "\r\n')
    at.over = True


@after_reading
async def chunked_and_length(at: Conversation) -> None:
    await at.send(answer(200, b"2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=3))
    at.over = True


@after_reading
async def garbage_status_line(at: Conversation) -> None:
    await at.send(b"\x16\x03\x01\x02\x00 this is not HTTP at all\r\n\r\n")
    at.over = True


@after_reading
async def http09(at: Conversation) -> None:
    await at.send(HTML)
    at.over = True


@after_reading
async def status_without_number(at: Conversation) -> None:
    await at.send(b"HTTP/1.1 OK\r\n\r\n")
    at.over = True


@after_reading
async def binary_headers(at: Conversation) -> None:
    await send_valid(at, "X-Odd: \u00ff\u0107 \u2603")


@after_reading
async def early_hints(at: Conversation) -> None:
    await at.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2)
    await send_valid(at)


@after_reading
async def switching_protocols(at: Conversation) -> None:
    await at.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello")
    await at.until_the_client_leaves()


# Good HTTP with a bad body.


def answering(fault: str, make: Callable[[Conversation], bytes]) -> None:
    async def send(at: Conversation) -> None:
        await at.send(make(at))

    FAULTS[fault] = send


def _changed(at: Conversation, **changes: Any) -> bytes:
    return answer(200, as_json(at.valid_body() | changes), JSON)


def _unknown_enums(at: Conversation) -> bytes:
    version = at.valid_body()["version"] | {"restart_policy": "on-tuesdays", "build_type": "teapot", "new_field": [1]}
    return _changed(at, version=version, new_field={"a": None}, another=1e300)


answering("html_200", lambda at: answer(200, HTML, "Content-Type: text/html"))
answering("null_200", lambda at: answer(200, b"null", JSON))
answering("empty_200", lambda at: answer(200, b"", JSON))
answering("no_content_204", lambda at: b"HTTP/1.1 204 No Content\r\n\r\n")
answering("list_200", lambda at: answer(200, as_json([at.valid_body()]), JSON))
answering("number_200", lambda at: answer(200, b"17", JSON))
answering("string_200", lambda at: answer(200, b'"done"', JSON))
answering("wrong_types", lambda at: _changed(at, name={"a": 1}, app=[], version="v1"))
answering("missing_fields", lambda at: answer(200, as_json({"success": True, "version": {}}), JSON))
answering("null_fields", lambda at: answer(200, as_json(dict.fromkeys(at.valid_body())), JSON))
answering("unknown_enums", _unknown_enums)
answering("odd_dates", lambda at: _changed(at, create_time="soon", last_updated=["2026", 3]))
answering("impossible_dates", lambda at: _changed(at, create_time="2026-13-45T99:99:99", last_updated="9" * 5000))
answering("invalid_utf8", lambda at: answer(200, b'{"name": "\xff\xfe\xc3("}', JSON))
answering("nan", lambda at: answer(200, b'{"name": NaN, "is_active": Infinity}', JSON))
answering("deep_nesting", lambda at: answer(200, b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", JSON))
answering("deep_error", lambda at: answer(400, b'{"message":' * 50_000 + b"1" + b"}" * 50_000, JSON))
answering("long_number", lambda at: answer(200, b'{"name": ' + b"9" * 10_000 + b"}", JSON))
answering("cut_json", lambda at: answer(200, as_json(at.valid_body())[:-5], JSON))
answering("with_bom", lambda at: answer(200, b"\xef\xbb\xbf" + as_json(at.valid_body()), JSON))
answering("wrong_content_type", lambda at: answer(200, as_json(at.valid_body()), "Content-Type: image/png"))
answering("valid", lambda at: answer(200, as_json(at.valid_body()), JSON))


# Statuses.


@cache
def error_body(form: int) -> bytes:
    """An error's body as JSON, HTML, nothing, null, another shape, or cut off."""
    message = as_json({"message": "no, because of this", "details": {"field": "name"}})
    return (message, HTML, b"", b"null", b'["no"]', message[:-9])[form % 6]


def answering_status(status: int) -> None:
    answering(f"status_{status}", lambda at: answer(status, error_body(at.number), JSON))


for _status in (
    400,
    401,
    402,
    403,
    404,
    405,
    408,
    409,
    410,
    418,
    422,
    424,
    425,
    501,
    520,
    521,
    522,
    523,
    524,
    599,
    999,
):
    answering_status(_status)


def failing_at_first(status: int, *headers: str) -> Callable[[Conversation], bytes]:
    """Fails once to three times, then succeeds."""

    def make(at: Conversation) -> bytes:
        if at.earlier <= at.number % 3:
            return answer(status, error_body(at.number), JSON, *headers)
        return answer(200, as_json(at.valid_body()), JSON)

    return make


for _status in (500, 502, 503, 504):
    answering(f"burst_{_status}", failing_at_first(_status))
answering("busy_503", failing_at_first(503, "Retry-After: 0"))
answering("closing_502", failing_at_first(502, "Connection: close"))


def _told_secrets(at: Conversation) -> bytes:
    told = {"message": f"bad header {at.headers.get('authorization')}", "sent": at.body.decode("utf-8", "replace")}
    return answer(400, as_json(told), JSON)


answering("tells_secrets", _told_secrets)
answering("created_422", lambda at: answer(422, as_json({"message": "no room", "request_id": "abc"}), JSON))


def redirecting(status: int) -> None:
    answering(f"redirect_{status}", lambda at: answer(status, b"", f"Location: {at.server.url('elsewhere')}/stolen"))


for _status in (301, 302, 303, 307, 308):
    redirecting(_status)


def _date_in(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


answering("limited_then_free", failing_at_first(429, "Retry-After: 0"))
answering("limited_by_past_date", failing_at_first(429, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"))
answering("limited_for_ever", lambda at: answer(429, error_body(at.number), JSON))
answering("limited_for_a_minute", lambda at: answer(429, error_body(at.number), JSON, "Retry-After: 60"))
answering("limited_until_date", lambda at: answer(429, b"", JSON, f"Retry-After: {_date_in(60)}"))
answering("limited_for_ages", lambda at: answer(429, b"", JSON, f"Retry-After: {'9' * 40}"))
answering("limited_until_9999", lambda at: answer(429, b"", JSON, "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"))
answering("limited_negative", lambda at: answer(429, b"", JSON, "Retry-After: -5"))
answering("limited_garbage", lambda at: answer(429, b"", JSON, "Retry-After: soon, \xe9h?"))
answering("limited_empty", lambda at: answer(429, b"", JSON, "Retry-After:"))


# Packed bodies.


@cache
def packed_zeros(mebibytes: int) -> bytes:
    """A gzip stream of zeros, a thousandth of their size. Its checksum is missing: nobody should get that far."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + block * mebibytes + packer.flush()


@cache
def packed_twice(mebibytes: int) -> bytes:
    return gzip.compress(packed_zeros(mebibytes))


def _corrupt(packed: bytes) -> bytes:
    return packed[:20] + bytes(reversed(packed[20:]))


def _packed(at: Conversation) -> bytes:
    return gzip.compress(as_json(at.valid_body()))


answering("gzip_valid", lambda at: answer(200, _packed(at), JSON, GZIP))
answering("gzip_bomb", lambda at: answer(200, packed_zeros(256), JSON, GZIP))
answering("gzip_bomb_error", lambda at: answer(500, packed_zeros(256), JSON, GZIP))
answering("gzip_twice_bomb", lambda at: answer(200, packed_twice(1024), JSON, "Content-Encoding: gzip, gzip"))
answering("gzip_corrupt", lambda at: answer(200, _corrupt(_packed(at)), JSON, GZIP))
answering("gzip_cut_off", lambda at: answer(200, _packed(at)[:-20], JSON, GZIP))
answering("gzip_not_at_all", lambda at: answer(200, as_json(at.valid_body()), JSON, GZIP))
answering("deflate_valid", lambda at: answer(200, zlib.compress(as_json(at.valid_body())), "Content-Encoding: deflate"))
answering("unknown_packing", lambda at: answer(200, _packed(at), JSON, "Content-Encoding: rot13"))

KINDS: Final = (*DOORS, *BEFORE_BODY, *FAULTS)


class FaultServer:
    """The server; a context manager.

    Attributes:
        followed: How many connections came to where redirects lead.
        open_connections: How many connections are open.
        trouble: What went wrong in the server itself.
    """

    def __init__(self) -> None:
        self.followed = 0
        self.open_connections = 0
        self.trouble: list[str] = []
        self._read: dict[str, list[ReadRequest]] = {}
        self._doors_open = False
        self._sockets = {door: _bound() for door in ("main", "elsewhere", *DOORS)}
        self._ports: dict[str, int] = {door: bound.getsockname()[1] for door, bound in self._sockets.items()}
        self._loop = asyncio.new_event_loop()
        self._servers: dict[str, asyncio.Server] = {}
        self._talking: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="fault-server", daemon=True)

    @property
    def thread_id(self) -> int | None:
        """The thread's id by the kernel's count."""
        return self._thread.native_id

    def url(self, kind: str = "main") -> str:
        """The base URL for a kind of fault: its door, or the main one."""
        return f"http://{LOCALHOST}:{self._ports.get(kind, self._ports['main'])}"

    def read_requests(self, name: str) -> tuple[ReadRequest, ...]:
        """The requests for an application of this name that were read whole, in their order."""
        return tuple(self._read.get(name, ()))

    def open_doors(self) -> None:
        """From now on all doors lead to the faults that paths name, as the main one does."""
        self._doors_open = True
        self._await(self._listen("refused"))

    def close_doors(self) -> None:
        """Until now; what is behind them goes wrong again."""
        self._doors_open = False
        self._await(self._refuse())

    def __enter__(self) -> Self:
        # Now, not while a client's deadline runs.
        packed_twice(1024)
        packed_zeros(256)
        self._thread.start()
        for door in self._sockets:
            if door != "refused":
                self._await(self._listen(door))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._await(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        for bound in self._sockets.values():
            bound.close()

    def _run(self) -> None:
        self._loop.set_exception_handler(lambda _, context: self.trouble.append(str(context)))
        self._loop.run_forever()

    async def _listen(self, door: str) -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._connected(door, reader, writer)

        self._servers[door] = await asyncio.start_server(connected, sock=self._sockets[door], backlog=1000)

    def _await(self, it: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(it, self._loop).result(10)

    async def _refuse(self) -> None:
        self._servers.pop("refused").close()
        # Closing the server has closed the socket; another one keeps the port.
        self._sockets["refused"] = _bound(self._ports["refused"])

    async def _close(self) -> None:
        for server in self._servers.values():
            server.close()
        talking = tuple(self._talking)
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        await asyncio.sleep(0.01)  # for transports to close their sockets

    async def _connected(self, door: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talking.add(task)
        self.open_connections += 1
        try:
            await self._serve(door, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has left, or the server is closing
        except Exception as error:
            self.trouble.append(f"{type(error).__name__}: {error}")
        finally:
            self._talking.discard(task)
            self.open_connections -= 1
            writer.close()

    async def _serve(self, door: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if door == "elsewhere":
            self.followed += 1
            return
        if not self._doors_open:
            if door == "reset_on_accept":
                reset(writer)
                return
            if door == "never_read":
                # Too small a buffer to take more than the start of a request.
                writer.transport.pause_reading()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
                await asyncio.sleep(1)
                writer.transport.abort()
                return
        while (at := await self._read_head(reader, writer)) is not None:
            fault = BEFORE_BODY.get(at.fault)
            if fault is None:
                fault = FAULTS[at.fault]
                await at.read_body()
                self._count(at)
            await fault(at)
            if at.over:
                return

    async def _read_head(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Conversation | None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.splitlines()
        named = _NAMED.search(first)
        if named is None:
            raise ValueError(f"no fault is named by {first!r}")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        method = first.split(" ", 1)[0]
        name, fault, number = named.groups()
        return Conversation(self, reader, writer, method, name, fault, int(number), headers)

    def _count(self, at: Conversation) -> None:
        """Count a request before its answer, so that no client can know more than this server."""
        read = self._read.setdefault(at.name, [])
        at.earlier = len(read)
        read.append(ReadRequest(at.method, self._refuses_unprocessed(at)))

    def _refuses_unprocessed(self, at: Conversation) -> bool:
        if at.fault == "status_425":
            return True
        if not at.fault.startswith("limited_"):
            return False
        return at.fault not in ("limited_then_free", "limited_by_past_date") or at.earlier <= at.number % 3


def _bound(port: int = 0) -> socket.socket:
    """A socket with a port, at which nobody listens yet: connections are refused."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((LOCALHOST, port))
    return bound
