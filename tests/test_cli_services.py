"""`edgegap matchmaker`, `edgegap browser` and `edgegap call` for the preview services, against the sandbox."""

from __future__ import annotations

import copy
import json
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import frozen

from edgegap_client import vendor
from edgegap_client._core import matchmaker as core
from edgegap_client.cli import root
from edgegap_client.cli.server_browser import read_condition
from edgegap_client.cli.specification import Mistake
from edgegap_client.sandbox import Sandbox, SandboxMatchmaker, SandboxServerBrowser, Timing

from .test_cli import COMMAND, Ran, Run, process, terminal, until
from .test_services import CASES, Case

ORGANISATION: Final = "organisation-token-8888"
SIZE: Final = {"team_count": 1, "min_team_size": 2, "max_team_size": 2}
APPLICATION: Final = {"name": "my-game", "version": "v1"}
CONFIGURATION: Final[dict[str, Any]] = {
    "version": "3.3.2",
    "inspect": True,
    "profiles": {
        "pair": {
            "application": APPLICATION,
            "rules": {"initial": {"match_size": {"type": "player_count", "attributes": SIZE}}},
        },
        "ranked": {
            "application": APPLICATION,
            "rules": {
                "initial": {
                    "match_size": {"type": "player_count", "attributes": SIZE},
                    "elo": {"type": "number_difference", "attributes": {"max_difference": 50}},
                    "mode": {"type": "string_equality", "attributes": {}},
                    "maps": {"type": "intersection", "attributes": {"overlap": 1}},
                }
            },
        },
    },
}
INDICES: Final = {"mode": "string", "level": "int"}
BROWSER: Final = {"server_instances": {"indices": INDICES}, "server_instance_slots": {"indices": INDICES}}
RANKED: Final = ("ranked", "-a", "elo=1450", "-a", "mode=ctf", "-a", 'maps=["sea"]')


@frozen
class Services:
    """The sandbox with both services, each on a port."""

    sandbox: Sandbox
    matchmaker: SandboxMatchmaker
    browser: SandboxServerBrowser
    environment: dict[str, str]

    @property
    def states(self) -> list[str]:
        """Of all tickets that there are."""
        return [ticket.status for ticket in self.matchmaker.tickets]

    def changes(self) -> list[str | None]:
        """The operations that came and were no reads."""
        return [each.operation_id for each in self.sandbox.requests if each.method != "GET"]


@pytest.fixture(scope="module")
def served() -> Iterator[Services]:
    sandbox = Sandbox(timing=Timing(ready_after=0.05, terminating_for=0.05, match_after=0.05))
    matchmaker = sandbox.add_matchmaker(CONFIGURATION, organisation=ORGANISATION, tier=None)
    browser = sandbox.add_server_browser(BROWSER, organisation=ORGANISATION)
    with sandbox.serve() as base_url, matchmaker.serve() as matchmaker_url, browser.serve() as browser_url:
        environment = {
            "EDGEGAP_BASE_URL": base_url,
            "EDGEGAP_API_TOKEN": ORGANISATION,
            "EDGEGAP_MATCHMAKER_URL": matchmaker_url,
            "EDGEGAP_MATCHMAKER_TOKEN": matchmaker.token,
            "EDGEGAP_SB_URL": browser_url,
            "EDGEGAP_SB_SERVER_TOKEN": browser.server_token,
            "EDGEGAP_SB_CLIENT_TOKEN": browser.client_token,
        }
        yield Services(sandbox, matchmaker, browser, environment)
    sandbox.close()


@pytest.fixture
def services(served: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    """The services, without a ticket or a server."""
    served.sandbox.faults.clear()
    served.sandbox.reset()
    served.sandbox.add_version(application="my-game", version="v1", token=ORGANISATION)
    served.sandbox.requests.clear()
    for name, value in served.environment.items():
        monkeypatch.setenv(name, value)
    # Searches are read quickly, for the tests in this process.
    monkeypatch.setattr(core, "FIRST_INTERVAL_SECONDS", 0.05)
    monkeypatch.setattr(core, "MAX_INTERVAL_SECONDS", 0.05)
    return served


@pytest.fixture
def run(services: Services, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        status = root.run(arguments)
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        tokens = (services.matchmaker.token, services.browser.server_token, services.browser.client_token)
        assert not [token for token in tokens if token in shown.out + shown.err]
        return Ran(status, shown.out, shown.err)

    return run


@pytest.fixture
def configuration(tmp_path: Path) -> str:
    path = tmp_path / "matchmaker.json"
    path.write_text(json.dumps(CONFIGURATION), "utf-8")
    return str(path)


# Every operation.


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_operation_can_be_called(run: Run, services: Services, tmp_path: Path, case: Case) -> None:
    one = case.raw["operationId"]
    words = [f"{each['name']}=something" for each in case.parameters if each["in"] == "path"]
    words += ["$filter=total_joinable_seats ge 0", "limit=5"] if one.startswith("list_") and case.parameters else []
    _, body = case.body()
    (tmp_path / "body.json").write_text(json.dumps(body), "utf-8")
    content = [] if body is None else ["--body", f"@{tmp_path / 'body.json'}"]
    ran = run("call", one, *(word for each in words for word in ("-p", each)), *content, "--yes")
    (seen,) = services.sandbox.requests
    assert seen.operation_id == one
    statuses = {"2XX" if 200 <= seen.status < 300 else str(seen.status)}
    assert statuses <= case.raw["responses"].keys(), ran.err
    assert (ran.status == 0) is (seen.status < 300), ran.err
    if ran.status == 0:
        json.loads(ran.out)
        assert ran.err == ""
    if case.method != "get":
        dry = run("call", one, *(word for each in words for word in ("-p", each)), *content, "--dry-run", "--json").data
        assert [each["method"] for each in dry["requests"]] == [case.method.upper()]
        assert len(services.sandbox.requests) == 1


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_operation_is_described(run: Run, case: Case) -> None:
    described = run("operations", case.raw["operationId"], "--json").data
    assert (described["service"], described["summary"]) == (case.service, f"{case.raw['summary']}.")
    assert [name for name, each in described["arguments"]["properties"].items() if not each["description"]] == []
    told = run("operations", case.raw["operationId"]).out
    assert f"{case.method.upper()} {case.path}  ({case.service}, a preview)" in told


def test_a_filter_goes_by_either_of_its_names(run: Run, services: Services) -> None:
    for name in ("$filter", "filter"):
        assert run("call", "list_instances", "-p", f"{name}=total_joinable_seats ge 0").data["items"] == []
    assert "did you mean $filter" in run("call", "list_instances", "-p", "fitler=x").err
    assert run("call", "create_ticket", "-p", "profile=pair", "-p", "attributes={}", "-p", "player=x").status == 2
    assert len(services.sandbox.requests) == 2


# Access.


@pytest.mark.parametrize("command", ["matchmaker monitor", "browser monitor", "call get_matchmaker_health"])
def test_a_token_comes_from_the_environment_or_a_file_and_a_wrong_one_is_told(
    run: Run, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    words = command.split()
    assert "healthy" in run(*words).out
    (tmp_path / "wrong").write_text("another-token-9999\n", "utf-8")
    assert run(*words, "--token-file", str(tmp_path / "wrong")).status == 3
    token = services.browser.server_token if "browser" in command else services.matchmaker.token
    (tmp_path / "right").write_text(f"{token}\n", "utf-8")
    for name in ("EDGEGAP_MATCHMAKER_TOKEN", "EDGEGAP_SB_SERVER_TOKEN", "EDGEGAP_SB_CLIENT_TOKEN"):
        monkeypatch.delenv(name)
    assert run(*words, "--token-file", str(tmp_path / "right")).status == 0
    ran = run(*words)
    assert ran.status == 2
    assert "dashboard" in ran.err
    for name in ("EDGEGAP_MATCHMAKER_URL", "EDGEGAP_SB_URL"):
        monkeypatch.delenv(name)
    ran = run(*words, "--token-file", str(tmp_path / "right"))
    assert (ran.status, "_URL" in ran.err) == (2, True)
    where = services.environment["EDGEGAP_SB_URL" if "browser" in command else "EDGEGAP_MATCHMAKER_URL"]
    assert run(*words, "--token-file", str(tmp_path / "right"), "--base-url", where).status == 0


DRY: Final = {
    "matchmaker tickets create pair": "POST /tickets",
    "matchmaker tickets create pair --party 2 --watch": "POST /group-tickets",
    "matchmaker tickets delete something": "DELETE /tickets/something",
    "browser reserve something main ann": "POST /server-instances/something/slots/main/reservations",
    "browser reserve-any on-demand ann": "POST /server-instances/reservations",
}


@pytest.mark.parametrize("command", DRY)
def test_a_dry_run_tells_the_request_and_sends_nothing(run: Run, services: Services, command: str) -> None:
    method, path = DRY[command].split()
    url = services.environment["EDGEGAP_SB_URL" if "browser" in command else "EDGEGAP_MATCHMAKER_URL"]
    ran = run(*shlex.split(command), "--dry-run")
    assert ran.status == 0
    assert ran.out.splitlines()[0] == f"{method} {url}{path}"
    assert not services.sandbox.requests


# Tickets.


def test_a_party_gets_a_server_and_its_tickets_are_seen(run: Run, services: Services) -> None:
    ran = run("matchmaker", "tickets", "create", "pair", "--party", "2", "--player-ip", "8.8.8.8", "--watch")
    assert ran.status == 0, ran.err
    (server,) = services.sandbox.running
    first, second = (ticket.id for ticket in services.matchmaker.tickets)
    assert re.search(rf"(?m)^tickets +{first}, {second}$", ran.out)
    assert re.search(rf"(?m)^gameport +UDP +{server.request_id}\S+:\d+$", ran.out)
    watched = run("matchmaker", "tickets", "watch", first)
    assert re.match(r"host_assigned team \S+ match \S+\ntickets ", watched.out)
    data = run("matchmaker", "tickets", "watch", first, "--json").data
    assert (data["ticket_ids"], data["assignment"]["fqdn"][:12]) == ([first], server.request_id)
    assert run("matchmaker", "tickets", "get", second, "--json").data["status"] == "HOST_ASSIGNED"
    assert [line.split()[0] for line in run("matchmaker", "tickets", "list").out.splitlines()] == [
        *("TICKET", first, second)
    ]
    ran = run("matchmaker", "tickets", "delete", first, "--yes")
    assert ran.status == 5, "a server expects the player"


def test_without_watch_the_ids_are_all_there_is_on_standard_output(run: Run, services: Services) -> None:
    ran = run("matchmaker", "tickets", "create", *RANKED)
    (ticket,) = services.matchmaker.tickets
    assert (ran.status, ran.out) == (0, f"{ticket.id}\n")
    assert f"tickets watch {ticket.id}" in ran.err
    assert run("matchmaker", "tickets", "delete", ticket.id).status == 2, "nobody is there to ask"
    assert run("matchmaker", "tickets", "delete", ticket.id, "--yes").out == f"Deleted ticket {ticket.id}.\n"
    assert run("matchmaker", "tickets", "get", ticket.id).status == 4
    assert services.states == []
    created = run("matchmaker", "tickets", "create", "pair", "--party", "1", "--json").data
    assert created == {"ticket_ids": [ticket.id for ticket in services.matchmaker.tickets]}


def test_a_configuration_gives_types_and_refuses_before_anything_is_sent(
    run: Run, services: Services, configuration: str
) -> None:
    create = ("matchmaker", "tickets", "create", *RANKED, "-a", "mode=7", "--configuration", configuration)
    (asked,) = run(*create, "--dry-run", "--json").data["requests"]
    assert asked["body"]["attributes"] == {"elo": 1450, "mode": "7", "maps": ["sea"]}
    for wrong, told in (
        (("ranked",), "'elo' is missing"),
        (("rankd",), "There is no profile 'rankd'"),
        ((*RANKED, "-a", "elo=high"), "a finite number, got 'high'"),
        (("pair", "--party", "3"), "3 players do not fit a team of 2"),
    ):
        ran = run("matchmaker", "tickets", "create", *wrong, "--configuration", configuration)
        assert ran.status == 2
        assert told in " ".join(ran.err.split())
    assert "RULE=VALUE" in run("matchmaker", "tickets", "create", "pair", "-a", "elo").err
    assert not services.sandbox.requests
    assert run("matchmaker", "tickets", "create", "rankd").status == 11, "the service refuses it by itself"


def test_a_search_that_takes_too_long_leaves_no_ticket(run: Run, services: Services) -> None:
    ran = run("matchmaker", "tickets", "create", "pair", "--watch", "--wait-timeout", "0.3")
    assert (ran.status, ran.out) == (8, "")
    assert "no server within" in ran.err
    assert services.states == []
    run("matchmaker", "tickets", "create", "pair")
    (ticket,) = services.matchmaker.tickets
    watch = ("matchmaker", "tickets", "watch", ticket.id, "--wait-timeout", "0.3")
    ran = run(*watch)
    assert (ran.status, ran.out) == (8, "searching\n")
    assert services.states == ["SEARCHING"], "it is left alone"
    assert run(*watch, "--delete").status == 8
    assert services.states == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_search_that_is_interrupted_leaves_no_ticket(services: Services, number: signal.Signals, status: int) -> None:
    command = [*COMMAND, "matchmaker", "tickets", "create", "pair", "--watch"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        until(lambda: ("create_ticket", 200) in services.sandbox.counts)
        time.sleep(0.1)  # for it to have read the response
        running.send_signal(number)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (status, ""), err
    assert re.fullmatch(r"Interrupted: ticket \S+ was deleted\.\n", err)
    assert services.states == []


def test_a_search_that_is_interrupted_while_it_is_created_leaves_no_ticket(services: Services) -> None:
    services.sandbox.faults.add(operation="create_ticket", response_delay=1)
    command = [*COMMAND, "matchmaker", "tickets", "create", "pair", "--watch"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        until(lambda: services.states)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert re.fullmatch(r"Interrupted: ticket \S+ was deleted\.\n", err)
    assert services.states == []


def test_a_second_interruption_does_not_keep_the_ticket_from_being_deleted(services: Services) -> None:
    # The first attempt is on its way when the second interruption comes, and fails.
    services.sandbox.faults.add(operation="delete_ticket", delay=1, drop="before", times=1)
    command = [*COMMAND, "matchmaker", "tickets", "create", "pair", "--watch"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        until(lambda: ("create_ticket", 200) in services.sandbox.counts)
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert re.fullmatch(
        r"Interrupted(: ticket \S+ was deleted"
        r"| again: ticket \S+ is still being deleted, then this ends"
        r"|\. It is not known yet whether the search \S+ .*was deleted, so it may still get a match)\.\n",
        err,
    )
    assert services.states == []


def test_a_ticket_of_somebody_else_is_left_alone_unless_it_shall_be_deleted(run: Run, services: Services) -> None:
    run("matchmaker", "tickets", "create", "pair")
    (ticket,) = services.matchmaker.tickets
    for options, told, states in (
        ([], f"the search continues. To end it: edgegap matchmaker tickets delete {ticket.id}", ["SEARCHING"]),
        (["--delete"], f"ticket {ticket.id} was deleted.", []),
    ):
        command = [*COMMAND, "matchmaker", "tickets", "watch", ticket.id, *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout
            assert running.stdout.readline() == "searching\n"
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=30)
        assert (running.returncode, err) == (130, f"Interrupted: {told}\n")
        assert services.states == states


def test_an_interruption_that_comes_too_late_says_that_a_match_is_found(services: Services) -> None:
    services.sandbox.faults.add(operation="create_deployment", outcome="stuck")
    command = [*COMMAND, "matchmaker", "tickets", "create", "pair", "--party", "2", "--watch"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        until(lambda: services.states == ["MATCH_FOUND"] * 2)
        until(lambda: ("create_group_tickets", 200) in services.sandbox.counts)
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert re.match(
        r"Interrupted\. A match was found for the search \S+ of the group \S+ just before, so it could not be deleted",
        err,
    )


# The configuration.


def test_a_configuration_is_validated_without_sending_anything(
    run: Run, services: Services, configuration: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in services.environment:
        monkeypatch.delenv(name)
    valid = run("matchmaker", "validate", configuration)
    assert valid.status == 0
    assert [line.split() for line in valid.out.splitlines()[:2]] == [
        ["PROFILE", "APPLICATION", "TEAM", "OF", "EXPIRES", "RULES"],
        ["pair", "my-game", "v1", "2", "300", "s", "match_size=player_count"],
    ]
    data = run("matchmaker", "validate", configuration, "--json").data
    assert (data["version"], data["problems"]) == ("3.3.2", [])
    broken = copy.deepcopy(CONFIGURATION)
    broken["profiles"]["pair"]["ticket_expiration_period"] = "soon"
    del broken["profiles"]["ranked"]["rules"]["initial"]["match_size"]
    (tmp_path / "broken.json").write_text(json.dumps(broken), "utf-8")
    ran = run("matchmaker", "validate", str(tmp_path / "broken.json"))
    assert (ran.status, ran.out) == (2, "")
    assert "Error: profile 'pair': ticket_expiration_period must be a duration such as 5m" in ran.err
    assert "Error: profile 'ranked': exactly one rule must be of the type player_count, got 0" in ran.err
    ran = run("matchmaker", "validate", str(tmp_path / "broken.json"), "--json")
    assert (ran.status, len(ran.data["problems"])) == (2, 2)
    player = ("--profile", "ranked", "-a", "elo=1450", "-a", "mode=7")
    assert "'maps' is missing" in run("matchmaker", "validate", configuration, *player).err
    assert run("matchmaker", "validate", configuration, *player, "-a", 'maps=["sea"]').status == 0
    assert run("matchmaker", "validate", configuration, "-a", "elo=1").status == 2
    (tmp_path / "text.json").write_text("{", "utf-8")
    ran = run("matchmaker", "validate", str(tmp_path / "text.json"), "--json")
    assert json.loads(ran.err)["error"]["type"] == "ConfigurationError"
    assert run("matchmaker", "validate", str(tmp_path / "none.json")).status == 2


# The live view.


def test_what_a_matchmaker_does_is_seen_at_a_glance(run: Run, services: Services) -> None:
    assert "There are no tickets." in run("matchmaker", "live").err
    run("matchmaker", "tickets", "create", "pair", "--party", "2", "--watch")
    run("matchmaker", "tickets", "create", *RANKED)
    ran = run("matchmaker", "live")
    assert ran.out.startswith("healthy; tickets: 2 host assigned, 1 searching; matches: 1\n\nTICKET ")
    assert re.search(r"(?m)^\S+ +ranked +searching +\d s +-$", ran.out)
    assert re.search(r"(?m)^\S+ +host assigned +1$", ran.out), "the match has a team of one group"
    data = run("matchmaker", "live", "--json").data
    assert data["monitor"]["status"] == "healthy"
    assert (len(data["tickets"]), len(data["matches"])) == (3, 1)
    services.sandbox.faults.add(operation="inspect_tickets", status=404)
    ran = run("matchmaker", "live")
    assert ran.status == 4
    assert "only if its configuration has `inspect`" in ran.err


def test_a_live_view_is_refreshed_until_ctrl_c(run: Run, services: Services) -> None:
    for number in range(20):
        run("matchmaker", "tickets", "create", *RANKED, "-a", f"mode=m{number}")
    services.sandbox.faults.add(operation="inspect_matches", status=503, nth=range(2, 9))
    shown = {r"The last read failed: .*503": "\x03"}
    screen = terminal("matchmaker", "live", "--interval", "0.1", columns=80, typed=shown)
    assert screen.status == 0
    assert "healthy; tickets: 20 searching; matches: 0" in screen.text
    assert re.search(r"(?m)^and \d+ more", screen.text), "what does not fit is counted"
    assert "There are no matches." in screen.text
    assert max(map(len, screen.text.splitlines())) <= 80


# The server browser.


@pytest.fixture
def servers(run: Run, services: Services) -> None:
    """Two servers, one of them full."""
    for name, seats, level in (("free", 3, 5), ("full", 0, 9)):
        body = {
            "request_id": name,
            "server": {"fqdn": "a1.pr.edgegap.net", "ports": {"gameport": {"external": 30007, "internal": 7777}}},
            "slots": [{"name": "main", "available_seats": seats, "metadata": {"mode": "ctf"}}],
            "metadata": {"mode": "ctf" if seats else "it's 1", "level": level},
        }
        assert run("call", "create_instance", "--body", json.dumps(body)).status == 0


@pytest.mark.usefixtures("servers")
def test_servers_are_found_by_what_they_have(run: Run) -> None:
    def found(*arguments: str) -> list[str]:
        ran = run("browser", "list", "--json", *arguments)
        assert ran.status == 0, ran.err
        return [each["request_id"] for each in ran.data]

    assert found() == ["free", "full"]
    assert found("--where", "total_joinable_seats >= 1") == ["free"]
    assert found("--where", "metadata.mode=it's 1") == ["full"], "values are escaped"
    assert found("--where", "metadata.mode~tf", "--where", "metadata.level<9") == ["free"]
    assert found("--where", "metadata.level!=5", "--client-token") == ["full"]
    assert found("--order", "metadata.level:desc") == ["full", "free"]
    assert found("--order", "metadata.level", "--limit", "1") == ["free"]
    lines = [line.split() for line in run("browser", "list", "--where", "total_joinable_seats>0").out.splitlines()]
    assert lines[1] == ["free", "3", "0", "a1.pr.edgegap.net:30007", "mode=ctf", "level=5"]
    assert run("browser", "get", "full", "--json").data["total_joinable_seats"] == 0
    assert run("browser", "get", "none").status == 4


@pytest.mark.usefixtures("servers")
def test_seats_are_seen_and_reserved(run: Run) -> None:
    assert run("browser", "reserve", "free", "main", "ann", "bob").out == (
        "Reserved a seat in main of free for ann, bob.\n"
    )
    lines = [line.split() for line in run("browser", "slots", "free").out.splitlines()]
    assert lines[1] == ["main", "1", "3", "2", "mode=ctf"]
    assert "no such slots" in run("browser", "slots", "free", "--where", "metadata.mode=duel").err
    for users in (("carl", "dora"), ("ann",)):
        assert run("browser", "reserve", "free", "main", *users).status == 5
    assert run("browser", "reserve", "free", "main", "carl", "--client-token", "--json").data == {
        "users": [{"user_id": "carl"}]
    }
    assert run("browser", "reserve", "none", "main", "ann").status == 4
    assert run("browser", "reserve-any", "on-demand", "ann").status == 4


@pytest.mark.parametrize(
    ("command", "told", "status"),
    [
        ("browser list --where mode", "'mode' is not a condition", 2),
        ("browser list --where '1=2'", "is not a condition", 2),
        ("browser list --where 'a~3'", "contains takes a text, got int", 2),
        ("browser list --order a:up", "FIELD:asc or FIELD:desc", 2),
        ("browser list --browser-version 2", "'2' is not one of", 2),
        ("browser list --where 'metadata.none=1'", "HTTP 400", 11),
        ("browser list --where total_joinable_seats=1 --browser-version 1.0", "filter: is no query parameter", 11),
        ("browser lst", "did you mean list", 2),
        ("matchmaker tickets lst", "did you mean list", 2),
    ],
)
def test_what_cannot_be_right_is_told(run: Run, services: Services, command: str, told: str, status: int) -> None:
    ran = run(*shlex.split(command))
    assert ran.status == status
    assert told in " ".join(ran.err.split())
    assert bool(services.sandbox.requests) is (status == 11)


def test_what_needs_the_server_token_is_not_sent_with_the_other(
    run: Run, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDGEGAP_SB_SERVER_TOKEN")
    assert run("browser", "monitor").status == 0
    services.sandbox.requests.clear()
    ran = run("call", "delete_instance", "-p", "request_id=x", "--yes")
    assert (ran.status, "needs the server token" in ran.err) == (2, True)
    assert not services.sandbox.requests


@pytest.mark.parametrize(
    ("text", "filter_"),
    [
        ("metadata.mode=ctf", "metadata.mode eq 'ctf'"),
        ('metadata.mode="3"', "metadata.mode eq '3'"),
        ("metadata.level=3", "metadata.level eq 3"),
        ("metadata.level >= 3.5", "metadata.level ge 3.5"),
        ("metadata.open!=true", "metadata.open ne true"),
        ("metadata.name~o'neil", "metadata.name contains 'o''neil'"),
        ("metadata.name=a=b", "metadata.name eq 'a=b'"),
        ("metadata.name=", "metadata.name eq ''"),
    ],
)
def test_conditions_are_read_as_people_write_them(text: str, filter_: str) -> None:
    assert read_condition(text).text == filter_


def test_no_condition() -> None:
    with pytest.raises(Mistake, match="is not a condition"):
        read_condition("a")


# On a terminal, and in a copy.


@pytest.mark.usefixtures("servers")
def test_everything_fits_80_columns(run: Run) -> None:
    run("matchmaker", "tickets", "create", "pair")
    for command in (
        *("matchmaker --help", "matchmaker tickets create --help", "browser list --help"),
        *("matchmaker live --once", "browser list"),
    ):
        screen = terminal(*command.split(), columns=80)
        assert screen.status == 0, screen.text
        assert max(map(len, screen.text.splitlines())) <= 80, command


def test_a_copy_has_the_commands_of_its_services(tmp_path: Path) -> None:
    assert vendor.main([str(tmp_path / "gap"), "--with-cli", "--services", "orchestration,matchmaking"]) == 0
    command = [sys.executable, "-W", "error", "-m", "gap.cli"]

    def run(*arguments: str) -> str:
        done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    told = run("--help")
    assert re.search(r"(?m)^  matchmaker ", told)
    assert not re.search(r"(?m)^  browser ", told)
    listed = json.loads(run("operations", "--json"))
    assert {each["service"] for each in listed} == {"orchestration", "matchmaking"}
    assert "There is no command 'browser'" in run("browser", "list")


def test_the_commands_work_as_a_process(services: Services) -> None:
    ran = process("matchmaker", "tickets", "create", "pair", "--verbose", "--json")
    assert ran.data == {"ticket_ids": [ticket.id for ticket in services.matchmaker.tickets]}
    assert "POST /tickets: 200 in" in ran.err
    assert services.matchmaker.token not in ran.err
