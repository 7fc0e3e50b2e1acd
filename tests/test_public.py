"""Nothing public is undocumented: every public module, class, function, method and attribute says what it is."""

from __future__ import annotations

import importlib
import inspect
import pickle
import pkgutil
import subprocess
import sys
import typing
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs
import pytest

import edgegap_client
from edgegap_client import UNSET, AsyncEdgegap, Edgegap, deployments, models
from edgegap_client.cli.deployment_rows import Row


def public_modules() -> Iterator[ModuleType]:
    yield edgegap_client
    for info in pkgutil.walk_packages(edgegap_client.__path__, "edgegap_client."):
        # The sandbox's public names are those of its package.
        inner = info.name.startswith("edgegap_client.sandbox.") and not info.name.endswith("pytest_plugin")
        if not inner and not any(part.startswith("_") for part in info.name.split(".")[1:]):
            yield importlib.import_module(info.name)


MODULES = list(public_modules())


def public_members(module: ModuleType) -> dict[str, Any]:
    names: list[str] = list(getattr(module, "__all__", ())) or [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]
    return {name: getattr(module, name) for name in names}


def undocumented(name: str, value: Any) -> Iterator[str]:
    """The names of what says nothing of itself."""
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return
    if not value.__module__.startswith("edgegap_client"):
        return
    if not inspect.getdoc(value):
        yield name
    if not inspect.isclass(value):
        return
    text = " ".join(base.__doc__ or "" for base in value.__mro__)
    for method, member in vars(value).items():
        inner: Any = getattr(member, "__func__", member)
        if method.startswith("_") or (isinstance(member, property) and f"{method}:" in text):
            continue
        if (inspect.isfunction(inner) or isinstance(member, property)) and not inspect.getdoc(getattr(value, method)):
            yield f"{name}.{method}"
    if attrs.has(value):
        for field in attrs.fields(value):
            if not field.name.startswith("_") and f"{field.name}:" not in text and f"`{field.name}`" not in text:
                yield f"{name}.{field.name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.__name__))
def test_everything_public_says_what_it_is(module: ModuleType) -> None:
    assert module.__doc__
    missing = [each for name, value in public_members(module).items() for each in undocumented(name, value)]
    assert missing == []


def test_what_says_nothing_is_found() -> None:
    class Silent:
        def method(self) -> None: ...

    Silent.__module__ = "edgegap_client.somewhere"
    assert list(undocumented("Silent", Silent)) == ["Silent", "Silent.method"]


# Where classes say that they are.


def public_classes() -> Iterator[tuple[str, type[Any]]]:
    """Every public class with a public name of it, and the classes of what the clients have."""
    for module in MODULES:
        for name, value in public_members(module).items():
            if inspect.isclass(value) and value.__module__.partition(".")[0] == edgegap_client.__name__:
                yield f"{module.__name__}.{name}", value
    for client in (Edgegap("0123456789"), AsyncEdgegap("0123456789")):
        for name in dir(type(client)):
            if not name.startswith("_") and not callable(held := getattr(client, name)):
                yield f"{type(client).__name__}.{name}", type(held)


CLASSES = dict(public_classes())
# Annotations of these name models, which their modules do not import.
UNRESOLVED = {deployments.Deployment, deployments.LaunchOptions, deployments.FleetLaunchOptions, Row}


@pytest.mark.parametrize("name", CLASSES)
def test_a_public_class_reports_a_public_module_that_has_it(name: str) -> None:
    kind = CLASSES[name]
    assert not any(part.startswith("_") for part in kind.__module__.split("."))
    assert getattr(importlib.import_module(kind.__module__), kind.__qualname__) is kind


def test_all_kinds_of_public_classes_are_tested() -> None:
    modules = {kind.__module__.removeprefix("edgegap_client").removeprefix(".") for kind in CLASSES.values()}
    assert modules >= {
        "",
        "models",
        "types",
        "client",
        "deployments",
        "ledger",
        "sessions",
        "replicas",
        "errors",
        "api.lobbies",
    }
    assert len(CLASSES) > 250


@pytest.mark.parametrize("kind", sorted({*CLASSES.values()} - UNRESOLVED, key=repr), ids=lambda kind: kind.__qualname__)
def test_annotations_of_a_public_class_can_be_resolved(kind: type[Any]) -> None:
    for name, hint in typing.get_type_hints(kind).items():
        assert not isinstance(hint, str), name


@pytest.mark.parametrize(
    "value",
    [
        models.Application(name="my-game", is_active=True, image=""),
        models.DeploymentPorts.from_dict({"game": {"external": 1}}),
        models.PortProtocol.UDP,
        models.PortProtocol("NEW"),
        deployments.Deployment("a", ports=models.DeploymentPorts.from_dict({"game": {"external": 1}})),
        deployments.Deployment.from_dict({"request_id": "a", "ports": []}),
        deployments.Stopped(("a",)),
        edgegap_client.Operation("a", "GET", "/a", "b"),
        edgegap_client.RetryPolicy(),
        UNSET,
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_pickle_has_public_names_only_and_is_read_by_a_fresh_process(value: object) -> None:
    data = pickle.dumps(value)
    assert b"edgegap_client" in data
    assert b"._" not in data
    script = "import pickle, sys; print(repr(pickle.loads(sys.stdin.buffer.read())))"
    done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().rstrip("\n") == repr(value)


def test_a_public_module_imports_neither_client_before_it_is_used() -> None:
    script = """
import sys
from edgegap_client import client, deployments, models, sessions, types
loaded = [name for name in sys.modules if "._async" in name or "._sync" in name or ".models." in name]
assert not loaded, loaded
for module in (client, deployments, sessions):
    assert set(module.__all__) <= set(dir(module)), module
    try:
        module.nothing
    except AttributeError as error:
        assert str(error) == f"module {module.__name__!r} has no attribute 'nothing'"
    else:
        raise AssertionError
assert deployments.Deployments is deployments.Deployments
assert "edgegap_client._async.deployments" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
