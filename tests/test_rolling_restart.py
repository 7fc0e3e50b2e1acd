"""Several replicas of the matchmaker behind nginx: what a rolling restart and a killed replica do to matches."""

from __future__ import annotations

import ipaddress
import itertools
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from edgegap_client.sandbox import Sandbox, Timing
from examples import matchmaker

from .servers.ledgers import redis_entries
from .servers.replicas import COMPOSE, FOLDER, REPLICAS, ROOT, SERVICES, Machine
from .test_launch import prepare

COMMANDS = {"uvicorn": SERVICES[REPLICAS[0]]["command"], "gunicorn": COMPOSE["x-gunicorn"]["command"]}
TOKEN = "anything"
PLAYERS = 5
MATCHES = 30


class Players:
    """Ask for matches, one after the other in each of some threads, until it ends. This object owns what they get.

    They retry a request that failed, as the page says: with the same match.

    Attributes:
        servers: The ids of the deployments that each match got, once for each response.
        statuses: How often each status came; 0 is a connection that was lost.
    """

    def __init__(self, url: str) -> None:
        self.servers: dict[str, list[str]] = {}
        self.statuses: Counter[int] = Counter()
        self._url = url
        self._numbers = itertools.count()
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._play, daemon=True) for _ in range(PLAYERS)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _play(self) -> None:
        with httpx.Client(base_url=self._url, timeout=100) as client:
            while not self._is_over.is_set():
                self._ask(client, f"{next(self._numbers)}")

    def _ask(self, client: httpx.Client, match: str) -> None:
        self.servers[match] = []
        while True:
            try:
                response = client.post("/matches", json={"players": ["8.8.8.8"], "match": match})
            except httpx.TransportError:
                self.statuses[0] += 1
                continue
            self.statuses[response.status_code] += 1
            if response.status_code == 200:
                self.servers[match].append(response.json()["id"])
                return
            time.sleep(0.1)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=Timing(ready_after=1.0), seed=1)
    prepare(made, TOKEN)
    yield made
    made.close()


def until(condition: Callable[[], object]) -> None:
    """Wait for what must come, however slow the computer is."""
    deadline = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.05)


def machine_of(folder: Path, sandbox_url: str) -> Machine:
    """Everything but the sandbox as processes; the sandbox of a test shows what runs."""
    return Machine(folder, **{"sandbox:8080": sandbox_url.removeprefix("http://")})


@pytest.mark.timeout(300)
@pytest.mark.parametrize("server", COMMANDS)
def test_a_rolling_restart_loses_no_match(sandbox: Sandbox, tmp_path: Path, server: str) -> None:
    if find_spec(server) is None:
        pytest.skip(f"{server} is not installed")
    command = COMMANDS[server]
    with sandbox.serve() as url, machine_of(tmp_path, url) as machine:
        machine.start_redis()
        machine.start_replicas(REPLICAS, command)
        machine.start_nginx()
        players = Players(machine.url("nginx"))
        players.begin()
        try:
            for name in REPLICAS:
                machine.end(name, signal.SIGTERM)
                machine.start_replica(name, command)
            until(lambda: len(players.servers) >= MATCHES)
        finally:
            players.end()
        check(sandbox, players)
        assert len(sandbox.deployments) == len(players.servers)
        # The page: a replica that closes its port loses what nginx sends at that moment.
        assert set(players.statuses) <= {200, 502}, players.statuses
    # No process outlives the test, such as the workers of a gunicorn that was killed.
    for name in REPLICAS:
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{machine.url(name)}/health")


# The lease of the ledger is short, and what a create request without a response has created is listed at once.
QUICK = """
from edgegap_client._async import launches
from edgegap_client._runtime import redis_ledger

redis_ledger.LEASE_SECONDS = 3.0
launches.APPEARS_WITHIN_SECONDS = launches.ANOTHER_APPEARS_WITHIN_SECONDS = 3.0

from examples.matchmaker import make_app
"""


def launching(ledger: str) -> list[str]:
    """The processes that are launching, once for each launch."""
    return [each["owner"] for each in redis_entries(ledger) if each["state"] == "launching"]


def all_launch(ledger: str) -> bool:
    return len(set(launching(ledger))) == len(REPLICAS)


@pytest.mark.timeout(300)
def test_the_others_finish_the_launches_of_a_replica_that_is_killed(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "quick.py").write_text(QUICK)
    command = COMMANDS["uvicorn"].replace("examples.matchmaker:", "quick:")
    with sandbox.serve() as url, machine_of(tmp_path, url) as machine:
        machine.start_redis()
        machine.start_replicas(REPLICAS, command)
        machine.start_nginx()
        players = Players(machine.url("nginx"))
        players.begin()
        ledger = f"redis://{machine.address('redis')}"
        try:
            until(lambda: all_launch(ledger))
            machine.send(REPLICAS[0], signal.SIGSTOP)
            while not all_launch(ledger):  # it has finished meanwhile
                machine.send(REPLICAS[0], signal.SIGCONT)
                until(lambda: all_launch(ledger))
                machine.send(REPLICAS[0], signal.SIGSTOP)
            machine.end(REPLICAS[0], signal.SIGKILL)
            until(lambda: len(players.servers) >= MATCHES)
        finally:
            players.end()
        assert players.statuses[502] > 0  # what the victim was launching
        held = [ids[0] for ids in players.servers.values()]
        until(lambda: not sandbox.orphans(held) and not launching(ledger))
        check(sandbox, players)


def check(sandbox: Sandbox, players: Players) -> None:
    """Each match has one server, which no other has, and nothing else runs."""
    assert all(len(ids) == 1 for ids in players.servers.values()), players.servers
    held = [ids[0] for ids in players.servers.values()]
    assert len(set(held)) == len(held) >= MATCHES
    assert not sandbox.orphans(held)
    assert {each.request_id for each in sandbox.running} == set(held)


@pytest.mark.timeout(300)
def test_a_replica_that_drains_is_not_ready_and_accepts_requests(sandbox: Sandbox, tmp_path: Path) -> None:
    name = REPLICAS[0]
    with sandbox.serve() as url, machine_of(tmp_path, url) as machine:
        machine.start_redis()
        replica = machine.start_replica(name, COMMANDS["uvicorn"], DRAIN_SECONDS="10")
        with httpx.Client(base_url=machine.url(name), timeout=100) as client:
            assert client.get("/health").json() == {"draining": False}
            replica.send_signal(signal.SIGTERM)
            until(lambda: client.get("/health").status_code == 503)
            assert client.get("/health").json() == {"draining": True}
            match = client.post("/matches", json={"players": ["8.8.8.8"]})
            assert match.status_code == 200, match.text
        replica.wait(50)
        assert [each.request_id for each in sandbox.running] == [match.json()["id"]]  # it outlives the replica


@pytest.mark.timeout(300)
def test_the_services_of_the_compose_file_run_together(tmp_path: Path) -> None:
    with Machine(tmp_path) as machine:
        machine.start_redis()
        machine.start_sandbox()
        for _ in range(2):  # a second time it does nothing
            assert machine.run("prepare", SERVICES["prepare"]["command"]).wait(50) == 0, machine.printed("prepare")
        machine.start_replica(REPLICAS[1], COMMANDS["uvicorn"])
        machine.start_nginx()
        order = {"players": ["8.8.8.8"], "match": "4711"}
        with httpx.Client(base_url=machine.url("nginx"), timeout=100) as client:
            first, again = (client.post("/matches", json=order) for _ in range(2))
            assert first.status_code == 200, first.text
            assert again.json() == first.json()
            assert client.delete(f"/matches/{first.json()['id']}").status_code == 204
            for _ in range(6):
                assert client.get("/health").status_code == 200
        assert "for-the-sandbox-only" not in machine.printed(REPLICAS[1])
        assert (
            "for-the-sandbox-only" not in (tmp_path / "access.log").read_text() + (tmp_path / "error.log").read_text()
        )


def test_the_compose_file_names_what_exists() -> None:
    volumes = COMPOSE["volumes"]
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", ())) <= set(SERVICES), name
        if "build" in service:
            assert (FOLDER / service["build"]["context"]).resolve() == ROOT
            assert (ROOT / service["build"]["dockerfile"]).is_file()
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert (FOLDER / source).is_file() if source.startswith(".") else source in volumes, name
        for value in service.get("environment", {}).values():
            for host in re.findall(r"//([a-z0-9-]+)", value):
                assert host in SERVICES, value
    addresses = [SERVICES[name]["networks"]["default"]["ipv4_address"] for name in REPLICAS]
    subnet = ipaddress.ip_network(COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"])
    assert len({address for address in addresses if ipaddress.ip_address(address) in subnet}) == len(REPLICAS) == 3
    copied = re.findall(r"^COPY (.*) \S+$", (FOLDER / "Dockerfile").read_text(), re.MULTILINE)
    assert copied
    # The package itself is elsewhere when the wheel is tested.
    paths = {path for line in copied for path in line.split()} - {"edgegap_client"}
    assert all((ROOT / path).exists() for path in paths)


def test_each_timeout_is_longer_than_what_it_waits_for() -> None:
    nginx = (FOLDER / "nginx.conf").read_text("utf-8")
    assert re.findall(r"server (matchmaker-\d):8000", nginx) == list(REPLICAS)
    assert "non_idempotent;" not in nginx

    def number(pattern: str, text: str) -> int:
        (found,) = re.findall(pattern, text)
        return int(found)

    launch = matchmaker.LAUNCH_TIMEOUT_SECONDS + 5  # of `cancel_timeout`
    assert launch < number(r"proxy_read_timeout (\d+)s;", nginx)
    for name, command in COMMANDS.items():
        grace = number(r"--(?:timeout-graceful-shutdown|graceful-timeout) (\d+)", command)
        close = 15  # of the client, which gunicorn counts too
        assert launch + (close if name == "gunicorn" else 0) < grace
        assert grace + (0 if name == "gunicorn" else close) <= number(
            r"(\d+)s", SERVICES[REPLICAS[0]]["stop_grace_period"]
        )


def test_the_page_shows_what_is_in_the_files() -> None:
    page = (ROOT / "docs" / "how-to" / "replicas.md").read_text("utf-8")
    example = Path(matchmaker.__file__).read_text("utf-8")
    nginx = (FOLDER / "nginx.conf").read_text("utf-8")
    for shown, text in (
        ("AsyncEdgegap(replicas=REDIS_URL, ledger=REDIS_URL, handle_sigterm=False)", example),
        ("proxy_next_upstream error timeout", nginx),
        ("proxy_read_timeout 75s", nginx),
        ("--timeout-graceful-shutdown 70", COMMANDS["uvicorn"]),
        ("--no-access-log", COMMANDS["uvicorn"]),
        ("--graceful-timeout 85", COMMANDS["gunicorn"]),
    ):
        assert shown in page
        assert shown in text
    for name in ("PUBLIC_URL", "WEBHOOK_SECRET", "REDIS_URL", "DRAIN_SECONDS"):
        assert f"| `{name}` |" in page
        assert f'"{name}"' in example
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(
        re.findall(r"`examples/replicas/(\S+)` \|", page)
    )
    rows = dict(re.findall(r"^\| \*{0,2}(\d+)\*{0,2} \| (.*) \|$", page, re.MULTILINE))
    *parts, total = map(int, rows)
    assert sum(parts) == total >= 10 + matchmaker.LAUNCH_TIMEOUT_SECONDS + 5 + 15 + 3
