"""The GitHub Action in `action/`: its steps and scripts, run against the sandbox with a `docker` that only records."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from edgegap_client import Edgegap
from edgegap_client.sandbox import Sandbox, Timing

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FOLDER: Final = ROOT / "action"
SAFE: Final[Any] = YAML(typ="safe")
ACTION: Final[dict[str, Any]] = SAFE.load((FOLDER / "action.yml").read_text("utf-8"))
TOKEN: Final = "ci-token-1234"
PASSWORD: Final = "registry-password-5678"
IMAGE: Final = "registry.edgegap.com/my-project/my-game"
SCRIPTS: Final = ("build.sh", "push.sh", "version.sh", "smoke.sh", "switch.sh", "roll_back.sh", "clean_up.sh")
DOCKER: Final = """#!/usr/bin/env bash
printf '%s\\n' "docker $*" >>"$RECORD"
if [[ $1 == login ]]; then printf 'password %s\\n' "$(cat)" >>"$RECORD"; fi
exit "${DOCKER_STATUS:-0}"
"""
EDGEGAP: Final = f"#!{sys.executable}\nfrom edgegap_client.cli import main\nmain()\n"


class Job:
    """A CI job: a folder, an environment, and programs on its path."""

    def __init__(self, sandbox: Sandbox, base_url: str, folder: Path) -> None:
        self.sandbox = sandbox
        self.record = folder / "record"
        self.output = folder / "output"
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.install("docker", DOCKER)
        self.install("edgegap", EDGEGAP)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("EDGEGAP_", "GITHUB_"))}
        self.environment = {
            **kept,
            "CI": "true",
            "PATH": f"{self.bin}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
            "PYTHONPATH": str(ROOT),
            "EDGEGAP_BASE_URL": base_url,
            "EDGEGAP_CONFIG_DIR": str(folder / "settings"),
            "RECORD": str(self.record),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_ACTION_PATH": str(FOLDER),
        }

    def install(self, name: str, text: str) -> None:
        """Put a program on the path."""
        (self.bin / name).write_text(text, "utf-8")
        (self.bin / name).chmod(0o755)

    def bash(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            # As GitHub runs `shell: bash`.
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        for secret in (TOKEN, PASSWORD):
            assert secret not in ran.stdout + ran.stderr
        return ran

    def script(self, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        given = {"EDGEGAP_API_TOKEN": TOKEN, "APP": "my-game", "LIVE_VERSION": "live", "NEAR": "45.5,-73.6"}
        command = " ".join((f'"$GITHUB_ACTION_PATH/{name}"', *arguments))
        return self.bash(command, **{**given, "IMAGE": IMAGE, "TAG": "build-1", "PROBE": "no", **environment})

    def action(self, **inputs: str) -> list[str]:
        """Run the steps of the action as GitHub does; gives the names of those that were run."""
        defaults = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
        required = {name for name, each in ACTION["inputs"].items() if each.get("required")}
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert required <= given.keys() <= defaults.keys()
        values = {**defaults, **given}
        run: list[str] = []
        for step in ACTION["runs"]["steps"]:
            if condition := step.get("if"):
                match = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) == '(\w+)' \}\}", condition)
                assert match
                if values[match[1]] != match[2]:
                    continue
            assert step["shell"] == "bash"
            assert "${{" not in step["run"], "an input would be run as code"
            environment = {name: _filled(text, values) for name, text in step["env"].items()}
            run.append(step["name"])
            if "pip install" in step["run"]:
                continue  # it is what is tested
            ran = self.bash(step["run"], **environment)
            if ran.returncode:
                run.append(f"failed: {ran.stderr}")
                break
        return run

    @property
    def docker(self) -> list[str]:
        """What docker was called with."""
        return self.record.read_text("utf-8").splitlines() if self.record.exists() else []

    def image_of(self, version: str) -> str:
        with Edgegap(TOKEN, base_url=self.environment["EDGEGAP_BASE_URL"]) as edgegap:
            found = edgegap.app_versions.get("my-game", version)
        return f"{found.docker_repository}/{found.docker_image}:{found.docker_tag}"

    def versions(self) -> list[str]:
        with Edgegap(TOKEN, base_url=self.environment["EDGEGAP_BASE_URL"]) as edgegap:
            return sorted(each.name for each in edgegap.app_versions.list("my-game"))


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: values[match[1]], text)


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    sandbox = Sandbox(timing=Timing(ready_after=0.05, terminating_for=0.05))
    with sandbox.serve() as base_url:
        sandbox.add_version("my-game", "live", token=TOKEN)
        yield Job(sandbox, base_url, tmp_path)
    sandbox.close()


INPUTS: Final = {
    "token": TOKEN,
    "app": "my-game",
    "live_version": "live",
    "image": IMAGE,
    "tag": "build-1",
    "near": "45.5,-73.6",
    "probe": "no",
}


def test_the_action_delivers_a_game_server(job: Job) -> None:
    before = job.image_of("live")
    steps = job.action(**INPUTS, registry_username="robot", registry_password=PASSWORD, build_context="server")
    assert steps == [
        "Install the command line",
        "Build",
        "Push",
        "Create the version",
        "Test the version",
        "Switch, or roll back",
        "Clean up",
    ]
    assert job.docker == [
        f"docker build --tag {IMAGE}:build-1 server",
        "docker login registry.edgegap.com --username robot --password-stdin",
        f"password {PASSWORD}",
        f"docker push {IMAGE}:build-1",
    ]
    assert job.image_of("live") == job.image_of("build-1") == f"{IMAGE}:build-1"
    assert job.output.read_text("utf-8") == f"previous-image={before}\n"
    started = [each.operation_id for each in job.sandbox.requests if each.operation_id == "create_deployment"]
    assert len(started) == 2, "the new version, and the live version with the new image"
    assert not job.sandbox.running

    # A person rolls back with the output of the switch.
    assert job.script("roll_back.sh", PREVIOUS_IMAGE=before).returncode == 0
    assert job.image_of("live") == before


def test_the_action_can_leave_the_live_version_alone(job: Job) -> None:
    before = job.image_of("live")
    steps = job.action(**INPUTS, switch="no")
    assert steps[-1] == "Test the version"
    assert job.image_of("live") == before
    assert job.versions() == ["build-1", "live"]


def test_a_build_that_fails_ends_the_job(job: Job) -> None:
    job.environment["DOCKER_STATUS"] = "3"
    steps = job.action(**INPUTS)
    assert steps[:2] == ["Install the command line", "Build"]
    assert steps[2].startswith("failed")
    assert job.versions() == ["live"]


def test_a_version_that_does_not_start_is_never_switched_to(job: Job) -> None:
    before = job.image_of("live")
    job.sandbox.faults.add(operation="create_deployment", outcome="no_capacity")
    steps = job.action(**INPUTS)
    assert steps[-2] == "Test the version"
    assert job.image_of("live") == before
    assert not job.sandbox.running


def test_a_switch_that_fails_is_rolled_back(job: Job) -> None:
    before = job.image_of("live")
    assert job.script("version.sh").returncode == 0
    job.sandbox.faults.add(operation="create_deployment", outcome="no_capacity")
    ran = job.script("switch.sh")
    assert ran.returncode == 1
    assert f"live of my-game has the image {before} again" in ran.stdout
    assert job.image_of("live") == before
    updates = [each.operation_id for each in job.sandbox.requests if each.operation_id == "update_app_version"]
    assert len(updates) == 2


def test_the_clean_up_keeps_the_live_version_and_the_newest(job: Job) -> None:
    for number in range(1, 5):
        job.sandbox.add_version("my-game", f"build-{number}", token=TOKEN)
    ran = job.script("clean_up.sh", KEEP="2")
    assert ran.returncode == 0, ran.stderr
    assert job.versions() == ["build-3", "build-4", "live"]


def test_the_smoke_test_hands_its_settings_over(job: Job) -> None:
    job.install("edgegap", "#!/usr/bin/env bash\nprintf '<%s>' \"$@\"\n")
    told = job.script("smoke.sh", PROBE="yes", PAYLOAD="a b", EXPECT="pong", SMOKE_TIMEOUT="60", VERSION="live")
    assert told.stdout == (
        "<smoke><my-game><live><--near><45.5,-73.6><--payload><a b><--expect><pong><--wait-timeout><60>"
    )
    assert "<build-1><--here><--no-probe>" in job.script("smoke.sh", NEAR="").stdout
    odd = job.script("smoke.sh", PROBE="maybe")
    assert odd.returncode == 2
    assert "PROBE must be yes or no, got maybe." in odd.stderr


def test_inputs_are_never_run_as_code(job: Job) -> None:
    job.environment["DOCKER_STATUS"] = "3"
    job.action(**{**INPUTS, "build_context": '"; touch hacked; $(touch hacked)'})
    assert job.docker[0].endswith('"; touch hacked; $(touch hacked)')


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_says_what_it_needs(job: Job, name: str) -> None:
    lacking = job.bash(f'"$GITHUB_ACTION_PATH/{name}"')
    assert lacking.returncode != 0
    assert re.search(r": Set [A-Z_]+", lacking.stderr)
    assert job.docker == []
    assert os.access(FOLDER / name, os.X_OK)


def test_each_script_is_a_step_or_a_part_of_one() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(("action.yml", *SCRIPTS))
    steps = "".join(step["run"] for step in ACTION["runs"]["steps"])
    for name in SCRIPTS:
        assert name in steps or (name == "roll_back.sh" and name in (FOLDER / "switch.sh").read_text("utf-8"))
