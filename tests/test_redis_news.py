"""A webhook that reaches any replica wakes the one that waits, through a stream in Redis."""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from edgegap_client._runtime import redis_news as module
from edgegap_client._runtime import replicas as replicas_module
from edgegap_client._runtime.redis_news import hear_news, publish_news
from edgegap_client.replicas import Replicas
from edgegap_client.webhooks import WebhookReceiver

from .conftest import TOKEN
from .servers.apps import serving_app
from .servers.clients import EitherClient
from .servers.ports import unused_port
from .servers.redis import RunningRedis, running_redis
from .servers.responses import Answer, Seen, Server, reply
from .test_redis_limits import ROOT, url_of, wait_until

# Nobody looks again by itself in a test.
NEVER_SECONDS: Final = 3000.0
SECRET: Final = "one-secret-for-all-replicas"
IDS: Final = ("0123456789ab", "0123456789ac")


class Deployments:
    """A service on a real socket that knows deployments: those in `ready` are."""

    def __init__(self) -> None:
        self.ready: set[str] = set()
        self.server = Server(self._respond)

    def _respond(self, seen: Seen) -> Answer:
        name = seen.path.rpartition("/")[2]
        state = "Status.READY" if name in self.ready else "Status.DEPLOYING"
        flags = {"running": True, "whitelisting_active": False, "error": False}
        names = {"request_id": name, "fqdn": f"{name}.pr.edgegap.net", "app_name": "my-game", "app_version": "v1"}
        return reply(body={**names, **flags, "current_status": state, "public_ip": "10.0.0.1", "ports": {}})

    def looks(self, name: str) -> int:
        return sum(seen.path.endswith(name) for seen in self.server.seen)


@pytest.fixture
def service() -> Iterator[Deployments]:
    made = Deployments()
    with made.server:
        yield made


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@contextmanager
def client(service: Deployments, replicas: Replicas | None, *, is_async: bool) -> Generator[EitherClient]:
    made = EitherClient(service.server.url, is_async=is_async, poll_interval=NEVER_SECONDS, replicas=replicas)
    with made:
        yield made


@contextmanager
def waiting(service: Deployments, either: EitherClient, name: str) -> Generator[Future[Any]]:
    """Someone who waits for a deployment, and has looked at it for the first time."""
    with ThreadPoolExecutor(1) as threads:
        before = service.looks(name)
        wait = threads.submit(either.call, either.deployments.wait_until_ready, name, timeout=45)
        wait_until(lambda: service.looks(name) > before)
        yield wait


def stream_of(replicas: Replicas) -> Any:
    """The only stream of this process."""
    (stream,) = replicas._threads[os.getpid()].part(module._News)._streams.values()
    return stream


class Ears:
    """A watcher that only notes what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def wake(self, key: str) -> None:
        self.heard.append(key)


@contextmanager
def replica(redis_server: RunningRedis) -> Generator[tuple[Replicas, Ears]]:
    """A replica as Redis sees it, which reads the stream already."""
    ears = Ears()
    with Replicas(url_of(redis_server)) as replicas:
        hear_news(replicas, "organisation", ears)
        wait_until(lambda: stream_of(replicas)._position)
        yield replicas, ears


# --- Clients -----------------------------------------------------------------------------------------------------


def test_a_webhook_that_reaches_one_replica_wakes_another(
    redis_server: RunningRedis, service: Deployments, is_async: bool
) -> None:
    with (
        Replicas(url_of(redis_server)) as one,
        Replicas(url_of(redis_server)) as two,
        client(service, one, is_async=is_async) as waiter,
        client(service, two, is_async=not is_async) as receiver,
        waiting(service, waiter, IDS[0]) as wait,
    ):
        receiver.deployments.wake("deadbeef0000")  # forged, or of another match
        receiver.deployments.wake(IDS[0])  # too early
        wait_until(lambda: service.looks(IDS[0]) == 2)
        assert not wait.done()
        service.ready.add(IDS[0])
        receiver.deployments.wake(IDS[0])
        receiver.deployments.wake(IDS[0])  # twice
        assert wait.result(45).request_id == IDS[0]
    assert service.looks("deadbeef0000") == 0
    assert service.looks(IDS[0]) <= 5


def test_webhooks_over_http_that_are_forged_doubled_late_or_disordered_only_trigger_a_look(
    redis_server: RunningRedis, service: Deployments, is_async: bool
) -> None:
    with ExitStack() as stack:
        one, *others = [stack.enter_context(Replicas(url_of(redis_server))) for _ in range(3)]
        waiter = stack.enter_context(client(service, one, is_async=is_async))
        sender = stack.enter_context(httpx.Client(timeout=45))
        urls: list[str] = []
        for number, replicas in enumerate(others):
            receiving = stack.enter_context(client(service, replicas, is_async=bool(number)))
            receiver = WebhookReceiver(secret=SECRET, on_event=receiving.deployments.wake)
            urls.append(stack.enter_context(serving_app(lambda _, receiver=receiver: receiver)))  # type: ignore[misc]

        def post(state: str, name: str = IDS[0], secret: str = SECRET) -> set[int]:
            """Send it to both replicas."""
            body = {"request_id": name, "current_status": f"Status.{state}", "error": state == "ERROR"}
            return {sender.post(f"{url}/{secret}", json=body).status_code for url in urls}

        with waiting(service, waiter, IDS[0]) as wait:
            assert post("READY", secret="a-guess-of-somebody-else") == {404}
            assert post("READY", name="") == {400}
            assert post("READY", name="deadbeef0000") == {204}
            wait_until(lambda: "deadbeef0000" in stream_of(one)._recent)
            assert (service.looks(IDS[0]), service.looks("deadbeef0000")) == (1, 0)
            for state in ("TERMINATED", "ERROR", "READY"):
                before = service.looks(IDS[0])
                assert post(state) == {204}
                wait_until(lambda before=before: service.looks(IDS[0]) > before)  # type: ignore[misc]
            assert not wait.done()
            service.ready.add(IDS[0])
            assert post("DEPLOYING") == {204}
            assert wait.result(45).request_id == IDS[0]
        looks, position = service.looks(IDS[0]), stream_of(one)._position
        assert post("READY") == {204}  # late
        wait_until(lambda: stream_of(one)._position != position)
        assert service.looks(IDS[0]) == looks


def test_a_webhook_before_the_wait_counts_also_for_a_replica_that_starts_later(
    redis_server: RunningRedis, service: Deployments, is_async: bool
) -> None:
    with Replicas(url_of(redis_server)) as two, client(service, two, is_async=is_async) as receiver:
        for name in IDS:
            receiver.deployments.wake(name)
        wait_until(lambda: not stream_of(two)._unsent and stream_of(two)._sent)
        with Replicas(url_of(redis_server)) as one, client(service, one, is_async=is_async) as waiter:
            with waiting(service, waiter, IDS[0]) as wait:
                wait_until(lambda: service.looks(IDS[0]) >= 2)  # heard while it waits
                service.ready.add(IDS[0])
                receiver.deployments.wake(IDS[0])
                wait.result(45)
            # And this one before it waits.
            with waiting(service, waiter, IDS[1]) as wait:
                service.ready.add(IDS[1])
                receiver.deployments.wake(IDS[1])
                wait.result(45)


def test_clients_of_one_process_share_too(redis_server: RunningRedis, service: Deployments, is_async: bool) -> None:
    with (
        Replicas(url_of(redis_server)) as replicas,
        client(service, replicas, is_async=is_async) as waiter,
        client(service, replicas, is_async=is_async) as receiver,
        waiting(service, waiter, IDS[0]) as wait,
    ):
        redis_server.process.send_signal(signal.SIGSTOP)  # they need no Redis for that
        try:
            service.ready.add(IDS[0])
            receiver.deployments.wake(IDS[0])
            wait.result(45)
        finally:
            redis_server.process.send_signal(signal.SIGCONT)


def test_without_replicas_a_webhook_wakes_only_its_process(service: Deployments) -> None:
    with (
        client(service, None, is_async=False) as waiter,
        client(service, None, is_async=False) as receiver,
        waiting(service, waiter, IDS[0]) as wait,
    ):
        receiver.deployments.wake(IDS[0])
        time.sleep(0.3)
        assert service.looks(IDS[0]) == 1
        service.ready.add(IDS[0])
        waiter.deployments.wake(IDS[0])
        wait.result(45)


PROGRAM: Final = """
    import sys
    from edgegap_client import Edgegap

    with Edgegap("11112222-3333", poll_interval=3000, replicas=sys.argv[1]) as edgegap:
        if sys.argv[2] == "wait":
            print(edgegap.deployments.wait_until_ready(sys.argv[3], timeout=45).request_id)
        else:
            edgegap.deployments.wake(sys.argv[3])
            sys.stdin.readline()
"""


def test_a_close_right_after_a_webhook_sends_the_news(
    redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas_module, "CLOSE_SECONDS", 30.0)  # however slow the computer is
    with replica(redis_server) as (_, ears):
        for name in IDS:
            with Replicas(url_of(redis_server)) as brief:
                publish_news(brief, "organisation", name)
        wait_until(lambda: ears.heard == list(IDS))


def test_a_webhook_that_reaches_one_process_wakes_another(redis_server: RunningRedis, service: Deployments) -> None:
    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", textwrap.dedent(PROGRAM), url_of(redis_server), *arguments]
        environment = {**os.environ, "EDGEGAP_BASE_URL": service.server.url, "PYTHONPATH": str(ROOT)}
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)

    with start("wait", IDS[0]) as waiter:
        try:
            wait_until(lambda: service.looks(IDS[0]))
            service.ready.add(IDS[0])
            with start("wake", IDS[0]) as receiver:
                output, _ = waiter.communicate(timeout=45)
                receiver.communicate("end\n", timeout=45)
                assert receiver.returncode == 0
        finally:
            waiter.kill()
    assert output.strip() == IDS[0]


# --- When Redis fails --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", ["frozen", "killed"])
def test_news_during_an_outage_is_sent_afterwards(failure: str, redis_server: RunningRedis, tmp_path: Path) -> None:
    with replica(redis_server) as (one, _), replica(redis_server) as (two, ears):
        redis_server.process.send_signal(signal.SIGSTOP if failure == "frozen" else signal.SIGKILL)
        for part in (one, two):
            wait_until(lambda part=part: part._threads[os.getpid()].is_alone)  # type: ignore[misc]
        publish_news(one, "organisation", IDS[0])
        if failure == "frozen":
            redis_server.process.send_signal(signal.SIGCONT)
            wait_until(lambda: IDS[0] in ears.heard)
        else:
            redis_server.process.wait()
            with running_redis(tmp_path, redis_server.port):
                wait_until(lambda: IDS[0] in ears.heard)


def test_news_that_a_fail_over_has_lost_is_sent_again(redis_server: RunningRedis, tmp_path: Path) -> None:
    with replica(redis_server) as (one, _):
        publish_news(one, "organisation", IDS[0])
        wait_until(lambda: stream_of(one)._sent)
        redis_server.process.kill()
        redis_server.process.wait()
        # The next one has nothing of it.
        with running_redis(tmp_path, redis_server.port) as next_server, replica(next_server) as (_, ears):
            wait_until(lambda: IDS[0] in ears.heard)


def test_so_much_news_is_kept_without_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    with Replicas(f"redis://127.0.0.1:{unused_port()}") as replicas:
        for number in range(module.MAX_UNSENT + 5):
            publish_news(replicas, "organisation", str(number))
        stream = stream_of(replicas)
        assert len(stream._unsent) == module.MAX_UNSENT
        assert json.loads(stream._unsent[-1])["news"] == str(module.MAX_UNSENT + 4)


# --- The stream --------------------------------------------------------------------------------------------------


def test_who_listens_later_hears_the_news_of_the_last_minutes(
    redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    with replica(redis_server) as (one, ears):
        publish_news(one, "organisation", IDS[0])
        later = Ears()
        hear_news(one, "organisation", later)
        assert later.heard == [IDS[0]]
        hear_news(one, "organisation", later)  # is known
        assert later.heard == [IDS[0]]
        assert ears.heard == [IDS[0]]
        with replica(redis_server) as (_, elsewhere):
            wait_until(lambda: elsewhere.heard == [IDS[0]])
        monkeypatch.setattr(module, "NEWS_SECONDS", 0.0)
        late = Ears()
        hear_news(one, "organisation", late)
        assert late.heard == []


def test_a_replica_that_starts_hears_the_news_of_five_minutes(redis_server: RunningRedis) -> None:
    with redis_server.client() as redis, replica(redis_server) as (one, _):
        seconds, _microseconds = redis.time()
        for minutes, name in ((6, "before"), (4, IDS[0]), (1, IDS[1])):
            text = json.dumps({"version": module.MESSAGE_VERSION, "from": "another", "news": name})
            redis.xadd(stream_of(one)._key, {"message": text}, id=f"{1000 * (seconds - 60 * minutes)}-0")
        with replica(redis_server) as (_, ears):
            wait_until(lambda: IDS[1] in ears.heard)
            assert ears.heard == list(IDS)


@pytest.mark.parametrize(
    ("position", "start"),
    [
        ("", "700000-0"),  # of five minutes
        ("990000-3", "985000-0"),  # five seconds before the last message
        ("2000000-0", "995000-0"),  # the clock of the server that has failed was ahead
        ("1000-0", "700000-0"),
    ],
)
def test_after_a_failure_the_last_messages_are_read_again(position: str, start: str) -> None:
    with Replicas(f"redis://127.0.0.1:{unused_port()}") as replicas:
        replicas.start()
        stream = module._Stream(replicas._threads[os.getpid()], "a stream")
        stream._position = position
        assert stream._start(1_000_000) == start


def test_a_flood_of_news_has_a_bound_and_costs_few_copies(
    redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies: list[int] = []

    def counted(items: Any) -> list[Any]:
        copied = list(items)
        copies.append(len(copied))
        return copied

    monkeypatch.setattr(module, "MAX_RECENT", 100)
    monkeypatch.setattr(module, "TRIM_RECENT", 50)
    monkeypatch.setattr(module, "list", counted, raising=False)
    with replica(redis_server) as (one, _):
        for number in range(1000):
            publish_news(one, "organisation", str(number))
        recent = stream_of(one)._recent
        assert len(recent) <= 150
        assert next(reversed(recent)) == "999"
        # Each news is noted when it is published, and again when it comes back and has been forgotten meanwhile.
        assert len([each for each in copies if each > 100]) <= 2 * 1000 / 50


def test_own_news_is_heard_once_and_organisations_apart(redis_server: RunningRedis) -> None:
    other = Ears()
    with replica(redis_server) as (one, ears), replica(redis_server) as (two, _):
        hear_news(one, "another organisation", other)
        publish_news(one, "organisation", IDS[0])
        publish_news(two, "organisation", IDS[1])
        wait_until(lambda: IDS[1] in ears.heard)
        assert ears.heard == list(IDS)
    assert other.heard == []


def test_a_burst_goes_in_few_commands(redis_server: RunningRedis) -> None:
    with replica(redis_server) as (one, _), replica(redis_server) as (_, ears), redis_server.client() as redis:

        def evals() -> int:
            return int(redis.info("commandstats")["cmdstat_eval"]["calls"])

        before, began = evals(), time.monotonic()
        ids = [f"{number:012x}" for number in range(500)]
        for name in ids:
            publish_news(one, "organisation", name)
        wait_until(lambda: len(ears.heard) >= 500)
        # Besides, each of the two reports twice a second that it lives.
        assert evals() - before <= 60 + 5 * (time.monotonic() - began)
    assert sorted(ears.heard) == ids


def test_a_stream_that_was_trimmed_or_removed_is_read_on(
    redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_MESSAGES", 100)
    with replica(redis_server) as (one, _), replica(redis_server) as (_, ears), redis_server.client() as redis:
        for number in range(1000):
            publish_news(one, "organisation", str(number))
        wait_until(lambda: "999" in ears.heard)
        (key,) = redis.keys("edgegap:news:*")
        assert redis.xlen(key) < 300
        assert 0 < redis.pttl(key) <= 300_000
        redis.delete(key)
        publish_news(one, "organisation", IDS[0])
        wait_until(lambda: IDS[0] in ears.heard)


def test_what_cannot_be_read_is_ignored(redis_server: RunningRedis, caplog: pytest.LogCaptureFixture) -> None:
    odd: list[str] = [
        "no JSON",
        "[1]",
        json.dumps({"version": 2, "from": "x", "news": "of-another-version"}),
        json.dumps({"version": 1, "from": "x", "news": 5}),
        json.dumps({"version": 1, "from": "x", "news": "x" * 1000}),
        json.dumps({"version": 1, "news": "without-a-sender"}),
    ]
    caplog.set_level(logging.DEBUG, "edgegap_client")
    with replica(redis_server) as (one, ears), redis_server.client() as redis:
        for message in [*odd, json.dumps({"version": 1, "from": "x", "news": IDS[0]})]:
            redis.xadd(stream_of(one)._key, {"message": message})
        wait_until(lambda: ears.heard)
    assert ears.heard == [IDS[0]]
    assert [record.levelname for record in caplog.records if "cannot decode" in record.getMessage()] == [
        "DEBUG" for _ in odd
    ]
    publish_news(one, "organisation", "x" * 1000)  # closed, and too long


def test_no_message_has_the_token(redis_server: RunningRedis, service: Deployments) -> None:
    with (
        Replicas(url_of(redis_server)) as one,
        client(service, one, is_async=False) as either,
        redis_server.client() as redis,
    ):
        either.deployments.wake(IDS[0])
        wait_until(lambda: redis.keys("edgegap:news:*"))
        (key,) = redis.keys("edgegap:news:*")
        ((_, fields),) = redis.xrange(key)
    assert TOKEN not in str(key) + str(fields)
    assert sorted(json.loads(fields[b"message"])) == ["from", "news", "version"]


def test_when_nobody_listens_any_more_nothing_is_read(redis_server: RunningRedis) -> None:
    with Replicas(url_of(redis_server)) as replicas:
        listeners = [Ears()]
        hear_news(replicas, "organisation", listeners[0])
        stream = stream_of(replicas)
        publish_news(replicas, "organisation", IDS[0])
        wait_until(lambda: stream._sent and stream._position)
        listeners.clear()
        gc.collect()
        wait_until(lambda: stream._reading.done())
        again = Ears()
        hear_news(replicas, "organisation", again)
        wait_until(lambda: again.heard == [IDS[0]])  # from the stream


@pytest.mark.parametrize("options", [{"protocol": 3}, {"decode_responses": True}, {"socket_timeout": 0.2}], ids=str)
def test_any_settings_of_the_client_will_do(redis_server: RunningRedis, options: dict[str, Any]) -> None:
    import redis.asyncio

    def make() -> Any:
        return redis.asyncio.Redis(port=redis_server.port, **options)

    ears = Ears()
    with Replicas(make) as one, replica(redis_server) as (two, _):
        hear_news(one, "organisation", ears)
        wait_until(lambda: stream_of(one)._position)
        time.sleep(0.5)  # longer than the timeout
        publish_news(two, "organisation", IDS[0])
        wait_until(lambda: ears.heard == [IDS[0]])
        assert not one._threads[os.getpid()].is_alone


def test_a_redis_cluster_will_do(tmp_path: Path) -> None:
    options: tuple[str, ...] = ("--cluster-enabled", "yes", "--cluster-config-file", str(tmp_path / "nodes.conf"))
    options += ("--cluster-port", str(unused_port()))  # by default 10,000 above the other, which may be no port
    with running_redis(tmp_path, None, *options) as server:
        import redis.asyncio

        with server.client() as node:
            node.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            wait_until(lambda: "cluster_state:ok" in str(node.execute_command("CLUSTER", "INFO")))

        def make() -> Any:
            return redis.asyncio.RedisCluster(host="127.0.0.1", port=server.port)

        ears = Ears()
        with Replicas(make) as one, Replicas(make) as two:
            hear_news(two, "organisation", ears)
            publish_news(one, "organisation", IDS[0])
            wait_until(lambda: ears.heard == [IDS[0]])


def test_a_forked_child_reads_and_sends_as_a_process_of_its_own(redis_server: RunningRedis) -> None:
    with replica(redis_server) as (one, ears):
        child = os.fork()
        if not child:
            status = 1
            try:
                mine = Ears()
                hear_news(one, "organisation", mine)
                publish_news(one, "organisation", IDS[0])
                wait_until(lambda: IDS[1] in mine.heard)
                status = 0
            finally:
                os._exit(status)
        wait_until(lambda: IDS[0] in ears.heard)
        publish_news(one, "organisation", IDS[1])
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
