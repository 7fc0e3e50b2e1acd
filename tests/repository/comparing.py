"""Run `make drift` on small documents or on whole ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import drift
import pytest

from .documents import Json

Result = tuple[int, list[str]]


class Comparing:
    """Runs the tool; gives its exit status and what it prints, line by line."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(
        self,
        *upstream: Json | str | Path,
        ours: Json | None = None,
        known: str | None = "[]",
        recorded: Path | None = None,
        options: tuple[str, ...] = (),
    ) -> Result:
        """`ours` and `known` are those of the repository if they are None; documents are written to files."""
        arguments = [self._written(source, number) for number, source in enumerate(upstream)]
        if ours:
            arguments = ["--ours", self._written(ours, len(upstream)), *arguments]
        if known is not None:
            (self._folder / "known.yaml").write_text(known, "utf-8")
            arguments += ["--known", str(self._folder / "known.yaml")]
        arguments += ["--recorded", str(recorded or self._folder / "nothing is recorded"), *options]
        status = drift.main(arguments)
        out, err = self._capsys.readouterr()
        return status, [*out.splitlines(), *err.splitlines()]

    def _written(self, source: Any, number: int) -> str:
        if not isinstance(source, dict):
            return str(source)
        path = self._folder / f"{number}.json"
        path.write_text(json.dumps(source, default=str), "utf-8")
        return str(path)


def places(lines: list[str]) -> list[str]:
    """The report's lines, each with its heading, without the operations that share it."""
    found: list[str] = []
    heading = ""
    for line in lines[:-1]:
        if not line.startswith(" "):
            heading = line
        elif not line.startswith("      in "):
            found.append(f"{heading}: {line.strip()}")
    return found
