"""Signals during calls of the synchronous client: a short run of the campaign in `interrupts`."""

from __future__ import annotations

import sys

import pytest

from .interrupts import campaign


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("kind", "scheme"), [("sigint", "http"), ("sigalrm", "https"), ("steps", "http"), ("steps", "https")]
)
def test_a_client_survives_an_exception_from_a_signal_handler(kind: str, scheme: str) -> None:
    assert campaign(100, kind, scheme, seed=1, is_quiet=True) == []
