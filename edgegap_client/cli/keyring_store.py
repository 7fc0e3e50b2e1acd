"""Tokens in the system's keyring, if the package `keyring` is installed. A keyring that hangs is abandoned."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, TypeVar

from .._core.extras import missing_extra
from .._core.redaction import Secret
from ..errors import ConfigurationError

T = TypeVar("T")

SERVICE: Final = "edgegap"
# A keyring may ask its owner for a password in a window. Without a terminal, probably no one is there to type it.
TERMINAL_TIMEOUT_SECONDS: Final = 60.0
TIMEOUT_SECONDS: Final = 5.0
# keyring recommends backends of at least this priority. Those below store plain text, or nothing.
RECOMMENDED_PRIORITY: Final = 1


class KeyringError(Exception):
    """The keyring failed. The message is a clause that says why."""


def is_installed() -> bool:
    """Whether the package `keyring` is installed. This does not import it, as the import is slow."""
    return find_spec("keyring") is not None


def is_in_ci() -> bool:
    """Whether this is a CI job: all of them set the variable CI. No keyring is used there, as it could block."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def store(entry: str, token: Secret[str]) -> None:
    """Store a token.

    Raises:
        KeyringError: The keyring refused, or did not respond in time.
    """
    _call(lambda backend: backend.set_password(SERVICE, entry, token.reveal()), is_write=True)


def load(entry: str, *, timeout: float | None = None) -> Secret[str] | None:
    """Read the token of an entry. None if the keyring has none.

    Raises:
        KeyringError: The keyring refused, or did not respond in time.
    """

    def get(backend: Any) -> Secret[str] | None:
        found = backend.get_password(SERVICE, entry)
        return None if found is None else Secret(found)

    return _call(get, timeout=timeout)


def delete(entry: str) -> None:
    """Delete the token of an entry, if the keyring has it.

    Raises:
        KeyringError: The keyring refused, or did not respond in time.
    """

    def delete_known(backend: Any) -> None:
        if backend.get_password(SERVICE, entry) is not None:
            backend.delete_password(SERVICE, entry)

    _call(delete_known)


def _call(action: Callable[[Any], T], *, is_write: bool = False, timeout: float | None = None) -> T:
    """Use the keyring in a thread of its own, which is abandoned after the timeout."""
    if is_in_ci():
        raise KeyringError("no keyring is used in CI (the variable CI is set)")
    if not is_installed():
        raise KeyringError(missing_extra("the system's keyring", "keyring", "keyring"))
    results: list[T] = []
    problems: list[str] = []

    def run() -> None:
        try:
            backend = import_module("keyring").get_keyring()
            if is_write and backend.priority < RECOMMENDED_PRIORITY:
                problems.append("this computer has no keyring that keyring recommends")
            else:
                results.append(action(backend))
        # Backends are plug-ins, and raise the exceptions of the libraries that they use. The message may contain the
        # token.
        except Exception as error:
            problems.append(f"it raised {type(error).__name__}")

    if timeout is None:
        timeout = TERMINAL_TIMEOUT_SECONDS if sys.stdin.isatty() and sys.stderr.isatty() else TIMEOUT_SECONDS
    thread = threading.Thread(target=run, name="edgegap-keyring", daemon=True)
    thread.start()
    thread.join(timeout)
    if results:
        return results[0]
    raise KeyringError(problems[0] if problems else f"it did not respond within {timeout:g} s")


def required(name: str, entry: str, *, timeout: float | None = None) -> Secret[str]:
    """Read the token of a context by its entry in the keyring.

    Raises:
        ConfigurationError: The keyring has no such token, or failed.
    """
    advice = f"log in again with `edgegap login --context {name}`, or set EDGEGAP_API_TOKEN"
    try:
        found = load(entry, timeout=timeout)
    except KeyringError as error:
        raise ConfigurationError(
            f"The token of the context {name} is in the keyring, which cannot be used: {error}; {advice}."
        ) from None
    if found is None:
        raise ConfigurationError(f"The keyring no longer has the token of the context {name}: {advice}.")
    return found
