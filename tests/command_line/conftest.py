"""The fixtures of `test_cli`."""

from ..test_cli import base_url, edgegap, game, run, sandbox, served, slow

__all__ = ["base_url", "edgegap", "game", "run", "sandbox", "served", "slow"]
