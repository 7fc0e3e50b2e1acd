"""Run drift.py, and open an issue on GitHub if it finds something; `.github/workflows/drift.yml` does it each week.

    python openapi/drift_issue.py               needs `gh` and GH_TOKEN; the token needs `issues: write` only
    python openapi/drift_issue.py --dry-run     prints what it would do

There is at most one open issue with the label `drift`. A later run changes its text and adds a comment if the report is
another one, and closes it when there is nothing to report.

Exit 0: the issues say what drift.py says. 1: `gh` fails.
"""

# pyright: basic
# The output of `gh` is loosely typed.

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
LABEL: Final = "drift"
TITLES: Final = {
    1: "Edgegap's documents differ from ours",
    2: "Edgegap's documents cannot be compared",
}
# GitHub refuses texts above 65,536 characters.
MAX_REPORT_LENGTH: Final = 60_000
TIMEOUT_SECONDS: Final = 300
# The comparison reads foreign documents, so it gets neither of these variables.
TOKENS: Final = ("GH_TOKEN", "GITHUB_TOKEN")


class GitHubError(Exception):
    """`gh` failed."""


def compared(arguments: list[str]) -> tuple[int, str]:
    """The exit status and the report of drift.py."""
    environment = {name: value for name, value in os.environ.items() if name not in TOKENS}
    try:
        done = subprocess.run(
            [sys.executable, str(HERE / "drift.py"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return 2, f"not compared: it took longer than {TIMEOUT_SECONDS} s"
    return done.returncode, f"{done.stdout}{done.stderr}".strip()


def text_of(report: str) -> str:
    """The text of the issue. The report cannot end its code block, or mention people."""
    if len(report) > MAX_REPORT_LENGTH:
        report = f"{report[:MAX_REPORT_LENGTH]}\n... ({len(report)} characters in all: run `make drift`)"
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", report))])
    return (
        f"`make drift` reports:\n\n{fence}text\n{report}\n{fence}\n\n"
        "What to do about each line: docs/how-to/api-changed.md.\n"
    )


class Issues:
    """The issues with our label, by way of `gh`. With `dry_run`, changes are printed instead."""

    def __init__(self, dry_run: bool) -> None:
        self._dry_run = dry_run

    def _gh(self, *arguments: str, text: str = "") -> str:
        try:
            done = subprocess.run(
                ["gh", *arguments], input=text, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitHubError(f"gh {arguments[0]} {arguments[1]}: {error}") from None
        if done.returncode:
            raise GitHubError(f"gh {arguments[0]} {arguments[1]}: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def _change(self, *arguments: str, text: str = "") -> None:
        if self._dry_run:
            print("would run: gh", *arguments)
            print(text, end="")
        else:
            print(self._gh(*arguments, text=text), end="")

    def open_one(self) -> dict[str, Any] | None:
        """The number, title and text of the open issue, if there is one."""
        if self._dry_run:
            return None
        listed = self._gh("issue", "list", "--label", LABEL, "--state", "open", "--json", "number,title,body")
        found: list[dict[str, Any]] = json.loads(listed)
        return min(found, key=lambda issue: issue["number"], default=None)

    def create(self, title: str, text: str) -> None:
        self._change("label", "create", LABEL, "--force", "--description", "Edgegap's API documents changed")
        self._change("issue", "create", "--title", title, "--label", LABEL, "--body-file", "-", text=text)

    def change(self, number: int, title: str, text: str) -> None:
        self._change("issue", "edit", str(number), "--title", title, "--body-file", "-", text=text)
        self._change("issue", "comment", str(number), "--body", "The report is another one now: see above.")

    def close(self, number: int) -> None:
        self._change("issue", "close", str(number), "--comment", "`make drift` has nothing to report any more.")


def bring_up_to_date(issues: Issues, status: int, report: str) -> None:
    """Open, change or close the issue, according to the report."""
    issue = issues.open_one()
    if status == 0:
        if issue:
            issues.close(issue["number"])
        return
    title, text = TITLES.get(status, TITLES[2]), text_of(report)
    if issue is None:
        issues.create(title, text)
    elif (issue["title"], _lines(issue["body"])) != (title, _lines(text)):
        issues.change(issue["number"], title, text)


def _lines(text: str) -> list[str]:
    """A text without the changes that GitHub makes: ends of lines, and space around it."""
    return text.strip().splitlines()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run drift.py, and open an issue on GitHub if it finds something.")
    parser.add_argument("--dry-run", action="store_true", help="print what would be done; needs neither gh nor a token")
    options, rest = parser.parse_known_args(arguments)
    status, report = compared(rest)
    print(report)
    try:
        bring_up_to_date(Issues(options.dry_run), status, report)
    except GitHubError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
