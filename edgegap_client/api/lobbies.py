"""The operations of lobbies, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.lobbies import AsyncLobbiesResource as AsyncLobbiesResource
from .._generated.orchestration.api.lobbies import LobbiesResource as LobbiesResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.lobbies import create_lobby as create_lobby
    from .._generated.orchestration.api.lobbies import delete_lobby as delete_lobby
    from .._generated.orchestration.api.lobbies import deploy_lobby as deploy_lobby
    from .._generated.orchestration.api.lobbies import get_lobby as get_lobby
    from .._generated.orchestration.api.lobbies import list_lobbies as list_lobbies
    from .._generated.orchestration.api.lobbies import terminate_lobby as terminate_lobby
else:
    from .._generated.orchestration.api.lobbies import __getattr__ as __getattr__

__all__ = [
    "AsyncLobbiesResource",
    "LobbiesResource",
    "create_lobby",
    "delete_lobby",
    "deploy_lobby",
    "get_lobby",
    "list_lobbies",
    "terminate_lobby",
]
