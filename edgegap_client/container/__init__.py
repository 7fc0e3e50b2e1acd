"""For code that runs inside a deployment: who am I, where, on which ports; and stop me.

    from edgegap_client.container import Container

    container = Container.from_env()
    server.listen(container.ports["gameport"].internal)
    ...
    container.stop()             # or: await container.astop()

Edgegap injects what a game server needs to know into its environment, in variables that begin with `ARBITRIUM_`, and
matchmakers add theirs, which begin with `MM_`. No API token of the organisation is needed here, and none should be in
the container: stopping and the context have tokens of their own.

`stop_when_idle` stops the deployment when nobody plays. Around a game server in any language,
`python -m edgegap_client.container guard -- ./server` does the same.
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
