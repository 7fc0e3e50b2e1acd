"""The matchmakers and server browsers of a sandbox, each with its own URL and tokens. A preview."""
