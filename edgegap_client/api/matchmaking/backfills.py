"""The operations of backfills, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.matchmaking.api.backfills import AsyncBackfillsResource as AsyncBackfillsResource
from ..._generated.matchmaking.api.backfills import BackfillsResource as BackfillsResource

if TYPE_CHECKING:
    from ..._generated.matchmaking.api.backfills import create_backfill as create_backfill
    from ..._generated.matchmaking.api.backfills import delete_backfill as delete_backfill
    from ..._generated.matchmaking.api.backfills import get_backfill as get_backfill
else:
    from ..._generated.matchmaking.api.backfills import __getattr__ as __getattr__

__all__ = ["AsyncBackfillsResource", "BackfillsResource", "create_backfill", "delete_backfill", "get_backfill"]
