"""What the endpoints need of a client."""

from ..._core.operation import AsyncClient, Client, Operation, Response, decode, has_body

__all__ = ["AsyncClient", "Client", "Operation", "Response", "decode", "has_body"]
