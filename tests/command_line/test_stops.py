"""`edgegap stop`: what it chooses, the plan that it shows, and the question; and what `edgegap deploy` is known by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from edgegap_client import Edgegap
from edgegap_client._core.launch import CLI_TAG
from edgegap_client.beacons import users_from_ips
from edgegap_client.models import DeploymentListItem
from edgegap_client.sandbox import Sandbox

from ..test_cli import EIGHTS, TOKEN, Ran, Run, changes, launch, terminal
from ..test_launch import ORDER, Past
from ..test_launch import TOKEN as PAST_TOKEN


@pytest.fixture
def past(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Past]:
    """A sandbox whose clock is hours behind, so that what it creates is old."""
    past = Past()
    with past.sandbox.serve() as url:
        monkeypatch.setenv("EDGEGAP_BASE_URL", url)
        monkeypatch.setenv("EDGEGAP_API_TOKEN", PAST_TOKEN)
        yield past
    past.sandbox.close()


def deployed(run: Run, *options: str) -> str:
    ran = run("deploy", "my-game", "v1", *EIGHTS, *options)
    assert ran.status == 0, ran.err
    return ran.out.strip()


def running(past: Past) -> set[str]:
    return {each.request_id for each in past.sandbox.orphans()}


def test_what_is_old_and_has_all_that_was_asked_for_is_stopped(run: Run, past: Past) -> None:
    old, old_other = deployed(run, "--tag", "mine"), deployed(run, "--tag", "other")
    with Edgegap() as edgegap:
        of_a_service = edgegap.deployments.create(**ORDER, tags=["mine"]).request_id
    past.go_on(hours=2, minutes=30)
    young = deployed(run, "--tag", "mine")
    past.go_on(minutes=10)
    filters = ("--older-than", "2h", "--tag", "mine", "--app", "my-game", "--created-by-cli")
    assert run("stop", *filters, "--app", "my-game", "--yes") == Ran(0, f"{old} stopping\n", "")
    assert running(past) == {old_other, of_a_service, young}
    again = run("stop", *filters, "--yes")
    assert (again.status, again.out) == (0, ""), "it is just ending"
    assert run("deployments", "stop", "--older-than", "90m", "--yes").status == 0
    assert running(past) == {young}
    assert run("stop", "--older-than", "1h", "--app", "nobodys-game", "--yes").err == "There is nothing to stop.\n"
    for command in ("stop", "sweep"):
        refused = run(command, "--older-than", "soon", "--yes")
        assert refused.status == 2
        assert "Invalid value for '--older-than': 'soon' is not a time span, such as 90" in refused.err
    assert running(past) == {young}


def test_a_service_that_ignores_the_age_gets_no_young_deployment_stopped(
    run: Run, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(run)
    past.go_on(hours=2, minutes=59)
    young = deployed(run)
    past.go_on(seconds=30)

    def everything(edgegap: Edgegap, **_conditions: object) -> list[DeploymentListItem]:
        return edgegap.deployments.list().collect()

    monkeypatch.setattr("edgegap_client.cli.stopping.listed", everything)
    assert run("stop", "--older-than", "1h", "--yes").status == 0
    assert running(past) == {young}
    assert run("stop", "--older-than", "99999999d", "--yes").status == 2
    assert running(past) == {young}


@pytest.mark.usefixtures("game")
def test_a_service_that_ignores_a_filter_gets_nothing_else_stopped(
    run: Run, sandbox: Sandbox, edgegap: Edgegap, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.add_version("other-game", "v2", token=TOKEN)
    mine = launch(edgegap)
    players = users_from_ips(["8.8.8.8"])
    theirs = edgegap.deployments.launch(application="other-game", version="v2", users=players).request_id

    def everything(edgegap: Edgegap, **_conditions: object) -> list[DeploymentListItem]:
        return edgegap.deployments.list().collect()

    monkeypatch.setattr("edgegap_client.cli.stopping.listed", everything)
    for filters in (("--app", "game"), ("--version", "v3"), ("--status", "error"), ("--app", "my-game", "--tag", "x")):
        assert run("stop", *filters, "--yes").err == "There is nothing to stop.\n", filters
    assert run("stop", "--app", "my-game", "--version", "v1", "--status", "READY", "--yes").out == f"{mine} stopping\n"
    # What cannot be read is left alone, and named.
    sandbox.faults.add(operation="get_deployment", status=500)
    unread = run("stop", "--app", "other-game", "--timeout", "2", "--yes")
    assert unread.status == 10
    assert {each.request_id for each in sandbox.orphans()} == {theirs}


def test_what_deploy_makes_is_no_orphan_for_a_sweep(run: Run, past: Past) -> None:
    assert len(CLI_TAG) <= 20
    accepted = deployed(run)
    assert CLI_TAG in past.sandbox.deployments[0].tags
    assert run("sweep", "--yes").err == "There is nothing to stop.\n"
    with Edgegap() as edgegap:
        # As when `edgegap deploy --wait` is killed, or cannot delete the tag when it hands over.
        killed = edgegap.deployments.create(**ORDER, tags=[CLI_TAG, "launching"]).request_id
    assert run("tags", "add", accepted, "mine").status == 0
    past.go_on(hours=2, minutes=55)
    with Edgegap() as edgegap:
        for tag, kept in (("mine", accepted), ("launching", killed)):
            for is_dry in (True, False):
                (found,) = edgegap.deployments.sweep(tag=tag, dry_run=is_dry)
                assert (found.request_id, found.since, found.stopped) == (kept, None, False)
                assert "edgegap stop --created-by-cli" in found.reason
    swept = run("sweep", "--yes")
    assert swept.status == 0
    assert swept.out.startswith(f"{killed} left alone: ")
    refused = run("sweep", "--tag", CLI_TAG, "--older-than", "3h", "--yes")
    assert refused.status == 2
    assert "edgegap stop --created-by-cli --older-than 10800" in " ".join(refused.err.split())
    assert running(past) == {accepted, killed}


def test_a_sweep_stops_what_it_has_listed_before_the_question_and_nothing_else(
    run: Run, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    def orphan() -> str:
        with Edgegap() as edgegap:
            found = edgegap.deployments.create(**ORDER, tags=["launching"]).request_id
        past.go_on(minutes=1)
        return found

    listed = orphan()
    late: list[str] = []

    def confirm(*_: object, **__: object) -> None:
        late.append(orphan())  # it is old enough now, too

    monkeypatch.setattr("edgegap_client.cli.session.Session.confirm", confirm)
    swept = run("sweep")
    assert swept.status == 0
    assert swept.err.startswith(f"{listed}: it has had the tag launching since ")
    assert [line.split()[:2] for line in swept.out.splitlines()] == [[listed, "stopped:"]]
    assert running(past) == set(late)


@pytest.mark.usefixtures("game")
def test_without_a_terminal_the_plan_is_shown_and_nothing_is_stopped(
    run: Run, sandbox: Sandbox, edgegap: Edgegap
) -> None:
    ids = [launch(edgegap, "batch"), launch(edgegap, "batch")]
    kept = launch(edgegap, "kept")
    sandbox.requests.clear()
    for command in (["--tag", "batch"], ids):
        ran = run("stop", *command)
        assert (ran.status, ran.out) == (2, "")
        assert [line.split()[:4] for line in ran.err.splitlines()[:3]] == [
            ["ID", "STATE", "APP", "VERSION"],
            *([each, "ready", "my-game", "v1"] for each in ids),
        ]
        assert "--yes" in ran.err
        assert kept not in ran.err
    dry = run("stop", "--tag", "batch", "--dry-run")
    assert "bulk-stop" in dry.out
    assert dry.err.splitlines()[1].startswith(ids[0])
    assert changes(sandbox) == []
    with_status = run("stop", "--tag", "batch", "--json")
    assert with_status.status == 2
    assert with_status.err.startswith("{"), "one document"


@pytest.mark.usefixtures("game")
def test_who_is_asked_sees_the_plan_with_json_too(edgegap: Edgegap, sandbox: Sandbox) -> None:
    deployment_id = launch(edgegap, "batch")
    screen = terminal("stop", "--tag", "batch", "--json", typed={r"Stop deployment \w+\? \[y/N\]: ": "n\r"})
    assert screen.status == 1
    assert [line.split()[0] for line in screen.text.splitlines()[:2]] == ["ID", deployment_id]
    assert len(sandbox.running) == 1


@pytest.mark.usefixtures("game")
def test_the_question_comes_after_the_plan(sandbox: Sandbox, edgegap: Edgegap) -> None:
    ids = [launch(edgegap, "batch"), launch(edgegap, "batch")]
    question = r"Stop these 2 deployments\? \[y/N\]: "
    screen = terminal("stop", "--tag", "batch", typed={question: "n\r"})
    assert screen.status == 1
    lines = screen.text.splitlines()
    assert [line.split()[0] for line in lines[-5:-2]] == ["ID", *ids], lines
    assert "Nothing was done." in lines[-1]
    assert len(sandbox.running) == 2
    screen = terminal("stop", "--tag", "batch", "--wait", typed={question: "y\r"})
    assert screen.status == 0
    assert f"{ids[0]} stopped" in screen.text
    assert not sandbox.orphans()
