"""What a copy of an app version is created with. No I/O; shared by sync and async.

Nothing here keeps the value of a secret in a variable: tracebacks show variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..errors import InvalidRequestError
from .decoding import UNSET
from .redaction import Secret

if TYPE_CHECKING:
    from .._generated.orchestration.models.app_version import AppVersion

__all__ = ["check_secrets", "fields_of_copy"]

# What the API returns in place of a secret that is set.
ENCRYPTED: Final = "This value is set and encrypted"


def check_secrets(source: AppVersion, changes: Secret[dict[str, Any]], secrets: Secret[Mapping[str, str]]) -> None:
    """Refuse a copy that would lack a secret, or would have the API's mask in its place.

    Args:
        source: The version to copy.
        changes: The fields that the copy has instead.
        secrets: Values of environment variables, by name.

    Raises:
        InvalidRequestError: The API does not return a secret of the source, and it was not given; or there is no
            environment variable for an item of `secrets`.
    """
    names = [env.key for env in source.envs or ()]
    if "envs" in changes.reveal() and secrets.reveal():
        raise InvalidRequestError("pass envs or secrets, not both: envs replaces all environment variables")
    if strange := [name for name in secrets.reveal() if name not in names]:
        raise InvalidRequestError(f"secrets has {strange[0]!r}, but {source.name} has no such environment variable")
    missing: list[str] = []
    if "private_token" not in changes.reveal() and _is_hidden(source.private_token):
        missing.append("private_token=...")
    if "envs" not in changes.reveal():
        unknown = [env.key for env in source.envs or () if _is_hidden(env.value) and env.key not in secrets.reveal()]
        if unknown:
            missing.append(f"secrets={{{', '.join(f'{name!r}: ...' for name in unknown)}}}")
    if missing:
        raise InvalidRequestError(
            f"the API does not return all secrets of {source.name}, which the copy needs: pass {' and '.join(missing)}"
        )


def fields_of_copy(
    source: AppVersion, names: Iterable[str], changes: Secret[dict[str, Any]], secrets: Secret[Mapping[str, str]]
) -> Secret[dict[str, Any]]:
    """The fields of the copy: those of the source, with the changes and secrets."""
    return Secret(
        {
            **{name: getattr(source, name) for name in names if _is_set(source, name, changes)},
            **({} if "envs" in changes.reveal() or not source.envs else {"envs": _envs(source, secrets)}),
            **changes.reveal(),
        }
    )


def _is_set(source: AppVersion, name: str, changes: Secret[dict[str, Any]]) -> bool:
    return name != "envs" and name not in changes.reveal() and getattr(source, name, None) not in (None, UNSET)


def _envs(source: AppVersion, secrets: Secret[Mapping[str, str]]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in env.to_dict().items() if name in ("key", "is_secret", "is_hidden")}
        | {"value": secrets.reveal().get(env.key, env.value)}
        for env in source.envs or ()
    ]


def _is_hidden(value: object) -> bool:
    """Whether a secret is set, but not known."""
    return value not in (None, UNSET) and (not isinstance(value, str) or value == ENCRYPTED)
