"""Lose the response to a create request, and count the running servers and those that the program knows.

    python examples/lost_response.py

You need no account. A local sandbox starts a server for the first create request, then closes the connection without a
response. The same happens to raw httpx, to raw httpx with a retry, and to this package. The sandbox counts the servers.
"""

from collections.abc import Callable
from contextlib import suppress

import httpx

from edgegap_client import Edgegap
from edgegap_client.sandbox import Sandbox, Timing

TOKEN = "an-organisation"  # The sandbox accepts any token.
ORDER = {
    "application": "my-game",
    "version": "v1",
    "users": [{"user_type": "ip_address", "user_data": {"ip_address": "8.8.8.8"}}],
}


def post(http: httpx.Client) -> str:
    """Send the create request. Returns the id of the deployment."""
    response = http.post("/v2/deployments", json=ORDER)
    response.raise_for_status()
    deployment_id: str = response.json()["request_id"]
    return deployment_id


def with_httpx(base_url: str) -> str:
    with httpx.Client(base_url=base_url, headers={"Authorization": f"token {TOKEN}"}) as http:
        return post(http)


def with_httpx_and_a_retry(base_url: str) -> str:
    with httpx.Client(base_url=base_url, headers={"Authorization": f"token {TOKEN}"}) as http:
        try:
            return post(http)
        except httpx.TransportError:
            return post(http)


def with_edgegap_client(base_url: str) -> str:
    with Edgegap(TOKEN, base_url=base_url) as edgegap:
        return edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"]).request_id


def show(name: str, create: Callable[[str], str]) -> None:
    """Lose the response to the first create request of `create`, and count the servers that run at its end."""
    sandbox = Sandbox(timing=Timing(ready_after=0.2))
    sandbox.add_version("my-game", "v1", token=TOKEN)
    sandbox.faults.add(operation="create_deployment", drop="after", times=1)
    known: list[str] = []
    with sandbox.serve() as base_url, suppress(httpx.TransportError):
        known.append(create(base_url))
    running = sandbox.running
    orphans = sandbox.orphans(known=known)
    sandbox.close()
    print(f"  {name:25} {len(running):7} {len(known):6} {len(orphans):8}")


if __name__ == "__main__":
    print("\n* The response to a create request is lost")
    print(f"  {'':25} {'servers':>7} {'known':>6} {'orphans':>8}")
    show("raw httpx", with_httpx)
    show("raw httpx with a retry", with_httpx_and_a_retry)
    show("edgegap_client", with_edgegap_client)
