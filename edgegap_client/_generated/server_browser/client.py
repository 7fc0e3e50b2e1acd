"""The parts of a client that the endpoints use."""

from ..._core.operation import AsyncClient, Client, Operation, Response, decode, has_body

__all__ = ["AsyncClient", "Client", "Operation", "Response", "decode", "has_body"]
