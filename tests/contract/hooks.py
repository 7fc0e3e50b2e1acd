"""What schemathesis checks besides: the sandbox compares its own responses with the specification, too."""

from __future__ import annotations

from typing import Any

import schemathesis

__all__ = ["fits_the_specification"]


@schemathesis.check
def fits_the_specification(_ctx: Any, response: Any, _case: Any) -> None:
    """Fail where the sandbox has replaced a response of its own that does not fit."""
    text = response.content.decode("utf-8", "replace")
    if "does not fit the specification" in text:
        raise AssertionError(text)
