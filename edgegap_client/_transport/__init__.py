"""The transport: connection pool, deadlines, decompression. All code that uses httpx or sockets directly."""
