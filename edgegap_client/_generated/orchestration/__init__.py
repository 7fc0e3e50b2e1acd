"""Written by `make generate` from openapi/edgegap.yaml. Do not edit: change the YAML, the config or a template."""
