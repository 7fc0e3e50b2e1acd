"""Make the bodies of requests from arguments, with the shorthands and defaults of the specification."""

from ..._core.arguments import BodyMaker
from ..._core.shorthands import Shorthand

__all__ = ["make_body"]

make_body = BodyMaker(
    shorthands={
        "AppVersionEnv": (Shorthand("entry", {"key": "$1", "value": "$2"}),),
        "DeploymentUser": (
            Shorthand("ip", {"user_type": "ip_address", "user_data": {"ip_address": "$1"}}),
            Shorthand("place", {"user_type": "geo_coordinates", "user_data": {"latitude": "$1", "longitude": "$2"}}),
        ),
        "EnvVarV2": (Shorthand("entry", {"key": "$1", "value": "$2"}),),
        "Webhook": (Shorthand("text", {"url": "$1"}),),
        "EnvVar": (Shorthand("entry", {"key": "$1", "value": "$2"}),),
        "ContainerLogStorage": (
            Shorthand("bool", {"enabled": "$1"}),
            Shorthand("text", {"enabled": True, "endpoint_storage": "$1"}),
        ),
        "Coordinates": (Shorthand("place", {"latitude": "$1", "longitude": "$2"}),),
        "RelayUser": (Shorthand("ip", {"ip": "$1"}),),
        "SessionSelector": (Shorthand("text", {"tag": "$1"}),),
    },
    defaults={"AppCreateRequest": {"is_active": True, "image": ""}, "EnvVarV2": {"is_hidden": False}},
).make
