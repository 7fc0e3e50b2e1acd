"""`edgegap deployments list`: a line for each deployment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from edgegap_client import Edgegap
from edgegap_client.beacons import users_from_coordinates, users_from_ips
from edgegap_client.cli.deployment_rows import read_age, short_age
from edgegap_client.sandbox import Sandbox

from ..test_cli import ESCAPE, TOKEN, Run, launch, process, terminal, until

ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}
COLOURED: Final = re.compile(r"\x1b\[[0-9;]*(3[0-9]|9[0-7]|38;[25];[0-9;]+)m")


def statuses_read(sandbox: Sandbox) -> int:
    return [each.operation_id for each in sandbox.requests].count("get_deployment")


@pytest.mark.usefixtures("game")
def test_sixty_deployments_are_sixty_lines_of_eighty_columns(sandbox: Sandbox, edgegap: Edgegap) -> None:
    ids = [edgegap.deployments.create(**ORDER, tags=["ranked-match", f"lobby-{n:03}"]).request_id for n in range(60)]
    until(lambda: len(sandbox.running) == 60)
    lines = terminal("deployments", "list", columns=80).text.splitlines()[-61:]
    assert lines[0].split() == ["ID", "STATE", "APP", "VERSION", "AGE", "CITY", "TAGS"]
    assert max(map(len, lines)) <= 80
    assert {line.split()[0] for line in lines[1:]} == set(ids)
    for line in lines[1:]:
        assert re.match(r"[0-9a-f]{12}  ready  my-game +v1 +\d+s +\w.*  ranked-match, lobby-\d{3}$", line)


@pytest.mark.usefixtures("game")
def test_an_id_is_never_cut_however_narrow_the_terminal(edgegap: Edgegap) -> None:
    tag = "a-tag-of-more-than-thirty-characters"
    deployment = edgegap.deployments.create(**ORDER, tags=[tag, "another-tag-of-some-length"]).request_id
    edgegap.deployments.wait_until_ready(deployment)
    for columns in (80, 60, 20):
        lines = [line for line in terminal("deployments", "list", columns=columns).text.splitlines() if line]
        table = [line for line in lines if not line.startswith("The terminal")]
        assert len([line for line in table if line.startswith((deployment, "ID"))]) == 2
        assert max(map(len, table[:2])) <= columns
        assert ("…" in table[1]) is (columns > 20)
        assert any(line.startswith("The terminal is too") for line in lines) is (columns == 20)
    assert f"{tag}, another-tag-of-some-length" in process("deployments", "list").out, "a pipe has no width"


@pytest.mark.usefixtures("game")
def test_a_state_has_a_colour_only_where_that_is_wanted(sandbox: Sandbox, edgegap: Edgegap) -> None:
    launch(edgegap)
    sandbox.faults.add(operation="create_deployment", outcome="error", times=1)
    failed = edgegap.deployments.create(**ORDER).request_id
    until(lambda: edgegap.deployments.get(failed).status == "ERROR")
    raw = terminal("deployments", "list").raw
    assert re.search(r"\x1b\[32mready", raw)
    assert re.search(r"\x1b\[1;31merror", raw)
    assert not COLOURED.search(terminal("deployments", "list", NO_COLOR="1").raw)
    assert ESCAPE not in terminal("deployments", "list", TERM="dumb").raw
    assert ESCAPE not in process("deployments", "list", FORCE_COLOR="1").out


@pytest.mark.usefixtures("game")
def test_only_what_is_shown_is_read(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    deployment = launch(edgegap, "mine")
    sandbox.requests.clear()
    ran = run("deployments", "list", "--columns", "tags, id")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["TAGS", "mine,"]
    assert statuses_read(sandbox) == 0
    assert run("deployments", "list", "--columns", "id,city").out.split()[2] == deployment
    assert statuses_read(sandbox) == 1
    wrong = run("deployments", "list", "--columns", "id,town")
    assert wrong.status == 2
    assert "'town'" in wrong.err
    assert "city" in wrong.err


@pytest.mark.usefixtures("game")
def test_deployments_are_sorted_and_limited(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    sandbox.add_version("other-game", "v2", token=TOKEN)
    second: dict[str, Any] = {
        **ORDER,
        "application": "other-game",
        "version": "v2",
        "users": users_from_coordinates([(35.7, 139.7)]),
    }
    ids = [edgegap.deployments.create(**order).request_id for order in (ORDER, second, ORDER)]
    until(lambda: len(sandbox.running) == 3)

    def listed(*options: str) -> list[str]:
        return [each["id"] for each in run("deployments", "list", "--columns", "id", *options, "--json").data]

    assert listed() == ids[::-1], "the youngest first"
    assert listed("--limit", "2") == ids[:0:-1]
    assert listed("--sort", "-age") == ids
    assert listed("--sort", "-age", "--limit", "1") == ids[:1]
    assert listed("--sort", "app")[-1] == ids[1]
    assert listed("--sort", "-app", "--limit", "1") == [ids[1]]
    by_start = run("deployments", "list", "--columns", "started", "--sort", "-started", "--json").data
    assert by_start == sorted(by_start, key=lambda each: each["started"], reverse=True)
    assert run("deployments", "list", "--sort", "size").status == 2
    assert run("deployments", "list", "--sort", "id,age").status == 2


@pytest.mark.usefixtures("game")
def test_json_has_the_fields_of_the_status_or_the_chosen_columns(run: Run, edgegap: Edgegap) -> None:
    deployment = launch(edgegap, "mine")
    (whole,) = run("deployments", "list", "--json").data
    assert (whole["request_id"], whole["ready"], whole["app_version"]) == (deployment, True, "v1")
    assert whole["location"]["city"]
    (chosen,) = run("deployments", "list", "--columns", "id,state,age,tags", "--json").data
    assert (chosen["id"], chosen["state"]) == (deployment, "ready")
    assert 0 <= chosen["age"] < 3600
    assert chosen["tags"][0] == "mine"


@pytest.mark.usefixtures("game")
def test_a_status_that_cannot_be_read_hides_no_line(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    ids = {launch(edgegap), launch(edgegap)}
    sandbox.faults.add(operation="get_deployment", status=410, times=1)
    rows = run("deployments", "list", "--columns", "id,state,city", "--json").data
    assert {each["id"] for each in rows} == ids
    assert {each["state"] for each in rows} == {"ready", "ended"}
    sandbox.faults.add(operation="get_deployment", status=500)
    ran = run("deployments", "list", "--columns", "id,city", "--timeout", "1")
    assert {line.split()[0] for line in ran.out.splitlines()[1:]} == ids
    assert ran.err.startswith("the status of 2 deployments could not be read, so some columns are empty: ")
    sandbox.faults.clear()
    sandbox.faults.add(operation="get_deployment", status=403)
    assert run("deployments", "list").status == 3


@pytest.mark.usefixtures("game")
def test_watching_shows_what_is_new_and_reads_no_status_twice(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    old = launch(edgegap)
    sandbox.requests.clear()
    watch = ("deployments", "list", "--watch", "--interval", "0.2")
    screen = terminal(*watch, typed={r"1 deployment(?s:.*)\x1b\[1A(?s:.*)1 deployment": "\x03"})
    assert screen.status == 0
    assert old in screen.text
    assert statuses_read(sandbox) == 1
    assert run(*watch).out.splitlines()[1].startswith(old), "once without a terminal"
    assert run(*watch, "--json").data[0]["request_id"] == old


def test_a_live_list_goes_on_when_a_look_fails(sandbox: Sandbox, base_url: str) -> None:
    sandbox.faults.add(operation="list_deployments", status=500, nth=range(2, 1000))
    screen = terminal(
        *("deployments", "list", "--watch", "--interval", "0.1", "--timeout", "0.3", "--base-url", base_url),
        typed={"The last read failed": "\x03"},
    )
    assert screen.status == 0


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0s"), (119, "119s"), (120, "2m"), (7199, "119m"), (7200, "2h"), (172800, "2d")]
)
def test_ages_are_short(seconds: float, shown: str) -> None:
    assert short_age(seconds) == shown


def test_ages_are_read() -> None:
    assert read_age("1.5h") == timedelta(minutes=90)
    assert datetime.now(UTC) - read_age("1d") < datetime.now(UTC)
