"""Adds the values of enumerations to the reference, as their members have no docstrings of their own."""

from __future__ import annotations

from typing import Any

import griffe


class EnumValues(griffe.Extension):
    """Adds a line with the values to the docstring of each enumeration."""

    def on_class(self, *, cls: griffe.Class, **_: Any) -> None:
        """griffe calls this when it has read a class."""
        if not cls.docstring or not any(str(base).endswith("Enum") for base in cls.bases):
            return
        values = [str(member.value) for member in cls.members.values() if isinstance(member, griffe.Attribute)]
        if values:
            cls.docstring.value += "\n\nValues: " + ", ".join(f"`{value}`" for value in values) + "."
