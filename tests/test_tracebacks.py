"""No secret is in a traceback: not with the local variables of every frame, as Sentry, rich and structlog show them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, Final

import pytest

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, InvalidRequestError
from edgegap_client.models import AppVersionEnv

from .test_secrets import VERSION, plain_secret
from .trackers import shown_of

CLOSED: Final = "http://127.0.0.1:1"


class Vault:
    """Secrets, held so that no frame of the tests shows them: read them inline, and never into a variable."""

    __slots__ = ("env", "private_token", "relay_token", "secret_access_key", "self_stop", "stop_key", "token")

    def __init__(self) -> None:
        chance = random.Random(13)
        for name in self.__slots__:
            setattr(self, name, plain_secret(chance))
        self.relay_token = chance.randrange(10**11, 10**12)

    def not_in(self, text: str, where: str) -> None:
        for name in self.__slots__:
            place = text.find(str(getattr(self, name)))
            assert place < 0, f"{name} is in {where}: {text[max(0, place - 300) : place + 60]}"


VAULT: Final = Vault()
Call = Callable[[Any], Any]


def create_version(edgegap: Any, **further: Any) -> Any:
    return edgegap.app_versions.create(
        **{"app_name": "my-game", "name": "v1", **VERSION, **further},
        private_token=VAULT.private_token,
        envs=[AppVersionEnv(key="PASS", value=VAULT.env)],
    )


def update_version(edgegap: Any) -> Any:
    envs = [AppVersionEnv(key="PASS", value=VAULT.env)]
    return edgegap.app_versions.update("my-game", "v1", private_token=VAULT.private_token, envs=envs)


def error_of(kind: str, call: Call, **options: Any) -> BaseException:
    """What a call raises."""
    options = {"base_url": CLOSED, "retries": 0} | options
    if kind == "sync":
        with Edgegap(VAULT.token, **options) as edgegap:
            try:
                call(edgegap)
            except BaseException as error:
                return error
            raise AssertionError("nothing was raised")

    async def wait() -> BaseException:
        async with AsyncEdgegap(VAULT.token, **options) as edgegap:
            try:
                await call(edgegap)
            except BaseException as error:
                return error
            raise AssertionError("nothing was raised")

    return asyncio.run(wait())


def assert_hides_all(error: BaseException) -> None:
    for where, text in shown_of(error):
        VAULT.not_in(text, where)


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_body_that_cannot_be_written(kind: str) -> None:
    error = error_of(kind, lambda edgegap: create_version(edgegap, req_cpu=object()))
    assert type(error) is InvalidRequestError
    assert_hides_all(error)


def test_a_name_with_a_lone_surrogate(kind: str) -> None:
    error = error_of(kind, lambda edgegap: create_version(edgegap, name="\ud800"))
    assert type(error) is InvalidRequestError
    assert_hides_all(error)
    error = error_of(kind, lambda edgegap: edgegap.applications.get("my\ud800game"))
    assert type(error) is InvalidRequestError
    assert "app_name" in str(error)
    assert_hides_all(error)


def test_options_that_are_not_possible(kind: str) -> None:
    error = error_of(kind, lambda edgegap: edgegap.with_options(timeout=-1).applications.get("my-game"))
    assert isinstance(error, EdgegapError)
    assert_hides_all(error)


def test_a_refused_connection(kind: str) -> None:
    for call in (create_version, update_version):
        assert_hides_all(error_of(kind, call))
