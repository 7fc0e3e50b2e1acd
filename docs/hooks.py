"""Pages of the site that are not written by hand: operations and resources from the YAML, figures, the changelog.

MkDocs calls `on_files`; nothing is written into this folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
METHODS: Final = ("get", "put", "post", "delete", "patch")
# Where a resource is more than the operations of its tag.
BY_HAND: Final = {
    "app_versions": "_async.app_versions.AsyncAppVersions",
    "deployments": "_async.deployments.AsyncDeployments",
    "relays": "_async.sessions.AsyncRelays",
    "sessions": "_async.sessions.AsyncSessions",
}

# The head of the YAML explains these keys; tests/repository/test_docs.py holds the two together.
SOURCES: Final = {
    "S": "Integration page of mid-2025",
    "V1": "v1 spec of 2026-04-24",
    "V2": "v2 spec of 2026-06-01",
    "D25": "documentation pages of 2025",
    "24": "Swagger of 2024",
    "24d": "live Swagger of December 2024",
}
CLIENTS: Final = "These are the methods of `AsyncEdgegap`; `Edgegap` has the same ones without `async` and `await`."
OPERATIONS_INTRODUCTION: Final = """\
This page lists what Edgegap documents and what is known of the live service. It is generated from
`openapi/edgegap.yaml` with this site.

Rate limits are in requests per second for an organisation. If none is documented, the service may still return 429.
*Sources* says where an operation is documented:"""
COMMON_QUIRKS: Final = """\
All of them have this in common. Errors have a text but no code. Times without a zone are UTC. For an unknown deployment
the service returns 400, although 404 is documented. The service may send undocumented fields, values and statuses; the
client [counts them](../how-to/observing.md#what-the-specification-does-not-know)."""

Spec = Mapping[str, Any]


def on_files(files: Any, config: Any) -> Any:
    """Add the pages to those that MkDocs has found."""
    # Not among the tools of .venv, where the tests use the rest of this module.
    import yaml  # type: ignore[import-untyped]
    from mkdocs.structure.files import File  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    spec = yaml.safe_load((ROOT / "openapi" / "edgegap.yaml").read_text("utf-8"))
    pages = {
        "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
        "figures.md": figures_page(json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))),
        "reference/operations.md": operations_page(spec),
        **{f"reference/resources/{tag['name']}.md": resource_page(spec, tag) for tag in spec["tags"]},
    }
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))  # pyright: ignore[reportUnknownMemberType]
    return files


def operations_of(spec: Spec, tag: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """HTTP method, path and operation of each operation with a tag."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item and tag in item[method]["tags"]:
                yield method.upper(), path, item[method]


def resource_class(tag: str) -> str:
    """The full name of the class whose instance is `edgegap.<tag>`."""
    camel = "".join(word.capitalize() for word in tag.split("_"))
    return f"edgegap_client.{BY_HAND.get(tag, f'_generated.orchestration.api.{tag}.Async{camel}Resource')}"


def method_of(tag: str, operation: Spec) -> str:
    """The full name of the Python method of an operation."""
    return f"{resource_class(tag)}.{operation['x-edgegap-method']}"


def limit_of(operation: Spec) -> str:
    """The documented rate limit of an operation."""
    rate = operation.get("x-edgegap-rate-limit")
    return f"{rate} per second" if rate else "none"


def statuses_of(spec: Spec, operation: Spec) -> dict[str, str]:
    """The documented statuses of an operation, with their meaning."""
    found: dict[str, str] = {}
    for status, response in operation["responses"].items():
        if "$ref" in response:
            response = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]
        found[status] = " ".join(response["description"].split())
    return found


def resource_page(spec: Spec, tag: Spec) -> str:
    """The reference of a resource: its operations at a glance, then its methods."""
    name = tag["name"]
    lines = [
        "---",
        "search: {boost: 2}",
        "---",
        "",
        f"# {name}",
        "",
        f"On a client: `edgegap.{name}`. {CLIENTS}",
        "",
        "| operation | request | rate limit |",
        "|---|---|---|",
    ]
    for method, path, operation in operations_of(spec, name):
        link = f"[`{operation['x-edgegap-method']}`][{method_of(name, operation)}]"
        lines.append(f"| {link} | `{method} {path}` | {limit_of(operation)} |")
    lines += [
        "",
        f"The responses of the service and its quirks: [operations](../operations.md#{anchor(name)}).",
        "",
        f"::: {resource_class(name)}",
        "    options:",
        "      heading_level: 2",
        "      inherited_members: true",
        "      show_bases: false",
        "      show_root_toc_entry: false",
        "      show_root_heading: false",
    ]
    return "\n".join(lines) + "\n"


def operations_page(spec: Spec) -> str:
    """All operations of the API: their methods, rate limits, sources and statuses."""
    paths = spec["paths"].values()
    number = sum(method in item for item in paths for method in METHODS)
    lines = [
        "# The API's operations",
        "",
        f"All {number} operations that this client has. {OPERATIONS_INTRODUCTION}",
        "",
        *(f"- **{key}**: {text}" for key, text in SOURCES.items()),
        "",
        COMMON_QUIRKS,
        "",
    ]
    for tag in spec["tags"]:
        name = tag["name"]
        lines += [f"## {name}", "", tag["description"], ""]
        for method, path, operation in operations_of(spec, name):
            lines += _operation(spec, name, method, path, operation)
    return "\n".join(lines)


def _operation(spec: Spec, tag: str, method: str, path: str, operation: Spec) -> list[str]:
    outdated = "**Deprecated.** " if operation.get("deprecated") else ""
    facts = [
        f"Python: [`{tag}.{operation['x-edgegap-method']}`][{method_of(tag, operation)}]",
        f"operation id: `{operation['operationId']}`",
        f"rate limit: {limit_of(operation)}",
    ]
    if "x-edgegap-paginate" in operation:
        facts.append(f"pages of `{operation['x-edgegap-paginate']}`, requested as you iterate")
    facts.append("sources: " + ", ".join(operation["x-edgegap-sources"]))
    return [
        f"### {operation['summary']}",
        "",
        f"`{method} {path}`",
        "",
        outdated + " ".join(operation["description"].split()),
        "",
        *(f"- {fact}" for fact in facts),
        "",
        "| status | meaning |",
        "|---|---|",
        *(f"| {status} | {text} |" for status, text in statuses_of(spec, operation).items()),
        "",
    ]


def figures_page(results: Mapping[str, Any]) -> str:
    """What `make bench` saw, with the targets that were met and those that were not."""
    machine = results["machine"]
    seen_on = f"on {machine['date'][:10]}, with {machine['cores']} cores and Python {machine['python']}"
    lines = [
        "# Figures",
        "",
        f"`make bench` measured this {seen_on}. The sides of a ratio ran alternately. From `benchmarks/results.json`.",
        "",
        "| figure | against | target | seen | from - to | |",
        "|---|---|--:|--:|--:|---|",
    ]
    for figure in results["figures"]:
        is_met = {True: "met", False: "missed", None: ""}[figure["is_met"]]
        seen, low, high = (f"{figure[name]:.3g}" for name in ("value", "low", "high"))
        target = "" if figure["target"] is None else f"{figure['target']:g}"
        name = f"{figure['name']}{', ' + figure['note'] if figure['note'] else ''}"
        lines.append(
            f"| {name} | {figure['reference']} | {target} | {seen} {figure['unit']} | {low} - {high} | {is_met} |"
        )
    lines += [
        "",
        "![Milliseconds by the number of calls at once](images/calls-at-once.svg)",
        "![Milliseconds by the number of deployments decoded](images/items-decoded.svg)",
        "",
        "## Beside others",
        "",
        "A GET of an application, decoded: processor time of one, and the wall time of 50 at once.",
        "",
        "| client | one, CPU ms | 50 at once, ms |",
        "|---|--:|--:|",
    ]
    for name, seen in results["peers"].items():
        if "missing" in seen:
            lines.append(f"| {name} | not measured | |")
        else:
            at_once = f"{seen['fifty_ms']:.0f}" if "fifty_ms" in seen else ""
            lines.append(f"| {name} | {seen['cpu_ms']:.2f} | {at_once} |")
    lines += [
        "",
        (
            "Over HTTP/2 a call takes more time, alone and among others, so it is not recommended. It works all the "
            "same: `pip install 'edgegap-client[http2]'`, and pass `http_client=httpx.AsyncClient(http2=True)`."
        ),
        "",
        "| client, one server | one, CPU ms | one in 50, CPU ms |",
        "|---|--:|--:|",
        *(
            f"| {name} | {seen['cpu_ms']:.2f} | {seen['cpu_ms_in_fifty']:.2f} |"
            for name, seen in results["http2"].items()
        ),
    ]
    return "\n".join(lines) + "\n"


def anchor(heading: str) -> str:
    """The anchor that MkDocs gives to a heading."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")
