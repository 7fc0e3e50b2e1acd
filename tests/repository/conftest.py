"""These tests run generators and type checkers, and share what these have made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .comparing import Comparing

FOLDER = Path(__file__).parent
TIMEOUT_SECONDS = 300
# `make test-repository` gives all tests of such a module to one worker, because what they share takes long to make.
SHARING = ("test_defects", "test_generation", "test_packaging")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    in_parallel = config.pluginmanager.hasplugin("xdist")
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.timeout(TIMEOUT_SECONDS))
            if in_parallel and item.path.stem in SHARING:
                item.add_marker(pytest.mark.xdist_group(item.path.stem))
    # The long ones first, so that no worker has to do one alone in the end.
    items.sort(key=lambda item: item.path.stem not in (*SHARING, "test_api_changed"))


@pytest.fixture
def compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Comparing:
    """`make drift`, on documents or on where they are."""
    # `make test-wheel` runs a module of this folder without the packages that the comparison needs.
    from .comparing import Comparing

    return Comparing(tmp_path, capsys)
