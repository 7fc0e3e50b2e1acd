"""The facts that a live run checks: the assumptions that are not yet confirmed against the live service."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Fact(NamedTuple):
    """One sentence that is true or not.

    Attributes:
        id: Its name in the report.
        claim: What we assume, as a sentence. Where nobody knows, it is what the sandbox assumes.
        source: Who says so; `guess` if nobody does.
        operations: The operations it is about.
        marks: Words of the specification that mark it as unknown, exactly as they are there.
        unchecked: Why no check judges it; empty if one does.
    """

    id: str
    claim: str
    source: str
    operations: tuple[str, ...]
    marks: tuple[str, ...] = ()
    unchecked: str = ""


def all_facts() -> dict[str, Fact]:
    """All facts by id, those of the orchestration API first."""
    from .facts_matchmaking import FACTS as MATCHMAKING
    from .facts_orchestration import FACTS as ORCHESTRATION
    from .facts_server_browser import FACTS as SERVER_BROWSER

    return {fact.id: fact for fact in (*ORCHESTRATION, *MATCHMAKING, *SERVER_BROWSER)}


# Words that mark a part of a specification as unknown: a test compares each such line with the facts.
MARK_WORDS: Final = re.compile(
    r"""not\ documented | undocumented | (?<!it\ is\ )not\ known\b(?!\ yet) | no\ source | nobody | unknown\ form |
    the\ live\ service | is\ a\ guess | guess\ from | only\ assigned\ is\ known""",
    re.IGNORECASE | re.VERBOSE,
)
