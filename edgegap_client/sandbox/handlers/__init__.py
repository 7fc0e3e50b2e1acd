"""The operations: one function for each operationId of the specification."""

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
