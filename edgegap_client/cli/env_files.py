"""`--env-file`: settings of the command line in a file. A file is read only if the user names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import httpx

from .._core.redaction import Secret
from ..errors import ConfigurationError

# For each service: the variable of its address, and those of its tokens.
SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "EDGEGAP_BASE_URL": ("EDGEGAP_API_TOKEN",),
    "EDGEGAP_MATCHMAKER_URL": ("EDGEGAP_MATCHMAKER_TOKEN",),
    "EDGEGAP_SB_URL": ("EDGEGAP_SB_SERVER_TOKEN", "EDGEGAP_SB_CLIENT_TOKEN"),
}
# Other variables of the file are ignored: a proxy or a certificate, for instance, could redirect a token.
NAMES: Final = frozenset(("EDGEGAP_CONTEXT", *SERVICES, *(name for names in SERVICES.values() for name in names)))
LOCAL_HOSTS: Final = frozenset(("localhost", "127.0.0.1", "::1"))

_LINE: Final = re.compile(
    r"""(?:export\s+)?(?P<name>\w+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>.*?))\s*(?:(?<=\s)\#.*)?"""
)


def parse_env_file(text: Secret[str], place: str) -> dict[str, Secret[str]]:
    """Read the variables of a file that concern the command line.

    Raises:
        ConfigurationError: A line that sets one of them is malformed, or an address could redirect a token.
    """
    found: dict[str, Secret[str]] = {}
    for number, line in enumerate(map(Secret, text.reveal().splitlines()), 1):
        match = _LINE.fullmatch(line.reveal().strip())
        if match is not None and match["name"] in NAMES:
            found[match["name"]] = Secret(match["double"] or match["single"] or match["bare"] or "")
        elif match is None and re.match(rf"\s*(export\s+)?({'|'.join(NAMES)})\b", line.reveal()):
            raise ConfigurationError(f"Line {number} of {place} cannot be read: write NAME=VALUE.")
    for address, tokens in SERVICES.items():
        if url := found.get(address):
            _check_address(address, url.reveal(), place)
            if not any(name in found for name in tokens):
                raise ConfigurationError(
                    f"{place} sets {address} without {' or '.join(tokens)}: a token from another source is not sent"
                    " to an address from a file. Put both into the file, or pass the address with --base-url."
                )
    return found


def _check_address(name: str, url: str, place: str) -> None:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise ConfigurationError(f"{place}: {name} is not a URL.") from None
    if parsed.scheme != "https" and parsed.host not in LOCAL_HOSTS:
        raise ConfigurationError(
            f"{place}: {name} must start with https:// unless the host is this computer, got {parsed.scheme}://"
            f"{parsed.host}: the token would be sent unencrypted."
        )
