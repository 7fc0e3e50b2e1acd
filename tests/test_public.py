"""Nothing public is undocumented: every public module, class, function, method and attribute says what it is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs
import pytest

import edgegap_client


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
