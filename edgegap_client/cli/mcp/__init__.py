"""`edgegap mcp`: tools for agents, over the Model Context Protocol, with limits that the code enforces.

`limits` says what a session may do, `policy` what each operation needs, `owned` keeps what the session has created,
`tools` and `generated` are the tools, `server` speaks the protocol. Only `server` imports the package `mcp`.
"""
