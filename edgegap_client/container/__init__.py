"""For code inside a deployment: read its id, location and ports, and stop it.

    from edgegap_client.container import Container

    container = Container.from_env()
    server.listen(container.ports["gameport"].internal)
    ...
    container.stop()             # or: await container.astop()

Edgegap injects environment variables with the prefix `ARBITRIUM_` into a game server, and matchmakers add variables
with the prefix `MM_`. The organisation's API token is not needed here, and should not be in the container: the stop and
the context have their own tokens.

`stop_when_idle` stops the deployment when nobody plays. For a game server in any language, run `python -m
edgegap_client.container guard -- ./server`.
"""

from ._container import Container
from ._idle import StopReason
from ._place import ContainerBeacon, ContainerLocation
from ._ports import ContainerPort, ContainerPorts
from ._switch import AsyncIdleStop, IdleStop

__all__ = [
    "AsyncIdleStop",
    "Container",
    "ContainerBeacon",
    "ContainerLocation",
    "ContainerPort",
    "ContainerPorts",
    "IdleStop",
    "StopReason",
]


def __dir__() -> list[str]:
    return sorted(__all__)
