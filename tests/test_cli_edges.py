"""The rare cases of the command line: notes beside a login, empty and cut logs, odd values and errors."""

from __future__ import annotations

import datetime
import json
import logging
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import keyring
import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import ConflictError, Edgegap, InvalidRequestError
from edgegap_client import Outcome as RequestOutcome
from edgegap_client.cli import checks, logs, matchmaker_live, private_files, root
from edgegap_client.cli.deployment_rows import read_columns
from edgegap_client.cli.mcp import tools
from edgegap_client.cli.mcp.results import MAX_CHARACTERS, Results
from edgegap_client.cli.output import cell
from edgegap_client.cli.session import Session
from edgegap_client.cli.specification import Mistake, _read_text
from edgegap_client.errors import ServerError
from edgegap_client.models import ContainerLogs
from edgegap_client.sandbox import Outcome, Sandbox

from .test_cli_login import A, B, MemoryKeyring, Run, _restore_keyring, folder, run, served, url

__all__ = ["_restore_keyring", "folder", "run", "served", "url"]

DEPLOYMENT: Final = "0123456789ab"


# Logging in and out.


def test_a_login_says_that_a_variable_takes_precedence(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", B)
    ran = run("login", "--with-token", "--base-url", url, typed=A)
    assert ran.status == 0
    assert "EDGEGAP_API_TOKEN is set, and takes precedence over the current context." in ran.err


def test_a_login_takes_the_token_of_a_file(run: Run, url: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{A}\n", "utf-8")
    ran = run("login", "--token-file", str(tmp_path / "token"), "--base-url", url)
    assert ran.status == 0, ran.err
    assert [each["name"] for each in run("apps", "list", "--json").data] == ["game-a"]


def test_a_logout_without_a_context_says_how_to_name_one(run: Run, url: str) -> None:
    ran = run("logout")
    assert ran.status == 2
    assert "There is no current context: pass --context NAME." in ran.err


class LockedKeyring(MemoryKeyring):
    """A keyring that stores, and does not delete."""

    def delete_password(self, service: str, username: str) -> None:
        raise OSError("the keyring is locked")


def test_a_logout_says_that_the_token_may_still_be_in_the_keyring(run: Run, url: str) -> None:
    keyring.set_keyring(LockedKeyring())
    assert "The token is in the keyring." in run("login", "--with-token", "--base-url", url, typed=A).out
    ran = run("logout")
    assert ran.status == 0
    assert "The token may still be in the keyring, because" in ran.err
    assert "Deleted the context default" in ran.out


def test_the_list_of_contexts_says_which_one_the_environment_names(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("login", "--with-token", "--base-url", url, "--context", "studio-a", typed=A)
    monkeypatch.setenv("EDGEGAP_CONTEXT", "studio-a")
    assert "EDGEGAP_CONTEXT is studio-a, and takes precedence" in run("context", "list").err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no XDG_CACHE_HOME")
def test_caches_are_in_the_folder_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDGEGAP_CONFIG_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert private_files.cache_folder() == tmp_path / "edgegap"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/folder")
    assert private_files.cache_folder() == Path.home() / ".cache" / "edgegap"


# Logs.


@pytest.mark.parametrize(
    ("options", "found", "told"),
    [
        ((), {"logs": ""}, "The log is empty so far."),
        ((), {"logs": "", "logs_link": "s3://bucket/log"}, "The log is at s3://bucket/log"),
        (("--crash",), {"logs": "running"}, "The container has not crashed."),
    ],
)
def test_a_log_that_is_empty_says_why(
    run: Run,
    folder: Path,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    found: dict[str, str],
    told: str,
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", A)
    body = {"encoding": "utf-8", "crash_logs": None, "crash_data": None, "logs_link": None, **found}
    httpserver.expect_request(f"/v1/deployment/{DEPLOYMENT}/container-logs").respond_with_json(body)
    ran = run("logs", DEPLOYMENT, *options, "--base-url", httpserver.url_for("").rstrip("/"))
    assert (ran.status, ran.out, ran.err) == (0, "", f"{told}\n")


class ScriptedDeployments:
    """The reads of a log in turn; an exception is raised. The deployment has ended once no read is left."""

    def __init__(self, *reads: str | Exception) -> None:
        self.reads = list(reads)
        self.last = ""

    def get_logs(self, _: str) -> ContainerLogs:
        found = self.reads.pop(0) if self.reads else self.last
        if isinstance(found, Exception):
            raise found
        self.last = found
        return ContainerLogs(logs=found)

    def get(self, _: str) -> Any:
        return SimpleNamespace(status="READY" if self.reads else "TERMINATED")


@pytest.mark.parametrize(
    ("reads", "shown", "told"),
    [
        (("one\n", "one\ntwo\n"), "one\ntwo\n", []),
        (
            ("one\n", ServerError("busy"), ServerError("busy"), "one\ntwo\n"),
            "one\ntwo\n",
            ["The log cannot be read at the moment: busy"],
        ),
        (("one\ntwo\n", "other\n"), "one\ntwo\nother\n", ["The log starts from the beginning."]),
        (("one\ntwo\n", "one\n", "one\ntwo\nthree\n"), "one\ntwo\nthree\n", []),
        (("one\ntwo\n", "two\nthree\n"), "one\ntwo\nthree\n", []),
        (("aab\naab\n", "aab\naab\naab\nc\n"), "aab\naab\naab\nc\n", []),
    ],
)
def test_a_followed_log_has_each_line_once(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reads: tuple[str | Exception, ...],
    shown: str,
    told: list[str],
) -> None:
    def sleep(_seconds: float) -> None:
        """The test does not wait between two polls."""

    monkeypatch.setattr(logs, "time", SimpleNamespace(sleep=sleep))
    deployments = ScriptedDeployments(*reads)
    edgegap: Any = SimpleNamespace(deployments=deployments)
    logs._follow(edgegap, DEPLOYMENT, deployments.get_logs(DEPLOYMENT), None, 1.0)
    captured = capsys.readouterr()
    assert captured.out == shown
    assert captured.err.splitlines() == [*told, f"Deployment {DEPLOYMENT} has ended."]


def test_a_crash_shows_the_end_of_the_log(
    run: Run, url: str, served: tuple[Sandbox, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", A)
    served[0].faults.add(operation="create_deployment", outcome=Outcome.crash("no such map"), times=1)
    place = ("--near", "45.5,-73.6", "--base-url", url)
    ran = run("deploy", "game-a", "v1", *place, "--wait", "--poll-interval", "0.05")
    assert ran.status == 8
    assert "The end of the container's log:\nno such map" in ran.err


# Commands that a copy of the package may lack.


class NoSandbox(MetaPathFinder):
    """The imports of a copy of the package without its sandbox."""

    def find_spec(self, fullname: str, path: object, target: object = None, /) -> None:
        if fullname == "edgegap_client.sandbox":
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def test_a_copy_without_the_sandbox_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("edgegap_client.sandbox", "edgegap_client.sandbox.__main__"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoSandbox(), *sys.meta_path])
    ran = run("sandbox")
    assert (ran.status, ran.err) == (2, "Error: This copy of the package has no sandbox.\n")


def test_another_module_that_is_missing_is_not_taken_for_the_sandbox(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "edgegap_client.sandbox.__main__", None)
    with pytest.raises(ModuleNotFoundError, match="__main__"):
        run("sandbox")


def test_a_copy_without_a_preview_has_no_command_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_spec(name: str, _package: str) -> str | None:
        return None if name == ".matchmaker" else name

    assert [each.name for each in root.previews()] == ["matchmaker", "browser"]
    monkeypatch.setattr(root, "find_spec", find_spec)
    assert [each.name for each in root.previews()] == ["browser"]


# Values.


@pytest.mark.parametrize(
    ("text", "schema", "expected"),
    [
        ("null", {"type": ["integer", "null"]}, None),
        ("null", {"type": ["string", "null"]}, "null"),
        ("-1.5e3", {"type": "number"}, -1500.0),
        (".5", {"type": ["number", "null"]}, 0.5),
    ],
)
def test_a_value_is_read_by_its_type(text: str, schema: dict[str, Any], expected: object) -> None:
    assert _read_text(text, schema, "value") == expected


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(Mistake, match="value must be a number, got '1,5'"):
        _read_text("1,5", {"type": "number"}, "value")


def test_a_cell_has_one_line_for_each_nested_object() -> None:
    assert cell({"a": {"x": 1, "y": None}, "b": {}}) == "a: x=1 y=-\nb: -"
    assert cell({"a": 1}) == "a=1"


def test_columns_need_a_name(run: Run, url: str) -> None:
    ran = run("deployments", "list", "--columns", " , ")
    assert ran.status == 2
    assert "pass names separated by commas: " in " ".join(ran.err.split())
    assert read_columns("ID, city,id") == ["id", "city"]


@pytest.mark.parametrize(
    ("teams", "shown"), [({"red": ["a", "b"], "blue": ["c"]}, "2 + 1"), ({"red": 3}, "?"), ("no teams", "no teams")]
)
def test_the_sizes_of_teams(teams: object, shown: str) -> None:
    assert matchmaker_live._sizes(teams) == shown


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([{"id": 1}, "odd"], [{"id": 1}]),
        ({"items": [{"id": 1}], "count": 1}, [{"id": 1}]),
        ({"one": {"id": 1}, "two": {"id": 2}}, [{"id": 1}, {"id": 2}]),
        ("nothing", []),
        (None, []),
    ],
)
def test_a_list_of_a_matchmaker_is_read_in_each_form(found: object, expected: list[dict[str, Any]]) -> None:
    assert matchmaker_live.inspected(lambda: found) == expected


def test_a_clock_is_compared_with_a_date_without_a_zone() -> None:
    noon = datetime.datetime(2026, 4, 22, 12, tzinfo=datetime.UTC).timestamp()
    date = "Wed, 22 Apr 2026 12:00:00 -0000"
    assert checks._check_clock(date, noon).level == "ok"
    assert checks._check_clock(date, noon + 3600).message == "3600 s ahead of the API's"


def test_a_connection_that_is_not_made_in_time_says_so() -> None:
    assert checks._reason(TimeoutError()) == f"no response within {checks.CONNECT_TIMEOUT_SECONDS:g} s"
    assert checks._reason(ConnectionRefusedError(111, "Connection refused")) == "Connection refused"


def test_a_list_that_needs_an_item_is_not_sent_empty(httpserver: HTTPServer) -> None:
    with (
        Edgegap(A, base_url=httpserver.url_for("")) as edgegap,
        pytest.raises(InvalidRequestError, match="users must have at least one item, got an empty list"),
    ):
        edgegap.relays.create_session(users=[])
    assert not httpserver.log


# Clients of several services, and what an agent sees.


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The logger of the package, as the test found it afterwards."""
    found = logging.getLogger("edgegap_client")
    level, handlers = found.level, list(found.handlers)
    yield found
    found.setLevel(level)
    found.handlers = handlers


async def test_each_service_that_is_configured_has_a_client(
    folder: Path, logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(verbose=True, timeout=3.0, base_url="http://127.0.0.1:9")
    monkeypatch.setenv("EDGEGAP_API_TOKEN", A)
    before = len(logger.handlers)
    clients, tokens = session.async_clients()
    assert list(clients) == ["orchestration"]
    monkeypatch.setenv("EDGEGAP_MATCHMAKER_URL", "http://127.0.0.1:9/matchmaker")
    monkeypatch.setenv("EDGEGAP_MATCHMAKER_TOKEN", B)
    more, all_tokens = session.async_clients()
    assert list(more) == ["orchestration", "matchmaking"]
    assert [len(tokens), len(all_tokens)] == [1, 2]
    assert len(logger.handlers) == before + 1, "each request is logged once"
    for each in (*clients.values(), *more.values()):
        await each.aclose()


def test_an_error_says_that_the_request_may_have_been_carried_out() -> None:
    def hint(**given: Any) -> str:
        error = json.loads(Results([A]).error(ServerError("busy", status=503, **given)))["error"]
        return str(error.get("hint", ""))

    unknown = RequestOutcome.UNKNOWN
    assert "the request may have been carried out anyway" in hint(method="POST", outcome=unknown)
    assert "carried out anyway" not in hint(method="GET", outcome=unknown)
    assert "carried out anyway" not in hint(method="POST", outcome=RequestOutcome.REJECTED)
    assert json.loads(Results([A]).error(ConflictError("it exists")))["error"]["type"] == "ConflictError"


def test_a_document_without_rows_to_leave_out_is_cut() -> None:
    text = Results([A]).document({"rows": [], **dict.fromkeys("abcdefghij", "x" * 5000)})
    found = json.loads(text)
    assert len(text) <= MAX_CHARACTERS
    assert found["cut"] == "the document is too long to be shown in full"
    assert found["text"].startswith('{"rows": [], "a": "xxx')


def test_metrics_without_values_are_left_out() -> None:
    found: dict[str, Any] = {}
    node: dict[str, Any] = {"cpu": {"datasets": [1, 3], "labels": "x"}, "memory": {"datasets": []}, "unit": "percent"}
    tools._summarise(node, "", found)
    assert found == {"cpu": {"values": 2, "last": 3, "least": 1, "mean": 2.0, "greatest": 3}}
