"""Managed Matchmaking: models, and helpers for the attributes of tickets. A preview: nothing here was verified live.

    from edgegap_client.matchmaking import Configuration, intersection, latencies, number_difference

    attributes = {
        "beacons": latencies({"Montreal": 12.3, "Toronto": 45.6}),
        "elo_rating": number_difference(1450),
        "selected_map": intersection(["Jungle", "Volcano"]),
    }
    Configuration.read(Path("matchmaker.json")).check("advanced", attributes)

The models are those of openapi/matchmaking.yaml, each imported at first use.
"""

from typing import TYPE_CHECKING

from ._core.matchmaker_rules import (
    Configuration as Configuration,
)
from ._core.matchmaker_rules import (
    Profile as Profile,
)
from ._core.matchmaker_rules import (
    Rule as Rule,
)
from ._core.matchmaker_rules import (
    intersection as intersection,
)
from ._core.matchmaker_rules import (
    latencies as latencies,
)
from ._core.matchmaker_rules import (
    number_difference as number_difference,
)
from ._core.matchmaker_rules import (
    string_equality as string_equality,
)

if TYPE_CHECKING:
    from ._generated.matchmaking.arguments import *  # noqa: F403
    from ._generated.matchmaking.models import *  # noqa: F403
else:
    from importlib import import_module

    from ._generated.matchmaking import models as _models

    __all__ = [
        "Configuration",
        "Profile",
        "Rule",
        "intersection",
        "latencies",
        "number_difference",
        "string_equality",
        *_models.__all__,
    ]

    def __getattr__(name: str) -> object:
        if name.endswith(("Dict", "Like")):  # the types of arguments
            return getattr(import_module("._generated.matchmaking.arguments", __package__), name)
        return _models.__getattr__(name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
