"""vcrpy: a request is recorded once, and played back without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import vcr  # type: ignore[import-untyped]
import yaml
from vcr.errors import CannotOverwriteExistingCassetteException  # type: ignore[import-untyped]

from edgegap_client import NotFoundError

from ..conftest import TOKEN
from .callers import Caller
from .server import DEPLOYMENT_ID, Server
from .table import times_seen


def recorder(**options: Any) -> Any:
    """As the documentation shows it: the token stays out of the cassette."""
    return vcr.VCR(filter_headers=["authorization"], **options)


def recorded(cassette: Path) -> list[dict[str, Any]]:
    text = cassette.read_text("utf-8")
    assert TOKEN not in text
    return list(yaml.safe_load(text)["interactions"])


def test_a_request_is_recorded_once_and_played_back(caller: Caller, server: Server, tmp_path: Path) -> None:
    cassette = tmp_path / "cassette.yaml"
    with recorder().use_cassette(str(cassette)):
        assert caller.create() == DEPLOYMENT_ID
    interactions = recorded(cassette)
    assert len(interactions) == times_seen("vcrpy", caller.kind)
    for interaction in interactions:
        assert interaction["request"]["method"] == "POST"
        assert interaction["request"]["uri"] == f"{server.url}/v2/deployments"
        assert interaction["response"]["status"]["code"] == 202
    assert len(server.received) == 1
    with recorder(record_mode="none").use_cassette(str(cassette)):
        assert caller.create() == DEPLOYMENT_ID
        with pytest.raises(CannotOverwriteExistingCassetteException):
            caller.get()
    assert len(server.received) == 1


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("decoded", [False, True])
def test_an_error_and_a_compressed_response_are_played_back(
    kind: str, decoded: bool, server: Server, tmp_path: Path
) -> None:
    cassette = tmp_path / "cassette.yaml"
    server.compresses = True
    for mode in ("once", "none"):
        with (
            Caller(kind, server.url) as caller,
            recorder(record_mode=mode, decode_compressed_response=decoded).use_cassette(str(cassette)),
        ):
            if mode == "once":
                server.responses = [(404, {"message": "no such application"})]
            with pytest.raises(NotFoundError, match="no such application"):
                caller.get()
            assert caller.create() == DEPLOYMENT_ID
    assert len(server.received) == 2
