"""What several processes share through Redis (`pip install "edgegap-client[redis]"`)."""

from ._runtime.replicas import Replicas

__all__ = ["Replicas"]
