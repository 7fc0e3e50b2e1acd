"""The rules of a matchmaker: values for ticket attributes, and checks before a request is sent. No I/O."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from ..errors import ConfigurationError, InvalidRequestError
from .public import public_in

__all__ = [
    "Configuration",
    "Profile",
    "Rule",
    "intersection",
    "latencies",
    "number_difference",
    "string_equality",
]

PLAYER_COUNT: Final = "player_count"
LATENCIES: Final = "latencies"
# The attributes that each type of rule has in a configuration.
RULE_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    PLAYER_COUNT: frozenset(("team_count", "min_team_size", "max_team_size")),
    LATENCIES: frozenset(("difference", "max_latency")),
    "number_difference": frozenset(("max_difference",)),
    "string_equality": frozenset(),
    "intersection": frozenset(("overlap",)),
}
DURATION: Final = re.compile(r"(\d+)(ms|s|m|h)")
UNIT_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
PERIODS: Final = ("ticket_expiration_period", "ticket_removal_period", "group_inactivity_removal_period")
DEFAULT_EXPIRATION: Final = "5m"
# A scheme, a host whose subdomain may be a wildcard, and an optional port, but no path.
ORIGIN: Final = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")


def latencies(pings: Mapping[str, float | None] | Iterable[tuple[str, float | None]]) -> dict[str, float]:
    """Make the value for a rule of the type `latencies`: milliseconds by city.

    A failed ping (None, 0, a negative or an infinite number) is left out, because 0 would look like the best place. If
    a city has two beacons, the faster one counts.

    Args:
        pings: Milliseconds by the beacon's city, or pairs of city and milliseconds if a city occurs twice.

    Raises:
        InvalidRequestError: No ping succeeded, or a city is not text.
    """
    found: dict[str, float] = {}
    given: Any = pings
    pairs = cast("Iterable[tuple[Any, Any]]", given.items() if isinstance(given, Mapping) else given)
    for city, milliseconds in pairs:
        if not isinstance(city, str) or not city:
            raise InvalidRequestError(f"the keys of latencies must be names of cities, got {city!r}.")
        if milliseconds is not None and not _is_number(milliseconds, infinite=True):
            raise InvalidRequestError(
                f"the latency to {city} must be a number of milliseconds or None, got {milliseconds!r}."
            )
        if milliseconds is not None and math.isfinite(milliseconds) and milliseconds > 0:
            found[city] = min(float(milliseconds), found.get(city, math.inf))
    if not found:
        raise InvalidRequestError("latencies needs at least one successful ping: measure again.")
    return found


def number_difference(value: float) -> float:
    """Make the value for a rule of the type `number_difference`, such as a rating: a finite number.

    Raises:
        InvalidRequestError: The value is not a finite number.
    """
    if not _is_number(value):
        raise InvalidRequestError(f"number_difference takes a finite number, got {value!r}.")
    return value


def string_equality(value: str) -> str:
    """Make the value for a rule of the type `string_equality`, such as a game mode: case-sensitive text.

    Raises:
        InvalidRequestError: The value is empty or not text.
    """
    if not _is_text(value):
        raise InvalidRequestError(f"string_equality takes a text that is not empty, got {value!r}.")
    return str(value)


def intersection(values: Iterable[str]) -> list[str]:
    """Make the value for a rule of the type `intersection`, such as maps: the texts in their order, without duplicates.

    Raises:
        InvalidRequestError: There is no text, or an item is not text. A single text needs a list, too.
    """
    given: Any = values
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise InvalidRequestError(f"intersection takes a list of texts, got {given!r}.")
    items: Iterable[Any] = given  # pyright: ignore[reportUnknownVariableType]
    found = list(dict.fromkeys(items))
    if not found or not all(_is_text(value) for value in found):
        raise InvalidRequestError(f"intersection takes a list of one or more texts, got {found!r}.")
    return found


def _is_number(value: object, *, infinite: bool = False) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and (infinite or math.isfinite(value))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_texts(value: Any) -> bool:
    if not isinstance(value, list | tuple) or not value:
        return False
    texts: Any = value  # pyright: ignore[reportUnknownVariableType]
    return all(map(_is_text, texts))


def _is_latencies(value: object) -> bool:
    if not isinstance(value, Mapping) or not value:
        return False
    pings: Mapping[Any, Any] = value  # pyright: ignore[reportUnknownVariableType]
    return all(_is_text(city) and _is_number(ping) and ping > 0 for city, ping in pings.items())


# The check of an attribute, by the type of its rule. Rules of other types accept any value.
_CHECKS: Final = {
    LATENCIES: (_is_latencies, "milliseconds by city, each more than 0 (leave failed pings out)"),
    "number_difference": (_is_number, "a finite number"),
    "string_equality": (_is_text, "a text that is not empty"),
    "intersection": (_is_texts, "a list with at least one text, and nothing else"),
}


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a profile.

    Attributes:
        name: Its name, which is also the name of the ticket's attribute.
        type: `player_count`, `latencies`, `number_difference`, `string_equality`, `intersection`, or one that this SDK
            does not know.
        attributes: Its attributes at the start of a search.
    """

    name: str
    type: str
    attributes: Mapping[str, Any]


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class Profile:
    """One profile of a configuration.

    Attributes:
        name: Its name.
        rules: Its rules, by name.
        expansions: The changed attributes of rules, by the seconds since the start of a search.
        expiration_seconds: The maximum duration of a search, in seconds.
    """

    name: str
    rules: Mapping[str, Rule]
    expansions: Mapping[float, Mapping[str, Mapping[str, Any]]]
    expiration_seconds: float

    @property
    def max_team_size(self) -> int | None:
        """Return the maximum number of players in a team at any time of the search; None if not known."""
        counts = [rule for rule in self.rules.values() if rule.type == PLAYER_COUNT]
        found = [
            attributes["max_team_size"]
            for rule in counts
            for attributes in (rule.attributes, *(changes.get(rule.name, {}) for changes in self.expansions.values()))
            if isinstance(attributes.get("max_team_size"), int)
        ]
        return max(found, default=None)

    def problems(self, attributes: Mapping[str, Any]) -> list[str]:
        """List the problems for which the service would reject the attributes of one player."""
        wanted = {name: rule for name, rule in self.rules.items() if rule.type != PLAYER_COUNT}
        found: list[str] = []
        for name in attributes.keys() - wanted.keys():
            is_count = name in self.rules
            reason = "is of the type player_count, which takes no attribute" if is_count else "is no rule"
            found.append(f"{name!r} {reason} of the profile {self.name!r}: leave it out ({_listed(wanted)})")
        for name, rule in wanted.items():
            if name not in attributes:
                found.append(f"{name!r} is missing: the profile {self.name!r} has a rule of that name ({rule.type})")
            elif rule.type in _CHECKS:
                is_right, expected = _CHECKS[rule.type]
                if not is_right(attributes[name]):
                    found.append(f"{name!r} ({rule.type}) must be {expected}, got {attributes[name]!r}")
        return sorted(found)


@public_in("matchmaking")
class Configuration:
    """The configuration of a matchmaker, in the form of the dashboard.

    With it, a client checks tickets before it sends them. It rejects an unknown profile, an attribute without a rule or
    with a wrong value, and a rule without an attribute. Rules of unknown types accept any value.

    Attributes:
        version: The version of the matchmaker.
        profiles: The profiles, by name.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        found: Any = document.get("profiles")
        if not isinstance(found, Mapping) or not found:
            raise ConfigurationError("The configuration of the matchmaker has no `profiles`: pass the whole JSON.")
        self.version = str(document.get("version", ""))
        self.profiles: Mapping[str, Profile] = {
            str(name): _read_profile(str(name), profile)
            for name, profile in cast("Mapping[object, Any]", found).items()
        }

    def __repr__(self) -> str:
        return f"Configuration(version={self.version!r}, profiles={list(self.profiles)!r})"

    @classmethod
    def read(cls, source: str | bytes | Path | Mapping[str, Any]) -> "Configuration":
        """Read a configuration from JSON text, a file or decoded JSON.

        Raises:
            ConfigurationError: The input is not JSON, or not a configuration.
        """
        if isinstance(source, Mapping):
            return cls(source)
        try:
            document = json.loads(source.read_bytes() if isinstance(source, Path) else source)
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"The configuration of the matchmaker cannot be read: {error}.") from error
        if not isinstance(document, dict):
            raise ConfigurationError("The configuration of the matchmaker must be a JSON object.")
        return cls(cast("dict[str, Any]", document))

    def check(self, profile: str, attributes: Mapping[str, Any]) -> None:
        """Check the attributes of one player.

        Raises:
            InvalidRequestError: The service would reject them. The message names every problem.
        """
        found = self.profiles.get(profile)
        if found is None:
            raise InvalidRequestError(f"There is no profile {profile!r}: use one of {_listed(self.profiles)}.")
        _refuse(found.problems(attributes))

    def check_group(self, players: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Check the players of a group, each a pair of profile and attributes.

        Raises:
            InvalidRequestError: The service would reject one of them, their profiles or texts differ, or no team is
                large enough.
        """
        group = list(players)
        for profile, attributes in group:
            self.check(profile, attributes)
        names = {profile for profile, _ in group}
        if len(names) != 1:
            raise InvalidRequestError(f"All players of a group must have the same profile, got {_listed(names)}.")
        common = self.profiles[names.pop()]
        problems = [
            f"{rule.name!r} must be the same text for all players of a group"
            for rule in common.rules.values()
            if rule.type == "string_equality" and len({attributes[rule.name] for _, attributes in group}) > 1
        ]
        if common.max_team_size is not None and len(group) > common.max_team_size:
            problems.append(f"{len(group)} players do not fit a team of {common.max_team_size}")
        _refuse(problems)

    def problems(self) -> list[str]:
        """List the problems of the configuration itself."""
        found = [
            f"allowed_cors_origins: {origin!r} must be `scheme://host` or `scheme://host:port`"
            for origin in self._document.get("allowed_cors_origins") or ()
            if not isinstance(origin, str) or not ORIGIN.fullmatch(origin)
        ]
        for name, profile in self.profiles.items():
            raw: Mapping[str, Any] = self._document["profiles"][name]
            where = f"profile {name!r}"
            found += [
                f"{where}: {period} must be a duration such as 5m, 30s or 500ms, got {raw[period]!r}"
                for period in PERIODS
                if period in raw and _seconds(raw[period]) is None
            ]
            application: Any = raw.get("application")
            if not isinstance(application, Mapping) or not {"name", "version"} <= application.keys():
                found.append(f"{where}: application must have a name and a version")
            found += [f"{where}: {problem}" for problem in _rule_problems(profile)]
        return found


def _refuse(problems: list[str]) -> None:
    if problems:
        raise InvalidRequestError(f"The matchmaker would refuse the attributes: {'; '.join(problems)}.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _seconds(duration: object) -> float | None:
    match = DURATION.fullmatch(duration) if isinstance(duration, str) else None
    return int(match[1]) * UNIT_SECONDS[match[2]] if match else None


def _object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"The configuration of the matchmaker: {where} must be an object, got {value!r:.100}.")
    return cast("Mapping[str, Any]", value)


def _read_profile(name: str, raw: object) -> Profile:
    where = f"profile {name!r}"
    profile = _object(raw, where)
    rules = _object(profile.get("rules"), f"{where}, rules")
    initial = _object(rules.get("initial"), f"{where}, rules.initial")
    expansions: dict[float, Mapping[str, Mapping[str, Any]]] = {}
    for moment, changes in _object(rules.get("expansions") or {}, f"{where}, rules.expansions").items():
        if not re.fullmatch(r"\d+(\.\d+)?", str(moment)):
            raise ConfigurationError(
                f"The configuration of the matchmaker: {where}, expansion {moment!r} must be a number of seconds."
            )
        place = f"{where}, expansion {moment}"
        expansions[float(moment)] = {
            rule: _object(change, f"{place}, {rule}") for rule, change in _object(changes, place).items()
        }
    found: dict[str, Rule] = {}
    for rule, value in initial.items():
        content = _object(value, f"{where}, rule {rule!r}")
        attributes = _object(content.get("attributes") or {}, f"{where}, attributes of rule {rule!r}")
        found[rule] = Rule(rule, str(content.get("type", "")), attributes)
    expiration = _seconds(profile.get("ticket_expiration_period", DEFAULT_EXPIRATION))
    return Profile(name, found, expansions, _seconds(DEFAULT_EXPIRATION) or 0.0 if expiration is None else expiration)


def _rule_problems(profile: Profile) -> list[str]:
    """List the problems with the rules of a profile."""
    found: list[str] = []
    types = [rule.type for rule in profile.rules.values()]
    if types.count(PLAYER_COUNT) != 1:
        found.append(f"exactly one rule must be of the type player_count, got {types.count(PLAYER_COUNT)}")
    if types.count(LATENCIES) > 1:
        found.append(f"at most one rule may be of the type latencies, got {types.count(LATENCIES)}")
    stages = [("rules", {rule.name: rule.attributes for rule in profile.rules.values()})]
    for moment, changes in sorted(profile.expansions.items()):
        stages.append((f"expansion {moment:g}", dict(changes)))
        if not 0 < moment < profile.expiration_seconds:
            found.append(f"expansion {moment:g} must be between 0 and the expiration, {profile.expiration_seconds:g} s")
    sizes: dict[str, Any] = {}
    for stage, changes in stages:
        for name, attributes in changes.items():
            rule = profile.rules.get(name)
            if rule is None:
                found.append(f"{stage}: {name!r} is no rule ({_listed(profile.rules)})")
                continue
            known = RULE_ATTRIBUTES.get(rule.type)
            if known is not None and (odd := attributes.keys() - known):
                found.append(f"{stage}: {name!r} has {_listed(odd)}, but {rule.type} takes {_listed(known)}")
            if rule.type == PLAYER_COUNT:
                sizes |= attributes
                least, most = sizes.get("min_team_size"), sizes.get("max_team_size")
                if isinstance(least, int) and isinstance(most, int) and least > most:
                    found.append(f"{stage}: min_team_size {least} is more than max_team_size {most}")
    return found
