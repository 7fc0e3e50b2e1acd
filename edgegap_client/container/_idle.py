"""The rules for an idle deployment, the number of players, and the time of the stop. No I/O."""

from enum import StrEnum
from typing import Self

from attrs import frozen

from .._core.public import public_in
from ..errors import InvalidRequestError

__all__ = ["IdleClock", "IdleRules", "StopReason"]


@public_in("container")
class StopReason(StrEnum):
    """The reason why a deployment stops itself."""

    NO_FIRST_PLAYER = "no_first_player"
    EMPTY = "empty"
    MAX_LIFE = "max_life"
    SERVER_ENDED = "server_ended"


@frozen(kw_only=True)
class IdleRules:
    """The rules, in seconds; None for a rule that does not apply."""

    first_player_within: float | None = None
    empty_for: float | None = None
    max_life: float | None = None

    @classmethod
    def checked(cls, **seconds: float | None) -> Self:
        """Check the rules, and return them.

        Raises:
            InvalidRequestError: No rule applies, or a number is not positive.
        """
        for name, value in seconds.items():
            if value is not None and not value > 0:
                raise InvalidRequestError(f"{name} must be more than 0 seconds, got {value}")
        if not any(seconds.values()):
            raise InvalidRequestError(f"no rule would stop this deployment: pass at least one of {', '.join(seconds)}")
        return cls(**seconds)

    def describe(self, reason: StopReason) -> str:
        """Describe a reason for people."""
        return {
            StopReason.NO_FIRST_PLAYER: f"no player has joined within {self.first_player_within or 0:g} s",
            StopReason.EMPTY: f"no player was there for {self.empty_for or 0:g} s",
            StopReason.MAX_LIFE: f"the maximum life of {self.max_life or 0:g} s is reached",
            StopReason.SERVER_ENDED: "the game server has ended",
        }[reason]


class IdleClock:
    """The number of players, and the time of the stop. This object owns its state, and has no lock.

    Args:
        rules: The rules.
        now: The time of a monotonic clock, in seconds, also in all methods.
    """

    def __init__(self, rules: IdleRules, now: float) -> None:
        self.rules = rules
        self._started = now
        self._has_begun = False
        self._empty_since: float | None = None
        self._named: set[str] = set()
        self._nameless = 0

    @property
    def players(self) -> int:
        """The number of players."""
        return len(self._named) + self._nameless

    def join(self, player: str | None, now: float) -> None:
        """Note that a player has joined. A player with an id counts once."""
        if player is None:
            self._nameless += 1
        else:
            self._named.add(player)
        self._note(now)

    def leave(self, player: str | None, now: float) -> bool:
        """Note that a player has left. Return False if the player was not there."""
        was_there = self._nameless > 0 if player is None else player in self._named
        if was_there and player is None:
            self._nameless -= 1
        elif player is not None:
            self._named.discard(player)
        self._note(now)
        return was_there

    def set(self, players: int, now: float) -> None:
        """Set the number of players, whoever was there before."""
        self._named.clear()
        self._nameless = players
        self._note(now)

    def _note(self, now: float) -> None:
        if self.players:
            self._has_begun, self._empty_since = True, None
        elif self._has_begun and self._empty_since is None:
            self._empty_since = now

    def due(self) -> tuple[float, StopReason] | None:
        """Return the time and the reason of the next stop, unless something changes; None for never."""
        rules = self.rules
        found: list[tuple[float, StopReason]] = []
        if rules.first_player_within is not None and not self._has_begun:
            found.append((self._started + rules.first_player_within, StopReason.NO_FIRST_PLAYER))
        if rules.empty_for is not None and self._empty_since is not None:
            found.append((self._empty_since + rules.empty_for, StopReason.EMPTY))
        if rules.max_life is not None:
            found.append((self._started + rules.max_life, StopReason.MAX_LIFE))
        return min(found, default=None)
