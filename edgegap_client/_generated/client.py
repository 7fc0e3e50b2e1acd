"""What the endpoints need of a client."""

from .._operation import AsyncClient, Client, Operation, Response, decode

__all__ = ["AsyncClient", "Client", "Operation", "Response", "decode"]
