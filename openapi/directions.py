"""Find out which schemas of a specification are sent, and which are received."""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["directions"]


def directions(spec: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The names of the schemas that are `bodies` of requests, that are anywhere in them (`sent`), or `received`.

    An optional field is `UNSET` in what is sent, where null may mean something, and None in what is received.
    """
    bodies: set[str] = set()
    sent: set[str] = set()
    received: set[str] = set()
    for path in spec["paths"].values():
        for method, operation in path.items():
            if method == "parameters":
                continue
            request = operation.get("requestBody", {})
            sent |= _reachable([request, operation.get("parameters", [])], spec)
            for content in request.get("content", {}).values():
                bodies |= set(_references(content.get("schema", {}), spec, deep=False))
            received |= _reachable(operation["responses"], spec)
    for webhook in spec.get("webhooks", {}).values():
        for operation in webhook.values():
            received |= _reachable(operation.get("requestBody", {}), spec)
    return {"bodies": frozenset(bodies), "sent": frozenset(sent), "received": frozenset(received)}


def _reachable(node: Any, spec: dict[str, Any]) -> set[str]:
    """The names of all schemas to which a part of the specification refers, directly or not."""
    return set(_references(node, spec, deep=True))


def _references(node: Any, spec: dict[str, Any], *, deep: bool) -> Iterator[str]:
    pending, seen = [node], set[str]()
    while pending:
        found = pending.pop()
        if isinstance(found, list):
            pending += found
        elif isinstance(found, dict):
            reference = found.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                _, _, kind, name = reference.split("/")
                if kind == "schemas":
                    yield name
                if deep or kind != "schemas":
                    pending.append(spec["components"][kind][name])
            pending += [item for key, item in found.items() if key != "$ref"]
