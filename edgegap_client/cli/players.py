"""Where the players are that a server is started for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from .. import Edgegap
from .options import F

if TYPE_CHECKING:
    from ..models import DeploymentUser


def player_options(function: F) -> F:
    """`--ip`, `--near` and `--here`."""
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
    """What gives the players of a create request, by the values of these options.

    Raises:
        click.UsageError: There are none, or one cannot be right.
    """
    from ..beacons import users_from_coordinates, users_from_ips

    if not (ips or places or here):
        raise click.UsageError("Say where the players are: --ip ADDRESS, --near LAT,LON, or --here.")
    users = [*users_from_ips(ips), *users_from_coordinates(map(_coordinates, places))]

    def players(edgegap: Edgegap) -> list[DeploymentUser]:
        return [*users, *(users_from_ips([edgegap.ip_lookup.get_public_ip().public_ip]) if here else [])]

    return players


def _coordinates(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise click.BadParameter(f"{text!r} is no LAT,LON, such as 45.5,-73.6.") from None
    return latitude, longitude
