"""What the documentation shows is true: every code block runs, as a reader would run it, and is typed strictly.

The blocks of a page run in their order, in a folder and against a sandbox of their own. A comment before a block says
what it needs besides: `needs: NAME` is a function `need_NAME` below, `fails` that its command fails, `runs: until the
page ends` that it does not return, `shows: a sample` that only the headings of the tables are the same elsewhere.
`python -m venv` and the like are not run; `pip install` and `make` are checked to
be possible.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unittest import mock

import aiohttp.web
import griffe
import httpx
import pytest
import redis
import redis.asyncio  # pyright: ignore[reportUnusedImport]  # which makes it a part of redis
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML
from starlette.applications import Starlette

import edgegap_client
from docs import hooks
from edgegap_client import AsyncEdgegap, Edgegap, errors
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import Deployment
from edgegap_client.replicas import Replicas
from edgegap_client.sandbox import Clock, Sandbox, SandboxMatchmaker, pytest_plugin
from edgegap_client.serialization import json_default
from edgegap_client.webhooks import WebhookReceiver

from ..servers.ports import unused_port
from ..servers.programs import installed, needed
from ..servers.redis import running_redis
from ..servers.services import serving
from ..spec import OPERATIONS, SPEC
from .pages import DOCS, PAGES, ROOT, Block, blocks, blocks_of, links, matches, readers_of
from .preview import AssigningMatchmaker, preview_names

TOKEN: Final = "an-organisation"
# Followed by tests/repository/test_api_changed.py, in a repository of its own, by tests/test_cli.py, and by
# tests/test_rolling_restart.py, as processes in the place of containers.
ELSEWHERE: Final = tuple(DOCS / "how-to" / f"{name}.md" for name in ("api-changed", "command-line", "replicas"))
# Their blocks of this language need other packages: tests/observers, test_fixtures.py and test_pages.py, run them.
OBSERVED_PAGES: Final = tuple(
    DOCS / "how-to" / f"{name}.md" for name in ("discord", "monitoring", "pandas", "respx", "task-queues", "testing")
)
OBSERVED: Final = "py"
RUNS: Final = "runs: until the page ends"
FAILS: Final = "fails"
SAMPLE: Final = "shows: a sample"
# The tutorial's environment is that of the tests here.
NOT_RUN: Final = (
    "python3 -m venv ../edgegap-tutorial",
    ". ../edgegap-tutorial/bin/activate",
    "cd ../edgegap-tutorial",
)
# Ports that the pages name; free ones take their place.
PORTS: Final = ("6379", "8000", "8080")
FAMILIES: Final = ("ClientError", "Outcome", "StatusError", "TransportError")
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TARGETS: Final = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


# The configurations that the notes on the pages show: see docs/hooks.py.
CASUAL: Final[dict[str, Any]] = json.loads((DOCS / "examples" / "matchmaker.json").read_text("utf-8"))
INDEXED: Final[dict[str, Any]] = json.loads((DOCS / "examples" / "server-browser.json").read_text("utf-8"))


class Reader:
    """Does what a page says, from its first block to its last."""

    def __init__(self, sandbox: Sandbox, base_url: str, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder / "page"
        self.folder.mkdir()
        # Where pages say `python examples/...`, as in a clone.
        (self.folder / "examples").symlink_to(ROOT / "examples")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAKE", "EDGEGAP_"))}
        self.environment = {
            **kept,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
            "EDGEGAP_BASE_URL": base_url,
            "EDGEGAP_API_TOKEN": TOKEN,
            # The contexts and the keyring of who runs the tests are left alone.
            "EDGEGAP_CONFIG_DIR": str(folder / "settings"),
            "CI": "true",
        }
        self._ports: dict[str, int] = {}
        self.matchmakers: list[SandboxMatchmaker] = []
        self.servers = ExitStack()
        self._started: list[subprocess.Popen[str]] = []

    def port(self, named: str) -> int:
        """The free port in place of one that the page names."""
        if named not in self._ports:
            self._ports[named] = unused_port()
        return self._ports[named]

    def named(self, word: str) -> str:
        """A word, with the port that the page names."""
        return {str(free): named for named, free in self._ports.items()}.get(word, word)

    def read(self, block: Block) -> None:
        """Do what a block says."""
        text = re.sub(rf"\b({'|'.join(PORTS)})\b", lambda found: str(self.port(found[1])), block.text)
        block = replace(block, text=text)
        for note in block.notes:
            if note.startswith("needs: "):
                globals()[f"need_{note.removeprefix('needs: ')}"](self)
            else:
                assert note in (RUNS, FAILS, SAMPLE), f"{block.place}: what is {note!r}?"
        if block.language == "python":
            self._save(block)
        elif block.language == "toml":
            tomllib.loads(block.text)
        elif block.language == "yaml":
            check_manifests(self, block) if "apiVersion" in block.text else check_workflow(block.text)
        elif block.language == "json":
            json.loads(block.text)
            if block.title:
                (self.folder / block.title).write_text(block.text, "utf-8")
        else:
            for command, shown in block.commands():
                self._follow(block, command, shown)

    def _save(self, block: Block) -> None:
        if block.title:  # run by a command of the page
            (self.folder / block.title).write_text(block.text, "utf-8")
            return
        name = f"{'test_block' if block.is_test else 'block'}.py"
        (self.folder / name).write_text(block.text, "utf-8")
        options = "-q -p no:cacheprovider -o asyncio_default_fixture_loop_scope=function"
        self.run(block, f"python -W error {f'-m pytest {options} {name}' if block.is_test else name}")

    def _follow(self, block: Block, command: str, shown: str) -> None:
        if command in NOT_RUN:
            return
        words = shlex.split(command)
        if words[:2] == ["pip", "install"]:
            check_install([word for word in words[2:] if not word.startswith("-")])
        elif words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= set(TARGETS), f"{block.place}: {command}"
        elif words[0] == "export":
            self.environment.update((name, value) for name, _, value in (word.partition("=") for word in words[1:]))
        elif RUNS in block.notes:
            self._start(block, command, shown, int(words[words.index("--port") + 1]))
        else:
            printed = self.run(block, command)
            if SAMPLE in block.notes:
                shown, printed = headings(shown), headings(printed)
                assert shown, f"{block.place}: no table"
            assert matches(shown, printed), f"{block.place}: {command}\n{printed}"

    def run(self, block: Block, command: str) -> str:
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        assert (ran.returncode != 0) is (FAILS in block.notes), f"{block.place}: {command}\n{ran.stdout}"
        return ran.stdout

    def _start(self, block: Block, command: str, shown: str, port: int) -> None:
        printed = self.folder / f"printed-{port}"
        with printed.open("w") as output:
            started = subprocess.Popen(
                ["bash", "-c", command],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                text=True,
                start_new_session=True,
            )
        self._started.append(started)
        wait_for(port, started)
        until = time.monotonic() + 20
        while not matches(shown, printed.read_text("utf-8")):
            assert time.monotonic() < until, f"{block.place}: {command}\n{printed.read_text('utf-8')}"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop what runs until the page ends."""
        for started in self._started:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
        self.servers.close()


def wait_for(port: int, started: subprocess.Popen[str]) -> None:
    """Wait until a process that was just started listens."""
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            assert started.poll() is None, f"{started.args!r} has ended"
            assert time.monotonic() < until, f"{started.args!r} does not listen on {port}"
        time.sleep(0.05)


def check_install(wanted: list[str]) -> None:
    """What is installed is this package, with extras that it has, or what is among our tools, too."""
    for text in wanted:
        requirement = Requirement(re.sub(r"^\.", PROJECT["name"], text))
        if requirement.name not in ("fastapi", "pytest", "starlette", "uvicorn"):
            assert canonicalize_name(requirement.name) == PROJECT["name"], text
            assert requirement.extras <= set(PROJECT["optional-dependencies"]), text


def headings(text: str) -> str:
    """The headings of the tables in a text, a line for each table."""
    return "".join(f"{' '.join(line.split())}\n" for line in text.splitlines() if line == line.upper() and "  " in line)


def check_workflow(text: str) -> None:
    """A workflow gives each input that our action needs, and none that it does not know."""
    yaml: Any = YAML(typ="safe")
    action = yaml.load((ROOT / "action" / "action.yml").read_text("utf-8"))
    (job,) = yaml.load(text)["jobs"].values()
    (given,) = (step["with"] for step in job["steps"] if step["uses"] == "./.github/actions/edgegap")
    required = {name for name, each in action["inputs"].items() if each.get("required")}
    assert required <= given.keys() <= action["inputs"].keys()


def check_manifests(reader: Reader, block: Block) -> None:
    """Manifests of Kubernetes: a job does what its command says, and a replica is started as the compose file does."""
    yaml: Any = YAML(typ="safe")
    compose = yaml.load((ROOT / "examples" / "replicas" / "compose.yaml").read_text("utf-8"))
    replica = compose["services"]["matchmaker-1"]
    for manifest in yaml.load_all(block.text):
        template = manifest["spec"].get("jobTemplate", manifest)["spec"]["template"]["spec"]
        (container,) = template["containers"]
        environment = {each["name"] for each in container["env"]}
        if manifest["kind"] == "CronJob":
            reader.run(block, shlex.join(container["command"]))
            assert environment == {"EDGEGAP_API_TOKEN"}
        else:
            assert [reader.named(word) for word in container["command"]] == shlex.split(replica["command"])
            assert environment - {"DRAIN_SECONDS"} == replica["environment"].keys() - {"EDGEGAP_BASE_URL"}
            assert template["terminationGracePeriodSeconds"] == 100


def need_my_game(reader: Reader) -> None:
    """The version `v1` of the application `my-game`."""
    if not any(request.path.endswith("/my-game/version") for request in reader.sandbox.requests):
        reader.sandbox.add_version("my-game", "v1", token=TOKEN)


def need_deployment(reader: Reader) -> None:
    """The variables of a container, of a deployment that runs."""
    need_my_game(reader)
    with Edgegap(TOKEN, base_url=reader.environment["EDGEGAP_BASE_URL"], poll_interval=0.1) as edgegap:
        players = users_from_ips(["8.8.8.8"])
        deployment = edgegap.deployments.launch(application="my-game", version="v1", users=players)
    reader.environment.update(reader.sandbox.environment(deployment.request_id))


def need_matchmaker(reader: Reader) -> None:
    """A matchmaker that assigns a server to every ticket that is read."""
    service = AssigningMatchmaker()
    url = reader.servers.enter_context(serving(service))
    reader.environment.update(EDGEGAP_MATCHMAKER_URL=url, EDGEGAP_MATCHMAKER_TOKEN=service.token)


def need_casual_matchmaker(reader: Reader) -> None:
    """A matchmaker with the profile `casual`: two players of the same `mode` make a match."""
    need_my_game(reader)
    if not reader.matchmakers:
        reader.matchmakers.append(reader.sandbox.add_matchmaker(CASUAL, organisation=TOKEN))
        url = reader.servers.enter_context(reader.matchmakers[0].serve())
        reader.environment.update(EDGEGAP_MATCHMAKER_URL=url, EDGEGAP_MATCHMAKER_TOKEN=reader.matchmakers[0].token)


def need_server_browser(reader: Reader) -> None:
    """A server browser whose servers have the indexed metadata `mode`."""
    service = reader.sandbox.add_server_browser(INDEXED, organisation=TOKEN)
    url = reader.servers.enter_context(service.serve())
    reader.environment.update(
        EDGEGAP_SB_URL=url,
        EDGEGAP_SB_SERVER_TOKEN=service.server_token,
        EDGEGAP_SB_CLIENT_TOKEN=service.client_token,
    )


def need_redis(reader: Reader) -> None:
    """A Redis server. Without one, each process keeps the limits by itself, as the page says."""
    if installed("redis-server"):
        reader.servers.enter_context(running_redis(reader.folder, reader.port("6379")))


def need_redis_server(reader: Reader) -> None:
    """A Redis server. Without one, the rest of the page is skipped."""
    needed("redis-server")
    need_redis(reader)


def need_replicas(reader: Reader) -> None:
    """A process that shares a Redis, has sent a request, and of which a webhook is known."""
    needed("redis-server")
    replicas = reader.servers.enter_context(Replicas(f"redis://localhost:{reader.port('6379')}"))
    base_url = reader.environment["EDGEGAP_BASE_URL"]
    edgegap = reader.servers.enter_context(Edgegap(TOKEN, base_url=base_url, replicas=replicas))
    list(edgegap.deployments.list(limit=1))
    edgegap.deployments.wake("8f41ac0dd2b7")
    until = time.monotonic() + 20
    while not ((report := replicas.report()).limits and report.webhooks):
        assert time.monotonic() < until, report
        time.sleep(0.05)


def need_repositories(reader: Reader) -> None:
    """A repository of the reader's, and beside it one of this package."""
    who = {f"GIT_{role}_{what}": "test@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    reader.environment.update(who)
    outer = reader.folder.parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(edgegap_client.__file__).parent, outer / "edgegap_client" / "edgegap_client", ignore=ignored)
    (outer / "game").mkdir()
    (outer / "game" / "README.md").touch()
    for name in ("edgegap_client", "game"):
        command = "git init --quiet . && git add . && git commit --quiet --message Start"
        subprocess.run(["bash", "-c", command], cwd=outer / name, env=reader.environment, check=True)
    reader.folder = outer / "game"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    sandbox = Sandbox()
    with sandbox.serve() as base_url:
        reader = Reader(sandbox, base_url, tmp_path)
        try:
            yield reader
        finally:
            reader.stop()
    sandbox.close()


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize(
    ("page", "tab"),
    [
        pytest.param(page, tab, id="-".join(filter(None, (name_of(page), tab))))
        for page in PAGES
        if page not in ELSEWHERE and blocks(page)
        for tab in readers_of(page)
    ],
)
def test_what_a_page_shows_works(reader: Reader, page: Path, tab: str) -> None:
    for block in blocks(page):
        if block.tab in ("", tab):
            reader.read(block)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_block_of_a_page_is_left_out(page: Path) -> None:
    found = [block for block in blocks(page) if block.language != OBSERVED or page not in OBSERVED_PAGES]
    data = ("python", "toml", "yaml", "json", *(["diff"] if page in ELSEWHERE else []))
    commands = [command for block in found if block.language not in data for command, _ in block.commands()]
    for block in found:
        assert block.language in ("sh", "console", *data), f"{block.place} is in {block.language!r}, which is not run"
        assert block.language in data or list(block.commands()), f"{block.place} has no command"
        runs = not block.title or any(block.title.partition(".")[0] in command for command in commands)
        assert runs, f"{block.place}: no command runs {block.title}"


CLIENT: Final = re.compile(r"\b((Async)?(Edgegap|Matchmaker|ServerBrowser|ServerToken)|AuthenticatedClient)\b")
# Samples without tabs for both clients: page, title and reason.
ONE_CLIENT: Final = {
    ("README.md", ""): "the first screen shows ten lines",
    ("docs/how-to/fastapi.md", "service.py"): "the framework has an event loop",
    ("docs/how-to/matchmaker.md", "matchmaker.py"): "the framework has an event loop",
    ("docs/how-to/matchmaking-backend.md", "backend.py"): "the framework has an event loop",
    ("docs/how-to/several-processes.md", ""): "it is about event loops",
}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_sample_with_a_client_is_shown_for_both_clients(page: Path) -> None:
    samples = [block for block in blocks(page) if block.language == "python" and CLIENT.search(block.text)]
    tabs = Counter(block.tab for block in samples)
    assert tabs["Sync"] == tabs["Async"]
    one_client = [(name_of(page), block.title) for block in samples if not block.tab]
    assert one_client == [known for known in ONE_CLIENT if known[0] == name_of(page)]


def test_a_page_that_lies_is_caught(reader: Reader) -> None:
    def read(*lines: str) -> None:
        for block in blocks_of("".join(f"{line}\n" for line in lines), "page"):
            reader.read(block)

    read("<!-- needs: my_game -->", "```python", "import edgegap_client", "```")
    read("```console", "$ echo 1; echo 2; echo 3", "1", "...", "3", "```")
    read("<!-- shows: a sample -->", "```console", "$ echo 'PID  NAME'; echo '7  x'", "PID    NAME", "1  y", "```")
    read("```console", "$ echo '7 s: READY'", "2 s: READY", "```")
    for lie in (
        ("```console", "$ echo '7 s: ERROR'", "2 s: READY", "```"),
        ("```console", "$ echo took 7 s", "took 2 s", "```"),
        ("<!-- shows: a sample -->", "```console", "$ echo 'PID  NAME'; echo '7  x'", "PID  HOST", "1    y", "```"),
        ("```python", "from edgegap_client import Edgegab", "```"),
        ("```python", "", "def test_it() -> None:", "    assert False", "```"),
        ("```console", "$ echo 1", "2", "```"),
        ("```console", "$ false", "```"),
        ("<!-- fails -->", "```sh", "true", "```"),
        ("<!-- will work -->", "```sh", "true", "```"),
        ("```sh", "pip install 'edgegap-client[kitchen-sink]'", "```"),
        ("```sh", "make coffee", "```"),
        (
            '=== "Sync"',
            "",
            "    ```sh",
            "    true",
            "    ```",
            "",
            '=== "Async"',
            "",
            "    ```sh",
            "    false",
            "    ```",
        ),
    ):
        with pytest.raises(AssertionError):
            read(*lie)
    with pytest.raises(KeyError):
        read("<!-- needs: luck -->", "```sh", "true", "```")


def test_the_figures_page_hides_nothing() -> None:
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))
    page = hooks.figures_page(results)
    assert all(name in page for name in (*(figure["name"] for figure in results["figures"]), *results["peers"]))
    assert page.count("| missed |") == sum(figure["is_met"] is False for figure in results["figures"])


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("reference/settings.md", set(inspect.signature(AsyncEdgegap).parameters)),
        ("reference/settings.md", {"EDGEGAP_API_TOKEN", "EDGEGAP_BASE_URL", "EDGEGAP_BACKEND"}),
        ("explanation/errors.md", {name for name in errors.__all__ if name not in FAMILIES}),
        ("how-to/testing.md", {name for name in vars(pytest_plugin) if "edgegap" in name and name == name.lower()}),
        ("how-to/everyday.md", {tag["name"] for tag in SPEC["tags"]}),
        ("CONTRIBUTING.md", {"make demo", "make test", "make docs", "make generate", "make check-generated"}),
    ],
)
def test_what_a_page_lists_is_whole(page: str, names: set[str]) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", text)] == []


def test_the_reference_of_the_sandbox_has_each_option() -> None:
    command = [sys.executable, "-m", "edgegap_client.sandbox", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "200"})
    page = (DOCS / "reference" / "sandbox.md").read_text("utf-8")
    options = set(re.findall(r"(?m)^  (--[a-z-]+)", told.stdout))
    assert options == set(re.findall(r"`(--[a-z-]+)", page))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_counts_the_operations_right(page: Path) -> None:
    counted = re.findall(r"\b(\d+) (?:operations|requests:)", page.read_text("utf-8"))
    assert set(counted) <= {str(len(OPERATIONS))}


def test_the_reference_of_the_container_has_each_variable(reader: Reader) -> None:
    need_deployment(reader)
    page = (DOCS / "reference" / "container.md").read_text("utf-8")
    injected = {name for name in reader.environment if name.startswith("ARBITRIUM_")}
    assert len(injected) > 20
    known = {re.sub("PORT_GAMEPORT_.*", "PORT_<NAME>_INTERNAL", name) for name in injected}
    assert [name for name in sorted(known) if f"`{name}`" not in page] == []


def test_links_of_the_readme_lead_somewhere() -> None:
    found = [link for link in links(ROOT / "README.md") if not link.startswith("https://")]
    assert len(found) > 20
    assert [link for link in found if not (ROOT / link).exists()] == []


def test_the_readme_is_short_and_its_figures_are_those_of_the_results() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) <= 120
    figures = {
        "CPU time of one async GET, decoded": "one GET decoded into its model, async, CPU",
        "CPU time of one sync GET, decoded": "one GET decoded into its model, sync, CPU",
        "wall time of 50 concurrent GETs": "50 concurrent GETs, wall",
        "wall time of 500 concurrent GETs": "500 concurrent GETs, wall",
        "CPU time of a list of 10,000 deployments, decoded": "listing 10,000 deployments, CPU",
        "CPU time of the import and the first client": "import, first usable client, one endpoint and model",
    }
    shown = {name: float(value) for name, value in re.findall(r"(?m)^\| (.*) \| ([\d.]+) times \|$", readme)}
    assert shown.keys() == figures.keys()
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))
    measured = {figure["name"]: figure["value"] for figure in results["figures"] if figure["unit"] == "x"}
    for name, value in shown.items():
        assert value == pytest.approx(measured[figures[name]], rel=0.1), name


def test_the_readme_tells_how_to_install_before_there_is_a_release() -> None:
    released = "- unreleased" not in (ROOT / "CHANGELOG.md").read_text("utf-8").split("## ")[1]
    assert ("is not released to PyPI yet" in (ROOT / "README.md").read_text("utf-8")) is not released


def docstrings() -> Iterator[Any]:
    """The code of each docstring that the reference shows, block by block."""
    hidden = ("_sync", "_generated", "_core", "_transport", "_runtime")
    objects: list[Any] = [griffe.load("edgegap_client", search_paths=[Path(edgegap_client.__file__).parents[1]])]
    while objects:
        found = objects.pop()
        objects += [
            each for each in found.members.values() if isinstance(each, griffe.Object) and each.name not in hidden
        ]
        text = inspect.cleandoc(found.docstring.value) if found.docstring else ""
        code = [block.text for block in blocks_of(text, found.path) if block.language != "text"]
        if code and "python -m" not in code[0]:
            yield pytest.param(code, id=found.path.removeprefix("edgegap_client."))


def start_match(edgegap: Edgegap) -> None:
    edgegap.deployments.launch(application="my-game", version="v1", users=users_from_ips(["8.8.8.8"]))


@pytest.mark.parametrize("code", list(docstrings()))
def test_what_a_docstring_shows_works(code: list[str], reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(code)
    in_container = re.search("Container|AsyncBackfill|AsyncServerInstance", text)
    needed = need_deployment if in_container else need_my_game
    needed(reader)
    for name, value in reader.environment.items():
        monkeypatch.setenv(name, value)

    async def run() -> None:
        async with AsyncEdgegap(poll_interval=0.1) as async_edgegap, AsyncExitStack() as services:
            with Edgegap(poll_interval=0.1) as sync_edgegap:
                # What the text around the code speaks of.
                given: dict[str, Any] = {
                    "AsyncEdgegap": AsyncEdgegap,
                    "Replicas": Replicas,
                    "Clock": Clock,
                    "Sandbox": Sandbox,
                    "asyncio": asyncio,
                    "deployment": Deployment.from_dict({"request_id": "1", "ports": {}}),
                    "edgegap": async_edgegap if re.search("await|async", text) else sync_edgegap,
                    "httpx": httpx,
                    "json": json,
                    "json_default": json_default,
                    "measurements_of_ann": {"Chicago": 12.3},
                    "measurements_of_bob": {"Chicago": 88.0},
                    "receiver": WebhookReceiver(),
                    "redis": redis,
                    "request_id": "1",
                    "server": mock.Mock(),
                    "start_match": start_match,
                    "teams": [users_from_ips(["8.8.8.8"]), users_from_ips(["1.1.1.1"])],
                    "users": users_from_ips(["8.8.8.8"]),
                    "web": aiohttp.web,
                }
                if re.search("(?i)matchmak|browser|backfill", text):
                    given |= await services.enter_async_context(preview_names(text, reader.folder, monkeypatch))
                for block in code:
                    given["app"] = aiohttp.web.Application() if "add_post" in block else Starlette()
                    run = compile(block, "docstring", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
                    waiting = eval(run, given)
                    if inspect.isawaitable(waiting):
                        await waiting
                for name in [name for name in given if name.startswith("test_")]:
                    sandbox = Sandbox()
                    with sandbox.serve() as url, Edgegap("sandbox-token", base_url=url, poll_interval=0.1) as client:
                        given[name](edgegap_sandbox=sandbox, edgegap=client)

    asyncio.run(run())


class TestTypes:
    """The blocks of all pages, checked at once by both checkers."""

    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("blocks")
        for block in (block for page in PAGES for block in blocks(page) if block.language == "python"):
            (folder / f"{re.sub(r'[^a-z0-9]+', '_', block.place.lower())}.py").write_text(block.text, "utf-8")
        return folder

    def test_mypy_has_nothing_to_say(self, folder: Path) -> None:
        files = sorted(map(str, folder.glob("*.py")))
        options = ("--config-file", "pyproject.toml", "--no-explicit-package-bases")
        self._check("mypy", *options, *files)

    def test_pyright_has_nothing_to_say(self, folder: Path) -> None:
        config = {"include": ["."], "typeCheckingMode": "strict", "pythonVersion": "3.11", "extraPaths": [str(ROOT)]}
        (folder / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
        self._check("pyright", "-p", str(folder), "--pythonpath", sys.executable)

    @staticmethod
    def _check(tool: str, *arguments: str) -> None:
        command = [sys.executable, "-m", tool, *arguments]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_page_says_how_to_run_its_samples() -> None:
    notes = "<!-- needs: my_game -->\n<!-- needs: casual_matchmaker -->"
    page = f"# Title\n\nText.\n\n{notes}\n```sh\npip install edgegap-client\n```\n"
    shown = hooks.with_note(page, "## 0.1.0 - unreleased\n", 1)
    assert shown.startswith("# Title\n\n<details markdown>\n")
    assert "edgegap sandbox --app-version my-game/v1 -- python sample.py" in shown
    assert '"casual": {' in shown
    assert "not on PyPI" in shown
    assert shown.endswith(page.removeprefix("# Title\n"))
    assert "not on PyPI" not in hooks.with_note(page, "## 0.1.0 - 2026-12-01\n", 1)
    plain = hooks.with_note('# Title\n\n```python\nEdgegap()\n"redis://"\n```\n', "", 0)
    assert "`edgegap sandbox -- python sample.py`" in plain
    assert "the extra `redis`" in plain
    assert hooks.with_note("# Title\n\nText.\n", "", 1) == "# Title\n\nText.\n"


def test_each_need_of_a_page_has_a_note_or_is_for_one_page_only() -> None:
    needs = {name for page in PAGES for name in re.findall(r"<!-- needs: (\w+) -->", page.read_text("utf-8"))}
    assert needs - hooks._NEED_NOTES.keys() - hooks._NEED_ALIASES.keys() == {"repositories"}
