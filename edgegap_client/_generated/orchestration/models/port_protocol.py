"""PortProtocol: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class PortProtocol(OpenEnum):
    """Protocol of a port. The service returns WS as Websocket. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    HTTP = "HTTP"
    HTTPS = "HTTPS"
    TCP = "TCP"
    TCPUDP = "TCP/UDP"
    UDP = "UDP"
    WEBSOCKET = "Websocket"
    WS = "WS"
    WSS = "WSS"
