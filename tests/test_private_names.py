"""The private names of other packages: all in one module, and none can be renamed without a word."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest

import edgegap_client
from edgegap_client._transport import private

PACKAGE: Final = Path(edgegap_client.__file__).parent
WRITTEN: Final = [
    path for path in PACKAGE.rglob("*.py") if not {"_generated", "_sync", "api"} & {*path.relative_to(PACKAGE).parts}
]

# Renames a name in the source of a package while it is imported, everywhere, as a new version would.
RENAMING: Final = """
import importlib.machinery, re, sys

class Renaming(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname):
        source = self.get_data(self.get_filename(fullname)).decode()
        return compile(re.sub(rf"(?<!from \\.)\\b{NAME}\\b", f"{NAME}_2", source), self.get_filename(fullname), "exec")

class Finder(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        spec = super().find_spec(fullname, path, target)
        if spec and fullname.partition(".")[0] == PACKAGE and spec.origin.endswith(".py"):
            spec.loader = Renaming(fullname, spec.origin)
        return spec

sys.meta_path.insert(0, Finder)
"""
CLIENTS: Final = {
    "sync": "Edgegap('11112222-3333')",
    "async": "AsyncEdgegap('11112222-3333')",
    "aiohttp": "AsyncEdgegap('11112222-3333', backend='aiohttp')",
    "client": "Edgegap('11112222-3333', http_client=HTTPX.Client())",
    "async client": "AsyncEdgegap('11112222-3333', http_client=HTTPX.AsyncClient())",
    "transport": "Edgegap('11112222-3333', transport=HTTPX.HTTPTransport())",
    "async transport": "AsyncEdgegap('11112222-3333', transport=HTTPX.AsyncHTTPTransport())",
}
INJECTED: Final = ("client", "async client", "transport", "async transport")
# The second exists for type checkers only.
HARMLESS: Final = ("__future__", "_Decompress")
CASES: Final = (
    ("httpx", "_pool", ("sync", "async", "aiohttp")),
    ("httpx", "_content", ("sync", "async", "transport", "async transport")),
    ("httpx", "_transport", ("client", "async client")),
    ("httpx", "_mounts", ("client", "async client")),
    ("httpx", "_state", ("client", "async client")),
    ("httpx", "OPENED", ("client", "async client")),
    ("httpx2", "_content", ("client", "async client", "transport", "async transport")),
    ("httpx2", "_transport", ("client", "async client")),
    ("httpcore", "_connection", ("sync", "async")),
    ("httpcore", "_h11_state", ("sync", "async")),
    ("httpcore", "_connections", INJECTED),
    ("httpcore", "_requests", INJECTED),
    ("httpcore", "_optional_thread_lock", INJECTED),
    ("httpcore2", "_connections", INJECTED),
    ("h11", "trailing_data", ("sync", "async")),
    ("aiohttp", "_factory", ("aiohttp",)),
    ("aiohttp", "_retry_connection", ("aiohttp",)),
    ("aiohttp", "_payload", ("aiohttp",)),
    ("aiohttp", "ResponseHandler", ("aiohttp",)),
    ("aiohttp", "is_connected", ("aiohttp",)),
    ("aiohttp", "set_exception", ("aiohttp",)),
    ("aiohttp", "set_response_params", ("aiohttp",)),
    ("aiohttp", "should_close", ("aiohttp",)),
)


@pytest.mark.parametrize(("package", "name", "clients"), CASES, ids=[f"{case[0]} {case[1]}" for case in CASES])
def test_a_client_refuses_a_version_that_has_renamed_a_name(package: str, name: str, clients: tuple[str, ...]) -> None:
    pytest.importorskip(package)
    program = f"PACKAGE, NAME = {package!r}, {name!r}\n{RENAMING}" + textwrap.dedent(
        f"""
        from edgegap_client import AsyncEdgegap, ConfigurationError, Edgegap
        HTTPX = __import__("httpx2" if PACKAGE.endswith("2") else "httpx")
        for make in {[CLIENTS[client] for client in clients]!r}:
            try:
                print(eval(make))
            except ConfigurationError as error:
                print(error)
        """
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    lines = ran.stdout.splitlines()
    assert len(lines) == len(clients)
    for line in lines:
        assert line.startswith(f"{package} {version(package)} has no ")
        assert f".{name}, on which edgegap_client depends" in line


def test_without_aiohttp_the_error_says_what_to_install() -> None:
    program = """
import sys
sys.modules["httpx_aiohttp"] = None
from edgegap_client import AsyncEdgegap, ConfigurationError
try:
    AsyncEdgegap("11112222-3333", backend="aiohttp")
except ConfigurationError as error:
    print(error)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == (
        'backend="aiohttp" needs httpx-aiohttp, which is not installed: pip install "edgegap-client[aiohttp]"\n'
    )


def private_names(path: Path) -> Iterator[tuple[str, str]]:
    """The private attributes that a module reads or sets, each with the object that it belongs to."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
            yield node.attr, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            yield from ((name, ast.unparse(node)) for name in names if name.startswith("_") and name not in HARMLESS)


def own_private_names() -> set[str]:
    """The private names that this package defines."""
    found = {"_fields", "_replace", "_name_", "_value_", "_value2member_map_"}  # of named tuples and enums
    found |= {"_exit", "_getframe"}  # documented in the standard library
    for path in WRITTEN:
        if path == Path(private.__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    found.add(name)
                case (
                    ast.Name(id=name, ctx=ast.Store())
                    | ast.Attribute(attr=name, value=ast.Name(id="self"), ctx=ast.Store())
                ):
                    found.add(name)
                case _:
                    continue
    return found


def test_no_other_module_uses_a_private_name_of_another_package() -> None:
    own = own_private_names()
    foreign = [
        f"{path.relative_to(PACKAGE)}: {where}"
        for path in WRITTEN
        for name, where in private_names(path)
        if name not in own and path != Path(private.__file__)
    ]
    assert foreign == []


def test_every_private_name_is_tested_here() -> None:
    path = Path(private.__file__)
    texts = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
    named = {text for text in texts if isinstance(text, str) and text.startswith("_") and text.isidentifier()}
    used = named - {"__init__", "__code__", "__version__"} | {name for name, _ in private_names(path)}
    # What the method uses for whose sake `_retry_connection` is set is looked for in its code.
    assert used - {"_request"} == {name for _, name, _ in CASES if name.startswith("_")}
