"""Files that only their owner may read: their folders, checked reads and atomic writes."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from ..errors import ConfigurationError
from .output import note

CONFIG_VARIABLE: Final = "EDGEGAP_CONFIG_DIR"
OTHERS_READ: Final = stat.S_IRGRP | stat.S_IROTH
OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def config_folder() -> Path:
    """The folder of contexts: EDGEGAP_CONFIG_DIR, or the folder `edgegap` among the platform's settings."""
    if chosen := os.environ.get(CONFIG_VARIABLE):
        return Path(chosen)
    return _platform_folder("APPDATA", "Library/Application Support", "XDG_CONFIG_HOME", ".config")


def cache_folder() -> Path:
    """The folder of caches: below EDGEGAP_CONFIG_DIR, or among the platform's caches."""
    if chosen := os.environ.get(CONFIG_VARIABLE):
        return Path(chosen) / "cache"
    return _platform_folder("LOCALAPPDATA", "Library/Caches", "XDG_CACHE_HOME", ".cache")


def _platform_folder(windows: str, mac: str, variable: str, default: str) -> Path:
    if sys.platform == "win32":
        base = os.environ.get(windows)
    elif sys.platform == "darwin":
        base = str(_home() / mac)
    else:
        base = os.environ.get(variable)
        # The specification of these variables requires an absolute path.
        base = base if base and Path(base).is_absolute() else str(_home() / default)
    return Path(base or _home()) / "edgegap"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise ConfigurationError(f"There is no home directory: set {CONFIG_VARIABLE} to a folder.") from None


def read_private(path: Path) -> str | None:
    """Read a file that only its owner may read. None if there is none.

    A file that others can read is made private, with a warning on standard error.

    Raises:
        ConfigurationError: Others can change the file or its folder, so its content is not trusted. Or the file cannot
            be read or made private.
    """
    try:
        # Windows gives each user a folder that others cannot read, and has no such permission bits.
        if os.name == "posix":
            _check(path.parent, path.parent.stat())
        with path.open(encoding="utf-8") as file:
            if os.name == "posix":
                found = os.fstat(file.fileno())
                _check(path, found)
                if found.st_mode & OTHERS_READ:
                    path.chmod(0o600)
                    note(
                        f"Warning: other users could read {path}: now only you can. If other people use this computer,"
                        " create a new token in the Edgegap dashboard, and delete the old one."
                    )
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} cannot be read as a private file: {error}.") from None


def _check(path: Path, found: os.stat_result) -> None:
    if sys.platform == "win32":
        return
    # The superuser's files are trusted: the superuser can read and change everything anyway.
    if found.st_uid not in (os.geteuid(), 0):
        raise ConfigurationError(f"{path} belongs to another user, so it is not used: check what it is, and delete it.")
    if found.st_mode & OTHERS_WRITE:
        is_folder = stat.S_ISDIR(found.st_mode)
        raise ConfigurationError(
            f"Other users can change {path}, so it is not used: check its content, then run"
            f" `chmod {700 if is_folder else 600} {path}`."
        )


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read. The write replaces an existing file completely or not at all.

    Raises:
        ConfigurationError: The file cannot be written, or others can change its folder.
    """
    try:
        # A link to a file elsewhere, for instance under version control, stays a link.
        path = Path(os.path.realpath(path))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            _check(path.parent, path.parent.stat())
        # The file is created with permissions for its owner alone.
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error}.") from None


def delete_private(path: Path) -> None:
    """Delete a file, if it is there.

    Raises:
        ConfigurationError: The file cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be deleted: {error}.") from None
