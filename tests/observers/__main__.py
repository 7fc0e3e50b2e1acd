"""Run the tests of this folder, each tool in a process of its own: most of them patch httpx for the whole process.

python -m tests.observers [ARGUMENTS OF PYTEST]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
# Not the plugins of the other tools.
PLUGINS: Final = ("pytest_asyncio.plugin", "pytest_timeout")
TOOL_PLUGINS: Final = {"test_pytest_httpx": ("pytest_httpx",), "test_respx": ("respx.plugin",)}


def main(arguments: list[str]) -> int:
    """The exit code: 0 if all tests of all tools passed."""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    failed: list[str] = []
    for module in sorted(HERE.glob("test_*.py")):
        plugins = [f"-p{name}" for name in (*PLUGINS, *TOOL_PLUGINS.get(module.stem, ()))]
        print(f"== {module.stem}", flush=True)
        command = [sys.executable, "-m", "pytest", *plugins, str(module), *arguments]
        # 5: the arguments select no test of this tool.
        if subprocess.run(command, cwd=HERE.parents[1], env=environment, check=False).returncode not in (0, 5):
            failed.append(module.stem)
    if failed:
        print("failed:", ", ".join(failed))
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
