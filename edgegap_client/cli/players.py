"""The options that say near which players a server starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from .. import Edgegap
from .options import F

if TYPE_CHECKING:
    from ..models import DeploymentUser


def player_options(function: F) -> F:
    """Add the options `--ip`, `--near` and `--here`."""
    options = [
        click.option("--ip", "ips", multiple=True, metavar="ADDRESS", help="A player's public IP address; repeatable."),
        click.option("--near", "places", multiple=True, metavar="LAT,LON", help="A player's coordinates; repeatable."),
        click.option("--here", is_flag=True, help="A player at this machine's public address, as Edgegap sees it."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def read_players(
    ips: tuple[str, ...], places: tuple[str, ...], here: bool
) -> Callable[[Edgegap], list[DeploymentUser]]:
    """Return a function that makes the players of a create request from the values of these options.

    Raises:
        click.UsageError: No player is given, or a value is invalid.
    """
    from ..beacons import users_from_coordinates, users_from_ips

    if not (ips or places or here):
        raise click.UsageError("A server starts near at least one player: pass --ip ADDRESS, --near LAT,LON or --here.")
    users = [*users_from_ips(ips), *users_from_coordinates(map(_coordinates, places))]

    def players(edgegap: Edgegap) -> list[DeploymentUser]:
        return [*users, *(users_from_ips([edgegap.ip_lookup.get_public_ip().public_ip]) if here else [])]

    return players


def _coordinates(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not LAT,LON, such as 45.5,-73.6.") from None
    return latitude, longitude
