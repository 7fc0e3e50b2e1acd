"""The generated pages of the reference: the operations, a page for each resource and for each group of models.

MkDocs calls `on_files`. This module writes no files into this folder. It takes the facts and the examples from the
specifications. mkdocstrings writes the signatures and the docstrings.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

# MkDocs loads this file by its path.
sys.path.append(str(Path(__file__).resolve().parent.parent))

from docs.package import documented
from docs.reference_examples import call, http_exchange
from docs.reference_services import ROOT, SERVICES, Service, Spec, failures_of, operations_of

# The comment at the top of the YAML explains these keys, too. tests/repository/test_reference.py compares the two.
SOURCES: Final = {
    "S": "Integration page of mid-2025",
    "V1": "v1 spec of 2026-04-24",
    "V2": "v2 spec of 2026-06-01",
    "D25": "documentation pages of 2025",
    "24": "Swagger of 2024",
    "24d": "live Swagger of December 2024",
}
OPERATIONS_INTRODUCTION: Final = """\
Each method name links to its section, which has the signature, the parameters, the errors and examples. This page is
generated from the specifications in `openapi/`.

Rate limits are in requests per second for an organisation. An operation without a documented limit may still return
429. For the orchestration API, the column *sources* names the documents that describe an operation:"""
COMMON_QUIRKS: Final = """\
The following is true for all operations. Errors have a text but no code. Times without a zone are in UTC. For an
unknown deployment the service returns 400, although 404 is documented. The service may send undocumented fields, values
and statuses. The client [counts them](../how-to/observing.md#what-the-specification-does-not-know)."""
# Options that show a class without its members, because each member has a separate section.
CLASS_ALONE: Final = {
    "members": "false",
    "show_bases": "false",
    "show_root_heading": "false",
    "show_root_toc_entry": "false",
}
# The page of the models that more than one resource uses, or none.
SHARED: Final = "shared"


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages to the pages that MkDocs has found."""
    # The tests import this module in .venv, which does not have these two packages.
    import yaml  # type: ignore[import-untyped]
    from mkdocs.structure.files import File  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    texts = {each.document: (ROOT / "openapi" / each.document).read_text("utf-8") for each in SERVICES}
    for name, content in pages({name: yaml.safe_load(text) for name, text in texts.items()}).items():
        files.append(File.generated(config, name, content=content))  # pyright: ignore[reportUnknownMemberType]
    return files


def pages(specs: Mapping[str, Spec]) -> dict[str, str]:
    """The text of each page by its file name, from the parsed specifications."""
    found = {"reference/operations.md": operations_page(specs)}
    for service in SERVICES:
        spec = specs[service.document]
        for tag in spec["tags"]:
            found[f"{service.folder}/{tag['name']}.md"] = resource_page(service, spec, tag)
        for group, names in model_groups(service, spec).items():
            found[f"{service.models}/{group}.md"] = models_page(service, group, names)
    return found


def operations_page(specs: Mapping[str, Spec]) -> str:
    """The list of all operations of the three services, each with a link to its section."""
    number = sum(len(list(operations_of(spec, tag["name"]))) for spec in specs.values() for tag in spec["tags"])
    lines = [
        "# The API's operations",
        "",
        f"This page lists all {number} operations of the three services. {OPERATIONS_INTRODUCTION}",
        "",
        *(f"- **{key}**: {text}" for key, text in SOURCES.items()),
        "",
        COMMON_QUIRKS,
        "",
    ]
    for service in SERVICES:
        spec = specs[service.document]
        lines += [f"## {spec['info']['title']}", ""]
        for tag in spec["tags"]:
            name = tag["name"]
            lines += [
                f"### {title_of(service, name)}",
                "",
                tag["description"],
                "",
                "| method | request | operation id | rate limit | sources |",
                "|---|---|---|---|---|",
            ]
            for method, path, operation in operations_of(spec, name):
                outdated = " (deprecated)" if operation.get("deprecated") else ""
                link = f"[`{operation['x-edgegap-method']}`][{service.method_of(name, operation)}]{outdated}"
                sources = ", ".join(operation["x-edgegap-sources"])
                lines.append(
                    f"| {link} | `{method} {path}` | `{operation['operationId']}` | {limit_of(operation)} | {sources} |"
                )
            lines.append("")
    return "\n".join(lines)


def title_of(service: Service, tag: str) -> str:
    """The heading of a resource."""
    return f"{service.variable}.{tag}"


def limit_of(operation: Spec) -> str:
    """The documented rate limit of an operation, for a table."""
    if group := operation.get("x-edgegap-rate-group"):
        return f"`{group}` of the tier"
    rate = operation.get("x-edgegap-rate-limit")
    return f"{rate} per second" if rate else "none"


def limit_sentence(operation: Spec) -> str:
    """The documented rate limit of an operation, as a sentence for its section."""
    if group := operation.get("x-edgegap-rate-group"):
        tier = "[`Tier`][edgegap_client.matchmaking.Tier]"
        return f"the request counts towards the limit `{group}` of the cluster's tier. See {tier}."
    rate = operation.get("x-edgegap-rate-limit")
    if rate:
        return f"{rate} requests per second for the organisation."
    return "none is documented. The service may still return 429."


def resource_page(service: Service, spec: Spec, tag: Spec) -> str:
    """The reference of a resource: a table of its methods, then a section for each method."""
    name = tag["name"]
    path = service.resource_class(name)
    operations = {each["x-edgegap-method"]: (method, url, each) for method, url, each in operations_of(spec, name)}
    further = [method for method in public_members(path) if method not in operations]
    pages_of = {method for method in further if method.removesuffix("_page") in operations}
    own = [method for method in further if method not in pages_of]
    lines = [
        "---",
        "search: {boost: 2}",
        "---",
        "",
        f"# {title_of(service, name)}",
        "",
        f"`Async{service.client}` has these methods. `{service.client}` has the same methods, without `async` and",
        "`await`.",
        "",
        *directive(path, CLASS_ALONE),
        "| operation | request | rate limit |",
        "|---|---|---|",
    ]
    for method, (verb, url, operation) in operations.items():
        lines.append(f"| [`{method}`][{path}.{method}] | `{verb} {url}` | {limit_of(operation)} |")
    lines += ["", "In the examples, replace the names in capital letters by your own values.", ""]
    if own:
        lines += ["| further method | what it does |", "|---|---|"]
        lines += [f"| [`{method}`][{path}.{method}] | {summary_of(f'{path}.{method}')} |" for method in own]
        lines.append("")
    for method in own:
        lines += directive(f"{path}.{method}", {"heading_level": "2"})
    for method, (verb, url, operation) in operations.items():
        lines += operation_section(service, spec, name, verb, url, operation)
        if f"{method}_page" in pages_of:
            lines += directive(f"{path}.{method}_page", {"heading_level": "2"})
    return "\n".join(lines)


def public_members(path: str) -> list[str]:
    """The public methods and attributes of a class, including inherited ones."""
    found = documented(path)
    found = found.final_target if found.is_alias else found
    return [name for name in found.all_members if not name.startswith("_")]


def summary_of(path: str) -> str:
    """The first paragraph of a docstring, in one line."""
    return " ".join(documented(path).docstring.value.partition("\n\n")[0].split())


def is_by_hand(path: str) -> bool:
    """Whether a method of a resource class replaces the generated one."""
    found = documented(path)
    return "._generated." not in (found.final_target if found.is_alias else found).path


def operation_section(service: Service, spec: Spec, tag: str, method: str, path: str, operation: Spec) -> list[str]:
    """The section of an operation: its signature and parameters, then the facts and the examples."""
    full_name = service.method_of(tag, operation)
    by_hand = is_by_hand(full_name)
    # The table below lists the same errors as a generated docstring.
    lines = directive(full_name, {"heading_level": "2", "show_docstring_raises": str(by_hand).lower()})
    # A docstring that is not generated may omit the request.
    if f"`{method} {path}`" not in documented(full_name).docstring.value:
        lines += [f"**Request:** `{method} {path}`", ""]
    lines += [f"**Rate limit:** {limit_sentence(operation)}", ""]
    if by_hand:
        function = f"edgegap_client.api.{tag}.{operation['operationId']}"
        handled = "The method handles some errors itself: see its description. These are the errors of"
        low_level = "[low-level function](../client.md#low-level-functions)"
        lines += [f"{handled} `{function}`, the {low_level} for this request:", ""]
    lines += ["| status | raises | when |", "|---|---|---|"]
    for status, name, meaning in failures_of(spec, operation):
        lines.append(f"| {status} | [`{name}`][edgegap_client.errors.{name}] | {meaning} |")
    other = "Any other failure, such as a failed connection, a timeout or an unreadable response."
    lines += [f"| other | [`EdgegapError`][edgegap_client.errors.EdgegapError] | {other} |", "", "**Example**", ""]
    for label, is_async in (("Sync", False), ("Async", True)):
        lines += tab(label, "python", call(service, spec, tag, path, operation, is_async=is_async))
    lines += ["**In HTTP**", ""]
    for label, language, text in http_exchange(service, spec, method, path, operation):
        lines += tab(label, language, text)
    return lines


def directive(path: str, options: Mapping[str, str]) -> list[str]:
    """A directive of mkdocstrings."""
    return [f"::: {path}", "    options:", *(f"      {name}: {value}" for name, value in options.items()), ""]


def tab(label: str, language: str, text: str) -> list[str]:
    """A tab with a code block."""
    lines = (f"```{language}", *text.split("\n"), "```")
    return [f'=== "{label}"', "", *(f"    {line}" if line else "" for line in lines), ""]


def model_groups(service: Service, spec: Spec) -> dict[str, list[str]]:
    """The models that only one resource uses, by resource, and the shared models."""
    users: dict[str, set[str]] = {name: set() for name in models_of(service)}
    for tag in spec["tags"]:
        operations = [operation for _, _, operation in operations_of(spec, tag["name"])]
        for name in schemas_of(spec, operations) & users.keys():
            users[name].add(tag["name"])
    groups: dict[str, list[str]] = {str(name): [] for name in (*(tag["name"] for tag in spec["tags"]), SHARED)}
    for name, tags in users.items():
        groups[next(iter(tags)) if len(tags) == 1 else SHARED].append(name)
    return {group: names for group, names in groups.items() if names}


def models_of(service: Service) -> list[str]:
    """The names of the model classes, in alphabetical order."""
    init = ROOT / "edgegap_client" / "_generated" / service.package / "models" / "__init__.py"
    return re.findall(r"(?m)^    from \.\w+ import (\w+)", init.read_text("utf-8"))


def arguments_of(service: Service) -> list[str]:
    """The names of the argument types: dicts for models, and unions of everything that a method accepts for a model."""
    module = ROOT / "edgegap_client" / "_generated" / service.package / "arguments.py"
    return re.findall(r"(?m)^(?:class )?(\w+(?:Dict|Like))\b", module.read_text("utf-8"))


def schemas_of(spec: Spec, node: Any) -> set[str]:
    """The schemas that a part of the specification refers to, directly or through other schemas."""
    found: set[str] = set()
    todo = set(_references(node))
    while todo:
        found |= todo
        parts = [spec["components"][kind][name] for kind, name in (reference.split("/")[2:] for reference in todo)]
        todo = set(_references(parts)) - found
    return {reference.rpartition("/")[2] for reference in found if "/schemas/" in reference}


def _references(node: Any) -> Iterator[str]:
    yield from re.findall(r'"(#/components/[^"]+)"', json.dumps(node))


def models_page(service: Service, group: str, names: Iterable[str]) -> str:
    """The page of the models of a resource, or of the shared models."""
    heading = "Shared models" if group == SHARED else f"Models of {title_of(service, group)}"
    text = (
        "More than one resource uses these models, or no resource does, as for errors and webhooks."
        if group == SHARED
        else f"Only [`{title_of(service, group)}`]({_up(service)}{group}.md) uses these models."
    )
    what = "[Models](../models.md)" if service.package == "orchestration" else "[Models](../../models.md)"
    lines = [f"# {heading}", "", f"{text} {what} describes the behaviour of all models.", ""]
    generated = f"edgegap_client._generated.{service.package}"
    options = {"heading_level": "2", "show_bases": "false", "filters": '["!^_", "!^(from|to)_dict$"]'}
    arguments = arguments_of(service)
    for name in names:
        lines += directive(f"{generated}.models.{name}", options)
        for argument in (f"{name}Dict", f"{name}Like"):
            if argument in arguments:
                lines += directive(f"{generated}.arguments.{argument}", options)
    return "\n".join(lines)


def _up(service: Service) -> str:
    return "../resources/" if service.package == "orchestration" else "../"
