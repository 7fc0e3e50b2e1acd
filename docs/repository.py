"""The links of each page to its source: MkDocs calls `on_config`.

Only `Source` of `[project.urls]` in pyproject.toml has the address of the repository. Without it, the pages have no
such links.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
EDIT_PATH: Final = "edit/main/docs/"


def on_config(config: Any) -> Any:
    """Set the address of the repository, if there is one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    if url := project["urls"].get("Source"):
        config["repo_url"] = url
        config["repo_name"] = project["name"]
        config["edit_uri"] = EDIT_PATH
    return config
