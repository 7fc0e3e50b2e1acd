"""The matchmakers and server browsers of a sandbox, each with a URL and tokens of its own. A preview."""
