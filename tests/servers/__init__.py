"""The servers that tests talk to, all on 127.0.0.1 and a free port.

| module | what it gives |
|---|---|
| apps | an ASGI application on uvicorn |
| beacons | UDP and TCP beacons |
| faults | the fault server: one fault for each path, and ports that fail before a request is read |
| ports | ports where nobody listens, where nobody accepts, and where nobody responds |
| programs | programs that a test starts, or skips itself because they are not installed |
| proxy | an HTTP proxy that fails at one step of a request |
| recorder | an HTTP server that keeps what it received |
| redis | a Redis server |
| responses | an HTTP server that gives responses in turn: late, in pieces, or a reset |
| scripts | a server that sends the bytes it is given, valid or not |
| untrusted | a server over TLS whose certificate nobody trusts |

Nothing is shared between tests except for the fault server, which is slow to start: the others start in a millisecond.
"""
