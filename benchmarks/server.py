"""A server that costs as little as Python can: fixed responses over keep-alive connections, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Final

PAGE_SIZE: Final = 100
DEPLOYMENT_COUNT: Final = 10_000

APPLICATION: Final[dict[str, Any]] = {
    "name": "my-game",
    "is_active": True,
    "is_telemetry_agent_active": False,
    "image": "",
    "create_time": "2026-04-22 20:30:52.283949",
    "last_updated": "2026-04-22 20:30:52.283949",
}
# The fields of a version that the live service sends.
VERSION: Final[dict[str, Any]] = {
    "name": "v1",
    "is_active": True,
    "docker_repository": "registry.edgegap.com",
    "docker_image": "my-org/my-game-server",
    "docker_tag": "0.1.2",
    "private_username": "robot$my-org",
    "private_token": "0123456789abcdef",
    "req_cpu": 256,
    "req_memory": 512,
    "req_video": 0,
    "max_duration": 60,
    "use_telemetry": True,
    "inject_context_env": True,
    "whitelisting_active": False,
    "force_cache": True,
    "cache_min_hour": 8,
    "cache_max_hour": 22,
    "caching_percent": 50.5,
    "time_to_deploy": 120,
    "enable_all_locations": False,
    "session_config": {"kind": "Seat", "sockets": 10, "autodeploy": True, "empty_ttl": 60, "session_max_duration": 60},
    "ports": [
        {"port": 7777, "protocol": "UDP", "to_check": True, "tls_upgrade": False, "name": "gameport"},
        {"port": 7778, "protocol": "TCP", "to_check": True, "tls_upgrade": False, "name": "adminport"},
    ],
    "probe": {"optimal_ping": 60, "rejected_ping": 200},
    "envs": [{"key": "MODE", "value": "ranked", "is_secret": False}, {"key": "KEY", "value": "x", "is_secret": True}],
    "verify_image": False,
    "termination_grace_period_seconds": 5,
    "endpoint_storage": "logs",
    "command": None,
    "arguments": "-batchmode -nographics",
    "will_deploy_in_mainland_china": False,
    "create_time": "2026-04-22 20:30:52.283949",
    "last_updated": "2026-04-22 20:30:52.283949",
}


def deployment(number: int) -> dict[str, Any]:
    """An entry of the list."""
    name = f"{number:012x}"
    port = {"name": "gameport", "external": 31000, "internal": 7777, "protocol": "UDP", "link": f"{name}:31000"}
    return {
        "request_id": name,
        "fqdn": f"{name}.pr.edgegap.net",
        "start_time": "2026-04-22 20:30:52.283949",
        "ready": True,
        "public_ip": "203.0.113.7",
        "ports": {"gameport": port},
        "tags": ["ranked"],
    }


def page(number: int, size: int) -> dict[str, Any]:
    """A page of the list of deployments."""
    last = DEPLOYMENT_COUNT // size
    paging = {
        "number": number,
        "next_page_number": number + 1 if number < last else None,
        "previous_page_number": number - 1 if number > 1 else None,
        "paginator": {"num_pages": last},
        "has_next": number < last,
        "has_previous": number > 1,
    }
    data = [deployment(each) for each in range((number - 1) * size, number * size)]
    return {"data": data, "total_count": DEPLOYMENT_COUNT, "pagination": paging}


def _response(body: object) -> bytes:
    content = json.dumps(body).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
    return head.encode() + content


class _Connection(asyncio.Protocol):
    def __init__(self, responses: dict[bytes, bytes], delay: float) -> None:
        self._responses = responses
        self._delay = delay
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            target = self._buffer[: self._buffer.find(b"\r\n")].split(b" ")[1]
            self._buffer = self._buffer[end + 4 :]
            response = self._responses.get(target) or self._responses[target.partition(b"?")[0]]
            if self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._transport.write, response)
            else:
                self._transport.write(response)


def _run(pipe: Connection) -> None:
    responses = {
        b"/v1/app/my-game": _response(APPLICATION),
        b"/v1/app/my-game/version/v1": _response(VERSION),
    }
    responses |= {
        f"/v1/deployments?page={number}&limit={PAGE_SIZE}".encode(): _response(page(number, PAGE_SIZE))
        for number in range(1, DEPLOYMENT_COUNT // PAGE_SIZE + 1)
    }
    responses[f"/v1/deployments?limit={PAGE_SIZE}".encode()] = _response(page(1, PAGE_SIZE))

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        ports = []
        for delay in (0.0, 0.05):
            server = await loop.create_server(
                lambda delay=delay: _Connection(responses, delay), "127.0.0.1", 0, backlog=2048
            )
            ports.append(server.sockets[0].getsockname()[1])
        pipe.send(ports)
        await asyncio.to_thread(pipe.recv)

    asyncio.run(serve())


def _run_http2(pipe: Connection) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    body = json.dumps(APPLICATION).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    listener = socket.create_server(("127.0.0.1", 0))
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.loglevel = "error"
    pipe.send([listener.getsockname()[1]])
    asyncio.run(serve(app, config, shutdown_trigger=lambda: asyncio.to_thread(pipe.recv)))


@contextmanager
def _running(run: Callable[[Connection], None]) -> Generator[list[str]]:
    """The addresses of a server in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run, args=(theirs,), daemon=True)
    process.start()
    try:
        yield [f"http://127.0.0.1:{port}" for port in ours.recv()]
    finally:
        ours.send("stop")
        process.join(5)
        process.kill()


@contextmanager
def served_with_http2() -> Generator[str]:
    """The address of a server that speaks HTTP/1.1 and HTTP/2."""
    with _running(_run_http2) as (address,):
        yield address


@contextmanager
def served() -> Generator[tuple[str, str]]:
    """The addresses of a quick server and of one that takes 50 ms."""
    with _running(_run) as (quick, slow):
        yield quick, slow
