"""The Server Browser: its models. A preview: nothing here was verified live.

The models are those of openapi/server_browser.yaml, each imported at first use.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._generated.server_browser.arguments import *  # noqa: F403
    from ._generated.server_browser.models import *  # noqa: F403
else:
    from importlib import import_module

    from ._generated.server_browser import models as _models

    __all__ = _models.__all__
    __dir__ = _models.__dir__

    def __getattr__(name: str) -> object:
        if name.endswith(("Dict", "Like")):  # the types of arguments
            return getattr(import_module("._generated.server_browser.arguments", __package__), name)
        return _models.__getattr__(name)
