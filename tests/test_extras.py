"""Whoever lacks an extra reads one sentence, with what to install, wherever the extra is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from edgegap_client import vendor
from edgegap_client._core.extras import MissingExtra

from .users import PLUGIN, ROOT

# Programs that take long on a busy machine.
pytestmark = pytest.mark.timeout(180)
# Read by Python as it starts: these packages cannot be imported, and are not found.
HIDE: Final = "import sys; sys.modules.update(dict.fromkeys({packages!r}))"
MAKE: Final = "from edgegap_client import {names}; {call}"
TEST: Final = """
def test_it(edgegap_sandbox):
    pass
"""


def run(folder: Path, packages: list[str], *arguments: str, path: Path = ROOT) -> tuple[int, str, str]:
    """The exit status, the output and the errors of Python without some packages."""
    (folder / "sitecustomize.py").write_text(HIDE.format(packages=packages), "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (folder, path))),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


def sentence(what: str, packages: str, extra: str) -> str:
    return f'{what} needs {packages}, which is not installed: pip install "edgegap-client[{extra}]"'


@pytest.mark.parametrize(
    ("packages", "arguments", "told"),
    [
        (["uvicorn"], ["-m", "edgegap_client.sandbox"], sentence("The sandbox", "uvicorn", "sandbox")),
        (["jsonschema"], ["-m", "edgegap_client.sandbox"], sentence("The sandbox", "jsonschema", "sandbox")),
        (["uvicorn"], ["-m", "edgegap_client.cli", "sandbox"], sentence("The sandbox", "uvicorn", "sandbox")),
        (["rich"], ["-m", "edgegap_client.cli", "apps", "list"], sentence("The command line", "rich", "cli")),
        (
            ["click", "rich"],
            ["-m", "edgegap_client.cli"],
            'The command line needs click and rich, which are not installed: pip install "edgegap-client[cli]"',
        ),
        (["mcp"], ["-m", "edgegap_client.cli", "mcp"], sentence("edgegap mcp", "mcp", "mcp")),
        (["jsonschema"], ["-m", "edgegap_client.cli", "mcp"], sentence("edgegap mcp", "jsonschema", "mcp")),
    ],
)
def test_a_command_ends_with_the_sentence_alone(
    packages: list[str], arguments: list[str], told: str, tmp_path: Path
) -> None:
    status, output, errors = run(tmp_path, packages, *arguments)
    assert status == (2 if arguments[-1] in ("sandbox", "mcp") else 1)  # the command line has a status for it
    assert output == ""
    assert errors.removeprefix("Error: ") in (f"{told}\n", f"{told}.\n")


@pytest.mark.parametrize(
    ("packages", "program", "told"),
    [
        (["uvicorn"], "import edgegap_client.sandbox as it; it.Sandbox", sentence("The sandbox", "uvicorn", "sandbox")),
        (
            ["aiohttp"],
            MAKE.format(names="AsyncEdgegap", call="AsyncEdgegap('a-token', backend='aiohttp')"),
            sentence('backend="aiohttp"', "aiohttp", "aiohttp"),
        ),
        (
            ["httpx_aiohttp"],
            "import os; os.environ['EDGEGAP_BACKEND'] = 'aiohttp'; "
            + MAKE.format(names="AsyncEdgegap", call="AsyncEdgegap('a-token')"),
            sentence('backend="aiohttp"', "httpx-aiohttp", "aiohttp"),
        ),
        (
            ["redis", "valkey"],
            "from edgegap_client.replicas import Replicas; Replicas('redis://127.0.0.1:1')",
            sentence("A URL with redis://", "redis", "redis"),
        ),
        (
            ["redis", "valkey"],
            MAKE.format(names="Edgegap", call="Edgegap('a-token', ledger='rediss://127.0.0.1:1')"),
            sentence("A URL with rediss://", "redis", "redis"),
        ),
        (
            ["redis", "valkey"],
            MAKE.format(names="AsyncEdgegap", call="AsyncEdgegap('a-token', ledger='redis://127.0.0.1:1')"),
            sentence("A URL with redis://", "redis", "redis"),
        ),
        (
            ["redis", "valkey"],
            MAKE.format(names="Edgegap", call="Edgegap('a-token', ledger='valkey://127.0.0.1:1')"),
            "A URL with valkey:// needs valkey, which is not installed: pip install valkey",
        ),
        (
            ["opentelemetry"],
            "import edgegap_client.otel",
            sentence("edgegap_client.otel", "opentelemetry-api", "otel"),
        ),
        (
            # Another package of OpenTelemetry is there, which has the name, too.
            ["opentelemetry.trace", "opentelemetry.context", "opentelemetry.metrics"],
            "import edgegap_client.otel",
            sentence("edgegap_client.otel", "opentelemetry-api", "otel"),
        ),
    ],
)
def test_an_error_is_the_sentence(packages: list[str], program: str, told: str, tmp_path: Path) -> None:
    caught = f"try:\n    exec({program!r})\nexcept Exception as error:\n    print(type(error).__name__, error)"
    status, output, errors = run(tmp_path, packages, "-c", caught)
    assert status == 0, errors
    kind, _, text = output.rstrip("\n").partition(" ")
    assert text == told
    assert kind == ("MissingExtra" if "import edgegap_client" in program else "ConfigurationError")
    assert issubclass(MissingExtra, ImportError)


def test_a_token_in_the_keyring_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings"
    settings.mkdir(mode=0o700)
    files = {"current": "default", "context-default.json": '{"base_url": "http://127.0.0.1:1", "keyring": "default-1"}'}
    for name, text in files.items():
        (settings / name).write_text(text, "utf-8")
        (settings / name).chmod(0o600)
    monkeypatch.setenv("EDGEGAP_CONFIG_DIR", str(settings))
    for name in ("CI", "EDGEGAP_API_TOKEN", "EDGEGAP_BASE_URL", "EDGEGAP_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    status, output, errors = run(tmp_path, ["keyring"], "-m", "edgegap_client.cli", "apps", "list")
    told = sentence("the system's keyring", "keyring", "keyring")
    assert (status, output) == (2, "")
    assert f"{told}; log in again" in errors


def test_a_fixture_fails_with_the_sentence_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TEST, "utf-8")
    options = ("-q", "-p", "no:cacheprovider", "-p", PLUGIN)
    status, output, _ = run(tmp_path, ["jsonschema"], "-m", "pytest", *options, "test_it.py")
    told = sentence("The sandbox", "jsonschema", "sandbox")
    assert status == 1
    assert told in output.splitlines()
    assert "Traceback" not in output
    assert "pytest_plugin.py" not in output


def test_a_test_run_without_the_extra_that_needs_no_sandbox_passes(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n", "utf-8")
    options = ("-q", "-p", "no:cacheprovider", "-p", PLUGIN)
    hidden = ["jsonschema", "uvicorn", "click", "rich", "redis", "aiohttp"]
    assert run(tmp_path, hidden, "-m", "pytest", *options, "test_it.py")[0] == 0


def test_a_copy_under_another_name_has_no_extras_so_the_packages_are_named(tmp_path: Path) -> None:
    assert vendor.main([str(tmp_path / "gap"), "--with-sandbox"]) == 0
    status, _, errors = run(tmp_path, ["uvicorn"], "-m", "gap.sandbox", path=tmp_path)
    assert status == 1
    assert errors == "The sandbox needs uvicorn, which is not installed: pip install uvicorn\n"
