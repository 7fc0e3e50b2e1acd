"""The examples of the reference: a call of each operation in both clients, and its request and response in HTTP.

This module generates them from the examples in the specification. If the specification has no example for a part of the
path, a token or a required header, the example shows a name in capital letters. Readers replace it by their own value.
"""

from __future__ import annotations

import builtins
import json
import keyword
import re
from collections.abc import Mapping
from typing import Any, Final, cast

from docs.reference_services import Service, Spec, examples_of, host_of, parameters_of, successes_of

MAX_LINE_LENGTH: Final = 88


def placeholder(name: str) -> str:
    """The name in capital letters that an example shows for a parameter."""
    return re.sub(r"\W", "_", name).upper()


def argument_name(name: str) -> str:
    """The Python argument for a name of the specification."""
    plain = re.sub(r"\W", "_", name).lower()
    return f"{plain}_" if keyword.iskeyword(plain) or (hasattr(builtins, plain) and plain != "id") else plain


def filled_path(path: str) -> str:
    """A path with placeholders for its parameters."""
    return re.sub(r"{([^}]+)}", lambda name: placeholder(name[1]), path)


def requests_of(operation: Spec) -> dict[str, Any]:
    """The examples of a request body. The call uses the first one: the minimal example if there is one."""
    examples = examples_of(operation.get("requestBody", {}))
    return dict(sorted(examples.items(), key=lambda example: example[0] != "minimal"))


def call_arguments(spec: Spec, path: str, operation: Spec) -> tuple[list[Any], dict[str, Any]]:
    """The positional and the keyword arguments of an example."""
    body: dict[str, Any] = dict(next(iter(requests_of(operation).values()), cast("dict[str, Any]", {})))
    by_position: list[Any] = [placeholder(name) for name in re.findall(r"{([^}]+)}", path)]
    for name in operation.get("x-edgegap-positional", ()):
        if name not in body:
            break
        by_position.append(body.pop(name))
    by_keyword = {argument_name(name): value for name, value in body.items()}
    for parameter in parameters_of(spec, operation):
        if parameter.get("required") and parameter["in"] != "path":
            by_keyword[argument_name(parameter["name"])] = placeholder(parameter["name"])
    return by_position, by_keyword


def call(service: Service, spec: Spec, tag: str, path: str, operation: Spec, *, is_async: bool) -> str:
    """A program that calls an operation."""
    by_position, by_keyword = call_arguments(spec, path, operation)
    name = f"{service.variable}.{tag}.{operation['x-edgegap-method']}"
    indent = 8 if is_async else 4
    is_paged = "x-edgegap-paginate" in operation
    returns = any("content" in response for _, response in successes_of(spec, operation))
    waiting = "await " if is_async and not is_paged else ""
    before = f"{'async ' * is_async}for item in " if is_paged else "result = " if returns else ""
    after = ":" if is_paged else ""
    lines = _call(f"{before}{waiting}{name}", by_position, by_keyword, after, indent)
    if is_paged or returns:
        lines.append(f"{' ' * (indent + 4)}print(item)" if is_paged else f"{' ' * indent}print(result)")
    client = f"Async{service.client}" if is_async else service.client
    imported = f"from {service.module} import {client}"
    if not is_async:
        head = [imported, "", f"with {client}() as {service.variable}:"]
        return "\n".join((*head, *lines))
    head = ["import asyncio", "", imported, "", "", "async def main() -> None:"]
    return "\n".join(
        (*head, f"    async with {client}() as {service.variable}:", *lines, "", "", "asyncio.run(main())")
    )


def _call(start: str, by_position: list[Any], by_keyword: Mapping[str, Any], end: str, indent: int) -> list[str]:
    given = [("", value) for value in by_position] + [(f"{name}=", value) for name, value in by_keyword.items()]
    inline = ", ".join(f"{name}{_inline(value)}" for name, value in given)
    whole = f"{' ' * indent}{start}({inline}){end}"
    if len(whole) <= MAX_LINE_LENGTH:
        return [whole]
    lines = [f"{' ' * (indent + 4)}{name}{_literal(value, indent + 4, len(name))}," for name, value in given]
    return "\n".join((f"{' ' * indent}{start}(", *lines, f"{' ' * indent}){end}")).split("\n")


def _inline(value: Any) -> str:
    match value:
        case dict():
            items = cast("dict[str, Any]", value)
            return "{" + ", ".join(f"{_inline(name)}: {_inline(inner)}" for name, inner in items.items()) + "}"
        case [*inner]:
            return "[" + ", ".join(map(_inline, inner)) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return repr(value)


def _literal(value: Any, indent: int, before: int = 0) -> str:
    """A value as Python code, on several lines if it is too long for one line."""
    inline = _inline(value)
    if indent + before + len(inline) + 1 <= MAX_LINE_LENGTH or not value:
        return inline
    inside = indent + 4
    match value:
        case dict():
            items = cast("dict[str, Any]", value)
            keys = {name: f"{_inline(name)}: " for name in items}
            lines = [f"{keys[name]}{_literal(inner, inside, len(keys[name]))}" for name, inner in items.items()]
        case [*several]:
            lines = [_literal(inner, inside) for inner in several]
        case _:
            return inline
    body = "".join(f"{' ' * inside}{line},\n" for line in lines)
    return f"{inline[0]}\n{body}{' ' * indent}{inline[-1]}"


def http_request(service: Service, spec: Spec, method: str, path: str, operation: Spec, body: Any = None) -> str:
    """A request as HTTP sends it, with the headers that matter."""
    scheme = next(iter(operation["security"][0]))
    lines = [
        f"{method} {filled_path(path)} HTTP/1.1",
        f"Host: {host_of(spec)}",
        f"Authorization: {service.tokens[scheme]}",
    ]
    if "requestBody" in operation:
        lines += ["Content-Type: application/json", "", json_text(body)]
    return "\n".join(lines)


def json_text(value: Any) -> str:
    """JSON, indented."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def http_exchange(service: Service, spec: Spec, method: str, path: str, operation: Spec) -> list[tuple[str, str, str]]:
    """Requests and responses in HTTP: for each a label, a language and a text."""
    requests = requests_of(operation) or {"": None}
    found = [
        (_label("Request", name, number), "http", http_request(service, spec, method, path, operation, body))
        for number, (name, body) in enumerate(requests.items())
    ]
    for status, response in successes_of(spec, operation):
        if "content" not in response:
            found.append((f"Response {status}", "text", "(no body)"))
        for number, (name, body) in enumerate(examples_of(response).items()):
            found.append((_label(f"Response {status}", name, number), "json", json_text(body)))
    return found


def _label(kind: str, name: str, number: int) -> str:
    return f"{kind}, {name.replace('_', ' ')}" if number else kind
