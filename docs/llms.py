"""`llms.txt` and a Markdown copy of each page of the site, for agents and for people who paste pages into a chat.

MkDocs calls `on_page_markdown` for each page and `on_post_build` at the end. Each copy is in the folder of its page:
`how-to/agents.md` is the copy of `how-to/agents.html`. A copy also contains the text that mkdocstrings adds to a page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

# MkDocs loads this file by its path.
sys.path.append(str(Path(__file__).resolve().parent.parent))

from docs import package

SUMMARY: Final = """\
# edgegap_client

> A Python client for the Edgegap API, which runs game servers near players. It has a synchronous and an async client
> with complete types, a local sandbox, a command line (`edgegap`) and an MCP server for agents (`edgegap mcp`). It
> supports three services: the orchestration API, Matchmaking and the Server Browser.

Deployments cost money until they are stopped. Read the [rules for agents](AGENTS.md) first.
"""
# A directive of mkdocstrings with its options.
DIRECTIVE: Final = re.compile(r"(?m)^::: ([\w.]+)\n((?: {4}.*\n|\n(?= {4}))*)")
# A link to a file of the site. Code may contain text that looks like a link.
LINK: Final = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
CODE: Final = re.compile(r"(?ms)^```.*?^```$|`[^`\n]+`")
# A reference that mkdocstrings resolves. A copy contains only its text.
REFERENCE: Final = re.compile(r"\[([^\]\n]+)\]\[[\w.]*\]")

_copies: dict[str, str] = {}
_titles: dict[str, str] = {}


def on_pre_build(config: Any) -> None:
    """Remove the pages of an earlier build."""
    _copies.clear()
    _titles.clear()


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> None:
    """Store the copy of a page until the end of the build."""
    _copies[page.file.src_uri] = copied(markdown)
    _titles[page.file.src_uri] = title_of(markdown, page.file.src_uri)


def on_post_build(config: Any) -> None:
    """Write the copies and llms.txt."""
    site = Path(config["site_dir"])
    for name, text in _copies.items():
        place = site / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    (site / "llms.txt").write_text(index(config["nav"], _titles), "utf-8")
    if missing := dead_links(site):
        raise FileNotFoundError(f"These links in Markdown copies have no target: {', '.join(missing)}")


def dead_links(site: Path) -> list[str]:
    """The links in llms.txt and in the copies to files that do not exist in the site."""
    found: list[str] = []
    for name in ("llms.txt", *_copies):
        place = site / name
        links: list[str] = LINK.findall(CODE.sub("", place.read_text("utf-8")))
        found += [f"{name}: {link}" for link in links if not (place.parent / link).exists()]
    return found


def title_of(markdown: str, name: str) -> str:
    """The first heading of a page."""
    heading = re.search(r"(?m)^# (.+)$", markdown)
    return heading[1].strip() if heading else name


def copied(markdown: str) -> str:
    """The Markdown of a page for an agent, without notes for tests, and with docstrings in place of directives."""
    text = re.sub(r"(?m)^<!-- .*? -->\n", "", markdown)
    return DIRECTIVE.sub(_documented, REFERENCE.sub(r"\1", text))


def _documented(directive: re.Match[str]) -> str:
    return documented(directive[1], has_members="members: false" not in directive[2])


def index(nav: list[Any], titles: Mapping[str, str]) -> str:
    """The text of `llms.txt`: the pages in the order of the navigation, with a section for each of its parts."""
    lines = [SUMMARY]
    for entry in nav:
        heading, pages = section_of(entry)
        lines += [f"## {heading}", "", *(f"- [{titles.get(name, name)}]({name})" for name in pages), ""]
    return "\n".join(lines)


def section_of(entry: Any) -> tuple[str, list[str]]:
    """The heading and the pages of an entry of the navigation."""
    if isinstance(entry, str):
        return entry, [entry]
    ((heading, inner),) = entry.items()
    return str(heading), list(_pages(inner))


def _pages(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    else:
        for inner in list[Any](entry.values() if isinstance(entry, dict) else entry):  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
            yield from _pages(inner)


def documented(path: str, *, has_members: bool = True) -> str:
    """The signatures and the docstrings of an object and, if `has_members`, of its members."""
    return "\n".join(_written(package.documented(path), 2, has_members=has_members))


def _written(thing: Any, level: int, *, has_members: bool = True) -> Iterator[str]:
    thing = thing.final_target if thing.is_alias else thing
    docstring = thing.docstring.value if thing.docstring else ""
    if not thing.is_module:
        yield f"{'#' * level} {thing.name}\n"
        if thing.is_function or thing.is_class:
            yield f"```python\n{_signature(thing)}\n```\n"
    if docstring:
        yield f"{docstring}\n"
    if not has_members or not (thing.is_module or thing.is_class):
        return
    for name, member in thing.all_members.items():
        is_shown = not name.startswith("_") and (member.is_alias or member.is_function or member.is_class)
        if is_shown and not _is_foreign(member) and (not thing.is_module or name in (thing.exports or {name})):
            yield from _written(member, min(level + 1, 4))


def _is_foreign(member: Any) -> bool:
    """Whether a member comes from another package, or cannot be found."""
    if not member.is_alias:
        return False
    return not member.resolved or not member.final_target.path.startswith("edgegap_client.")


def _signature(thing: Any) -> str:
    if thing.is_class:
        bases = ", ".join(str(base) for base in thing.bases)
        return f"class {thing.name}({bases})" if bases else f"class {thing.name}"
    kind = "async def" if "async" in thing.labels else "def"
    return f"{kind} {thing.signature()}"
