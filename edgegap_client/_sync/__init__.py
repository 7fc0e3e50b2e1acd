"""The client's source. `make generate` writes _sync/ from this folder."""
# Written by `make generate` from _async/__init__.py; do not edit.
