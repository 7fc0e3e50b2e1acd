"""Make the bodies of requests from arguments, with the shorthands and defaults of the specification."""

from ..._core.arguments import BodyMaker

__all__ = ["make_body"]

make_body = BodyMaker(shorthands={}, defaults={}).make
