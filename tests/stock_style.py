"""A program in the style of the README that openapi-python-client writes; test_stock_style.py runs it.

python -m tests.stock_style BASE_URL TOKEN
"""

from __future__ import annotations

import asyncio
import sys

from edgegap_client.api.applications import create_application, get_application, list_applications
from edgegap_client.client import AsyncClient, AsyncEdgegap, AuthenticatedClient, Client
from edgegap_client.errors import EdgegapError, NotFoundError
from edgegap_client.models import AppCreateRequest, Application, AppList
from edgegap_client.types import UNSET, Response, Unset


def create(name: str, client: Client, image: str | Unset = UNSET) -> Application:
    body = AppCreateRequest(name=name, is_active=True, image="" if isinstance(image, Unset) else image)
    return create_application.sync(client=client, body=body)


async def names(client: AsyncClient) -> list[str]:
    found: AppList = await list_applications.asyncio(client=client, limit=10)
    return [application.name for application in found.applications or []]


def synchronous(base_url: str, token: str) -> None:
    client = AuthenticatedClient(base_url=base_url, token=token)
    with client as client:
        create("my-game", client)
        application: Application = get_application.sync("my-game", client=client)
        response: Response[Application] = get_application.sync_detailed("my-game", client=client)
        assert response.parsed == application
        print("sync:", application.name, response.status_code, response.headers["content-type"])
        try:
            get_application.sync("unknown", client=client)
        except EdgegapError as error:
            print("sync:", error.status, isinstance(error, NotFoundError))


async def asynchronous(base_url: str, token: str) -> None:
    async with AsyncEdgegap(base_url=base_url, token=token) as client:
        response: Response[Application] = await get_application.asyncio_detailed("my-game", client=client)
        print("asyncio:", await names(client), response.status_code, response.parsed.is_active)


if __name__ == "__main__":
    synchronous(*sys.argv[1:])
    asyncio.run(asynchronous(*sys.argv[1:]))
