"""The layers of the package: imports point downwards only, and no modules import each other in a circle.

docs/explanation/architecture.md describes the layers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

import pytest

import edgegap_client

PACKAGE: Final = Path(edgegap_client.__file__).resolve().parent

# From top to bottom: a module imports from its own layer and from layers below it.
LAYERS: Final[dict[str, tuple[str, ...]]] = {
    "programs": ("cli", "sandbox"),
    "public modules": (),  # every module that is in no other layer
    "clients": ("_async", "_sync"),
    "deployments of a launch": ("_deployment",),
    "runtime": ("_runtime",),
    "transport": ("_transport",),
    "generated code": ("_generated",),
    "core": ("_core",),
    "foundations": ("errors", "drift", "hooks", "_atomic", "_version"),
}
# Imports for type checkers that point upwards, because no protocol could say the same, with the reason.
UPWARDS: Final[dict[tuple[str, str], str]] = {
    ("_core.launch", "_deployment"): "LaunchOutcome has a deployment",
    ("_core.launch", "_generated.orchestration.arguments"): "LaunchOptions names the arguments that launch takes",
    ("_core.version_copy", "_generated.orchestration.models"): "what is copied is a model",
    ("_core.matchmaker", "_generated.matchmaking.models"): "SearchState is made from models, and has one",
}  # fmt: skip

When: TypeAlias = Literal["at import", "in a function", "for type checkers"]


class Import(NamedTuple):
    """That one module imports another; both are named as below the package."""

    source: str
    target: str
    when: When


class ImportVisitor(ast.NodeVisitor):
    """Collects the relative imports of one module."""

    def __init__(self, source: str, package: str, known: set[str]) -> None:
        self.found: list[Import] = []
        self._source = source
        self._package = package.split(".") if package else []
        self._known = known
        self._when: When = "at import"

    def _inside(self, when: When, nodes: list[ast.stmt]) -> None:
        outside, self._when = self._when, self._when if self._when == "for type checkers" else when
        for node in nodes:
            self.visit(node)
        self._when = outside

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._inside("in a function", node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_If(self, node: ast.If) -> None:
        is_for_type_checkers = ast.unparse(node.test) == "TYPE_CHECKING"
        self._inside("for type checkers" if is_for_type_checkers else self._when, node.body)
        self._inside(self._when, node.orelse)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            # A vendored copy has another name.
            assert alias.name.partition(".")[0] != PACKAGE.name, f"{self._source} imports {alias.name} absolutely"

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if not node.level:
            assert (node.module or "").partition(".")[0] != PACKAGE.name, (
                f"{self._source} imports {node.module} absolutely"
            )
            return
        base = self._package[: len(self._package) - node.level + 1]
        module = ".".join([*base, *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{module}.{alias.name}".removeprefix(".")
            self.found.append(Import(self._source, inner if inner in self._known else module, self._when))


def modules_of(package: Path) -> dict[str, Path]:
    """Every module by its name below the package; the package itself has an empty name."""
    found: dict[str, Path] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(package: Path) -> list[Import]:
    modules = modules_of(package)
    found: list[Import] = []
    for name, path in modules.items():
        visitor = ImportVisitor(name, name if path.stem == "__init__" else name.rpartition(".")[0], set(modules))
        visitor.visit(ast.parse(path.read_text("utf-8")))
        found += visitor.found
    return list(dict.fromkeys(found))


def level(module: str) -> int:
    """The number of a module's layer. The highest layer has the largest number."""
    first = module.partition(".")[0]
    layer = next((layer for layer, names in LAYERS.items() if first in names), "public modules")
    return len(LAYERS) - list(LAYERS).index(layer)


def upward(imports: list[Import]) -> Iterator[Import]:
    return (each for each in imports if level(each.target) > level(each.source))


def exception_of(each: Import) -> tuple[str, str] | None:
    """The entry of UPWARDS that permits an import."""
    if each.when != "for type checkers":
        return None
    return next((key for key in UPWARDS if each.source == key[0] and f"{each.target}.".startswith(f"{key[1]}.")), None)


def circle(imports: list[Import]) -> list[str]:
    """Modules that import each other while they are being imported; empty if there are none."""
    graph: dict[str, set[str]] = {}
    for each in imports:
        # A package may import its own modules, and a module names from its package that precede the import.
        if each.when == "at import" and each.target != each.source:
            graph.setdefault(each.source, set()).add(each.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        modules: list[str] = error.args[1]
        return modules
    return []


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    return imports_of(PACKAGE)


def test_imports_point_downwards(imports: list[Import]) -> None:
    assert [each for each in upward(imports) if exception_of(each) is None] == []


def test_every_exception_is_needed(imports: list[Import]) -> None:
    assert {exception_of(each) for each in upward(imports)} == UPWARDS.keys()


def test_no_modules_import_each_other_in_a_circle(imports: list[Import]) -> None:
    assert circle(imports) == []


def test_every_room_is_there() -> None:
    first = {name.partition(".")[0] for name in modules_of(PACKAGE)}
    assert {name for names in LAYERS.values() for name in names} <= first
    assert {name for name in first if name.startswith("_")} <= {name for names in LAYERS.values() for name in names}


@pytest.mark.parametrize(
    ("module", "code", "target", "when"),
    [
        ("_core/call.py", "from .._transport.pool import Pool", "_transport.pool", "at import"),
        ("_core/call.py", "from .. import beacons", "beacons", "at import"),
        ("_core/__init__.py", "from .._async import client", "_async.client", "at import"),
        ("errors.py", "if TYPE_CHECKING:\n    from ._core.call import Call", "_core.call", "for type checkers"),
        ("_runtime/at_exit.py", "def f():\n    from .._async.client import X", "_async.client", "in a function"),
        ("_runtime/at_exit.py", "class C:\n async def f(self):\n  from .. import beacons", "beacons", "in a function"),
        ("_core/call.py", "try:\n    from ..cli import main\nexcept ImportError:\n    pass", "cli", "at import"),
        ("_core/call.py", "if not TYPE_CHECKING:\n    from ..cli import main", "cli", "at import"),
        ("_transport/_async/pool.py", "from ..._runtime.at_exit import f", "_runtime.at_exit", "at import"),
        ("beacons.py", "from .cli import main", "cli", "at import"),
    ],
)  # fmt: skip
def test_an_import_that_points_upwards_is_found(module: str, code: str, target: str, when: str, tmp_path: Path) -> None:
    for name in (
        "_async/client",
        "_core/call",
        "_runtime/at_exit",
        "_transport/pool",
        "_transport/_async/pool",
        "beacons",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.py").touch()
    (tmp_path / module).write_text(code, "utf-8")
    source = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert list(upward(imports_of(tmp_path))) == [(source, target, when)]


def test_a_circle_is_found_unless_an_import_is_in_a_function(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("from . import two", "utf-8")
    (tmp_path / "two.py").write_text("from .three import x", "utf-8")
    (tmp_path / "three.py").write_text("def f():\n    from .one import y", "utf-8")
    assert circle(imports_of(tmp_path)) == []
    (tmp_path / "three.py").write_text("from .one import y", "utf-8")
    assert set(circle(imports_of(tmp_path))) == {"one", "two", "three"}
