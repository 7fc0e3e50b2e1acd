"""The preview services of `python -m edgegap_client.sandbox`: each on an origin of its own, with tokens of its own."""

from __future__ import annotations

import copy
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from edgegap_client import vendor
from edgegap_client.sandbox import Fault
from edgegap_client.sandbox.__main__ import describe, log, main
from edgegap_client.sandbox.app import Exchange

from .test_sandbox_matchmaker import CONFIGURATION

COMMAND: Final = [sys.executable, "-W", "error", "-m", "edgegap_client.sandbox"]
# A program that finds everything in its environment, as a game backend does.
PROGRAM: Final = """
import os
from edgegap_client import Edgegap
from edgegap_client._core import matchmaker as core
from edgegap_client.matchmaking import Matchmaker
from edgegap_client.server_browser import ClientToken, ServerBrowser

core.FIRST_INTERVAL_SECONDS = core.MAX_INTERVAL_SECONDS = 0.05
with Matchmaker() as matchmaker, matchmaker.tickets.search_group([{"profile": "pair", "attributes": {}}] * 2) as search:
    print("matched", search.assigned(timeout=30).fqdn[:12])
with Edgegap() as edgegap:
    (deployment,) = edgegap.deployments.list()
    print("runs", deployment.request_id)
url, token = (os.environ[f"EDGEGAP_MATCHMAKER_{name}_2"] for name in ("URL", "TOKEN"))
with Matchmaker(url, token) as second:
    print(second.monitor.get().status, url != os.environ["EDGEGAP_MATCHMAKER_URL"])
with ServerBrowser() as server:
    server.instances.create(request_id="hub", server={}, slots=[{"name": "main", "available_seats": 5}])
with ServerBrowser(token=ClientToken(os.environ["EDGEGAP_SB_CLIENT_TOKEN"])) as player:
    print([each.request_id for each in player.instances.search()])
raise SystemExit(3)
"""


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    """Two players who begin together make a match."""
    size = {"team_count": 1, "min_team_size": 2, "max_team_size": 2}
    rules = {"initial": {"match_size": {"type": "player_count", "attributes": size}}}
    profile = {"application": {"name": "my-game", "version": "v1"}, "rules": rules}
    path = tmp_path / "matchmaker.json"
    path.write_text(json.dumps({"version": "3.3.2", "profiles": {"pair": profile, "again": profile}}), "utf-8")
    return path


def test_a_command_finds_each_service_in_its_environment(configuration: Path) -> None:
    services = ("--matchmaker", str(configuration), "--matchmaker", f"ranked={configuration}", "--server-browser")
    command = [*COMMAND, *services, "--ready-after", "0.05", "--", sys.executable, "-W", "error", "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.returncode == 3
    matched, runs, *others = done.stdout.splitlines()
    assert (matched.split()[0], matched.split()[1]) == ("matched", runs.removeprefix("runs "))
    assert others == ["healthy True", "['hub']"]


def test_addresses_and_tokens_are_printed_and_each_service_knows_its_own_alone(
    configuration: Path, tmp_path: Path
) -> None:
    (tmp_path / "browser.json").write_text('{"server_instances": {"indices": {"mode": "string"}}}', "utf-8")
    services = ("--matchmaker", f"ranked={configuration}", "--server-browser", f"hubs={tmp_path / 'browser.json'}")
    command = [*COMMAND, "--port", "0", "--quiet", *services]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        printed = "".join(process.stdout.readline() for _ in range(11))
        found = dict(re.findall(r"(EDGEGAP_\w+)=(\S+)", printed))
        matchmaker, browser = found["EDGEGAP_MATCHMAKER_URL"], found["EDGEGAP_SB_URL"]
        assert f"The matchmaker ranked listens at {matchmaker}:\n" in printed
        assert f"The server browser hubs listens at {browser}:\n" in printed
        assert len({found["EDGEGAP_BASE_URL"], matchmaker, browser}) == 3

        def status(url: str, name: str) -> int:
            return httpx.get(url, headers={"Authorization": found[name]}).status_code

        assert status(f"{matchmaker}/monitor", "EDGEGAP_MATCHMAKER_TOKEN") == 200
        assert status(f"{matchmaker}/monitor", "EDGEGAP_SB_SERVER_TOKEN") == 401
        for name in ("EDGEGAP_SB_SERVER_TOKEN", "EDGEGAP_SB_CLIENT_TOKEN"):
            assert status(f"{browser}/server-instances?$filter=metadata.mode eq 'ctf'", name) == 200
        assert status(f"{browser}/server-instances?$filter=metadata.other eq 'ctf'", name) == 400
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_each_request_is_one_line_without_secrets(configuration: Path) -> None:
    faults = ("--fault", "operation=list_locations,status=503", "--fault", "operation=get_application,drop=after")
    command = [*COMMAND, "--port", "0", "--matchmaker", str(configuration), *faults]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        printed = "".join(process.stdout.readline() for _ in range(9))
        found = dict(re.findall(r"(EDGEGAP_\w+)=(\S+)", printed))
        url = found["EDGEGAP_BASE_URL"]
        headers = {"Authorization": "token a-secret-token"}
        with httpx.Client(base_url=url, headers=headers) as http:
            http.post("/v1/app", json={"name": "a-secret-body", "is_active": True, "image": ""})
            http.get("/v1/locations?tags=a-secret-query")
            with pytest.raises(httpx.TransportError):
                http.get("/v1/app/my%0Agame")
            http.get("/nowhere")
            http.get("/")
        httpx.get(f"{found['EDGEGAP_MATCHMAKER_URL']}/monitor", headers={"Authorization": "wrong"})
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        lines = process.stderr.read().splitlines()
    assert f"Open {url}/ in a browser" in printed
    assert [re.sub(r"\d+ ms", "N ms", line) for line in lines] == [
        "POST /v1/app 200 N ms",
        "GET /v1/locations 503 N ms fault: status=503",
        "GET /v1/app/my%0Agame dropped N ms fault: drop=after",
        "GET /nowhere 404 N ms",
        "GET /monitor 401 N ms",
    ]


def test_a_command_has_its_output_for_itself(capfd: pytest.CaptureFixture[str]) -> None:
    call = "from edgegap_client import Edgegap as E; print([*E().applications.list()])"
    with pytest.raises(SystemExit) as ended:
        main(["--", sys.executable, "-c", call])
    assert ended.value.code == 0
    assert tuple(capfd.readouterr()) == ("[]\n", "")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("operation=create_deployment,status=503,effect=true,times=2", "status=503,effect=True"),
        ("operation=create_deployment,outcome=no_capacity", "outcome=no_capacity"),
        ("operation=create_deployment,outcome=stuck", "outcome=deploying"),
        ("delay=0.5,response_delay=2,drop=before", "delay=0.5,response_delay=2.0,drop=before"),
    ],
)
def test_a_line_says_what_a_fault_did(script: str, told: str) -> None:
    assert describe(Fault.parse(script)) == told


def test_a_line_is_one_line_whatever_is_in_the_path(capsys: pytest.CaptureFixture[str]) -> None:
    log(Exchange("GET", "/a\n\x1b[31mb\x85", 200, None, 0.0021))
    assert capsys.readouterr().err == "GET /a\\n\\x1b[31mb\\x85 200 2 ms\n"


def broken(**changes: Any) -> str:
    document = copy.deepcopy(CONFIGURATION)
    document["profiles"]["casual"].update(changes)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("arguments", "content", "told"),
    [
        (["--matchmaker", "{}/none.json"], "", "argument --matchmaker: [Errno 2] No such file or directory"),
        (["--matchmaker", "{}/it.json"], "{", "it.json: The configuration of the matchmaker cannot be read"),
        (["--matchmaker", "{}/it.json"], broken(application={}), "application must have a name and a version"),
        (["--matchmaker", "a="], "", "a matchmaker needs a configuration"),
        (["--matchmaker", "a={}/it.json", "--server-browser", "a="], broken(), "already has a service with the name a"),
        (["--matchmaker", "{}/it.json", "--max-applications", "0"], broken(), "matchmaker-1: You have reached"),
        (["--matchmaker", "{}/it.json", "--matchmaker-tier", "gold"], broken(), "invalid choice: 'gold'"),
        (["--server-browser", "{}/it.json"], "[1]", "argument --server-browser: "),
        (["--server-browser", "{}/it.json"], '{"server_instances": {"indices": {"a": "date"}}}', "indices.a must be"),
    ],
)
def test_what_cannot_be_added_is_named(
    arguments: list[str], content: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "it.json").write_text(content, "utf-8")
    with pytest.raises(SystemExit) as ended:
        main([*(each.format(tmp_path) for each in arguments), "--", "no-such-command"])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_a_path_may_have_an_equals_sign(configuration: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "a=b" / "matchmaker.json"
    place.parent.mkdir()
    configuration.rename(place)
    with pytest.raises(SystemExit) as ended:
        main(["--matchmaker", str(place), "--", "sh", "-c", "echo $EDGEGAP_MATCHMAKER_TOKEN"])
    assert ended.value.code == 0
    assert capfd.readouterr().out == "token-of-matchmaker-1\n"


def test_a_copy_without_the_services_says_so(configuration: Path, tmp_path: Path) -> None:
    assert vendor.main([str(tmp_path / "gap"), "--with-sandbox", "--services", "orchestration"]) == 0
    command = [sys.executable, "-W", "error", "-m", "gap.sandbox"]
    for option in (["--matchmaker", str(configuration)], ["--server-browser"]):
        done = subprocess.run(
            [*command, *option, "--", "true"], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert done.returncode == 2
        assert f"argument {option[0]}: this copy of the package has no such service" in done.stderr


def test_application_versions_can_be_created_at_the_start(configuration: Path) -> None:
    program = """
import os
from edgegap_client import Edgegap
with Edgegap() as edgegap:
    for application in edgegap.applications.list():
        for version in edgegap.app_versions.list(application.name):
            print(application.name, version.name, [each.name for each in version.ports])
"""
    wanted = ["my-game/v1", "my-game/v2/beta", "my-game/v1", "other/1"]
    options = [*(f"--app-version={each}" for each in wanted), "--matchmaker", str(configuration)]
    done = subprocess.run(
        [*COMMAND, *options, "--", sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert sorted(done.stdout.splitlines()) == [
        "my-game v1 ['gameport']",
        "my-game v2/beta ['gameport']",
        "other 1 ['gameport']",
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--app-version", "my-game"], "'my-game' is not APP/VERSION, such as my-game/v1"),
        (["--app-version", "a/1", "--app-version", "b/1", "--max-applications", "1"], "argument --app-version: "),
    ],
)
def test_a_version_that_cannot_be_created_is_an_error(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*options, "--", "no-such-command"])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


CHILD: Final = "import signal, sys, time; print('started', flush=True); time.sleep(100)"
CALM_CHILD: Final = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print('ended', flush=True), sys.exit(3)))
print('started', flush=True)
time.sleep(100)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM for other processes")
@pytest.mark.parametrize("module", ["edgegap_client.sandbox", "edgegap_client.cli"])
@pytest.mark.parametrize(("child", "printed", "status"), [(CHILD, "", 143), (CALM_CHILD, "ended\n", 3)])
def test_sigterm_ends_the_command_too(module: str, child: str, printed: str, status: int) -> None:
    words = [] if module == "edgegap_client.sandbox" else ["sandbox"]
    command = [sys.executable, "-m", module, *words, "--", sys.executable, "-c", child]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.send_signal(signal.SIGTERM)
        # The output ends when the last process that has it open has ended.
        assert process.stdout.read() == printed
        assert process.wait(20) == status
