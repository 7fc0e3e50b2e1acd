"""The options, the tag and the texts of a launch. No I/O; shared by sync and async."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict

from attrs import frozen

from ..errors import InvalidRequestError
from .public import public_in

if TYPE_CHECKING:
    from .._generated.orchestration.models.deployment_resources import DeploymentResources
    from .._generated.orchestration.models.deployment_user import DeploymentUser
    from .._generated.orchestration.models.env_var_v2 import EnvVarV2
    from .._generated.orchestration.models.webhook import Webhook
    from .decoding import Unset

__all__ = [
    "LAUNCH_TAG",
    "LaunchOptions",
    "OnProgress",
    "Progress",
    "check_tags",
    "new_tag",
    "query",
    "still_running",
    "tail",
]

# Each launch has a unique tag: it is the only way to find the deployment if the response to the create request is lost.
LAUNCH_TAG: Final = "launch-"
MAX_TAG_LENGTH: Final = 40
MAX_LOG_LENGTH: Final = 4000


@public_in("deployments")
@frozen
class Progress:
    """The argument of a progress callback.

    Attributes:
        request_id: The deployment; empty while it is being created.
        status: Its state, for instance `DEPLOYING`; `CREATING` at first.
        elapsed: Seconds since the launch began.
    """

    request_id: str
    status: str
    elapsed: float


OnProgress: TypeAlias = Callable[[Progress], object]


class _LaunchNeeds(TypedDict):
    application: str
    version: str
    users: list[DeploymentUser]


@public_in("deployments")
class LaunchOptions(_LaunchNeeds, total=False):
    """The arguments of `launch` and `running`; `launch` documents each."""

    timeout: float
    on_progress: OnProgress | None
    max_active: int | None
    resources: DeploymentResources | Unset
    require_cached_locations: bool | Unset | None
    environment_variables: list[EnvVarV2] | Unset
    tags: Iterable[str]
    webhook_url: str | None
    webhook_on_ready: Webhook | Unset
    webhook_on_error: Webhook | Unset
    webhook_on_terminated: Webhook | Unset
    accepts: Callable[[Any], Any] | None


def new_tag() -> str:
    """A unique tag: 19 characters, of the 20 that every version of the API accepts."""
    return f"{LAUNCH_TAG}{secrets.token_hex(6)}"


def check_tags(tags: Iterable[str]) -> list[str]:
    """The caller's own tags.

    Raises:
        InvalidRequestError: The API would refuse one of them.
    """
    checked = list(tags)
    for tag in checked:
        if not tag or len(tag) > MAX_TAG_LENGTH:
            raise InvalidRequestError(f"a tag has 1 to {MAX_TAG_LENGTH} characters: {tag!r}")
    return checked


def query(**filters: Any) -> str:
    """The `query` of `deployments.list`: `eq`, or `in` for a list; `not_...` is the opposite, `until_...` is `lte`."""
    written: list[dict[str, Any]] = []
    for name, value in filters.items():
        prefix = next((prefix for prefix in ("not_", "until_") if name.startswith(prefix)), "")
        operators = {"": "in", "not_": "nin"} if isinstance(value, list) else {"": "eq", "not_": "neq", "until_": "lte"}
        operator = operators[prefix]
        written.append({"field": name.removeprefix(prefix), "operator": operator, "value": value})
    return json.dumps({"filters": written}, separators=(",", ":"))


def still_running(deployment_id: str | None, tag: str = "") -> str:
    """The text for a deployment that could not be stopped, or that a launch may have created without knowing its id."""
    if deployment_id is None:
        return f"a deployment with the tag {tag} may run: look for it and stop it"
    tagged = f" (tag {tag})" if tag else ""
    return f"deployment {deployment_id}{tagged} could not be stopped and may still run: stop it"


def tail(log: object, lines: int = 20) -> str:
    """The end of a log."""
    return "\n".join(log.splitlines()[-lines:])[-MAX_LOG_LENGTH:] if isinstance(log, str) else ""
