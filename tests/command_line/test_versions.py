"""Versions in CI: copies with another image, and old ones that nobody deploys."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from edgegap_client import Edgegap
from edgegap_client.sandbox import Sandbox

from ..test_cli import SECRET, TOKEN, Run, changes, launch, terminal

COPY = ("versions", "create", "my-game", "v2", "--from", "v1")


@pytest.mark.usefixtures("game")
def test_a_version_is_made_from_another(run: Run, edgegap: Edgegap, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    edgegap.app_versions.update("my-game", "v1", max_duration=60, envs=[{"key": "MODE", "value": "ranked"}])
    ran = run(*COPY, "--tag", "build-812", "--set", "time_to_deploy=40", "--env", "MODE=casual")
    assert (ran.status, ran.out) == (0, "Created version v2 of my-game.\n")
    made = edgegap.app_versions.get("my-game", "v2")
    assert (made.docker_image, made.docker_tag) == ("my-game", "build-812")
    assert (made.max_duration, made.time_to_deploy) == (60, 40)
    assert [(each.key, each.value) for each in made.envs or ()] == [("MODE", "casual")]
    ports = [(each.name, each.port) for each in made.ports or ()]
    assert ports == [("gameport", 7777)]
    assert run("versions", "create", "my-game", "--from", "v1", "--tag", "build-813").status == 0
    assert edgegap.app_versions.get("my-game", "build-813").docker_tag == "build-813"


@pytest.mark.usefixtures("game")
def test_a_version_that_exists_is_no_error_if_it_is_the_same(run: Run, sandbox: Sandbox, edgegap: Edgegap) -> None:
    once = (*COPY, "--tag", "build-812", "--if-not-exists")
    assert run(*once).out == "Created version v2 of my-game.\n"
    assert run(*once).out == "Version v2 of my-game exists already.\n"
    assert run(*once, "--json").data["docker_tag"] == "build-812"
    assert run(*COPY, "--tag", "build-812").status == 5
    other = run(*COPY, "--tag", "build-813", "--if-not-exists")
    assert other.status == 5
    assert "docker_tag 'build-812', not 'build-813'" in other.err
    assert edgegap.app_versions.get("my-game", "v2").docker_tag == "build-812"
    image = ("--image", "docker.io/me/game:1", "--cpu", "256", "--memory", "256", "--if-not-exists")
    new = ("versions", "create", "my-game", "v3", *image)
    assert [run(*new).out, run(*new).out] == [
        "Created version v3 of my-game.\n",
        "Version v3 of my-game exists already.\n",
    ]
    assert run(*new, "--cpu", "512").status == 5
    port = ("--port", "gameport:7777/UDP")
    assert "ports" in run(*new, *port).err, "it has none"
    ported = ("versions", "create", "my-game", "v4", *image)
    assert [run(*ported, *port).status, run(*ported, *port).status] == [0, 0]
    for wrong in (("--port", "gameport:7778"), ("--port", "gameport:7777/TCP"), (*port, "--port", "query:7778")):
        assert run(*ported, *wrong).status == 5, wrong
    sandbox.requests.clear()
    (request,) = run(*COPY, "--tag", "build-814", "--dry-run", "--json").data["requests"]
    assert request["body"]["docker_tag"] == "build-814"
    assert changes(sandbox) == []


@pytest.mark.parametrize("options", [("--tag", "x"), ("--from", "v1"), ("--from", "v1", "--set", "max_duraton=1")])
def test_a_copy_that_cannot_be_right_is_refused(run: Run, sandbox: Sandbox, options: tuple[str, ...]) -> None:
    assert run("versions", "create", "my-game", *options).status == 2
    assert not sandbox.requests


Numbered = Callable[[int], None]


@pytest.fixture
def numbered(sandbox: Sandbox, game: None) -> Numbered:
    """Makes v2, v3 and so on, beside the v1 that is there, each a minute after the last."""

    def make(count: int) -> None:
        for number in range(2, count + 1):
            sandbox.advance(60)
            sandbox.add_version("my-game", f"v{number}", token=TOKEN)
        sandbox.requests.clear()

    return make


def names(edgegap: Edgegap) -> list[str]:
    return sorted(each.name for each in edgegap.app_versions.list("my-game"))


def test_old_versions_are_deleted_but_never_one_that_runs(
    run: Run, sandbox: Sandbox, edgegap: Edgegap, numbered: Numbered
) -> None:
    numbered(7)
    running = launch(edgegap)  # v1
    refused = run("prune", "versions", "my-game", "--keep", "3", "--yes")
    assert refused.status == 5
    assert f"deployment {running} runs it" in refused.err
    assert len(names(edgegap)) == 7
    pruned = run("prune", "versions", "--keep", "3", "--except", "v3", "--unused", "--yes")
    assert (pruned.status, pruned.out) == (0, "Deleted version v4 of my-game.\nDeleted version v2 of my-game.\n")
    assert f"my-game v1 is kept: deployment {running} runs it" in pruned.err
    assert names(edgegap) == ["v1", "v3", "v5", "v6", "v7"]
    assert "nothing to delete" in run("prune", "versions", "--yes").err
    edgegap.deployments.stop(running)
    edgegap.deployments.wait_until_stopped(running)
    sandbox.advance(3600)
    assert run("prune", "versions", "--keep", "4", "--yes", "--json").data == [
        {"application": "my-game", "version": "v1", "deleted": True, "deployments": [], "error": None}
    ]


def test_a_plan_comes_before_the_question(sandbox: Sandbox, edgegap: Edgegap, run: Run, numbered: Numbered) -> None:
    numbered(3)
    ran = run("prune", "versions", "--keep", "1")
    assert (ran.status, ran.out) == (2, "")
    assert [line.split()[:2] for line in ran.err.splitlines()[:3]] == [
        *(["APP", "VERSION"], ["my-game", "v2"], ["my-game", "v1"])
    ]
    assert "--yes" in ran.err
    dry = run("prune", "versions", "--keep", "1", "--dry-run")
    assert re.findall(r"DELETE \S+(/v1/app/\S+)", dry.out) == [
        *("/v1/app/my-game/version/v2", "/v1/app/my-game/version/v1")
    ]
    assert changes(sandbox) == []
    question = r"Delete these 2 versions, and keep 1\? \[y/N\]: "
    assert terminal("prune", "versions", "--keep", "1", typed={question: "n\r"}).status == 1
    assert changes(sandbox) == []
    assert terminal("prune", "versions", "--keep", "1", typed={question: "y\r"}).status == 0
    assert names(edgegap) == ["v3"]


def test_a_version_that_is_deployed_after_the_plan_stays(
    run: Run, edgegap: Edgegap, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered(2)
    deployed: list[str] = []

    def confirm(*_arguments: object, **_options: object) -> None:
        deployed.append(launch(edgegap))

    monkeypatch.setattr("edgegap_client.cli.session.Session.confirm", confirm)
    ran = run("prune", "versions", "--keep", "1")
    assert f"v1 is kept: deployment {deployed[0]} runs it now" in ran.err
    assert names(edgegap) == ["v1", "v2"]


def test_one_that_cannot_be_deleted_does_not_keep_the_others(
    run: Run, sandbox: Sandbox, edgegap: Edgegap, numbered: Numbered
) -> None:
    numbered(3)
    sandbox.faults.add(operation="delete_app_version", status=403, times=1)
    ran = run("prune", "versions", "--keep", "1", "--yes")
    assert (ran.status, ran.out) == (3, "Deleted version v1 of my-game.\n")
    assert names(edgegap) == ["v2", "v3"]
