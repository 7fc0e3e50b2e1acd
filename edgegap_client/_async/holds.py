"""The processes that hold the deployment of a key. Its tags name them, for processes that share no ledger.

Each process that holds the deployment adds a tag of its own. A process stops the deployment only if it finds no tag of
another process. Before a process stops it, the process adds another tag and then reads who holds the deployment. Before
a process holds it, the process adds its tag and then reads who is stopping the deployment. So one of the two sees the
other.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from .._core.deployment import ENDING, ERROR
from .._core.launch import HOLD_TAG, LEAVING_TAG
from .._core.refusals import is_refusal
from .._core.unreadable import peek, tags_of
from .._generated.orchestration.api.deployment_tags import AsyncDeploymentTagsResource
from ..errors import EdgegapError, GoneError, NotFoundError, StatusError
from .lookups import known_status

if TYPE_CHECKING:
    from .._generated.orchestration.models.deployment_status import DeploymentStatus
    from .client import AsyncEdgegap

logger: Final = logging.getLogger("edgegap_client")

CONFLICT_STATUS: Final = 409
LOOK_SECONDS: Final = 0.25
# A process with a stop tag that has not stopped the deployment after this time was killed.
STALE_SECONDS: Final = 30.0


class AsyncHold:
    """One process that holds a deployment. This object owns the state.

    Args:
        is_creator: Whether this process launched the deployment.
        name: The end of the process's tags: up to 12 characters, unique to the process.
        may_be_tagged: Whether the deployment may have the process's tag already.

    Attributes:
        is_complete: Whether the process holds the deployment, so that no other process stops it.
    """

    def __init__(self, *, is_creator: bool, name: str, may_be_tagged: bool = False) -> None:
        self._tag = f"{HOLD_TAG}{name}"
        self._leaving_tag = f"{LEAVING_TAG}{name}"
        self._is_creator = is_creator
        self._may_be_tagged = may_be_tagged
        self.is_complete = False

    @staticmethod
    async def status(edgegap: AsyncEdgegap, deployment_id: str) -> DeploymentStatus | None:
        """Read the status of a deployment. None if it has ended, or is about to end.

        Raises:
            EdgegapError: The status could not be read.
        """
        status = await known_status(edgegap, deployment_id)
        if status is None:
            return None
        is_over = peek(status, "status") in (*ENDING, ERROR) or peek(status, "error") is True
        return None if is_over else status

    @staticmethod
    def are_held(tags: Iterable[str]) -> bool:
        """Whether the tags name a process that holds the deployment."""
        return any(tag.startswith(HOLD_TAG) for tag in tags)

    async def take(self, edgegap: AsyncEdgegap, deployment_id: str, check: Callable[[], None], deadline: float) -> bool:
        """Hold a deployment.

        Args:
            edgegap: The client that sends the requests.
            deployment_id: The id of the deployment.
            check: Raises when the launch is given up.
            deadline: The end of the retries, a moment of the monotonic clock.

        Returns:
            Whether this process holds the deployment. False if it has ended, or another process stops it.

        Raises:
            EdgegapError: The tag could not be added, or the status could not be read.
        """
        while not edgegap._organisation.refuses_tags:
            check()
            self._may_be_tagged = True
            try:
                await self._add(edgegap, deployment_id, self._tag)
                break
            except EdgegapError as error:
                is_unknown = isinstance(error, NotFoundError | GoneError)
                if is_unknown and await self.status(edgegap, deployment_id) is None:
                    return False
                if is_refusal(error) or time.monotonic() + LOOK_SECONDS >= deadline:
                    raise
            await edgegap._runtime.sleep(LOOK_SECONDS)
        began = time.monotonic()
        while True:
            check()
            try:
                status = await self.status(edgegap, deployment_id)
            except (NotFoundError, GoneError):  # A proxy or a lagging replica may have sent this response.
                if time.monotonic() + LOOK_SECONDS >= deadline:
                    raise
                await edgegap._runtime.sleep(LOOK_SECONDS)
                continue
            if status is None:
                return False
            if not any(tag.startswith(LEAVING_TAG) for tag in await self.tags(edgegap, deployment_id, status)):
                break
            if time.monotonic() - began > STALE_SECONDS:
                logger.warning(
                    "a process announced that it would stop deployment %s but did not: this process now holds it",
                    deployment_id,
                )
                break
            await edgegap._runtime.sleep(LOOK_SECONDS)
        self.is_complete = True
        return True

    async def may_stop(self, edgegap: AsyncEdgegap, deployment_id: str) -> bool:
        """Give up holding a deployment.

        Returns:
            Whether this process must stop the deployment, because no other process holds it.

        Raises:
            EdgegapError: A tag could not be changed, or the status could not be read. Call this method again.
        """
        if self._may_be_tagged:
            await self._remove(edgegap, deployment_id, self._tag)
        if not (self._is_creator or self.is_complete):
            return False
        if edgegap._organisation.refuses_tags:
            return self._is_creator
        status = await self.status(edgegap, deployment_id)
        if status is not None and not self.are_held(await self.tags(edgegap, deployment_id, status)):
            try:
                await self._add(edgegap, deployment_id, self._leaving_tag)
            except (NotFoundError, GoneError):
                if await self.status(edgegap, deployment_id) is None:
                    return True
                raise
            status = await self.status(edgegap, deployment_id)
        if status is None or not self.are_held(await self.tags(edgegap, deployment_id, status)):
            return self._is_creator or not edgegap._organisation.refuses_tags
        if self._leaving_tag in (await self.tags(edgegap, deployment_id, status)):
            await self._remove(edgegap, deployment_id, self._leaving_tag)
        logger.info("deployment %s is left running: another process holds it", deployment_id)
        return False

    @staticmethod
    async def tags(edgegap: AsyncEdgegap, deployment_id: str, status: DeploymentStatus) -> list[str]:
        """Read the tags of a deployment, even if its status lacks them: no tags would mean that no process holds it."""
        tags = tags_of(status)
        if tags is None:
            tags = [tag.name async for tag in AsyncDeploymentTagsResource(edgegap).list(deployment_id)]
        return tags

    async def _add(self, edgegap: AsyncEdgegap, deployment_id: str, tag: str) -> None:
        try:
            await AsyncDeploymentTagsResource(edgegap).create(deployment_id, name=tag)
        except StatusError as error:
            if is_refusal(error):
                await self._note_refusal(edgegap, deployment_id, error)
            elif error.status != CONFLICT_STATUS:
                raise

    async def _remove(self, edgegap: AsyncEdgegap, deployment_id: str, tag: str) -> None:
        try:
            await AsyncDeploymentTagsResource(edgegap).delete(deployment_id, tag)
        except (NotFoundError, GoneError):
            # Other processes would otherwise believe that this process holds the deployment.
            status = await self.status(edgegap, deployment_id)
            if status is not None and tag in await self.tags(edgegap, deployment_id, status):
                raise
        except StatusError as error:
            if not is_refusal(error):
                raise
            await self._note_refusal(edgegap, deployment_id, error)

    async def _note_refusal(self, edgegap: AsyncEdgegap, deployment_id: str, error: StatusError) -> None:
        """Stop using tags, unless the deployment has ended: the service sends the same response then."""
        organisation = edgegap._organisation
        if organisation.refuses_tags or await self.status(edgegap, deployment_id) is None:
            return
        organisation.refuses_tags = True
        logger.warning(
            "the service refuses tags of deployments (%s): with a key, a `running` block stops the deployment that its "
            "process has launched although other processes may use it, and leaves all others running",
            error.status,
        )
