"""The documentation of releases, each built from its tag: `make docs TAG="v0.1.0 v0.2.0"`.

Each tag gets a folder of build/versions, and index.html leads to the newest one. Every page has a list of the versions,
which Material for MkDocs reads from versions.json over HTTP. From files, pages and search work without that list.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
# The folder is not in build/site, which each `mkdocs build` empties.
SITES: Final = "build/versions"
REQUIREMENTS: Final = "docs/requirements.txt"
TAG: Final = re.compile(r"v(\d+)\.(\d+)\.(\d+)((?:a|b|rc)\d+)?")
# This is added to the mkdocs.yml of a tag. Its pages then request versions.json one folder above their site.
CONFIGURATION: Final = "INHERIT: mkdocs.yml\nextra:\n  version: {provider: mike}\n"


def order(tag: str) -> tuple[int, int, int, str]:
    """The sort key of versions. A version comes after its release candidates."""
    found = TAG.fullmatch(tag)
    if not found:
        raise SystemExit(f"{tag!r} is not the tag of a release. Give one such as v0.1.0.")
    major, minor, patch, candidate = found.groups()
    return int(major), int(minor), int(patch), candidate or "~"


@contextmanager
def checkout(root: Path, tag: str) -> Generator[Path]:
    """Make a working copy of a tag, in a folder of its own."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "tag"
        _git(root, "worktree", "add", "--quiet", "--detach", str(folder), f"refs/tags/{tag}")
        try:
            yield folder
        finally:
            _git(root, "worktree", "remove", "--force", str(folder))


def tools(root: Path, folder: Path) -> Path:
    """The Python with the tools of a tag: this one, or an environment beside the working copy."""
    if (folder / REQUIREMENTS).read_bytes() == (root / REQUIREMENTS).read_bytes():
        return Path(sys.executable)
    python = folder / ".venv-docs" / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(python.parents[1])],
        [str(python), "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS],
    ):
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603  # with our own arguments
    return python


def build(root: Path, tag: str) -> None:
    """Build the site of a tag into a folder of its own. If the build fails, the list of versions stays unchanged."""
    target = root / SITES / tag
    with checkout(root, tag) as folder:
        (folder / "mkdocs.tag.yml").write_text(CONFIGURATION, "utf-8")
        options = ["--quiet", "--config-file", "mkdocs.tag.yml", "--site-dir", str(target)]
        command = [str(tools(root, folder)), "-m", "mkdocs", "build", *options]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, cwd=folder, env=environment, check=True)  # noqa: S603  # our own tool
    publish(root / SITES)


def publish(sites: Path) -> None:
    """Write the list of the built versions, and a page that redirects to the newest one."""
    tags = sorted((folder.name for folder in sites.iterdir() if folder.is_dir()), key=order, reverse=True)
    newest = next((tag for tag in tags if order(tag)[3] == "~"), tags[0])
    versions = [
        {"version": tag, "title": tag.removeprefix("v"), "aliases": ["latest"] if tag == newest else []} for tag in tags
    ]
    (sites / "versions.json").write_text(f"{json.dumps(versions, indent=2)}\n", "utf-8")
    (sites / "index.html").write_text(
        f'<!doctype html><html lang="en"><title>edgegap_client</title>'
        f'<meta http-equiv="refresh" content="0; url={newest}/index.html">'
        f'<a href="{newest}/index.html">The documentation of {newest}</a></html>\n',
        "utf-8",
    )


def _git(root: Path, *arguments: str) -> None:
    git = shutil.which("git") or "git"
    subprocess.run([git, *arguments], cwd=root, check=True)  # noqa: S603  # with our own arguments


def main(tags: list[str]) -> None:
    """Build the sites of tags with the tools of this Python."""
    for tag in sorted(tags, key=order):
        build(ROOT, tag)


if __name__ == "__main__":
    main(sys.argv[1:])
