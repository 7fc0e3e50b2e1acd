"""A game server that reads its port and location, and stops its own deployment when the match is over.

It runs inside a deployment, where Edgegap sets the ARBITRIUM_ variables. It needs no API token: never put one into a
container. To try it on your machine, take the variables from the sandbox: `sandbox.environment(deployment_id)`.
"""

import asyncio

from edgegap_client.container import Container

MATCH_SECONDS = 0.2


async def main() -> None:
    container = Container.from_env()
    port = container.ports["gameport"]
    place = container.location.city if container.location else "somewhere"
    print(f"deployment {container.request_id} in {place}: listening on {port.internal}, reached at {port.external}")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"welcome\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "0.0.0.0", port.internal)  # Players connect from outside.
    async with server:
        await asyncio.sleep(MATCH_SECONDS)  # The match runs here.
    await container.astop()
    print("the match is over, and the deployment is stopping itself")


if __name__ == "__main__":
    asyncio.run(main())
