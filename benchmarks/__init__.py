"""What the SDK costs, measured against raw httpx in the same run: `make bench`."""
