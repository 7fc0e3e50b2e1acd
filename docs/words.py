"""Checks the words of this project: `python docs/words.py` prints each use of a word that another word replaces.

`WORDS` is the table. The check covers the names that Python code defines, comments, docstrings and texts in code, and
every line of the pages, the specifications and the other files in `TEXTS`. It skips generated code, whose words come
from the specification and the templates. It checks tests only for the words in `TEST_WORDS`.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
CODE: Final = ("edgegap_client/**/*.py", "openapi/*.py", "examples/*.py", "docs/*.py", "benchmarks/*.py")
TEXTS: Final = (
    "*.md",
    "Makefile",
    "mkdocs.yml",
    "pyproject.toml",
    "generator-config.yaml",
    ".ci/*",
    ".github/workflows/*.yml",
    "docs/**/*.md",
    "docs/images/architecture.svg",
    "docs/images/launch-life-cycle.svg",
    "docs/images/replicas.svg",
    "docs/images/request-life-cycle.svg",
    "docs/images/several-processes.svg",
    "docs/images/ticket-life-cycle.svg",
    "examples/replicas/*",
    "openapi/*.yaml",
    "openapi/templates/*.jinja",
)
TESTS: Final = ("tests/**/*.py",)
# These files are generated or written by others. This file and its test contain all the words.
UNCHECKED: Final = re.compile(
    r"edgegap_client/(api/|_generated/|(.*/)?_sync/)|docs/words\.py|tests/repository/test_words\.py"
)

# A regular expression for whole words, and the words to use instead. Underscores of names count as spaces.
WORDS: Final[dict[str, str]] = {
    r"answer(s|ed|ing)?": "response, to respond",
    r"asking|creations?": "request, create request",
    r"repetitions?|(sent|sends?|sending) (it |a request )?again": "retry, retried",
    r"time-outs?": "timeout",
    r"patience|patient|longest": "timeout, deadline, maximum",
    r"pauses? (before|between)|pauses (included|between)": "back-off",
    r"(a|its|their|the|your|each|one|whose|next) turns?|in turns|loop's turn": "slot, iteration of the event loop",
    r"(idle|free|open|pooled) lines?": "pooled connection",
    r"twins?": "synchronous client, async client",
    r"callers? (has|have|had|may have) left|callers? leaves?": "cancelled, abandoned call",
    r"left-?overs?|left overs?|what is left": "clean-up, orphaned deployment",
    r"tells?|told|telling": "report, log, say",
    r"ends? in|ended in": "raise, become",
    r"stands? in|stood in|standing in": "is in, is stored in",
    r"mend(s|ed|ing)?": "fix",
    r"manners": "behaves like production",
    r"looks? after": "orphaned deployment, maintain",
    r"(on the |over the )?wires?|spell(s|ed|ing)?|reads? whole": "serialisation, decode, encode",
    r"doors?": "re-export",
    r"way of a (call|request)": "request life cycle",
    r"phases": "connect, read and write timeouts",
    r"forgets?|forgotten|forgot": "unregister",
    r"unsettled|in doubt": "pending",
}
# A space in the table matches any white space of a text, such as the end of a line.
PATTERN: Final = re.compile(
    "|".join(rf"(?P<w{i}>\b(?:{word})\b)" for i, word in enumerate(WORDS)).replace(" ", r"\s+"), re.IGNORECASE
)

# Tests quote servers and people, so they are checked only for words that no one else uses.
TEST_WORDS: Final = (r"time-outs?", r"twins?")

# Where such a word is right: a regular expression for the text around it, with the reason.
EXCEPTIONS: Final[dict[str, str]] = {
    r"must not end in|ends in -S": "the last characters of a text",
    r"longest (word|secret|first|time|unread)": "the superlative of a length",
    r"(is_secret\. )?If in doubt": "the API's own text",
    r"OpenAPI tells tools": "a specification speaks",
    r"`phases=`": "the former name, in the changelog",
}

# A name of one word is too vague for a constant that is a number, and for these.
VAGUE: Final = frozenset(("MOST", "SOON", "FEW", "MANY", "LONGEST", "SHORT", "PATIENCE", "RECENT", "ENOUGH", "LATER"))
SEVERAL_WORDS: Final = "a name of several words, with the unit"


class Finding(NamedTuple):
    """A word that another word replaces."""

    path: str
    line: int
    word: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.word} -> {self.instead}"


def check_text(path: str, text: str, line: int = 1) -> Iterator[Finding]:
    """Find the words in a text that starts at `line`. Exceptions and matches may go over the end of a line."""
    allowed = [match.span() for pattern in EXCEPTIONS for match in re.finditer(pattern, text, re.IGNORECASE)]
    for match in PATTERN.finditer(text):
        start, end = match.span()
        if not any(first <= start and end <= last for first, last in allowed):
            instead = list(WORDS.values())[int((match.lastgroup or "w0")[1:])]
            yield Finding(path, line + text.count("\n", 0, start), " ".join(match[0].split()), instead)


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The names that code defines, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name
            case _:
                pass


def is_boolean(node: ast.expr | None) -> bool:
    """Whether an expression is certainly true or false."""
    match node:
        case ast.Constant(value=bool()) | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=values):
            return all(is_boolean(value) for value in values)
        case _:
            return False


def is_number(node: ast.expr) -> bool:
    """Whether an expression is certainly a number."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ast.BinOp(left=left, right=right):
            return is_number(left) and is_number(right)
        case _:
            return False


def check_names(path: str, tree: ast.AST) -> Iterator[Finding]:
    """Check the names that code defines."""
    for line, name in names(tree):
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").strip()
        for finding in check_text(path, spaced, line):
            yield finding._replace(word=name)
        if name.strip("_") in VAGUE:
            yield Finding(path, line, name, SEVERAL_WORDS)
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if re.fullmatch(r"_?[A-Z]{2,}", name) and is_number(value):
                yield Finding(path, node.lineno, name, SEVERAL_WORDS)
            case (
                ast.Assign(targets=[ast.Name(id="found")], value=value)
                | ast.AnnAssign(target=ast.Name(id="found"), value=value)
            ) if is_boolean(value):
                yield Finding(path, node.lineno, "found", "a boolean that says what was found")
            case _:
                pass


def check_code(path: str, source: str) -> Iterator[Finding]:
    """Check the names, comments, docstrings and texts of Python code."""
    tree = ast.parse(source)
    yield from check_names(path, tree)
    for node in ast.walk(tree):
        match node:
            # A text of one word is data: a key, a value or a name. People read texts of several words.
            case ast.Constant(value=str(text)) if " " in text:
                yield from check_text(path, text, node.lineno)
            case _:
                pass
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield from check_text(path, token.string, token.start[0])


def check_test(path: str, source: str) -> Iterator[Finding]:
    """Check a test for the words in `TEST_WORDS`."""
    replacements = {WORDS[word] for word in TEST_WORDS}
    yield from (finding for finding in check_code(path, source) if finding.instead in replacements)


def check(root: Path = ROOT) -> list[Finding]:
    """All findings in a working copy."""
    findings: set[Finding] = set()
    for patterns, check_file in ((CODE, check_code), (TESTS, check_test), (TEXTS, check_text)):
        for pattern in patterns:
            for file in sorted(root.glob(pattern)):
                path = file.relative_to(root).as_posix()
                if file.is_file() and not UNCHECKED.match(path):
                    findings.update(check_file(path, file.read_text("utf-8")))
    return sorted(findings)


def main() -> int:
    """Print the findings; 1 if there are any."""
    findings = check()
    print(*findings, sep="\n", end="\n" if findings else "")
    return min(len(findings), 1)


if __name__ == "__main__":
    sys.exit(main())
