"""Types for arguments: a model, a dict of its fields, or a shorthand such as an IP address.

Use them to annotate your own functions. For example, `users` takes items of the type `DeploymentUserLike`, and
`DeploymentUserDict` is the dict form. `Place` is a dict with a latitude and a longitude.
"""

from ._generated.orchestration.arguments import *  # noqa: F403
