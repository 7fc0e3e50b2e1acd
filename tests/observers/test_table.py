"""The table of the documentation has no tool without tests and promises what it must."""

from __future__ import annotations

from pathlib import Path

from .table import TOOLS


def test_every_tool_that_watches_or_mocks_is_in_the_table() -> None:
    modules = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert modules - {"table", "serializers", "fixtures", "pages"} == {tool.lower().replace("-", "_") for tool in TOOLS}


def test_every_tool_sees_each_request_of_both_clients_once() -> None:
    for tool, cells in TOOLS.items():
        assert (cells["sync"], cells["async"]) == (1, 1), tool
