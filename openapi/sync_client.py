"""Write the synchronous client: the code of each _async folder in edgegap_client, without async and await.

The rules below are regular expressions over the whole text, so they change code, docstrings and comments alike. Two
checks keep them honest: a rule that matches nothing in a run is an error, and so is an asynchronous name that remains.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["RULES", "Rule", "RuleError", "write_sync_client"]


class Rule(NamedTuple):
    """One step from asynchronous to synchronous code.

    Attributes:
        name: The purpose of the rule. Errors report an unused rule by this name.
        pattern: A regular expression.
        replacement: The text that replaces each match.
    """

    name: str
    pattern: str
    replacement: str


class RuleError(Exception):
    """A rule matches nothing, or an asynchronous name remains."""


# The rules apply in this order, each to the result of those before it.
RULES = (
    Rule("the keyword async", r"\basync +(?=def |for |with )", ""),
    Rule("the keyword await", r"\bawait +(?=[\w(*])", ""),
    Rule("special methods such as __aenter__", r"\b__a(?=(?:enter|exit|iter|next)__)", "__"),
    Rule("handle_async_request", r"\bhandle_async_request\b", "handle_request"),
    Rule("asynccontextmanager", r"\basynccontextmanager\b", "contextmanager"),
    Rule("AbstractAsyncContextManager", r"\bAbstractAsyncContextManager\b", "AbstractContextManager"),
    Rule("folders called _async", r"(?<=\.)_async\b", "_sync"),
    Rule("modules and functions called async_...", r"\basync_(?=[a-z])", "sync_"),
    Rule("classes called Async...", r"\bAsync(?=[A-Z])", ""),
    Rule("aclose", r"\baclose\b", "close"),
    # Prose calls the client that the code belongs to "the asynchronous client"; "async client" is always AsyncEdgegap.
    Rule("the asynchronous client, in prose", r"\basynchronous client\b", "synchronous client"),
)


def write_sync_client(folders: Mapping[Path, Path], rules: tuple[Rule, ...] = RULES) -> None:
    """Write a synchronous module for each asynchronous one.

    Args:
        folders: The destination of each source folder.
        rules: The rules.

    Raises:
        RuleError: A rule matches nothing in any source, or a result still has asynchronous names.
    """
    unused = {rule.name for rule in rules}
    problems: list[str] = []
    for source, destination in folders.items():
        destination.mkdir(parents=True)
        for path in sorted(source.glob("*.py")):
            text = path.read_text("utf-8")
            for rule in rules:
                text, count = re.subn(rule.pattern, rule.replacement, text)
                if count:
                    unused.discard(rule.name)
            problems += [
                f"{destination.parent.name}/{destination.name}/{path.name}, line {line}: {name} remains"
                for line, name in asynchronous_names(text)
            ]
            first, rest = text.split("\n", 1)
            text = f"{first}\n# Written by `make generate` from _async/{path.name}; do not edit.\n{rest}"
            (destination / path.name).write_text(text, "utf-8")
    problems += [f"the rule for {rule.name} matches nothing: remove it" for rule in rules if rule.name in unused]
    if problems:
        raise RuleError("openapi/sync_client.py: " + "\n".join(problems))


def asynchronous_names(source: str) -> list[tuple[int, str]]:
    """The line and the text of each asynchronous name or keyword. Prose may contain them."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return []  # ruff will say what is wrong
    return [
        (token.start[0], token.string)
        for token in tokens
        if token.type == tokenize.NAME and re.search("async|await", token.string, re.IGNORECASE)
    ]
