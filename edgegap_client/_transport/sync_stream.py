"""Connections for httpcore: its own, which block. `async_stream` has those of asyncio."""

from __future__ import annotations

import httpcore

__all__ = ["Backend"]

Backend = httpcore.SyncBackend
