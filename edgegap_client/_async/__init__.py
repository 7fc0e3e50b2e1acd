"""The client's source. `make generate` writes _sync/ from this folder."""
