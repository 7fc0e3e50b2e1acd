"""A matchmaker: players ask for a match, and get the address of a game server near them.

    uvicorn --factory --timeout-graceful-shutdown 10 examples.matchmaker:make_app

with EDGEGAP_API_TOKEN and PUBLIC_URL set. A match is a deployment. While it starts, the player's request waits; a
webhook ends the wait at once, and without webhooks the shared poller does. When a player gives up (the connection
closes), the launch is cancelled and nothing is left running. At the end of the service what it launched is stopped.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from edgegap_client import AsyncEdgegap, EdgegapError, InvalidRequestError
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import Deployment
from edgegap_client.webhooks import WebhookReceiver

APPLICATION = os.environ.get("MATCH_APPLICATION", "my-game")
VERSION = os.environ.get("MATCH_VERSION", "v1")


async def gone(request: Request) -> None:
    """Wait until the player closes the connection. Servers do not cancel handlers for that."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def make_app(public_url: str | None = None, edgegap: AsyncEdgegap | None = None) -> Starlette:
    """The service. Without a public URL nothing can call it back, and only the poller notices when a match is ready."""
    public_url = public_url or os.environ.get("PUBLIC_URL")
    edgegap = edgegap or AsyncEdgegap()
    deployments = edgegap.deployments
    receiver = WebhookReceiver(on_event=deployments.wake)
    running: set[str] = set()

    async def launch_for(players: list[str]) -> Deployment:
        deployment = await deployments.launch(
            application=APPLICATION,
            version=VERSION,
            users=users_from_ips(players),
            timeout=60,
            webhook_url=receiver.url(f"{public_url}/edgegap") if public_url else None,
        )
        running.add(deployment.request_id)
        return deployment

    async def match(request: Request) -> Response:
        try:
            players = (await request.json())["players"]
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": 'send {"players": ["their", "addresses"]}'}, 400)
        launch, leaving = asyncio.create_task(launch_for(players)), asyncio.create_task(gone(request))
        try:
            await asyncio.wait((launch, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not launch.done():
                return Response(status_code=499)  # nobody reads it
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

    async def end(request: Request) -> Response:
        deployment_id = request.path_params["id"]
        running.discard(deployment_id)
        await deployments.stop(deployment_id)
        return Response(status_code=204)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        async with edgegap:
            yield
            if running:
                await deployments.stop_many(running)

    return Starlette(
        routes=[
            Route("/matches", match, methods=["POST"]),
            Route("/matches/{id}", end, methods=["DELETE"]),
            Mount("/edgegap", receiver),
        ],
        lifespan=lifespan,
    )
