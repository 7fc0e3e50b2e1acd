"""The scheduled workflow: `make drift-issue` with a `gh` that only notes what it is asked."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import drift_issue
import pytest
from specification import load_yaml

from .documents import TEXT, document

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "drift.yml"
# It knows the issues in issues.json, and appends each of its calls to calls.json.
FAKE = """#!{python}
import json, pathlib, sys
folder = pathlib.Path(__file__).parent
arguments = sys.argv[1:]
text = sys.stdin.read()
with open(folder / "calls.json", "a") as log:
    log.write(json.dumps([arguments, text]) + "\\n")
if (folder / "fails").exists():
    sys.exit("HTTP 403: Resource not accessible by integration")
if arguments[:2] == ["issue", "list"]:
    print((folder / "issues.json").read_text())
"""


class GitHub:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "gh").write_text(FAKE.replace("{python}", sys.executable), "utf-8")
        (folder / "gh").chmod(0o755)
        self.has_issues()

    def has_issues(self, *issues: dict[str, Any]) -> None:
        (self._folder / "issues.json").write_text(json.dumps(issues), "utf-8")

    def fails(self) -> None:
        (self._folder / "fails").touch()

    @property
    def changes(self) -> list[tuple[list[str], str]]:
        """What was asked of it since the last time, without the reading."""
        log = self._folder / "calls.json"
        calls = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
        log.unlink(missing_ok=True)
        return [(arguments, text) for arguments, text in calls if arguments[:2] != ["issue", "list"]]


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    return GitHub(tmp_path / "bin")


def drift_reports(monkeypatch: pytest.MonkeyPatch, status: int, report: str) -> None:
    def compared(arguments: list[str]) -> tuple[int, str]:
        return status, report

    monkeypatch.setattr(drift_issue, "compared", compared)


def issue(number: int, status: int, report: str) -> dict[str, Any]:
    # GitHub ends the lines of what was typed on its page like this.
    text = drift_issue.text_of(report).replace("\n", "\r\n")
    return {"number": number, "title": drift_issue.TITLES[status], "body": text}


def test_a_difference_opens_an_issue(github: GitHub, tmp_path: Path) -> None:
    for name, schema in (("ours", TEXT), ("theirs", {"type": "integer"})):
        (tmp_path / f"{name}.json").write_text(json.dumps(document(schema)), "utf-8")
    (tmp_path / "known.yaml").write_text("[]", "utf-8")
    options = ["--ours", str(tmp_path / "ours.json"), "--known", str(tmp_path / "known.yaml")]
    assert drift_issue.main([str(tmp_path / "theirs.json"), *options, "--recorded", str(tmp_path)]) == 0
    (label, _), (created, text) = github.changes
    assert label[:4] == ["label", "create", "drift", "--force"]
    assert created == [
        *("issue", "create", "--title", "Edgegap's documents differ from ours", "--label", "drift", "--body-file", "-")
    ]
    assert "```text\nchanged\n  PUT /v1/thing/{id}: response 200: type string here, integer upstream\n" in text


@pytest.mark.parametrize(
    ("status", "report", "open_issue", "asked"),
    [
        (0, "differences: 0, known: 0", None, []),
        (0, "differences: 0, known: 0", issue(7, 1, "a"), ["close 7"]),
        (1, "a", None, ["create"]),
        (1, "a", issue(7, 1, "a"), []),
        (1, "b", issue(7, 1, "a"), ["edit 7", "comment 7"]),
        (2, "not compared: https://example.com: gone", None, ["create"]),
        (2, "a", issue(7, 1, "a"), ["edit 7", "comment 7"]),
        (-9, "", None, ["create"]),
    ],
)
def test_there_is_one_issue_that_says_what_the_report_says(
    status: int,
    report: str,
    open_issue: dict[str, Any] | None,
    asked: list[str],
    github: GitHub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drift_reports(monkeypatch, status, report)
    github.has_issues(*([open_issue] if open_issue else []))
    assert drift_issue.main([]) == 0
    calls = [arguments for arguments, _ in github.changes if arguments[0] == "issue"]
    assert [" ".join(part for part in call[1:3] if part != "--title") for call in calls] == asked


def test_a_report_stays_in_its_block() -> None:
    text = drift_issue.text_of("a ```` b @somebody\n" + "x" * 70_000)
    assert text.count("`````") == 2
    assert len(text) < 65_536
    assert "run `make drift`" in text


def test_a_failure_of_github_fails(
    github: GitHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drift_reports(monkeypatch, 1, "a")
    github.fails()
    assert drift_issue.main([]) == 1
    assert "gh issue list: HTTP 403: Resource not accessible" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "/nowhere")
    assert drift_issue.main([]) == 1


def test_a_dry_run_asks_nobody(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    drift_reports(monkeypatch, 1, "changed\n  a")
    monkeypatch.setenv("PATH", "/nowhere")
    assert drift_issue.main(["--dry-run"]) == 0
    assert "would run: gh issue create" in capsys.readouterr().out


def test_the_comparison_has_no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "drift.py").write_text(
        "import os\nprint(sorted(set(os.environ) & {'GH_TOKEN', 'GITHUB_TOKEN'}))", "utf-8"
    )
    monkeypatch.setattr(drift_issue, "HERE", tmp_path)
    for name in drift_issue.TOKENS:
        monkeypatch.setenv(name, "secret")
    assert drift_issue.compared([]) == (0, "[]")


def test_the_workflow_needs_little_and_runs_what_can_be_run_here() -> None:
    text = WORKFLOW.read_text("utf-8")
    workflow = load_yaml(WORKFLOW)
    [job] = workflow["jobs"].values()
    assert workflow["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "issues": "write"}
    # YAML 1.2 has no word for true but true.
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    [checkout] = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"] == {"persist-credentials": False}
    commands = [step["run"] for step in job["steps"] if "run" in step]
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert commands == ["make venv", "make drift-issue"]
    assert {command.split()[1] for command in commands} <= set(targets)
    assert text.count("${{") == 1
    [with_token] = [step for step in job["steps"] if "env" in step]
    assert with_token["run"] == "make drift-issue"
