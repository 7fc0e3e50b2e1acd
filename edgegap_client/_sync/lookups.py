"""Lists that settle a launch: the deployments with a tag, and the deployments that have not ended.
# Written by `make generate` from _async/lookups.py; do not edit.

Launches that look at the same time share one list call.
"""

from __future__ import annotations

import logging
import time
from abc import abstractmethod
from typing import TYPE_CHECKING, Final

from .._core.launch import query
from .._core.unreadable import peek, tags_of
from .._generated.orchestration.api.deployments import DeploymentsResource
from ..errors import EdgegapError, GoneError, NotFoundError, TimedOut
from .watchers import CHUNK_SIZE, Waiter, Watcher

if TYPE_CHECKING:
    from .._generated.orchestration.models.deployment_list_item import DeploymentListItem
    from .._generated.orchestration.models.deployment_status import DeploymentStatus
    from .client import Edgegap

logger: Final = logging.getLogger("edgegap_client")

# The interval between two lists.
INTERVAL_SECONDS: Final = 0.5
# The maximum number of pages of one list. A service that applies the filter and the limit needs one.
MAX_PAGES: Final = 10
# The timeout of one look.
LOOK_SECONDS: Final = 10.0
# Production responds with this status for an unknown deployment.
UNKNOWN_ID: Final = 400


class ListWatcher(Watcher):
    """A watcher that only reads lists."""

    max_single_reads = 0

    def __init__(self, edgegap: Edgegap) -> None:
        super().__init__(edgegap)
        self._interval = min(self._interval, INTERVAL_SECONDS)

    def look(self, key: str, seconds: float) -> Waiter:
        """Read one list.

        Raises:
            EdgegapError: The list could not be read.
        """
        waiter = self.join(key)

        def is_over(waiter: Waiter) -> bool | None:
            return waiter.looks > 0 or waiter.last_failure is not None or None

        try:
            is_read = self.until(waiter, is_over, time.monotonic() + seconds)
        finally:
            self.leave(waiter)
        if waiter.last_failure is not None:
            raise waiter.last_failure
        if not is_read:
            raise TimedOut(f"the list of deployments was not read within {seconds:g} s")
        return waiter

    def _see(self, reader: Edgegap, waiter: Waiter) -> None:
        """Note that a list has shown everything for this waiter."""

    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        settled |= {id(waiter) for waiter in waiters}
        for number in range(0, len(waiters), CHUNK_SIZE):
            if time.monotonic() >= until:
                return False
            chunk = waiters[number : number + CHUNK_SIZE]
            try:
                self._look_for(chunk, until)
            except EdgegapError as error:
                self._note_failure(error, chunk)
                for waiter in chunk:
                    waiter.signal.set()
        return True

    @abstractmethod
    def _look_for(self, waiters: list[Waiter], until: float) -> None:
        """Read one list for some waiters."""

    def _listed(self, asked: str, until: float) -> tuple[dict[str, DeploymentListItem], bool]:
        """The deployments that a query finds, and whether these are all."""
        there: dict[str, DeploymentListItem] = {}
        left = MAX_PAGES
        for page in DeploymentsResource(self._reader(until)).list(query=asked, page_size=CHUNK_SIZE).pages():
            there.update((item.request_id, item) for item in peek(page, "data") or () if peek(item, "request_id"))
            left -= 1
            if not left:
                total = peek(page, "total_count")
                return there, total is not None and total <= len(there)
        return there, True


class TagWatcher(ListWatcher):
    """Finds deployments by tags that only they have. The waiter's `ids` are all that were found."""

    def _look_for(self, waiters: list[Waiter], until: float) -> None:
        by_tag: dict[str, list[Waiter]] = {}
        for waiter in waiters:
            by_tag.setdefault(waiter.key, []).append(waiter)
        there, is_whole = self._listed(query(tags=list(by_tag)), until)
        for item in there.values():
            # The client filters too: a service that ignores the filter must not make it adopt the deployment of another
            # launch.
            try:
                tags = self._tags(item, until)
            # The unreadable tags of another deployment must not hide the launch's own deployment.
            except EdgegapError as error:
                logger.info("the tags of a deployment could not be read: %s", type(error).__name__)
                is_whole = False
                continue
            for tag in tags:
                for waiter in by_tag.get(tag, ()):
                    waiter.ids[item.request_id] = None
                    waiter.found = waiter.found or item.request_id
        for waiter in waiters:
            waiter.last_failure = None
            waiter.looks += bool(is_whole or waiter.found)
            waiter.signal.set()

    def _tags(self, item: DeploymentListItem, until: float) -> list[str]:
        tags = tags_of(item)
        if tags is not None:
            return tags
        return tags_of(DeploymentsResource(self._reader(until)).get(item.request_id)) or []


class EndWatcher(ListWatcher):
    """Finds out which deployments are listed as not terminated, and sets the waiter's `is_listed`."""

    def _look_for(self, waiters: list[Waiter], until: float) -> None:
        ids = list(dict.fromkeys(waiter.key for waiter in waiters))
        there, is_whole = self._listed(query(request_id=ids, not_status="terminated"), until)
        for waiter in waiters:
            item = there.get(waiter.key)
            waiter.is_listed = item is not None
            waiter.last_failure = None
            waiter.looks += bool(is_whole or waiter.is_listed)
            waiter.signal.set()


def known_status(edgegap: Edgegap, deployment_id: str) -> DeploymentStatus | None:
    """The status of a deployment; None if it has ended. As a proxy sends a 404, too, a list has to confirm it.

    Raises:
        EdgegapError: It could not be read, or the service does not find what it lists.
    """
    try:
        return DeploymentsResource(edgegap).get(deployment_id)
    except EdgegapError as error:
        if not isinstance(error, NotFoundError | GoneError) and error.status != UNKNOWN_ID:
            raise
        waiter = (edgegap._watcher(EndWatcher)).look(deployment_id, LOOK_SECONDS)
        if waiter.is_listed:
            raise
        return None
