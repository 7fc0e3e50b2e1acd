"""`python -m tests.live.page` writes docs/reference/unconfirmed.md, the list of the facts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from .facts import Fact
from .facts_matchmaking import FACTS as MATCHMAKING
from .facts_orchestration import FACTS as ORCHESTRATION
from .facts_server_browser import FACTS as SERVER_BROWSER

PATH: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "unconfirmed.md"
HEAD: Final = """# Unconfirmed facts

<!-- Written by `python -m tests.live.page` from tests/live/facts_*.py; do not edit. -->

Nobody has run this package against a real matchmaker or a real server browser yet. The tables list the assumptions of
the package and the sandbox that are not yet confirmed against the live service.

- V1, V2, S, D25 and 2024 are documents that Edgegap published from 2024 to June 2026.
- Unity means Edgegap's SDK for Unity. Edgegap also publishes the plugin, agent skills, the MCP server, the
  documentation and Swagger.
- The other names are programs of third parties.
- `guess` and `nobody` mean that no source contains the assumption.

[`make live`](../how-to/verify-live.md) confirms or refutes each assumption that has a check.
"""


def page() -> str:
    """The page."""
    parts = [HEAD]
    for title, facts in (
        ("The orchestration API", ORCHESTRATION),
        ("Matchmaking (preview)", MATCHMAKING),
        ("The Server Browser (preview)", SERVER_BROWSER),
    ):
        parts += [f"\n## {title}\n\n| name | assumption | source | check |\n|---|---|---|---|\n", *rows(facts)]
    return "".join(parts)


def rows(facts: Sequence[Fact]) -> list[str]:
    """The rows of a table."""
    return [
        f"| `{fact.id}` | {fact.claim} | {fact.source} | {f'none: {fact.unchecked}' if fact.unchecked else 'yes'} |\n"
        for fact in facts
    ]


if __name__ == "__main__":
    PATH.write_text(page(), "utf-8")
