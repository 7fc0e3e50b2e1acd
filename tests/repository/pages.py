"""The code blocks of README.md and of the pages in docs/, and what their commands are expected to print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
TAB: Final = re.compile(r'=== "([^"]+)"')
PAGES: Final = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))


@dataclass(frozen=True)
class Block:
    """A code block.

    Attributes:
        place: Page and line.
        language: The first word after its fence; empty if there is none, or if it is code by indentation.
        title: The file that it is saved as, or empty.
        text: Its text.
        notes: The comments right before it.
        tab: The label of its tab, or empty.
    """

    place: str
    language: str
    title: str
    text: str
    notes: tuple[str, ...]
    tab: str = ""

    @property
    def is_test(self) -> bool:
        """Whether pytest runs it."""
        return self.language == "python" and re.search(r"^(async )?def test_", self.text, re.MULTILINE) is not None

    def commands(self) -> Iterator[tuple[str, str]]:
        """Each command of a console block with what is shown of its output; each line of a shell block."""
        if self.language == "sh":
            yield from ((line.partition("  #")[0].strip(), "") for line in self.text.splitlines() if line.strip())
        else:
            yield from re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", self.text, re.MULTILINE)


def blocks(page: Path) -> list[Block]:
    """The code blocks of a page, from the first to the last."""
    return blocks_of(page.read_text("utf-8"), str(page.relative_to(ROOT)))


def without_tabs(markdown: str) -> tuple[str, list[str]]:
    """A text with what is in its tabs (`=== "Sync"` and indented lines) outside of them, and the tab of each line."""
    lines: list[str] = []
    tabs: list[str] = []
    tab = ""
    for line in markdown.splitlines():
        if label := TAB.fullmatch(line):
            tab = label[1]
        elif line.strip() and not line.startswith("    "):
            tab = ""
        lines.append("" if label else line.removeprefix("    ") if tab else line)
        tabs.append(tab)
    return "".join(f"{line}\n" for line in lines), tabs


def readers_of(page: Path) -> list[str]:
    """Who follows a page: one reader for each label of its tabs, or one."""
    return sorted({block.tab for block in blocks(page)} - {""}) or [""]


def blocks_of(markdown: str, place: str) -> list[Block]:
    """The code blocks of a text, also those in tabs."""
    found: list[Block] = []
    notes: list[str] = []
    text, tabs = without_tabs(markdown)
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "html_block":
            notes += re.findall(r"<!-- (.*?) -->", token.content)
            continue
        if token.type in ("fence", "code_block"):
            language, _, rest = token.info.partition(" ")
            title = re.fullmatch(r'title="([\w.-]+)"', rest)
            line = (token.map or [0])[0] + 1
            tab = tabs[line - 1]
            assert title or not rest, f"{place}:{line}: {token.info!r}"
            found.append(
                Block(f"{place}:{line}", language, title[1] if title else "", token.content, tuple(notes), tab)
            )
        notes.clear()
    return found


def links(page: Path) -> list[str]:
    """Where the links and pictures of a page lead."""
    return links_of(page.read_text("utf-8"))


def links_of(markdown: str) -> list[str]:
    """Where the links and pictures of a text lead."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    inside = [child for token in tokens for child in token.children or ()]
    return [str(found) for token in inside for found in (token.attrGet("href") or token.attrGet("src"),) if found]


def matches(shown: str, printed: str) -> bool:
    """Whether what a page shows is among what was printed; `...` stands for anything, alone in a line for any lines.

    The seconds with which a line of progress begins are any, as a computer may be slow.
    """
    pattern = re.sub(r"(?m)^\d+\\ s:", r"\\d+\\ s:", re.escape(shown.strip("\n")))
    pattern = re.sub(r"(?m)^\\\.\\\.\\\.\\?\n", r"(?:.*\\n)*?", pattern).replace(r"\.\.\.", ".*")
    return re.search(f"^{pattern}$", printed.replace("\r", ""), re.MULTILINE) is not None
