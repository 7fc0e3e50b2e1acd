"""The limits of an agent's session. The person who starts the session sets them, and the agent cannot change them."""

from __future__ import annotations

import re
from typing import Any, Final

from attrs import field, frozen

from ...errors import ConfigurationError

# Tags have at most 40 characters. The session's own tags add up to 17 characters to this one.
TAG: Final = re.compile(r"[A-Za-z0-9_-]{1,20}")
# Tags with a meaning for `launch`. A session must not use them.
RESERVED: Final = ("launch", "hold-", "leaving-")
MAX_MINUTES: Final = 1440.0


class Refused(Exception):
    """A limit of the session does not allow the call. Nothing was changed."""


@frozen
class Limits:
    """The limits of a session.

    Attributes:
        read_only: Whether to offer only tools that change nothing.
        allow_writes: Whether also to offer operations of the API that change other resources than deployments.
        applications: The exact names of the applications that tools may use; None for all.
        max_active: The maximum number of concurrent deployments with the tag.
        max_launches: The maximum number of deployments that the session creates in all.
        max_minutes: The maximum lifetime of a deployment from its create request, in minutes.
        tag: The tag that each deployment gets.
        allow_keep: Whether a deployment may outlive the session, if the agent asks for that.
    """

    read_only: bool = False
    allow_writes: bool = False
    applications: frozenset[str] | None = None
    max_active: int = 3
    max_launches: int = 30
    max_minutes: float = 60.0
    tag: str = field(default="mcp")
    allow_keep: bool = False

    def __attrs_post_init__(self) -> None:
        if not TAG.fullmatch(self.tag) or self.tag.startswith(RESERVED):
            raise ConfigurationError(
                f"--tag must have 1 to 20 letters, digits, - and _, and must not begin with"
                f" {', '.join(RESERVED)}; got {self.tag!r}."
            )
        if not 0 < self.max_minutes <= MAX_MINUTES:
            raise ConfigurationError(
                f"--max-minutes must be more than 0 and at most {MAX_MINUTES:g}, got {self.max_minutes:g}."
            )
        if self.max_active < 1 or self.max_launches < 1:
            raise ConfigurationError(
                "--max-active and --max-launches must be at least 1. To allow no deployments, pass --read-only."
            )
        if self.read_only and self.allow_writes:
            raise ConfigurationError("--read-only and --allow-writes exclude each other: pass one of them.")

    def check_application(self, name: object) -> None:
        """Refuse an application that is not in the list. Names must match exactly, also in upper and lower case."""
        if self.applications is not None and name not in self.applications:
            allowed = ", ".join(sorted(self.applications))
            raise Refused(f"the application {name!r} is not allowed in this session; allowed: {allowed}")

    def check_tag(self, name: object) -> None:
        """Refuse a tag that marks deployments of sessions or of launches: no call may set or remove it."""
        text = str(name).strip().casefold()
        if text == self.tag.casefold() or text.startswith((f"{self.tag}-".casefold(), *RESERVED)):
            raise Refused(f"the tag {name!r} is reserved: it marks the owner of a deployment")

    def check_minutes(self, minutes: object) -> None:
        """Refuse a duration above the limit."""
        if not isinstance(minutes, int | float) or not 0 < minutes <= self.max_minutes:
            raise Refused(f"a deployment may exist for at most {self.max_minutes:g} minutes, got {minutes!r}")

    def to_dict(self) -> dict[str, Any]:
        """The limits as data that JSON can encode."""
        return {
            "read_only": self.read_only,
            "allow_writes": self.allow_writes,
            "applications": None if self.applications is None else sorted(self.applications),
            "max_active": self.max_active,
            "max_launches": self.max_launches,
            "max_minutes": self.max_minutes,
            "forced_tag": self.tag,
            "allow_keep": self.allow_keep,
        }
