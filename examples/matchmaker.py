"""A matchmaker: players request a match, and get the address of a game server near them.

    export EDGEGAP_API_TOKEN=... PUBLIC_URL=https://matches.example.com
    uvicorn --factory --timeout-graceful-shutdown 10 examples.matchmaker:make_app

A match is a deployment. The player's request waits while the server starts. A webhook ends the wait at once; without
webhooks, the shared poller does. If a player closes the connection, the service cancels the launch and stops its
server. When the service ends, it stops the servers that it has launched.

With REDIS_URL and WEBHOOK_SECRET set, it is one of several replicas: see `examples/replicas`. They share the rate
limits and the ledger of launches. After SIGTERM a replica finishes its launches, and the matches outlive it.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncGenerator, Callable, Generator

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from edgegap_client import AsyncEdgegap, EdgegapError, InvalidRequestError
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import Deployment
from edgegap_client.webhooks import WebhookReceiver

APPLICATION = os.environ.get("MATCH_APPLICATION", "my-game")
VERSION = os.environ.get("MATCH_VERSION", "v1")
REDIS_URL = os.environ.get("REDIS_URL")
LAUNCH_TIMEOUT_SECONDS = 60
# After SIGTERM, a replica still accepts requests for this long: until the load balancer has read `/health`.
DRAIN_SECONDS = float(os.environ.get("DRAIN_SECONDS", "0"))


class Order(BaseModel):
    """The body of a match request. The same `match` gets the same server, so players can retry the request."""

    players: list[str]
    match: str | None = None


def make_client() -> AsyncEdgegap:
    """Create the client of the only process, or of one of several replicas."""
    if REDIS_URL is None:
        return AsyncEdgegap()
    # On SIGTERM, launches continue: the server waits for the requests that it has accepted.
    return AsyncEdgegap(replicas=REDIS_URL, ledger=REDIS_URL, handle_sigterm=False)


@contextlib.contextmanager
def draining(begin: Callable[[], None]) -> Generator[None]:
    """On SIGTERM, call `begin` at once, and the server's own handler `DRAIN_SECONDS` later."""
    loop, handler = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    def drain() -> None:
        begin()
        if callable(handler):
            loop.call_later(DRAIN_SECONDS, handler, signal.SIGTERM, None)

    loop.add_signal_handler(signal.SIGTERM, drain)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, handler)


async def gone(request: Request) -> None:
    """Wait until the player closes the connection. Servers do not cancel handlers for that."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def make_app(public_url: str | None = None, edgegap: AsyncEdgegap | None = None) -> FastAPI:
    """Create the service.

    Without a public URL, Edgegap cannot send webhooks, and only the poller notices that a match is ready.
    """
    public_url = public_url or os.environ.get("PUBLIC_URL")
    edgegap = edgegap or make_client()
    deployments = edgegap.deployments
    receiver = WebhookReceiver(secret=os.environ.get("WEBHOOK_SECRET"), on_event=deployments.wake)
    running: set[str] = set()
    is_draining = asyncio.Event()

    async def launch_for(order: Order) -> Deployment:
        deployment = await deployments.launch(
            application=APPLICATION,
            version=VERSION,
            users=users_from_ips(order.players),
            timeout=LAUNCH_TIMEOUT_SECONDS,
            key=None if order.match is None else f"match-{order.match}",
            webhook_url=receiver.url(f"{public_url}/edgegap") if public_url else None,
        )
        running.add(deployment.request_id)
        return deployment

    async def match(order: Order, request: Request) -> Response:
        launch, leaving = asyncio.create_task(launch_for(order)), asyncio.create_task(gone(request))
        try:
            await asyncio.wait((launch, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not launch.done():
                return Response(status_code=499)  # No client reads this response.
            deployment = launch.result()
        except InvalidRequestError as error:
            return JSONResponse({"error": str(error)}, 400)
        except EdgegapError as error:
            return JSONResponse({"error": str(error)}, 503)
        finally:
            leaving.cancel()
            launch.cancel()
        ports = {name: port.external for name, port in deployment.ports.items()}
        return JSONResponse({"id": deployment.request_id, "host": deployment.fqdn, "ports": ports})

    async def end(id: str) -> Response:  # The name in the path.
        running.discard(id)
        await deployments.stop(id)
        return Response(status_code=204)

    async def health() -> Response:
        return JSONResponse({"draining": is_draining.is_set()}, 503 if is_draining.is_set() else 200)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with edgegap:
            if REDIS_URL is not None:
                with draining(is_draining.set):
                    yield
                return
            yield
            if running:
                await deployments.stop_many(running)

    app = FastAPI(lifespan=lifespan)
    app.add_api_route("/matches", match, methods=["POST"])
    app.add_api_route("/matches/{id}", end, methods=["DELETE"])
    app.add_api_route("/health", health)
    app.mount("/edgegap", receiver)
    return app
