"""The types of arguments: a model, a dict of its fields, or a plain value that stands for it.

For annotations of your own functions: `DeploymentUserLike` is what `users` holds, `DeploymentUserDict` such a dict, and
so on. `Place` is a dict with a latitude and a longitude.
"""

from ._generated.orchestration.arguments import *  # noqa: F403
