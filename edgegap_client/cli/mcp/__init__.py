"""`edgegap mcp`: tools for agents, over the Model Context Protocol, with limits that the code enforces.

`limits` has the limits of a session, and `policy` the guard of each operation. `owned` has the session's deployments.
`tools` and `generated` are the tools. `server` implements the protocol; only it imports the package `mcp`.
"""
