"""The objects of one organisation: applications, versions, registry images, endpoint storages, pull profiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from attrs import Factory, define, frozen

Json = dict[str, Any]


class ApiError(Exception):
    """A response that reports a failure. The caller gets `message` and `extra`, so they contain no secrets."""

    def __init__(
        self, status: int, message: str, *, headers: Mapping[str, str] = MappingProxyType({}), **extra: str
    ) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
        self.headers = headers
        self.extra = extra


class NotFound(ApiError):
    """The organisation of the token has no such object, but another one may have it.

    Attributes:
        kind: The kind of object, such as Application.
        name: The name or id of the object.
    """

    def __init__(self, kind: str, name: str, status: int = 404, message: str = "") -> None:
        super().__init__(status, message or f"{kind} {name} not found")
        self.kind = kind
        self.name = name


@define(eq=False)
class Resource:
    """An object with a name and two times.

    `fields` has the fields of the JSON, except those that subclasses store elsewhere.
    """

    fields: Json
    created: str
    updated: str

    @property
    def name(self) -> str:
        return str(self.fields["name"])

    def render(self) -> Json:
        return {**self.fields, "create_time": self.created, "last_updated": self.updated}


ResourceT = TypeVar("ResourceT", bound=Resource)


class Collection(Generic[ResourceT]):
    """Objects of one kind by name, oldest first."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._items: dict[str, ResourceT] = {}

    def __iter__(self) -> Iterator[ResourceT]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def get(self, name: str) -> ResourceT:
        try:
            return self._items[name]
        except KeyError:
            raise NotFound(self._kind, name) from None

    def check_free(self, name: str) -> None:
        if name in self._items:
            raise ApiError(409, f"{self._kind} {name} already exists")

    def add(self, item: ResourceT) -> ResourceT:
        self.check_free(item.name)
        self._items[item.name] = item
        return item

    def change(self, item: ResourceT, changes: Json, now: str) -> ResourceT:
        """Apply the changes, which may contain a new name."""
        if changes.get("name", item.name) != item.name:
            self.check_free(changes["name"])
        # A new dict, because deployments keep the dict of their time.
        item.fields = {**item.fields, **changes}
        item.updated = now
        self._items = {each.name: each for each in self}
        return item

    def remove(self, name: str) -> ResourceT:
        item = self.get(name)
        del self._items[name]
        return item


@define(eq=False)
class PullProfile(Resource):
    """A pull profile: which files of an endpoint storage are copied into containers."""


@define(eq=False)
class EndpointStorage(Resource):
    """A bucket. The API never returns its secret key, so the sandbox does not store the key."""

    pull_profiles: Collection[PullProfile] = Factory(lambda: Collection[PullProfile]("Pull profile"))


@define(eq=False)
class AppVersion(Resource):
    """A version. It refers to its endpoint storage as an object, so that a new name is visible."""

    endpoint_storage: EndpointStorage | None = None

    def render(self) -> Json:
        linked = {} if self.endpoint_storage is None else {"endpoint_storage": self.endpoint_storage.name}
        return {**super().render(), **linked}


@define(eq=False)
class Application(Resource):
    """An application with its versions."""

    versions: Collection[AppVersion] = Factory(lambda: Collection[AppVersion]("App version"))


@frozen(eq=False)
class Link:
    """A pull profile's link to a version."""

    application: Application
    version: AppVersion
    endpoint: EndpointStorage
    profile: PullProfile
    created: str

    def render(self) -> Json:
        return {
            "app": self.application.name,
            "app_version": self.version.name,
            "endpoint": self.endpoint.name,
            "pull_profile": self.profile.name,
            "create_time": self.created,
            "last_updated": self.created,
        }


@frozen(eq=False)
class Artifact:
    """The artifact to which one or more tags of an image point."""

    image_hash: str
    size_mb: float


@frozen(eq=False)
class Tag:
    name: str
    artifact: Artifact
    pushed: str


class Image:
    """An image of the registry: its tags, the latest push last."""

    def __init__(self) -> None:
        self.tags: dict[str, Tag] = {}

    def push(self, tag: str, image_hash: str, size_mb: float, pushed: str) -> None:
        known = (each.artifact for each in self.tags.values() if each.artifact.image_hash == image_hash)
        artifact = next(known, None) or Artifact(image_hash, size_mb)
        self.tags.pop(tag, None)
        self.tags[tag] = Tag(tag, artifact, pushed)

    def render_artifact(self, artifact: Artifact) -> Json:
        remaining = [tag.name for tag in self.tags.values() if tag.artifact is artifact]
        return {
            "deleted": not remaining,
            "remaining_tags": remaining,
            "image_hash": artifact.image_hash,
            "size_mb": artifact.size_mb,
        }
