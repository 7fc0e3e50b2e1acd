"""Create an application and two versions, launch a game server near two players, and read error messages.

    make demo                                            # against a local sandbox, without an API key
    EDGEGAP_API_TOKEN=... python examples/quickstart.py  # against Edgegap; costs a few minutes of a server

The script deletes everything that it creates, even if a step fails.
"""

import asyncio
import os
import secrets
from contextlib import suppress

from edgegap_client import AsyncEdgegap, ConflictError, Edgegap, EdgegapError, NotFoundError
from edgegap_client.deployments import Progress

# Each run has names of its own, so that it touches none of your applications.
RUN = secrets.token_hex(3)
APP = f"quickstart-{RUN}"
STORAGE = f"quickstart-{RUN}"


def step(text: str) -> None:
    print(f"\n* {text}")


def show(progress: Progress) -> None:
    print(f"  {progress.elapsed:5.1f} s  {progress.status}")


async def create(edgegap: AsyncEdgegap) -> None:
    step(f"Create the application {APP}")
    application = await edgegap.applications.create(APP)
    print(f"  created at {application.create_time} (an aware datetime, in UTC)")

    step("Create two versions")
    for name in ("v1", "v2"):
        await edgegap.app_versions.create(
            APP,
            name,
            docker_repository="registry.edgegap.com",
            docker_image="my-game-server",
            docker_tag="0.1.2",
            req_cpu=1024,
            req_memory=2048,
            max_duration=60,
            ports=[{"port": 7777, "protocol": "UDP", "name": "gameport"}],
            envs=[{"key": "MODE", "value": "ranked", "is_secret": True}],
        )
    version = await edgegap.app_versions.get(APP, "v1")
    print(f"  ports: {version.ports}")
    print(f"  environment: {version.envs} (masked: a value may be a secret)")


async def change_and_list(edgegap: AsyncEdgegap) -> None:
    step("Update v1: the client sends only the fields that you pass, and None as null")
    await edgegap.app_versions.update(APP, "v1", is_active=False, endpoint_storage=None)
    version = await edgegap.app_versions.get(APP, "v1")
    print(f"  v1 is active: {version.is_active}, still {version.req_cpu} vCPU units")

    step("List applications and versions: the client requests each page")
    async for application in edgegap.applications.list(page_size=25):
        print(f"  {application.name}, last updated {application.last_updated}")
    print("  versions:", [version.name async for version in edgegap.app_versions.list(APP, page_size=1)])


async def link(edgegap: AsyncEdgegap) -> None:
    step("Create an endpoint storage with a pull profile, and link it to v1")
    await edgegap.endpoint_storage.create(
        name=STORAGE,
        access_key_id="my-access-key-id",
        secret_access_key=secrets.token_hex(8),
        endpoint="https://us-east-1.your-s3-provider.com",
        bucket="my-bucket",
    )
    await edgegap.pull_profiles.create(
        STORAGE,
        name="config",
        source="/my-bucket/config.cfg",
        source_type="File",
        destination="/usr/share/configs",
    )
    linked = await edgegap.pull_profiles.link(STORAGE, "config", APP, "v1")
    print(f"  {linked.pull_profile} -> {linked.app} {linked.app_version}")


async def play(edgegap: AsyncEdgegap) -> None:
    step("Launch a game server near two players")
    players = ["8.8.8.8", "1.1.1.1"]
    async with edgegap.deployments.running(
        application=APP,
        version="v2",
        users=players,
        timeout=120,
        on_progress=show,
    ) as deployment:
        port = deployment.ports["gameport"]
        print(f"  players connect to {deployment.fqdn}:{port.external} ({port.protocol})")
        if deployment.location:
            print(f"  it runs in {deployment.location.city}, {deployment.location.country}")
    print("  the block has ended and has stopped the server")

    step("Cancel a launch: the client stops its deployment")
    launch = asyncio.create_task(
        edgegap.deployments.launch(application=APP, version="v2", users=players, tags=["given-up"])
    )
    await asyncio.sleep(0.5)
    launch.cancel()
    with suppress(asyncio.CancelledError):
        await launch

    async def created() -> list[str]:
        return [deployment.request_id async for deployment in edgegap.deployments.list(tags=["given-up"])]

    # The stop is accepted already. The service carries it out once the deployment has started.
    for deployment_id in await created():
        print(f"  {deployment_id} was created before the cancellation")
        await edgegap.deployments.wait_until_stopped(deployment_id)
    print(f"  remaining deployments: {await created()}")


async def fail(edgegap: AsyncEdgegap) -> None:
    step("Errors name the request, the response and the next step")
    try:
        await edgegap.applications.create(APP)
    except ConflictError as error:
        print(f"  {type(error).__name__}: {error}")
    try:
        await edgegap.app_versions.get(APP, "v99")
    except NotFoundError as error:
        print(f"  {type(error).__name__}: {error}")
    try:
        await edgegap.applications.delete("..")
    except EdgegapError as error:
        print(f"  {type(error).__name__}: {error}")


async def clean_up(edgegap: AsyncEdgegap) -> None:
    step("Delete everything")
    with suppress(NotFoundError):  # As when it was never created.
        await edgegap.endpoint_storage.delete(STORAGE)
    with suppress(NotFoundError):
        await edgegap.applications.delete(APP)
    print("  remaining applications of this run:", [a.name async for a in edgegap.applications.list() if RUN in a.name])


def the_same_without_asyncio() -> None:
    step("The synchronous client has the same methods")
    with Edgegap() as edgegap:
        print("  applications:", sum(1 for _ in edgegap.applications.list()))


async def main() -> None:
    print(f"Sending requests to {os.environ.get('EDGEGAP_BASE_URL', 'https://api.edgegap.com')}")
    async with AsyncEdgegap() as edgegap:
        try:
            await create(edgegap)
            await change_and_list(edgegap)
            await link(edgegap)
            await play(edgegap)
            await fail(edgegap)
        finally:
            await clean_up(edgegap)


if __name__ == "__main__":
    asyncio.run(main())
    the_same_without_asyncio()
    print("\nDone.")
