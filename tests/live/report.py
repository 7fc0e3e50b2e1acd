"""The report of a run: each fact as confirmed, refuted or not checked, in Markdown and in JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from .facts import all_facts
from .run import Run

TITLES: Final = {"refuted": "Refuted", "confirmed": "Confirmed", "not checked": "Not checked"}


def as_data(run: Run, left: Sequence[str], ended: str) -> dict[str, Any]:
    """The report, JSON-ready.

    Args:
        run: The run.
        left: What may still exist.
        ended: How the run has ended.
    """
    counts = Counter[str](verdict.state for verdict in run.verdicts.values())
    return {
        "ended": ended,
        "services": {service: run.masker.text(url) for service, url in run.settings.urls.items()},
        "deployments": run.wire.deployments,
        "requests": len(run.wire.exchanges),
        "counts": {state: counts[state] for state in TITLES},
        "still_there": list(left),
        "facts": [
            {
                "id": fact.id,
                "claim": fact.claim,
                "source": fact.source,
                "operations": list(fact.operations),
                "state": run.verdicts[fact.id].state,
                "reason": run.verdicts[fact.id].reason,
                "responses": list(run.verdicts[fact.id].evidence),
            }
            for fact in all_facts().values()
        ],
    }


def as_markdown(data: dict[str, Any]) -> str:
    """The same report for a reader: what was refuted comes first."""
    counts = data["counts"]
    summary = (
        f"The run {data['ended']}. {counts['confirmed']} facts are confirmed, {counts['refuted']} are refuted, and "
        f"{counts['not checked']} were not checked. It sent {data['requests']} requests. "
        f"Deployments that it created itself, without those of matches: {data['deployments']}. Tokens and IP addresses "
        "are removed. Read the rest before you publish it."
    )
    services = [f"- `{service}`: {url}" for service, url in data["services"].items()]
    lines = ["# What the real services do", "", summary, "", *services, ""]
    if data["still_there"]:
        lines += ["## What may still exist", "", *(f"- {each}" for each in data["still_there"]), ""]
    for state, title in TITLES.items():
        lines += [f"## {title}", ""]
        for fact in data["facts"]:
            if fact["state"] == state:
                lines += _section(fact)
    return "\n".join(lines)


def _section(fact: dict[str, Any]) -> list[str]:
    reason = f" {fact['reason']}." if fact["reason"] else ""
    lines = [f"- **{fact['id']}**: {fact['claim']} (source: {fact['source']}){reason}"]
    lines += [f"    - `{response.replace('`', chr(39))}`" for response in fact["responses"]]
    return [*lines, ""]


def write(data: dict[str, Any], folder: Path) -> tuple[Path, Path]:
    """Write both forms, and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    markdown, document = folder / "report.md", folder / "report.json"
    markdown.write_text(as_markdown(data), "utf-8")
    document.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return markdown, document
