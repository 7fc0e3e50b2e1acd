"""The public names of the package: which module a class reports, and names that are imported at first use."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, TypeVar

__all__ = ["PACKAGE", "lazy_names", "public_in"]

ClassT = TypeVar("ClassT", bound=type)

# A vendored copy has another name.
PACKAGE: Final = __name__.rpartition("._core")[0]


def public_in(module: str) -> Callable[[ClassT], ClassT]:
    """A class decorator that sets `__module__`, which `repr`, pickle and documentation use.

    It also makes `typing.get_type_hints` look names up in the public module. A class with annotated attributes
    therefore has to be in a module without `from __future__ import annotations`.

    Args:
        module: The public module, below the package; empty for the package itself.
    """

    def decorate(cls: ClassT) -> ClassT:
        cls.__module__ = f"{PACKAGE}.{module}".removesuffix(".")
        return cls

    return decorate


def lazy_names(module: str, names: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """A `__getattr__` for a module (PEP 562) that imports a name at first use, and its `__dir__`.

    Args:
        module: The `__name__` of the module.
        names: For each name, the module that has it, below the package; after a colon, its name there if that differs.
    """

    def get(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        source, _, other_name = names[name].partition(":")
        value = getattr(import_module(f"{PACKAGE}.{source}"), other_name or name)
        setattr(sys.modules[module], name, value)  # the next look-up does not call this function
        return value

    return get, lambda: sorted(sys.modules[module].__all__)
