"""The generated pages of the site: the figures and the changelog. reference_pages.py adds those of the reference.

MkDocs calls `on_files`, and `on_page_markdown`, which adds a note on how to run the samples of a page. This module
writes no files into this folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent


# How a reader gets what a sample needs. The tests read the same comments in the pages (`need_...` in test_docs.py).
_NEED_NOTES: Final = {
    "sandbox": "Run a sample with `edgegap sandbox -- python sample.py`. It starts a sandbox, and sets\n"
    "the variables that lead the client to it.",
    "my_game": "Run a sample that deploys `my-game` with\n"
    "`edgegap sandbox --app-version my-game/v1 -- python sample.py`.",
    "deployment": "A sample for a container needs the variables of its deployment. In a test,\n"
    "`sandbox.environment(request_id)` returns them: see [containers](/how-to/in-the-container.md).",
    "redis": "A sample with `redis://` needs the extra `redis` and a Redis server at this address.",
    "matchmaker": "Run a sample that searches a match with\n"
    "`edgegap sandbox --matchmaker matchmaker.json -- python sample.py`.\n"
    "This `matchmaker.json` has the profile `casual`:\n\n{matchmaker}",
    "server_browser": "Run a sample with server instances with\n"
    "`edgegap sandbox --server-browser server-browser.json -- python sample.py`.\n"
    "This is `server-browser.json`:\n\n{server-browser}",
}
_NEED_ALIASES: Final = {"redis_server": "redis", "replicas": "redis", "casual_matchmaker": "matchmaker"}
_UNRELEASED_NOTE: Final = (
    "The package is not on PyPI before its first release. In a checkout, use `.` instead of `edgegap-client`, as in\n"
    "`pip install '.[cli,sandbox]'`."
)
_NOTE_START: Final = "<details markdown>\n<summary>How to run the samples of this page</summary>"


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Add a note to a how-to page whose samples need a set-up, or whose commands install the package."""
    address = page.file.src_uri
    if not address.startswith("how-to/"):  # the others explain it, or are generated
        return markdown
    return with_note(markdown, (ROOT / "CHANGELOG.md").read_text("utf-8"), address.count("/"))


def with_note(markdown: str, changelog: str, depth: int) -> str:
    """A page with a note on how to run its samples, if it needs one; `depth` is that of its folder in docs/."""
    names = {_NEED_ALIASES.get(name, name): None for name in re.findall(r"<!-- needs: (\w+) -->", markdown)}
    python = "".join(re.findall(r"^ *```python.*?^ *```$", markdown, re.MULTILINE | re.DOTALL))
    if "Edgegap()" in python and "my_game" not in names:
        names = {"sandbox": None, **names}
    if "redis://" in python:
        names["redis"] = None
    lines = [_NEED_NOTES[name] for name in names if name in _NEED_NOTES]
    is_released = re.search(r"^## .* - \d{4}-", changelog, re.MULTILINE)
    if not is_released and re.search(r"pip install '?edgegap-client", markdown):
        lines.append(_UNRELEASED_NOTE)
    if not lines:
        return markdown
    note = "\n\n".join(lines).replace("](/", f"]({'../' * depth}")
    for name in ("matchmaker", "server-browser"):
        content = (ROOT / "docs" / "examples" / f"{name}.json").read_text("utf-8")
        note = note.replace(f"{{{name}}}", f"```json\n{content}```")
    title, _, rest = markdown.partition("\n")
    return f"{title}\n\n{_NOTE_START}\n\n{note}\n\n</details>\n{rest}"


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages to the pages that MkDocs has found."""
    # The tests import this module in .venv, which does not have this package.
    from mkdocs.structure.files import File  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    pages = {
        "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
        "figures.md": figures_page(json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))),
    }
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))  # pyright: ignore[reportUnknownMemberType]
    return files


def figures_page(results: Mapping[str, Any]) -> str:
    """The page of the benchmark results, with the targets that were met and missed."""
    machine = results["machine"]
    seen_on = f"on {machine['date'][:10]}, with {machine['cores']} cores and Python {machine['python']}"
    lines = [
        "# Figures",
        "",
        f"`make bench` measured these figures {seen_on}. For a ratio, the two programs ran alternately.",
        "`benchmarks/results.json` has all results.",
        "",
        "| figure | compared with | target | measured | range | result |",
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
        "## Comparison with other clients",
        "",
        "CPU time of one GET of an application, decoded, and wall time of 50 concurrent GETs.",
        "",
        "| client | one GET, CPU ms | 50 concurrent GETs, wall ms |",
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
            "We do not recommend HTTP/2, because a call needs more CPU time over it, alone or among concurrent calls. "
            "To use it, run `pip install 'edgegap-client[http2]'` and pass `http_client=httpx.AsyncClient(http2=True)`."
        ),
        "",
        "| client, with one server | one GET, CPU ms | one of 50 concurrent GETs, CPU ms |",
        "|---|--:|--:|",
        *(
            f"| {name} | {seen['cpu_ms']:.2f} | {seen['cpu_ms_in_fifty']:.2f} |"
            for name, seen in results["http2"].items()
        ),
    ]
    return "\n".join(lines) + "\n"
