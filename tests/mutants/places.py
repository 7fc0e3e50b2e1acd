"""The places of a module where cosmic-ray can plant a defect, and what it can plant there."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

CONFIGURATION: Final = """[cosmic-ray]
module-path = [{paths}]
timeout = 60.0
excluded-modules = []
test-command = "true"
[cosmic-ray.distributor]
name = "local"
"""
# With singletons, as `None` is, these do the same as what they replace.
SAME: Final = ("Is_Eq", "IsNot_NotEq")

Position: TypeAlias = tuple[int, int]
Range: TypeAlias = tuple[Position, Position]


@dataclass(frozen=True)
class Mutant:
    """One defect.

    Attributes:
        module: The module's name below `edgegap_client/`, such as `_core/paging`.
        operator: Which operator of cosmic-ray plants it.
        occurrence: At which of the places in the module that fit the operator, from 0.
        position: Line and column.
    """

    module: str
    operator: str
    occurrence: int
    position: Position


def places_in(modules: list[str], root: Path, cosmic_ray: Path, folder: Path) -> dict[str, list[list[Mutant]]]:
    """The defects that cosmic-ray can plant in each module, by place. Annotations are left out: nothing runs them."""
    session = folder / "session.sqlite"
    configuration = folder / "cosmic-ray.toml"
    paths = ", ".join(json.dumps(str(root / "edgegap_client" / f"{module}.py")) for module in modules)
    configuration.write_text(CONFIGURATION.format(paths=paths), encoding="utf-8")
    subprocess.run([cosmic_ray, "init", "--force", configuration, session], check=True)
    lines = subprocess.run([cosmic_ray, "dump", session], check=True, capture_output=True, text=True).stdout
    found: dict[str, dict[Position, list[Mutant]]] = {module: {} for module in modules}
    trees = {
        module: ast.parse((root / "edgegap_client" / f"{module}.py").read_text(encoding="utf-8")) for module in modules
    }
    skipped = {module: list(never_run(tree)) for module, tree in trees.items()}
    operators = {module: list(binary_operators(tree)) for module, tree in trees.items()}
    for line in lines.splitlines():
        mutation: dict[str, Any] = json.loads(line)[0]["mutations"][0]
        path = Path(mutation["module_path"]).relative_to(root / "edgegap_client")
        module = path.with_suffix("").as_posix()
        position: Position = tuple(mutation["start_pos"])
        is_binary = "ReplaceBinaryOperator" in mutation["operator_name"]
        if (
            mutation["operator_name"].endswith(SAME)
            or _is_within(position, skipped[module])
            or (is_binary and not _is_within(position, operators[module]))
        ):
            continue
        mutant = Mutant(module, mutation["operator_name"], mutation["occurrence"], position)
        found[module].setdefault(position, []).append(mutant)
    return {
        module: [sorted(places[position], key=lambda each: each.operator) for position in sorted(places)]
        for module, places in found.items()
    }


def _is_within(position: Position, ranges: list[Range]) -> bool:
    return any(start <= position <= end for start, end in ranges)


def lines_of_statement(source: str, mutant: Mutant) -> range:
    """The lines of the innermost statement that the defect is in."""
    lines = range(1, len(source.splitlines()) + 1)
    for node in ast.walk(ast.parse(source)):  # outer statements come first
        if isinstance(node, ast.stmt) and node.lineno <= mutant.position[0] <= (node.end_lineno or node.lineno):
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return lines


def binary_operators(tree: ast.Module) -> Iterator[Range]:
    """Where the binary operators of a module are. cosmic-ray also takes the `*` of a signature for one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and node.left.end_lineno is not None and node.left.end_col_offset is not None:
            yield (node.left.end_lineno, node.left.end_col_offset), (node.right.lineno, node.right.col_offset)


def never_run(tree: ast.Module) -> Iterator[Range]:
    """Where the annotations of a module, its aliases of types, its overloads and the like begin and end."""
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                parts = [node.returns]
                parts += [each for each in node.decorator_list if ast.unparse(each) == "overload"]
            case ast.arg():
                parts = [node.annotation]
            case ast.AnnAssign():
                is_alias = ast.unparse(node.annotation) == "TypeAlias"
                parts = [node.annotation, node.value if is_alias else None]
            case ast.If():
                parts = [node.test] if "TYPE_CHECKING" in ast.unparse(node.test) else []
            case ast.keyword(arg="slots"):  # of a dataclass: saves memory
                parts = [node.value]
            case _:
                pass
        for part in parts:
            if part is not None and part.end_lineno is not None and part.end_col_offset is not None:
                # A decorator begins with its @.
                yield (part.lineno, max(0, part.col_offset - 1)), (part.end_lineno, part.end_col_offset)
