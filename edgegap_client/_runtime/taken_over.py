"""Entries of dead processes that a recovery has taken over, but neither settled nor returned yet.

They belong to this process, so the ledger does not return them again. If a recovery fails, or is cancelled, or its
client is closed, the next recovery of any client of the process continues with them.
"""

from __future__ import annotations

import os
from typing import Final

from .._core.ledger import Ledger, LedgerEntry

__all__ = ["taken_over_by"]

# The keys are the process, because a forked child is another one, the ledger and the organisation. A ledger lives as
# long as its process.
_entries: Final[dict[tuple[int, int, str], tuple[Ledger, dict[str, LedgerEntry]]]] = {}


def taken_over_by(ledger: Ledger, organisation: str) -> dict[str, LedgerEntry]:
    """Return the entries by tag. Callers may change the result.

    Args:
        ledger: The ledger that contains them.
        organisation: Its name in the ledger.
    """
    return _entries.setdefault((os.getpid(), id(ledger), organisation), (ledger, {}))[1]
