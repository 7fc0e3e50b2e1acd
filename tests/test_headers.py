"""Default headers and the end of the User-Agent: sent with every request, and never shown."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any, Final

import pytest

from edgegap_client import AsyncEdgegap, ConfigurationError, Edgegap, EdgegapError, __version__
from edgegap_client.hooks import CallEvent

from .conftest import TOKEN
from .servers.scripts import answer, serving_script
from .test_token import Secretive
from .test_tracebacks import VAULT, assert_hides_all

CLOSED: Final = "http://127.0.0.1:1"
GOOD: Final = b'{"name": "my-game", "is_active": true, "image": "", "message": "stopped"}'
OWN: Final = f"edgegap-client/{__version__} Python/{sys.version.split()[0]}"
KEY: Final = "0123456789-key-of-a-gateway"


def get(edgegap: Any) -> Any:
    return edgegap.applications.get("my-game")


def self_stop(edgegap: Any) -> Any:
    return edgegap.deployments.self_stop("d1", "k1", authorization="of-the-deployment")


def perform(kind: str, call: Callable[[Any], Any], token: str | Secretive = TOKEN, **options: Any) -> Any:
    options = {"max_retries": 0} | options
    if kind == "sync":
        with Edgegap(token, **options) as edgegap:
            return call(edgegap)

    async def wait() -> Any:
        async with AsyncEdgegap(token, **options) as edgegap:
            return await call(edgegap)

    return asyncio.run(wait())


def sent(kind: str, call: Callable[[Any], Any], **options: Any) -> list[str]:
    """The lines of the head of a request."""
    requests: list[bytes] = []

    def respond(request: bytes) -> list[bytes]:
        requests.append(request)
        return [answer(GOOD)]

    with serving_script(respond) as base_url:
        perform(kind, call, base_url=base_url, **options)
    (request,) = requests
    return request.decode().split("\r\n\r\n")[0].split("\r\n")


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_default_headers_are_sent_with_every_request(kind: str) -> None:
    headers = {"X-Studio": " my-studio ", "X-Gateway-Key": Secretive(KEY), "host": "gateway.test"}
    for call in (get, self_stop):
        lines = [line.lower() for line in sent(kind, call, headers=headers)]
        assert {"x-studio: my-studio", f"x-gateway-key: {KEY}", "host: gateway.test"} <= set(lines)
        assert len([line for line in lines if line.startswith("host:")]) == 1


def test_with_options_adds_headers_and_replaces_those_of_the_same_name(kind: str) -> None:
    def call(edgegap: Any) -> Any:
        return get(edgegap.with_options(headers={"x-two": "of the call", "X-Three": "3"}).with_options(timeout=9))

    lines = [line.lower() for line in sent(kind, call, headers={"X-One": "1", "X-Two": "2"})]
    assert sorted(line for line in lines if line.startswith("x-")) == ["x-one: 1", "x-three: 3", "x-two: of the call"]
    assert "x-two: 2" in [line.lower() for line in sent(kind, get, headers={"X-One": "1", "X-Two": "2"})]


OWNED: Final = ("Authorization", "authorization", "Accept", "Accept-Encoding", "Content-Length", "Content-Type")


@pytest.mark.parametrize("name", OWNED)
def test_a_header_that_the_client_sets_is_refused(kind: str, name: str) -> None:
    make = Edgegap if kind == "sync" else AsyncEdgegap
    with pytest.raises(ConfigurationError, match=f"The client sets the header '{name}' itself") as raised:
        make(TOKEN, headers={name: KEY})
    assert KEY not in str(raised.value)
    with pytest.raises(ConfigurationError, match=f"The client sets the header '{name}' itself"):
        make(TOKEN).with_options(headers={name: KEY})
    with pytest.raises(ConfigurationError, match="pass the API token as token="):
        make(TOKEN, headers={"Authorization": KEY})


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X-Lines": f"{KEY}\r\nX-Other: y"}, "'X-Lines' must be text of printable ASCII"),
        ({"X-Accent": f"{KEY}é"}, "'X-Accent' must be text of printable ASCII"),
        ({"X-Number": 7}, "'X-Number' must be text of printable ASCII"),
        ({"X-Secret": Secretive(f"{KEY}\n")}, "'X-Secret' must be text of printable ASCII"),
        ({"a name": KEY}, "'a name' is not a valid header name"),
        ({"": KEY}, "'' is not a valid header name"),
        ([("X-Pair", KEY)], "headers must be a mapping"),
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_at_once_without_its_value(kind: str, headers: Any, words: str) -> None:
    make = Edgegap if kind == "sync" else AsyncEdgegap
    with pytest.raises(ConfigurationError, match=words) as raised:
        make(TOKEN, headers=headers)
    assert KEY not in str(raised.value)


def test_the_user_agent_is_ours_and_the_callers(kind: str) -> None:
    def sent_by(call: Callable[[Any], Any], **options: Any) -> str:
        # aiohttp writes the names of headers in lower case.
        lines = [line.partition(": ") for line in sent(kind, call, **options)]
        return next(value for name, _, value in lines if name.lower() == "user-agent")

    def with_another(edgegap: Any) -> Any:
        return get(edgegap.with_options(user_agent="two"))

    assert sent_by(get) == OWN
    assert sent_by(get, user_agent=" my-game/1.2 ") == f"{OWN} my-game/1.2"
    assert sent_by(with_another) == sent_by(with_another, user_agent="one") == f"{OWN} two"


@pytest.mark.parametrize("wrong", ["", " ", "two\nlines", "é", 7])
def test_a_user_agent_that_cannot_be_sent_is_refused_at_once(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match="user_agent must be text"):
        Edgegap(TOKEN, user_agent=wrong)


# --- Nothing shows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["X-Api-Key", "X-Gateway-Token", "Cookie", "Proxy-Authorization", "X-Client-Secret"])
def test_an_error_masks_a_header_that_is_sent_back(kind: str, name: str) -> None:
    told = answer(f'{{"message": "no {KEY}"}}'.encode(), status="400 No")
    with serving_script(lambda request: [told]) as base_url, pytest.raises(EdgegapError) as raised:
        perform(kind, get, base_url=base_url, headers={name: KEY})
    shown = f"{raised.value} {vars(raised.value)}"
    assert KEY not in shown
    assert "no ***" in shown


def test_neither_repr_nor_dict_of_a_client_shows_a_header() -> None:
    with Edgegap(TOKEN, headers={"X-Api-Key": KEY}) as edgegap:
        assert KEY not in f"{edgegap!r} {vars(edgegap)} {edgegap._settings!r} {edgegap._settings.headers}"


@pytest.mark.parametrize("ending", ["", "\n"], ids=["sent", "refused"])
@pytest.mark.parametrize("hooked", [False, True], ids=["default header", "of a hook"])
def test_no_traceback_shows_a_header(kind: str, ending: str, hooked: bool) -> None:
    def add(event: CallEvent) -> None:
        event.headers["X-Api-Key"] = VAULT.secret_access_key + ending

    def options() -> dict[str, Any]:
        if hooked:
            return {"event_hooks": {"attempt_start": [add]}}
        return {"headers": {"X-Api-Key": Secretive(VAULT.secret_access_key + ending)}}

    with pytest.raises(EdgegapError) as raised:
        perform(kind, get, Secretive(VAULT.token), base_url=CLOSED, **options())
    assert_hides_all(raised.value)
