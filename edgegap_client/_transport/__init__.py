"""How a request travels: connection pool, deadlines, decompression. All that touches httpx or a socket."""
