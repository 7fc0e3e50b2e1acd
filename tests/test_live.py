"""`make live` against the sandbox: each fact is judged, a lie is found, and nothing stays, whatever happens."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from ruamel.yaml import YAML

from edgegap_client import PermissionDeniedError
from edgegap_client.sandbox import Sandbox, SandboxMatchmaker, SandboxServerBrowser, Timing

from .live.__main__ import main
from .live.checks import all_checks, carry_out
from .live.checks_together import TOGETHER
from .live.facts import MARK_WORDS, all_facts
from .live.page import PATH, page
from .live.run import Interrupted, Run
from .live.settings import read_settings
from .live.wire import Exchange, Masker

ROOT: Final = Path(__file__).parents[1]
TOKEN: Final = "11111111-2222-3333-4444-555555555555"
DOCUMENTS: Final = {name: (ROOT / "openapi" / f"{name}.yaml") for name in ("edgegap", "matchmaking", "server_browser")}
# Some start a program or wait for a lease, on a busy machine.
pytestmark = pytest.mark.timeout(200)
# What the sandbox is more cautious about than the fact.
REFUTED: Final = {"filter-unknown-operators", "location-type"}
CONFIGURATION: Final[dict[str, Any]] = {
    "version": "3.3.2",
    "inspect": True,
    "profiles": {
        "casual": {
            "application": {"name": "my-game", "version": "v1"},
            "rules": {
                "initial": {
                    "size": {
                        "type": "player_count",
                        "attributes": {"team_count": 1, "min_team_size": 2, "max_team_size": 2},
                    },
                    "mode": {"type": "string_equality", "attributes": {}},
                },
            },
        },
    },
}
ARGUMENTS: Final = (
    *("--yes", "--application", "my-game", "--version", "v1", "--player-ip", "8.8.8.8"),
    *("--profile", "casual", "--attributes", '{"mode": "ctf"}', "--match-size", "2", "--index", "name"),
)


class World:
    """A sandbox with all three services, and what a run against it gives."""

    def __init__(self, folder: Path, stack: ExitStack, *, ready_after: float = 0.1) -> None:
        self.folder = folder
        self.arguments_left_out: tuple[str, ...] = ()
        self.sandbox = Sandbox(timing=Timing(ready_after=ready_after, match_after=0.1))
        self.sandbox.add_version("my-game", "v1", token=TOKEN)
        self.matchmaker: SandboxMatchmaker = self.sandbox.add_matchmaker(CONFIGURATION, organisation=TOKEN, tier=None)
        self.browser: SandboxServerBrowser = self.sandbox.add_server_browser(
            {"server_instances": {"indices": {"name": "string"}}}, organisation=TOKEN
        )
        self.environment = {
            "EDGEGAP_BASE_URL": stack.enter_context(self.sandbox.serve()),
            "EDGEGAP_API_TOKEN": TOKEN,
            "EDGEGAP_MATCHMAKER_URL": stack.enter_context(self.matchmaker.serve()),
            "EDGEGAP_MATCHMAKER_TOKEN": self.matchmaker.token,
            "EDGEGAP_SB_URL": stack.enter_context(self.browser.serve()),
            "EDGEGAP_SB_SERVER_TOKEN": self.browser.server_token,
            "EDGEGAP_SB_CLIENT_TOKEN": self.browser.client_token,
        }
        stack.callback(self.sandbox.close)
        self.sandbox.requests.clear()

    def arguments(self, *more: str, minutes: float = 3, deployments: int = 3) -> list[str]:
        limits = ("--max-minutes", str(minutes), "--max-deployments", str(deployments))
        given = [each for each in ARGUMENTS if each not in self.arguments_left_out]
        return [*given, *limits, "--folder", str(self.folder), *more]

    def run(self, *more: str, minutes: float = 3, deployments: int = 3) -> int:
        arguments = self.arguments(*more, minutes=minutes, deployments=deployments)
        return main(arguments, self.environment, sleep=self.sandbox.advance)

    def report(self) -> dict[str, Any]:
        return json.loads((self.folder / "report.json").read_text("utf-8"))  # type: ignore[no-any-return]

    def facts(self) -> dict[str, dict[str, Any]]:
        return {fact["id"]: fact for fact in self.report()["facts"]}

    def left(self) -> list[object]:
        """What a run has left in the services."""
        headers = {"Authorization": f"token {TOKEN}"}
        page = httpx.get(f"{self.environment['EDGEGAP_BASE_URL']}/v1/apps", headers=headers).json()
        applications = [each["name"] for each in page["applications"] if each["name"] != "my-game"]
        waiting = [ticket for ticket in self.matchmaker.tickets if ticket.status not in ("HOST_ASSIGNED", "CANCELLED")]
        return [*applications, *self.sandbox.orphans(), *waiting, *self.matchmaker.backfills, *self.browser.seats]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(tmp_path / "live", stack)


@pytest.fixture
def slow_world(tmp_path: Path) -> Iterator[World]:
    """Deployments take so long that a run can be interrupted meanwhile."""
    with ExitStack() as stack:
        yield World(tmp_path / "live", stack, ready_after=8)


def test_a_run_judges_each_fact_and_leaves_nothing(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.run() == 0
    facts = world.facts()
    assert list(facts) == list(all_facts())
    unchecked = {fact.id for fact in all_facts().values() if fact.unchecked}
    assert {name for name, fact in facts.items() if fact["state"] == "refuted"} == REFUTED
    assert {name for name, fact in facts.items() if fact["state"] == "not checked"} == unchecked
    assert all(fact["responses"] for name, fact in facts.items() if name not in unchecked)
    assert world.left() == []
    assert world.report()["still_there"] == []
    # The run in its first line, the plan before it.
    printed = capsys.readouterr().out
    assert printed.index("At most 3 deployments, for at most 3 minutes.") < printed.index("was carried out to its end")
    markdown = (world.folder / "report.md").read_text("utf-8")
    assert all(f"**{name}**: {fact['claim']}" in markdown for name, fact in facts.items())
    for text in (markdown, (world.folder / "report.json").read_text("utf-8"), printed):
        for name, value in world.environment.items():
            assert "TOKEN" not in name or value not in text
        assert "203.0.113." not in text
        assert "8.8.8.8" not in text.replace('"ip', "")


def test_a_service_that_behaves_otherwise_is_refuted_with_its_response(world: World) -> None:
    faults = world.sandbox.faults
    faults.add(operation="get_deployment", nth=1, status=404, body={"message": "no such deployment"})
    faults.add(operation="delete_deployment_tag", status=200, body={"message": "deleted"}, effect=True)
    faults.add(operation="get_matchmaker_health", status=200, body={"status": "ill"})
    faults.add(operation="delete_group", status=202, effect=True)
    faults.add(operation="list_server_browser_beacons", status=200, body={"locations": []})
    faults.add(operation="create_slot", nth=2, status=201, body={"name": "extra"})
    faults.add(operation="get_lobby", status=418, body="no JSON")
    assert world.run() == 0
    facts = world.facts()
    lies = {
        "deployment-unknown": "-> 404",
        "tag-deleted": '-> 200 {"message": "deleted"}',
        "mm-health": '-> 200 {"status": "ill"}',
        "mm-success-status": "-> 202",
        "sb-beacons": '-> 200 {"locations": []}',
        "slot-conflict": "-> 201",
        "lobby-unknown": "-> 418",
        "success-and-errors": "-> 418",
        "sb-success-status": "-> 201",
    }
    assert {name for name, fact in facts.items() if fact["state"] == "refuted"} == REFUTED | set(lies)
    for name, response in lies.items():
        assert any(response in shown for shown in facts[name]["responses"]), facts[name]
    assert world.left() == []


@pytest.mark.parametrize(
    ("deployments", "missing"), [(0, ["tag-deleted", "ticket-times", "match-host"]), (1, ["match-host"])]
)
def test_the_ceiling_holds(world: World, deployments: int, missing: list[str]) -> None:
    world.run(deployments=deployments)
    facts = world.facts()
    created = world.sandbox.counts["create_deployment", 202]
    assert created + len({ticket.match_id for ticket in world.matchmaker.tickets if ticket.match_id}) <= deployments
    for name in (*missing, "match-host"):
        assert facts[name]["state"] == "not checked"
        assert f"the ceiling of {deployments} deployments is reached" in facts[name]["reason"]
    assert world.left() == []


def test_the_transport_refuses_what_a_check_must_not_create(world: World) -> None:
    settings = read_settings(world.arguments(deployments=1), world.environment)
    run = Run(settings)
    order: Any = {"application": "my-game", "version": "v1", "users": ["8.8.8.8"]}
    created = run.edgegap.deployments.create(**order)
    with pytest.raises(PermissionDeniedError, match="the ceiling of deployments is reached"):
        run.edgegap.deployments.create(**order)
    run.edgegap.deployments.stop(created.request_id)
    run.close()
    assert world.sandbox.counts["create_deployment", 202] == 1


def test_the_time_limit_holds_and_the_clean_up_comes_after_it(slow_world: World) -> None:
    assert slow_world.run(minutes=4 / 60) == 1
    report = slow_world.report()
    assert report["ended"] == "reached its time limit"
    assert report["still_there"] == []
    assert slow_world.facts()["match-host"]["reason"] == "the run reached its time limit"
    assert slow_world.left() == []


def test_an_interrupt_cleans_up_and_writes_the_report(slow_world: World) -> None:
    process = start(slow_world)
    wait_until(lambda: bool(slow_world.sandbox.running), process)
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=110)
    assert process.returncode == 1, printed
    assert "The run was interrupted" in printed
    assert slow_world.report()["ended"] == "was interrupted"
    assert slow_world.facts()["application-times"]["state"] == "confirmed"
    assert slow_world.facts()["tag-deleted"]["state"] == "not checked"
    assert slow_world.left() == []


def test_an_interrupt_whose_exception_was_lost_ends_the_run_all_the_same(world: World) -> None:
    run = Run(read_settings(world.arguments(), world.environment))
    run.interruption = "was interrupted"
    with pytest.raises(Interrupted):
        run.send("orchestration", "GET", "/v1/apps")
    with pytest.raises(Interrupted):
        carry_out(run)
    assert not world.sandbox.requests
    run.is_cleaning = True
    assert run.send("orchestration", "GET", "/v1/apps").is_success
    run.close()


def test_the_server_of_an_interrupted_search_is_stopped(slow_world: World) -> None:
    # Without the deployment of its own, the run comes to the match sooner.
    slow_world.arguments_left_out = ("--application", "my-game", "--version", "v1")
    process = start(slow_world)
    wait_until(lambda: any(ticket.match_id for ticket in slow_world.matchmaker.tickets), process)
    process.send_signal(signal.SIGTERM)
    printed, _ = process.communicate(timeout=110)
    assert process.returncode == 1, printed
    assert slow_world.sandbox.deployments
    assert slow_world.report()["still_there"] == []
    assert slow_world.left() == []


def test_the_next_run_stops_what_a_killed_run_has_left(slow_world: World) -> None:
    slow_world.arguments_left_out = ("--profile", "casual")
    held = slow_world.sandbox.faults.add(operation="create_deployment_tag", delay=5, times=1)
    process = start(slow_world)
    wait_until(lambda: held.fired > 0, process)  # the run has its deployment
    process.kill()
    process.communicate()
    assert slow_world.sandbox.running
    assert slow_world.run(deployments=0) == 0
    assert not slow_world.sandbox.running
    assert slow_world.sandbox.orphans() == ()


def start(world: World, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.live", *world.arguments(*more)]
    environment = {**world.environment, "PATH": "", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def wait_until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 80
    while not holds():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise AssertionError(process.communicate()[0])
        time.sleep(0.02)


def test_what_cannot_be_removed_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.sandbox.faults.add(operation="delete_application", status=500)
    assert world.run("--max-deployments", "0") == 1
    (first, second) = world.report()["still_there"]
    assert "the application /v1/app/live-check-" in first
    assert "the application /v1/app/live-check-" in second
    assert "May still exist: the application" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "changes", "message"),
    [
        (("--yes",), {"EDGEGAP_API_TOKEN": ""}, "EDGEGAP_API_TOKEN is unset"),
        ((), {}, "set EDGEGAP_LIVE=1 or pass --yes"),
        ((), {"EDGEGAP_LIVE": "0"}, "set EDGEGAP_LIVE=1 or pass --yes"),
        (("--yes",), {"CI": "true", "EDGEGAP_BASE_URL": ""}, "a CI job must not use real services"),
        (("--yes",), {"CI": "1", "EDGEGAP_SB_URL": "https://sb-12345678.edgegap.net"}, "sb-12345678.edgegap.net"),
        (("--yes", "--max-minutes", "0"), {}, "--max-minutes"),
        (("--yes", "--max-deployments", "-1"), {}, "--max-deployments"),
    ],
)
def test_it_refuses_to_start(
    world: World,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    changes: dict[str, str],
    message: str,
) -> None:
    limits = ("--max-deployments", "1", "--max-minutes", "1", "--folder", str(world.folder))
    assert main([*limits, *arguments], {**world.environment, **changes}) == 2
    printed = capsys.readouterr()
    assert "deployments, for at most" in printed.out
    assert "Nothing was sent." in printed.err
    assert message in printed.err
    assert not world.sandbox.requests
    assert not world.folder.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--yes", "--max-minutes", "1"),
        ("--yes", "--max-deployments", "1"),
        ("--yes", "--max-minutes", "1", "--max-deployments", "1", "--application", "my-game"),
    ],
)
def test_the_ceilings_have_no_defaults(world: World, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        main(arguments, world.environment)
    assert not world.sandbox.requests


def test_a_ci_job_may_use_the_sandbox(world: World) -> None:
    settings = read_settings(world.arguments(), {**world.environment, "CI": "true"})
    assert settings.problems() == []


def test_a_shown_response_has_no_secret_and_no_address() -> None:
    body = {"token": "abc", "env": [{"key": "A", "value": "hidden-value"}], "ip": "203.0.113.7", "v6": "2001:db8::1"}
    exchange = Exchange("orchestration", "GET", f"/v1/x/{TOKEN}", "a=1", None, 200, {**body, "time": "12:00:44.5"})
    shown = Masker([TOKEN]).exchange(exchange)
    assert not re.search("abc|hidden-value|203|2001|1111", shown)
    assert "12:00:44.5" in shown
    assert shown.startswith("GET /v1/x/***?a=1 -> 200 {")


# --- the facts, held against the specifications


def operations_of(name: str) -> dict[str, Any]:
    document: Any = YAML(typ="safe").load(DOCUMENTS[name])  # pyright: ignore[reportUnknownMemberType]
    return {node["operationId"]: node for item in document["paths"].values() for node in item.values()}


def flat(text: str) -> str:
    return " ".join(re.sub(r"(?m)^\s*#", " ", text).split())


def test_each_fact_is_judged_by_one_check_or_says_why_not() -> None:
    judged = [fact_id for check in all_checks() for fact_id in check.facts] + list(TOGETHER)
    assert len(judged) == len(set(judged))
    assert set(judged) == {fact.id for fact in all_facts().values() if not fact.unchecked}


def test_each_unconfirmed_operation_has_a_fact() -> None:
    named = {operation for fact in all_facts().values() for operation in fact.operations}
    known = {name: operations_of(name) for name in DOCUMENTS}
    assert named <= {operation for operations in known.values() for operation in operations}
    # No operation of the two previews is confirmed yet. Of the orchestration API, each operation is unconfirmed that
    # neither of the two official documents has.
    unconfirmed = [*known["matchmaking"], *known["server_browser"]]
    unconfirmed += [
        name for name, node in known["edgegap"].items() if not {"V1", "V2"} & set(node["x-edgegap-sources"])
    ]
    assert len(unconfirmed) == 34 + 17
    assert [operation for operation in unconfirmed if operation not in named] == []


@pytest.mark.parametrize("name", ["matchmaking", "server_browser"])
def test_each_unconfirmed_operation_says_where_it_comes_from_and_what_is_guessed(name: str) -> None:
    sources = {"unity", "unreal", "skills", "onegun", "ugs", "nexus"}
    # No source names these for a server browser at all; in a matchmaker, what creates something has a 400.
    unnamed = {"400", "401", "429", "500"} if name == "server_browser" else {"400"}
    named = {"create_ticket", "create_group_tickets", "create_group", "create_backfill"}
    for operation, node in operations_of(name).items():
        assert node["x-edgegap-confidence"] in ("high", "medium", "low"), operation
        assert node["x-edgegap-sources"], operation
        assert set(node["x-edgegap-sources"]) <= sources, operation
        guessed, statuses = set(node.get("x-edgegap-guessed", ())), set(node["responses"])
        assert guessed <= statuses, operation
        assert operation in named or (statuses & unnamed) <= guessed, operation


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_each_part_that_is_marked_as_unknown_has_a_fact(name: str) -> None:
    text = flat(DOCUMENTS[name].read_text("utf-8"))
    spans = [
        found.span()
        for fact in all_facts().values()
        for mark in fact.marks
        for found in re.finditer(re.escape(flat(mark)), text)
    ]
    marks = list(MARK_WORDS.finditer(text))
    assert len(marks) > 5
    without = [
        text[max(0, mark.start() - 80) : mark.end() + 40]
        for mark in marks
        if not any(start <= mark.start() and mark.end() <= end for start, end in spans)
    ]
    assert without == []


def test_the_page_lists_the_facts_as_they_are() -> None:
    assert PATH.read_text("utf-8") == page(), "write it with `python -m tests.live.page`"


def test_what_a_fact_quotes_is_in_a_specification() -> None:
    texts = [flat(path.read_text("utf-8")) for path in DOCUMENTS.values()]
    quoted = [mark for fact in all_facts().values() for mark in fact.marks]
    assert [mark for mark in quoted if not any(flat(mark) in text for text in texts)] == []
