"""The facts for the templates and the generator's objects describe one document. This module checks that they agree."""

# pyright: basic
# The objects of the generator are loosely typed.

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from specification import GenerationError, operations

__all__ = ["check_agreement"]


def check_agreement(document: dict[str, Any], collections: Iterable[Any]) -> None:
    """Refuse an operation that the generator has understood differently from the facts for the templates."""
    from openapi_python_client.strings import PythonIdentifier

    endpoints = {str(endpoint.name): endpoint for collection in collections for endpoint in collection.endpoints}
    for path, method, operation in operations(document):
        endpoint = endpoints.get(operation["operationId"])
        where = f"{method.upper()} {path}"
        if endpoint is None:
            raise GenerationError(f"{where}: the generator has no operation {operation['operationId']}")
        shared = document["components"].get("parameters", {})
        given = [
            shared[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each
            for each in operation.get("parameters", ())
        ]
        bodies = [str(PythonIdentifier(kind, "")) for kind in operation.get("requestBody", {}).get("content", {})]
        ours = {
            "method": method,
            "path": re.sub("{[^}]*}", "{}", path),
            "bodies": sorted(bodies),
            "statuses": sorted(operation["responses"]),
            **{
                f"{place} parameters": sorted(each["name"] for each in given if each["in"] == place)
                for place in ("path", "query", "header")
            },
        }
        theirs = {
            "method": endpoint.method,
            "path": re.sub("{[^}]*}", "{}", endpoint.path.get_untrusted_value()),
            "bodies": sorted(
                str(PythonIdentifier(body.content_type.get_untrusted_value(), "")) for body in endpoint.bodies
            ),
            "statuses": sorted(str(response.status_code.pattern) for response in endpoint.responses),
            **{
                f"{place} parameters": sorted(
                    each.name.get_untrusted_value() for each in getattr(endpoint, f"{place}_parameters")
                )
                for place in ("path", "query", "header")
            },
        }
        for what, value in ours.items():
            if theirs[what] != value:
                raise GenerationError(
                    f"{where}: the generator reads its {what} as {theirs[what]}, the templates as {value}: write it "
                    f"in the way that other operations do"
                )
