"""Code written for a client of openapi-python-client finds its names here, and works."""

from __future__ import annotations

import subprocess
import sys

import pytest

import edgegap_client.client
import edgegap_client.types
from edgegap_client import AsyncEdgegap, Edgegap, Response
from edgegap_client.sandbox import Sandbox

TOKEN = "an-organisation"


def test_a_program_in_the_style_of_openapi_python_client_works() -> None:
    sandbox = Sandbox()
    try:
        with sandbox.serve() as url:
            command = [sys.executable, "-W", "error", "-m", "tests.stock_style", url, TOKEN]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    finally:
        sandbox.close()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "sync: my-game 200 application/json",
        "sync: 404 True",
        "asyncio: ['my-game'] 200 True",
    ]


def test_the_names_are_those_of_the_package() -> None:
    assert edgegap_client.client.AuthenticatedClient is edgegap_client.client.Edgegap is Edgegap
    assert edgegap_client.client.AsyncEdgegap is AsyncEdgegap
    assert edgegap_client.types.Response is Response
    assert edgegap_client.types.UNSET is edgegap_client.UNSET
    for module in (edgegap_client.client, edgegap_client.types):
        assert {name for name in dir(module) if not name.startswith("_")} >= {*module.__all__}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(edgegap_client.client, "nothing")  # noqa: B009


@pytest.mark.parametrize(
    ("used", "loaded", "other"), [("Edgegap", "_sync", "_async"), ("AsyncEdgegap", "_async", "_sync")]
)
def test_a_program_loads_only_the_client_that_it_uses(used: str, loaded: str, other: str) -> None:
    script = f"""
import sys
import edgegap_client.client, edgegap_client.types
assert not [name for name in sys.modules if name.startswith(("edgegap_client._sync", "edgegap_client._async"))]
edgegap_client.client.{used}
assert "edgegap_client.{loaded}.client" in sys.modules
assert "edgegap_client.{other}.client" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
