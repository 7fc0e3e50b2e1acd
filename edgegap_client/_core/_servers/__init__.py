"""The default addresses of the services. Written by `make generate` from `servers`; do not edit."""

from typing import Final

ORCHESTRATION: Final = "https://api.edgegap.com"
