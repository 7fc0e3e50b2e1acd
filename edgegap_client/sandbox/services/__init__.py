"""The matchmakers and server browsers of a sandbox, each on an origin and with tokens of its own. A preview."""
