"""PortProtocol: an open enumeration of the specification."""

from ..types import OpenEnum


class PortProtocol(OpenEnum):
    """Protocol of a port. WS comes back as Websocket. Other values may come.

    Values that are not listed here are kept as they came.
    """

    HTTP = "HTTP"
    HTTPS = "HTTPS"
    TCP = "TCP"
    TCPUDP = "TCP/UDP"
    UDP = "UDP"
    WEBSOCKET = "Websocket"
    WS = "WS"
    WSS = "WSS"
