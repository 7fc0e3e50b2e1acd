"""The operations: one function each, named as in the specification, which has their paths and methods."""

from . import deployments, lobbies, locations, private_fleets, relays, sessions, setup
from .base import HANDLERS, Call, Handler, Reply

__all__ = [
    "HANDLERS",
    "Call",
    "Handler",
    "Reply",
    "deployments",
    "lobbies",
    "locations",
    "private_fleets",
    "relays",
    "sessions",
    "setup",
]
