"""What is stopped when the interpreter ends: deployments of launches and blocks that nobody will run to their end.

That are those of daemon threads, and of event loops that were left without being closed. All others have cleaned up by
then. It is done without asyncio, which cannot look up names any more so late.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .._async.client import AsyncEdgegap
    from .._async.deployments import AsyncLaunch
    from .._sync.client import Edgegap
    from .._sync.deployments import Launch

_kept: Final[dict[int, tuple[int, Callable[[], None]]]] = {}


def keep(edgegap: AsyncEdgegap | Edgegap, plan: AsyncLaunch | Launch) -> Callable[[], None]:
    """Stop what a launch created when the interpreter ends; the result takes that back, and may be called again."""
    key = id(plan)  # which lives as long as it is kept
    _kept[key] = (os.getpid(), lambda: _stop(edgegap, plan))

    def forget() -> None:
        _kept.pop(key, None)

    return forget


def _stop(edgegap: Any, plan: Any) -> None:
    from .._sync.client import Edgegap
    from .._sync.deployments import Deployments

    plan.given_up = True  # what is still running in a daemon thread creates nothing more
    if not plan.sent:
        return
    settings, pools = edgegap._settings, edgegap._pools
    if isinstance(edgegap, Edgegap):
        client = edgegap._reopened()
    else:
        import httpx

        # One transport in the process may serve both kinds of clients, as the sandbox's does.
        sender: Any = pools._injected or pools._make()
        transport = getattr(sender, "_transport", sender)
        client = Edgegap(
            settings.token,
            base_url=settings.base_url,
            transport=transport if isinstance(transport, httpx.BaseTransport) else None,
        )
    with client:
        Deployments(client)._clean_up(plan, None)


def _stop_all() -> None:
    work = [stop for pid, stop in tuple(_kept.values()) if pid == os.getpid()]
    _kept.clear()
    if len(work) < 2:  # threads can be started no more in some versions of Python
        for stop in work:
            stop()
        return
    try:
        threads = [threading.Thread(target=stop) for stop in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except RuntimeError:
        for stop in work:
            stop()


atexit.register(_stop_all)
