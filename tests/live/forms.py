"""The forms of times and ids in responses."""

from __future__ import annotations

import re
from typing import Any, Final

NAIVE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")
ISO_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
UTC_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
UNKNOWN_DEPLOYMENT: Final = "000000000000"
UNKNOWN_ID: Final = "00000000000000000000"


def fits(pattern: re.Pattern[str], *values: Any) -> bool:
    """Whether all values are texts of a form."""
    return all(isinstance(value, str) and pattern.fullmatch(value) for value in values)


def is_time(*values: Any) -> bool:
    """Whether all values are times in one of the two forms."""
    return all(fits(NAIVE_TIME, value) or fits(ISO_TIME, value) for value in values)
