"""Small rules of the core, case by case: hidden secrets, and who is warned."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from edgegap_client._core import deprecation
from edgegap_client._core.decoding import json_body
from edgegap_client._core.masked import HIDDEN, is_hidden, to_secret, without_hidden
from edgegap_client._core.shorthands import Shorthand, fields_of
from edgegap_client._core.unreadable import unreadable_item
from edgegap_client._generated.orchestration.models.deploy_request_v2 import DeployRequestV2
from edgegap_client.errors import InvalidRequestError, Outcome, ResponseFormatError
from edgegap_client.matchmaking import Ticket

MASKED = "This value is set and encrypted"


@pytest.mark.parametrize(
    ("value", "hidden"),
    [
        (MASKED, True),
        (MASKED.upper(), True),
        (f"  {MASKED}. ", True),
        (f"{MASKED}{'.' * 7}", True),
        (f"{MASKED}{'.' * 8}", False),
        (f"{MASKED}{'.' * 9}", False),
        (MASKED[:-1], False),
        (f"{MASKED}!", False),
        ("", False),
        (7, False),
        (None, False),
    ],
)
def test_the_text_that_stands_for_a_secret_is_known_with_points_and_spaces_around_it(value: Any, hidden: bool) -> None:
    assert is_hidden(value) is hidden


@pytest.mark.parametrize(
    ("value", "read"), [("secret", "secret"), (7, "7"), (0.5, "0.5"), (f"{MASKED}.", HIDDEN), ("", "")]
)
def test_a_secret_is_read_as_text(value: Any, read: str) -> None:
    found = to_secret(value, "password")
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize("value", [True, False, None, ["secret"]])
def test_what_is_no_text_and_no_number_is_no_secret(value: Any) -> None:
    with pytest.raises(ResponseFormatError) as raised:
        to_secret(value, "password")
    assert raised.value.field == "password"


def test_an_update_leaves_out_what_is_hidden_and_nothing_else() -> None:
    body: dict[str, Any] = {"name": "my-game", "password": MASKED, "token": "new", "key": f"{MASKED}."}
    assert without_hidden(body, is_update=True) == ""
    assert body == {"name": "my-game", "token": "new"}


@pytest.mark.parametrize(
    ("body", "is_update", "field"),
    [
        ({"name": "my-game", "password": MASKED}, False, "password"),
        ({"registry": {"user": "x", "token": MASKED}}, True, "registry.token"),
        ({"envs": [{"value": "x"}, {"value": MASKED}]}, True, "envs[1].value"),
        ({"envs": [{"value": "x"}]}, False, ""),
    ],
)
def test_a_hidden_secret_that_cannot_be_left_out_is_named(body: dict[str, Any], is_update: bool, field: str) -> None:
    assert without_hidden(body, is_update=is_update) == field


@pytest.mark.parametrize(
    ("module", "is_warned"),
    [
        ("edgegap_client", False),
        ("edgegap_client._sync.deployments", False),
        ("edgegap_client_tools", True),
        ("asyncio.tasks", False),
        ("concurrent.futures.thread", False),
        ("threading", False),
        ("anyio._backends._asyncio", False),
        ("asyncio_game", True),
        ("game.asyncio", True),
        ("game.threading.anyio", True),
    ],
)
def test_the_line_is_warned_that_called_the_package_or_its_event_loop(module: str, is_warned: bool) -> None:
    namespace: dict[str, Any] = {"__name__": module, "warn": deprecation.warn_caller}
    exec(compile("def call():\n    warn('old', UserWarning)\n", "between.py", "exec"), namespace)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        namespace["call"]()
    (warning,) = seen
    assert (warning.filename == "between.py") is is_warned


def test_an_item_that_is_no_model_shows_that_it_is_unreadable() -> None:
    assert repr(unreadable_item(Ticket, 7)) == "Ticket(<unreadable>)"


@pytest.mark.parametrize("users", [["203.0.113.7"], 7], ids=["an item of another type", "no list"])
def test_a_body_with_a_value_of_another_type_is_refused_before_it_is_sent(users: Any) -> None:
    body = DeployRequestV2(application="my-game", version="v1", users=[])
    body.users = users
    with pytest.raises(InvalidRequestError) as raised:
        json_body(body)
    assert raised.value.outcome is Outcome.NOT_SENT


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        ({"latitude": 1.5, "longitude": 2}, {"lat": 1.5, "lon": 2}),
        ((1.5, 2), {"lat": 1.5, "lon": 2}),
        ({"latitude": 1.5}, None),
        ({"latitude": 1.5, "longitude": 2, "height": 3}, None),
        ({}, None),
        ((1.5,), None),
        ((1.5, 2, 3), None),
        ((1.5, True), None),
        ((1.5, "2"), None),
        ("12", None),
    ],
)
def test_a_place_is_two_numbers(value: Any, fields: dict[str, float] | None) -> None:
    assert fields_of(Shorthand("place", {"lat": "$1", "lon": "$2"}), value) == fields
