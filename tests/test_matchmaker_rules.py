"""Attributes of tickets: values for each type of rule, and what a configuration would refuse."""

from __future__ import annotations

import copy
import json
import math
from pathlib import Path
from typing import Any

import pytest

from edgegap_client import ConfigurationError, InvalidRequestError, Outcome
from edgegap_client.matchmaking import (
    Configuration,
    intersection,
    latencies,
    number_difference,
    string_equality,
)

DOCUMENT: dict[str, Any] = {
    "version": "3.3.2",
    "inspect": True,
    "allowed_cors_origins": ["http://localhost:8080", "https://*.example.com"],
    "profiles": {
        "advanced": {
            "ticket_expiration_period": "5m",
            "ticket_removal_period": "1m",
            "application": {"name": "my-game", "version": "v1"},
            "rules": {
                "initial": {
                    "match_size": {
                        "type": "player_count",
                        "attributes": {"team_count": 2, "min_team_size": 2, "max_team_size": 3},
                    },
                    "beacons": {"type": "latencies", "attributes": {"difference": 125, "max_latency": 250}},
                    "elo": {"type": "number_difference", "attributes": {"max_difference": 50}},
                    "mode": {"type": "string_equality", "attributes": {}},
                    "maps": {"type": "intersection", "attributes": {"overlap": 1}},
                    "new": {"type": "a_later_type", "attributes": {"x": 1}},
                },
                "expansions": {"30": {"match_size": {"max_team_size": 4}}, "60": {"elo": {"max_difference": 100}}},
            },
        }
    },
}
GOOD: dict[str, Any] = {
    "beacons": {"Montreal": 12.3},
    "elo": 1450,
    "mode": "Elimination",
    "maps": ["Jungle"],
    "new": {"any": "thing"},
}


def test_failed_pings_are_left_out_and_the_faster_beacon_of_a_city_counts() -> None:
    pings = [("Chicago", 30.0), ("Tokyo", 0), ("Chicago", 12), ("Lima", None), ("Oslo", -1), ("Rome", math.inf)]
    assert latencies(pings) == {"Chicago": 12.0}
    assert latencies({"Chicago": 12, "Lima": math.nan}) == {"Chicago": 12.0}


@pytest.mark.parametrize("pings", [{}, {"Lima": 0}, {"": 3.0}, {3: 3.0}, {"Lima": "3"}, {"Lima": True}])
def test_latencies_without_a_ping_are_refused(pings: Any) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        latencies(pings)
    assert raised.value.outcome is Outcome.NOT_SENT


def test_the_other_values() -> None:
    assert number_difference(1450) == 1450
    assert string_equality("Quickplay") == "Quickplay"
    assert intersection(name for name in ("b", "a", "b")) == ["b", "a"]


@pytest.mark.parametrize("value", [math.nan, math.inf, True, "3", None])
def test_a_number_must_be_finite(value: Any) -> None:
    with pytest.raises(InvalidRequestError):
        number_difference(value)


@pytest.mark.parametrize("value", ["Jungle", [], [1], [""], None, {"a": 1}, b"x"])
def test_an_intersection_must_be_texts(value: Any) -> None:
    with pytest.raises(InvalidRequestError):
        intersection(value)


@pytest.mark.parametrize("value", ["", None, 3])
def test_an_equality_must_be_text(value: Any) -> None:
    with pytest.raises(InvalidRequestError):
        string_equality(value)


@pytest.mark.parametrize("form", ["mapping", "text", "file"])
def test_what_fits_the_rules_passes(form: str, tmp_path: Path) -> None:
    source: Any = DOCUMENT
    if form == "text":
        source = json.dumps(DOCUMENT)
    elif form == "file":
        source = tmp_path / "matchmaker.json"
        source.write_text(json.dumps(DOCUMENT), "utf-8")
    configuration = Configuration.read(source)
    assert configuration.problems() == []
    configuration.check("advanced", GOOD)
    configuration.check_group([("advanced", GOOD)] * 4)  # the size to which the rules expand


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"match_size": 2}, "'match_size' is of the type player_count"),
        ({"level": 3}, "'level' is no rule of the profile 'advanced'"),
        ({"beacons": None}, "'beacons' is missing"),
        ({"beacons": {"Lima": 0}}, "each more than 0"),
        ({"elo": "1450"}, "'elo' (number_difference) must be a finite number, got '1450'"),
        ({"mode": ["a"]}, "'mode' (string_equality) must be a text"),
        ({"maps": "Jungle"}, "'maps' (intersection) must be a list"),
    ],
)
def test_what_the_service_would_refuse_is_refused_before(change: dict[str, Any], words: str) -> None:
    attributes = {name: value for name, value in (GOOD | change).items() if value is not None}
    with pytest.raises(InvalidRequestError) as raised:
        Configuration.read(DOCUMENT).check("advanced", attributes)
    assert words in str(raised.value)
    assert raised.value.outcome is Outcome.NOT_SENT


def test_all_problems_are_named_at_once_and_an_unknown_profile_lists_the_known_ones() -> None:
    configuration = Configuration.read(DOCUMENT)
    with pytest.raises(InvalidRequestError, match=r"'beacons' is missing.*'elo' .*'mode'"):
        configuration.check("advanced", {"elo": None})
    with pytest.raises(InvalidRequestError, match="no profile 'casual': use one of advanced"):
        configuration.check("casual", GOOD)


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ([("advanced", GOOD)] * 5, "5 players do not fit a team of 4"),
        ([("advanced", GOOD), ("advanced", GOOD | {"mode": "ctf"})], "'mode' must be the same text"),
        ([], "must have the same profile, got none"),
    ],
)
def test_a_group_must_fit_together(group: Any, words: str) -> None:
    with pytest.raises(InvalidRequestError, match=words):
        Configuration.read(DOCUMENT).check_group(group)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("allowed_cors_origins", ["localhost"], "'localhost' must be"),
        ("allowed_cors_origins", ["https://x.com/path"], "must be"),
        ("profiles/advanced/ticket_expiration_period", "5 minutes", "must be a duration such as 5m"),
        ("profiles/advanced/application", {"name": "x"}, "must have a name and a version"),
        ("profiles/advanced/rules/initial/match_size/type", "x", "exactly one rule must be of the type player_count"),
        ("profiles/advanced/rules/initial/elo/type", "latencies", "at most one rule may be of the type latencies"),
        ("profiles/advanced/rules/initial/maps/attributes", {"over": 1}, "'maps' has over, but intersection takes"),
        ("profiles/advanced/rules/expansions", {"300": {}}, "expansion 300 must be between 0 and the expiration"),
        ("profiles/advanced/rules/expansions", {"30": {"size": {}}}, "expansion 30: 'size' is no rule"),
        (
            "profiles/advanced/rules/expansions",
            {"30": {"match_size": {"max_team_size": 1}}},
            "min_team_size 2 is more than max_team_size 1",
        ),
    ],
)
def test_problems_of_the_configuration_itself_are_named(path: str, value: Any, words: str) -> None:
    document = copy.deepcopy(DOCUMENT)
    *parents, last = path.split("/")
    inner = document
    for name in parents:
        inner = inner[name]
    inner[last] = value
    assert any(words in line for line in Configuration.read(document).problems())


@pytest.mark.parametrize(
    "source",
    [
        "{",
        "[]",
        "{}",
        {"profiles": {}},
        {"profiles": {"a": 1}},
        {"profiles": {"a": {}}},
        {"profiles": {"a": {"rules": {"initial": [], "expansions": {}}}}},
        {"profiles": {"a": {"rules": {"initial": {}, "expansions": {"soon": {}}}}}},
        Path("/nowhere/at/all.json"),
    ],
)
def test_what_is_no_configuration_is_refused(source: Any) -> None:
    with pytest.raises(ConfigurationError, match="configuration of the matchmaker"):
        Configuration.read(source)
