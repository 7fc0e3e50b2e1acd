"""How fast the sandbox answers in-process, empty and full.

python -m tests.measure_sandbox
"""

from __future__ import annotations

import asyncio
import resource
import time
from typing import Final

import httpx

from edgegap_client.sandbox import Sandbox, Timing

TOKEN: Final = {"authorization": "token 11112222-3333-4444-5555-666677778888"}
VERSION: Final = {
    "name": "v1",
    "docker_repository": "registry.edgegap.com",
    "docker_image": "my-game-server",
    "docker_tag": "1",
    "req_cpu": 256,
    "req_memory": 256,
    "ports": [{"port": 7777, "protocol": "UDP", "name": "gameport"}],
}
ORDER: Final = {
    "application": "my-game",
    "version": "v1",
    "users": [{"user_type": "ip_address", "user_data": {"ip_address": "8.8.8.8"}}],
    "tags": ["measured"],
}


async def rate(client: httpx.AsyncClient, method: str, path: str, number: int, body: object = None) -> float:
    """Requests a second."""
    started = time.perf_counter()
    for _ in range(number):
        response = await client.request(method, path, json=body)
        assert response.status_code < 300, response.text
    return number / (time.perf_counter() - started)


def memory() -> float:
    """Resident MiB, at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def main() -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.5, terminating_for=0.1, known_for=1), rate_limits=False, seed=1)
    transport = sandbox.transport()
    async with httpx.AsyncClient(transport=transport, base_url=sandbox.base_url, headers=TOKEN) as client:
        (await client.post("/v1/app", json={"name": "my-game", "is_active": True, "image": ""})).raise_for_status()
        (await client.post("/v1/app/my-game/version", json=VERSION)).raise_for_status()
        first = (await client.post("/v2/deployments", json=ORDER)).json()["request_id"]
        print(f"{'requests a second':<40}{'empty':>10}{'10,000':>10}")
        empty = [
            await rate(client, "GET", "/v1/app/my-game", 2000),
            await rate(client, "GET", f"/v1/status/{first}", 2000),
            await rate(client, "GET", "/v1/deployments?limit=10", 500),
        ]
        creations = await rate(client, "POST", "/v2/deployments", 10_000, ORDER)
        full = [
            await rate(client, "GET", "/v1/app/my-game", 2000),
            await rate(client, "GET", f"/v1/status/{first}", 2000),
            await rate(client, "GET", "/v1/deployments?limit=10", 500),
        ]
        for name, before, after in zip(("get an application", "get a status", "list ten"), empty, full, strict=True):
            print(f"{name:<40}{before:>10.0f}{after:>10.0f}")
        print(f"{'create a deployment':<40}{'':>10}{creations:>10.0f}")
        held = memory()
        # A long run: 30,000 more that come and go.
        for _ in range(3):
            for deployment in sandbox.running:
                await client.delete(f"/v1/stop/{deployment.request_id}")
            await asyncio.sleep(1.5)
            await rate(client, "POST", "/v2/deployments", 10_000, ORDER)
        print(f"memory: {held:.0f} MiB with the first 10,000, {memory():.0f} MiB after 30,000 more")


if __name__ == "__main__":
    asyncio.run(main())
