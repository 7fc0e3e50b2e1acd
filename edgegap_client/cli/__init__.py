"""`edgegap`, the command line: tables for people, and `--json` for scripts.

    edgegap --help
    python -m edgegap_client.cli --help     the same, also of a vendored copy

It needs the extra `edgegap-client[cli]`. All commands use `Edgegap`, the synchronous client.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

from .._core.extras import missing_extra

__all__ = ["main"]


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    if missing := [name for name in ("click", "rich") if find_spec(name) is None]:
        sys.exit(missing_extra("The command line", "cli", *missing))
    from .root import run

    sys.exit(run())
