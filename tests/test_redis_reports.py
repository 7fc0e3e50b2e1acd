"""What replicas report: `Replicas.report`, `edgegap replicas`, and its metrics."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

import edgegap_client
from edgegap_client import AsyncEdgegap, Edgegap, TimedOut
from edgegap_client._core.replicas_report import read_report
from edgegap_client._runtime import redis_reports as module
from edgegap_client._runtime.replicas import Part
from edgegap_client.errors import ConfigurationError
from edgegap_client.replicas import Replicas, ReplicasReport

from .conftest import TOKEN
from .servers.lagging import LaggingService
from .servers.ports import unused_port
from .servers.redis import RunningRedis

ROOT: Final = Path(__file__).resolve().parent.parent
PASSWORD: Final = "hush-hush-5678"
ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "users": ["203.0.113.7"]}
SLOW_SECONDS: Final = 45.0

# A process that waits for three launches, until its standard input is closed.
PROGRAM: Final = """
    import sys, threading
    from edgegap_client import Edgegap

    def launch(edgegap):
        try:
            edgegap.deployments.launch(application="my-game", version="v1", users=["203.0.113.7"])
        except Exception:
            pass

    edgegap = Edgegap("11112222-3333", replicas=sys.argv[1])
    for _ in range(3):
        threading.Thread(target=launch, args=(edgegap,), daemon=True).start()
    sys.stdin.read()
"""


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + SLOW_SECONDS
    while not condition():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.02)


def url_of(redis_server: RunningRedis, password: str = "") -> str:
    return f"redis://{f':{password}@' if password else ''}127.0.0.1:{redis_server.port}"


def command(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "edgegap_client.cli", "replicas", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def patiently(report: Callable[[], ReplicasReport]) -> ReplicasReport:
    """The report, also if this machine stalls."""
    until = time.monotonic() + SLOW_SECONDS
    while True:
        try:
            return report()
        except TimedOut:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_all_processes_are_in_the_report_and_a_killed_one_leaves_it(
    redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = LaggingService(0.0)
    service.ready_after = 600.0
    with service.serve() as url, Replicas(url_of(redis_server)) as replicas:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PROGRAM), url_of(redis_server)],
            cwd=ROOT,
            env={**os.environ, "EDGEGAP_BASE_URL": url, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
        )
        try:
            wait_until(lambda: patiently(replicas.report).waiting_launches == 3)
            # They are waiting before the first of them has asked for a slot, and a process reports once a second.
            wait_until(lambda: "create_deployment" in {each.name for each in patiently(replicas.report).limits})
            report = patiently(replicas.report)
            mine, other = report.replicas
            assert (mine.pid, other.pid) == (os.getpid(), process.pid)
            for each in report.replicas:
                assert each.host == socket.gethostname()
                assert each.version == edgegap_client.__version__
                assert each.pending_launches == 0
                assert re.fullmatch("[0-9a-f]{16}", each.name)
                assert abs(each.since.timestamp() - time.time()) < SLOW_SECONDS
            assert {each.name for each in report.limits} >= {"create_deployment"}
            assert all(each.slots >= 1 and len(each.organisation) == 8 for each in report.limits)
            shown = command("--redis", url_of(redis_server))
            assert (shown.returncode, shown.stderr) == (0, "")
            assert re.search(
                rf"{re.escape(socket.gethostname())} +{process.pid} .* ago +(yes|no) +3 +0$", shown.stdout, re.MULTILINE
            )
            process.kill()
            process.wait()
            wait_until(lambda: len(patiently(replicas.report).replicas) == 1)
        finally:
            process.kill()
            process.wait()
            assert process.stdin
            process.stdin.close()


def test_slots_and_waiting_calls_are_those_of_all_processes(redis_server: RunningRedis) -> None:
    service = LaggingService(0.0)
    with (
        service.serve() as url,
        Replicas(url_of(redis_server)) as replicas,
        Edgegap(TOKEN, base_url=url, replicas=replicas) as edgegap,
    ):
        threads = [threading.Thread(target=edgegap.deployments.list_page) for _ in range(45)]
        for thread in threads:
            thread.start()

        def limit() -> Any:
            return {each.name: each for each in patiently(replicas.report).limits}.get("list_deployments")

        wait_until(lambda: (found := limit()) and found.waiting > 5 and 1 <= found.used <= found.slots == 10)
        for thread in threads:
            thread.join()


def process(pid: int, **data: object) -> str:
    return json.dumps({"host": "h", "pid": pid, "since": 10 - pid, "version": "1", "waiting": 4, "pending": 1, **data})


def test_what_is_made_of_the_reports() -> None:
    text = read_report([
        ("a", 0.1, process(1, limits={"abcdefghij:x": [10, 3, 2]}, webhooks=[["d1", 3], ["d2", 1]])),
        ("b", 0.2, process(2, limits={"abcdefghij:x": [10, 1, 0]}, webhooks=[["d1", 2]], leads=True)),
        ("of another version", 0.2, json.dumps({"host": "h"})),
        ("nonsense", 0.2, "nonsense"),
        ("a list", 0.2, "[]"),
    ])  # fmt: skip
    assert [(each.name, each.is_leader) for each in text.replicas] == [("b", True), ("a", False)]
    assert 'edgegap_replica_is_leader{replica="b",host="h",pid="2"} 1\n' in text.metrics()
    assert [(each.organisation, each.name, each.used, each.waiting) for each in text.limits] == [
        ("abcdefgh", "x", 4, 2)
    ]
    assert [(each.id, each.age) for each in text.webhooks] == [("d2", 1.1), ("d1", 2.2)]
    assert "\nedgegap_last_webhook_age_seconds 1.1\n" in text.metrics()
    assert (text.waiting_launches, text.pending_launches) == (8, 2)
    assert 'edgegap_limit_slots_used{organisation="abcdefgh",limit="x"} 4\n' in text.metrics()
    assert 'edgegap_replica_waiting_launches{replica="a",host="h",pid="1"} 4\n' in text.metrics()


def test_without_webhooks_the_metrics_have_no_age_of_one() -> None:
    assert "\nedgegap_last_webhook_age_seconds" not in read_report([("a", 0.1, process(1))]).metrics()


def test_parts_add_to_the_report(redis_server: RunningRedis) -> None:
    class Adding(Part):
        def report(self) -> dict[str, Any]:
            return {"webhooks": [["1a2b", 4.0]]}

    with Replicas(url_of(redis_server)) as replicas:
        replicas._part(Adding)
        wait_until(lambda: patiently(replicas.report).webhooks)
        assert patiently(replicas.report).webhooks[0].id == "1a2b"


def test_webhooks_that_any_process_has_handled_are_in_the_report(redis_server: RunningRedis) -> None:
    with (
        Replicas(url_of(redis_server)) as replicas,
        Replicas(url_of(redis_server)) as other,
        Edgegap(TOKEN, base_url="http://127.0.0.1:9", replicas=replicas) as edgegap,
    ):
        for number in range(12):
            edgegap.deployments.wake(f"{number:04x}")
        wait_until(lambda: len(patiently(other.report).webhooks) == 10)
        found = patiently(other.report).webhooks
        assert {each.id for each in found} == {f"{number:04x}" for number in range(2, 12)}
        assert all(0 <= each.age < SLOW_SECONDS for each in found)


def test_the_report_in_an_event_loop(redis_server: RunningRedis) -> None:
    async def look() -> ReplicasReport:
        replicas = Replicas(url_of(redis_server))
        async with AsyncEdgegap(TOKEN, replicas=replicas):
            until = time.monotonic() + SLOW_SECONDS
            while True:
                try:
                    return await replicas.areport()
                except TimedOut:
                    assert time.monotonic() < until
                    await asyncio.sleep(0.1)
                finally:
                    replicas.start()

    assert [each.pid for each in asyncio.run(look()).replicas] == [os.getpid()]


def test_who_leaves_is_in_no_report(redis_server: RunningRedis) -> None:
    with Replicas(url_of(redis_server)) as replicas:
        other = Replicas(url_of(redis_server))
        wait_until(lambda: len(patiently(other.report).replicas) == 2 or patiently(replicas.report))
        wait_until(lambda: len(patiently(replicas.report).replicas) == 2)
        other.close()
        wait_until(lambda: len(patiently(replicas.report).replicas) == 1)
        with pytest.raises(ConfigurationError, match="closed"):
            other.report()


def test_a_report_without_redis_is_an_error_soon() -> None:
    port = unused_port()
    with Replicas(f"redis://:password@127.0.0.1:{port}") as replicas:
        with pytest.raises(TimedOut, match=f"^Redis at 127.0.0.1:{port} has not responded within 1 s, so the replicas"):
            replicas.report()
        with pytest.raises(TimedOut):
            asyncio.run(replicas.areport())


def test_the_command_as_json_and_metrics(redis_server: RunningRedis) -> None:
    with redis_server.client() as client:
        client.config_set("requirepass", PASSWORD)
    url = url_of(redis_server, PASSWORD)
    with Replicas(url) as replicas:
        wait_until(lambda: patiently(replicas.report).replicas)
        shown = command("--json", EDGEGAP_REPLICAS=url)
        assert shown.returncode == 0
        data = json.loads(shown.stdout)
        assert [each["pid"] for each in data["replicas"]] == [os.getpid()]
        assert set(data) == {"replicas", "limits", "webhooks"}
        metrics = command("--metrics", EDGEGAP_REPLICAS=url)
        assert metrics.returncode == 0
        for line in metrics.stdout.splitlines():
            assert re.fullmatch(r"# (HELP|TYPE) \w+ .+|\w+(\{(\w+=\"[^\"]*\",?)+\})? [0-9.]+", line)
        assert "edgegap_replicas 1" in metrics.stdout.splitlines()
        for text in (shown.stdout, metrics.stdout, shown.stderr, repr(replicas)):
            assert PASSWORD not in text


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((), 2, "There is no URL of a Redis: pass --redis URL, or set EDGEGAP_REPLICAS"),
        (("--redis", "http://127.0.0.1"), 2, "needs a URL"),
        (("--redis", "redis://127.0.0.1:1", "--watch"), 2, "--watch needs a terminal"),
    ],
)
def test_mistakes_are_reported(arguments: tuple[str, ...], status: int, message: str) -> None:
    shown = command(*arguments)
    assert shown.returncode == status
    assert message in shown.stderr
    assert not shown.stdout


def test_the_password_of_a_redis_that_is_away_is_not_shown() -> None:
    port = unused_port()
    shown = command(EDGEGAP_REPLICAS=f"redis://:{PASSWORD}@127.0.0.1:{port}")
    assert shown.returncode == 9
    assert f"127.0.0.1:{port} cannot be reached" in shown.stderr
    assert PASSWORD not in shown.stderr


def test_a_report_of_nobody(redis_server: RunningRedis) -> None:
    shown = command("--redis", url_of(redis_server))
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "No process shares this Redis" in shown.stderr
    assert module.REPORT_SECONDS < 5
