"""Contexts: the organisations to which the user has logged in, each with a token and an address.

Each context is a file of its own, so that two concurrent logins overwrite nothing.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal, cast

import click
from attrs import field, frozen

from .._core.redaction import Secret, reveal
from ..errors import ConfigurationError
from . import keyring_store
from .private_files import config_folder, delete_private, read_private, write_private

DEFAULT_NAME: Final = "default"
# Names are parts of file names, and some systems do not distinguish upper and lower case.
NAME: Final = r"[a-z0-9][a-z0-9._-]{0,63}"


@frozen
class Context:
    """One organisation.

    Attributes:
        name: The name, which the user chose.
        base_url: The URL of the API. The token is sent nowhere else.
        place: Where the token is stored.
        entry: The name of the token in the keyring, if it is stored there.
        stored_token: The token, if it is stored in the file.
    """

    name: str
    base_url: str
    place: Literal["keyring", "file"]
    entry: str = ""
    stored_token: Secret[str] | None = field(default=None, repr=False)

    def token(self, *, timeout: float | None = None) -> Secret[str]:
        """Read the token.

        Args:
            timeout: Seconds to wait for the keyring. Default: long enough to type a password on a terminal.

        Raises:
            ConfigurationError: The keyring no longer has the token, or failed.
        """
        return self.stored_token or keyring_store.required(self.name, self.entry, timeout=timeout)


def check_name(name: str) -> str:
    """Check the name of a context, and return it.

    Raises:
        click.UsageError: No context can have this name.
    """
    if not re.fullmatch(NAME, name):
        raise click.UsageError(
            f"A context name has 1 to 64 lower-case letters, digits, dots, dashes and underscores, and begins with a "
            f"letter or a digit, got {name!r}."
        )
    return name


def file_of(name: str) -> Path:
    """The file of a context."""
    return config_folder() / f"context-{name}.json"


def _current_file() -> Path:
    return config_folder() / "current"


def find(name: str) -> Context | None:
    """Find a context by its name. None if there is none.

    Raises:
        ConfigurationError: The file of the context cannot be used.
    """
    path = file_of(name)
    text = read_private(path)
    return None if text is None else _read(name, path, Secret(text))


def _read(name: str, path: Path, text: Secret[str]) -> Context:
    data = _parse(text)
    match None if data is None else data.reveal():
        case {"base_url": str(base_url), "keyring": str(entry)}:
            return Context(name, base_url, "keyring", entry)
        case {"base_url": str(base_url), "token": str()}:
            token = Secret(cast("dict[str, str]", data and data.reveal())["token"])
            return Context(name, base_url, "file", stored_token=token)
        case _:
            raise ConfigurationError(f"{path} is not a context: log in again with `edgegap login --context {name}`.")


def _parse(text: Secret[str]) -> Secret[Any] | None:
    try:
        return Secret(json.loads(text.reveal()))
    except ValueError:
        return None


def get(name: str) -> Context:
    """Get a context by its name.

    Raises:
        ConfigurationError: There is no such context, or its file cannot be used.
    """
    if (context := find(check_name(name))) is None:
        known = ", ".join(names())
        raise ConfigurationError(
            f"There is no context {name}: "
            + (f"the contexts are {known}." if known else "`edgegap login` creates one.")
        )
    return context


def names() -> list[str]:
    """The names of all contexts, in order."""
    found = (re.fullmatch(rf"context-({NAME})\.json", path.name) for path in config_folder().glob("context-*.json"))
    return sorted(match[1] for match in found if match)


def current_name() -> str | None:
    """The name of the current context. None if there is none.

    Raises:
        ConfigurationError: The file that names it cannot be used.
    """
    name = (read_private(_current_file()) or "").strip()
    return name if re.fullmatch(NAME, name) else None


def use(name: str) -> None:
    """Make a context the current one."""
    write_private(_current_file(), f"{name}\n")


def save(name: str, base_url: str, token: Secret[str], *, use_keyring: bool) -> tuple[Context, str]:
    """Store a context, and its token in the keyring or in its file.

    Returns:
        The context, and a sentence that says why the keyring was not used; empty if it was used or not requested.
    """
    problem = ""
    previous = _readable(name)
    # A context of that name may exist in another folder, for another address. So each has an entry of its own.
    saved = Context(name, base_url, "keyring", f"{name}-{secrets.token_hex(4)}")
    if use_keyring:
        try:
            keyring_store.store(saved.entry, token)
        except keyring_store.KeyringError as error:
            problem = f"The keyring was not used, because {error}."
    if use_keyring and not problem:
        _write(name, {"base_url": base_url, "keyring": saved.entry})
    else:
        saved = Context(name, base_url, "file", stored_token=token)
        _write(name, {"base_url": base_url, "token": token})
    if previous and previous.place == "keyring":
        # The token that the new one replaces.
        with suppress(keyring_store.KeyringError):
            keyring_store.delete(previous.entry)
    return saved, problem


def _readable(name: str) -> Context | None:
    with suppress(ConfigurationError):  # A login replaces an unreadable context.
        return find(name)
    return None


def _write(name: str, data: Mapping[str, Any]) -> None:
    write_private(file_of(name), json.dumps(data, indent=2, default=reveal) + "\n")


def remove(name: str) -> str:
    """Delete a context and its token.

    Returns:
        A sentence if the token could not be deleted from the keyring; otherwise an empty text.
    """
    context = get(name)
    problem = ""
    if context.place == "keyring":
        try:
            keyring_store.delete(context.entry)
        except keyring_store.KeyringError as error:
            problem = f"The token may still be in the keyring, because {error}."
    delete_private(file_of(name))
    if current_name() == name:
        delete_private(_current_file())
    return problem
