"""Written by `make generate` from openapi/matchmaking.yaml. Do not edit: change the YAML, the config or a template."""
