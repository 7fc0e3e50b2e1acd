"""The Server Browser: its models. A preview: nothing here was verified live.

The models are those of openapi/server_browser.yaml, each imported at first use.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._generated.server_browser.models import *  # noqa: F403
else:
    from ._generated.server_browser import models as _models

    __all__ = _models.__all__
    __dir__ = _models.__dir__
    __getattr__ = _models.__getattr__
