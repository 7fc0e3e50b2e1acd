"""The error message for an extra whose package is not installed, the same everywhere."""

from typing import Final

__all__ = ["MissingExtra", "missing_extra"]

# A vendored copy under another name has no extras.
IS_COPY: Final = not __name__.startswith("edgegap_client.")


class MissingExtra(ImportError):
    """A package of an extra is not installed. The message says which one, and how to install it."""


def missing_extra(what: str, extra: str, *packages: str) -> str:
    """Return the message: which part needs which packages, and how to install them.

    Args:
        what: The part of this package that needs them, such as `The sandbox`.
        extra: The extra that installs them.
        packages: The names of the packages, or of their modules.
    """
    names = [name.replace("_", "-") for name in packages]
    verb = "is" if len(names) == 1 else "are"
    wanted = " ".join(names) if IS_COPY else f'"edgegap-client[{extra}]"'
    return f"{what} needs {' and '.join(names)}, which {verb} not installed: pip install {wanted}"
