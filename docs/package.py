"""The package for the site's tools. They parse it and never import it, so they need none of its dependencies."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent


@cache
def package() -> Any:
    """The modules, classes and functions of edgegap_client, in the form of griffe."""
    import griffe

    return griffe.load("edgegap_client", search_paths=[str(ROOT)], resolve_aliases=True, allow_inspection=False)


def documented(path: str) -> Any:
    """An object of the package by its full name."""
    return package()[path.partition(".")[2]] if "." in path else package()
