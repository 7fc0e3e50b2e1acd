"""What a session of an agent may do: set by the person who starts it, and out of the agent's reach."""

from __future__ import annotations

import re
from typing import Any, Final

from attrs import field, frozen

from ...errors import ConfigurationError

# Tags have 40 characters at most; those of a session add up to 17 to this one.
TAG: Final = re.compile(r"[A-Za-z0-9_-]{1,20}")
# Tags with a meaning for `launch`, which must stay apart.
RESERVED: Final = ("launch", "hold-", "leaving-")
MAX_MINUTES: Final = 1440.0


class Refused(Exception):
    """A limit of the session does not allow it; nothing was changed."""


@frozen
class Limits:
    """The limits of a session.

    Attributes:
        read_only: Offer nothing that changes anything.
        allow_writes: Also offer operations of the API that change something other than deployments.
        applications: The only applications that tools may touch, by their exact names; None for all.
        max_active: How many deployments with the tag may exist at once.
        max_launches: How many deployments the session may create altogether.
        max_minutes: How long a deployment may exist, from its create request.
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
                f"The tag of an agent has 1 to 20 letters, digits, - and _, and does not begin with"
                f" {', '.join(RESERVED)}; got {self.tag!r}."
            )
        if not 0 < self.max_minutes <= MAX_MINUTES:
            raise ConfigurationError(f"The ceiling is 1 to {MAX_MINUTES:g} minutes, got {self.max_minutes:g}.")
        if self.max_active < 1 or self.max_launches < 1:
            raise ConfigurationError("The ceilings of deployments are at least 1; --read-only allows none at all.")
        if self.read_only and self.allow_writes:
            raise ConfigurationError("A session is read-only or allows writes, not both.")

    def check_application(self, name: object) -> None:
        """Refuse an application that is not on the list. Names are compared exactly, letter case included."""
        if self.applications is not None and name not in self.applications:
            allowed = ", ".join(sorted(self.applications))
            raise Refused(f"the application {name!r} is not allowed in this session; allowed: {allowed}")

    def check_tag(self, name: object) -> None:
        """Refuse a tag that marks deployments of sessions or of launches: nobody can take or fake it."""
        text = str(name).strip().casefold()
        if text == self.tag.casefold() or text.startswith((f"{self.tag}-".casefold(), *RESERVED)):
            raise Refused(f"the tag {name!r} is reserved: it says whose deployment it is")

    def check_minutes(self, minutes: object) -> None:
        """Refuse a duration above the ceiling."""
        if not isinstance(minutes, int | float) or not 0 < minutes <= self.max_minutes:
            raise Refused(f"a deployment may exist for {self.max_minutes:g} minutes at the most, got {minutes!r}")

    def to_dict(self) -> dict[str, Any]:
        """The limits as JSON-ready data."""
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
