"""The interrupt campaign: a signal handler raises at random moments of the synchronous client.

    python -m tests.interrupts --moments 2000 --seed 1      exits with 1 if anything hung, got lost or leaked

At each moment the main thread makes calls, opens connections, waits for slots, rate limits and deployments, while
another thread does the same. Then a signal comes: SIGINT from another process (`sigint`), or SIGALRM whose handler
raises, as those of Celery's and RQ's time limits do (`sigalrm`). Most of these moments are in system calls. So the
third kind (`steps`) raises at one step of a call after the other: wherever Python enters a function or returns from C
code, where it looks for signals. The exception must arrive, and afterwards the client must be as good as new.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import faulthandler
import gc
import json
import os
import random
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path
from traceback import extract_stack
from types import FrameType
from typing import Any, Final

import trustme

from edgegap_client import Edgegap

KINDS: Final = ("sigint", "sigalrm", "steps")
MAX_CONNECTIONS: Final = 3
# Calls that must succeed after each moment.
CALLS_AFTERWARDS: Final = 20
# A moment lasts so long at the most: enough for some calls with new connections.
MOMENT_SECONDS: Final = 0.012
# Between two steps at which a call is interrupted, on the average.
STRIDE: Final = 3
# What takes longer hangs.
HANG_SECONDS: Final = 20.0
STATUS: Final = {
    "request_id": "0123456789ab",
    "app_name": "my-game",
    "app_version": "v1",
    "fqdn": "0123456789ab.pr.example.com",
    "current_status": "Status.READY",
    "running": True,
    "error": False,
}


class TimeLimit(Exception):
    """What the handler of SIGALRM raises. Celery's and RQ's are of this kind too."""


# The server


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Respond, at once or a little later, and close some connections."""
    with contextlib.suppress(asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError, ssl.SSLError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(random.choice((0, 0, 0, 0.002)))
            is_last = random.random() < 0.25
            body = json.dumps(STATUS if b" /v1/status/" in head else {"name": "my-game", "is_active": True}).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
                % (len(body), b"Connection: close\r\n" if is_last else b"", body)
            )
            await writer.drain()
            if is_last:
                break
    writer.close()


@contextlib.contextmanager
def serving(context: ssl.SSLContext | None) -> Generator[str]:
    """A server in a thread of this process, which is another one than the client's."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(_talk, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        # By name, so that it has to be resolved.
        yield f"{'http' if context is None else 'https'}://localhost:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.1))
        server.close()
        loop.close()


# The program that is interrupted


class Program:
    """The client, in a process of its own.

    Args:
        url: The server's.
        kind: `sigint`, `sigalrm` or `steps`.
        seed: For the moments.
    """

    def __init__(self, url: str, kind: str, seed: int) -> None:
        self.kind = kind
        self.random = random.Random(seed)
        self.edgegap = Edgegap(
            "a-token", base_url=url, timeout=10, max_connections=MAX_CONNECTIONS, poll_interval=0.002
        )
        self.failures: list[str] = []
        self.interrupts = 0
        self.raised_in: list[str] = []
        self.steps = self.which = 0
        self.is_on = False
        self.is_idle = threading.Event()
        self.unraisable: list[str] = []
        sys.unraisablehook = lambda problem: self.unraisable.append(f"{problem.exc_value!r} in {problem.object!r}")
        signal.signal(signal.SIGALRM, self.interrupt)
        signal.signal(signal.SIGINT, self.interrupt)

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        self.interrupts += 1
        self.raised_in = [f"{each.name} in {Path(each.filename).name}:{each.lineno}" for each in extract_stack(frame)]
        raise KeyboardInterrupt if number == signal.SIGINT else TimeLimit

    def call(self, choose: Callable[[int], int]) -> None:
        which = choose(3)
        if which == 0:
            assert self.edgegap.applications.get("my-game").name == "my-game"
        elif which == 1:
            assert self.edgegap.deployments.get("0123456789ab").running
        else:
            self.edgegap.deployments.wait_until_ready("0123456789ab", timeout=10)

    def run(self, moments: int) -> Counter[str]:
        self.call(lambda _: 2)
        for limit in self.edgegap._organisation._known()._by_operation.values():
            limit.rate = 1000  # so that there is something to wait for, but not long
        threading.Thread(target=self.beside, daemon=True).start()
        where: Counter[str] = Counter()
        for number in range(moments):
            # CPython drops what is raised while it finalises a socket that the interrupt before has left open.
            gc.collect()
            self.is_on = True
            faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
            where[self.moment()] += 1
            self.is_on = False
            self.is_idle.wait()
            if number == 0:
                self.files = self.open_files()
            for _ in range(CALLS_AFTERWARDS):
                self.call(self.random.randrange)
            self.check_slots()
        gc.collect()
        if (files := self.open_files()) > self.files + MAX_CONNECTIONS:
            self.failures.append(f"{files} open files, {self.files} before")
        return where

    def moment(self) -> str:
        """Make calls until the signal comes; tells where it came."""
        before, lost, until = self.interrupts, len(self.unraisable), time.monotonic() + HANG_SECONDS / 2
        try:
            if self.kind == "steps":
                self.step()
            elif self.kind == "sigint":
                os.write(1, b".")  # the other process sends it soon
            else:
                signal.setitimer(signal.ITIMER_REAL, self.random.uniform(1e-5, MOMENT_SECONDS))
            while time.monotonic() < until and self.kind != "steps":
                self.call(self.random.randrange)
        except (KeyboardInterrupt, TimeLimit) as error:
            traceback = error.__traceback__
            while traceback is not None and traceback.tb_next is not None:
                traceback = traceback.tb_next
            place = traceback.tb_frame.f_back if traceback is not None else None
            return f"{Path(place.f_code.co_filename).name}:{place.f_lineno}" if place is not None else "?"
        if self.kind == "steps" and len(self.unraisable) - lost == self.interrupts - before:
            return "nowhere"  # the call was over; or it came in a finalizer, where Python never raises
        self.failures.append(
            f"the exception was lost ({self.interrupts - before} raised, in {self.raised_in}): {self.unraisable[-1:]}"
        )
        return "lost"

    def step(self) -> None:
        """Make one call, and raise at one of its steps."""
        left = self.steps = self.steps + self.random.randint(1, 2 * STRIDE - 1)

        def look(frame: FrameType, event: str, argument: Any) -> None:
            nonlocal left
            if event in ("call", "c_return"):
                left -= 1
                if left == 0:
                    sys.setprofile(None)
                    self.interrupts += 1
                    raise TimeLimit

        sys.setprofile(look)
        try:
            self.call(lambda _: self.which)
        finally:
            sys.setprofile(None)
        # The call has no more steps: from the beginning again, with the next kind of call.
        self.steps, self.which = 0, (self.which + 1) % 3

    def check_slots(self) -> None:
        free = self.edgegap._runtime.here()._free
        until = time.monotonic() + 1
        while free.qsize() != MAX_CONNECTIONS:
            if time.monotonic() > until:
                self.failures.append(f"{free.qsize()} slots of {MAX_CONNECTIONS} are free")
                return
            time.sleep(0.001)

    def beside(self) -> None:
        """Another thread, which no signal interrupts."""
        choose = random.Random(0).randrange
        while True:
            if not self.is_on:
                self.is_idle.set()
                time.sleep(0.001)
                continue
            self.is_idle.clear()
            try:
                self.call(choose)
            except Exception as error:
                self.failures.append(f"in the other thread: {error!r}")

    @staticmethod
    def open_files() -> int:
        return sum(1 for _ in Path("/dev/fd").iterdir())


# Both


def campaign(moments: int, kind: str, scheme: str, seed: int, *, is_quiet: bool = False) -> list[str]:
    """Interrupt a program so many times; the failures."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        context, environment = None, {**os.environ}
        if scheme == "https":
            authority = trustme.CA()
            authority.cert_pem.write_to_path(f"{folder}/authority.pem")
            environment["SSL_CERT_FILE"] = f"{folder}/authority.pem"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost").configure_cert(context)  # pyright: ignore[reportUnknownMemberType]
        url = stack.enter_context(serving(context))
        command = [sys.executable, "-m", "tests.interrupts", "--program", url, "--kind", kind]
        command += ["--moments", str(moments), "--seed", str(seed)]
        program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert program.stdout is not None
        try:
            if kind == "sigint":
                choose = random.Random(seed)
                for _ in range(moments):
                    if not program.stdout.read(1):
                        break
                    time.sleep(choose.uniform(0, MOMENT_SECONDS))
                    program.send_signal(signal.SIGINT)
            output, errors = program.communicate(timeout=60 + moments * 0.5)
        finally:
            program.kill()
    lines = output.decode().splitlines()
    if program.returncode != 0 or not lines:
        return [f"the program ended with {program.returncode}", *errors.decode().splitlines()]
    result: dict[str, Any] = json.loads(lines[-1])
    if not is_quiet:
        version = ".".join(map(str, sys.version_info[:2]))
        print(
            f"{version} {kind} {scheme}: {result['interrupts']} interrupts in {len(result['where'])} places, "
            f"{len(result['failures'])} failures, {len(result['unraisable'])} lost elsewhere, "
            f"{result['seconds']:.0f} s",
            flush=True,
        )
    return list(result["failures"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=2000, help="of each kind, half of them over TLS")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--program", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.program:
        program, since = Program(options.program, options.kind, options.seed), time.monotonic()
        where = program.run(options.moments)
        result = {
            "interrupts": program.interrupts,
            "where": where,
            "failures": program.failures,
            "unraisable": program.unraisable,
            "seconds": time.monotonic() - since,
        }
        os.write(1, f"\n{json.dumps(result)}\n".encode())
        return 0
    failures = [
        failure
        for kind in ([options.kind] if options.kind else KINDS)
        for scheme in ("http", "https")
        for failure in campaign(options.moments // 2, kind, scheme, options.seed)
    ]
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
