"""Small OpenAPI documents, to be compared."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
THING: Json = {"type": "object", "properties": {"a": TEXT, "b": TEXT}, "required": ["a", "b"]}


def document(
    schema: Json | None = None,
    *,
    version: str = "3.1.0",
    status: str = "200",
    path: str = "/v1/thing/{id}",
    **more: Any,
) -> Json:
    """One operation that answers with `schema`; `more` goes into it, and `components` into the document."""
    found: Json = {"openapi": version, "info": {"title": "One", "version": "1"}}
    if "components" in more:
        found["components"] = {"schemas": more.pop("components")}
    if "servers" in more:
        found["servers"] = more.pop("servers")
    content = {"application/json": {"schema": schema}} if schema is not None else {}
    found["paths"] = {path: {"put": {"responses": {status: {"description": "", "content": content}}, **more}}}
    return found


def asked(schema: Json, **more: Any) -> Json:
    """One operation whose body is `schema`."""
    return document(requestBody={"content": {"application/json": {"schema": schema}}}, **more)


def given(**parameter: Any) -> Json:
    return document(parameters=[{"schema": {"type": "string"}, **parameter}])
