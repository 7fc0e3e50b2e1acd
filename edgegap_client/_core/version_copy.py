"""The fields with which a copy of an app version is created. No I/O; shared by sync and async.

This module never stores a secret in a variable, because tracebacks show variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidRequestError
from .masked import is_hidden
from .redaction import Secret
from .unreadable import peek

if TYPE_CHECKING:
    from .._generated.orchestration.models.app_version import AppVersion
    from .._generated.orchestration.models.app_version_env import AppVersionEnv

__all__ = ["check_secrets", "fields_of_copy"]


def check_secrets(
    name: str, source: AppVersion, changes: Secret[dict[str, Any]], secrets: Secret[Mapping[str, str]]
) -> None:
    """Raise if the copy would lack a secret, or would contain the API's mask instead of it.

    Args:
        name: The name of the version to copy.
        source: The version to copy.
        changes: The changed fields of the copy.
        secrets: The values of environment variables, by name.

    Raises:
        InvalidRequestError: The API does not return a secret of the source, and the caller did not pass it. Or an item
            of `secrets` has no environment variable.
    """
    envs = _envs_of(source)
    if "envs" in changes.reveal() and secrets.reveal():
        raise InvalidRequestError("pass envs or secrets, not both: envs replaces all environment variables")
    if strange := sorted(secrets.reveal().keys() - {env.key for env in envs}):
        raise InvalidRequestError(f"secrets has {strange[0]!r}, but {name} has no such environment variable")
    missing: list[str] = []
    if (
        "private_token" not in changes.reveal()
        and _is_sent(source, "private_token")
        and _is_unknown(source, "private_token")
    ):
        missing.append("private_token=...")
    if "envs" not in changes.reveal():
        unknown = [env.key for env in envs if _is_unknown(env, "value") and env.key not in secrets.reveal()]
        if unknown:
            missing.append(f"secrets={{{', '.join(f'{key!r}: ...' for key in unknown)}}}")
    if missing:
        raise InvalidRequestError(
            f"the API does not return all secrets of {name}, which the copy needs: pass {' and '.join(missing)}"
        )


def fields_of_copy(
    source: AppVersion, names: Iterable[str], changes: Secret[dict[str, Any]], secrets: Secret[Mapping[str, str]]
) -> Secret[dict[str, Any]]:
    """Return the fields of the copy: the received fields of the source, with the changes and secrets.

    Raises:
        ResponseFormatError: The copy needs a field of the source that cannot be read.
    """
    kept = [name for name in names if name != "envs" and name not in changes.reveal() and _is_sent(source, name)]
    envs = [] if "envs" in changes.reveal() else _envs_of(source)
    return Secret(
        {
            **{name: getattr(source, name) for name in kept},
            **({"envs": [_env(env, secrets) for env in envs]} if envs else {}),
            **changes.reveal(),
        }
    )


def _is_sent(source: AppVersion, name: str) -> bool:
    """Whether the API sent a field that is not null, readable or not."""
    return source.to_dict().get(name) is not None


def _envs_of(source: AppVersion) -> list[AppVersionEnv]:
    return source.envs if _is_sent(source, "envs") else []


def _env(env: AppVersionEnv, secrets: Secret[Mapping[str, str]]) -> dict[str, Any]:
    return {
        **{name: value for name, value in env.to_dict().items() if name in ("is_secret", "is_hidden")},
        "key": env.key,
        "value": secrets.reveal().get(env.key, peek(env, "value")),
    }


def _is_unknown(owner: AppVersion | AppVersionEnv, name: str) -> bool:
    """Whether a secret is unknown: hidden, missing or unreadable."""
    return peek(owner, name) is None or is_hidden(peek(owner, name))
