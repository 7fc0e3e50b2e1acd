"""The sources of the token and the address of a call: an argument, the environment, or a context, in this order.

A token and an address belong together: the command line sends the token of a context only to the context's address.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from .._core.redaction import Secret
from .._core.settings import read_base_url
from ..errors import ConfigurationError
from . import contexts
from .env_files import SERVICES

TOKEN: Final = "EDGEGAP_API_TOKEN"  # noqa: S105  # a name
ADDRESS: Final = "EDGEGAP_BASE_URL"
CONTEXT: Final = "EDGEGAP_CONTEXT"


@frozen
class Source:
    """The address and the token of a call.

    Attributes:
        label: The source of the token, for messages.
        base_url: The address.
        context: The context of both; None if the token comes from another source.
    """

    label: str
    base_url: str
    context: contexts.Context | None = None
    _given: Secret[str] | None = field(default=None, repr=False, alias="given")

    def token(self, *, timeout: float | None = None) -> Secret[str]:
        """Get the token. The keyring, if it is there, has `timeout` seconds to return it.

        Raises:
            ConfigurationError: The keyring no longer has the token, or failed.
        """
        if self.context is not None:
            return self.context.token(timeout=timeout)
        return self._given or Secret("")


class Variables:
    """The variables of `--env-file`, which take precedence over those of the environment."""

    def __init__(self, from_file: Mapping[str, Secret[str]]) -> None:
        self._from_file = from_file

    def get(self, name: str) -> Secret[str] | None:
        """The value of a variable. None if it is unset or empty.

        If a file has the address of a service, only the tokens of the file are used: the address could redirect other
        tokens.
        """
        if found := self._from_file.get(name):
            return found
        if any(name in tokens and address in self._from_file for address, tokens in SERVICES.items()):
            return None
        return Secret(os.environ[name]) if os.environ.get(name) else None

    def text(self, name: str) -> str | None:
        """The value of a variable that is not a secret."""
        found = self.get(name)
        return found.reveal() if found else None

    def only_in_file(self, name: str, other: str) -> bool:
        """Whether the file has one variable but lacks another."""
        return name in self._from_file and other not in self._from_file

    def place(self, name: str) -> str:
        """Where the value of a variable comes from."""
        return f"{name} in the --env-file" if name in self._from_file else name


def find_source(
    variables: Variables, *, file_token: Secret[str] | None, context: str | None, base_url: str | None
) -> Source:
    """Choose the address and the token of a call.

    Args:
        variables: The environment.
        file_token: The token of `--token-file`.
        context: The value of `--context`.
        base_url: The value of `--base-url`.

    Raises:
        ConfigurationError: There is no token, two arguments name one, or a context's token would be sent to another
            address.
    """
    if file_token is not None and context is not None:
        raise ConfigurationError("Pass --token-file or --context, not both: each one names a token.")
    elsewhere = base_url or variables.text(ADDRESS)
    if file_token is not None:
        return Source("--token-file", read_base_url(elsewhere), given=file_token)
    if context is not None:
        # An argument takes precedence over the environment and the address in it.
        return _of_context(context, "--context", (base_url, "--base-url"))
    if token := variables.get(TOKEN):
        return Source(variables.place(TOKEN), read_base_url(elsewhere), given=token)
    name, label = variables.text(CONTEXT), variables.place(CONTEXT)
    if name is None:
        name, label = contexts.current_name(), "the current context"
    if name is None:
        raise ConfigurationError(
            "There is no API token: create one in the Edgegap dashboard (user settings, tokens), then run"
            f" `edgegap login`, set {TOKEN}, or pass --token-file."
        )
    return _of_context(name, label, (base_url, "--base-url") if base_url else (elsewhere, variables.place(ADDRESS)))


def _of_context(name: str, label: str, wanted: tuple[str | None, str]) -> Source:
    context = contexts.get(name)
    known = read_base_url(context.base_url)
    address, option = wanted
    if address and read_base_url(address) != known:
        raise ConfigurationError(
            f"{option} is {read_base_url(address)}, but the context {name} is for {known}. Its token is sent only"
            f" there: log in to the other address with `edgegap login --context NAME --base-url URL`, or pass the token"
            f" for it with {TOKEN} or --token-file."
        )
    return Source(f"{label}: {name}", known, context)
