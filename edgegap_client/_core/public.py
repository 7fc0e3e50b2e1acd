"""The public names of the package: set the module that a class reports, and import names at first use."""

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

    `typing.get_type_hints` then looks names up in the public module. So a class with annotated attributes must be in a
    module without `from __future__ import annotations`.

    Args:
        module: The public module, relative to the package; empty for the package itself.
    """

    def decorate(cls: ClassT) -> ClassT:
        cls.__module__ = f"{PACKAGE}.{module}".removesuffix(".")
        return cls

    return decorate


def lazy_names(module: str, names: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return a module's `__getattr__` (PEP 562), which imports a name at first use, and its `__dir__`.

    Args:
        module: The `__name__` of the module.
        names: For each name, its module relative to the package. If the name there differs, it follows after a colon.
    """

    def get(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        source, _, other_name = names[name].partition(":")
        value = getattr(import_module(f"{PACKAGE}.{source}"), other_name or name)
        setattr(sys.modules[module], name, value)  # so that the next look-up does not call this function
        return value

    return get, lambda: sorted(sys.modules[module].__all__)
