"""The operations of ip_lookup, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.ip_lookup import AsyncIpLookupResource as AsyncIpLookupResource
from .._generated.orchestration.api.ip_lookup import IpLookupResource as IpLookupResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.ip_lookup import get_public_ip as get_public_ip
    from .._generated.orchestration.api.ip_lookup import lookup_ip as lookup_ip
    from .._generated.orchestration.api.ip_lookup import lookup_ips as lookup_ips
else:
    from .._generated.orchestration.api.ip_lookup import __getattr__ as __getattr__

__all__ = ["AsyncIpLookupResource", "IpLookupResource", "get_public_ip", "lookup_ip", "lookup_ips"]
