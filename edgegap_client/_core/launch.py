"""The options, tags and texts of a launch. No I/O; shared by sync and async."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict

from attrs import frozen

from ..errors import InvalidRequestError
from .public import public_in
from .redaction import Secret

if TYPE_CHECKING:
    from .._deployment import Deployment
    from .._generated.orchestration.arguments import (
        DeploymentResourcesLike,
        DeploymentUserLike,
        EnvVarV2Like,
        WebhookLike,
    )
    from .decoding import Unset

__all__ = [
    "CLI_TAG",
    "HOLD_TAG",
    "LAUNCHING_TAG",
    "LAUNCH_TAG",
    "LEAVING_TAG",
    "MAX_LAUNCH_SECONDS",
    "FleetLaunchOptions",
    "LaunchOptions",
    "LaunchOutcome",
    "OnProgress",
    "Progress",
    "check_tags",
    "new_tag",
    "query",
    "tail",
]

# Each launch has a unique tag: it is the only way to find the deployment if the response to the create request is lost.
LAUNCH_TAG: Final = "launch-"
# A deployment has this tag from its create request until it is handed over.
LAUNCHING_TAG: Final = "launching"
# `edgegap deploy` adds this tag, so that no sweep stops the deployment of a person as an orphaned one. The API used to
# allow 20 characters in a tag, and now allows 40.
CLI_TAG: Final = "edgegap-cli"
# Processes that use the deployment of a key, or are about to stop it, add tags with these prefixes: 17 and 20
# characters.
HOLD_TAG: Final = "hold-"
LEAVING_TAG: Final = "leaving-"
# A launch does not take longer, so an older deployment with that tag is orphaned.
MAX_LAUNCH_SECONDS: Final = 3600.0
MAX_TAG_LENGTH: Final = 40
MAX_LOG_LENGTH: Final = 4000


@public_in("deployments")
@frozen
class Progress:
    """The argument of a progress callback.

    Attributes:
        request_id: The id of the deployment; empty while it is being created.
        status: Its state, for instance `DEPLOYING`; `CREATING` at first.
        elapsed: Seconds since the launch began.
    """

    request_id: str
    status: str
    elapsed: float


@public_in("deployments")
@frozen
class LaunchOutcome:
    """The result of one of several launches.

    Attributes:
        deployment: The running deployment; None if the launch failed.
        error: Why the launch failed; None if it did not. If the progress callback or a hook raised it, it may be any
            exception, not only an `EdgegapError`.
    """

    deployment: Deployment | None
    error: BaseException | None


OnProgress: TypeAlias = Callable[[Progress], object]


class _LaunchNeeds(TypedDict):
    application: str
    version: str
    users: Iterable[DeploymentUserLike]


@public_in("deployments")
class FleetLaunchOptions(_LaunchNeeds, total=False):
    """The arguments of `launch` and `running` of private fleets; `deployments.launch` documents each."""

    timeout: float
    cancel_timeout: float
    on_progress: OnProgress | None
    max_active: int | None
    resources: DeploymentResourcesLike | Unset
    require_cached_locations: bool | Unset | None
    environment_variables: Iterable[EnvVarV2Like] | Mapping[str, str] | Unset
    tags: Iterable[str]
    webhook_url: str | None
    webhook_on_ready: WebhookLike | Unset
    webhook_on_error: WebhookLike | Unset
    webhook_on_terminated: WebhookLike | Unset
    key: str | None
    list_lag: float
    key_ttl: float | None
    accepts: Callable[[Any], Any] | None


# The arguments of a launch that are fields of the create request. `launch` adds a tag to `tags` itself.
_REQUEST: Final = (
    *("application", "version", "users", "resources", "require_cached_locations", "environment_variables"),
    *("webhook_on_ready", "webhook_on_error", "webhook_on_terminated"),
)


def read_options(options: LaunchOptions, make_request: Callable[[Secret[dict[str, Any]]], Any]) -> None:
    """Replace dicts and shorthands in `options` with their models, and check the arguments before anything is sent.

    Args:
        options: The arguments of a launch. This function hides the values of environment variables, even if it raises.
        make_request: Makes the create request.

    Raises:
        InvalidRequestError: An argument has a wrong type or field.
    """
    given: dict[str, Any] = options  # type: ignore[assignment]  # a TypedDict takes no computed names
    hidden: Secret[dict[str, Any]] = Secret({name: given[name] for name in _REQUEST if name in given})
    given.pop("environment_variables", None)
    request = make_request(hidden)
    given.update({name: getattr(request, name) for name in hidden.reveal()})


@public_in("deployments")
class LaunchOptions(FleetLaunchOptions, total=False):
    """The arguments of `launch` and `running`; `launch` documents each."""

    private_host_ids: list[str] | None


@frozen
class KeyOptions:
    """The options of a launch with a key.

    Attributes:
        key: The key.
        list_lag: The maximum delay, in seconds, until lists of deployments show a change.
        key_ttl: Seconds for which a ledger keeps the key; None means as long as lists show the deployment.
    """

    key: str
    list_lag: float = 5.0
    key_ttl: float | None = None

    def __attrs_post_init__(self) -> None:
        if not self.key:
            raise InvalidRequestError("key must not be empty: pass a unique key for each match, or leave key out")
        if not 0 <= self.list_lag < MAX_LAUNCH_SECONDS:
            raise InvalidRequestError(f"list_lag must be 0 to {MAX_LAUNCH_SECONDS:g} seconds, got {self.list_lag}")
        if self.key_ttl is not None and not self.key_ttl > 0:
            raise InvalidRequestError(f"key_ttl must be more than 0 seconds, got {self.key_ttl}")

    @property
    def tag(self) -> str:
        """The tag that identifies the deployment of the key: 19 characters."""
        return f"{LAUNCH_TAG}{hashlib.sha256(self.key.encode()).hexdigest()[:12]}"


def new_tag() -> str:
    """Return a unique tag of 19 characters. Every version of the API accepts 20."""
    return f"{LAUNCH_TAG}{secrets.token_hex(6)}"


def check_tags(tags: Iterable[str]) -> list[str]:
    """Check the caller's own tags, and return them.

    Raises:
        InvalidRequestError: The API would reject one of them.
    """
    if isinstance(tags, str):
        raise InvalidRequestError(f"tags must be a list; got {tags!r} (str): write tags=[{tags!r}]")
    checked = list(tags)
    for tag in checked:
        if not isinstance(tag, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequestError(f"each tag must be text; got {tag!r} ({type(tag).__name__})")
        if not tag or len(tag) > MAX_TAG_LENGTH:
            raise InvalidRequestError(
                f"each tag must have 1 to {MAX_TAG_LENGTH} characters; got {tag!r} with {len(tag)}"
            )
    return checked


def query(**filters: Any) -> str:
    """Build the `query` of `deployments.list`: `eq`, or `in` for a list; `not_...` negates, `until_...` means `lte`."""
    written: list[dict[str, Any]] = []
    for name, value in filters.items():
        prefix = next((prefix for prefix in ("not_", "until_") if name.startswith(prefix)), "")
        operators = {"": "in", "not_": "nin"} if isinstance(value, list) else {"": "eq", "not_": "neq", "until_": "lte"}
        operator = operators[prefix]
        written.append({"field": name.removeprefix(prefix), "operator": operator, "value": value})
    return json.dumps({"filters": written}, separators=(",", ":"))


def oldest_first(tag: str, *, reverse: bool = False) -> str:
    """Build the `query` of `deployments.list` for the deployments with a tag, the oldest first."""
    asked: dict[str, Any] = json.loads(query(tags=tag))
    asked["order_by"] = [{"field": "created_at", "order": "desc" if reverse else "asc"}]
    return json.dumps(asked, separators=(",", ":"))


def by_age(ascending: list[str], descending: list[str]) -> list[str]:
    """Sort ids by age, then by id.

    Lists do not show when a deployment was created. If two deployments have the same order in both lists, they were
    created at the same moment.

    Args:
        ascending: The ids, the oldest first.
        descending: The ids, the youngest first. An id that is missing here counts as younger than all others.
    """
    place = {name: number for number, name in enumerate(reversed(descending))}
    groups: list[list[str]] = []
    for name in ascending:
        before = groups[-1] if groups else []
        if before and place.get(name, len(place)) < max(place.get(each, len(place)) for each in before):
            before.append(name)
        else:
            groups.append([name])
    return [name for group in groups for name in sorted(group)]


def tail(log: object, lines: int = 20) -> str:
    """Return the end of a log."""
    return "\n".join(log.splitlines()[-lines:])[-MAX_LOG_LENGTH:] if isinstance(log, str) else ""
