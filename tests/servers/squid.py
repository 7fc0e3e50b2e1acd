"""Squid, the proxy of many companies: it knows nothing of this client."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from .ports import unused_port
from .programs import needed

# Debian's helper for passwords in a file.
_AUTHENTICATION: Final = Path("/usr/lib/squid/basic_ncsa_auth")
_CONFIGURATION: Final = """
http_port 127.0.0.1:{port}
hosts_file {folder}/hosts
access_log stdio:{folder}/access.log
cache_log {folder}/cache.log
pid_filename none
coredump_dir {folder}
cache deny all
shutdown_lifetime 0 seconds
logfile_rotate 0
pinger_enable off
{access}
"""


@dataclass
class RunningSquid:
    """A running Squid.

    Attributes:
        port: Where it listens.
        process: The server.
        log: The file to which it writes a line for each request, when the request has ended.
    """

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def methods(self, number: int) -> list[str]:
        """The methods of the requests to it, when it has written so many."""
        until = time.monotonic() + 20
        while True:
            lines = self.log.read_text().splitlines() if self.log.exists() else []
            methods = [line.split()[5] for line in lines]
            methods = [method for method in methods if method != "-"]  # a connection without a request
            if len(methods) >= number or time.monotonic() > until:
                return methods
            time.sleep(0.01)


@contextmanager
def running_squid(host: str, password: str = "") -> Generator[RunningSquid]:
    """Start Squid, which takes a host for this machine. With a password, it wants that of the user `game`.

    The test is skipped if Squid is not installed.
    """
    program, port = needed("squid"), unused_port()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o777)  # Squid gives up the rights of root, which the folders of pytest need
        yield from _running(program, port, folder, host, password)


def _running(program: str, port: int, folder: Path, host: str, password: str) -> Generator[RunningSquid]:
    (folder / "hosts").write_text(f"127.0.0.1 {host}\n")
    access = "http_access allow all"
    if password:
        if not _AUTHENTICATION.exists():
            pytest.skip(f"{_AUTHENTICATION} is not installed")
        (folder / "users").write_text(f"game:{_hashed(password)}\n")
        access = (
            f"auth_param basic program {_AUTHENTICATION} {folder}/users\n"
            "acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all"
        )
    configuration = folder / "squid.conf"
    configuration.write_text(_CONFIGURATION.format(port=port, folder=folder, access=access))
    command = [program, "-N", "-n", f"test{port}{os.getpid()}", "-f", str(configuration)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port, process)
            yield RunningSquid(port, process, folder / "access.log")
        finally:
            process.kill()


def _hashed(password: str) -> str:
    command = ["openssl", "passwd", "-apr1", password]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert process.poll() is None, "Squid has ended"
            assert time.monotonic() < until, "Squid does not listen"
            time.sleep(0.02)
        else:
            return
