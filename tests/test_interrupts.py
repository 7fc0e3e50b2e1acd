"""Signals during calls of the synchronous client: a short run of the campaign in `interrupts`."""

from __future__ import annotations

import gc
import os
import sys
from types import FrameType
from typing import Any

import pytest

from edgegap_client import CertificateError, Edgegap

from .conftest import TOKEN
from .interrupts import TimeLimit, campaign
from .servers.untrusted import untrusted_server


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("kind", "scheme"), [("sigint", "http"), ("sigalrm", "https"), ("steps", "http"), ("steps", "https")]
)
def test_a_client_survives_an_exception_from_a_signal_handler(kind: str, scheme: str) -> None:
    assert campaign(100, kind, scheme, seed=1, is_quiet=True) == []


@pytest.mark.skipif(sys.getprofile() is not None, reason="somebody else profiles")
def test_an_interrupt_while_tls_begins_closes_no_descriptor_of_others() -> None:
    """For a moment, Python's `ssl` has two sockets with one descriptor. What was raised there made both close it."""

    def interrupt(frame: FrameType, event: str, argument: Any) -> None:
        if event == "c_call" and frame.f_code.co_name == "_create" and argument.__name__ == "gettimeout":
            sys.setprofile(None)
            raise TimeLimit

    others: list[int] = []
    with untrusted_server() as server, Edgegap(TOKEN, base_url=server.base_url, max_retries=0) as edgegap:
        sys.setprofile(interrupt)
        try:
            with pytest.raises((CertificateError, TimeLimit)):
                edgegap.applications.get("my-game")
            others += [os.open(os.devnull, os.O_RDONLY) for _ in range(20)]
        finally:
            sys.setprofile(None)
        gc.collect()
        for each in others:
            os.fstat(each)
            os.close(each)
