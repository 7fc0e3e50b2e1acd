"""What to say when a package of an extra is not installed: one sentence, the same everywhere."""

from typing import Final

__all__ = ["MissingExtra", "missing_extra"]

# A copy under another name has no extras.
IS_COPY: Final = not __name__.startswith("edgegap_client.")


class MissingExtra(ImportError):
    """A package of an extra is not installed; the message is the sentence."""


def missing_extra(what: str, extra: str, *packages: str) -> str:
    """Say what needs which packages, and what to install.

    Args:
        what: What needs them, such as `The sandbox`.
        extra: The extra that brings them.
        packages: Their names; those of modules do, too.
    """
    names = [name.replace("_", "-") for name in packages]
    verb = "is" if len(names) == 1 else "are"
    wanted = " ".join(names) if IS_COPY else f'"edgegap-client[{extra}]"'
    return f"{what} needs {' and '.join(names)}, which {verb} not installed: pip install {wanted}"
