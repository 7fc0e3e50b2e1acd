"""PortProtocol: an open enumeration of the specification."""

from ..types import OpenEnum


class PortProtocol(OpenEnum):
    """Protocol of a port. The service returns WS as Websocket. Other values are possible.

    Values that are not listed here are accepted too.
    """

    HTTP = "HTTP"
    HTTPS = "HTTPS"
    TCP = "TCP"
    TCPUDP = "TCP/UDP"
    UDP = "UDP"
    WEBSOCKET = "Websocket"
    WS = "WS"
    WSS = "WSS"
