"""The APIs for which code is generated. A new API is a line in SERVICES and a document in this folder."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["SERVICES", "Service"]


class Service(NamedTuple):
    """One API of Edgegap.

    Attributes:
        name: The folder of its generated code, in edgegap_client/_generated.
        document: Its specification, a file in this folder.
        client: Its client class; `Async` before it gives the asynchronous one.
        models: The public module that re-exports its models, in edgegap_client.
        api: The public package that re-exports its endpoint functions, in edgegap_client.
        upstream: The addresses of Edgegap's own documents, which `make drift` reads. Empty if each customer has
            an instance of the service, which serves a document of its own at its own address.
    """

    name: str
    document: str
    client: str
    models: str
    api: str
    upstream: tuple[str, ...] = ()


# The documentation (https://docs.edgegap.com/docs/api) offers these documents for download.
PUBLISHED: Final = "https://raw.githubusercontent.com/edgegap/openapi-specification/refs/heads/main"

SERVICES: Final = (
    Service(
        name="orchestration",
        document="edgegap.yaml",
        client="Edgegap",
        models="models",
        api="api",
        upstream=(f"{PUBLISHED}/edgegap-v1-openapi.yaml", f"{PUBLISHED}/edgegap-v2-openapi.yaml"),
    ),
    Service(
        name="matchmaking",
        document="matchmaking.yaml",
        client="Matchmaker",
        models="matchmaking",
        api="api/matchmaking",
    ),
    Service(
        name="server_browser",
        document="server_browser.yaml",
        client="ServerBrowser",
        models="server_browser",
        api="api/server_browser",
    ),
)
