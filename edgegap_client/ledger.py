"""Ledgers: records of launches that outlive the process. `SQLiteLedger`, `RedisLedger`, and a protocol for your own.

edgegap = AsyncEdgegap(ledger="launches.sqlite3")  # for the processes of one machine
edgegap = AsyncEdgegap(ledger="redis://localhost:6379")  # for several machines
"""

from typing import TYPE_CHECKING

from ._core.ledger import Ledger, LedgerEntry, LedgerState
from ._core.public import lazy_names
from .errors import LedgerError

if TYPE_CHECKING:
    from ._runtime.redis_ledger import RedisLedger
    from ._runtime.sqlite_ledger import SQLiteLedger
else:
    __getattr__, __dir__ = lazy_names(
        __name__, {"RedisLedger": "_runtime.redis_ledger", "SQLiteLedger": "_runtime.sqlite_ledger"}
    )

__all__ = ["Ledger", "LedgerEntry", "LedgerError", "LedgerState", "RedisLedger", "SQLiteLedger"]
