"""The links of each page to its source: they are there once the address of the repository is set, in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docs import repository

PROJECT = '[project]\nname = "a-client"\n[project.urls]\nDocumentation = "https://docs.example.com"\n'


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ("", {}),
        (
            'Source = "https://example.com/studio/client"\n',
            {
                "repo_url": "https://example.com/studio/client",
                "repo_name": "a-client",
                "edit_uri": "edit/main/docs/",
            },
        ),
    ],
    ids=["without an address", "with one"],
)
def test_pages_link_to_their_source_if_there_is_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, urls: str, expected: dict[str, Any]
) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT + urls, "utf-8")
    monkeypatch.setattr(repository, "ROOT", tmp_path)
    assert repository.on_config({}) == expected
