"""The preview services of `python -m edgegap_client.sandbox`: their options and their variables."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import frozen

from ..errors import ConfigurationError
from .sandbox import Sandbox

if TYPE_CHECKING:
    from .services.base import ServiceHandle
    from .services.matchmaker import SandboxMatchmaker
    from .services.server_browser import SandboxServerBrowser

HandleT = TypeVar("HandleT")

TIERS: Final = ("free", "hobbyist", "studio", "enterprise", "none")
# The default of --server-browser, instead of a file.
NO_FILE: Final = ""


class Refused(Exception):
    """A service cannot be added."""


@frozen
class Added:
    """A service of the sandbox, before it listens.

    Attributes:
        title: The description, for people.
        handle: The service.
        variables: The environment variables from which a client reads its tokens.
        url_variable: The environment variable from which a client reads its URL.
    """

    title: str
    handle: ServiceHandle
    variables: Mapping[str, str]
    url_variable: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the preview services."""
    group = parser.add_argument_group("preview services", "Each service has its own port and tokens.")
    group.add_argument(
        "--matchmaker",
        action="append",
        default=[],
        metavar="[NAME=]FILE",
        help="add a matchmaker with the configuration in this JSON file; may be given several times. The application"
        " versions of its profiles are created",
    )
    group.add_argument(
        "--matchmaker-tier",
        choices=TIERS,
        default="free",
        help="tier whose limits a matchmaker enforces; none for no limits (default: %(default)s)",
    )
    group.add_argument(
        "--server-browser",
        action="append",
        nargs="?",
        const=NO_FILE,
        default=[],
        metavar="[NAME=]FILE",
        help="add a server browser, with the configuration in this JSON file if one is given; may be given several"
        " times",
    )


def add_services(sandbox: Sandbox, arguments: argparse.Namespace, organisation: str) -> list[Added]:
    """Add the requested services.

    Raises:
        Refused: A file cannot be read, its configuration is not valid, or this copy of the package lacks the service.
    """
    tier = None if arguments.matchmaker_tier == "none" else arguments.matchmaker_tier

    def matchmaker(configuration: Path | None, name: str | None) -> SandboxMatchmaker:
        if configuration is None:
            raise ValueError("a matchmaker needs a configuration")
        return sandbox.add_matchmaker(configuration, name=name, organisation=organisation, tier=tier)

    def browser(configuration: Path | None, name: str | None) -> SandboxServerBrowser:
        return sandbox.add_server_browser(configuration, name=name, organisation=organisation)

    found: list[Added] = []
    created: set[tuple[str, str]] = {*arguments.app_version}
    for number, text in enumerate(arguments.matchmaker):
        added = _add("--matchmaker", text, matchmaker)
        for application, version in added.versions:
            if (application, version) not in created:
                created.add((application, version))
                try:
                    sandbox.add_version(application, version, token=organisation)
                except ValueError as error:  # A quota of the sandbox refused the application or version.
                    raise Refused(f"argument --matchmaker: {added.name}: {error}") from None
        token = {f"EDGEGAP_MATCHMAKER_TOKEN{_suffix(number)}": added.token}
        found.append(Added(f"matchmaker {added.name}", added, token, f"EDGEGAP_MATCHMAKER_URL{_suffix(number)}"))
    for number, text in enumerate(arguments.server_browser):
        listed = _add("--server-browser", text, browser)
        tokens = {
            f"EDGEGAP_SB_SERVER_TOKEN{_suffix(number)}": listed.server_token,
            f"EDGEGAP_SB_CLIENT_TOKEN{_suffix(number)}": listed.client_token,
        }
        found.append(Added(f"server browser {listed.name}", listed, tokens, f"EDGEGAP_SB_URL{_suffix(number)}"))
    return found


def _suffix(number: int) -> str:
    """The suffix of a service's variables.

    Clients read those of the first service of a kind; the others have a number.
    """
    return f"_{number + 1}" if number else ""


def _add(option: str, text: str, add: Callable[[Path | None, str | None], HandleT]) -> HandleT:
    name, equals, file = text.partition("=")
    if not equals or Path(name).name != name:  # The = is a part of the path.
        name, file = "", text
    try:
        return add(Path(file) if file else None, name or None)
    except ModuleNotFoundError:
        raise Refused(f"argument {option}: this copy of the package has no such service") from None
    except OSError as error:
        raise Refused(f"argument {option}: {error}") from None
    except (ConfigurationError, ValueError) as error:
        raise Refused(f"argument {option}: {text}: {error}") from None
