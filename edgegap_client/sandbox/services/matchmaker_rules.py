"""The rules of a profile: which groups of players match each other, and how groups fill teams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import define, frozen

from ...matchmaking import Profile
from ..state import Json

NO_LIMIT: Final = float("inf")


@frozen(eq=False)
class Stage:
    """The rules of a profile from a certain duration of the search on.

    Attributes:
        name: `initial`, or the seconds of the expansion.
        rules: Attributes by the names of the rules.
    """

    name: str
    rules: Mapping[str, Mapping[str, Any]]


@frozen(eq=False)
class TeamSizes:
    """The number of teams, and of players in each."""

    count: int
    least: int
    most: int


def stages_of(profile: Profile) -> list[tuple[float, Stage]]:
    """The stages of a profile, with the seconds at which each begins."""
    rules: dict[str, Mapping[str, Any]] = {name: rule.attributes for name, rule in profile.rules.items()}
    found = [(0.0, Stage("initial", dict(rules)))]
    for moment, changes in sorted(profile.expansions.items()):
        for name, attributes in changes.items():
            rules[name] = {**rules.get(name, {}), **attributes}
        found.append((moment, Stage(f"{moment:g}", dict(rules))))
    return found


def sizes_of(profile: Profile, stage: Stage) -> TeamSizes:
    """The sizes of the teams in a stage."""
    name = next(name for name, rule in profile.rules.items() if rule.type == "player_count")
    attributes = stage.rules[name]
    most = int(attributes["max_team_size"])
    return TeamSizes(int(attributes.get("team_count", 1)), int(attributes.get("min_team_size", most)), most)


def fits(profile: Profile, stage: Stage, groups: Iterable[list[Json]]) -> bool:
    """Whether groups, each a list of its players' attributes, match by all rules except `player_count`.

    Unknown rules match.
    """
    parties = list(groups)
    for name, rule in profile.rules.items():
        # A backfill may lack the attributes of its players. Missing attributes do not count.
        values = [[player[name] for player in party if name in player] for party in parties]
        test = _TESTS.get(rule.type)
        if test is not None and not test([party for party in values if party], stage.rules[name]):
            return False
    return True


def _is_near(parties: list[list[Any]], attributes: Mapping[str, Any]) -> bool:
    """`latencies`: there is a city in which all players are within the limits."""
    players = [player for party in parties for player in party]
    if not players:
        return True
    return bool(common_cities(players, attributes))


def common_cities(players: list[Any], attributes: Mapping[str, Any]) -> dict[str, float]:
    """The cities in which all players are within the limits, each with the largest latency."""
    limit = float(attributes.get("max_latency", NO_LIMIT))
    difference = float(attributes.get("difference", NO_LIMIT))
    found: dict[str, float] = {}
    for city in players[0]:
        if all(city in player for player in players):
            times = [float(player[city]) for player in players]
            if max(times) <= limit and max(times) - min(times) <= difference:
                found[city] = max(times)
    return found


def _is_close(parties: list[list[Any]], attributes: Mapping[str, Any]) -> bool:
    """`number_difference`: a group counts with its average."""
    averages = [sum(party) / len(party) for party in parties]
    return not averages or max(averages) - min(averages) <= float(attributes.get("max_difference", NO_LIMIT))


def _is_equal(parties: list[list[Any]], _: Mapping[str, Any]) -> bool:
    return len({text for party in parties for text in party}) <= 1


def _overlaps(parties: list[list[Any]], attributes: Mapping[str, Any]) -> bool:
    players = [player for party in parties for player in party]
    return not players or len(common_texts(players)) >= int(attributes.get("overlap", 1))


def common_texts(players: list[list[str]]) -> list[str]:
    """The texts that all players have, in the order of the first player."""
    return [text for text in players[0] if all(text in player for player in players[1:])]


_TESTS: Final = {
    "latencies": _is_near,
    "number_difference": _is_close,
    "string_equality": _is_equal,
    "intersection": _overlaps,
}


@define(eq=False)
class Teams:
    """Teams while they are being filled.

    Attributes:
        sizes: The sizes of the teams.
        groups: The numbers of the groups in each team.
    """

    sizes: TeamSizes
    groups: list[list[int]]
    _players: list[int]

    @classmethod
    def empty(cls, sizes: TeamSizes) -> Teams:
        return cls(sizes, [[] for _ in range(sizes.count)], [0] * sizes.count)

    def place(self, number: int, players: int, *, evenly: bool) -> int | None:
        """Put a group into the emptiest team, or into the fullest one with enough seats.

        Returns None if no team has enough seats.
        """
        order = sorted(range(self.sizes.count), key=lambda team: self._players[team], reverse=not evenly)
        for team in order:
            if self._players[team] + players <= self.sizes.most:
                self.groups[team].append(number)
                self._players[team] += players
                return team
        return None

    def take_back(self, team: int, players: int) -> None:
        """Undo the latest `place`."""
        self.groups[team].pop()
        self._players[team] -= players

    @property
    def is_full(self) -> bool:
        return all(players == self.sizes.most for players in self._players)

    @property
    def is_enough(self) -> bool:
        return all(players >= self.sizes.least for players in self._players)
