"""What one organisation has: applications, versions, registry images, endpoint storages, pull profiles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from attrs import Factory, define, field, frozen

Json = dict[str, Any]


class ApiError(Exception):
    """An answer other than success; `message` is sent to the caller, so it holds no secrets."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


@define(eq=False)
class Resource:
    """A thing with a name and two times. `fields` are those of the wire, except what subclasses keep elsewhere."""

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
    """Resources of one kind by name, in the order of their creation."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._items: dict[str, ResourceT] = {}

    def __iter__(self) -> Iterator[ResourceT]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def get(self, name: str) -> ResourceT:
        try:
            return self._items[name]
        except KeyError:
            raise ApiError(404, f"{self._kind} {name} not found") from None

    def check_free(self, name: str) -> None:
        if name in self._items:
            raise ApiError(409, f"{self._kind} {name} already exists")

    def add(self, item: ResourceT) -> ResourceT:
        self.check_free(item.name)
        self._items[item.name] = item
        return item

    def change(self, item: ResourceT, changes: Json, now: str) -> ResourceT:
        """Take over the changes, a new name among them perhaps."""
        if changes.get("name", item.name) != item.name:
            self.check_free(changes["name"])
        item.fields.update(changes)
        item.updated = now
        self._items = {each.name: each for each in self}
        return item

    def remove(self, name: str) -> ResourceT:
        item = self.get(name)
        del self._items[name]
        return item


@define(eq=False)
class PullProfile(Resource):
    """What is copied from an endpoint storage into containers."""


@define(eq=False)
class EndpointStorage(Resource):
    """A bucket. Its secret key is never given back, so it is not kept."""

    pull_profiles: Collection[PullProfile] = Factory(lambda: Collection[PullProfile]("Pull profile"))


@define(eq=False)
class AppVersion(Resource):
    """A version; its endpoint storage is kept as the object, so that a rename shows."""

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
    """What one or more tags of an image point to."""

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


@define(eq=False)
class Organisation:
    """All that one token sees. A quota of None is no quota."""

    clock: Callable[[], datetime]
    max_applications: int | None = None
    max_versions: int | None = None
    applications: Collection[Application] = field(init=False, factory=lambda: Collection[Application]("Application"))
    endpoint_storages: Collection[EndpointStorage] = field(
        init=False, factory=lambda: Collection[EndpointStorage]("Endpoint storage")
    )
    images: dict[str, Image] = field(init=False, factory=dict[str, Image])
    links: list[Link] = field(init=False, factory=list[Link])

    def now(self) -> str:
        """The time as most operations write it: UTC without saying so, a space, microseconds."""
        return f"{self._utc():%Y-%m-%d %H:%M:%S.%f}"

    def _utc(self) -> datetime:
        now = self.clock()
        return now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)

    def push_image(self, name: str, tag: str, image_hash: str | None, size_mb: float) -> None:
        if image_hash is None:
            image_hash = f"sha256:{hashlib.sha256(f'{name}:{tag}'.encode()).hexdigest()}"
        # The registry, unlike the rest of the API, writes the offset and no fraction.
        pushed = f"{self._utc():%Y-%m-%d %H:%M:%S}+00:00"
        self.images.setdefault(name, Image()).push(tag, image_hash, size_mb, pushed)

    def image(self, name: str) -> Image:
        try:
            return self.images[name]
        except KeyError:
            raise ApiError(404, f"No image named {name} found inside your project.") from None

    def can_pull(self, docker_image: str, tag: str) -> bool:
        """Whether the registry has the image, given as for `docker pull`: with or without the project's name."""
        names = (docker_image, docker_image.partition("/")[2])
        return any(name in self.images and tag in self.images[name].tags for name in names)
