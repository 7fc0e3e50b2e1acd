"""The models of requests and responses: one class for each schema of the specification, imported at first use."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._generated.orchestration.models import *  # noqa: F403
else:
    from ._generated.orchestration import models as _models

    __all__ = _models.__all__
    __dir__ = _models.__dir__
    __getattr__ = _models.__getattr__
