"""Path parameters: numbers, texts that would make another path of it, and what is neither."""

from __future__ import annotations

import enum
from typing import Any

import pytest

from edgegap_client import InvalidRequestError, Outcome

from .all_clients import KINDS, SERVICE_KINDS, get, got
from .servers.recorder import recording
from .test_retries import failure_of, perform


class Name(str, enum.Enum):  # noqa: UP042  # its str() is not its value, unlike that of a StrEnum
    MINE = "my-game"


class Number(int, enum.Enum):
    SEVEN = 7


class Level(enum.IntEnum):
    LOW = -1


# As they are sent.
SENT: list[tuple[Any, str]] = [
    (0, "0"),
    (-1, "-1"),
    (7, "7"),
    (2**63, "9223372036854775808"),
    (-(10**100), f"-1{'0' * 100}"),
    (10**4000, f"1{'0' * 4000}"),
    (Number.SEVEN, "7"),
    (Level.LOW, "-1"),
    (Name.MINE, "my-game"),
    ("0", "0"),
    ("-0", "-0"),
    ("00", "00"),
    ("...", "..."),
    (" ", "%20"),
    ("a/b", "a%2Fb"),
    ("%2e%2e", "%252e%252e"),
    ("a?b#c", "a%3Fb%23c"),
    ("é", "%C3%A9"),
]
# And what the error says of those that are not.
REFUSED: list[tuple[Any, str]] = [
    (True, "be text or a whole number, not bool"),
    (False, "be text or a whole number, not bool"),
    (None, "be text or a whole number, not NoneType"),
    (0.0, "be text or a whole number, not float"),
    (float("nan"), "be text or a whole number, not float"),
    (b"a", "be text or a whole number, not bytes"),
    (["a"], "be text or a whole number, not list"),
    (10**5000, "not be a number of more than 4300 digits"),
    (-(10**5000), "not be a number of more than 4300 digits"),
    ("", "not be or contain an empty, '.' or '..' path segment"),
    (".", "not be or contain an empty, '.' or '..' path segment"),
    ("..", "not be or contain an empty, '.' or '..' path segment"),
    ("\ud800", "not contain half a surrogate pair"),
]


def shown(value: object) -> str:
    return (
        f"{type(value).__name__} of 5001 digits" if isinstance(value, int) and abs(value) >= 10**4300 else repr(value)
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("value", "sent"), SENT, ids=lambda value: shown(value)[:20])
def test_numbers_and_texts_stay_one_segment(kind: str, value: Any, sent: str) -> None:
    with recording() as server:
        perform(kind, lambda client: get(client, value), base_url=server.url, max_retries=0)
    assert server.targets == [f"GET /v1/app/{sent}"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("value", "problem"), REFUSED, ids=lambda value: shown(value)[:20])
def test_what_is_no_segment_is_refused_and_nothing_is_sent(kind: str, value: Any, problem: str) -> None:
    with recording() as server:
        error = failure_of(kind, lambda client: get(client, value), base_url=server.url)
    assert type(error) is InvalidRequestError
    assert problem in str(error)
    assert error.outcome is Outcome.NOT_SENT
    assert len(str(error)) < 300
    assert server.targets == []


@pytest.mark.parametrize("kind", SERVICE_KINDS)
def test_the_other_services_have_the_same_check(kind: str) -> None:
    with recording() as server:
        perform(kind, lambda client: get(client, 0), base_url=server.url, max_retries=0)
        error = failure_of(kind, lambda client: get(client, True), base_url=server.url)
    assert server.targets == [f"GET {got(kind)[2].removesuffix('my-game')}0"]
    assert "be text or a whole number, not bool" in str(error)


@pytest.mark.parametrize("kind", KINDS)
def test_each_parameter_of_a_path_is_checked_and_named(kind: str) -> None:
    with recording() as server:
        options: dict[str, Any] = {"base_url": server.url, "max_retries": 0}
        perform(kind, lambda client: client.app_versions.delete(0, -1), **options)
        first = failure_of(kind, lambda client: client.app_versions.delete(True, "v1"), **options)
        second = failure_of(kind, lambda client: client.app_versions.delete("my-game", False), **options)
        image = failure_of(kind, lambda client: client.container_registry.list_tags("team/../x").first(), **options)
    assert server.targets == ["DELETE /v1/app/0/version/-1"]
    assert "app_name must be text or a whole number, not bool, got True" in str(first)
    assert "version_name must be text or a whole number, not bool, got False" in str(second)
    assert "image_name must not be or contain an empty, '.' or '..' path segment, got 'team/../x'" in str(image)
