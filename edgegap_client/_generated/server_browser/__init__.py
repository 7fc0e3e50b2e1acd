"""Written by `make generate` from openapi/server_browser.yaml. Do not edit: change the YAML, the config or a template."""
