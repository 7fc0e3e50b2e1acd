"""The services of examples/replicas/compose.yaml as processes of this machine: only their addresses are others."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from ruamel.yaml import YAML

from .ports import unused_port
from .programs import needed

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "examples" / "replicas"
_YAML: Final[Any] = YAML(typ="safe")
COMPOSE: Final[dict[str, Any]] = _YAML.load(FOLDER / "compose.yaml")
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
REPLICAS: Final = tuple(name for name in SERVICES if name.startswith("matchmaker-"))
# What is to be expected of a busy computer.
STARTED_WITHIN_SECONDS: Final = 50.0
# nginx may be run by anybody, so it keeps everything in one folder.
NGINX: Final = """
pid nginx.pid;
error_log error.log;
worker_processes 2;
events {}
http {
    access_log access.log;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include default.conf;
}
"""


class Machine:
    """Starts services of the compose file on ports of this machine. This object owns their processes.

    Args:
        folder: Where they write what they print.
        addresses: Services that run already, such as `sandbox:8080`, and where.
    """

    def __init__(self, folder: Path, **addresses: str) -> None:
        self._folder = folder
        self._addresses = {
            "redis:6379": f"127.0.0.1:{unused_port()}",
            "nginx:80": f"127.0.0.1:{unused_port()}",
            "sandbox:8080": f"127.0.0.1:{unused_port()}",
            **{f"{name}:8000": f"127.0.0.1:{unused_port()}" for name in REPLICAS},
            **addresses,
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        # All, also those that others have replaced. Each leads a group of processes.
        self._started: list[subprocess.Popen[bytes]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # The workers of nginx and of gunicorn outlive a parent that is killed alone.
        for process in self._started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self._started:
            process.wait()
        self._stack.close()

    def address(self, service: str) -> str:
        """Host and port of a service."""
        return next(address for name, address in self._addresses.items() if name.partition(":")[0] == service)

    def url(self, service: str) -> str:
        return f"http://{self.address(service)}"

    def _here(self, text: str) -> str:
        """A text of the configuration with the addresses of this machine; variables have their defaults."""
        text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
        for name, address in self._addresses.items():
            text = text.replace(name, address)
        return text

    def _start(self, name: str, command: list[str], **environment: str) -> subprocess.Popen[bytes]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("EDGEGAP_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        python_path = f"{ROOT}{os.pathsep}{self._folder}"
        output = self._stack.enter_context((self._folder / f"{name}.log").open("ab"))
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            # gunicorn writes into the home of its user.
            env={**kept, "PATH": path, "HOME": str(self._folder), "PYTHONPATH": python_path, **environment},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        self._processes[name] = process
        self._started.append(process)
        return process

    def start_redis(self) -> None:
        command = shlex.split(SERVICES["redis"]["command"])
        host, port = self.address("redis").split(":")
        command[0] = needed(command[0])
        self._start("redis", [*command, "--bind", host, "--port", port, "--dir", str(self._folder)])
        self._wait("redis", lambda: _listens(self.address("redis")))

    def start_nginx(self) -> None:
        program = needed("nginx")
        (self._folder / "nginx.conf").write_text(NGINX)
        written = (FOLDER / "nginx.conf").read_text("utf-8")
        here = self._here(written).replace("listen 80;", f"listen {self.address('nginx')};")
        (self._folder / "default.conf").write_text(here)
        prefix = ["-p", f"{self._folder}/", "-c", "nginx.conf", "-e", "error.log"]
        self._start("nginx", [program, *prefix, "-g", "daemon off;"])
        self._wait("nginx", lambda: _listens(self.address("nginx")))

    def run(self, name: str, command: str, port: str = "", **environment: str) -> subprocess.Popen[bytes]:
        """Start a service of this repository.

        Args:
            name: The service.
            command: As in the compose file.
            port: Where it listens there.
            environment: Variables besides those of the compose file.
        """
        words = shlex.split(command)
        if port:
            here = self._addresses[f"{name}:{port}"]
            host, _, number = here.partition(":")
            replaced = {f"0.0.0.0:{port}": here, "0.0.0.0": host, port: number}
            words = [replaced.get(word, word) for word in words]
        variables = {key: self._here(value) for key, value in SERVICES[name].get("environment", {}).items()}
        program = [] if words[0] == "python" else ["-m", words[0]]
        return self._start(name, [sys.executable, *program, *words[1:]], **variables, **environment)

    def start_replica(self, name: str, command: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a replica, and wait until it is healthy."""
        self.start_replicas([name], command, **environment)
        return self._processes[name]

    def start_replicas(self, names: Sequence[str], command: str, **environment: str) -> None:
        """Start several at once."""
        for name in names:
            self.run(name, command, "8000", **environment)
        for name in names:
            self._wait(name, partial(_is_healthy, self.address(name)))

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a signal."""
        self._processes[name].send_signal(number)

    def end(self, name: str, how: signal.Signals) -> None:
        """Send a signal, and wait for the end."""
        self.send(name, how)
        self._processes[name].wait(100)

    def start_sandbox(self) -> None:
        self.run("sandbox", SERVICES["sandbox"]["command"], "8080")
        self._wait("sandbox", lambda: _listens(self.address("sandbox")))

    def printed(self, name: str) -> str:
        return (self._folder / f"{name}.log").read_text("utf-8", "replace")

    def _wait(self, name: str, is_there: Any) -> None:
        until = time.monotonic() + STARTED_WITHIN_SECONDS
        while not is_there():
            assert self._processes[name].poll() is None, f"{name} has ended: {self.printed(name)}"
            assert time.monotonic() < until, f"{name} does not start: {self.printed(name)}"
            time.sleep(0.05)


def _listens(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def _is_healthy(address: str) -> bool:
    # Not with httpx, which needs more CPU time for a client than the replica for its start.
    connection = HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
