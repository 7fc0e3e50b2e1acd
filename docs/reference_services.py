"""The three services of the reference, and functions that read an operation from their specifications."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
# MkDocs loads its hooks by path, so Python finds the generator's modules only with this entry.
sys.path.append(str(ROOT / "openapi"))

from template_functions import ERRORS  # noqa: E402

__all__ = ["ROOT", "SERVICES", "Failure", "Service", "Spec", "operations_of", "parameters_of", "resolved"]

METHODS: Final = ("get", "put", "post", "delete", "patch")

Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Service:
    """One of Edgegap's services, as the reference shows it.

    Attributes:
        document: Its specification, a file in openapi/.
        package: Its folder in edgegap_client/_generated.
        folder: The folder of its resource pages.
        models: The folder of its model pages.
        client: The synchronous client class. The async class has the prefix `Async`.
        module: The module that exports both classes.
        variable: The name of a client in examples.
        tokens: The Authorization header of an example, by security scheme.
        by_hand: The full names, in the package, of resource classes with more methods than the operations of their tag.
    """

    document: str
    package: str
    folder: str
    models: str
    client: str
    module: str
    variable: str
    tokens: Mapping[str, str]
    by_hand: Mapping[str, str] = field(default_factory=dict[str, str])

    def resource_class(self, tag: str) -> str:
        """The full name of the async class of a resource."""
        camel = "".join(word.capitalize() for word in tag.split("_"))
        generated = f"_generated.{self.package}.api.{tag}.Async{camel}Resource"
        return f"edgegap_client.{self.by_hand.get(tag, generated)}"

    def method_of(self, tag: str, operation: Spec) -> str:
        """The full name of the async method of an operation."""
        return f"{self.resource_class(tag)}.{operation['x-edgegap-method']}"


SERVICES: Final = (
    Service(
        document="edgegap.yaml",
        package="orchestration",
        folder="reference/resources",
        models="reference/models",
        client="Edgegap",
        module="edgegap_client",
        variable="edgegap",
        tokens={"organizationToken": "token API_TOKEN", "deploymentToken": "AUTHORIZATION"},
        by_hand={
            "app_versions": "_async.app_versions.AsyncAppVersions",
            "deployments": "_async.deployments.AsyncDeployments",
            "private_fleets": "_async.private_fleets.AsyncPrivateFleets",
            "relays": "_async.sessions.AsyncRelays",
            "sessions": "_async.sessions.AsyncSessions",
        },
    ),
    Service(
        document="matchmaking.yaml",
        package="matchmaking",
        folder="reference/matchmaking",
        models="reference/matchmaking/models",
        client="Matchmaker",
        module="edgegap_client.matchmaking",
        variable="matchmaker",
        tokens={"matchmakerToken": "MATCHMAKER_TOKEN"},
        by_hand={"groups": "matchmaking.AsyncGroups", "tickets": "matchmaking.AsyncTickets"},
    ),
    Service(
        document="server_browser.yaml",
        package="server_browser",
        folder="reference/server-browser",
        models="reference/server-browser/models",
        client="ServerBrowser",
        module="edgegap_client.server_browser",
        variable="browser",
        tokens={"serverToken": "SERVER_TOKEN", "clientToken": "CLIENT_TOKEN"},
        by_hand={
            "instances": "server_browser.AsyncInstances",
            "reservations": "server_browser.AsyncReservations",
            "slots": "server_browser.AsyncSlots",
        },
    ),
)


class Failure(NamedTuple):
    """A documented error status, the exception that the client raises for it, and the reason."""

    status: str
    exception: str
    meaning: str


def operations_of(spec: Spec, tag: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The HTTP method, the path and the specification of each operation with a tag."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item and tag in item[method]["tags"]:
                yield method.upper(), path, item[method]


def resolved(spec: Spec, node: Spec) -> Spec:
    """The target of a reference within the specification, or the node itself if it is no reference."""
    while "$ref" in node:
        found: Any = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def parameters_of(spec: Spec, operation: Spec) -> list[Spec]:
    """The parameters of an operation in the path, the query and the headers."""
    return [resolved(spec, parameter) for parameter in operation.get("parameters", ())]


def successes_of(spec: Spec, operation: Spec) -> Iterator[tuple[str, Spec]]:
    """The documented 2xx statuses of an operation, each with its response."""
    for status, response in operation["responses"].items():
        if str(status).startswith("2"):
            yield str(status), resolved(spec, response)


def failures_of(spec: Spec, operation: Spec) -> Iterator[Failure]:
    """The documented errors of an operation."""
    # A preview describes its errors itself. The orchestration API uses the texts of the docstrings.
    is_preview = "x-edgegap-sources" in spec["info"]
    for status, given in operation["responses"].items():
        if str(status).startswith("2"):
            continue
        code, response = int(status), resolved(spec, given)
        name, meaning = ERRORS.get(code, ("ServerError" if code >= 500 else "BadRequestError", ""))
        if code == 422 and "DeployError" in json.dumps(response):
            name = "NoCapacityError"
        if is_preview or not meaning:
            meaning = " ".join(response["description"].split())
        yield Failure(str(status), name, re.sub(r" \((\d{3}|5xx)\)", "", meaning))


def examples_of(content: Spec) -> dict[str, Any]:
    """The JSON examples of a request or response body, by name."""
    examples = content.get("content", {}).get("application/json", {}).get("examples", {})
    return {name: example["value"] for name, example in examples.items()}


def host_of(spec: Spec) -> str:
    """The host of the first server, with the default values of its variables."""
    server = spec["servers"][0]
    defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
    return str(server["url"]).format(**defaults).removeprefix("https://")
