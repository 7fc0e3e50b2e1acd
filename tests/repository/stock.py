"""Two generated clients behind one adapter: ours, and what openapi-python-client writes with its own templates.

A promise is a function that takes a `Kit`. It has to hold for ours and to fail for the stock one, which proves that the
test can fail.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
from lowering import lowered
from specification import load_yaml

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "99998888-7777-6666-5555-444433332222"
BASE_URL = "https://api.example.com"
OURS = "edgegap_client"
STOCK = "stock_client"
OURS_COPY = "ours_copy"
AWKWARD_OURS = "awkward_ours"
AWKWARD_STOCK = "awkward_stock"

# Names that generated code is tempted to use for itself.
AWKWARD_FIELDS: dict[str, dict[str, Any]] = {
    "d": {"type": "string"},
    "data": {"type": "array", "items": {"type": "string"}},
    "kept": {"type": "string", "format": "date-time"},
    "field": {"type": "integer"},
    "name": {"type": "string"},
    "type": {"type": "boolean"},
    "self": {"type": "number"},
    "items": {"type": "number"},
    "datetime": {"type": "string", "format": "date-time"},
    "_data": {"type": "integer"},
    "src_dict": {"type": ["string", "null"]},
    "result": {"type": "string"},
}


def awkward_specification() -> dict[str, Any]:
    """A specification of one operation, whose answer has the awkward fields."""
    fields = {name: {"description": f"The field {name}.", **schema} for name, schema in AWKWARD_FIELDS.items()}
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/Awkward"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Awkward", "version": "1"},
        "tags": [{"name": "things", "description": "Things."}],
        "paths": {
            "/v1/thing": {
                "get": {
                    "operationId": "get_thing",
                    "x-edgegap-method": "get",
                    "tags": ["things"],
                    "summary": "Read a thing",
                    "description": "Returns the thing.",
                    "security": [{"organizationToken": []}],
                    "responses": {"200": {"description": "The thing.", "content": answer}},
                }
            }
        },
        "components": {
            "parameters": {},
            "securitySchemes": {"organizationToken": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                # Optional fields are read by other code than required ones.
                "Awkward": {
                    "type": "object",
                    "description": "A thing.",
                    "required": [
                        name for name in fields if name not in ("kept", "src_dict", "result", "datetime", "_data")
                    ],
                    "properties": fields,
                }
            },
        },
    }


@dataclass(frozen=True)
class Kit:
    """A generated client, as promises see it."""

    name: str
    generated: str
    awkward: str
    workshop: Workshop

    def module(self, path: str) -> Any:
        """A module of the generated code, for instance `api.applications.get_application`."""
        return import_module(f"{self.generated}.{path}")

    def read(self, model: str, data: dict[str, Any]) -> Any:
        """The model that `data` becomes."""
        return getattr(self.module("models"), model).from_dict(data)

    @property
    def unset(self) -> Any:
        return self.module("types").UNSET

    def read_awkward(self, model: str, data: dict[str, Any]) -> Any:
        """The model of `awkward_specification` that `data` becomes."""
        return getattr(import_module(f"{self.awkward}.models"), model).from_dict(data)

    def client(self, base_url: str = BASE_URL, *, asynchronous: bool = False, strict: bool = False) -> Any:
        """A client as its defaults make it; `strict` turns on the stock one's error for undocumented statuses."""
        if self.name == OURS:
            package = import_module(OURS)
            return (package.AsyncEdgegap if asynchronous else package.Edgegap)(TOKEN, base_url=base_url)
        make = self.module("client").AuthenticatedClient
        return make(base_url=base_url, token=TOKEN, prefix="token", raise_on_unexpected_status=strict)

    def call(self, operation: str, *arguments: Any, base_url: str = BASE_URL, strict: bool = False) -> Any:
        """What the `sync` function of an operation such as `applications.get_application` returns."""
        with self.client(base_url, strict=strict) as client:
            return self.module(f"api.{operation}").sync(*arguments, client=client)

    def call_async(self, operation: str, *arguments: Any, client: Any) -> Any:
        """What the `asyncio` function of an operation returns; to be awaited."""
        return self.module(f"api.{operation}").asyncio(*arguments, client=client)


class Workshop:
    """Makes what promises need, each thing once: generated packages, and what the type checkers say of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bin_folder = Path(sys.executable).parent
        self.environment = os.environ | {"PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"}
        self._started: dict[str, subprocess.Popen[str]] = {}

    def start(self) -> None:
        """Generate all packages, then let the type checkers work while other tests run."""
        source = self.folder / "awkward" / "openapi" / "edgegap.yaml"
        shutil.copytree(ROOT / "openapi" / "templates", source.parent / "templates")
        shutil.copy(ROOT / "generator-config.yaml", source.parent.parent)
        source.write_text(json.dumps(awkward_specification()), "utf-8")
        # With the standard words for what our YAML says in its own, or the stock generator would know no times.
        plain = self.folder / "plain.json"
        plain.write_text(json.dumps(lowered(load_yaml(ROOT / "openapi" / "edgegap.yaml"))), "utf-8")
        generators = [
            self._stock_generator(STOCK, plain),
            self._stock_generator(AWKWARD_STOCK, source),
            self._our_generator(source.parent.parent),
        ]
        for process in generators:
            output, _ = process.communicate(timeout=120)
            assert process.returncode == 0, output
        ignored = shutil.ignore_patterns("__pycache__", "sandbox")
        shutil.copytree(ROOT / OURS, self.folder / OURS_COPY, ignore=ignored)
        self._start_type_checkers()

    def _run(self, *command: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _stock_generator(self, name: str, specification: Path) -> subprocess.Popen[str]:
        generate = (Path(sys.executable).parent / "openapi-python-client", "generate", "--path", specification)
        return self._run(*generate, "--meta", "none", "--output-path", self.folder / name)

    def _our_generator(self, root: Path) -> subprocess.Popen[str]:
        # The layers below the generated code (see tests/test_layers.py), and the public module of its models. Other
        # modules of ours would need our own operations.
        package = self.folder / AWKWARD_OURS
        shutil.copytree(ROOT / OURS / "_core", package / "_core", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("_atomic.py", "_version.py", "drift.py", "errors.py", "models.py"):
            shutil.copy(ROOT / OURS / name, package / name)
        (package / "__init__.py").touch()
        (package / "_generated").mkdir()
        script = "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); import generate as g;"
        script += "root = Path(sys.argv[2]); spec = g.load_yaml(root / 'openapi' / g.SERVICES[0].document);"
        script += "g.run_generator(root, g.SERVICES[0], spec, Path(sys.argv[3]))"
        return self._run(sys.executable, "-c", script, ROOT / "openapi", root, package / "_generated" / "orchestration")

    def _start_type_checkers(self) -> None:
        rules = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "reportPrivateUsage": False}
        config = {"include": [str(path.relative_to(self.folder)) for path in self._checked_by_pyright()], **rules}
        (self.folder / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
        arguments = ("--pythonpath", sys.executable, "--outputjson")
        self._started["pyright"] = self._run(sys.executable, "-m", "pyright", "-p", self.folder, *arguments)
        options = ("--strict", "--config-file=", f"--cache-dir={self.folder / '.mypy_cache'}", "--no-error-summary")
        packages_of = ("-p", STOCK, "-p", f"{OURS_COPY}._generated.orchestration")
        self._started["mypy"] = self._run(sys.executable, "-m", "mypy", *options, *packages_of)

    def _checked_by_pyright(self) -> list[Path]:
        # A part of each package, of every kind of module: pyright is slow, and `make types` checks all of ours.
        parts = (
            "client.py",
            "models/app*_list.py",
            "models/application.py",
            "models/deployment_list*.py",
            "api/applications/*.py",
        )
        roots = (self.folder / STOCK, self.folder / OURS_COPY / "_generated" / "orchestration")
        return [path for root in roots for part in parts for path in sorted(root.glob(part))]

    @cached_property
    def _output(self) -> dict[str, str]:
        return {tool: process.communicate(timeout=300)[0] for tool, process in self._started.items()}

    def type_errors(self, tool: str, kit: Kit) -> list[str]:
        """What `mypy` or `pyright`, both strict, say about a kit's generated code."""
        folder = OURS_COPY if kit.name == OURS else kit.name
        if tool == "mypy":
            assert "error" in self._output[tool]
            return [line for line in self._output[tool].splitlines() if line.startswith(folder)]
        output = self._output[tool]
        found = json.loads(output[output.index("{") :])  # a notice about a newer version may stand before it
        assert found["summary"]["filesAnalyzed"] == len(self._checked_by_pyright())
        root = self.folder / folder
        return [
            f"{problem['file']}: {problem['message']}"
            for problem in found["generalDiagnostics"]
            if Path(problem["file"]).is_relative_to(root)
        ]

    def stop(self) -> None:
        for process in self._started.values():
            if process.poll() is None:
                process.kill()
            process.communicate()


@contextmanager
def answering(status: int = 200, body: bytes = b"{}", kind: str = "application/json") -> Generator[list[httpx.Request]]:
    """Every request gets this answer instead of going to the network; gives the list of requests.

    It stands where httpx's own transports do, so that a client is tested just as its defaults make it.
    """
    requests: list[httpx.Request] = []

    def answer(_: object, request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(status, content=body, headers={"content-type": kind})

    async def answer_async(transport: object, request: httpx.Request) -> httpx.Response:
        return answer(transport, request)

    with (
        mock.patch.object(httpx.HTTPTransport, "handle_request", answer),
        mock.patch.object(httpx.AsyncHTTPTransport, "handle_async_request", answer_async),
    ):
        yield requests
