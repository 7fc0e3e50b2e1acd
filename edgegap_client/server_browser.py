"""The Server Browser: clients, filters and models. A preview, not verified against production.

    from edgegap_client.server_browser import AsyncServerBrowser, ClientToken, descending, field

    async with AsyncServerBrowser(url, ClientToken("...")) as browser:
        where = (field("total_joinable_seats") >= 1) & (field("metadata.mode") == "ctf")
        async for instance in browser.instances.search(where, order=descending("metadata.level")):
            await browser.reservations.reserve_for(instance.request_id, "main", ["player1"])
            break

The models come from openapi/server_browser.yaml. Each is imported at first use.
"""

from typing import TYPE_CHECKING

from ._core.server_browser import BrowserVersion as BrowserVersion
from ._core.server_browser import ClientToken as ClientToken
from ._core.server_browser import Field as Field
from ._core.server_browser import Filter as Filter
from ._core.server_browser import Order as Order
from ._core.server_browser import ServerToken as ServerToken
from ._core.server_browser import ascending as ascending
from ._core.server_browser import descending as descending
from ._core.server_browser import field as field
from ._core.server_browser import literal as literal
from ._core.server_browser import rank as rank
from .errors import AlreadyReserved as AlreadyReserved
from .errors import NoSeatLeft as NoSeatLeft

if TYPE_CHECKING:
    from ._async.server_browser import AsyncInstances as AsyncInstances
    from ._async.server_browser import AsyncReservations as AsyncReservations
    from ._async.server_browser import AsyncServerBrowser as AsyncServerBrowser
    from ._async.server_browser import AsyncSlots as AsyncSlots
    from ._async.server_browser_instance import AsyncServerInstance as AsyncServerInstance
    from ._generated.server_browser.arguments import *  # noqa: F403
    from ._generated.server_browser.models import *  # noqa: F403
    from ._sync.server_browser import Instances as Instances
    from ._sync.server_browser import Reservations as Reservations
    from ._sync.server_browser import ServerBrowser as ServerBrowser
    from ._sync.server_browser import Slots as Slots
    from ._sync.server_browser_instance import ServerInstance as ServerInstance
else:
    from importlib import import_module

    from ._core.public import lazy_names
    from ._generated.server_browser import models as _models

    _names = {
        name: f"_{kind.lower() or 'sync'}.{module}:{kind}{name.removeprefix('Async')}"
        for module, names in {
            "server_browser": ("Instances", "Reservations", "ServerBrowser", "Slots"),
            "server_browser_instance": ("ServerInstance",),
        }.items()
        for each in names
        for kind, name in (("Async", f"Async{each}"), ("", each))
    } | {name: f"_generated.server_browser.models:{name}" for name in _models.__all__}
    # A program that uses one of the two clients does not load the other.
    _get, __dir__ = lazy_names(__name__, _names)
    _helpers = ("TYPE_CHECKING", "import_module", "lazy_names")
    __all__ = [name for name in dir() if not name.startswith("_") and name not in _helpers]
    __all__ += _names

    def __getattr__(name: str) -> object:
        if name.endswith(("Dict", "Like")):  # types for arguments
            return getattr(import_module("._generated.server_browser.arguments", __package__), name)
        return _get(name)
