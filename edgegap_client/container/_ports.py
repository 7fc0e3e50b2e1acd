"""The ports of the deployment, each port once, even if several variables describe it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from attrs import define, field, frozen

from .._core.public import public_in
from ..errors import ResponseFormatError
from ..models import PortProtocol
from ._variables import Variables, to_port, to_protocol

__all__ = ["ContainerPort", "ContainerPorts", "read_ports"]

_MAPPING: Final = "ARBITRIUM_PORTS_MAPPING"
_PORT_VARIABLE: Final = re.compile(r"ARBITRIUM_PORT_(?P<name>.+)_(?P<part>INTERNAL|EXTERNAL|PROTOCOL)")


@public_in("container")
@frozen
class ContainerPort:
    """A port of the deployment, with its internal and external number.

    Attributes:
        name: The port's name in the app version.
        internal: The port to listen on; None if the variable is missing or unreadable.
        external: The port that players connect to; None if the variable is missing or unreadable.
        protocol: The protocol; None if missing. An unknown value is kept unchanged.
    """

    name: str
    internal: int | None = None
    external: int | None = None
    protocol: PortProtocol | None = None


@public_in("container")
@frozen(eq=False, repr=False)
class ContainerPorts(Mapping[str, ContainerPort]):
    """The ports by name, each port once.

    A look-up first uses the exact name. It also finds a port by its key in ARBITRIUM_PORTS_MAPPING (often its internal
    number), and by a similar name: `ports["gameport"]` finds `Game Port`.
    """

    _by_name: Mapping[str, ContainerPort] = field(factory=dict[str, ContainerPort])
    _by_key: Mapping[str, ContainerPort] = field(factory=dict[str, ContainerPort])

    def __getitem__(self, name: str) -> ContainerPort:
        for ports in (self._by_name, self._by_key):
            if name in ports:
                return ports[name]
        for ports in (self._by_name, self._by_key):
            for known, port in ports.items():
                if _letters(known) == _letters(name) != "":
                    return port
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __repr__(self) -> str:
        return f"ContainerPorts({self._by_name!r})"


@define
class _Found:
    """The data of one port so far. `read_ports` owns it."""

    name: str
    key: str
    parts: dict[str, Any] = field(factory=dict[str, Any])

    def has_name(self, name: str) -> bool:
        """Whether the variables of `name` describe this port. Edgegap's form of other characters is not known."""
        return any(_variable_name(own) == _variable_name(name) for own in (self.name, self.key))

    def has_letters(self, name: str) -> bool:
        """Like `has_name`, but less strict: Edgegap uses both `GAMEPORT` and `GAME_PORT` for `Game Port`."""
        return any(_letters(own) == _letters(name) != "" for own in (self.name, self.key))

    def is_same(self, parts: Mapping[str, Any]) -> bool:
        """Whether `parts` describe this port: they have the same external port, and do not contradict it."""
        if parts.get("external") is None or parts["external"] != self.parts.get("external"):
            return False
        return all(self.parts.get(part) in (None, value) for part, value in parts.items())


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _variable_name(name: str) -> str:
    """Return a port's name in the form of its variables."""
    return re.sub(r"\W", "_", name).upper()


def read_ports(variables: Variables) -> ContainerPorts:
    """Return the ports of the mapping, completed by their own variables, and ports that only have such variables."""
    ports = _mapped(variables)
    single: dict[str, dict[str, Any]] = {}
    for variable in sorted(variables.all):
        match = _PORT_VARIABLE.fullmatch(variable)
        if match is None or variables.text(variable) is None:
            continue
        parts = single.setdefault(match["name"], {})
        part = match["part"].lower()
        value = variables.text(variable) if part == "protocol" else variables.port(variable)
        if value is not None:
            parts[part] = to_protocol(value) if part == "protocol" else value
    for name, parts in single.items():
        same = (
            next((port for port in ports if port.has_name(name)), None)
            or next((port for port in ports if port.has_letters(name)), None)
            or next((port for port in ports if port.is_same(parts)), None)
        )
        if same is None:
            ports.append(_Found(name.lower(), name.lower(), parts))
        else:
            # The mapping has precedence. If a value is missing or unreadable there, the port's own variable is used.
            same.parts = {**parts, **same.parts}
    made = {port.key: ContainerPort(port.name, **port.parts) for port in ports}
    return ContainerPorts({port.name: port for port in made.values()}, made)


def _mapped(variables: Variables) -> list[_Found]:
    """Return the ports of ARBITRIUM_PORTS_MAPPING, whose keys are names or internal numbers."""
    value = variables.json(_MAPPING)
    if value is None:
        return []
    found = cast("dict[str, Any]", value).get("ports") if isinstance(value, dict) else None
    if not isinstance(found, dict):
        variables.note(_MAPPING)
        return []
    ports: dict[str, _Found] = {}
    for key, entry in cast("dict[str, Any]", found).items():
        if not isinstance(entry, dict):
            variables.note(_MAPPING)
            continue
        given = cast("dict[str, Any]", entry)
        # A second port with the same name gets its key as its name, or both.
        names = (given.get("name"), key, f"{given.get('name')} {key}")
        name = next(name for name in names if isinstance(name, str) and name and name not in ports)
        ports[name] = _Found(name, key, _parts(variables, given))
    return list(ports.values())


def _parts(variables: Variables, entry: dict[str, Any]) -> dict[str, Any]:
    """Return the readable values of one entry of the mapping."""
    known: dict[str, Any] = {}
    readers: dict[str, Callable[[Any], Any]] = {"internal": to_port, "external": to_port, "protocol": to_protocol}
    for part, read in readers.items():
        if entry.get(part) is None:
            continue
        try:
            known[part] = read(entry[part])
        except (ValueError, ResponseFormatError):
            variables.note(_MAPPING)
    return known
