"""Ledgers of launches that outlive the process: `SQLiteLedger`, and what one of your own must do.

edgegap = AsyncEdgegap(ledger="launches.sqlite3")
"""

from typing import TYPE_CHECKING

from ._core.ledger import Ledger, LedgerEntry, LedgerState
from ._core.public import lazy_names
from .errors import LedgerError

if TYPE_CHECKING:
    from ._runtime.sqlite_ledger import SQLiteLedger
else:
    __getattr__, __dir__ = lazy_names(__name__, {"SQLiteLedger": "_runtime.sqlite_ledger"})

__all__ = ["Ledger", "LedgerEntry", "LedgerError", "LedgerState", "SQLiteLedger"]
