"""Entries of dead processes that a recovery has taken over and has neither settled nor returned yet.

They are entries of this process then, so that the ledger does not give them out once more. A recovery may fail or be
cancelled, and its client be closed: the next recovery of any client of the process goes on.
"""

from __future__ import annotations

import os
from typing import Final

from .._core.ledger import Ledger, LedgerEntry

__all__ = ["taken_over_by"]

# By process, as a forked child is another one; by ledger and organisation. A ledger lives as long as its process.
_entries: Final[dict[tuple[int, int, str], tuple[Ledger, dict[str, LedgerEntry]]]] = {}


def taken_over_by(ledger: Ledger, organisation: str) -> dict[str, LedgerEntry]:
    """The entries by tag, for its callers to change.

    Args:
        ledger: The ledger that has them.
        organisation: Its name in the ledger.
    """
    return _entries.setdefault((os.getpid(), id(ledger), organisation), (ledger, {}))[1]
