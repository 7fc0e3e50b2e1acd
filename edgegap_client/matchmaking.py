"""Managed Matchmaking: clients, models and helpers for ticket attributes. A preview, not verified against production.

    from edgegap_client.matchmaking import AsyncMatchmaker, intersection, latencies, number_difference

    attributes = {
        "beacons": latencies({"Montreal": 12.3, "Toronto": 45.6}),
        "elo_rating": number_difference(1450),
        "selected_map": intersection(["Jungle", "Volcano"]),
    }
    async with AsyncMatchmaker(configuration=Path("matchmaker.json")) as matchmaker:
        async with matchmaker.tickets.search(profile="advanced", attributes=attributes, player_ip=ip) as search:
            assignment = await search.assigned(timeout=120)

The models come from openapi/matchmaking.yaml. Each is imported at first use.
"""

from typing import TYPE_CHECKING

from ._core.matchmaker import TIERS as TIERS
from ._core.matchmaker import Cancelled as Cancelled
from ._core.matchmaker import Matched as Matched
from ._core.matchmaker import SearchState as SearchState
from ._core.matchmaker import Tier as Tier
from ._core.matchmaker_environment import Admission as Admission
from ._core.matchmaker_environment import Match as Match
from ._core.matchmaker_environment import PlayerTicket as PlayerTicket
from ._core.matchmaker_environment import assignment_here as assignment_here
from ._core.matchmaker_rules import Configuration as Configuration
from ._core.matchmaker_rules import Profile as Profile
from ._core.matchmaker_rules import Rule as Rule
from ._core.matchmaker_rules import intersection as intersection
from ._core.matchmaker_rules import latencies as latencies
from ._core.matchmaker_rules import number_difference as number_difference
from ._core.matchmaker_rules import string_equality as string_equality
from .errors import SearchCancelled as SearchCancelled
from .errors import SearchError as SearchError
from .errors import SearchExpired as SearchExpired
from .errors import SearchTimedOut as SearchTimedOut

if TYPE_CHECKING:
    from ._async.matchmaker import AsyncMatchmaker as AsyncMatchmaker
    from ._async.matchmaker_backfill import AsyncBackfill as AsyncBackfill
    from ._async.matchmaker_groups import AsyncGroups as AsyncGroups
    from ._async.matchmaker_groups import AsyncMembership as AsyncMembership
    from ._async.matchmaker_search import AsyncSearch as AsyncSearch
    from ._async.matchmaker_tickets import AsyncTickets as AsyncTickets
    from ._async.matchmaker_tickets import AsyncTicketSearch as AsyncTicketSearch
    from ._generated.matchmaking.arguments import *  # noqa: F403
    from ._generated.matchmaking.models import *  # noqa: F403
    from ._sync.matchmaker import Matchmaker as Matchmaker
    from ._sync.matchmaker_backfill import Backfill as Backfill
    from ._sync.matchmaker_groups import Groups as Groups
    from ._sync.matchmaker_groups import Membership as Membership
    from ._sync.matchmaker_search import Search as Search
    from ._sync.matchmaker_tickets import Tickets as Tickets
    from ._sync.matchmaker_tickets import TicketSearch as TicketSearch
else:
    from importlib import import_module

    from ._core.public import lazy_names
    from ._generated.matchmaking import models as _models

    _names = {
        name: f"_{kind.lower() or 'sync'}.{module}:{kind}{name.removeprefix('Async')}"
        for module, names in {
            "matchmaker": ("Matchmaker",),
            "matchmaker_backfill": ("Backfill",),
            "matchmaker_groups": ("Groups", "Membership"),
            "matchmaker_search": ("Search",),
            "matchmaker_tickets": ("TicketSearch", "Tickets"),
        }.items()
        for each in names
        for kind, name in (("Async", f"Async{each}"), ("", each))
    } | {name: f"_generated.matchmaking.models:{name}" for name in _models.__all__}
    # A program that uses one of the two clients does not load the other.
    _get, __dir__ = lazy_names(__name__, _names)
    _helpers = ("TYPE_CHECKING", "import_module", "lazy_names")
    __all__ = [name for name in dir() if not name.startswith("_") and name not in _helpers]
    __all__ += _names

    def __getattr__(name: str) -> object:
        if name.endswith(("Dict", "Like")):  # types for arguments
            return getattr(import_module("._generated.matchmaking.arguments", __package__), name)
        return _get(name)
